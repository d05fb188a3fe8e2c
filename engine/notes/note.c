#include "notes/note.h"

#include "notes/scribble.h"

#include <math.h>
#include <string.h>

enum zone { ZONE_HEADER, ZONE_MARGIN, ZONE_GAP, ZONE_TRACE, ZONE_LEAD, ZONE_COUNT };

static enum zone choose_zone(const struct ecg_scene *scene, struct ecg_random *random)
{
    const double weights[ZONE_COUNT] = { scene->notes_place_header, scene->notes_place_margin,
        scene->notes_place_gap, scene->notes_place_trace, scene->notes_place_lead };
    double sum = 0;
    for (int i = 0; i < ZONE_COUNT; i++)
        sum += weights[i];
    double pick = sum * ecg_random_unit(random);
    for (int i = 0; i < ZONE_COUNT; i++) {
        pick -= weights[i];
        if (pick < 0)
            return (enum zone)i;
    }
    return ZONE_GAP;
}

/* Room left at the edge for what a pile still may grow by; notes right at it look cut. */
static const double EDGE_MM = 1.5;

static struct ecg_box whole_sheet(const struct ecg_page *page)
{
    return (
        struct ecg_box){ EDGE_MM, EDGE_MM, page->width_mm - EDGE_MM, page->height_mm - EDGE_MM };
}

static struct ecg_box margin_box(const struct ecg_page *page, struct ecg_random *random)
{
    struct ecg_box box = whole_sheet(page);
    switch (ecg_random_int(random, 0, 3)) {
    case 0:
        box.x1 = page->area_mm[0];
        break;
    case 1:
        box.x0 = page->area_mm[2];
        break;
    case 2:
        box.y1 = page->area_mm[1];
        break;
    default:
        box.y0 = page->area_mm[3];
        break;
    }
    return box;
}

static struct ecg_box lead_box(const struct ecg_page *page, const struct ecg_trace *trace)
{
    struct ecg_box box = whole_sheet(page);
    box.x0 = fmax(box.x0, trace->x_start_mm - 4);
    box.x1 = fmin(box.x1, trace->x_start_mm + 55);
    box.y0 = fmax(box.y0, trace->baseline_mm - 22);
    box.y1 = fmin(box.y1, trace->baseline_mm + 18);
    return box;
}

/* Moves what was added since `before` into the zone, or where else there is room. */
static void place(struct ecg_desk *desk, const struct ecg_pile *before, enum zone zone,
    const struct ecg_trace *trace, struct ecg_random *random)
{
    const struct ecg_page *page = desk->page;
    struct ecg_dislike dislike = { 2, 4, 6, 10 };
    struct ecg_box ink,
        box = { page->area_mm[0], page->area_mm[1], page->area_mm[2], page->area_mm[3] };
    double x, y;
    if (!ecg_desk_box(desk, before, &ink))
        return;
    double width = ink.x1 - ink.x0, height = ink.y1 - ink.y0;
    if (zone == ZONE_HEADER) {
        box = whole_sheet(page);
        box.y1 = page->area_mm[1] + 8;
    } else if (zone == ZONE_MARGIN)
        box = margin_box(page, random);
    else if (zone == ZONE_LEAD)
        box = lead_box(page, trace);
    if (zone == ZONE_TRACE)
        dislike.trace = 0;
    int found =
        ecg_ground_find(&desk->ground, &box, width, height, &dislike, random, &x, &y, NULL);
    struct ecg_box sheet = whole_sheet(page);
    if (!found)
        found =
            ecg_ground_find(&desk->ground, &sheet, width, height, &dislike, random, &x, &y, NULL);
    if (found)
        ecg_desk_shift(desk, before, x - ink.x0, y - ink.y0);
}

static int strike_last(
    struct ecg_desk *desk, const struct ecg_pile *before, struct ecg_random *random)
{
    struct ecg_box box;
    if (!ecg_desk_box(desk, before, &box))
        return 0;
    struct ecg_pile mark = ecg_desk_pile(desk);
    struct ecg_gait gait = ecg_scribble_gait(&desk->writer.gait);
    double height = fmin(box.y1 - box.y0, 2 * desk->writer.size_mm);
    int code =
        ecg_scribble_strike(&desk->moves, box.x0, box.x1, (box.y0 + box.y1) / 2, height, random);
    if (!code)
        code = ecg_desk_ink(desk, &desk->pen, &gait, ECG_KIND_MARK, random);
    return code ? code : ecg_desk_region(desk, &mark, 0, ECG_KIND_MARK, "");
}

