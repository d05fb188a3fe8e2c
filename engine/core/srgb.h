/* sRGB (IEC 61966-2-1) and linear light, both 0..1. */
#ifndef CORE_SRGB_H
#define CORE_SRGB_H

#include <math.h>

static inline double ecg_linear_from_srgb(double s)
{
    return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4);
}

static inline double ecg_srgb_from_linear(double light)
{
    return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

/* In single precision: what is given to shaders. */
static inline float ecg_linear_from_srgb_f(float s)
{
    return s <= 0.04045f ? s / 12.92f : powf((s + 0.055f) / 1.055f, 2.4f);
}

#endif
