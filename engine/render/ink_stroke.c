#include "render/ink_build.h"

#include "core/alloc.h"

#include <math.h>

double ecg_ink_reach(double ax, double ay, double bx, double by)
{
    double lengths = ecg_length(ax, ay) * ecg_length(bx, by);
    if (!(lengths > 0))
        return 0.5;
    double cosine = (ax * bx + ay * by) / lengths;
    return 0.25 * (1 + fmin(fmax(cosine, -1), 1));
}

static void add_stroke(struct ecg_ink_builder *builder, const struct ecg_stroke *stroke)
{
    struct ecg_drawing *drawing = builder->drawing;
    if (ecg_grow(&drawing->strokes, &drawing->cap_strokes, drawing->n_strokes + 1,
            sizeof *drawing->strokes) < 0)
        builder->failed = 1;
    else
        drawing->strokes[drawing->n_strokes++] = *stroke;
}

/* The dashes of a piece that starts `done_mm` from its path's start: those centred in it. 0 when
 * none is. The piece's end belongs to the next piece, except the last one's. */
static int place_dashes(struct ecg_stroke *stroke, const struct ecg_pen *pen, double done_mm,
    double mm, double length_px, int is_last)
{
    const double slack_mm = 1e-6;
    if (!(length_px > 0)) {
        stroke->reach0_px = stroke->reach1_px = 0; /* no length: one dot */
        return 1;
    }
    double first = ceil((done_mm - slack_mm) / pen->dash_period_mm);
    double phase_mm = first * pen->dash_period_mm - done_mm;
    double px_per_mm = length_px / mm;
    stroke->reach0_px = (float)(phase_mm * px_per_mm);
    stroke->reach1_px = 0;
    stroke->dash_period_px = (float)(pen->dash_period_mm * px_per_mm);
    stroke->dash_half_px = (float)(fmax(pen->dash_on_mm - pen->width0_mm, 0) / 2 * px_per_mm);
    return phase_mm <= (is_last ? mm + slack_mm : mm - slack_mm);
}

static double piece_mm(const struct ecg_path_point *a, const struct ecg_path_point *b)
{
    return ecg_length(b->x_mm - a->x_mm, b->y_mm - a->y_mm);
}

/* Half of what 1 mm across the stroke from a to b measures in px. */
static double half_width_px_per_mm(
    struct ecg_path *path, const struct ecg_path_point *a, const struct ecg_path_point *b)
{
    const struct ecg_jacobian *here =
        ecg_path_jacobian(path, (a->x_mm + b->x_mm) / 2, (a->y_mm + b->y_mm) / 2);
    return ecg_jacobian_width(here, b->x_px - a->x_px, b->y_px - a->y_px) / 2;
}

/* A path on its way to strokes. */
struct layout {
    struct ecg_path *path;
    const struct ecg_pen *pen;
    size_t n_pieces;
    double total_mm, done_mm;
    double reach; /* at the next piece's start */
    int is_dashed;
};

static void lay_piece(struct ecg_ink_builder *builder, struct layout *layout, size_t i)
{
    struct ecg_path *path = layout->path;
    const struct ecg_pen *pen = layout->pen;
    const struct ecg_path_point *a = &path->points[i], *b = path->n_points > 1 ? a + 1 : a;
    int is_last = i + 1 == layout->n_pieces;
    double dx = b->x_px - a->x_px, dy = b->y_px - a->y_px, mm = piece_mm(a, b);
    double half = half_width_px_per_mm(path, a, b), done_mm = layout->done_mm;
    double slope = layout->total_mm > 0 ? (pen->width1_mm - pen->width0_mm) / layout->total_mm : 0;
    double next_reach = pen->reach1;
    if (!is_last)
        next_reach = ecg_ink_reach(dx, dy, b[1].x_px - b->x_px, b[1].y_px - b->y_px);
    struct ecg_stroke stroke = {
        .x0_px = (float)a->x_px,
        .y0_px = (float)a->y_px,
        .x1_px = (float)b->x_px,
        .y1_px = (float)b->y_px,
        .half0_px = (float)(half * (pen->width0_mm + slope * done_mm)),
        .half1_px = (float)(half * (pen->width0_mm + slope * (done_mm + mm))),
        .reach0_px = (float)layout->reach,
        .reach1_px = (float)next_reach,
        .alpha = (float)pen->alpha,
        .layer = (float)pen->channel,
    };
    if (!layout->is_dashed ||
        place_dashes(&stroke, pen, pen->dash_start_mm + done_mm, mm, ecg_length(dx, dy), is_last))
        add_stroke(builder, &stroke);
    layout->done_mm += mm;
    layout->reach = next_reach;
}