static int underline(struct ecg_desk *desk, double x, double y, double width, double angle,
    struct ecg_random *random)
{
    struct ecg_pile mark = ecg_desk_pile(desk);
    struct ecg_gait gait = ecg_scribble_gait(&desk->writer.gait);
    int lines = ecg_random_chance(random, 0.25) ? 2 : 1, code = 0;
    for (int i = 0; i < lines && !code; i++) {
        double low = y + desk->writer.size_mm * (0.45 + 0.4 * i);
        code = ecg_scribble_line(&desk->moves, x, low, x + width, low, random);
    }
    ecg_desk_turn_moves(desk, 0, x, y, angle);
    if (!code)
        code = ecg_desk_ink(desk, &desk->pen, &gait, ECG_KIND_MARK, random);
    return code ? code : ecg_desk_region(desk, &mark, angle, ECG_KIND_MARK, "");
}

/* A false start: the phrase's first word, struck out. *along gets the room it took. */
static int false_start(struct ecg_desk *desk, const char *phrase, double angle, double *along,
    struct ecg_random *random)
{
    char word[ECG_PHRASE_SIZE] = "";
    memcpy(word, phrase, strcspn(phrase, " "));
    struct ecg_pile before = ecg_desk_pile(desk);
    int code = ecg_desk_write(desk, &desk->writer, &desk->pen, word, 0, 0, angle, random, along);
    *along += desk->writer.size_mm * 0.8;
    return code ? code : strike_last(desk, &before, random);
}

/* Writes a note's lines at the origin. */
static int write_lines(struct ecg_desk *desk, int lines, const struct ecg_trace *trace,
    double angle, struct ecg_random *random)
{
    const struct ecg_scene *scene = desk->scene;
    double size = desk->writer.size_mm, pitch = size * ecg_random_uniform(random, 2.7, 3.7);
    double creep = size * ecg_random_normal(random) * 0.4, width = 0;
    int crossed = ecg_random_chance(random, scene->notes_handwriting_crossed_out), code = 0;
    for (int i = 0; i < lines && !code; i++) {
        char phrase[ECG_PHRASE_SIZE];
        if (trace && ecg_random_chance(random, 0.5))
            ecg_words_of(desk->words, "beside", &desk->blanks, random, phrase);
        else
            ecg_words_note(desk->words, &desk->blanks, scene->notes_words_matching,
                scene->notes_words_agree, random, phrase);
        double along = 0, tilt = angle + 0.012 * ecg_random_normal(random);
        if (i == 0 && crossed)
            code = false_start(desk, phrase, tilt, &along, random);
        double x = along + i * creep, y = i * pitch;
        double at[2] = { x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle) };
        if (!code)
            code = ecg_desk_write(
                desk, &desk->writer, &desk->pen, phrase, at[0], at[1], tilt, random, &width);
        if (!code && i + 1 == lines && width > 0 &&
            ecg_random_chance(random, scene->notes_handwriting_underlined))
            code = underline(desk, at[0], at[1], width, tilt, random);
    }
    return code;
}

static const struct ecg_trace *any_trace(const struct ecg_page *page, struct ecg_random *random)
{
    return page->n_traces ? &page->traces[ecg_random_int(random, 0, (int64_t)page->n_traces - 1)]
                          : NULL;
}

static int write_note(struct ecg_desk *desk, int index)
{
    const struct ecg_scene *scene = desk->scene;
    struct ecg_random random = ecg_desk_random(desk, "note", index);
    struct ecg_pile before = ecg_desk_pile(desk);
    enum zone zone = choose_zone(scene, &random);
    const struct ecg_trace *trace = zone == ZONE_LEAD ? any_trace(desk->page, &random) : NULL;
    if (zone == ZONE_LEAD && !trace)
        zone = ZONE_GAP;
    int lines = trace ? 1 : (int)ecg_random_int(&random, 1, scene->notes_handwriting_lines);
    double angle = scene->notes_handwriting_turn_deg * M_PI / 180 * ecg_random_normal(&random);
    desk->blanks.lead = trace ? trace->name : "";
    int code = write_lines(desk, lines, trace, angle, &random);
    desk->blanks.lead = "";
    if (code)
        return code;
    place(desk, &before, zone, trace, &random);
    if (ecg_desk_keep_on_sheet(desk, &before))
        ecg_desk_settle(desk, &before, ECG_GROUND_NOTE);
    return 0;
}

int ecg_notes_write(struct ecg_desk *desk)
{
    int code = 0;
    for (int i = 0; i < desk->scene->notes_handwriting_count && !code; i++)
        code = write_note(desk, i);
    return code;
}
