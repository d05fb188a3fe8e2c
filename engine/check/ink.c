#include "check/ink.h"

#include "core/alloc.h"
#include "core/srgb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TILE_PX = 32,
    MAX_SAMPLES = 6000, /* places looked at to learn the colours */
    NEIGHBOURS = 12,
    NEAR_POINTS = 32,
};

static const double PAPER_SHARE = 0.88; /* of a tile's pixels are not brighter than its paper */
#define SENSOR_FLOOR 2e-5               /* variance of rounding to 8 bits, and a little more */
static const double QUIET = 0.02;

/* ---- paper ---- */

static void find_tile(const struct ecg_ink_reader *r, int tx, int ty, float paper[3])
{
    const struct ecg_image *image = r->image;
    int x0 = tx * TILE_PX, y0 = ty * TILE_PX;
    int x1 = x0 + TILE_PX < image->width_px ? x0 + TILE_PX : image->width_px;
    int y1 = y0 + TILE_PX < image->height_px ? y0 + TILE_PX : image->height_px;
    int count[3][256] = { { 0 } }, total = (x1 - x0) * (y1 - y0);
    for (int y = y0; y < y1; y++) {
        const uint8_t *p = image->data + 3 * ((size_t)y * (size_t)image->width_px + (size_t)x0);
        for (int x = x0; x < x1; x++, p += 3)
            for (int c = 0; c < 3; c++)
                count[c][p[c]]++;
    }
    for (int c = 0; c < 3; c++) {
        int value = 0, below = count[c][0];
        while (value < 255 && below < PAPER_SHARE * total)
            below += count[c][++value];
        paper[c] = fmaxf(r->linear[value], 1e-3F);
    }
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static int find_paper(struct ecg_ink_reader *r)
{
    r->tile_columns = (r->image->width_px + TILE_PX - 1) / TILE_PX;
    r->tile_rows = (r->image->height_px + TILE_PX - 1) / TILE_PX;
    size_t n = (size_t)r->tile_columns * (size_t)r->tile_rows * 3;
    float *raw = ecg_calloc(n, sizeof *raw);
    r->paper = ecg_calloc(n, sizeof *r->paper);
    if (!raw || !r->paper) {
        ecg_free(raw);
        return ECG_E_MEMORY;
    }
    for (int y = 0; y < r->tile_rows; y++)
        for (int x = 0; x < r->tile_columns; x++)
            find_tile(r, x, y, raw + 3 * (y * r->tile_columns + x));
    /* The median of 3 x 3 tiles: one that ink fills is not paper. */
    for (int y = 0; y < r->tile_rows; y++)
        for (int x = 0; x < r->tile_columns; x++)
            for (int c = 0; c < 3; c++) {
                float near[9];
                int k = 0;
                for (int j = y - 1; j <= y + 1; j++)
                    for (int i = x - 1; i <= x + 1; i++)
                        if (i >= 0 && j >= 0 && i < r->tile_columns && j < r->tile_rows)
                            near[k++] = raw[3 * (j * r->tile_columns + i) + c];
                qsort(near, (size_t)k, sizeof *near, by_value);
                r->paper[3 * (y * r->tile_columns + x) + c] = near[k / 2];
            }
    ecg_free(raw);
    return 0;
}

/* ---- colours ---- */

static float mix(float a, float b, float t)
{
    return a + t * (b - a);
}

/* Linear light over that of the paper around, per channel. */
static void relative_light(
    const struct ecg_ink_reader *r, double row, double column, float light[3])
{
    const struct ecg_image *image = r->image;
    double x = fmin(fmax(column - 0.5, 0), image->width_px - 1.001);
    double y = fmin(fmax(row - 0.5, 0), image->height_px - 1.001);
    int i = (int)x, j = (int)y;
    float u = (float)(x - i), v = (float)(y - j);
    const uint8_t *p = image->data + 3 * ((size_t)j * (size_t)image->width_px + (size_t)i);
    const uint8_t *q = p + 3 * (size_t)image->width_px;
    double tx = fmin(fmax(column / TILE_PX - 0.5, 0), r->tile_columns - 1.001);
    double ty = fmin(fmax(row / TILE_PX - 0.5, 0), r->tile_rows - 1.001);
    tx = fmax(tx, 0);
    ty = fmax(ty, 0);
    int ti = (int)tx, tj = (int)ty;
    float tu = (float)(tx - ti), tv = (float)(ty - tj);
    const float *a = r->paper + 3 * (tj * r->tile_columns + ti);
    const float *b = a + (ti + 1 < r->tile_columns ? 3 : 0);
    size_t down = tj + 1 < r->tile_rows ? 3 * (size_t)r->tile_columns : 0;
    for (int c = 0; c < 3; c++) {
        float top = mix(r->linear[p[c]], r->linear[p[c + 3]], u);
        float bottom = mix(r->linear[q[c]], r->linear[q[c + 3]], u);
        float paper = mix(mix(a[c], b[c], tu), mix(a[c + (int)down], b[c + (int)down], tu), tv);
        light[c] = mix(top, bottom, v) / paper;
    }
}

static double raw_ink(const struct ecg_ink_reader *r, double row, double column)
{
    float light[3];
    relative_light(r, row, column, light);
    double ink = 0;
    for (int c = 0; c < 3; c++)
        ink += r->weight[c] * (1 - (double)light[c]);
    return ink;
}

/* Median ink of the places one and two 5 mm squares away where no other ink is known. */
static double neighbours_ink(
    const struct ecg_ink_reader *r, double row, double column, const struct ecg_claim_place *axes)
{
    static const int steps[NEIGHBOURS][2] = { { 1, 0 }, { -1, 0 }, { 2, 0 }, { -2, 0 }, { 0, 1 },
        { 0, -1 }, { 0, 2 }, { 0, -2 }, { 1, 1 }, { -1, -1 }, { 1, -1 }, { -1, 1 } };
    float ink[NEIGHBOURS]; /* kept sorted: so few need no qsort */
    int n = 0;
    for (int k = 0; k < NEIGHBOURS; k++) {
        double x = 5 * steps[k][0], y = 5 * steps[k][1];
        double there_row = row + x * axes->x_axis[0] + y * axes->y_axis[0];
        double there_column = column + x * axes->x_axis[1] + y * axes->y_axis[1];
        if (ecg_crowd_disturbs(r->crowd, SIZE_MAX - 1, there_row, there_column, 2))
            continue;
        float here = (float)raw_ink(r, there_row, there_column);
        int at = n++;
        for (; at > 0 && ink[at - 1] > here; at--)
            ink[at] = ink[at - 1];
        ink[at] = here;
    }
    if (n < 3)
        return 0;
    return (double)(n % 2 ? ink[n / 2] : (ink[n / 2 - 1] + ink[n / 2]) / 2);
}

double ecg_ink_at(const struct ecg_ink_reader *r, double row, double column,
    const struct ecg_claim_place *axes, double *room)
{
    double ink = raw_ink(r, row, column), grid = 0;
    if (r->uses_neighbours)
        grid = fmin(0.9, neighbours_ink(r, row, column, axes));
    *room = 1 - grid;
    return ink - grid;
}

/* ---- learning ---- */

struct sample {
    double row, column;
    float light[3]; /* relative */
};

struct samples {
    struct sample *trace, *beside;
    size_t n_trace, n_beside;
};

/* The direction across a trace at point i, as [row, column] of length 1; 0 when unknown. */
static int across(const struct ecg_claim_lead *lead, size_t i, double direction[2])
{
    struct ecg_claim_point p = lead->points[i - 1], q = lead->points[i + 1];
    double row = q.row - p.row, column = q.column - p.column, length = hypot(row, column);
    if (!(length > 0))
        return 0;
    direction[0] = column / length;
    direction[1] = -row / length;
    return 1;
}

/* 1 when the trace itself, near point i, comes as close to a place as `least`. */
static int is_near_own_trace(
    const struct ecg_claim_lead *lead, size_t i, double row, double column, double least)
{
    size_t from = i > NEAR_POINTS ? i - NEAR_POINTS : 0, to = i + NEAR_POINTS;
    to = to < lead->n_points ? to : lead->n_points - 1;
    for (size_t k = from; k < to; k++) {
        struct ecg_claim_point p = lead->points[k], q = lead->points[k + 1];
        double dr = q.row - p.row, dc = q.column - p.column, length2 = dr * dr + dc * dc;
        double t = length2 > 0 ? ((row - p.row) * dr + (column - p.column) * dc) / length2 : 0;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        if (hypot(row - p.row - t * dr, column - p.column - t * dc) < least)
            return 1;
    }
    return 0;
}

static double darkness(const float light[3])
{
    return 3 - (double)light[0] - (double)light[1] - (double)light[2];
}

static void take_samples(const struct ecg_ink_reader *r, size_t k, size_t step, struct samples *s)
{
    const struct ecg_claim_lead *lead = &r->annotation->leads[k];
    double beside = lead->width_px / 2 + 3;
    for (size_t i = step; i + 1 < lead->n_points; i += step) {
        struct ecg_claim_point p = lead->points[i];
        double direction[2];
        if (lead->is_hidden[i] || !across(lead, i, direction) ||
            ecg_crowd_disturbs(r->crowd, k, p.row, p.column, beside + 2))
            continue;
        struct sample darkest = { 0 };
        for (int d = -1; d <= 1; d++) {
            struct sample here = { p.row + 0.5 * d * direction[0],
                p.column + 0.5 * d * direction[1], { 0 } };
            relative_light(r, here.row, here.column, here.light);
            if (d == -1 || darkness(here.light) > darkness(darkest.light))
                darkest = here;
        }
        s->trace[s->n_trace++] = darkest;
        for (int side = -1; side <= 1; side += 2) {
            struct sample here = { p.row + side * beside * direction[0],
                p.column + side * beside * direction[1], { 0 } };
            if (is_near_own_trace(lead, i, here.row, here.column, beside - 1))
                continue;
            relative_light(r, here.row, here.column, here.light);
            s->beside[s->n_beside++] = here;
        }
    }
}

static float median_of(const struct sample *samples, size_t n, int channel, float *scratch)
{
    for (size_t i = 0; i < n; i++)
        scratch[i] = samples[i].light[channel];
    qsort(scratch, n, sizeof *scratch, by_value);
    return scratch[n / 2];
}

/* Solves C w = t for a symmetric 3 x 3 matrix by Cramer's rule. */
static void solve3(double c[3][3], const double t[3], double w[3])
{
    double inverse[3][3], det = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            int a = (j + 1) % 3, b = (j + 2) % 3, d = (i + 1) % 3, e = (i + 2) % 3;
            inverse[i][j] = c[a][d] * c[b][e] - c[a][e] * c[b][d];
        }
    for (int j = 0; j < 3; j++)
        det += c[0][j] * inverse[j][0];
    for (int i = 0; i < 3; i++)
        w[i] = (inverse[i][0] * t[0] + inverse[i][1] * t[1] + inverse[i][2] * t[2]) / det;
}

