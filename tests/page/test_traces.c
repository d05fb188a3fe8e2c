/* Points: sample -> mm -> mV exactly, at every rate, speed and gain; windows, gaps, short records.
 */
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TWELVE "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"

/* Worst error of mV and of time over a page's points. */
static void worst_errors(const struct ecg_page *page, const struct ecg_record *record,
    double *mv_error, double *time_error)
{
    *mv_error = *time_error = 0;
    for (size_t i = 0; i < page->n_traces; i++) {
        const struct ecg_trace *trace = &page->traces[i];
        for (size_t k = 0; k < trace->end_sample - trace->start_sample; k++) {
            double mv = record->leads[trace->lead].samples[trace->start_sample + k];
            double x = page->points[trace->first_point + k].x_mm;
            double s = (x - trace->x_start_mm) / trace->mm_per_s * record->fs_hz;
            *mv_error = fmax(*mv_error, fabs(ecg_page_trace_mv(page, trace, k) - mv));
            *time_error = fmax(*time_error, fabs(s - (double)k));
        }
    }
}

static void test_round_trip(void)
{
    static const double rates[] = { 100, 173, 250, 360, 500, 1000, 1025, 257.3 };
    static const char *const speeds[] = { "page.paper_speed_mm_s=25", "page.paper_speed_mm_s=50",
        "page.paper_speed_mm_s=12.5", "page.paper_speed_mm_s=10" };
    static const char *const gains[] = { "page.gain.limb_mm_mv=10", "page.gain.limb_mm_mv=5",
        "page.gain.limb_mm_mv=20", "page.gain.limb_mm_mv=2.5" };
    for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
        struct ecg_record *record = sheet_record(TWELVE, rates[r], 10);
        for (int k = 0; k < 4; k++) {
            double mv_error, time_error;
            struct ecg_scene scene = sheet_scene(NULL, 0, speeds[k], gains[(k + (int)r) % 4],
                "page.gain.chest_mm_mv=5", "page.lead_order=cabrera", NULL);
            struct ecg_page *page = sheet_page(&scene, record);
            worst_errors(page, record, &mv_error, &time_error);
            CHECK(mv_error < 1e-12);
            CHECK(time_error < 1e-9);
            for (size_t i = 0; i < page->n_traces; i++)
                CHECK_NEAR(page->traces[i].mm_per_mv,
                    page->traces[i].name[0] == 'V' ? 5 : page->limb_mm_per_mv, 0);
            ecg_page_destroy(&page);
        }
        sheet_record_free(&record);
    }
}

/* Columns meet in time without losing or doubling a sample, and each sample lies at its own time
 * even where a column starts between two (173 Hz x 2.5 s is no whole number). */
static void test_columns_continue(void)
{
    static const double rates[] = { 500, 173, 257.3 };
    for (int r = 0; r < 3; r++) {
        struct ecg_record *record = sheet_record(TWELVE, rates[r], 10);
        struct ecg_scene scene = sheet_scene(NULL, 0, "page.layout=3x4", NULL);
        struct ecg_page *page = sheet_page(&scene, record);
        CHECK_INT(page->n_traces, 12);
        for (size_t i = 0; i + 3 < page->n_traces; i++) {
            const struct ecg_trace *a = &page->traces[i], *b = &page->traces[i + 3];
            CHECK_INT(b->start_sample, a->end_sample);
            double x = b->x_start_mm - (double)b->start_sample / rates[r] * 25;
            CHECK_NEAR(x, page->traces[0].x_start_mm, 1e-9);
        }
        CHECK_INT(page->traces[11].end_sample, record->n_samples);
        ecg_page_destroy(&page);
        sheet_record_free(&record);
    }
}

