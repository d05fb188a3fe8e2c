/*
 * Where the paper is creased: the lines along which bending marks it and wear follows. The bent
 * surface and the sheet's wear (whitened and dirty lines, lost toner, mould that clusters) share
 * them.
 */
#ifndef RENDER_CREASE_H
#define RENDER_CREASE_H

#include "recipe/scene.h"

/* A straight piece of a crease, in page mm of the flat sheet. */
struct ecg_crease {
    double x0_mm, y0_mm, x1_mm, y1_mm;
    float strength; /* 0..1: 1 is a sharp fold pressed flat, crumple ridges are weaker */
    float side;     /* +1 ridge towards the viewer, -1 valley */
};

/* The creases of the scene's folds and crumples, strongest first; at most max_creases of them are
 * written. Returns their number, 0 for a sheet that was never creased, or ECG_E_MEMORY. The same
 * for the same scene and size. Implemented beside the bends (bend*.c). */
int ecg_creases(const struct ecg_scene *scene, double width_mm, double height_mm,
    struct ecg_crease *creases, int max_creases);

#endif