/* From paper to trace, one step of ink. */
static void find_step(const struct samples *s, float *scratch, double t[3])
{
    for (int c = 0; c < 3; c++)
        t[c] = 1 - (double)median_of(s->trace, s->n_trace, c, scratch);
}

/* w ~ (C + spread I)^-1 t, scaled so that t reads as 1. A large spread trusts no colour more than
 * another. */
static void choose_weights(
    struct ecg_ink_reader *r, const struct samples *s, const double t[3], double spread)
{
    double covariance[3][3] = { { 0 } }, norm = 0;
    for (size_t i = 0; i < s->n_beside; i++)
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++)
                covariance[a][b] += (1 - (double)s->beside[i].light[a]) *
                                    (1 - (double)s->beside[i].light[b]) / (double)s->n_beside;
    for (int c = 0; c < 3; c++)
        covariance[c][c] += spread;
    solve3(covariance, t, r->weight);
    for (int c = 0; c < 3; c++)
        norm += r->weight[c] * t[c];
    for (int c = 0; c < 3; c++)
        r->weight[c] = norm > 1e-9 ? r->weight[c] / norm : 0;
}

/* Root mean square of ink beside the trace, in parts of what a line would add there; what is not
 * the paper's counts no more than half a line. */
static double ink_beside(const struct ecg_ink_reader *r, const struct samples *s)
{
    struct ecg_claim_place axes = { 0 };
    double sum = 0, rooms = 0;
    for (size_t i = 0; i < s->n_beside; i++) {
        const struct sample *here = &s->beside[i];
        ecg_annotation_locate(r->annotation, here->row, here->column, &axes);
        double room, ink = fabs(ecg_ink_at(r, here->row, here->column, &axes, &room));
        ink = fmin(0.5, ink);
        sum += ink * ink;
        rooms += room * room;
    }
    return s->n_beside ? sqrt(sum / rooms) : 0;
}

