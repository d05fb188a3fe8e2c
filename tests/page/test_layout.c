/* Every layout with every number of leads: builds, stays on the sheet, shows each lead once. */
#include "page/plan.h"
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TWELVE "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"
#define FIFTEEN TWELVE " V7 V8 V9"

static const char *const lead_sets[] = { "II", "MLII", "I II", "MLII V5", "I II III",
    "I II III aVR aVL aVF", "I II V1 V2 V3 V4 V5 V6", TWELVE, FIFTEEN };
static const int set_sizes[] = { 1, 1, 2, 2, 3, 6, 8, 12, 15 };
enum { SETS = sizeof lead_sets / sizeof lead_sets[0] };

static const char *const layouts[] = { "3x4", "3x4+1", "3x4+2", "3x4+3", "6x2", "6x2+1", "12x1",
    "2x6", "6x1", "3x1", "2x1", "1x1", "4x4+1R", "12X1+2" };

static void test_parse(void)
{
    static const struct {
        const char *text;
        struct ecg_layout layout;
    } good[] = { { "3x4", { 3, 4, 0 } }, { "3x4+1", { 3, 4, 1 } }, { "12x1", { 12, 1, 0 } },
        { "6X2+1R", { 6, 2, 1 } }, { "32x16+8", { 32, 16, 8 } } };
    static const char *const bad[] = { "", "3", "3x", "x4", "0x4", "3x0", "33x1", "3x17", "3x4+",
        "3x4+9", "3x4+1x", "3x4 +1", "3-4", "-3x4", "3x4+-1", "3x4R", "999999x1" };
    struct ecg_error error;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct ecg_layout layout = { 0 };
        CHECK_INT(ecg_layout_parse(good[i].text, &layout, &error), 0);
        CHECK(memcmp(&layout, &good[i].layout, sizeof layout) == 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ecg_layout layout;
        if (!CHECK(ecg_layout_parse(bad[i], &layout, &error) == ECG_E_ARGUMENT))
            fprintf(stderr, "\"%s\" was taken\n", bad[i]);
        CHECK_HAS(error.message, "page.layout: expected");
    }
}

static int is_inside(double x, double y, const double box[4], double slack)
{
    return x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack &&
           y <= box[3] + slack;
}

/* Boxes hold the points that are not clipped away and lie on the sheet; so do all texts. */
static void check_on_sheet(const struct ecg_page *page)
{
    const double sheet[4] = { 0, 0, page->width_mm, page->height_mm };
    int outside = 0, unboxed = 0, texts_outside = 0;
    for (size_t i = 0; i < page->n_traces; i++) {
        const struct ecg_trace *trace = &page->traces[i];
        CHECK(is_inside(trace->box_mm[0], trace->box_mm[1], sheet, 1e-9));
        CHECK(is_inside(trace->box_mm[2], trace->box_mm[3], sheet, 1e-9));
        CHECK(trace->baseline_mm > 0 && trace->baseline_mm < page->height_mm);
        for (size_t k = 0; k < trace->end_sample - trace->start_sample; k++) {
            const struct ecg_point *p = &page->points[trace->first_point + k];
            outside += p->x_mm < 0 || p->x_mm > page->width_mm;
            if (is_inside(p->x_mm, p->y_mm, trace->clip_mm, 0))
                unboxed += !is_inside(p->x_mm, p->y_mm, trace->box_mm, 1e-9);
        }
    }
    for (size_t i = 0; i < page->n_texts; i++)
        for (int corner = 0; corner < 4; corner++) {
            const double *xy = page->texts[i].quad_mm[corner];
            texts_outside += !is_inside(xy[0], xy[1], sheet, 0);
        }
    CHECK_INT(outside, 0);
    CHECK_INT(unboxed, 0);
    CHECK_INT(texts_outside, 0);
}

