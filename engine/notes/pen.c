#include "notes/pen.h"

#include "notes/noise.h"

#include <math.h>
#include <string.h>

static const double DOWN = 0.3; /* pressure from which ink comes */

void ecg_writing_pen_draw(struct ecg_writing_pen *pen, int kind, double width_mm, uint8_t layer,
    struct ecg_random *random)
{
    static const double USUAL_MM[] = { 0.34, 0.75, 0.5, 0.42, 4.2 };
    memset(pen, 0, sizeof *pen);
    pen->kind = kind;
    pen->width_mm =
        width_mm > 0 ? width_mm : USUAL_MM[kind] * ecg_random_uniform(random, 0.8, 1.2);
    pen->flow = ecg_random_uniform(random, 0.2, 1);
    pen->nib_rad = ecg_random_uniform(random, 0.5, 0.95);
    pen->layer = layer;
    pen->rgba[3] = 255;
}

double ecg_writing_pen_step_mm(const struct ecg_writing_pen *pen)
{
    return pen->kind == ECG_NIB_PENCIL ? 0.16 : pen->kind == ECG_NIB_HIGHLIGHTER ? 1 : 0.22;
}

double ecg_writing_pen_opacity(const struct ecg_writing_pen *pen)
{
    static const double OPACITY[] = { 0.94, 0.95, 0.9, 0.85, 0.55 };
    return OPACITY[pen->kind];
}

/* The tip on its way: what the ink of the next piece depends on. */
struct tip {
    const struct ecg_writing_pen *pen;
    uint64_t seed;
    double s_mm;      /* ink drawn so far */
    double since_mm;  /* since the pen came down */
    double from[2];   /* where the last piece ended */
    double width;     /* its width there, 0 at a start */
    double direction; /* rad */
    double slowness;  /* 0 fast .. 1 at rest */
    double pressure;
};

static void ballpoint(const struct tip *tip, double *width, double *alpha)
{
    double w = tip->pen->width_mm, flow = tip->pen->flow;
    double load = ecg_noise_1d(tip->seed, tip->s_mm / 9);
    double grain = ecg_noise_1d(tip->seed ^ 1, tip->s_mm / 0.5);
    *width = w * (0.78 + 0.22 * tip->slowness + 0.16 * load) * (0.55 + 0.45 * tip->pressure);
    double skip = ecg_noise_1d(tip->seed ^ 2, tip->s_mm / 1.3) + 0.45 * flow;
    double dry = skip < 0.22 ? skip / 0.22 : 1;
    *alpha = (0.86 + 0.14 * load) * (0.88 + 0.12 * grain) * (0.25 + 0.75 * dry) *
             (0.5 + 0.5 * tip->pressure);
    /* The first bit of a dry ball writes thinly; now and then it lets go a blob. */
    if (tip->since_mm < 0.6 && flow < 0.45)
        *alpha *= 0.6 + 0.4 * tip->since_mm / 0.6;
    double blob = ecg_noise_1d(tip->seed ^ 3, tip->s_mm / 2.2);
    if (blob > 0.93)
        *width *= 1 + 6 * (blob - 0.93);
}

static void felt(const struct tip *tip, double *width, double *alpha)
{
    double load = ecg_noise_1d(tip->seed, tip->s_mm / 6);
    *width = tip->pen->width_mm * (0.92 + 0.12 * load + 0.16 * tip->slowness) *
             (0.7 + 0.3 * tip->pressure);
    double dry = tip->pen->flow < 0.35 ? ecg_noise_1d(tip->seed ^ 1, tip->s_mm / 1.1) : 1;
    *alpha = (0.9 + 0.1 * tip->slowness) * (0.72 + 0.28 * dry);
}

static void fountain(const struct tip *tip, double *width, double *alpha)
{
    double across = fabs(sin(tip->direction + tip->pen->nib_rad));
    double load = ecg_noise_1d(tip->seed, tip->s_mm / 5);
    double w = tip->pen->width_mm;
    *width = w * (0.42 + 0.75 * across) * (0.85 + 0.15 * load + 0.12 * tip->slowness) *
             (0.5 + 0.5 * tip->pressure);
    *alpha = 0.72 + 0.16 * load + 0.12 * tip->slowness;
}

static void measure(const struct tip *tip, double *width, double *alpha)
{
    switch (tip->pen->kind) {
    case ECG_NIB_FELT:
        felt(tip, width, alpha);
        break;
    case ECG_NIB_FOUNTAIN:
        fountain(tip, width, alpha);
        break;
    default:
        ballpoint(tip, width, alpha);
        break;
    }
    *alpha = fmin(*alpha, 1);
}

static struct ecg_line piece(const struct ecg_writing_pen *pen, uint8_t kind, const double from[2],
    const double to[2], double width0, double width1, double alpha)
{
    struct ecg_line line = { .x0_mm = from[0], .y0_mm = from[1], .x1_mm = to[0], .y1_mm = to[1] };
    line.width0_mm = (float)width0;
    line.width1_mm = (float)width1;
    line.alpha = (float)alpha;
    line.layer = pen->layer;
    line.kind = kind;
    memcpy(line.rgba, pen->rgba, 4);
    return line;
}

/* Graphite catches on the paper's tooth: strands side by side, each with its own grain. Pieces are
 * about as long as a pixel of a scan, so that finer grain would only cost time. */
