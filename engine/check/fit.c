#include "check/fit.h"

#include "core/alloc.h"

#include <math.h>
#include <string.h>

enum {
    ROUNDS = 30,
    PART_PX = 320,   /* a trace is fitted in parts about so long, */
    OVERLAP_PX = 24, /* which share so much at either end */
    PROFILE_BINS = 20,
};

static const double BIN_PX = 0.25;
static const double MOST_BLUR_PX = 3;
static const double TAIL = 2.2;      /* blurs beyond the line's edge that are looked at */
static const double OTHER_INK = 0.3; /* a pixel that far off is something else's */
/* Second differences cost this much times their square, beyond SHARP_PX times their size only: a
 * QRS complex may be sharp, a baseline jagged by noise may not. */
static const double STIFFNESS = 0.02, SHARP_PX = 0.7;
#define CROWDED 100.0F
static const double CROWDED_WEIGHT = 0.1;
/* Steps are kept short, and places near the first guess where no ink says otherwise: along a steep
 * flank points could slide freely. */
static const double DAMPING = 3e-2, ANCHOR = 1e-3;
static const double CONVERGED_PX = 0.01;

/* How ink falls off from the middle of a line: its width, blurred. */
struct look {
    double gain, blur;
};

/* Pixels around a part of a trace. */
struct canvas {
    int row, column, rows, columns;
    float *found;   /* NaN: not read yet; CROWDED more: not the line's alone */
    float *nearest; /* squared distance from the line */
    int32_t *piece; /* nearest piece, from point k to k + 1; -1: none is near */
    float *ink;     /* of the line as it is, then what the picture has more, weighted */
    float *scratch;
};

struct part {
    const struct ecg_ink_reader *reader;
    size_t lead;
    struct ecg_fit_point *points;
    size_t n;
    struct look look;
    struct canvas canvas;
    double *band[3], *right; /* of the normal equations; n each */
    double *first;           /* where each point was at first */
};

static double blurred_edge(double t)
{
    return 0.5 * erfc(-t * 0.70710678118654752);
}

/* Ink at a distance from the middle, and how it changes with the distance. */
static double ink_of(const struct look *look, double width, double distance, double *slope)
{
    double near = (width / 2 - distance) / look->blur, far = (width / 2 + distance) / look->blur;
    *slope = look->gain * 0.39894228040143268 / look->blur *
             (exp(-far * far / 2) - exp(-near * near / 2));
    return look->gain * (blurred_edge(near) + blurred_edge(far) - 1);
}

static double reach_of(const struct part *p, const struct ecg_fit_point *point)
{
    return point->width / 2 + TAIL * p->look.blur + 1;
}

static void place_of(const struct ecg_fit_point *point, double at[2])
{
    at[0] = point->row + point->trace * point->down[0];
    at[1] = point->column + point->trace * point->down[1];
}

/* ---- the pixels ---- */

static int make_canvas(struct part *p)
{
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, reach = 0;
    const struct ecg_image *image = p->reader->image;
    struct canvas *c = &p->canvas;
    for (size_t i = 0; i < p->n; i++) {
        double at[2];
        if (!p->points[i].is_read)
            continue;
        place_of(&p->points[i], at);
        reach = fmax(reach, p->points[i].width / 2 + TAIL * MOST_BLUR_PX + 4);
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fmin(low[axis], at[axis]);
            high[axis] = fmax(high[axis], at[axis]);
        }
    }
    c->row = (int)fmax(0, floor(low[0] - reach));
    c->column = (int)fmax(0, floor(low[1] - reach));
    c->rows = (int)fmin(image->height_px, ceil(high[0] + reach)) - c->row;
    c->columns = (int)fmin(image->width_px, ceil(high[1] + reach)) - c->column;
    c->rows = c->rows > 0 ? c->rows : 0;
    c->columns = c->columns > 0 ? c->columns : 0;
    size_t n = (size_t)c->rows * (size_t)c->columns;
    c->found = ecg_calloc(n, sizeof *c->found);
    c->nearest = ecg_calloc(n, sizeof *c->nearest);
    c->piece = ecg_calloc(n, sizeof *c->piece);
    c->ink = ecg_calloc(n, sizeof *c->ink);
    c->scratch = ecg_calloc(n, sizeof *c->scratch);
    if (!c->found || !c->nearest || !c->piece || !c->ink || !c->scratch)
        return ECG_E_MEMORY;
    for (size_t k = 0; k < n; k++)
        c->found[k] = NAN;
    return 0;
}