/* Traces of one row do not run into each other. */
static void check_apart(const struct ecg_page *page)
{
    for (size_t i = 0; i < page->n_traces; i++)
        for (size_t j = 0; j < page->n_traces; j++) {
            const struct ecg_trace *a = &page->traces[i], *b = &page->traces[j];
            if (a->row != b->row || a->column >= b->column)
                continue;
            double end =
                a->x_start_mm + (double)(a->end_sample - a->start_sample) / 500 * a->mm_per_s;
            CHECK(end <= b->x_start_mm + 1e-6);
        }
}

static void test_all(void)
{
    for (int set = 0; set < SETS; set++) {
        struct ecg_record *record = sheet_record(lead_sets[set], 500, 10);
        for (size_t l = 0; l < sizeof layouts / sizeof layouts[0]; l++) {
            char setting[64], sheet_of_leads[64];
            int seen[16] = { 0 }, lead_pages = 0, windows = 0;
            snprintf(setting, sizeof setting, "page.layout=%s", layouts[l]);
            struct ecg_scene scene = sheet_scene(NULL, 0, setting, NULL);
            CHECK_INT(ecg_page_count(&scene, record, &windows, NULL, &lead_pages, NULL), 0);
            CHECK_INT(windows, 1);
            for (int p = 0; p < lead_pages; p++) {
                snprintf(sheet_of_leads, sizeof sheet_of_leads, "page.lead_page=%d", p);
                scene = sheet_scene(NULL, 0, setting, sheet_of_leads, NULL);
                struct ecg_page *page = sheet_page(&scene, record);
                if (!page)
                    continue;
                check_on_sheet(page);
                check_apart(page);
                for (size_t i = 0; i < page->n_traces; i++)
                    if (page->traces[i].column >= 0)
                        seen[page->traces[i].lead]++;
                ecg_page_destroy(&page);
            }
            for (int i = 0; i < set_sizes[set]; i++)
                if (!CHECK_INT(seen[i], 1))
                    fprintf(stderr, "%s, lead %d of \"%s\"\n", layouts[l], i, lead_sets[set]);
        }
        sheet_record_free(&record);
    }
}

