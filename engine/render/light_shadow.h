/* Soft shadows of things held over the sheet; internal to light*.c. */
#ifndef RENDER_LIGHT_SHADOW_H
#define RENDER_LIGHT_SHADOW_H

#include "recipe/scene.h"

enum { SHADOW_MAX_LIMBS = 8 };

/* A thing over the sheet as rounded limbs: capsules that taper from one end to the other. */
struct shadow {
    int n;
    struct shadow_limb {
        double x0_mm, y0_mm, x1_mm, y1_mm;
        double half0_mm, half1_mm;
        double corner; /* 0 round ends; 1 a box (phones) */
    } limb[SHADOW_MAX_LIMBS];
    double soft_mm;
    double strength;
};

/* Where the scene's shadow falls on a sheet of that size; n is 0 without one. */
void shadow_place(
    struct shadow *shadow, const struct ecg_scene *scene, double width_mm, double height_mm);
/* Share of the light that it takes at a point, 0..1. */
float shadow_at(const struct shadow *shadow, double x_mm, double y_mm);

#endif