static void free_canvas(struct canvas *c)
{
    ecg_free(c->found);
    ecg_free(c->nearest);
    ecg_free(c->piece);
    ecg_free(c->ink);
    ecg_free(c->scratch);
}

/* Where a pixel is nearest to a piece: its distance, squared, and how far along, 0 to 1. */
static double near_piece(
    const double p[2], const double q[2], double row, double column, double *along)
{
    double dr = q[0] - p[0], dc = q[1] - p[1], length2 = dr * dr + dc * dc;
    double t = length2 > 0 ? ((row - p[0]) * dr + (column - p[1]) * dc) / length2 : 0;
    *along = t < 0 ? 0 : t > 1 ? 1 : t;
    double r = row - p[0] - *along * dr, c = column - p[1] - *along * dc;
    return r * r + c * c;
}

static void paint_piece(struct part *part, size_t k)
{
    struct canvas *c = &part->canvas;
    double p[2], q[2], reach = reach_of(part, &part->points[k]), along;
    place_of(&part->points[k], p);
    place_of(&part->points[k + 1], q);
    int j0 = (int)fmax(0, floor(fmin(p[0], q[0]) - reach) - c->row);
    int i0 = (int)fmax(0, floor(fmin(p[1], q[1]) - reach) - c->column);
    int j1 = (int)fmin(c->rows, ceil(fmax(p[0], q[0]) + reach) - c->row);
    int i1 = (int)fmin(c->columns, ceil(fmax(p[1], q[1]) + reach) - c->column);
    for (int j = j0; j < j1; j++)
        for (int i = i0; i < i1; i++) {
            size_t at = (size_t)j * (size_t)c->columns + (size_t)i;
            double d2 = near_piece(p, q, c->row + j + 0.5, c->column + i + 0.5, &along);
            if (d2 < reach * reach && (c->piece[at] < 0 || (float)d2 < c->nearest[at])) {
                c->nearest[at] = (float)d2;
                c->piece[at] = (int32_t)k;
            }
        }
}

static void paint(struct part *part)
{
    struct canvas *c = &part->canvas;
    memset(c->piece, 0xff, (size_t)c->rows * (size_t)c->columns * sizeof *c->piece);
    for (size_t k = 0; k + 1 < part->n; k++)
        if (part->points[k].is_read && part->points[k + 1].is_read)
            paint_piece(part, k);
}

/* Ink in a pixel of the canvas; CROWDED more where it may be something else's too. */
static double found_in(struct part *part, size_t at)
{
    struct canvas *c = &part->canvas;
    if (isnan(c->found[at])) {
        double row = c->row + (double)(at / (size_t)c->columns) + 0.5;
        double column = c->column + (double)(at % (size_t)c->columns) + 0.5, room;
        const struct ecg_claim_place *place = &part->points[c->piece[at]].place;
        double ink = ecg_ink_at(part->reader, row, column, place, &room);
        /* Where dark grid leaves the line little room, what there is counts in full. */
        ink = fmin(1.3, ink / fmax(room, 0.3));
        c->found[at] = ecg_crowd_disturbs(part->reader->crowd, part->lead, row, column, 2)
                           ? (float)ink + CROWDED
                           : (float)ink;
    }
    return (double)c->found[at];
}

/* ---- how the line looks ---- */

/* The profile of gentle stretches: mean ink in bins of the distance. 0 when there is too little.
 */
