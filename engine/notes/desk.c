#include "notes/desk.h"

#include "core/alloc.h"
#include "page/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What is dated by hand is dated some hours after the recording, by someone of that hospital. */
static void draw_blanks(struct ecg_desk *desk)
{
    struct ecg_random r = ecg_random_named(desk->key, "blanks");
    struct ecg_blanks *blanks = &desk->blanks;
    const struct ecg_identity *who = &desk->identity;
    static const char *const FORMS[] = { "%d/%d/%02d", "%02d/%02d/%02d", "%d.%d.%02d" };
    int is_us = strcmp(who->language, "en") == 0 && ecg_random_chance(&r, 0.4);
    const char *form = FORMS[ecg_random_int(&r, 0, 2)];
    snprintf(blanks->date, sizeof blanks->date, form, is_us ? who->month : who->day,
        is_us ? who->day : who->month, who->year % 100);
    const char *separator = ecg_random_chance(&r, 0.75) ? ":" : ".";
    int minutes = who->hour * 60 + who->minute + (int)ecg_random_int(&r, 2, 180);
    minutes = minutes < 24 * 60 ? minutes : 24 * 60 - 1;
    snprintf(
        blanks->time, sizeof blanks->time, "%02d%s%02d", minutes / 60, separator, minutes % 60);
    static const char FIRST[] = "ABCDEFGHJKLMNPRSTVWZ";
    int n = (int)ecg_random_int(&r, 2, 3);
    for (int i = 0; i < n; i++)
        blanks->initials[i] = FIRST[ecg_random_int(&r, 0, (int64_t)sizeof FIRST - 2)];
    ecg_word_pick("people", who->language, "family", &r, blanks->surname, sizeof blanks->surname);
    blanks->lead = "";
}

/* The record's codes: its diagnosis, or the statements of PTB-XL's "Labels:" comment. */
static const char *codes_of(const struct ecg_record *record)
{
    static const char LABELS[] = "Labels:";
    if (record->diagnosis[0])
        return record->diagnosis;
    for (int i = 0; i < record->n_comments; i++)
        if (strncasecmp(record->comments[i], LABELS, sizeof LABELS - 1) == 0)
            return record->comments[i] + sizeof LABELS - 1;
    return "";
}

/* The scene's pens, and their inks on the page: pen A writes, pen B marks where it is another. */
static void draw_pens(struct ecg_desk *desk)
{
    const struct ecg_scene *scene = desk->scene;
    static const float GRAPHITE[3] = { 0.24f, 0.24f, 0.26f };
    struct ecg_random r = ecg_random_named(desk->key, "pens");
    ecg_writing_pen_draw(&desk->pen, scene->notes_handwriting_pen,
        scene->notes_handwriting_pen_width_mm, ECG_LAYER_PEN_A, &r);
    desk->mark_pen = desk->pen;
    if (scene->notes_marks_pen > 0)
        ecg_writing_pen_draw(&desk->mark_pen, scene->notes_marks_pen - 1, 0, ECG_LAYER_PEN_B, &r);
    const struct ecg_writing_pen *pens[] = { &desk->pen, &desk->mark_pen };
    const float *colors[] = { scene->notes_handwriting_color, scene->notes_marks_color };
    for (int i = 0; i < 2; i++) {
        if (i == 1 && scene->notes_marks_pen == 0)
            break;
        struct ecg_ink *ink = &desk->page->ink[pens[i]->layer];
        const float *rgb = pens[i]->kind == ECG_NIB_PENCIL ? GRAPHITE : colors[i];
        memcpy(ink->rgb, rgb, sizeof ink->rgb);
        ink->opacity = (float)ecg_writing_pen_opacity(pens[i]);
    }
    struct ecg_ink *marker = &desk->page->ink[ECG_LAYER_HIGHLIGHTER];
    memcpy(marker->rgb, scene->notes_marks_highlighter_color, sizeof marker->rgb);
    marker->opacity = 0.55f;
    struct ecg_ink *stamp = &desk->page->ink[ECG_LAYER_STAMP];
    memcpy(stamp->rgb, scene->notes_stamp_color, sizeof stamp->rgb);
    stamp->opacity = 0.85f;
}

