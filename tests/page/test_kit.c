/* The recipe `kit` against each number of FIELD.md section 2, in px at 200 dpi. */
#include "core/units.h"
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <string.h>

#define TWELVE "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"
static const double half_px = 0.5;

static double px(double mm)
{
    return mm * ecg_px_per_mm(200);
}

static const struct ecg_trace *find(const struct ecg_page *page, const char *name, int is_strip)
{
    for (size_t i = 0; i < page->n_traces; i++)
        if (strcmp(page->traces[i].name, name) == 0 && (page->traces[i].column < 0) == is_strip)
            return &page->traces[i];
    return NULL;
}

static void test_geometry(const struct ecg_page *page)
{
    static const char *const cells[3][4] = { { "I", "aVR", "V1", "V4" },
        { "II", "aVL", "V2", "V5" }, { "III", "aVF", "V3", "V6" } };
    static const double zero_lines[] = { 703.5, 987.5, 1271.5, 1531.5 };
    CHECK_NEAR(px(page->width_mm), 2200, 1e-6);
    CHECK_NEAR(px(page->height_mm), 1700, 1e-6);
    CHECK_INT(page->n_traces, 13);
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 4; column++) {
            const struct ecg_trace *trace = find(page, cells[row][column], 0);
            if (!CHECK(trace != NULL))
                continue;
            CHECK_INT(trace->row, row);
            CHECK_INT(trace->column, column);
            CHECK_NEAR(px(trace->baseline_mm), zero_lines[row], half_px);
            CHECK_NEAR(px(trace->x_start_mm), 78.74 + column * 492.13, half_px);
            CHECK_INT(trace->start_sample, column * 1250);
            CHECK_INT(trace->end_sample, (column + 1) * 1250);
            CHECK_NEAR(px(trace->mm_per_mv), 78.74, 0.005);
            CHECK_NEAR(px(trace->mm_per_s), 196.85, 0.005);
        }
    const struct ecg_trace *strip = find(page, "II", 1);
    CHECK(strip && strip->start_sample == 0 && strip->end_sample == 5000);
    CHECK_NEAR(px(strip->baseline_mm), zero_lines[3], half_px);
    CHECK_NEAR(px(strip->x_start_mm), 78.74, half_px);
    CHECK_NEAR(px((double)strip->width_mm), 0.75 / 72 * 200, 0.001);
}

/* 0.2 s by 1 mV just left of every row's trace, in its trace's box. */
static void test_pulse(const struct ecg_page *page)
{
    double x0 = INFINITY, x1 = 0, y0 = INFINITY;
    int n = 0;
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        if (line->kind != ECG_KIND_PULSE)
            continue;
        n++;
        x0 = fmin(x0, fmin(line->x0_mm, line->x1_mm));
        x1 = fmax(x1, fmax(line->x0_mm, line->x1_mm));
        y0 = fmin(y0, fmin(line->y0_mm, line->y1_mm));
        CHECK_NEAR((double)line->width0_mm, 1.5 * 0.264583, 1e-5);
    }
    CHECK_INT(n, 4 * 3);
    CHECK(page->has_pulse);
    CHECK_NEAR(px(x0), 78.74 - 39.37, half_px);
    CHECK_NEAR(px(x1), 78.74, half_px);
    CHECK_NEAR(px(y0), 703.5 - 78.74, half_px);
    for (size_t i = 0; i < page->n_traces; i++) {
        const struct ecg_trace *trace = &page->traces[i];
        int has_pulse = trace->column <= 0;
        CHECK((px(trace->box_mm[0]) < 40) == has_pulse);
        if (has_pulse)
            CHECK(trace->box_mm[1] < trace->baseline_mm - trace->mm_per_mv);
    }
}

static void test_grid(const struct ecg_page *page)
{
    int upright = 0, level = 0;
    CHECK_NEAR(px(page->grid_major_mm), 39.37, 0.005);
    CHECK_NEAR(page->grid_x_mm, 0, 1e-9);
    CHECK_NEAR(page->grid_y_mm, 0.9, 1e-9);
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        if (line->kind != ECG_KIND_GRID)
            continue;
        int is_upright = line->x0_mm == line->x1_mm;
        double at = is_upright ? line->x0_mm : line->y0_mm - 0.9;
        double pitch = line->layer == ECG_LAYER_GRID_MAJOR ? 5 : 1;
        CHECK_NEAR(at / pitch, round(at / pitch), 1e-9);
        CHECK_NEAR((double)line->width0_mm, 0.5 / 72 * 25.4, 1e-5);
        CHECK_NEAR(is_upright ? line->y1_mm - line->y0_mm : line->x1_mm - line->x0_mm,
            is_upright ? page->height_mm : page->width_mm, 1e-9);
        if (line->layer == ECG_LAYER_GRID_MAJOR) {
            upright += is_upright;
            level += !is_upright;
        }
    }
    CHECK_INT(upright, 56); /* 0 to 275 mm */
    CHECK_INT(level, 44);   /* 0.9 to 215.9 mm */
}