static int graphite(struct ecg_page *page, const struct tip *tip, uint8_t kind,
    const double from[2], const double to[2])
{
    enum { STRANDS = 2 };
    double w = tip->pen->width_mm * (0.7 + 0.3 * tip->pressure), strand = w / STRANDS;
    double nx = -sin(tip->direction), ny = cos(tip->direction);
    double load = ecg_noise_1d(tip->seed ^ 5, tip->s_mm / 7);
    for (int i = 0; i < STRANDS; i++) {
        double stray = ecg_noise_1d(tip->seed ^ (uint64_t)(i + 9), tip->s_mm / 0.8) - 0.5;
        double off = (i - (STRANDS - 1) / 2.0 + 0.7 * stray) * strand;
        double grain = ecg_noise_1d(tip->seed + (uint64_t)i * 77, tip->s_mm / 0.2);
        double alpha = (0.6 + 0.25 * load + 0.15 * tip->slowness) * (0.5 + 0.5 * grain) *
                       (0.4 + 0.6 * tip->pressure);
        double a[2] = { from[0] + off * nx, from[1] + off * ny };
        double b[2] = { to[0] + off * nx, to[1] + off * ny };
        struct ecg_line line = piece(tip->pen, kind, a, b, strand * 1.35, strand * 1.35, alpha);
        if (ecg_page_add_line(page, &line))
            return ECG_E_MEMORY;
    }
    return 0;
}

/* A chisel of felt, held upright: strands across the line, streaky where it runs dry. */
static int chisel(struct ecg_page *page, const struct tip *tip, uint8_t kind, const double from[2],
    const double to[2])
{
    enum { STRANDS = 7 };
    double pitch = tip->pen->width_mm / STRANDS;
    for (int i = 0; i < STRANDS; i++) {
        double off = (i - (STRANDS - 1) / 2.0) * pitch;
        double streak = ecg_noise_1d(tip->seed + (uint64_t)i * 131, tip->s_mm / 9);
        double alpha = 0.72 + 0.28 * (tip->pen->flow > 0.4 ? 0.6 + 0.4 * streak : streak);
        double a[2] = { from[0] - 0.12 * off, from[1] + off };
        double b[2] = { to[0] - 0.12 * off, to[1] + off };
        struct ecg_line line = piece(tip->pen, kind, a, b, pitch * 1.6, pitch * 1.6, alpha);
        if (ecg_page_add_line(page, &line))
            return ECG_E_MEMORY;
    }
    return 0;
}

/* A piece ends where the line has turned this far, or is this long. */
static int ends_piece(const struct ecg_writing_pen *pen, double length, double turn)
{
    static const double LONGEST_MM[] = { 0.5, 0.6, 0.5, 0.24, 1.5 };
    return length > LONGEST_MM[pen->kind] || (fabs(turn) > 0.22 && length > 0.06);
}

static int draw_piece(struct ecg_page *page, const struct tip *tip, uint8_t kind,
    const double from[2], const double to[2], double *width)
{
    if (tip->pen->kind == ECG_NIB_PENCIL)
        return graphite(page, tip, kind, from, to);
    if (tip->pen->kind == ECG_NIB_HIGHLIGHTER)
        return chisel(page, tip, kind, from, to);
    double wide, alpha;
    measure(tip, &wide, &alpha);
    if (*width <= 0)
        *width = wide;
    struct ecg_line line = piece(tip->pen, kind, from, to, *width, wide, alpha);
    *width = wide;
    return ecg_page_add_line(page, &line);
}

static double angle_between(double a, double b)
{
    return fabs(remainder(a - b, 2 * M_PI));
}

/* Draws from the last drawn place to `to` and counts it in. */
static int advance(struct ecg_page *page, struct tip *tip, uint8_t kind, const double to[2])
{
    double *from = tip->from;
    double length = hypot(to[0] - from[0], to[1] - from[1]);
    if (length > 0)
        tip->direction = atan2(to[1] - from[1], to[0] - from[0]);
    if (draw_piece(page, tip, kind, from, to, &tip->width))
        return ECG_E_MEMORY;
    tip->s_mm += length;
    tip->since_mm += length + 1e-9;
    memcpy(from, to, sizeof tip->from);
    return 0;
}

static double mean_speed(const struct ecg_trail *trail)
{
    double sum = 1e-6;
    for (size_t i = 0; i < trail->count; i++)
        sum += (double)trail->items[i].speed;
    return sum / (double)(trail->count ? trail->count : 1);
}

int ecg_writing_pen_ink(struct ecg_page *page, const struct ecg_writing_pen *pen,
    const struct ecg_trail *trail, uint8_t kind, struct ecg_random *random)
{
    struct tip tip = { .pen = pen, .seed = ecg_random_u64(random) };
    double usual = mean_speed(trail), heading = 0;
    int is_down = 0, is_first = 0;
    for (size_t i = 0; i < trail->count; i++) {
        const struct ecg_nib *nib = &trail->items[i], *next = nib + 1;
        double to[2] = { nib->x, nib->y };
        if ((double)nib->pressure < DOWN) {
            is_down = 0;
            continue;
        }
        if (!is_down) {
            is_down = is_first = 1;
            tip.width = tip.since_mm = 0;
            memcpy(tip.from, to, sizeof tip.from);
        }
        int is_last = i + 1 == trail->count || (double)next->pressure < DOWN;
        double onward = is_last ? 0 : atan2(next->y - nib->y, next->x - nib->x);
        if (is_first)
            heading = onward;
        is_first = 0;
        double length = hypot(to[0] - tip.from[0], to[1] - tip.from[1]);
        if (!is_last && !ends_piece(pen, length, angle_between(onward, heading)))
            continue;
        tip.slowness = 1 / (1 + 2 * (double)nib->speed / usual);
        tip.pressure = fmin(((double)nib->pressure - DOWN) / (0.9 - DOWN), 1);
        if (advance(page, &tip, kind, to))
            return ECG_E_MEMORY;
        heading = onward;
    }
    return 0;
}
