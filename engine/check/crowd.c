#include "check/crowd.h"

#include "core/alloc.h"

#include <math.h>

enum { CELL_PX = 4, FREE = 0, SEVERAL = 0xffff };

struct ecg_crowd {
    int columns, rows, width_px, height_px;
    uint16_t owner[]; /* lead number + 1 */
};

static void mark(struct ecg_crowd *crowd, double row, double column, uint16_t owner)
{
    int i = (int)floor(column / CELL_PX), j = (int)floor(row / CELL_PX);
    if (i < 0 || j < 0 || i >= crowd->columns || j >= crowd->rows)
        return;
    uint16_t *cell = &crowd->owner[(size_t)j * (size_t)crowd->columns + (size_t)i];
    *cell = *cell == FREE || *cell == owner ? owner : SEVERAL;
}

static void mark_lead(struct ecg_crowd *crowd, const struct ecg_claim_lead *lead, uint16_t owner)
{
    for (size_t i = 1; i < lead->n_points; i++) {
        struct ecg_claim_point p = lead->points[i - 1], q = lead->points[i];
        double length = hypot(q.row - p.row, q.column - p.column);
        if (isnan(length))
            continue;
        /* A sheet is no larger than the image by much: what is far outside needs no marks. */
        int steps = 1 + (int)fmin(length / (CELL_PX / 2.0), 20000);
        for (int k = 0; k <= steps; k++) {
            double t = (double)k / steps;
            mark(crowd, p.row + t * (q.row - p.row), p.column + t * (q.column - p.column), owner);
        }
    }
}

static int is_inside(const struct ecg_claim_quad *quad, double row, double column)
{
    int left = 0, right = 0;
    for (int k = 0; k < 4; k++) {
        const double *p = quad->corner[k], *q = quad->corner[(k + 1) & 3];
        double length = hypot(q[0] - p[0], q[1] - p[1]);
        double side =
            ((q[1] - p[1]) * (row - p[0]) - (q[0] - p[0]) * (column - p[1])) / fmax(length, 1e-9);
        /* Cells that the edge may only touch count as inside. */
        left |= side < -CELL_PX;
        right |= side > CELL_PX;
    }
    return !(left && right);
}

static void mark_quad(struct ecg_crowd *crowd, const struct ecg_claim_quad *quad)
{
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
    for (int k = 0; k < 4; k++)
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fmin(low[axis], quad->corner[k][axis]);
            high[axis] = fmax(high[axis], quad->corner[k][axis]);
        }
    int j0 = (int)fmax(0, floor(low[0] / CELL_PX)), i0 = (int)fmax(0, floor(low[1] / CELL_PX));
    int j1 = (int)fmin(crowd->rows - 1, floor(high[0] / CELL_PX));
    int i1 = (int)fmin(crowd->columns - 1, floor(high[1] / CELL_PX));
    for (int j = j0; j <= j1; j++)
        for (int i = i0; i <= i1; i++)
            if (is_inside(quad, (j + 0.5) * CELL_PX, (i + 0.5) * CELL_PX))
                crowd->owner[(size_t)j * (size_t)crowd->columns + (size_t)i] = SEVERAL;
}

int ecg_crowd_make(struct ecg_crowd **crowd, const struct ecg_annotation *annotation)
{
    int columns = annotation->width_px / CELL_PX + 1, rows = annotation->height_px / CELL_PX + 1;
    struct ecg_crowd *c =
        ecg_calloc(1, sizeof *c + (size_t)columns * (size_t)rows * sizeof c->owner[0]);
    *crowd = c;
    if (!c)
        return ECG_E_MEMORY;
    c->columns = columns;
    c->rows = rows;
    c->width_px = annotation->width_px;
    c->height_px = annotation->height_px;
    for (size_t k = 0; k < annotation->n_leads; k++)
        mark_lead(c, &annotation->leads[k], (uint16_t)(k + 1 < SEVERAL ? k + 1 : SEVERAL));
    for (size_t k = 0; k < annotation->n_quads; k++)
        mark_quad(c, &annotation->quads[k]);
    return 0;
}

void ecg_crowd_destroy(struct ecg_crowd **crowd)
{
    ecg_free(*crowd);
    *crowd = NULL;
}

int ecg_crowd_disturbs(
    const struct ecg_crowd *crowd, size_t lead, double row, double column, double reach)
{
    if (!(row - reach >= 0 && column - reach >= 0 && row + reach <= crowd->height_px &&
            column + reach <= crowd->width_px))
        return 1;
    int i0 = (int)((column - reach) / CELL_PX), i1 = (int)((column + reach) / CELL_PX);
    int j0 = (int)((row - reach) / CELL_PX), j1 = (int)((row + reach) / CELL_PX);
    for (int j = j0; j <= j1; j++)
        for (int i = i0; i <= i1; i++) {
            uint16_t owner = crowd->owner[(size_t)j * (size_t)crowd->columns + (size_t)i];
            if (owner != FREE && owner != lead + 1)
                return 1;
        }
    return 0;
}
