/* Notes on a page: repeatable, within the sheet, each word within its quad, nothing by default. */
#include "core/alloc.h"
#include "notes/notes.h"
#include "support/check.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct sheet {
    struct ecg_scene scene;
    struct ecg_record *record;
    struct ecg_fonts *fonts;
    struct ecg_page *page;
    size_t first_line, first_fill, first_text, first_region; /* of the notes */
};

static void open_sheet(struct sheet *sheet)
{
    memset(sheet, 0, sizeof *sheet);
    ecg_scene_defaults(&sheet->scene);
    CHECK_INT(ecg_record_synthesize(&sheet->record, 1, 3, 10, NULL), 0);
    CHECK_INT(ecg_fonts_open(&sheet->fonts, NULL), 0);
}

static void close_sheet(struct sheet *sheet)
{
    ecg_page_destroy(&sheet->page);
    ecg_fonts_close(&sheet->fonts);
    ecg_record_destroy(&sheet->record);
}

static int make_sheet(struct sheet *sheet, uint64_t seed)
{
    ecg_page_destroy(&sheet->page);
    sheet->scene.key = ecg_key_make(seed, "notes", 0);
    CHECK_INT(ecg_page_build(&sheet->page, &sheet->scene, sheet->record, sheet->fonts, NULL), 0);
    sheet->first_line = sheet->page->n_lines;
    sheet->first_fill = sheet->page->n_fills;
    sheet->first_text = sheet->page->n_texts;
    sheet->first_region = sheet->page->n_regions;
    return ecg_notes_add(sheet->page, &sheet->scene, sheet->record, sheet->fonts, NULL);
}

/* Everything at once. */
static void ask_for_all(struct ecg_scene *s)
{
    s->notes_handwriting_count = 10;
    s->notes_handwriting_crossed_out = 0.3;
    s->notes_handwriting_underlined = 0.3;
    s->notes_handwriting_turn_deg = 8;
    s->notes_marks_arrows = s->notes_marks_circles = s->notes_marks_underlines = 2;
    s->notes_marks_brackets = s->notes_marks_checks = s->notes_marks_questions = 2;
    s->notes_marks_callipers = s->notes_marks_strikes = s->notes_marks_highlights = 2;
    s->notes_marks_initials = s->notes_marks_signatures = 1;
    s->notes_stamp_round = s->notes_stamp_date = s->notes_stamp_box = 1;
    s->notes_sticker_patient = s->notes_sticker_barcode = s->notes_sticker_post_it = 1;
    s->notes_qr_count = s->notes_redaction_count = 1;
}

static void test_nothing_by_default(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    CHECK_INT(make_sheet(&sheet, 1), 0);
    CHECK_INT(sheet.page->n_lines, sheet.first_line);
    CHECK_INT(sheet.page->n_fills, sheet.first_fill);
    CHECK_INT(sheet.page->n_texts, sheet.first_text);
    CHECK_INT(sheet.page->n_regions, sheet.first_region);
    close_sheet(&sheet);
}

/* Every field; the bytes between rgba and order hold nothing. */
static bool same_lines(const struct ecg_page *a, const struct ecg_page *b)
{
    enum { FIELDS = offsetof(struct ecg_line, rgba) + sizeof a->lines->rgba };
    bool same = a->n_lines == b->n_lines;
    for (size_t i = 0; same && i < a->n_lines; i++)
        same = memcmp(&a->lines[i], &b->lines[i], FIELDS) == 0 &&
               a->lines[i].order == b->lines[i].order;
    return same;
}

static bool same_fills(const struct ecg_page *a, const struct ecg_page *b)
{
    enum { FIELDS = offsetof(struct ecg_fill, rgba) + sizeof a->fills->rgba };
    bool same = a->n_fills == b->n_fills;
    for (size_t i = 0; same && i < a->n_fills; i++)
        same = memcmp(&a->fills[i], &b->fills[i], FIELDS) == 0 &&
               a->fills[i].order == b->fills[i].order;
    return same;
}

static void test_repeatable(void)
{
    struct sheet a, b;
    open_sheet(&a);
    open_sheet(&b);
    ask_for_all(&a.scene);
    ask_for_all(&b.scene);
    CHECK_INT(make_sheet(&a, 9), 0);
    CHECK_INT(make_sheet(&b, 9), 0);
    CHECK_INT(a.page->n_lines, b.page->n_lines);
    CHECK(same_lines(a.page, b.page));
    CHECK(same_fills(a.page, b.page));
    CHECK_INT(a.page->n_strings, b.page->n_strings);
    CHECK(memcmp(a.page->strings, b.page->strings, a.page->n_strings) == 0);
    /* One thing more moves no other thing's shape: the first note stays as it was. */
    b.scene.notes_handwriting_count++;
    CHECK_INT(make_sheet(&b, 9), 0);
    CHECK(b.page->n_lines > a.page->n_lines);
    CHECK_INT(make_sheet(&b, 10), 0);
    CHECK(!same_lines(a.page, b.page));
    close_sheet(&a);
    close_sheet(&b);
}

