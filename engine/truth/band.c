#include "truth/band.h"

#include "core/alloc.h"

#include <math.h>

/* Of the simplified outline, which reaches up to twice this beyond the ink: in px, and as a share
 * of a wide line's half width. */
static const double TOLERANCE_PX = 0.25, TOLERANCE_SHARE = 0.35;
static const double MOST_PX = 1e5;

/* The line over its axis: in bin k, [start + k, start + k + 1), it lies between low and high. */
struct profile {
    double start;
    size_t n;
    double *low, *high;
};

struct place {
    double s, t; /* along, and across to the right of that */
};

static struct place place_of(struct ecg_spot spot, const double along[2])
{
    return (struct place){ spot.column * along[0] + spot.row * along[1],
        spot.row * along[0] - spot.column * along[1] };
}

static void widen(struct profile *p, double s, double t)
{
    double at = floor(s - p->start);
    size_t k = at < 0 ? 0 : at >= (double)p->n ? p->n - 1 : (size_t)at;
    p->low[k] = fmin(p->low[k], t);
    p->high[k] = fmax(p->high[k], t);
}

/* All bins that the piece of the line lies over, at both of their ends. */
static void draw(struct profile *p, struct place a, struct place b)
{
    if (b.s < a.s) {
        struct place swap = a;
        a = b;
        b = swap;
    }
    widen(p, a.s, a.t);
    widen(p, b.s, b.t);
    for (double edge = floor(a.s - p->start) + 1; edge + p->start <= b.s; edge++) {
        double s = p->start + edge;
        double t = b.s > a.s ? a.t + (b.t - a.t) * (s - a.s) / (b.s - a.s) : b.t;
        widen(p, s - 0.5, t);
        widen(p, s + 0.5, t);
    }
}

/* Frees nothing on failure: the caller does. */
static int fill(struct profile *p, const struct ecg_spot *points, size_t n, const double along[2],
    double half_width_px)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        double s = place_of(points[i], along).s;
        low = isfinite(s) ? fmin(low, s) : low;
        high = isfinite(s) ? fmax(high, s) : high;
    }
    if (!(high >= low && high - low < MOST_PX && half_width_px < MOST_PX))
        return 0;
    p->start = floor(low - half_width_px);
    size_t bins = (size_t)fmax(ceil(high + half_width_px) - p->start, 1);
    p->low = ecg_calloc(bins, sizeof *p->low);
    p->high = ecg_calloc(bins, sizeof *p->high);
    if (!p->low || !p->high)
        return ECG_E_MEMORY;
    p->n = bins;
    for (size_t k = 0; k < bins; k++) {
        p->low[k] = INFINITY;
        p->high[k] = -INFINITY;
    }
    struct place before = { NAN, NAN };
    for (size_t i = 0; i < n; i++) {
        struct place here = place_of(points[i], along);
        if (!isfinite(here.s) || !isfinite(here.t))
            continue;
        draw(p, isfinite(before.s) ? before : here, here);
        before = here;
    }
    return 0;
}

/* One side at the bins' n + 1 ends, each reaching as far as the bins about it, `reach` each way;
 * sign +1 the high one, -1 the low one. */
static void make_side(const struct profile *p, double half_width_px, int sign, double *side)
{
    const double *from = sign > 0 ? p->high : p->low;
    size_t reach = (size_t)ceil(half_width_px);
    for (size_t k = 0; k <= p->n; k++) {
        size_t first = k > reach + 1 ? k - reach - 1 : 0, last = k + reach;
        double most = -INFINITY;
        for (size_t i = first; i <= last && i < p->n; i++)
            most = fmax(most, sign * from[i]);
        side[k] = sign * (most + half_width_px);
    }
}

/* Douglas and Peucker, by the distance across. Marks what is needed between two that are. */
static void mark_needed(
    const double *side, size_t first, size_t last, double tolerance_px, unsigned char *is_needed)
{
    /* The longer part is left for the loop, so that calls nest no deeper than log2 of the whole.
     */
    while (last > first + 1) {
        size_t farthest = first;
        double most = tolerance_px, step = (side[last] - side[first]) / (double)(last - first);
        for (size_t i = first + 1; i < last; i++) {
            double d = fabs(side[i] - side[first] - step * (double)(i - first));
            if (d > most) {
                most = d;
                farthest = i;
            }
        }
        if (farthest == first)
            return;
        is_needed[farthest] = 1;
        if (farthest - first < last - farthest) {
            mark_needed(side, first, farthest, tolerance_px, is_needed);
            first = farthest;
        } else {
            mark_needed(side, farthest, last, tolerance_px, is_needed);
            last = farthest;
        }
    }
}

/* One side, moved outwards by what simplifying may have cut off. */
static int add_side(struct ecg_outline *outline, const struct profile *p, int sign,
    const double along[2], const double *side, double tolerance_px, unsigned char *is_needed)
{
    int code = 0;
    for (size_t k = 0; k <= p->n; k++)
        is_needed[k] = k == 0 || k == p->n;
    mark_needed(side, 0, p->n, tolerance_px, is_needed);
    for (size_t i = 0; code == 0 && i <= p->n; i++) {
        /* There on the low side, back on the high one: clockwise as seen. */
        size_t k = sign > 0 ? p->n - i : i;
        double s = p->start + (double)k, t = side[k] + sign * tolerance_px;
        if (is_needed[k])
            code =
                ecg_outline_add(outline, s * along[0] - t * along[1], s * along[1] + t * along[0]);
    }
    return code;
}

int ecg_band_around(struct ecg_outline *outline, const struct ecg_spot *points, size_t n,
    const double along[2], double half_width_px)
{
    struct profile p = { 0 };
    double tolerance_px = fmax(TOLERANCE_PX, TOLERANCE_SHARE * half_width_px);
    int code = fill(&p, points, n, along, half_width_px);
    double *side = code == 0 && p.n ? ecg_calloc(p.n + 1, sizeof *side) : NULL;
    unsigned char *is_needed = side ? ecg_calloc(p.n + 1, 1) : NULL;
    if (code == 0 && p.n && !is_needed)
        code = ECG_E_MEMORY;
    for (int sign = -1; code == 0 && p.n && sign <= 1; sign += 2) {
        make_side(&p, half_width_px, sign, side);
        code = add_side(outline, &p, sign, along, side, tolerance_px, is_needed);
    }
    ecg_free(p.low);
    ecg_free(p.high);
    ecg_free(side);
    ecg_free(is_needed);
    return code;
}
