/* Scenes drawn over the whole range of every page parameter: a page of finite numbers, or an error
 * that says which parameter is to blame. */
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SCENES = 400 };

/* Half of the parameters anywhere in their range, the others at their defaults. */
static struct ecg_scene any_scene(uint64_t variant)
{
    struct ecg_scene scene = sheet_scene(NULL, variant, NULL);
    struct ecg_random random = ecg_random_named(scene.key, "any");
    for (const struct ecg_param *p = ecg_params; p->name; p++) {
        char *field = (char *)&scene + p->offset;
        if (strncmp(p->name, "page.", 5) != 0 || ecg_random_chance(&random, 0.5))
            continue;
        double real = ecg_random_uniform(&random, p->lo, p->hi);
        int choices = 1;
        for (const char *c = p->choices; *c; c++)
            choices += *c == '|';
        int whole = p->type == ECG_PARAM_ENUM
                        ? (int)ecg_random_int(&random, 0, choices - 1)
                        : (int)ecg_random_int(&random, (int64_t)p->lo,
                              p->type == ECG_PARAM_BOOL ? 1 : (int64_t)p->hi);
        if (p->type == ECG_PARAM_REAL)
            memcpy(field, &real, sizeof real);
        else if (p->type == ECG_PARAM_INT || p->type == ECG_PARAM_BOOL ||
                 p->type == ECG_PARAM_ENUM)
            memcpy(field, &whole, sizeof whole);
    }
    static const char *const layouts[] = { "3x4+1", "1x1", "32x16+8", "12x1", "2x6+3", "6x2" };
    snprintf(
        scene.page_layout, sizeof scene.page_layout, "%s", layouts[ecg_random_int(&random, 0, 5)]);
    scene.page_lead_page = (int)ecg_random_int(&random, 0, 1);
    scene.page_window_start_s = ecg_random_uniform(&random, 0, 12);
    return scene;
}

static int all_finite(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(values[i]))
            return 0;
    return 1;
}

static void check_page(const struct ecg_page *page)
{
    int bad = 0;
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        bad += !all_finite(&line->x0_mm, 1) || !all_finite(&line->y0_mm, 1) ||
               !all_finite(&line->x1_mm, 1) || !all_finite(&line->y1_mm, 1) ||
               !(line->width0_mm > 0) || line->layer >= ECG_LAYER_COUNT;
    }
    for (size_t i = 0; i < page->n_texts; i++) {
        bad += !all_finite(page->texts[i].quad_mm[0], 8);
        bad += page->texts[i].first_glyph + page->texts[i].n_glyphs > page->n_glyphs;
    }
    for (size_t i = 0; i < page->n_traces; i++) {
        const struct ecg_trace *trace = &page->traces[i];
        const double *box = trace->box_mm;
        bad += !all_finite(box, 4) || !all_finite(trace->clip_mm, 4);
        bad += !all_finite(&trace->x_start_mm, 1) || !all_finite(&trace->baseline_mm, 1);
        bad += trace->first_point + (trace->end_sample - trace->start_sample) > page->n_points;
        /* A clip that leaves nothing leaves no box to speak of, but never one off the sheet. */
        bad += box[0] < 0 || box[1] < 0 || box[2] > page->width_mm || box[3] > page->height_mm;
    }
    CHECK_INT(bad, 0);
    CHECK(page->width_mm > 0 && page->height_mm > 0 && page->n_lines < 20000);
    CHECK(isfinite(page->grid_x_mm) && isfinite(page->grid_width_mm));
}

int main(void)
{
    static const char *const sets[] = { "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6", "II", "I II III",
        "X Y Z V1 V2 V3 V4 V5 V6 V7 V8 V9 V3R V4R V5R V6R II III aVF I" };
    int n_built = 0;
    for (int i = 0; i < SCENES; i++) {
        struct ecg_record *record = sheet_record(sets[i % 4], 100, i % 3 ? 10 : 25);
        struct ecg_scene scene = any_scene((uint64_t)i);
        struct ecg_page *page;
        struct ecg_error error = { 0 };
        int code = ecg_page_build(&page, &scene, record, sheet_fonts(), &error);
        CHECK(code == 0 || code == ECG_E_ARGUMENT);
        if (code == 0)
            check_page(page);
        else
            CHECK_HAS(error.message, "page.");
        n_built += code == 0;
        ecg_page_destroy(&page);
        sheet_record_free(&record);
    }
    CHECK(n_built > SCENES / 4);
    printf("%d of %d scenes made a page\n", n_built, SCENES);
    sheet_fonts_close();
    return check_done();
}