static int read_profile(struct part *part, double ink[PROFILE_BINS], double *width)
{
    double count[PROFILE_BINS] = { 0 }, widths = 0, n = 0;
    struct canvas *c = &part->canvas;
    memset(ink, 0, PROFILE_BINS * sizeof *ink);
    part->look = (struct look){ 1, MOST_BLUR_PX / 2 };
    paint(part);
    for (size_t at = 0; at < (size_t)c->rows * (size_t)c->columns; at++) {
        if (c->piece[at] < 0)
            continue;
        const struct ecg_fit_point *p = &part->points[c->piece[at]];
        double from[2], to[2];
        place_of(p, from);
        place_of(p + 1, to);
        double dr = to[0] - from[0], dc = to[1] - from[1];
        double down = fabs(dr * p->down[0] + dc * p->down[1]);
        int bin = (int)(sqrt((double)c->nearest[at]) / BIN_PX);
        if (bin >= PROFILE_BINS || down > 0.7 * hypot(dr, dc))
            continue;
        double found = found_in(part, at);
        if (found > CROWDED / 2)
            continue;
        ink[bin] += found;
        count[bin] += 1;
        widths += p->width;
        n += 1;
    }
    *width = widths / fmax(n, 1);
    for (int b = 0; b < PROFILE_BINS; b++)
        ink[b] /= fmax(count[b], 1);
    return n > 20 * PROFILE_BINS;
}

/* The blur whose profile is most like the one read; the gain is then a matter of least squares. */
static void learn_look(struct part *part)
{
    double ink[PROFILE_BINS], width, least = INFINITY;
    struct look best = { 1, 0.5 };
    if (read_profile(part, ink, &width))
        for (double blur = 0.28; blur < MOST_BLUR_PX; blur *= 1.1) {
            struct look look = { 1, blur };
            double ee = 0, ef = 0, ff = 0, slope;
            for (int b = 0; b < PROFILE_BINS; b++) {
                double e = ink_of(&look, width, (b + 0.5) * BIN_PX, &slope);
                ee += e * e;
                ef += e * ink[b];
                ff += ink[b] * ink[b];
            }
            double left = ff - ef * ef / ee;
            if (left < least) {
                least = left;
                best = (struct look){ fmin(2, fmax(0.3, ef / ee)), blur };
            }
        }
    part->look = best;
}

/* ---- the fit ---- */

/* One way along rows or columns, from one array to the other. */
static void blur_along(
    const float *from, float *to, int n, int step, const float *kernel, int half)
{
    for (int i = 0; i < n; i++) {
        float sum = kernel[0] * from[i * step];
        for (int k = 1; k <= half; k++)
            sum += kernel[k] *
                   ((i >= k ? from[(i - k) * step] : 0) + (i + k < n ? from[(i + k) * step] : 0));
        to[i * step] = sum;
    }
}

/* What lens and sensor do to a line whose edge is a pixel wide already. */
static void blur(struct part *part)
{
    enum { MOST_HALF = 9 };
    struct canvas *c = &part->canvas;
    double sigma2 = part->look.blur * part->look.blur - 1.0 / 12, sum = 0;
    float kernel[MOST_HALF + 1];
    int half = (int)fmin(MOST_HALF, ceil(2.5 * sqrt(fmax(sigma2, 1e-4))));
    for (int k = 0; k <= half; k++) {
        kernel[k] = (float)exp(-k * k / (2 * fmax(sigma2, 1e-4)));
        sum += (k ? 2 : 1) * (double)kernel[k];
    }
    for (int k = 0; k <= half; k++)
        kernel[k] /= (float)sum;
    for (int j = 0; j < c->rows; j++)
        blur_along(c->ink + (size_t)j * (size_t)c->columns,
            c->scratch + (size_t)j * (size_t)c->columns, c->columns, 1, kernel, half);
    for (int i = 0; i < c->columns; i++)
        blur_along(c->scratch + i, c->ink + i, c->rows, c->columns, kernel, half);
}

static double sharp_ink(const struct ecg_fit_point *p, double distance)
{
    return fmin(fmin(1, p->width), fmax(0, p->width / 2 + 0.5 - distance));
}

/* What the picture has more than the line would leave; blurred once more, for that says what each
 * place of the sharp line is to do about it. */
