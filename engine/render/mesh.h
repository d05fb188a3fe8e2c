/*
 * The mesh: where each point of the sheet lies in the image. All that moves ink is in it (print
 * scale, feed stretch, skew, folds, crumples, curl, perspective, lens); pixels and truth both read
 * it.
 *
 * A regular grid of nodes over the sheet; each cell is cut from its top-left to its bottom-right
 * node into two triangles, and the map is affine inside each. Forward and backward map are thus
 * exact inverses, and the GPU's rasterizer interpolates the same way.
 *
 * Two millimetre frames lie on one paper. The sheet's: origin at the paper's top-left corner; the
 * nodes, stains, holes and folds are in it. The page's: what the page's vectors are in. The
 * printer puts the one on the other (struct ecg_print: fit-to-page scale, feed stretch and
 * jitter); most sheets are printed true to size and both are the same. ecg_mesh_map and its kin
 * take and give page mm; the mesh's own triangles, and so what the rasterizer interpolates, are
 * sheet mm.
 */
#ifndef RENDER_MESH_H
#define RENDER_MESH_H

#include "core/error.h"
#include "recipe/scene.h"
#include "render/camera.h"
#include "render/print_map.h"

#include <stdint.h>

struct ecg_node {
    float x_px, y_px; /* image position, pixel centres at +0.5 */
    float depth_mm;   /* distance from the camera along its axis; scanners and flat pages: -z */
    float x_mm, y_mm,
        z_mm;               /* where the node lies in space: the flat sheet is (x, y, 0), z towards
                               the viewer. A photo's sheet touches the desk z = 0 and rises from it;
                               a scan's touches the glass z = 0 and hangs below: -z is its lift */
    float normal[3];        /* unit, (0, 0, 1) when flat */
    float curvature_rad_mm; /* sum along x and y; above 0 on ridges towards the viewer */
    float occlusion;        /* ambient light reaching it, 0..1 */
};

/* Creases finer than the nodes, as slopes to add to the interpolated normals when shading:
 * n = normalize(normal - (slope_x, slope_y, 0)). Moves no ink. Texel (i, j) has its centre at
 * sheet
 * ((i + 0.5) / px_per_mm, (j + 0.5) / px_per_mm). */
struct ecg_relief {
    int width, height; /* 0: the sheet has no creases */
    double px_per_mm;
    int16_t *slope; /* (x, y) of each texel, rows from the top; 32767 is a slope of 1 */
};

struct ecg_mesh_bins;

struct ecg_mesh {
    int columns, rows;          /* nodes, at least 2 each */
    double width_mm, height_mm; /* the sheet; node (i, j) is sheet (i * step_x, j * step_y) */
    double step_x_mm, step_y_mm;
    int is_affine;           /* one affine map holds everywhere: lines need no cutting */
    int width_px, height_px; /* the image */
    struct ecg_node *nodes;  /* rows x columns, row-major */
    struct ecg_print print;  /* page mm -> sheet mm */
    struct ecg_relief relief;
    struct ecg_camera camera;
    struct ecg_screen screen;   /* capture.kind screen only: then nodes lie on it, at its scale */
    struct ecg_mesh_bins *bins; /* unmap's own */
};

/* From the scene's bend and capture parameters; sheet size from the page. Errors: ECG_E_ARGUMENT
 * (a size that is not finite or not positive), ECG_E_LIMIT (an image side above 32768 px),
 * ECG_E_MEMORY. */
int ecg_mesh_build(struct ecg_mesh **mesh, const struct ecg_scene *scene, double width_mm,
    double height_mm, struct ecg_error *error);
/* How wet the sheet has been at a point of it (sheet mm): 0..1. */
struct ecg_wetness {
    double (*at)(const void *priv, double x_mm, double y_mm);
    const void *priv;
};
/* The same, cockled where `wetness` says the sheet has been wet; NULL: in patches of its own. */
int ecg_mesh_build_wet(struct ecg_mesh **mesh, const struct ecg_scene *scene, double width_mm,
    double height_mm, const struct ecg_wetness *wetness, struct ecg_error *error);
/* The page on the screen's own pixels, as `mesh`, of a scene of capture.kind screen, shows it. */
int ecg_mesh_build_screen(struct ecg_mesh **on_screen, const struct ecg_mesh *mesh,
    const struct ecg_scene *scene, struct ecg_error *error);
/* capture.kind screen: 1 when the screen shows that point of the sheet. */
int ecg_mesh_on_screen(const struct ecg_mesh *mesh, double sheet_x_mm, double sheet_y_mm);
void ecg_mesh_destroy(struct ecg_mesh **mesh);

/* 1 when the paper lies square in the image and reaches (to half a pixel) or passes its borders.
 */
int ecg_mesh_fills_image(const struct ecg_mesh *mesh);

/* Page mm -> image px; points off the sheet are carried by the nearest cell's map. */
void ecg_mesh_map(
    const struct ecg_mesh *mesh, double x_mm, double y_mm, double *x_px, double *y_px);
/* Image px -> page mm; 0 when no part of the sheet is there (outputs then untouched), else 1.
 * Where the sheet overlaps itself, the part nearest to the camera. About 0.2 us a call. */
int ecg_mesh_unmap(
    const struct ecg_mesh *mesh, double x_px, double y_px, double *x_mm, double *y_mm);
/* Local scale: px per mm along x and y at a point (lengths of the Jacobian's columns). */
void ecg_mesh_scale(const struct ecg_mesh *mesh, double x_mm, double y_mm, double *px_per_mm_x,
    double *px_per_mm_y);
/* 1 when the point is on the sheet, inside the image, and no nearer part of the sheet covers it.
 */
int ecg_mesh_visible(const struct ecg_mesh *mesh, double x_mm, double y_mm);

/* The relief's slope at a sheet point, (0, 0) without relief. */
void ecg_mesh_relief(
    const struct ecg_mesh *mesh, double sheet_x_mm, double sheet_y_mm, double slope[2]);

/* The whole inverse map: for each pixel's centre, rows from the top, (x_mm, y_mm) of the page, NaN
 * where there is no sheet. `xy` holds 2 * width_px * height_px floats. 0 or ECG_E_MEMORY. */
int ecg_mesh_uv_map(const struct ecg_mesh *mesh, float *xy, struct ecg_error *error);

#endif