static void test_columns_together(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    struct ecg_scene scene = sheet_scene(
        NULL, 0, "page.layout=3x4+1", "page.column_time=same", "page.window_start_s=1", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    for (size_t i = 0; i < page->n_traces; i++) {
        CHECK_INT(page->traces[i].start_sample, 500);
        CHECK_INT(page->traces[i].end_sample, page->traces[i].column < 0 ? 5000 : 1750);
    }
    CHECK_NEAR(page->window_start_s, 1, 0);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

/* A record shorter than the page is printed as far as it goes; when that would leave a column
 * empty, all columns start together and the page says so. */
static void test_short_records(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 8.2);
    struct ecg_scene scene = sheet_scene(NULL, 0, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_INT(page->traces[9].start_sample, 3750);
    CHECK_INT(page->traces[9].end_sample, 4100);
    CHECK_INT(page->traces[12].end_sample, 4100);
    CHECK_STR(page->note, "");
    ecg_page_destroy(&page);
    sheet_record_free(&record);
    record = sheet_record(TWELVE, 500, 3);
    page = sheet_page(&scene, record);
    for (size_t i = 0; i < 12; i++) {
        CHECK_INT(page->traces[i].start_sample, 0);
        CHECK_INT(page->traces[i].end_sample, 1250);
    }
    CHECK_INT(page->traces[12].end_sample, 1500);
    CHECK_HAS(page->note, "columns start together");
    ecg_page_destroy(&page);
    sheet_record_free(&record);
    record = sheet_record("II", 500, 0.002);
    page = sheet_page(&scene, record);
    CHECK_INT(page->traces[0].end_sample, 1);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void test_windows(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 250, 65);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.layout=6x1", NULL);
    int windows, lead_pages, shown = 0;
    double window_s;
    CHECK_INT(ecg_page_count(&scene, record, &windows, &window_s, &lead_pages, NULL), 0);
    CHECK_INT(windows, 7);
    CHECK_INT(lead_pages, 2);
    CHECK_NEAR(window_s, 10, 1e-9);
    for (int w = 0; w < windows; w++) {
        scene.page_window_start_s = w * window_s;
        scene.page_lead_page = w % 2;
        struct ecg_page *page = sheet_page(&scene, record);
        CHECK_INT(page->traces[0].start_sample, w * 2500);
        CHECK_STR(page->traces[0].name, w % 2 ? "V1" : "I");
        shown += (int)(page->traces[0].end_sample - page->traces[0].start_sample);
        ecg_page_destroy(&page);
    }
    CHECK_INT(shown, record->n_samples);
    /* Anywhere, but never past the end; another variant starts elsewhere. */
    double starts[20];
    int n_different = 0;
    for (uint64_t variant = 0; variant < 20; variant++) {
        scene = sheet_scene(NULL, variant, "page.window=random", NULL);
        struct ecg_page *page = sheet_page(&scene, record);
        starts[variant] = page->window_start_s;
        CHECK(starts[variant] >= 0 && starts[variant] <= 55);
        CHECK_INT(page->traces[12].end_sample - page->traces[12].start_sample, 2500);
        n_different += variant > 0 && starts[variant] != starts[variant - 1];
        ecg_page_destroy(&page);
    }
    CHECK(n_different >= 18);
    sheet_record_free(&record);
}

static void test_missing_samples(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    for (int i = 100; i < 200; i++)
        record->leads[0].samples[i] = i % 2 ? NAN : INFINITY;
    struct ecg_scene scene = sheet_scene(NULL, 0, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    const struct ecg_trace *trace = &page->traces[0];
    int n_missing = 0;
    for (size_t k = 0; k < 1250; k++) {
        const struct ecg_point *p = &page->points[trace->first_point + k];
        CHECK(isfinite(p->x_mm));
        n_missing += isnan(p->y_mm) && isnan(ecg_page_trace_mv(page, trace, k));
    }
    CHECK_INT(n_missing, 100);
    for (int i = 0; i < 4; i++)
        CHECK(isfinite(trace->box_mm[i]));
    ecg_page_destroy(&page);
    for (size_t i = 0; i < record->n_samples; i++)
        record->leads[6].samples[i] = NAN;
    page = sheet_page(&scene, record);
    for (int i = 0; i < 4; i++)
        CHECK(isfinite(page->traces[6].box_mm[i]));
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

/* Speeds at which 10 s do not fit give the time that does. */
static void test_fast_paper(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.paper_speed_mm_s=50", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_NEAR(page->column_s, 1.2, 1e-9);
    CHECK(page->area_mm[2] <= page->width_mm - 8 + 1e-9);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

/* All that fits, but no more than there is. */
static void test_all_that_fits(void)
{
    struct ecg_record *record = sheet_record("I II III", 500, 30);
    struct ecg_scene scene = sheet_scene(
        NULL, 0, "page.duration_s=0", "page.layout=3x1", "page.paper_speed_mm_s=50", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_NEAR(page->column_s, (279.4 - 8 - 10 - 2 - 0.5 - 8) / 50, 1e-9);
    ecg_page_destroy(&page);
    scene = sheet_scene(
        NULL, 0, "page.duration_s=0", "page.layout=3x1", "page.paper_speed_mm_s=5", NULL);
    page = sheet_page(&scene, record);
    CHECK_NEAR(page->column_s, 30, 1e-9);
    ecg_page_destroy(&page);
    scene = sheet_scene(NULL, 0, "page.duration_s=0", "page.size=roll", NULL);
    page = sheet_page(&scene, record);
    CHECK_NEAR(page->width_mm, 8 + 7.5 + 30 * 25 + 8, 1e-9);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void test_gaps(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.column_gap_mm=2.5", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_INT(page->traces[0].end_sample, 1200); /* 0.1 s lost */
    CHECK_INT(page->traces[3].start_sample, 1250);
    CHECK_NEAR(page->traces[3].x_start_mm - page->traces[0].x_start_mm, 62.5, 1e-9);
    ecg_page_destroy(&page);
    scene = sheet_scene(
        NULL, 0, "page.size=a4", "page.column_gap_mm=2.5", "page.column_gap_kind=shift", NULL);
    page = sheet_page(&scene, record);
    CHECK_INT(page->traces[0].end_sample, 1250);
    CHECK_INT(page->traces[3].start_sample, 1250);
    CHECK_NEAR(page->traces[3].x_start_mm - page->traces[0].x_start_mm, 65, 1e-9);
    ecg_page_destroy(&page);
    sheet_record_free(&record);
}

static void test_clips(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    record->leads[7].samples[2600] = 30; /* 300 mm up: V2 in row 1 */
    static const char *const clips[] = { "page.clip=sheet", "page.clip=area", "page.clip=row" };
    double tops[3];
    for (int k = 0; k < 3; k++) {
        struct ecg_scene scene = sheet_scene(NULL, 0, clips[k], NULL);
        struct ecg_page *page = sheet_page(&scene, record);
        const struct ecg_trace *trace = &page->traces[7];
        CHECK_STR(trace->name, "V2");
        CHECK(page->points[trace->first_point + 100].y_mm < -100);
        tops[k] = trace->box_mm[1];
        CHECK_NEAR(trace->box_mm[1], trace->clip_mm[1], 1e-9);
        ecg_page_destroy(&page);
    }
    CHECK(tops[0] == 0 && tops[1] > tops[0] && tops[2] > tops[1]);
    sheet_record_free(&record);
}

/* Pulses stand where they are asked for, in the right rows, within their trace's box. */
static void test_pulses(void)
{
    static const struct {
        const char *position, *rows;
        int n;
    } cases[] = { { "page.pulse.position=none", "page.pulse.rows=all", 0 },
        { "page.pulse.position=left", "page.pulse.rows=all", 4 },
        { "page.pulse.position=right", "page.pulse.rows=all", 4 },
        { "page.pulse.position=column", "page.pulse.rows=all", 4 },
        { "page.pulse.position=left", "page.pulse.rows=first", 1 },
        { "page.pulse.position=right", "page.pulse.rows=strips", 1 } };
    struct ecg_record *record = sheet_record(TWELVE, 500, 10);
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct ecg_scene scene = sheet_scene(NULL, 0, cases[c].position, cases[c].rows,
            "page.size=a4", "page.margin.left_mm=5", "page.margin.right_mm=5", NULL);
        struct ecg_page *page = sheet_page(&scene, record);
        int n = 0;
        CHECK_INT(page->has_pulse, cases[c].n > 0);
        for (size_t i = 0; i < page->n_lines; i++) {
            const struct ecg_line *line = &page->lines[i];
            if (line->kind != ECG_KIND_PULSE)
                continue;
            n++;
            int inside = 0;
            for (size_t t = 0; t < page->n_traces; t++) {
                const double *b = page->traces[t].box_mm;
                inside += line->x0_mm > b[0] && line->x1_mm < b[2] && line->y0_mm > b[1] &&
                          line->y1_mm < b[3];
            }
            CHECK(inside >= 1);
            CHECK(
                line->x0_mm >= page->area_mm[0] - 1e-9 && line->x1_mm <= page->area_mm[2] + 1e-9);
        }
        CHECK_INT(n, 5 * cases[c].n);
        ecg_page_destroy(&page);
    }
    sheet_record_free(&record);
}

/* The same scene gives the same page, number for number. */
static void test_repeats(void)
{
    struct ecg_record *record = sheet_record(TWELVE, 500, 30);
    for (uint64_t variant = 0; variant < 8; variant++) {
        struct ecg_scene scene = sheet_scene("clean", variant, NULL);
        struct ecg_page *a = sheet_page(&scene, record), *b = sheet_page(&scene, record);
        CHECK_INT(a->n_lines, b->n_lines);
        CHECK_INT(a->n_texts, b->n_texts);
        CHECK_INT(a->n_points, b->n_points);
        CHECK(memcmp(a->points, b->points, a->n_points * sizeof *a->points) == 0);
        for (size_t i = 0; i < a->n_lines; i++)
            CHECK(
                a->lines[i].x0_mm == b->lines[i].x0_mm && a->lines[i].y1_mm == b->lines[i].y1_mm);
        CHECK_INT(a->n_strings, b->n_strings);
        CHECK(a->n_strings == 0 || memcmp(a->strings, b->strings, a->n_strings) == 0);
        ecg_page_destroy(&a);
        ecg_page_destroy(&b);
    }
    sheet_record_free(&record);
}

int main(void)
{
    test_round_trip();
    test_columns_continue();
    test_columns_together();
    test_short_records();
    test_windows();
    test_missing_samples();
    test_fast_paper();
    test_all_that_fits();
    test_gaps();
    test_clips();
    test_pulses();
    test_repeats();
    sheet_fonts_close();
    return check_done();
}