static void find_residual(struct part *part)
{
    struct canvas *c = &part->canvas;
    size_t n = (size_t)c->rows * (size_t)c->columns;
    for (size_t at = 0; at < n; at++)
        c->ink[at] = c->piece[at] < 0 ? 0
                                      : (float)sharp_ink(&part->points[c->piece[at]],
                                            sqrt((double)c->nearest[at]));
    blur(part);
    for (size_t at = 0; at < n; at++) {
        if (c->piece[at] < 0) {
            c->ink[at] = 0;
            continue;
        }
        double found = found_in(part, at), weight = 1;
        if (found > CROWDED / 2) {
            found -= (double)CROWDED;
            weight = CROWDED_WEIGHT;
        }
        double left = found - part->look.gain * (double)c->ink[at];
        c->ink[at] = (float)(weight * left / (1 + left * left / (OTHER_INK * OTHER_INK)));
    }
    blur(part);
}

/* One pixel into the normal equations: it depends on the two ends of its piece. */
static void add_pixel(struct part *part, size_t at)
{
    struct canvas *c = &part->canvas;
    size_t k = (size_t)c->piece[at];
    const struct ecg_fit_point *p = &part->points[k];
    double from[2], to[2], along, slope;
    double row = c->row + (double)(at / (size_t)c->columns) + 0.5;
    double column = c->column + (double)(at % (size_t)c->columns) + 0.5;
    place_of(p, from);
    place_of(p + 1, to);
    double distance = sqrt(near_piece(from, to, row, column, &along));
    if (distance < 1e-6)
        return;
    ink_of(&part->look, p->width, distance, &slope);
    double away[2] = { (row - from[0] - along * (to[0] - from[0])) / distance,
        (column - from[1] - along * (to[1] - from[1])) / distance };
    double a = (away[0] * p[0].down[0] + away[1] * p[0].down[1]) * (1 - along);
    double b = (away[0] * p[1].down[0] + away[1] * p[1].down[1]) * along;
    double weight = found_in(part, at) > CROWDED / 2 ? CROWDED_WEIGHT : 1;
    weight *= slope * slope;
    part->band[0][k] += weight * a * a;
    part->band[0][k + 1] += weight * b * b;
    part->band[1][k] += weight * a * b;
    /* Only the sharp line's edge moves with it. */
    double edge = fabs(distance - p->width / 2) < 0.5 ? part->look.gain : 0;
    part->right[k] += edge * a * (double)c->ink[at];
    part->right[k + 1] += edge * b * (double)c->ink[at];
}

static void add_stiffness(struct part *part)
{
    for (size_t k = 1; k + 1 < part->n; k++) {
        const struct ecg_fit_point *p = &part->points[k];
        double bend =
            p[-1].level + p[-1].trace - 2 * (p[0].level + p[0].trace) + p[1].level + p[1].trace;
        double w = STIFFNESS / (1 + fabs(bend) / SHARP_PX);
        if (!(p[-1].is_read && p[0].is_read && p[1].is_read))
            continue;
        static const double step[3] = { 1, -2, 1 };
        for (size_t i = 0; i < 3; i++) {
            part->right[k - 1 + i] -= w * step[i] * bend;
            for (size_t j = i; j < 3; j++)
                part->band[j - i][k - 1 + i] += w * step[i] * step[j];
        }
    }
}

/* Solves the symmetric equations of bandwidth 2 by L D L^T; the answer is left in `right`. */
static void solve(struct part *part)
{
    double *d = part->band[0], *l1 = part->band[1], *l2 = part->band[2], *x = part->right;
    size_t n = part->n;
    for (size_t k = 0; k < n; k++) {
        d[k] = fmax(d[k], 1e-9);
        double a = l1[k] / d[k], b = l2[k] / d[k];
        if (k + 1 < n) {
            d[k + 1] -= a * l1[k];
            x[k + 1] -= a * x[k];
            if (k + 2 < n)
                l1[k + 1] -= a * l2[k];
        }
        if (k + 2 < n) {
            d[k + 2] -= b * l2[k];
            x[k + 2] -= b * x[k];
        }
        l1[k] = a;
        l2[k] = b;
    }
    for (size_t k = n; k-- > 0;)
        x[k] =
            x[k] / d[k] - (k + 1 < n ? l1[k] * x[k + 1] : 0) - (k + 2 < n ? l2[k] * x[k + 2] : 0);
}