/* Share of places with more than half a line's ink. */
static double inked_share(const struct ecg_ink_reader *r, const struct sample *samples, size_t n)
{
    struct ecg_claim_place axes = { 0 };
    size_t inked = 0;
    for (size_t i = 0; i < n; i++) {
        double room, ink;
        ecg_annotation_locate(r->annotation, samples[i].row, samples[i].column, &axes);
        ink = ecg_ink_at(r, samples[i].row, samples[i].column, &axes, &room);
        inked += ink > 0.5 * room;
    }
    return (double)inked / (double)n;
}

/* Colour alone, colour and neighbours, neighbours alone: whichever is quietest beside the trace.
 */
static void learn(struct ecg_ink_reader *r, const struct samples *s, float *scratch)
{
    static const double spreads[3] = { SENSOR_FLOOR, SENSOR_FLOOR, 100 };
    double t[3], best = INFINITY;
    int chosen = 0;
    find_step(s, scratch, t);
    for (int k = 0; k < 3 && best > QUIET; k++) {
        choose_weights(r, s, t, spreads[k]);
        r->uses_neighbours = k > 0;
        double noise = ink_beside(r, s);
        /* Neighbours cost time. */
        if (noise < (k == 1 ? 0.9 : 1) * best) {
            best = noise;
            chosen = k;
        }
    }
    choose_weights(r, s, t, spreads[chosen]);
    r->uses_neighbours = chosen > 0;
    r->noise = best;
    r->distinction = inked_share(r, s->trace, s->n_trace) - inked_share(r, s->beside, s->n_beside);
}

