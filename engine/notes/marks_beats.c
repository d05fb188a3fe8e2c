#include "core/plain.h"
#include "notes/marks.h"

#include "notes/beats.h"
#include "notes/scribble.h"

#include <math.h>
#include <stdio.h>

/* A trace and its beats. */
struct rhythm {
    const struct ecg_trace *trace;
    const struct ecg_point *points;
    size_t count;
    size_t beats[ECG_MAX_BEATS];
    int n_beats;
};

int ecg_desk_mark(struct ecg_desk *desk, const struct ecg_writing_pen *pen, double angle_rad,
    const char *content, struct ecg_random *random)
{
    struct ecg_pile before = ecg_desk_pile(desk);
    struct ecg_gait gait = ecg_scribble_gait(&desk->writer.gait);
    int code = ecg_desk_ink(desk, pen, &gait, ECG_KIND_MARK, random);
    if (!code)
        code = ecg_desk_region(desk, &before, angle_rad, ECG_KIND_MARK, content);
    if (!code && ecg_desk_keep_on_sheet(desk, &before))
        ecg_desk_settle(desk, &before, ECG_GROUND_NOTE);
    return code;
}

/* A trace with at least `least` beats: 1, 0 when no try finds one, or ECG_E_MEMORY. */
static int find_rhythm(
    struct ecg_desk *desk, int least, struct ecg_random *random, struct rhythm *rhythm)
{
    const struct ecg_page *page = desk->page;
    if (ecg_desk_find_beats(desk))
        return ECG_E_MEMORY;
    for (int i = 0; i < 12 && page->n_traces; i++) {
        rhythm->trace = &page->traces[ecg_random_int(random, 0, (int64_t)page->n_traces - 1)];
        rhythm->n_beats = ecg_desk_trace_beats(desk, rhythm->trace, rhythm->beats);
        rhythm->points = &page->points[rhythm->trace->first_point];
        rhythm->count = rhythm->trace->end_sample - rhythm->trace->start_sample;
        if (rhythm->n_beats >= least)
            return 1;
    }
    return 0;
}

/* Least and greatest y of the trace between two points, within its clip. */
static void reach_y(const struct rhythm *rhythm, size_t from, size_t to, double *top, double *low)
{
    const double *clip = rhythm->trace->clip_mm;
    *top = INFINITY;
    *low = -INFINITY;
    for (size_t i = from; i <= to && i < rhythm->count; i++) {
        double y = rhythm->points[i].y_mm;
        if (isfinite(y)) {
            y = fmin(fmax(y, clip[1]), clip[3]);
            *top = fmin(*top, y);
            *low = fmax(*low, y);
        }
    }
    if (!(*top <= *low))
        *top = *low = rhythm->trace->baseline_mm;
}

static size_t near(const struct rhythm *rhythm, size_t beat, double offset_s)
{
    double mm = rhythm->points[rhythm->count - 1].x_mm - rhythm->points[0].x_mm;
    double per_mm = (double)(rhythm->count - 1) / mm;
    double i = (double)beat + offset_s * rhythm->trace->mm_per_s * per_mm;
    return i < 0 ? 0 : i >= (double)rhythm->count ? rhythm->count - 1 : (size_t)i;
}

static int arrow(struct ecg_desk *desk, struct ecg_random *random)
{
    struct rhythm rhythm;
    int found = find_rhythm(desk, 1, random, &rhythm);
    if (found <= 0)
        return found;
    size_t beat = rhythm.beats[ecg_random_int(random, 0, rhythm.n_beats - 1)];
    static const double WAVES_S[] = { 0, 0, -0.16, 0.28, 0.1 }; /* R, P, T, ST */
    size_t i = near(&rhythm, beat, WAVES_S[ecg_random_int(random, 0, 4)]);
    double top, low, x = rhythm.points[i].x_mm;
    reach_y(&rhythm, i > 10 ? i - 10 : 0, i + 10, &top, &low);
    int from_below = ecg_random_chance(random, 0.35);
    double gap = ecg_random_uniform(random, 0.8, 3), length = ecg_random_uniform(random, 6, 18);
    double lean = ecg_random_normal(random) * 0.6;
    double y = from_below ? low + gap : top - gap, way = from_below ? 1 : -1;
    int code = ecg_scribble_arrow(&desk->moves, x + length * sin(lean),
        y + way * length * cos(lean), x, y, ecg_random_uniform(random, 1.6, 3.2), 0, random);
    return code ? code : ecg_desk_mark(desk, &desk->mark_pen, 0, "", random);
}

static int circle(struct ecg_desk *desk, struct ecg_random *random)
{
    struct rhythm rhythm;
    int found = find_rhythm(desk, 1, random, &rhythm);
    if (found <= 0)
        return found;
    size_t beat = rhythm.beats[ecg_random_int(random, 0, rhythm.n_beats - 1)];
    size_t i = near(&rhythm, beat, ecg_random_chance(random, 0.25) ? 0.28 : 0);
    double half_s = ecg_random_uniform(random, 0.1, 0.34), top, low;
    size_t from = near(&rhythm, i, -half_s), to = near(&rhythm, i, half_s);
    reach_y(&rhythm, from, to, &top, &low);
    double radius_x = fmax(half_s * rhythm.trace->mm_per_s, 2.5);
    double radius_y = (low - top) / 2 + ecg_random_uniform(random, 1.2, 3.5);
    int code = ecg_scribble_loop(
        &desk->moves, rhythm.points[i].x_mm, (top + low) / 2, radius_x, radius_y, random);
    return code ? code : ecg_desk_mark(desk, &desk->mark_pen, 0, "", random);
}