/* Along a flank a step may be long: what counts is how far the line moves across. */
static double longest_step(const struct part *part, size_t k)
{
    const struct ecg_fit_point *p = &part->points[k];
    double from[2], to[2], most = 1;
    for (size_t i = k > 0 ? k - 1 : 0; i <= k && i + 1 < part->n; i++) {
        if (!part->points[i].is_read || !part->points[i + 1].is_read)
            continue;
        place_of(&part->points[i], from);
        place_of(&part->points[i + 1], to);
        double dr = to[0] - from[0], dc = to[1] - from[1];
        double beside = fabs(dr * p->down[1] - dc * p->down[0]);
        most = fmax(most, fmin(8, hypot(dr, dc) / fmax(beside, 1e-3)));
    }
    return 0.7 * most;
}

static double fit_round(struct part *part)
{
    struct canvas *c = &part->canvas;
    double most = 0;
    for (int k = 0; k < 3; k++)
        memset(part->band[k], 0, part->n * sizeof *part->band[k]);
    memset(part->right, 0, part->n * sizeof *part->right);
    paint(part);
    find_residual(part);
    for (size_t at = 0; at < (size_t)c->rows * (size_t)c->columns; at++)
        if (c->piece[at] >= 0)
            add_pixel(part, at);
    add_stiffness(part);
    for (size_t k = 0; k < part->n; k++) {
        part->band[0][k] += ANCHOR + DAMPING;
        part->right[k] -= ANCHOR * (part->points[k].trace - part->first[k]);
    }
    solve(part);
    for (size_t k = 0; k < part->n; k++) {
        double longest = longest_step(part, k), step = part->right[k];
        if (!part->points[k].is_read || !isfinite(step))
            continue;
        step = fmin(longest, fmax(-longest, step));
        part->points[k].trace += step;
        most = fmax(most, fabs(step) / longest);
    }
    return most;
}

static int fit_part(struct part *part)
{
    double *numbers = ecg_calloc(5 * part->n, sizeof *numbers);
    int code = numbers ? make_canvas(part) : ECG_E_MEMORY;
    for (size_t k = 0; k < 4 && numbers; k++)
        *(k < 3 ? &part->band[k] : &part->right) = numbers + k * part->n;
    if (code == 0) {
        part->first = numbers + 4 * part->n;
        for (size_t k = 0; k < part->n; k++)
            part->first[k] = part->points[k].trace;
        learn_look(part);
        double blur = part->look.blur;
        /* A blurred look reaches further: it is sharpened while the line comes nearer. */
        for (int round = 0; round < ROUNDS; round++) {
            part->look.blur = fmin(MOST_BLUR_PX, blur * (round < 3 ? 2 - round / 3.0 : 1));
            if (fit_round(part) < CONVERGED_PX && round > 3)
                break;
        }
    }
    free_canvas(&part->canvas);
    ecg_free(numbers);
    return code;
}

/* Whether two points lie so near along time, and the line is known at both. */
static int are_near(const struct ecg_fit_point *a, const struct ecg_fit_point *b, double reach_px)
{
    double dr = b->row - a->row, dc = b->column - a->column;
    return a->is_read && b->is_read && fabs(dr * a->down[1] - dc * a->down[0]) < reach_px;
}

int ecg_fit_trace(
    const struct ecg_ink_reader *reader, size_t lead, struct ecg_fit_point *points, size_t n)
{
    struct ecg_fit_point *scratch = ecg_calloc(n, sizeof *scratch);
    int code = scratch ? 0 : ECG_E_MEMORY;
    for (size_t from = 0, done = 0; done < n && code == 0;) {
        size_t to = done + 1;
        while (to < n && are_near(&points[from], &points[to], PART_PX))
            to++;
        size_t keep = to;
        while (
            to < n && keep > done + 1 && are_near(&points[keep - 1], &points[to - 1], OVERLAP_PX))
            keep--;
        memcpy(scratch, points + from, (to - from) * sizeof *scratch);
        struct part part = { .reader = reader, .lead = lead, .points = scratch, .n = to - from };
        if (part.n > 1)
            code = fit_part(&part);
        for (size_t k = done; k < keep && code == 0; k++)
            points[k].trace = scratch[k - from].trace;
        for (from = done = keep;
             from > 0 && from < n && are_near(&points[from - 1], &points[done], OVERLAP_PX);)
            from--;
    }
    ecg_free(scratch);
    return code;
}
