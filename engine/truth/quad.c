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

/* A quad whose edges are moved, each in its own direction, until all that is shown to it is just
 * inside. `side` is +1 when its corners run clockwise in the image, as on the page, and -1 when a
 * fold turned the piece over. */
struct fit {
    struct edge edges[4];
    double side, beyond[4];
    double low[2], high[2];
};

static void fit_start(struct fit *fit, const struct ecg_quad *quad)
{
    *fit = (struct fit){ .side = area(quad) < 0 ? -1 : 1,
        .low = { INFINITY, INFINITY },
        .high = { -INFINITY, -INFINITY } };
    for (int k = 0; k < 4; k++) {
        fit->edges[k] = edge_through(quad->corner[k], quad->corner[(k + 1) & 3]);
        fit->beyond[k] = -INFINITY;
    }
}

static void fit_show(struct fit *fit, struct ecg_spot spot)
{
    for (int k = 0; k < 4; k++) {
        const struct edge *e = &fit->edges[k];
        fit->beyond[k] =
            fmax(fit->beyond[k], -fit->side * (e->a * spot.row + e->b * spot.column - e->c));
    }
    fit->low[0] = fmin(fit->low[0], spot.row);
    fit->low[1] = fmin(fit->low[1], spot.column);
    fit->high[0] = fmax(fit->high[0], spot.row);
    fit->high[1] = fmax(fit->high[1], spot.column);
}

static struct ecg_quad fit_finish(struct fit *fit)
{
    struct ecg_quad quad;
    const double *low = fit->low, *high = fit->high;
    const struct ecg_quad upright = { { { low[0], low[1] }, { low[0], high[1] },
        { high[0], high[1] }, { high[0], low[1] } } };
    for (int k = 0; k < 4; k++)
        fit->edges[k].c -= fit->side * fit->beyond[k];
    for (int k = 0; k < 4; k++)
        quad.corner[k] = crossing(fit->edges[(k + 3) & 3], fit->edges[k]);
    /* Squashed by a fold to next to nothing, edges have no direction: then the upright box. */
    double size = fabs(area(&quad));
    return isfinite(size) && size <= 4 * fabs(area(&upright)) ? quad : upright;
}

struct ecg_quad ecg_quad_around(const struct ecg_mesh *mesh, const double *quad_mm)
{
    struct ecg_quad quad;
    struct fit fit;
    for (int k = 0; k < 4; k++)
        quad.corner[k] = map(mesh, quad_mm[2 * k], quad_mm[2 * k + 1]);
    if (mesh->is_affine)
        return quad;
    fit_start(&fit, &quad);
    for (int k = 0; k < 4; k++)
        for (int i = 0; i < STEPS; i++) {
            const double *p = quad_mm + 2 * k, *q = quad_mm + 2 * ((k + 1) & 3);
            double t = (double)i / STEPS;
            fit_show(&fit, map(mesh, p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])));
        }
    return fit_finish(&fit);
}

struct ecg_quad ecg_quad_around_text(
    const struct ecg_mesh *mesh, const struct ecg_page *page, const struct ecg_text *text)
{
    struct ecg_quad quad;
    struct fit fit;
    double angle = text->angle_deg * acos(-1.0) / 180, c = cos(angle), s = sin(angle);
    if (mesh->is_affine || text->n_glyphs == 0)
        return ecg_quad_around(mesh, text->quad_mm[0]);
    for (int k = 0; k < 4; k++)
        quad.corner[k] = map(mesh, text->quad_mm[k][0], text->quad_mm[k][1]);
    fit_start(&fit, &quad);
    for (uint32_t g = 0; g < text->n_glyphs; g++) {
        const float *ink = page->glyphs[text->first_glyph + g].ink_mm;
        for (int k = 0; k < 4; k++) {
            double x = (double)ink[k & 1 ? 2 : 0], y = (double)ink[k & 2 ? 3 : 1];
            fit_show(&fit, map(mesh, text->x_mm + x * c - y * s, text->y_mm + x * s + y * c));
        }
    }
    return fit_finish(&fit);
}
