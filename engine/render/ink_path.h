/* A path of page points carried into the image: clipped, cut where the mesh bends, thinned out and
 * laid down as strokes. Private to the ink. */
#ifndef RENDER_INK_PATH_H
#define RENDER_INK_PATH_H

#include "render/ink.h"

#include <math.h>

/* How far a drawn path may run beside the true one. */
static const double ECG_PATH_TOLERANCE_PX = 0.02;

/* Page and image coordinates are far from overflow: hypot()'s care, at ten times the cost, is not
 * needed. */
static inline double ecg_length(double dx, double dy)
{
    return sqrt(dx * dx + dy * dy);
}

struct ecg_path_point {
    double x_mm, y_mm;
    double x_px, y_px;
};

/* The mesh's derivative, d(px)/d(mm), row-major; constant where the mesh is affine. */
struct ecg_jacobian {
    double xx, xy, yx, yy;
};
struct ecg_jacobian ecg_jacobian_at(const struct ecg_mesh *mesh, double x_mm, double y_mm);
/* The width in px, across a stroke of image direction (dx, dy), of what is 1 mm wide on paper. */
double ecg_jacobian_width(const struct ecg_jacobian *jacobian, double dx_px, double dy_px);

struct ecg_path {
    const struct ecg_mesh *mesh;
    struct ecg_jacobian jacobian; /* of the place it was last asked for */
    double jacobian_x_mm, jacobian_y_mm;
    double last_u, last_v; /* the last point, in cells of the mesh */
    struct ecg_path_point *points;
    size_t n_points, cap_points;
    int failed; /* out of memory: checked once at the end */
};

void ecg_path_start(struct ecg_path *path, const struct ecg_mesh *mesh);
/* The mesh's derivative at, or within a quarter of a millimetre of, a page point. */
const struct ecg_jacobian *ecg_path_jacobian(struct ecg_path *path, double x_mm, double y_mm);
/* Goes on to a point, by way of every edge of the mesh between it and the last one. */
void ecg_path_to(struct ecg_path *path, double x_mm, double y_mm);
/* Leaves out the points that the straight line between their neighbours passes within the
 * tolerance; first and last stay. */
void ecg_path_simplify(struct ecg_path *path);
/* The same, and equal steps in mm stay equal steps in px along each piece, within the tolerance:
 * for dashes. */
void ecg_path_simplify_evenly(struct ecg_path *path);

#endif
