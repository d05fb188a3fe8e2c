/*
 * Gives the nodes their distances on the flat sheet back, as far as a few sweeps do: pairs that
 * are too far apart are drawn together, others pushed apart, by half the error each. With d the
 * pair's distance and r the right one, the error's share (d - r) / d is taken as (d^2 - r^2) /
 * (d^2 + r^2), the same near d = r and free of a square root (Jakobsen, "Advanced character
 * physics", 2001).
 */
#include "render/bend.h"

/* `count` pairs of nodes, `stride` apart; pair k joins a + k * stride and b + k * stride. Pairs of
 * one call share no node, so that the compiler may take several at a time. */
static void relax_pairs(const struct bend_places *places, size_t a, size_t b, size_t count,
    size_t stride, const double *rest_mm2)
{
    double *x = places->x_mm, *y = places->y_mm, *z = places->z_mm;
    for (size_t k = 0; k < count; k++) {
        size_t p = a + k * stride, q = b + k * stride;
        double dx = x[q] - x[p], dy = y[q] - y[p], dz = z[q] - z[p], rest = rest_mm2[p];
        double gain = 0.5 - rest / (dx * dx + dy * dy + dz * dz + rest);
        x[p] += gain * dx;
        y[p] += gain * dy;
        z[p] += gain * dz;
        x[q] -= gain * dx;
        y[q] -= gain * dy;
        z[q] -= gain * dz;
    }
}

static void relax_row(const struct bend_places *places, const struct bend_rest *rest, int j)
{
    size_t columns = (size_t)places->columns, row = (size_t)j * columns;
    relax_pairs(places, row, row + 1, columns / 2, 2, rest->right_mm2);
    relax_pairs(places, row + 1, row + 2, (columns - 1) / 2, 2, rest->right_mm2);
    if (j + 1 == places->rows)
        return;
    relax_pairs(places, row, row + columns, columns, 1, rest->below_mm2);
    relax_pairs(places, row, row + columns + 1, columns - 1, 1, rest->aslant_mm2);
}

void bend_relax(const struct bend_places *places, const struct bend_rest *rest, int sweeps)
{
    for (int sweep = 0; sweep < sweeps; sweep++)
        for (int j = 0; j < places->rows; j++)
            relax_row(places, rest, sweep & 1 ? places->rows - 1 - j : j);
}