static int bracket(struct ecg_desk *desk, struct ecg_random *random)
{
    struct rhythm rhythm;
    int found = find_rhythm(desk, 2, random, &rhythm);
    if (found <= 0)
        return found;
    int a = (int)ecg_random_int(random, 0, rhythm.n_beats - 2);
    int b = a + (int)ecg_random_int(random, 1, 3);
    b = b < rhythm.n_beats ? b : rhythm.n_beats - 1;
    double top, low;
    reach_y(&rhythm, rhythm.beats[a], rhythm.beats[b], &top, &low);
    double height_mm = ecg_random_uniform(random, 1.5, 3);
    top -= ecg_random_uniform(random, 1.5, 4);
    int code = ecg_scribble_bracket(&desk->moves, rhythm.points[rhythm.beats[a]].x_mm - 1.5,
        rhythm.points[rhythm.beats[b]].x_mm + 1.5, top, height_mm, random);
    return code ? code : ecg_desk_mark(desk, &desk->mark_pen, 0, "", random);
}

/* What the measured span is worth, as it is written beside callipers; "" for not written. */
static void calliper_text(
    const struct rhythm *rhythm, double mm, int is_qt, struct ecg_random *random, char text[32])
{
    int ms = (int)lround(mm / rhythm->trace->mm_per_s * 100) * 10;
    double pick = ecg_random_unit(random);
    text[0] = 0;
    if (pick < 0.35)
        snprintf(text, 32, "%d", ms);
    else if (pick < 0.55)
        snprintf(text, 32, "%d ms", ms);
    else if (pick < 0.65)
        ecg_plain_snprintf(text, 32, "%.2f s", ms / 1000.0);
    else if (pick < 0.8)
        snprintf(text, 32, is_qt ? "QT %d" : "R-R %d", ms);
    else if (pick < 0.88 && !is_qt && ms > 0)
        snprintf(text, 32, "%d/min", 60000 / ms);
}

static int calliper_ticks(
    struct ecg_desk *desk, const double x[2], double y, struct ecg_random *random)
{
    int code = 0, arrows = ecg_random_chance(random, 0.5);
    for (int i = 0; i < 2 && !code; i++) {
        double up = ecg_random_uniform(random, 1, 2.2), down = ecg_random_uniform(random, 1, 4);
        code = ecg_scribble_line(&desk->moves, x[i], y - up, x[i], y + down, random);
    }
    if (!code && arrows)
        code = ecg_scribble_arrow(&desk->moves, x[0] + 0.3, y, x[1] - 0.3, y,
            ecg_random_uniform(random, 1.2, 2), 1, random);
    else if (!code)
        code = ecg_scribble_line(&desk->moves, x[0], y, x[1], y, random);
    return code;
}

static int calliper(struct ecg_desk *desk, struct ecg_random *random)
{
    struct rhythm rhythm;
    int found = find_rhythm(desk, 2, random, &rhythm);
    if (found <= 0)
        return found;
    int a = (int)ecg_random_int(random, 0, rhythm.n_beats - 2);
    int is_qt = ecg_random_chance(random, 0.35);
    size_t from = rhythm.beats[a], to = rhythm.beats[a + 1];
    if (is_qt) {
        to = near(&rhythm, from, ecg_random_uniform(random, 0.3, 0.4));
        from = near(&rhythm, from, -0.04);
    }
    double x[2] = { rhythm.points[from].x_mm, rhythm.points[to].x_mm }, top, low;
    if (!(x[1] - x[0] > 2))
        return 0;
    reach_y(&rhythm, from, to, &top, &low);
    int below = ecg_random_chance(random, 0.4);
    double y =
        below ? low + ecg_random_uniform(random, 2, 5) : top - ecg_random_uniform(random, 2, 5);
    char text[32];
    calliper_text(&rhythm, x[1] - x[0], is_qt, random, text);
    struct ecg_pile before = ecg_desk_pile(desk);
    struct ecg_gait gait = ecg_scribble_gait(&desk->writer.gait);
    int code = calliper_ticks(desk, x, y, random);
    if (!code)
        code = ecg_desk_ink(desk, &desk->mark_pen, &gait, ECG_KIND_MARK, random);
    if (!code)
        code = ecg_desk_region(desk, &before, 0, ECG_KIND_MARK, "");
    if (!code && text[0]) {
        struct ecg_writer writer = ecg_desk_writer_for(desk, &desk->mark_pen);
        double size = writer.size_mm;
        double foot = below ? y + 2.2 * size + 2.2 : y - 2.4;
        code = ecg_desk_write(desk, &writer, &desk->mark_pen, text, (x[0] + x[1]) / 2 - 1.6 * size,
            foot, 0, random, NULL);
    }
    if (!code && ecg_desk_keep_on_sheet(desk, &before))
        ecg_desk_settle(desk, &before, ECG_GROUND_NOTE);
    return code;
}

int ecg_notes_mark_beats(struct ecg_desk *desk)
{
    const struct ecg_scene *scene = desk->scene;
    const struct {
        const char *name;
        int count;
        int (*draw)(struct ecg_desk *desk, struct ecg_random *random);
    } kinds[] = {
        { "arrow", scene->notes_marks_arrows, arrow },
        { "circle", scene->notes_marks_circles, circle },
        { "bracket", scene->notes_marks_brackets, bracket },
        { "calliper", scene->notes_marks_callipers, calliper },
    };
    int code = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        for (int i = 0; i < kinds[k].count && !code; i++) {
            struct ecg_random random = ecg_desk_random(desk, kinds[k].name, i);
            code = kinds[k].draw(desk, &random);
        }
    return code;
}
