/* Closed outlines in image pixels, (x, y): made, simplified, clipped, measured. */
#ifndef TRUTH_OUTLINE_H
#define TRUTH_OUTLINE_H

#include "render/mesh.h"

#include <stddef.h>

/* Zero-initialise; points from core/alloc.h. The last point is not the first again. */
struct ecg_outline {
    double (*points)[2];
    size_t n, capacity;
};

/* 0 or ECG_E_MEMORY */
int ecg_outline_add(struct ecg_outline *outline, double x, double y);
void ecg_outline_free(struct ecg_outline *outline);

/* The edge of the whole sheet, its corners and what it takes of the bent edges between them to
 * stay within half a pixel; where it crosses itself, the convex hull. 0 or ECG_E_MEMORY. */
int ecg_outline_sheet(struct ecg_outline *outline, const struct ecg_mesh *mesh);

/* What of it lies within (0, 0) to (width, height), appended to *clipped, which has no points yet:
 * one outline, pieces of it joined along the border. Points that are no numbers are left out. 0 or
 * ECG_E_MEMORY. */
int ecg_outline_clip(
    const struct ecg_outline *outline, double width, double height, struct ecg_outline *clipped);

/* To 0.01 px; points that then lie on the one before are left out. */
void ecg_outline_round(struct ecg_outline *outline);
/* Above 0 when it runs clockwise as seen (y down). */
double ecg_outline_area(const struct ecg_outline *outline);

#endif
