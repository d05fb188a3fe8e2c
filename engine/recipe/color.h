/* Colours of parameters: sRGB, three whole 255ths. */
#ifndef RECIPE_COLOR_H
#define RECIPE_COLOR_H

#include "core/random.h"

#include <stddef.h>

struct ecg_color_name {
    const char *name;
    const char *hex; /* "#rrggbb" */
};

/* The inks that grids are printed with, ended by a NULL name. The pairs "pink", "pink-light" are
 * heavy and fine lines of one grid as ECG-Image-Kit draws them (arXiv 2307.01946). */
extern const struct ecg_color_name ecg_color_names[];

/* "#rrggbb" (either case) or a name of ecg_color_names; 1 when it is one. */
int ecg_color_parse(const char *text, size_t length, float rgb[3]);
void ecg_color_print(const float rgb[3], char hex[8]);

/* Varies a colour as one ink varies from printer to printer: in OKLab (Ottosson 2020) lightness
 * moves by `amount` of its scale, chroma by that factor, hue by 60 degrees of it; each times a
 * normal draw cut at 2 deviations. Grey stays grey; the result is clipped to sRGB and rounded to
 * 255ths. */
void ecg_color_jitter(float rgb[3], double amount, struct ecg_random *random);

#endif
