#include "truth/truth.h"

#include <math.h>

enum { STEPS = 16 }; /* an edge's outline is looked at in so many places */

static struct ecg_spot map(const struct ecg_mesh *mesh, double x_mm, double y_mm)
{
    struct ecg_spot spot;
    ecg_mesh_map(mesh, x_mm, y_mm, &spot.column, &spot.row);
    return spot;
}

/* An edge as a line: all spots with a * row + b * column = c; (a, b) is a unit vector. */
struct edge {
    double a, b, c;
};

static struct edge edge_through(struct ecg_spot p, struct ecg_spot q)
{
    double row = q.row - p.row, column = q.column - p.column, length = hypot(row, column);
    struct edge edge = { column / length, -row / length, 0 };
    edge.c = edge.a * p.row + edge.b * p.column;
    return edge;
}

/* NaN coordinates when the lines are parallel. */
static struct ecg_spot crossing(struct edge e, struct edge f)
{
    double determinant = e.a * f.b - f.a * e.b;
    return (struct ecg_spot){ (e.c * f.b - f.c * e.b) / determinant,
        (e.a * f.c - f.a * e.c) / determinant };
}

static double area(const struct ecg_quad *quad)
{
    double twice = 0;
    for (int k = 0; k < 4; k++) {
        struct ecg_spot p = quad->corner[k], q = quad->corner[(k + 1) & 3];
        twice += p.column * q.row - q.column * p.row;
    }
    return twice / 2;
}

/* Moves each edge outwards as far as the bent outline lies beyond it. `side` is +1 when corners
 * run clockwise in the image, as on the page, and -1 when a fold turned the piece over. */
static struct ecg_quad enlarge(
    const struct ecg_quad *quad, const struct ecg_spot *outline, double side)
{
    struct edge edges[4];
    for (int k = 0; k < 4; k++) {
        edges[k] = edge_through(quad->corner[k], quad->corner[(k + 1) & 3]);
        double beyond = 0;
        for (int i = 0; i < 4 * STEPS; i++) {
            double d = edges[k].a * outline[i].row + edges[k].b * outline[i].column - edges[k].c;
            beyond = fmax(beyond, -side * d);
        }
        edges[k].c -= side * beyond;
    }
    struct ecg_quad larger;
    for (int k = 0; k < 4; k++)
        larger.corner[k] = crossing(edges[(k + 3) & 3], edges[k]);
    return larger;
}

static struct ecg_quad upright(const struct ecg_spot *outline)
{
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
    for (int i = 0; i < 4 * STEPS; i++) {
        low[0] = fmin(low[0], outline[i].row);
        low[1] = fmin(low[1], outline[i].column);
        high[0] = fmax(high[0], outline[i].row);
        high[1] = fmax(high[1], outline[i].column);
    }
    return (struct ecg_quad){ { { low[0], low[1] }, { low[0], high[1] }, { high[0], high[1] },
        { high[0], low[1] } } };
}

struct ecg_quad ecg_quad_around(const struct ecg_mesh *mesh, const double *quad_mm)
{
    struct ecg_quad quad;
    for (int k = 0; k < 4; k++)
        quad.corner[k] = map(mesh, quad_mm[2 * k], quad_mm[2 * k + 1]);
    if (mesh->is_affine)
        return quad;
    struct ecg_spot outline[4 * STEPS];
    for (int k = 0; k < 4; k++)
        for (int i = 0; i < STEPS; i++) {
            const double *p = quad_mm + 2 * k, *q = quad_mm + 2 * ((k + 1) & 3);
            double t = (double)i / STEPS;
            outline[k * STEPS + i] = map(mesh, p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]));
        }
    double signed_area = area(&quad);
    struct ecg_quad larger = enlarge(&quad, outline, signed_area < 0 ? -1 : 1);
    /* Squashed by a fold to next to nothing, edges have no direction: then the upright box. */
    struct ecg_quad box = upright(outline);
    double grown = fabs(area(&larger));
    return isfinite(grown) && grown <= 4 * fabs(area(&box)) ? larger : box;
}
