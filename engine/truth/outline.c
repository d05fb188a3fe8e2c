#include "truth/outline.h"

#include "core/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double STEP_MM = 4; /* of the sheet's edge */
static const double TOLERANCE_PX = 0.5;

int ecg_outline_add(struct ecg_outline *outline, double x, double y)
{
    if (ecg_grow(&outline->points, &outline->capacity, outline->n + 1, sizeof *outline->points) <
        0)
        return ECG_E_MEMORY;
    outline->points[outline->n][0] = x;
    outline->points[outline->n++][1] = y;
    return 0;
}

void ecg_outline_free(struct ecg_outline *outline)
{
    ecg_free(outline->points);
    *outline = (struct ecg_outline){ 0 };
}

double ecg_outline_area(const struct ecg_outline *outline)
{
    double twice = 0;
    for (size_t i = 0; i < outline->n; i++) {
        const double *p = outline->points[i], *q = outline->points[(i + 1) % outline->n];
        twice += p[0] * q[1] - q[0] * p[1];
    }
    return twice / 2;
}

void ecg_outline_round(struct ecg_outline *outline)
{
    size_t n = 0;
    for (size_t i = 0; i < outline->n; i++) {
        double x = round(outline->points[i][0] * 100) / 100;
        double y = round(outline->points[i][1] * 100) / 100;
        if (n && outline->points[n - 1][0] == x && outline->points[n - 1][1] == y)
            continue;
        outline->points[n][0] = x;
        outline->points[n++][1] = y;
    }
    while (
        n > 1 && memcmp(outline->points[n - 1], outline->points[0], sizeof *outline->points) == 0)
        n--;
    outline->n = n;
}

/* ---- clipped ---- */

/* How far inside of the border number k: left, top, right, bottom. */
static double inside(const double p[2], int k, double width, double height)
{
    switch (k) {
    case 0:
        return p[0];
    case 1:
        return p[1];
    case 2:
        return width - p[0];
    default:
        return height - p[1];
    }
}

/* Sutherland and Hodgman (1974): one border after the other. */
static int clip_at(
    const struct ecg_outline *from, int k, double width, double height, struct ecg_outline *to)
{
    int code = 0;
    to->n = 0;
    for (size_t i = 0; code == 0 && i < from->n; i++) {
        const double *p = from->points[i], *q = from->points[(i + 1) % from->n];
        double a = inside(p, k, width, height), b = inside(q, k, width, height);
        if (a >= 0)
            code = ecg_outline_add(to, p[0], p[1]);
        if (code == 0 && (a >= 0) != (b >= 0)) {
            double t = a / (a - b);
            code = ecg_outline_add(to, p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]));
        }
    }
    return code;
}

int ecg_outline_clip(
    const struct ecg_outline *outline, double width, double height, struct ecg_outline *clipped)
{
    struct ecg_outline other = { 0 };
    int code = 0;
    for (size_t i = 0; code == 0 && i < outline->n; i++)
        if (isfinite(outline->points[i][0]) && isfinite(outline->points[i][1]))
            code = ecg_outline_add(&other, outline->points[i][0], outline->points[i][1]);
    for (int k = 0; code == 0 && k < 4; k++) {
        code = clip_at(&other, k, width, height, clipped);
        struct ecg_outline swap = other;
        other = *clipped;
        *clipped = swap;
    }
    struct ecg_outline swap = other;
    other = *clipped;
    *clipped = swap;
    ecg_outline_free(&other);
    for (size_t i = 0; i < clipped->n; i++) {
        clipped->points[i][0] = fmin(fmax(clipped->points[i][0], 0), width);
        clipped->points[i][1] = fmin(fmax(clipped->points[i][1], 0), height);
    }
    return code;
}

/* ---- the sheet ---- */

static double distance_to_line(const double p[2], const double a[2], const double b[2])
{
    double x = b[0] - a[0], y = b[1] - a[1], length = hypot(x, y);
    if (length < 1e-9)
        return hypot(p[0] - a[0], p[1] - a[1]);
    return fabs((p[0] - a[0]) * y - (p[1] - a[1]) * x) / length;
}