/* A place and a radius in a quad's own frame (mm from its top-left corner), against its size:
 * how far it sticks out, 0 or less inside. */
static double out_of(const double quad[4][2], double x, double y, double radius)
{
    double worst = -INFINITY;
    for (int k = 0; k < 2; k++) {
        const double *end = quad[k ? 3 : 1];
        double ex = end[0] - quad[0][0], ey = end[1] - quad[0][1], length = hypot(ex, ey);
        double u = ((x - quad[0][0]) * ex + (y - quad[0][1]) * ey) / length;
        worst = fmax(worst, fmax(radius - u, u + radius - length));
    }
    return worst;
}

static double line_out_of(const double quad[4][2], const struct ecg_line *line)
{
    return fmax(out_of(quad, line->x0_mm, line->y0_mm, (double)line->width0_mm / 2),
        out_of(quad, line->x1_mm, line->y1_mm, (double)line->width1_mm / 2));
}

/* Every line of a kind lies in a region of that kind; every region is touched on all sides by what
 * lies in it. */
static void check_regions(const struct sheet *sheet)
{
    const struct ecg_page *page = sheet->page;
    const double SLACK = 1e-4;
    int strays = 0, loose = 0;
    for (size_t i = sheet->first_line; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        double nearest = INFINITY;
        for (size_t r = sheet->first_region; r < page->n_regions; r++)
            if (page->regions[r].kind == line->kind)
                nearest =
                    fmin(nearest, line_out_of((const double(*)[2])page->regions[r].quad_mm, line));
        strays += nearest > SLACK;
    }
    for (size_t r = sheet->first_region; r < page->n_regions; r++) {
        const struct ecg_region *region = &page->regions[r];
        if (region->kind != ECG_KIND_HANDWRITING && region->kind != ECG_KIND_MARK)
            continue;
        double touch = INFINITY;
        for (int side = 0; side < 4; side++) {
            const double *a = region->quad_mm[side], *b = region->quad_mm[(side + 1) % 4];
            double ex = b[0] - a[0], ey = b[1] - a[1], length = hypot(ex, ey), gap = INFINITY;
            for (size_t i = sheet->first_line; i < page->n_lines; i++) {
                const struct ecg_line *line = &page->lines[i];
                if (line->kind != region->kind || line_out_of(region->quad_mm, line) > SLACK)
                    continue;
                double off0 = (ex * (line->y0_mm - a[1]) - ey * (line->x0_mm - a[0])) / length -
                              (double)line->width0_mm / 2;
                double off1 = (ex * (line->y1_mm - a[1]) - ey * (line->x1_mm - a[0])) / length -
                              (double)line->width1_mm / 2;
                gap = fmin(gap, fmin(off0, off1));
            }
            touch = side ? fmax(touch, gap) : gap;
        }
        loose += touch > 0.01;
    }
    CHECK_INT(strays, 0);
    CHECK_INT(loose, 0);
}

static void check_on_sheet(const struct sheet *sheet)
{
    const struct ecg_page *page = sheet->page;
    const double paper[4][2] = { { 0, 0 }, { page->width_mm, 0 },
        { page->width_mm, page->height_mm }, { 0, page->height_mm } };
    double worst = -INFINITY;
    for (size_t i = sheet->first_line; i < page->n_lines; i++)
        worst = fmax(worst, line_out_of(paper, &page->lines[i]));
    for (size_t i = sheet->first_fill; i < page->n_fills; i++)
        for (int k = 0; k < 4; k++)
            worst = fmax(worst,
                out_of(paper, page->fills[i].corner_mm[k][0], page->fills[i].corner_mm[k][1], 0));
    for (size_t i = sheet->first_text; i < page->n_texts; i++)
        for (int k = 0; k < 4; k++)
            worst = fmax(worst,
                out_of(paper, page->texts[i].quad_mm[k][0], page->texts[i].quad_mm[k][1], 0));
    for (size_t i = sheet->first_region; i < page->n_regions; i++)
        for (int k = 0; k < 4; k++)
            worst = fmax(worst,
                out_of(paper, page->regions[i].quad_mm[k][0], page->regions[i].quad_mm[k][1], 0));
    CHECK(worst <= 0);
}

