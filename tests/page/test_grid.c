/* Grids: how many lines and dots, where, and that shift and turn are what they say. */
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <string.h>

#define TWELVE "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"

struct tally {
    int minor, major, dotted;
    double thick_mm; /* the widest */
};

static struct tally count(const struct ecg_page *page)
{
    struct tally t = { 0 };
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        if (line->kind != ECG_KIND_GRID)
            continue;
        t.minor += line->layer == ECG_LAYER_GRID_MINOR;
        t.major += line->layer == ECG_LAYER_GRID_MAJOR;
        t.dotted += line->dash_period_mm > 0;
        t.thick_mm = fmax(t.thick_mm, (double)line->width0_mm);
    }
    return t;
}

static struct ecg_record *record;

/* A sheet of 100 x 60 mm: 101 + 61 lines of 1 mm, of which 21 + 13 are 5 mm ones. */
static struct tally tally_of(const char *kind)
{
    struct ecg_scene scene =
        sheet_scene(NULL, 0, kind, "page.size=custom", "page.width_mm=100", "page.height_mm=60",
            "page.grid.align=sheet", "page.layout=3x1", "page.grid.major_width_mm=0.2", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    struct tally t = count(page);
    ecg_page_destroy(&page);
    return t;
}

static void test_kinds(void)
{
    struct tally t = tally_of("page.grid.kind=none");
    CHECK_INT(t.minor + t.major, 0);
    t = tally_of("page.grid.kind=lines");
    CHECK_INT(t.minor, 101 + 61 - 21 - 13);
    CHECK_INT(t.major, 21 + 13);
    CHECK_INT(t.dotted, 0);
    t = tally_of("page.grid.kind=major");
    CHECK_INT(t.minor, 0);
    CHECK_INT(t.major, 34);
    /* Dots: the rows between level 5 mm lines, a dot each mm. */
    t = tally_of("page.grid.kind=dots");
    CHECK_INT(t.minor, 61 - 13);
    CHECK_INT(t.dotted, 61 - 13);
    CHECK_INT(t.major, 34);
    t = tally_of("page.grid.kind=three_level");
    CHECK_INT(t.major, 34);
    CHECK_NEAR(t.thick_mm, 0.44, 1e-6);
}

/* Dots start on a whole mm of the grid whatever the sheet cuts off. */
static void test_dots_on_the_grid(void)
{
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.grid.kind=dots",
        "page.grid.shift_x_mm=0.3", "page.grid.shift_y_mm=-1.7", "page.grid.turn_deg=1", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    double a = page->grid_angle_deg * acos(-1.0) / 180;
    int n = 0;
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        if (line->kind != ECG_KIND_GRID || line->dash_period_mm <= 0)
            continue;
        double dx = line->x0_mm - page->grid_x_mm, dy = line->y0_mm - page->grid_y_mm;
        double u = dx * cos(a) + dy * sin(a), v = dy * cos(a) - dx * sin(a);
        CHECK_NEAR(u, round(u), 1e-9);
        CHECK_NEAR(v, round(v), 1e-9);
        CHECK(line->x0_mm >= 0 && line->y0_mm >= 0 && line->x1_mm <= page->width_mm);
        n++;
    }
    CHECK(n > 150);
    ecg_page_destroy(&page);
}

static double off_grid(const struct ecg_page *page, double x, double y)
{
    double a = page->grid_angle_deg * acos(-1.0) / 180;
    double dx = x - page->grid_x_mm, dy = y - page->grid_y_mm;
    double u = (dx * cos(a) + dy * sin(a)) / 5, v = (dy * cos(a) - dx * sin(a)) / 5;
    return hypot(u - round(u), v - round(v)) * 5;
}

/* Aligned with the trace, its start lies on a crossing; shifted, it is off by the shift. */
static void test_alignment(void)
{
    struct ecg_scene scene = sheet_scene(NULL, 0, NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    const struct ecg_trace *first = &page->traces[0];
    CHECK_NEAR(off_grid(page, first->x_start_mm, first->baseline_mm), 0, 1e-9);
    ecg_page_destroy(&page);
    scene = sheet_scene(NULL, 0, "page.grid.shift_x_mm=1.2", "page.grid.shift_y_mm=0.5", NULL);
    page = sheet_page(&scene, record);
    first = &page->traces[0];
    CHECK_NEAR(off_grid(page, first->x_start_mm + 1.2, first->baseline_mm + 0.5), 0, 1e-9);
    CHECK_NEAR(off_grid(page, first->x_start_mm, first->baseline_mm), 1.3, 1e-9);
    ecg_page_destroy(&page);
    scene = sheet_scene(NULL, 0, "page.grid.turn_deg=-0.7", NULL);
    page = sheet_page(&scene, record);
    CHECK_NEAR(page->grid_angle_deg, -0.7, 0);
    CHECK(page->grid_x_mm > -20 && page->grid_y_mm > -20);
    ecg_page_destroy(&page);
}

/* A frame is made of whole boxes, holds the traces, and stays on the sheet. */
static void test_frame(void)
{
    struct ecg_scene scene =
        sheet_scene(NULL, 0, "page.grid.extent=frame", "page.row_round_mm=5", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    double w = page->grid_width_mm / 5, h = page->grid_height_mm / 5;
    CHECK_NEAR(w, round(w), 1e-9);
    CHECK_NEAR(h, round(h), 1e-9);
    CHECK(page->grid_x_mm >= 0 && page->grid_y_mm >= 0);
    CHECK(page->grid_x_mm + page->grid_width_mm <= page->width_mm);
    CHECK(page->grid_y_mm + page->grid_height_mm <= page->height_mm);
    for (size_t i = 0; i < page->n_traces; i++) {
        const struct ecg_trace *t = &page->traces[i];
        double end = t->x_start_mm + (double)(t->end_sample - t->start_sample) / 500 * 25;
        CHECK(
            t->x_start_mm >= page->grid_x_mm && end <= page->grid_x_mm + page->grid_width_mm + 1);
        CHECK(t->baseline_mm > page->grid_y_mm);
        CHECK(t->baseline_mm < page->grid_y_mm + page->grid_height_mm);
    }
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        if (line->kind == ECG_KIND_GRID)
            CHECK(line->x0_mm >= page->grid_x_mm - 1e-9 && line->y0_mm >= page->grid_y_mm - 1e-9 &&
                  line->x1_mm <= page->grid_x_mm + page->grid_width_mm + 1e-9 &&
                  line->y1_mm <= page->grid_y_mm + page->grid_height_mm + 1e-9);
    }
    ecg_page_destroy(&page);
}

static void test_palettes(void)
{
    struct ecg_scene scene =
        sheet_scene(NULL, 0, "page.grid.palette=custom", "page.grid.major_color=#336699",
            "page.grid.minor_color=#99ccff", "page.grid.opacity=0.6", NULL);
    struct ecg_page *page = sheet_page(&scene, record);
    CHECK_NEAR((double)page->ink[ECG_LAYER_GRID_MAJOR].rgb[0], 0.2, 1e-6);
    CHECK_NEAR((double)page->ink[ECG_LAYER_GRID_MINOR].rgb[2], 1, 1e-6);
    CHECK_NEAR((double)page->ink[ECG_LAYER_GRID_MINOR].opacity, 0.6, 1e-6);
    ecg_page_destroy(&page);
}

int main(void)
{
    record = sheet_record(TWELVE, 500, 10);
    test_kinds();
    test_dots_on_the_grid();
    test_alignment();
    test_frame();
    test_palettes();
    sheet_record_free(&record);
    sheet_fonts_close();
    return check_done();
}