/* Appends what is needed of the points between the first and the last (Douglas and Peucker 1973),
 * and the first. An edge has few hundred points and few levels. */
static int add_needed(
    struct ecg_outline *outline, const double (*points)[2], size_t first, size_t last)
{
    size_t farthest = first;
    double most = TOLERANCE_PX;
    for (size_t i = first + 1; i < last; i++) {
        double d = distance_to_line(points[i], points[first], points[last]);
        if (d > most) {
            most = d;
            farthest = i;
        }
    }
    if (farthest == first)
        return ecg_outline_add(outline, points[first][0], points[first][1]);
    int code = add_needed(outline, points, first, farthest);
    return code < 0 ? code : add_needed(outline, points, farthest, last);
}

static int add_edge(struct ecg_outline *outline, const struct ecg_mesh *mesh, const double from[2],
    const double to[2])
{
    enum { MOST_STEPS = 400 };
    double points[MOST_STEPS + 1][2];
    double length_mm = hypot(to[0] - from[0], to[1] - from[1]);
    int steps = mesh->is_affine ? 1 : (int)fmin(fmax(ceil(length_mm / STEP_MM), 1), MOST_STEPS);
    for (int i = 0; i <= steps; i++) {
        double t = (double)i / steps, x_mm, y_mm;
        ecg_print_to_page(&mesh->print, from[0] + t * (to[0] - from[0]),
            from[1] + t * (to[1] - from[1]), &x_mm, &y_mm);
        ecg_mesh_map(mesh, x_mm, y_mm, &points[i][0], &points[i][1]);
    }
    return add_needed(outline, (const double(*)[2])points, 0, (size_t)steps);
}

static double side(const double a[2], const double b[2], const double p[2])
{
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

static int crosses_itself(const struct ecg_outline *o)
{
    for (size_t i = 0; i < o->n; i++)
        for (size_t j = i + 2; j < o->n; j++) {
            const double *a = o->points[i], *b = o->points[i + 1];
            const double *c = o->points[j], *d = o->points[(j + 1) % o->n];
            if ((j + 1) % o->n == i)
                continue;
            if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0)
                return 1;
        }
    return 0;
}

static int compare_points(const void *a, const void *b)
{
    const double *p = a, *q = b;
    int order = (p[0] > q[0]) - (p[0] < q[0]);
    return order ? order : (p[1] > q[1]) - (p[1] < q[1]);
}

/* Andrew's monotone chain (1979). */
static int make_convex(struct ecg_outline *o)
{
    struct ecg_outline hull = { 0 };
    int code = 0;
    qsort(o->points, o->n, sizeof *o->points, compare_points);
    for (int chain = 0; chain < 2; chain++) {
        size_t start = hull.n;
        for (size_t k = 0; code == 0 && k < o->n; k++) {
            const double *p = o->points[chain ? o->n - 1 - k : k];
            while (hull.n >= start + 2 &&
                   side(hull.points[hull.n - 2], hull.points[hull.n - 1], p) <= 0)
                hull.n--;
            code = ecg_outline_add(&hull, p[0], p[1]);
        }
        hull.n -= hull.n > 0; /* where the other chain begins */
    }
    if (code < 0) {
        ecg_outline_free(&hull);
        return code;
    }
    ecg_outline_free(o);
    *o = hull;
    return 0;
}

int ecg_outline_sheet(struct ecg_outline *outline, const struct ecg_mesh *mesh)
{
    const double w = mesh->width_mm, h = mesh->height_mm;
    const double corners[5][2] = { { 0, 0 }, { w, 0 }, { w, h }, { 0, h }, { 0, 0 } };
    int code = 0;
    for (int k = 0; code == 0 && k < 4; k++)
        code = add_edge(outline, mesh, corners[k], corners[k + 1]);
    return code == 0 && crosses_itself(outline) ? make_convex(outline) : code;
}