static void test_separators(const struct ecg_page *page)
{
    int n = 0;
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        if (line->kind != ECG_KIND_SEPARATOR)
            continue;
        double column = (px(line->x0_mm) - 78.74) / 492.13;
        CHECK_NEAR(column, round(column), half_px / 492.13);
        CHECK(round(column) >= 1 && round(column) <= 3);
        CHECK_NEAR((double)line->width0_mm, 3 * 0.264583, 1e-5);
        n++;
    }
    CHECK_INT(n, 9);
}

static void test_texts(const struct ecg_page *page)
{
    int n_names = 0, n_feet = 0;
    for (size_t i = 0; i < page->n_texts; i++) {
        const struct ecg_text *text = &page->texts[i];
        const char *string = page->strings + text->string;
        CHECK_INT(text->font, ECG_FONT_DEJAVU);
        CHECK_NEAR(text->size_mm, 11.0 / 72 * 25.4, 1e-5);
        if (text->kind == ECG_KIND_FOOTER) {
            CHECK_NEAR(text->y_mm, page->height_mm - 5, 1e-6);
            CHECK(strcmp(string, n_feet ? "10mm/mV" : "25mm/s") == 0);
            n_feet++;
            continue;
        }
        const struct ecg_trace *trace = &page->traces[text->trace];
        CHECK_STR(string, trace->name);
        CHECK_INT(trace->label, (int)i);
        CHECK_NEAR(text->x_mm, trace->x_start_mm, 1e-9);
        CHECK(text->y_mm > trace->baseline_mm + 6.9 && text->y_mm < trace->baseline_mm + 8.1);
        n_names++;
    }
    CHECK_INT(n_names, 13);
    CHECK_INT(n_feet, 2);
}

/* Colours are the five of the table, and the trace a grey of 0 to 0.2. */
static void test_inks(const struct ecg_record *record)
{
    static const float major[5][3] = { { 0.427f, 0.196f, 0.184f }, { 1, 0.796f, 0.866f },
        { 0, 0, 0.4f }, { 0, 0.3f, 0 }, { 1, 0, 0 } };
    static const float minor[5][3] = { { 0.588f, 0.420f, 0.397f }, { 0.996f, 0.929f, 0.973f },
        { 0, 0, 0.7f }, { 0, 0.8f, 0.3f }, { 0.996f, 0.875f, 0.859f } };
    int seen[5] = { 0 };
    for (uint64_t variant = 0; variant < 60; variant++) {
        struct ecg_scene scene = sheet_scene("kit", variant, NULL);
        struct ecg_page *page = sheet_page(&scene, record);
        for (int k = 0; page && k < 5; k++)
            seen[k] +=
                memcmp(page->ink[ECG_LAYER_GRID_MAJOR].rgb, major[k], sizeof major[k]) == 0 &&
                memcmp(page->ink[ECG_LAYER_GRID_MINOR].rgb, minor[k], sizeof minor[k]) == 0;
        const float *trace = page->ink[ECG_LAYER_TRACE].rgb;
        CHECK(
            trace[0] >= 0 && trace[0] <= 0.2001f && trace[0] == trace[1] && trace[1] == trace[2]);
        ecg_page_destroy(&page);
    }
    int all = 0;
    for (int k = 0; k < 5; k++) {
        CHECK(seen[k] > 2);
        all += seen[k];
    }
    CHECK_INT(all, 60);
}

int main(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    struct ecg_scene scene = sheet_scene("kit", 0, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_NEAR(scene.output_dpi, 200, 0);
    if (page) {
        test_geometry(page);
        test_pulse(page);
        test_grid(page);
        test_separators(page);
        test_texts(page);
        test_inks(record);
    }
    ecg_page_destroy(&page);
    sheet_record_free(&record);
    sheet_fonts_close();
    return check_done();
}
