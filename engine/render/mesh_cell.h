/*
 * Inside one cell of a mesh. With (u, v) the place in the cell, 0..1 from its top-left node, a
 * point of the triangle is  corner + u * du + v * dv:  the upper triangle (u >= v) goes along the
 * top edge and down the right one, the lower (u <= v) down the left edge and along the bottom one.
 */
#ifndef RENDER_MESH_CELL_H
#define RENDER_MESH_CELL_H

#include "render/mesh.h"

#include <math.h>

struct ecg_triangle {
    const struct ecg_node *corner, *u0, *u1, *v0, *v1; /* du = u1 - u0, dv = v1 - v0 */
};

static inline struct ecg_triangle ecg_cell_triangle(
    const struct ecg_mesh *mesh, int i, int j, int upper)
{
    const struct ecg_node *a = &mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i];
    const struct ecg_node *b = a + 1, *c = a + mesh->columns, *d = c + 1;
    return upper ? (struct ecg_triangle){ a, a, b, b, d } : (struct ecg_triangle){ a, c, d, a, c };
}

/* (x, y) = at + u * du + v * dv, in px */
struct ecg_cell_map {
    double x, y, xu, yu, xv, yv;
};

static inline struct ecg_cell_map ecg_cell_map(struct ecg_triangle t)
{
    return (struct ecg_cell_map){ (double)t.corner->x_px, (double)t.corner->y_px,
        (double)t.u1->x_px - (double)t.u0->x_px, (double)t.u1->y_px - (double)t.u0->y_px,
        (double)t.v1->x_px - (double)t.v0->x_px, (double)t.v1->y_px - (double)t.v0->y_px };
}

static inline double ecg_cell_depth(struct ecg_triangle t, double u, double v)
{
    return (double)t.corner->depth_mm + u * ((double)t.u1->depth_mm - (double)t.u0->depth_mm) +
           v * ((double)t.v1->depth_mm - (double)t.v0->depth_mm);
}

/* Image px -> (u, v); 0 when the triangle is seen edge-on. */
static inline int ecg_cell_solve(
    const struct ecg_cell_map *m, double x_px, double y_px, double *u, double *v)
{
    double det = m->xu * m->yv - m->xv * m->yu;
    if (!(fabs(det) > 1e-12))
        return 0;
    double dx = x_px - m->x, dy = y_px - m->y;
    *u = (dx * m->yv - m->xv * dy) / det;
    *v = (m->xu * dy - dx * m->yu) / det;
    return 1;
}

#endif
