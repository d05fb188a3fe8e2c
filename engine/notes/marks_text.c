#include "notes/marks.h"

#include "notes/scribble.h"

#include <math.h>
#include <stdio.h>

/* A printed text's middle line: left end, direction and size. */
struct printed {
    double x, y, length, height, angle;
};

/* Any printed text of the header, footer or (rarely) a lead name; 0 when there is none. */
static int find_text(
    const struct ecg_page *page, struct ecg_random *random, struct printed *printed)
{
    for (int i = 0; i < 40 && page->n_texts; i++) {
        const struct ecg_text *text =
            &page->texts[ecg_random_int(random, 0, (int64_t)page->n_texts - 1)];
        if (text->layer != ECG_LAYER_PRINT)
            continue;
        if (text->kind == ECG_KIND_LEAD_NAME && ecg_random_chance(random, 0.8))
            continue;
        const double(*q)[2] = text->quad_mm;
        printed->x = (q[0][0] + q[3][0]) / 2;
        printed->y = (q[0][1] + q[3][1]) / 2;
        printed->length = hypot(q[1][0] - q[0][0], q[1][1] - q[0][1]);
        printed->height = hypot(q[3][0] - q[0][0], q[3][1] - q[0][1]);
        printed->angle = atan2(q[1][1] - q[0][1], q[1][0] - q[0][0]);
        if (printed->length > 1 && printed->height > 0.5)
            return 1;
    }
    return 0;
}

static int mark_text(struct ecg_desk *desk, const struct printed *printed,
    const struct ecg_writing_pen *pen, struct ecg_random *random)
{
    ecg_desk_turn_moves(desk, 0, printed->x, printed->y, printed->angle);
    return ecg_desk_mark(desk, pen, printed->angle, "", random);
}

static int underline(struct ecg_desk *desk, struct ecg_random *random)
{
    struct printed p;
    if (!find_text(desk->page, random, &p))
        return 0;
    double low = p.y + p.height / 2 + ecg_random_uniform(random, 0.2, 1);
    int lines = ecg_random_chance(random, 0.25) ? 2 : 1, code = 0;
    for (int i = 0; i < lines && !code; i++)
        code = ecg_scribble_line(
            &desk->moves, p.x, low + i * 0.9, p.x + p.length, low + i * 0.9, random);
    return code ? code : mark_text(desk, &p, &desk->mark_pen, random);
}

static int strike(struct ecg_desk *desk, struct ecg_random *random)
{
    struct printed p;
    if (!find_text(desk->page, random, &p))
        return 0;
    int code =
        ecg_scribble_strike(&desk->moves, p.x, p.x + p.length, p.y, fmax(p.height, 2), random);
    return code ? code : mark_text(desk, &p, &desk->mark_pen, random);
}

/* Over printed text, or along a stretch of trace. */
static int highlight(struct ecg_desk *desk, struct ecg_random *random)
{
    const struct ecg_page *page = desk->page;
    struct ecg_writing_pen pen;
    struct printed p;
    ecg_writing_pen_draw(&pen, ECG_NIB_HIGHLIGHTER, desk->scene->notes_marks_highlighter_width_mm,
        ECG_LAYER_HIGHLIGHTER, random);
    int found = !ecg_random_chance(random, 0.35) && find_text(page, random, &p);
    if (!found && page->n_traces) {
        const struct ecg_trace *trace =
            &page->traces[ecg_random_int(random, 0, (int64_t)page->n_traces - 1)];
        double width = trace->box_mm[2] - trace->box_mm[0];
        p.length = fmin(ecg_random_uniform(random, 12, 60), 0.9 * width);
        p.x = trace->box_mm[0] + (width - p.length) * ecg_random_unit(random);
        p.y = trace->baseline_mm + ecg_random_normal(random) * 1.5;
        p.angle = 0.01 * ecg_random_normal(random);
        found = p.length > 2;
    }
    if (!found)
        return 0;
    double inset = fmin(pen.width_mm / 4, p.length / 3);
    int code =
        ecg_scribble_line(&desk->moves, p.x + inset, p.y, p.x + p.length - inset, p.y, random);
    return code ? code : mark_text(desk, &p, &pen, random);
}

/* Puts a free mark, made at the origin, where there is room; lead names' neighbourhood included.
 */
static void find_room(
    struct ecg_desk *desk, const struct ecg_pile *before, struct ecg_random *random)
{
    const struct ecg_page *page = desk->page;
    const struct ecg_dislike dislike = { 1, 4, 6, 10 };
    struct ecg_box sheet = { 2, 2, page->width_mm - 2, page->height_mm - 2 }, ink;
    double x, y;
    if (ecg_desk_box(desk, before, &ink) && ecg_ground_find(&desk->ground, &sheet, ink.x1 - ink.x0,
                                                ink.y1 - ink.y0, &dislike, random, &x, &y, NULL))
        ecg_desk_shift(desk, before, x - ink.x0, y - ink.y0);
    if (ecg_desk_keep_on_sheet(desk, before))
        ecg_desk_settle(desk, before, ECG_GROUND_NOTE);
}