int ecg_ink_reader_make(struct ecg_ink_reader *r, const struct ecg_image *image,
    const struct ecg_annotation *annotation, const struct ecg_crowd *crowd)
{
    *r = (struct ecg_ink_reader){ .image = image, .annotation = annotation, .crowd = crowd };
    for (int k = 0; k < 256; k++)
        r->linear[k] = (float)ecg_linear_from_srgb(k / 255.0);
    size_t points = 0;
    for (size_t k = 0; k < annotation->n_leads; k++)
        points += annotation->leads[k].n_points;
    size_t step = points / MAX_SAMPLES + 1, most = points / step + annotation->n_leads;
    struct samples s = { ecg_calloc(most, sizeof *s.trace), ecg_calloc(2 * most, sizeof *s.beside),
        0, 0 };
    float *scratch = ecg_calloc(2 * most, sizeof *scratch);
    int code = s.trace && s.beside && scratch ? find_paper(r) : ECG_E_MEMORY;
    if (code == 0) {
        for (size_t k = 0; k < annotation->n_leads; k++)
            take_samples(r, k, step, &s);
        if (s.n_trace > 0 && s.n_beside > 0)
            learn(r, &s, scratch);
    } else {
        ecg_ink_reader_free(r);
    }
    ecg_free(s.trace);
    ecg_free(s.beside);
    ecg_free(scratch);
    return code;
}

void ecg_ink_reader_free(struct ecg_ink_reader *r)
{
    ecg_free(r->paper);
    r->paper = NULL;
}