static void test_quads_hold_their_ink(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    ask_for_all(&sheet.scene);
    for (uint64_t seed = 0; seed < 6; seed++) {
        sheet.scene.notes_handwriting_pen = (int)(seed % 4);
        sheet.scene.notes_marks_pen = (int)(4 - seed % 5);
        sheet.scene.notes_handwriting_tremor = seed % 3 ? 0 : 0.8;
        sheet.scene.notes_handwriting_hurry = (double)(seed % 6) / 5;
        sheet.scene.notes_handwriting_legibility = (double)(seed % 4) / 3;
        sheet.scene.notes_redaction_style = (int)(seed % 4);
        sheet.scene.notes_redaction_where = (int)(seed % 3);
        CHECK_INT(make_sheet(&sheet, seed), 0);
        check_regions(&sheet);
        check_on_sheet(&sheet);
    }
    close_sheet(&sheet);
}

static void test_small_sheets(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    ask_for_all(&sheet.scene);
    sheet.scene.page_size = 5; /* custom */
    static const double SIZES[][2] = { { 60, 40 }, { 300, 50 }, { 50, 250 }, { 30, 20 } };
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        sheet.scene.page_width_mm = SIZES[i][0];
        sheet.scene.page_height_mm = SIZES[i][1];
        strcpy(sheet.scene.page_layout, i == 3 ? "1x1" : "2x1");
        sheet.scene.key = ecg_key_make(i, "small", 0);
        struct ecg_page *page;
        if (ecg_page_build(&page, &sheet.scene, sheet.record, sheet.fonts, NULL))
            continue; /* too small for any trace */
        ecg_page_destroy(&page);
        CHECK_INT(make_sheet(&sheet, i), 0);
        check_on_sheet(&sheet);
    }
    /* Asked for, notes may leave the sheet. */
    sheet.scene.notes_place_off_sheet = 1;
    CHECK_INT(make_sheet(&sheet, 1), 0);
    close_sheet(&sheet);
}

/* Any value that the table allows, counts aside, still keeps to the sheet. */
static void draw_anything(struct ecg_scene *scene, struct ecg_random *random)
{
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        void *value = (char *)scene + param->offset;
        if (strncmp(param->name, "notes.", 6) != 0)
            continue;
        int choices = 1;
        for (const char *c = param->choices; *c; c++)
            choices += *c == '|';
        double u = ecg_random_chance(random, 0.3) ? ecg_random_chance(random, 0.5)
                                                  : ecg_random_unit(random);
        if (param->type == ECG_PARAM_REAL)
            *(double *)value = param->lo + u * (param->hi - param->lo);
        else if (param->type == ECG_PARAM_INT)
            *(int *)value = (int)ecg_random_int(random, 0, 2) > param->lo
                                ? (int)ecg_random_int(random, 1, 2)
                                : (int)param->lo;
        else if (param->type == ECG_PARAM_ENUM)
            *(int *)value = (int)ecg_random_int(random, 0, choices - 1);
        else if (param->type == ECG_PARAM_BOOL)
            *(int *)value = ecg_random_chance(random, 0.5);
    }
    scene->notes_place_off_sheet = 0;
}

static void test_all_ranges(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct ecg_random random = ecg_random_named(ecg_key_make(seed, "any", 0), "any");
        draw_anything(&sheet.scene, &random);
        CHECK_INT(make_sheet(&sheet, seed), 0);
        check_on_sheet(&sheet);
        for (size_t i = sheet.first_line; i < sheet.page->n_lines; i++) {
            const struct ecg_line *line = &sheet.page->lines[i];
            if (!(isfinite(line->x0_mm + line->y0_mm + line->x1_mm + line->y1_mm) &&
                    line->width0_mm >= 0 && line->width1_mm >= 0 && line->alpha >= 0 &&
                    line->alpha <= 1)) {
                check_that(false, "a line of finite place and sane width", __FILE__, __LINE__);
                break;
            }
        }
    }
    close_sheet(&sheet);
}