static int check(struct ecg_desk *desk, struct ecg_random *random)
{
    struct ecg_pile before = ecg_desk_pile(desk);
    struct ecg_gait gait = ecg_scribble_gait(&desk->writer.gait);
    double size = desk->writer.size_mm * ecg_random_uniform(random, 1.5, 4);
    int code = ecg_scribble_check(&desk->moves, 0, 0, size, random);
    if (!code)
        code = ecg_desk_ink(desk, &desk->mark_pen, &gait, ECG_KIND_MARK, random);
    if (!code)
        code = ecg_desk_region(desk, &before, 0, ECG_KIND_MARK, "\u2713");
    if (!code)
        find_room(desk, &before, random);
    return code;
}

/* Something short, large, in the mark's pen. */
static int write_large(struct ecg_desk *desk, const char *text, struct ecg_random *random)
{
    struct ecg_pile before = ecg_desk_pile(desk);
    struct ecg_writer writer = ecg_desk_writer_for(desk, &desk->mark_pen);
    double grow = ecg_random_uniform(random, 1.2, 2);
    writer.size_mm *= grow;
    writer.gait.unit_mm *= grow;
    int code = ecg_desk_write(desk, &writer, &desk->mark_pen, text, 0, 0,
        0.05 * ecg_random_normal(random), random, NULL);
    struct ecg_box box;
    if (!code && ecg_random_chance(random, 0.2) && ecg_desk_box(desk, &before, &box)) {
        double pad = 0.5 * writer.size_mm;
        code = ecg_scribble_loop(&desk->moves, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2,
            (box.x1 - box.x0) / 2 + pad, (box.y1 - box.y0) / 2 + pad, random);
        struct ecg_pile ring = ecg_desk_pile(desk);
        struct ecg_gait gait = ecg_scribble_gait(&writer.gait);
        if (!code)
            code = ecg_desk_ink(desk, &desk->mark_pen, &gait, ECG_KIND_MARK, random);
        if (!code)
            code = ecg_desk_region(desk, &ring, 0, ECG_KIND_MARK, "");
    }
    if (!code)
        find_room(desk, &before, random);
    return code;
}

static int question(struct ecg_desk *desk, struct ecg_random *random)
{
    return write_large(desk, ecg_random_chance(random, 0.2) ? "??" : "?", random);
}

static int initials(struct ecg_desk *desk, struct ecg_random *random)
{
    return write_large(desk, desk->blanks.initials, random);
}

static int signature(struct ecg_desk *desk, struct ecg_random *random)
{
    struct ecg_pile before = ecg_desk_pile(desk);
    /* A person signs alike: the shape comes from the writer, the scatter from this signing. */
    struct ecg_random habit = ecg_random_named(desk->writer.key, "signature");
    struct ecg_gait gait = desk->writer.gait;
    double height = desk->writer.size_mm * ecg_random_uniform(&habit, 2.5, 4.5);
    double angle = -0.08 + 0.08 * ecg_random_normal(random);
    gait.unit_mm = height * 0.8;
    gait.overlap = fmin(gait.overlap + 0.05, 0.65);
    int code = ecg_scribble_signature(&desk->moves, 0, 0, height, &habit);
    for (size_t i = 0; i < desk->moves.count; i++) {
        desk->moves.items[i].x += 0.04 * height * ecg_random_normal(random);
        desk->moves.items[i].y += 0.04 * height * ecg_random_normal(random);
    }
    ecg_desk_turn_moves(desk, 0, 0, 0, angle);
    if (!code)
        code = ecg_desk_ink(desk, &desk->mark_pen, &gait, ECG_KIND_MARK, random);
    if (!code)
        code = ecg_desk_region(desk, &before, angle, ECG_KIND_MARK, "");
    if (!code)
        find_room(desk, &before, random);
    return code;
}

struct mark_kind {
    const char *name;
    int count;
    int (*draw)(struct ecg_desk *desk, struct ecg_random *random);
};

static int draw_all(struct ecg_desk *desk, const struct mark_kind *kinds, size_t n_kinds)
{
    int code = 0;
    for (size_t k = 0; k < n_kinds; k++)
        for (int i = 0; i < kinds[k].count && !code; i++) {
            struct ecg_random random = ecg_desk_random(desk, kinds[k].name, i);
            code = kinds[k].draw(desk, &random);
        }
    return code;
}

int ecg_notes_mark_text(struct ecg_desk *desk)
{
    const struct mark_kind kinds[] = {
        { "highlight", desk->scene->notes_marks_highlights, highlight },
        { "underline", desk->scene->notes_marks_underlines, underline },
        { "strike", desk->scene->notes_marks_strikes, strike },
    };
    return draw_all(desk, kinds, sizeof kinds / sizeof kinds[0]);
}

int ecg_notes_sign(struct ecg_desk *desk)
{
    const struct mark_kind kinds[] = {
        { "check", desk->scene->notes_marks_checks, check },
        { "question", desk->scene->notes_marks_questions, question },
        { "initials", desk->scene->notes_marks_initials, initials },
        { "signature", desk->scene->notes_marks_signatures, signature },
    };
    return draw_all(desk, kinds, sizeof kinds / sizeof kinds[0]);
}