static void draw_writer(struct ecg_desk *desk)
{
    const struct ecg_scene *scene = desk->scene;
    struct ecg_writer_params params = {
        .size_mm = scene->notes_handwriting_size_mm,
        .legibility = scene->notes_handwriting_legibility,
        .hurry = scene->notes_handwriting_hurry,
        .cursive = scene->notes_handwriting_cursive,
        .slant_deg = scene->notes_handwriting_slant_deg,
        .aspect = scene->notes_handwriting_aspect,
        .spacing = scene->notes_handwriting_spacing,
        .tremor = scene->notes_handwriting_tremor,
        .all_capitals = scene->notes_handwriting_capitals,
    };
    ecg_writer_draw(&desk->writer, &params, ecg_key_name(desk->key, "writer"));
    desk->writer = ecg_desk_writer_for(desk, &desk->pen);
}

int ecg_desk_open(struct ecg_desk *desk, struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    memset(desk, 0, sizeof *desk);
    desk->page = page;
    desk->scene = scene;
    desk->record = record;
    desk->fonts = fonts;
    desk->error = error;
    desk->key = ecg_key_name(scene->key, "notes");
    int code = ecg_letters_open(&desk->letters, error);
    if (!code)
        code = (scene->notes_words_text ? ecg_words_open_text : ecg_words_open)(
            &desk->words, scene->notes_words_file, codes_of(record), error);
    if (!code && ecg_ground_open(&desk->ground, page))
        code = ecg_fail(error, ECG_E_MEMORY, "notes: out of memory");
    if (code) {
        ecg_desk_close(desk);
        return code;
    }
    ecg_identity_invent(&desk->identity, scene, record);
    draw_blanks(desk);
    draw_pens(desk);
    draw_writer(desk);
    return 0;
}

void ecg_desk_close(struct ecg_desk *desk)
{
    ecg_letters_close(&desk->letters);
    ecg_words_close(&desk->words);
    ecg_ground_close(&desk->ground);
    ecg_free(desk->beats_s);
    desk->beats_s = NULL;
    ecg_free(desk->moves.items);
    ecg_free(desk->trail.items);
    memset(&desk->moves, 0, sizeof desk->moves);
    memset(&desk->trail, 0, sizeof desk->trail);
}

struct ecg_random ecg_desk_random(const struct ecg_desk *desk, const char *name, int index)
{
    return ecg_random_start(ecg_key_index(ecg_key_name(desk->key, name), (uint64_t)index));
}

struct ecg_pile ecg_desk_pile(const struct ecg_desk *desk)
{
    const struct ecg_page *page = desk->page;
    return (struct ecg_pile){ page->n_lines, page->n_fills, page->n_texts, page->n_regions };
}

static void shift_quad(double quad_mm[4][2], double dx, double dy)
{
    for (int i = 0; i < 4; i++) {
        quad_mm[i][0] += dx;
        quad_mm[i][1] += dy;
    }
}

void ecg_desk_shift(struct ecg_desk *desk, const struct ecg_pile *since, double dx, double dy)
{
    struct ecg_page *page = desk->page;
    for (size_t i = since->lines; i < page->n_lines; i++) {
        page->lines[i].x0_mm += dx;
        page->lines[i].y0_mm += dy;
        page->lines[i].x1_mm += dx;
        page->lines[i].y1_mm += dy;
    }
    for (size_t i = since->fills; i < page->n_fills; i++)
        shift_quad(page->fills[i].corner_mm, dx, dy);
    for (size_t i = since->texts; i < page->n_texts; i++) {
        page->texts[i].x_mm += dx;
        page->texts[i].y_mm += dy;
        shift_quad(page->texts[i].quad_mm, dx, dy);
    }
    for (size_t i = since->regions; i < page->n_regions; i++)
        shift_quad(page->regions[i].quad_mm, dx, dy);
}

