/*
 * What every pixel of the picture shows: which place of the page, how far from the camera, turned
 * which way, and which label. Pure C, no files; arrays hold rows from the top and are the caller's
 * (ecg_free).
 */
#ifndef TRUTH_MAPS_H
#define TRUTH_MAPS_H

#include "core/image.h"
#include "render/mask.h"
#include "render/mesh.h"
#include "render/sheet_visibility.h"

/* What became of the paper at a page position: an enum ecg_sheet_hidden. Where a screen ends it is
 * GONE. NULL: nothing happened to it. */
struct ecg_fate {
    int (*at)(void *priv, double x_mm, double y_mm);
    void *priv;
};

/* Image px -> page mm: (x, y) of each pixel's centre, NaN where there is no paper: beside the
 * sheet, in holes, beyond the screen. What lies on the sheet (tape, stickers, a turned-down
 * corner) has the place of the paper under it. *covered, when not NULL, gets 1 where such a thing
 * of the sheet (not of the page) hides the paper. ECG_E_MEMORY. */
int ecg_uv_make(float **uv, uint8_t **covered, uint8_t **gone, const struct ecg_mesh *mesh,
    const struct ecg_fate *fate, struct ecg_error *error);

/* From such a map: distance from the camera along its axis in mm (scanners: from the glass; a page
 * as it is: its height over the flat sheet, negative), NaN where uv is. */
int ecg_depth_make(
    float **depth, const struct ecg_mesh *mesh, const float *uv, struct ecg_error *error);
/* Unit normals (x, y, z) in the camera's frame, x right, y down, z into the picture: (0, 0, -1)
 * faces it. With the creases that are finer than the mesh. NaN where uv is. */
int ecg_normal_make(
    float **normal, const struct ecg_mesh *mesh, const float *uv, struct ecg_error *error);

/* Puts the sheet's fate into drawn masks: background, covers, holes; leads under any of them are
 * not seen. */
void ecg_maps_finish_masks(
    struct ecg_masks *masks, const float *uv, const uint8_t *covered, const uint8_t *gone);

/* The picture laid back onto the page: RGB, px_per_mm pixels a page mm, each the mean of what the
 * picture shows there (in linear light). Black where the picture does not show that part of the
 * page. ECG_E_MEMORY, ECG_E_ARGUMENT (size). */
int ecg_rectify(struct ecg_image *out, const struct ecg_image *picture,
    const struct ecg_mesh *mesh, const float *uv, double width_mm, double height_mm,
    double px_per_mm, struct ecg_error *error);

#endif
