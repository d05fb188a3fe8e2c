/*
 * Where the printer put the page's vectors on the paper: page mm -> sheet mm. Each axis is scaled
 * and shifted; along the feed the paper's wander is added.
 */
#ifndef RENDER_PRINT_MAP_H
#define RENDER_PRINT_MAP_H

#include "recipe/scene.h"
#include "render/wander.h"

struct ecg_print {
    int is_identity;               /* page and sheet mm are the same */
    int is_affine;                 /* no wander */
    int feed;                      /* the axis of the feed: 0 x, 1 y */
    double scale[2], offset_mm[2]; /* sheet = offset + scale * page (+ wander(page)) */
    struct ecg_wander wander;
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
