/* From image to page through what the JSON gives: an affine map, or a lattice of crossings. */
#include "check/annotation.h"

#include <math.h>

enum { NEWTON_STEPS = 30 };

static const double DONE = 1e-7; /* lattice steps */

/* Crossing (i, j); beyond the lattice the outermost cells go on straight. */
static struct ecg_claim_point node(const struct ecg_annotation *a, int i, int j)
{
    int columns = a->lattice_columns, rows = a->lattice_rows;
    if (i < 0 || i >= columns) {
        int edge = i < 0 ? 0 : columns - 1, inner = i < 0 ? 1 : columns - 2;
        struct ecg_claim_point p = node(a, edge, j), q = node(a, inner, j);
        double t = i < 0 ? -i : i - edge;
        return (struct ecg_claim_point){ p.row + t * (p.row - q.row),
            p.column + t * (p.column - q.column) };
    }
    if (j < 0 || j >= rows) {
        int edge = j < 0 ? 0 : rows - 1, inner = j < 0 ? 1 : rows - 2;
        struct ecg_claim_point p = node(a, i, edge), q = node(a, i, inner);
        double t = j < 0 ? -j : j - edge;
        return (struct ecg_claim_point){ p.row + t * (p.row - q.row),
            p.column + t * (p.column - q.column) };
    }
    return a->lattice[(size_t)j * (size_t)columns + (size_t)i];
}

/* Weights of four neighbours at t in 0..1 between the middle two, and their slopes
 * (Catmull and Rom 1974). */
static void cubic(double t, double weight[4], double slope[4])
{
    double t2 = t * t, t3 = t2 * t;
    weight[0] = 0.5 * (-t3 + 2 * t2 - t);
    weight[1] = 0.5 * (3 * t3 - 5 * t2 + 2);
    weight[2] = 0.5 * (-3 * t3 + 4 * t2 + t);
    weight[3] = 0.5 * (t3 - t2);
    slope[0] = 0.5 * (-3 * t2 + 4 * t - 1);
    slope[1] = 0.5 * (9 * t2 - 10 * t);
    slope[2] = 0.5 * (-9 * t2 + 8 * t + 1);
    slope[3] = 0.5 * (3 * t2 - 2 * t);
}

/* Image place of lattice coordinates, and its derivatives along u and v as [row, column]. */
static void evaluate(const struct ecg_annotation *a, double u, double v, double at[2],
    double along_u[2], double along_v[2])
{
    int i0 = (int)floor(u), j0 = (int)floor(v);
    double wu[4], wv[4], su[4], sv[4];
    cubic(u - i0, wu, su);
    cubic(v - j0, wv, sv);
    for (int axis = 0; axis < 2; axis++)
        at[axis] = along_u[axis] = along_v[axis] = 0;
    for (int j = 0; j < 4; j++)
        for (int i = 0; i < 4; i++) {
            struct ecg_claim_point p = node(a, i0 - 1 + i, j0 - 1 + j);
            const double value[2] = { p.row, p.column };
            for (int axis = 0; axis < 2; axis++) {
                at[axis] += wu[i] * wv[j] * value[axis];
                along_u[axis] += su[i] * wv[j] * value[axis];
                along_v[axis] += wu[i] * sv[j] * value[axis];
            }
        }
}

static int locate_on_lattice(
    const struct ecg_annotation *a, double row, double column, struct ecg_claim_place *place)
{
    double u = place->u, v = place->v, at[2], along_u[2], along_v[2];
    int found = 0;
    if (u == 0 && v == 0) {
        u = (a->lattice_columns - 1) / 2.0;
        v = (a->lattice_rows - 1) / 2.0;
    }
    for (int step = 0; step < NEWTON_STEPS && !found; step++) {
        evaluate(a, u, v, at, along_u, along_v);
        double dr = row - at[0], dc = column - at[1];
        double det = along_u[0] * along_v[1] - along_v[0] * along_u[1];
        if (!(fabs(det) > 1e-9))
            return 0;
        double du = (dr * along_v[1] - along_v[0] * dc) / det;
        double dv = (along_u[0] * dc - dr * along_u[1]) / det;
        /* Steps of at most a quarter of the page: a bent sheet's map is not straight. */
        double most = 0.25 * fmax(a->lattice_columns, a->lattice_rows);
        double shrink = fmin(1, most / fmax(hypot(du, dv), 1e-12));
        u = fmin(fmax(u + shrink * du, -1.0), (double)a->lattice_columns);
        v = fmin(fmax(v + shrink * dv, -1.0), (double)a->lattice_rows);
        found = hypot(du, dv) < DONE;
    }
    if (!found)
        return 0;
    place->u = u;
    place->v = v;
    double angle = a->grid_angle_deg * 3.14159265358979323846 / 180, c = cos(angle),
           s = sin(angle), step = a->grid_step_mm;
    double gx = (u + a->lattice_first_column) * step, gy = (v + a->lattice_first_row) * step;
    place->x_mm = a->grid_origin_mm[0] + gx * c - gy * s;
    place->y_mm = a->grid_origin_mm[1] + gx * s + gy * c;
    for (int axis = 0; axis < 2; axis++) {
        place->x_axis[axis] = (along_u[axis] * c - along_v[axis] * s) / step;
        place->y_axis[axis] = (along_u[axis] * s + along_v[axis] * c) / step;
    }
    return 1;
}

int ecg_annotation_locate(
    const struct ecg_annotation *a, double row, double column, struct ecg_claim_place *place)
{
    if (a->lattice)
        return locate_on_lattice(a, row, column, place);
    if (!a->has_affine) {
        place->x_mm = place->y_mm = NAN;
        place->x_axis[0] = place->y_axis[1] = 0;
        place->x_axis[1] = a->px_per_5mm_x / 5;
        place->y_axis[0] = a->px_per_5mm_y / 5;
        return 1;
    }
    const double(*m)[3] = a->to_image;
    double det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    double dr = row - m[0][2], dc = column - m[1][2];
    place->x_mm = (dr * m[1][1] - m[0][1] * dc) / det;
    place->y_mm = (m[0][0] * dc - dr * m[1][0]) / det;
    for (int axis = 0; axis < 2; axis++) {
        place->x_axis[axis] = m[axis][0];
        place->y_axis[axis] = m[axis][1];
    }
    return 1;
}