static void check_printed(const char *leads, const char *asked, const char *printed, int has_note)
{
    char setting[64];
    struct ecg_record *record = sheet_record(leads, 500, 10);
    snprintf(setting, sizeof setting, "page.layout=%s", asked);
    struct ecg_scene scene = sheet_scene(NULL, 0, setting, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    if (page) {
        CHECK_STR(page->layout, printed);
        CHECK_INT(page->note[0] != 0, has_note);
    }
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void test_fallbacks(void)
{
    check_printed(TWELVE, "3x4+3", "3x4+3", 0);
    check_printed(TWELVE, "6x2+1", "6x2+1", 0);
    check_printed(TWELVE, "6x1", "6x1", 0);
    check_printed("I II III", "3x4+1", "3x1", 1);
    check_printed("I II III aVR aVL aVF", "3x4+1", "3x2+1", 1);
    check_printed("I II V1 V2 V3 V4 V5 V6", "6x2", "6x2", 0);
    check_printed("II", "3x4+1", "1x1", 1);
    check_printed("II V5", "12x1", "2x1", 1);
    check_printed(FIFTEEN, "3x4+1", "3x5+1", 1);
    check_printed(FIFTEEN, "12x1", "12x1", 0);
}

/* A sheet too low for its rows gets fewer, and says so. */
static void test_low_sheet(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.size=roll", "page.roll.width_mm=50",
        "page.layout=6x2+1", "page.row_pitch_min_mm=11", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_STR(page->layout, "3x2");
    CHECK_HAS(page->note, "too low");
    CHECK_NEAR(page->height_mm, 50, 0);
    /* As long as its contents: margins, pulse and 10 s. */
    CHECK_NEAR(page->width_mm, 8 + 2 + 5 + 0.5 + 250 + 8, 1e-9);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void check_order(const char *leads, const char *order, const char *expected)
{
    char names[256] = "", setting[128];
    struct ecg_record *record = sheet_record(leads, 500, 10);
    snprintf(setting, sizeof setting, "%s", order);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.layout=3x4", setting, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    for (size_t i = 0; page && i < page->n_traces; i++) {
        size_t n = strlen(names);
        snprintf(names + n, sizeof names - n, "%s%s", i ? " " : "", page->traces[i].name);
    }
    CHECK_STR(names, expected);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void test_orders(void)
{
    static const char mixed[] = "V6 V5 V4 V3 V2 V1 aVF aVL aVR III II I";
    check_order(mixed, "page.lead_order=standard", TWELVE);
    check_order(mixed, "page.lead_order=cabrera", "aVL I -aVR II aVF III V1 V2 V3 V4 V5 V6");
    check_order(mixed, "page.lead_order=record", mixed);
    check_order(mixed, "page.leads='V1, -aVR,II'", "V1 -aVR II");
    check_order("X Y V4R V2 I", "page.lead_order=standard", "I V2 V4R X Y");
}

static void test_cabrera_sign(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.lead_order=cabrera", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    const struct ecg_trace *turned = &page->traces[2];
    CHECK_STR(turned->name, "-aVR");
    CHECK_INT(turned->sign, -1);
    CHECK_INT(turned->lead, 3);
    double mv = record->leads[3].samples[turned->start_sample + 100];
    double up_mm = turned->baseline_mm - page->points[turned->first_point + 100].y_mm;
    CHECK_NEAR(up_mm, -mv * 10, 1e-9);
    CHECK_NEAR(ecg_page_trace_mv(page, turned, 100), mv, 1e-12);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void check_strips(const char *leads, const char *wanted, const char *expected)
{
    char names[64] = "", setting[64];
    struct ecg_record *record = sheet_record(leads, 500, 10);
    snprintf(setting, sizeof setting, "page.strips='%s'", wanted);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.layout=3x4+2", setting, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    for (size_t i = 0; page && i < page->n_traces; i++)
        if (page->traces[i].column < 0) {
            size_t n = strlen(names);
            snprintf(names + n, sizeof names - n, "%s%s", n ? " " : "", page->traces[i].name);
        }
    CHECK_STR(names, expected);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void test_strips(void)
{
    check_strips(TWELVE, "V1,II,V5", "V1 II");
    check_strips(TWELVE, "V9,aVF", "aVF II");
    check_strips("I III aVR aVL aVF V2 V3", "II", "I aVF");
}

static void test_errors(void)
{
    struct ecg_record *record = sheet_record("I II", 500, 10);
    struct ecg_page *page;
    struct ecg_error error;
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.layout=4", NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "page.layout");
    scene = sheet_scene(NULL, 0, "page.leads=V1", NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "V1");
    scene = sheet_scene(NULL, 0, "page.lead_page=1", NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "page.lead_page");
    scene = sheet_scene(NULL, 0, "page.window_start_s=10", NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "page.window_start_s");
    scene = sheet_scene(NULL, 0, "page.size=custom", "page.width_mm=100", "page.margin.left_mm=60",
        "page.margin.right_mm=60", NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "page.margin");
    scene = sheet_scene(NULL, 0, "page.margin.top_mm=150", "page.margin.bottom_mm=70", NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "page.margin");
    CHECK(page == NULL);
    for (int i = 0; i < 2; i++)
        record->leads[i].is_ecg = 0;
    scene = sheet_scene(NULL, 0, NULL);
    CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), &error), ECG_E_ARGUMENT);
    sheet_record_free(&record);
}

int main(void)
{
    test_parse();
    test_all();
    test_fallbacks();
    test_low_sheet();
    test_orders();
    test_cabrera_sign();
    test_strips();
    test_errors();
    sheet_fonts_close();
    return check_done();
}