void ecg_desk_drop(struct ecg_desk *desk, const struct ecg_pile *since)
{
    desk->page->n_lines = since->lines;
    desk->page->n_fills = since->fills;
    desk->page->n_texts = since->texts;
    desk->page->n_regions = since->regions;
}

/* Extent in a frame turned by an angle. */
struct extent {
    double cos_a, sin_a;
    double lo[2], hi[2];
};

static void widen(struct extent *e, double x, double y, double radius)
{
    double u[2] = { x * e->cos_a + y * e->sin_a, y * e->cos_a - x * e->sin_a };
    for (int k = 0; k < 2; k++) {
        e->lo[k] = fmin(e->lo[k], u[k] - radius);
        e->hi[k] = fmax(e->hi[k], u[k] + radius);
    }
}

static struct extent measure(
    const struct ecg_desk *desk, const struct ecg_pile *since, double angle_rad)
{
    const struct ecg_page *page = desk->page;
    struct extent e = { cos(angle_rad), sin(angle_rad), { INFINITY, INFINITY },
        { -INFINITY, -INFINITY } };
    for (size_t i = since->lines; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        widen(&e, line->x0_mm, line->y0_mm, (double)line->width0_mm / 2);
        widen(&e, line->x1_mm, line->y1_mm, (double)line->width1_mm / 2);
    }
    for (size_t i = since->fills; i < page->n_fills; i++)
        for (int k = 0; k < 4; k++)
            widen(&e, page->fills[i].corner_mm[k][0], page->fills[i].corner_mm[k][1], 0);
    for (size_t i = since->texts; i < page->n_texts; i++)
        for (int k = 0; k < 4; k++)
            widen(&e, page->texts[i].quad_mm[k][0], page->texts[i].quad_mm[k][1], 0);
    return e;
}

int ecg_desk_box(const struct ecg_desk *desk, const struct ecg_pile *since, struct ecg_box *box)
{
    struct extent e = measure(desk, since, 0);
    for (size_t i = since->regions; i < desk->page->n_regions; i++)
        for (int k = 0; k < 4; k++) {
            const double *corner = desk->page->regions[i].quad_mm[k];
            widen(&e, corner[0], corner[1], 0);
        }
    *box = (struct ecg_box){ e.lo[0], e.lo[1], e.hi[0], e.hi[1] };
    return e.hi[0] >= e.lo[0];
}

void ecg_desk_settle(struct ecg_desk *desk, const struct ecg_pile *since, int what)
{
    struct ecg_box box;
    if (ecg_desk_box(desk, since, &box))
        ecg_ground_fill(&desk->ground, &box, what);
}

int ecg_desk_keep_on_sheet(struct ecg_desk *desk, const struct ecg_pile *since)
{
    const double EDGE_MM = 0.5;
    const struct ecg_page *page = desk->page;
    struct ecg_box box;
    int is_there = ecg_desk_box(desk, since, &box);
    if (is_there && desk->scene->notes_place_off_sheet)
        return 1;
    if (!is_there || box.x1 - box.x0 > page->width_mm - 2 * EDGE_MM ||
        box.y1 - box.y0 > page->height_mm - 2 * EDGE_MM) {
        ecg_desk_drop(desk, since);
        return 0;
    }
    double dx = fmax(EDGE_MM - box.x0, 0) + fmin(page->width_mm - EDGE_MM - box.x1, 0);
    double dy = fmax(EDGE_MM - box.y0, 0) + fmin(page->height_mm - EDGE_MM - box.y1, 0);
    if (dx != 0 || dy != 0)
        ecg_desk_shift(desk, since, dx, dy);
    return 1;
}

