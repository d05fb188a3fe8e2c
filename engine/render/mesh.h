/*
 * The mesh: where each point of the sheet lies in the image. All that moves ink is in it (print
 * scale, feed stretch, skew, folds, crumples, curl, perspective, lens); pixels and truth both read
 * it.
 *
 * A regular grid of nodes over the sheet; each cell is cut from its top-left to its bottom-right
 * node into two triangles, and the map is affine inside each. Forward and backward map are thus
 * exact inverses, and the GPU's rasterizer interpolates the same way.
 */
#ifndef RENDER_MESH_H
#define RENDER_MESH_H

#include "core/error.h"
#include "recipe/scene.h"

struct ecg_node {
    float x_px, y_px; /* image position, pixel centres at +0.5 */
    float depth_mm;   /* distance from the camera along its axis; scanners and flat pages: -z */
    float x_mm, y_mm, z_mm; /* where the node lies in space: the flat sheet is (x, y, 0), z towards
                               the viewer */
    float normal[3];        /* unit, (0, 0, 1) when flat */
    float occlusion;        /* ambient light reaching it, 0..1 */
};

struct ecg_mesh {
    int columns, rows;          /* nodes, at least 2 each */
    double width_mm, height_mm; /* the sheet; node (i, j) is page (i * step_x, j * step_y) */
    double step_x_mm, step_y_mm;
    int is_affine;           /* one affine map holds everywhere: lines need no cutting */
    int width_px, height_px; /* the image */
    struct ecg_node *nodes;  /* rows x columns, row-major */
};

/* From the scene's bend and capture parameters; sheet size from the page. */
int ecg_mesh_build(struct ecg_mesh **mesh, const struct ecg_scene *scene, double width_mm,
    double height_mm, struct ecg_error *error);
void ecg_mesh_destroy(struct ecg_mesh **mesh);

/* Page mm -> image px; points off the sheet are carried by the nearest cell's map. */
void ecg_mesh_map(
    const struct ecg_mesh *mesh, double x_mm, double y_mm, double *x_px, double *y_px);
/* Image px -> page mm; 0 when no part of the sheet is there (outputs then untouched), else 1.
 * Where the sheet overlaps itself, the part nearest to the camera. */
int ecg_mesh_unmap(
    const struct ecg_mesh *mesh, double x_px, double y_px, double *x_mm, double *y_mm);
/* Local scale: px per mm along x and y at a point (lengths of the Jacobian's columns). */
void ecg_mesh_scale(const struct ecg_mesh *mesh, double x_mm, double y_mm, double *px_per_mm_x,
    double *px_per_mm_y);

#endif