/* How much larger than its strokes' quads together a chain's box may be: one quad instead of many
 * also saves their setting up. */
static const double CHAIN_BOX = 1.2;
/* How far a stroke of a chain may be from the first one's width: seen askew, the width depends on
 * the direction. */
static const double CHAIN_WIDTHS = 0.03;

/* How many pieces from i on are better drawn as one chain: as long as the box round them is not
 * much larger than their own quads, and their width, of at least a pixel, stays the same. The
 * path's ends are not for chains. */
static size_t chain_length(const struct layout *layout, size_t i, double *half_px)
{
    const struct ecg_path_point *p = &layout->path->points[i];
    double low[2] = { p->x_px, p->y_px }, high[2] = { p->x_px, p->y_px };
    double first = 0, sum = 0, quads = 0;
    size_t n = 0;
    while (n < ECG_CHAIN_POINTS - 1 && i + n + 1 < layout->n_pieces) {
        const struct ecg_path_point *a = &p[n], *b = a + 1;
        double half = half_width_px_per_mm(layout->path, a, b) * layout->pen->width0_mm;
        double round_px = 2 * half + 1.3;
        first = n == 0 ? half : first;
        quads += round_px * (round_px + ecg_length(b->x_px - a->x_px, b->y_px - a->y_px));
        low[0] = b->x_px < low[0] ? b->x_px : low[0];
        low[1] = b->y_px < low[1] ? b->y_px : low[1];
        high[0] = b->x_px > high[0] ? b->x_px : high[0];
        high[1] = b->y_px > high[1] ? b->y_px : high[1];
        if (half < 0.5 || fabs(half - first) > CHAIN_WIDTHS * first ||
            (high[0] - low[0] + round_px) * (high[1] - low[1] + round_px) > CHAIN_BOX * quads)
            break;
        sum += half;
        n++;
    }
    *half_px = n > 0 ? sum / (double)n : 0;
    return n;
}

static void lay_chain(
    struct ecg_ink_builder *builder, struct layout *layout, size_t i, size_t n, double half_px)
{
    struct ecg_drawing *drawing = builder->drawing;
    const struct ecg_path_point *p = &layout->path->points[i];
    if (ecg_grow(&drawing->chains, &drawing->cap_chains, drawing->n_chains + 1,
            sizeof *drawing->chains) < 0) {
        builder->failed = 1;
        return;
    }
    struct ecg_chain *chain = &drawing->chains[drawing->n_chains++];
    *chain = (struct ecg_chain){ .half_px = (float)half_px,
        .alpha = (float)layout->pen->alpha,
        .layer = (float)layout->pen->channel };
    for (size_t k = 0; k < ECG_CHAIN_POINTS; k++) {
        chain->point_px[k][0] = (float)p[k < n ? k : n].x_px;
        chain->point_px[k][1] = (float)p[k < n ? k : n].y_px;
    }
    for (size_t k = 0; k < n; k++)
        layout->done_mm += piece_mm(&p[k], &p[k + 1]);
    const struct ecg_path_point *last = &p[n];
    layout->reach = ecg_ink_reach(last->x_px - last[-1].x_px, last->y_px - last[-1].y_px,
        last[1].x_px - last->x_px, last[1].y_px - last->y_px);
}

void ecg_ink_stroke(struct ecg_ink_builder *builder, const struct ecg_pen *pen)
{
    struct ecg_path *path = builder->path;
    struct layout layout = { .path = path, .pen = pen, .reach = pen->reach0 };
    layout.is_dashed = pen->dash_on_mm > 0 && pen->dash_period_mm > 0;
    if (path->n_points == 0)
        return;
    if (layout.is_dashed)
        ecg_path_simplify_evenly(path);
    else
        ecg_path_simplify(path);
    layout.n_pieces = path->n_points > 1 ? path->n_points - 1 : 1;
    for (size_t i = 0; i + 1 < path->n_points; i++)
        layout.total_mm += piece_mm(&path->points[i], &path->points[i + 1]);
    int may_chain =
        !layout.is_dashed && !builder->no_chains && !(fabs(pen->width1_mm - pen->width0_mm) > 0);
    for (size_t i = 0; i < layout.n_pieces;) {
        double half_px = 0;
        size_t n = may_chain && i > 0 ? chain_length(&layout, i, &half_px) : 0;
        if (n < 2) {
            lay_piece(builder, &layout, i++);
            continue;
        }
        lay_chain(builder, &layout, i, n, half_px);
        i += n;
    }
}