int ecg_desk_region(struct ecg_desk *desk, const struct ecg_pile *since, double angle_rad,
    uint8_t kind, const char *content)
{
    struct extent e = measure(desk, since, angle_rad);
    struct ecg_region region = { .kind = kind };
    if (!(e.hi[0] >= e.lo[0]))
        return 0;
    for (int i = 0; i < 4; i++) {
        double u = i == 1 || i == 2 ? e.hi[0] : e.lo[0], v = i >= 2 ? e.hi[1] : e.lo[1];
        region.quad_mm[i][0] = u * e.cos_a - v * e.sin_a;
        region.quad_mm[i][1] = u * e.sin_a + v * e.cos_a;
    }
    if (ecg_page_add_string(desk->page, content, &region.string))
        return ECG_E_MEMORY;
    return ecg_page_add_region(desk->page, &region);
}

struct ecg_writer ecg_desk_writer_for(
    const struct ecg_desk *desk, const struct ecg_writing_pen *pen)
{
    struct ecg_writer writer = desk->writer;
    writer.size_mm = fmax(writer.size_mm, 3.2 * pen->width_mm);
    writer.gait.unit_mm = writer.size_mm;
    return writer;
}

int ecg_desk_ink(struct ecg_desk *desk, const struct ecg_writing_pen *pen,
    const struct ecg_gait *gait, uint8_t kind, struct ecg_random *random)
{
    int code = ecg_kinematic_run(&desk->trail, &desk->moves, gait, ecg_writing_pen_step_mm(pen));
    desk->moves.count = 0;
    return code ? code : ecg_writing_pen_ink(desk->page, pen, &desk->trail, kind, random);
}

void ecg_desk_turn_moves(
    struct ecg_desk *desk, size_t first, double x_mm, double y_mm, double angle_rad)
{
    double c = cos(angle_rad), s = sin(angle_rad);
    for (size_t i = first; i < desk->moves.count; i++) {
        struct ecg_move *move = &desk->moves.items[i];
        double x = move->x - x_mm, y = move->y - y_mm;
        move->x = x_mm + x * c - y * s;
        move->y = y_mm + x * s + y * c;
    }
}

static int write_word(struct ecg_desk *desk, const struct ecg_writer *writer,
    const struct ecg_writing_pen *pen, const char *word, const double at_mm[2], double angle_rad,
    struct ecg_random *random, double *advance_mm)
{
    struct ecg_pile before = ecg_desk_pile(desk);
    desk->moves.count = 0;
    int code = ecg_hand_word(
        &desk->moves, desk->letters, writer, word, at_mm[0], at_mm[1], random, advance_mm);
    if (code)
        return code;
    ecg_desk_turn_moves(desk, 0, at_mm[0], at_mm[1], angle_rad);
    code = ecg_desk_ink(desk, pen, &writer->gait, ECG_KIND_HANDWRITING, random);
    return code ? code : ecg_desk_region(desk, &before, angle_rad, ECG_KIND_HANDWRITING, word);
}

int ecg_desk_write(struct ecg_desk *desk, const struct ecg_writer *writer,
    const struct ecg_writing_pen *pen, const char *text, double x_mm, double y_mm,
    double angle_rad, struct ecg_random *random, double *width_mm)
{
    double along = 0;
    for (const char *s = text; *s;) {
        s += strspn(s, " \t");
        char word[ECG_PHRASE_SIZE];
        size_t n = strcspn(s, " \t"), kept = n < sizeof word ? n : sizeof word - 1;
        if (n == 0)
            break;
        memcpy(word, s, kept);
        word[kept] = 0;
        double at[2] = { x_mm + along * cos(angle_rad), y_mm + along * sin(angle_rad) };
        double advance;
        int code = write_word(desk, writer, pen, word, at, angle_rad, random, &advance);
        if (code)
            return code;
        along += advance;
        s += n;
        if (*s)
            along += writer->word_gap * writer->size_mm * ecg_random_uniform(random, 0.75, 1.3);
    }
    if (width_mm)
        *width_mm = along;
    return 0;
}
