/*
 * The light on the sheet: for every part of the bent surface, how much light of which colour
 * arrives. Pure C, no OpenGL; the shader multiplies by it and adds what is finer (relief, gloss).
 *
 * Lambert's law for a key light (far, a lamp, or a window integrated over its area), a second
 * light and ambient light dimmed by the surface's occlusion; shadows that the surface casts on
 * itself by marching over its heights, and those of things held over it as soft shapes.
 */
#ifndef RENDER_LIGHT_H
#define RENDER_LIGHT_H

#include "core/error.h"
#include "recipe/scene.h"
#include "render/mesh.h"

struct ecg_light {
    /* Irradiance, linear RGB, 1 where it is brightest; texel (i, j) has its centre at
     * ((i + 0.5) / px_per_mm, (j + 0.5) / px_per_mm) of the flat sheet. NULL when it is 1 all
     * over. Owned. */
    float *rgb;
    int is_even; /* rgb hardly varies: it is even_rgb all over */
    float even_rgb[3];
    int width, height;
    double px_per_mm;
    /* The key light: a place in the sheet's space (mm; is_place) or a unit direction towards it.
     */
    float key[3];
    int is_place;
    float key_share;    /* of all light at the middle, 0..1 */
    float key_color[3]; /* linear, luminance 1 */
};

/* Errors: ECG_E_MEMORY. */
int ecg_light_build(struct ecg_light **light, const struct ecg_scene *scene,
    const struct ecg_mesh *mesh, struct ecg_error *error);
void ecg_light_destroy(struct ecg_light **light);

/* Linear sRGB of a black body, relative to 6500 K, luminance 1. Planckian locus by Kim et al.
 * (US patent 7024034, 2002), 1667..25000 K. */
void ecg_light_color(double kelvin, float rgb[3]);

#endif
