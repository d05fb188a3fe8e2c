/*
 * Where the printer put the page's vectors on the paper: page mm -> sheet mm.
 *
 * Per axis  sheet = offset + scale * page,  and along the feed a slow wander is added, because a
 * printer's rollers do not turn quite evenly:  sheet += sum_k a_k * sin(w_k * page + p_k).
 * The wander's slope is kept below one tenth, so the map is invertible.
 */
#ifndef RENDER_PRINT_MAP_H
#define RENDER_PRINT_MAP_H

#include "recipe/scene.h"

enum { ECG_PRINT_WAVES = 4 };

struct ecg_print {
    int is_identity; /* page and sheet mm are the same */
    int is_affine;   /* no wander */
    int feed;        /* the axis of the feed: 0 x, 1 y */
    double scale[2], offset_mm[2];
    double wave_mm[ECG_PRINT_WAVES], wave_rad_mm[ECG_PRINT_WAVES], wave_rad[ECG_PRINT_WAVES];
};

/* From bend.print.*; the page is scaled about the sheet's middle. */
void ecg_print_draw(
    struct ecg_print *print, const struct ecg_scene *scene, double width_mm, double height_mm);
void ecg_print_to_sheet(const struct ecg_print *print, double x_mm, double y_mm,
    double *sheet_x_mm, double *sheet_y_mm);
/* The inverse, to 1e-9 mm. */
void ecg_print_to_page(const struct ecg_print *print, double sheet_x_mm, double sheet_y_mm,
    double *x_mm, double *y_mm);
/* d(sheet)/d(page) along x and y at a page point. */
void ecg_print_slope(
    const struct ecg_print *print, double x_mm, double y_mm, double *slope_x, double *slope_y);

#endif