/* The cap towards a neighbour that goes on from `x, y`; a free end where it does not. */
static double line_reach(const struct ecg_line *line, const struct ecg_line *other, int is_next)
{
    if (!other || other->layer != line->layer || other->dash_on_mm > 0)
        return 0;
    double dx = line->x1_mm - line->x0_mm, dy = line->y1_mm - line->y0_mm;
    double ex = other->x1_mm - other->x0_mm, ey = other->y1_mm - other->y0_mm;
    /* Exact comparison: a path's points are handed on unchanged. */
    int joined = is_next ? other->x0_mm == line->x1_mm && other->y0_mm == line->y1_mm
                         : other->x1_mm == line->x0_mm && other->y1_mm == line->y0_mm;
    return joined ? ecg_ink_reach(dx, dy, ex, ey) : 0;
}

void ecg_ink_line(struct ecg_ink_builder *builder, const struct ecg_line *line,
    const struct ecg_line *previous, const struct ecg_line *next)
{
    ecg_path_start(builder->path, builder->mesh);
    ecg_path_to(builder->path, line->x0_mm, line->y0_mm);
    ecg_path_to(builder->path, line->x1_mm, line->y1_mm);
    ecg_ink_lay(builder, &(struct ecg_pen){
                             .width0_mm = (double)line->width0_mm,
                             .width1_mm = (double)line->width1_mm,
                             .alpha = (double)line->alpha,
                             .channel = line->layer % 4,
                             .dash_on_mm = (double)line->dash_on_mm,
                             .dash_period_mm = (double)line->dash_period_mm,
                             .reach0 = line_reach(line, previous, 0),
                             .reach1 = line_reach(line, next, 1),
                         });
}

/* The part t0..t1 of a segment that lies in a box; 0 when none does. */
static int clip(const double box[4], const struct ecg_point *a, const struct ecg_point *b,
    double *t0, double *t1)
{
    const double from[2] = { a->x_mm, a->y_mm }, to[2] = { b->x_mm, b->y_mm };
    *t0 = 0;
    *t1 = 1;
    for (int k = 0; k < 2; k++) {
        double rate = to[k] - from[k], low = box[k] - from[k], high = box[2 + k] - from[k];
        if (rate == 0) {
            if (low > 0 || high < 0)
                return 0;
            continue;
        }
        double enter = rate > 0 ? low / rate : high / rate;
        double leave = rate > 0 ? high / rate : low / rate;
        *t0 = fmax(*t0, enter);
        *t1 = fmin(*t1, leave);
    }
    return *t0 <= *t1;
}

void ecg_ink_trace(struct ecg_ink_builder *builder, const struct ecg_trace *trace, int channel)
{
    const struct ecg_point *points = builder->page->points + trace->first_point;
    size_t n = trace->end_sample - trace->start_sample;
    struct ecg_path *path = builder->path;
    struct ecg_pen pen = {
        .width0_mm = (double)trace->width_mm,
        .width1_mm = (double)trace->width_mm,
        .alpha = 1,
        .channel = channel,
    };
    ecg_path_start(path, builder->mesh);
    for (size_t i = 0; i < n; i++) {
        const struct ecg_point *a = &points[i];
        const struct ecg_point *b = i + 1 < n ? a + 1 : a;
        if (isnan(a->y_mm))
            continue;
        int ends = b == a || isnan(b->y_mm); /* a gap or the end follows */
        double t0, t1;
        if (!clip(trace->clip_mm, a, ends ? a : b, &t0, &t1))
            continue;
        double dx = b->x_mm - a->x_mm, dy = b->y_mm - a->y_mm;
        if (path->n_points == 0) {
            /* Square where the clipping box cuts in, round where the trace itself begins. */
            pen.reach0 = t0 > 0 ? -1 : 0;
            ecg_path_to(path, a->x_mm + t0 * (ends ? 0 : dx), a->y_mm + t0 * (ends ? 0 : dy));
        }
        if (!ends)
            ecg_path_to(path, a->x_mm + t1 * dx, a->y_mm + t1 * dy);
        if (ends || t1 < 1) {
            pen.reach1 = ends ? 0 : -1;
            ecg_ink_lay(builder, &pen);
            ecg_path_start(path, builder->mesh);
        }
    }
}