static void test_content(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    FILE *file = fopen("words.txt", "w");
    if (file) {
        fputs("alpha beta\n", file);
        fclose(file);
    }
    strcpy(sheet.scene.notes_words_file, "words.txt");
    sheet.scene.notes_handwriting_count = 2;
    sheet.scene.notes_handwriting_lines = 1;
    sheet.scene.notes_handwriting_crossed_out = sheet.scene.notes_handwriting_underlined = 0;
    sheet.scene.notes_place_lead = 0; /* those may write something else */
    CHECK_INT(make_sheet(&sheet, 3), 0);
    const struct ecg_page *page = sheet.page;
    CHECK_INT(page->n_regions - sheet.first_region, 4);
    static const char *const WORDS[] = { "alpha", "beta", "alpha", "beta" };
    for (int i = 0; i < 4 && page->n_regions >= sheet.first_region + 4; i++) {
        const struct ecg_region *region = &page->regions[sheet.first_region + (size_t)i];
        CHECK_STR(page->strings + region->string, WORDS[i]);
        CHECK_INT(region->kind, ECG_KIND_HANDWRITING);
    }
    /* The same word, twice, is not the same ink: compare widths of the two quads. */
    double widths[2];
    for (int i = 0; i < 2; i++) {
        const struct ecg_region *region = &page->regions[sheet.first_region + 2 * (size_t)i];
        const double(*q)[2] = region->quad_mm;
        widths[i] = hypot(q[1][0] - q[0][0], q[1][1] - q[0][1]);
    }
    CHECK(fabs(widths[0] - widths[1]) > 0.01);
    CHECK_NEAR(widths[0], widths[1], 0.35 * widths[0]);
    /* Lines are all in the pen's layer, whose ink is the scene's. */
    for (size_t i = sheet.first_line; i < page->n_lines; i++)
        if (page->lines[i].layer != ECG_LAYER_PEN_A)
            check_that(false, "in pen A's layer", __FILE__, __LINE__);
    CHECK_NEAR(page->ink[ECG_LAYER_PEN_A].rgb[2], sheet.scene.notes_handwriting_color[2], 1e-6);
    strcpy(sheet.scene.notes_words_file, "missing.txt");
    CHECK_INT(make_sheet(&sheet, 3), ECG_E_IO);
    close_sheet(&sheet);
}

static void test_stuck_things_cover(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    sheet.scene.notes_redaction_count = 3;
    sheet.scene.notes_redaction_where = 1; /* trace */
    for (int style = 0; style < 4; style++) {
        sheet.scene.notes_redaction_style = style;
        CHECK_INT(make_sheet(&sheet, 4), 0);
        const struct ecg_page *page = sheet.page;
        int covers = 0;
        for (size_t r = sheet.first_region; r < page->n_regions; r++) {
            const struct ecg_region *region = &page->regions[r];
            covers += region->kind == ECG_KIND_COVER;
            double middle[2], hidden = 0;
            for (int k = 0; k < 2; k++)
                middle[k] = (region->quad_mm[0][k] + region->quad_mm[2][k]) / 2;
            for (size_t i = sheet.first_fill; i < page->n_fills; i++)
                if (page->fills[i].layer == ECG_LAYER_STUCK && page->fills[i].rgba[3] == 255 &&
                    out_of((const double(*)[2])page->fills[i].corner_mm, middle[0], middle[1],
                        0) <= 0)
                    hidden = 1;
            CHECK(hidden > 0);
        }
        CHECK_INT(covers, 3);
    }
    close_sheet(&sheet);
}

static void test_out_of_memory(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    ask_for_all(&sheet.scene);
    int failed = 0;
    for (long n = 1; n < 4000; n += n < 12 ? 1 : 1 + n / 3) {
        ecg_page_destroy(&sheet.page);
        sheet.scene.key = ecg_key_make(6, "memory", 0);
        CHECK_INT(ecg_page_build(&sheet.page, &sheet.scene, sheet.record, sheet.fonts, NULL), 0);
        struct ecg_error error;
        ecg_alloc_fail_from(n);
        int code = ecg_notes_add(sheet.page, &sheet.scene, sheet.record, sheet.fonts, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == 0 || code == ECG_E_MEMORY);
        failed += code != 0;
        if (code == 0)
            break;
    }
    CHECK(failed > 12);
    close_sheet(&sheet);
}

static void print_time(void)
{
    struct sheet sheet;
    open_sheet(&sheet);
    ask_for_all(&sheet.scene);
    enum { RUNS = 20 };
    double seconds = 0;
    size_t lines = 0;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        ecg_page_destroy(&sheet.page);
        sheet.scene.key = ecg_key_make(seed, "time", 0);
        CHECK_INT(ecg_page_build(&sheet.page, &sheet.scene, sheet.record, sheet.fonts, NULL), 0);
        size_t before = sheet.page->n_lines;
        clock_t start = clock();
        CHECK_INT(ecg_notes_add(sheet.page, &sheet.scene, sheet.record, sheet.fonts, NULL), 0);
        seconds += (double)(clock() - start) / CLOCKS_PER_SEC;
        lines += sheet.page->n_lines - before;
    }
    printf(
        "a sheet full of notes: %.2f ms of CPU, %zu lines\n", 1e3 * seconds / RUNS, lines / RUNS);
    close_sheet(&sheet);
}

int main(void)
{
    test_nothing_by_default();
    test_repeatable();
    test_quads_hold_their_ink();
    test_small_sheets();
    test_all_ranges();
    test_content();
    test_stuck_things_cover();
    test_out_of_memory();
    print_time();
    return check_done();
}
