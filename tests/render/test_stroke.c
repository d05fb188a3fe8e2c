/* Strokes as pixels: true width and place however thin and however they lie, even joins, dots. On
 * these pages a millimetre is a pixel. */
#include "support/check.h"
#include "support/press.h"

#include <math.h>
#include <stdlib.h>

static struct press press;

static void one_px_per_mm(double x_mm, double y_mm, double *x_px, double *y_px)
{
    *x_px = x_mm;
    *y_px = y_mm;
}

static struct ecg_image draw(const struct ecg_page *page)
{
    int width = (int)page->width_mm, height = (int)page->height_mm;
    struct ecg_mesh *mesh =
        mesh_of(page->width_mm, page->height_mm, 2, 2, width, height, one_px_per_mm);
    struct ecg_image image = press_draw(&press, page, mesh);
    ecg_mesh_destroy(&mesh);
    return image;
}

/* The area of pixel (x, y) within a strip of vertical extent `extent` about y = at0 + slope * x.
 */
static double exact_share(int x, int y, double at0, double slope, double extent)
{
    enum { SLICES = 200 };
    double area = 0;
    for (int i = 0; i < SLICES; i++) {
        double at = at0 + slope * (x + (i + 0.5) / SLICES);
        double low = fmax(at - extent / 2, y), high = fmin(at + extent / 2, y + 1);
        area += fmax(high - low, 0) / SLICES;
    }
    return area;
}

/* A line of that width and slope at some sub-pixel height: every pixel holds the line's exact
 * area, and so the columns its width, centred on it. */
static void check_line(double width, double slope, double offset)
{
    struct ecg_page page = page_blank(120, 120);
    double at0 = 20 + offset, extent = width * hypot(1, slope);
    page_line(&page, -20, at0 - 20 * slope, 140, at0 + 140 * slope, width);
    struct ecg_image image = draw(&page);
    double worst = 0, mean_sum = 0, mean_aside = 0;
    for (int x = 10; x < 110; x++) {
        double sum = 0, moment = 0, at = at0 + (x + 0.5) * slope;
        int middle = (int)at, reach = (int)extent + 3;
        for (int y = middle - reach; y <= middle + reach; y++) {
            double share = ink_share(&image, x, y);
            worst = fmax(worst, fabs(share - exact_share(x, y, at0, slope, extent)));
            sum += share;
            moment += share * (y + 0.5 - at);
        }
        mean_sum += sum / 100;
        mean_aside += moment / sum / 100;
    }
    CHECK_NEAR(worst, 0, 0.011); /* sRGB's steps near white are 0.009 wide */
    CHECK_NEAR(mean_sum, extent, 0.01 + 0.003 * extent);
    if (slope > 0.1)
        CHECK_NEAR(mean_aside, 0, 0.01);
    ecg_image_free(&image);
    page_clear(&page);
}

static void test_width_and_place(void)
{
    static const double widths[] = { 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4 };
    static const double slopes[] = { 0, 0.02, 0.25, 0.5, 0.7 };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        for (size_t j = 0; j < sizeof slopes / sizeof slopes[0]; j++)
            for (int k = 0; k < 4; k++)
                check_line(widths[i], slopes[j], 0.27 * k);
}

/* Share of pixel (x, y) within any of the page's solid lines, by counting. */
static double counted_share(const struct ecg_page *page, int x, int y)
{
    enum { SIDE = 24 };
    int inside = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double px = x + (i % SIDE + 0.5) / SIDE, py = y + (i / (int)SIDE + 0.5) / SIDE;
        for (size_t k = 0; k < page->n_lines; k++) {
            const struct ecg_line *l = &page->lines[k];
            double dx = l->x1_mm - l->x0_mm, dy = l->y1_mm - l->y0_mm;
            double square = dx * dx + dy * dy;
            double t = square > 0 ? ((px - l->x0_mm) * dx + (py - l->y0_mm) * dy) / square : 0;
            t = fmin(fmax(t, 0), 1);
            double width = (double)l->width0_mm + t * (double)(l->width1_mm - l->width0_mm);
            if (hypot(px - l->x0_mm - t * dx, py - l->y0_mm - t * dy) <= width / 2) {
                inside++;
                break;
            }
        }
    }
    return (double)inside / (SIDE * SIDE);
}

/* Compares the whole picture with what counting gives: the worst pixel, and the ink in all. */
static void check_counted(const struct ecg_page *page, double worst_allowed, double sum_allowed)
{
    struct ecg_image image = draw(page);
    double worst = 0, sum = 0, expected = 0;
    for (int y = 0; y < image.height_px; y++)
        for (int x = 0; x < image.width_px; x++) {
            double share = ink_share(&image, x, y), exact = counted_share(page, x, y);
            worst = fmax(worst, fabs(share - exact));
            sum += share;
            expected += exact;
        }
    CHECK_NEAR(worst, 0, worst_allowed);
    CHECK_NEAR(sum / expected, 1, sum_allowed);
    ecg_image_free(&image);
}

static void test_ends_and_tapers(void)
{
    static const double widths[] = { 0.4, 1, 2.05, 5 };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct ecg_page page = page_blank(40, 30);
        page_line(&page, 8.3, 9.1, 29.6, 17.2, widths[i]);
        /* A round end's pixels are off by up to an eighth, where the circle cuts off a corner. */
        check_counted(&page, 0.17, 0.02);
        page.lines[0].width1_mm *= 0.3f;
        check_counted(&page, 0.17, 0.02);
        page_clear(&page);
    }
}

/* A peak as sharp as a QRS complex, at several angles. */
static void test_corners(void)
{
    static const double half_turns[] = { 0.6, 1.5, 4, 10 };
    static const double widths[] = { 0.5, 1, 2.05, 4 };
    for (size_t i = 0; i < sizeof half_turns / sizeof half_turns[0]; i++)
        for (size_t j = 0; j < sizeof widths / sizeof widths[0]; j++) {
            struct ecg_page page = page_blank(50, 40);
            double dx = 22 / half_turns[i];
            page_line(&page, 25.2 - fmin(dx, 18), 34, 25.2, 12.4, widths[j]);
            page_line(&page, 25.2, 12.4, 25.2 + fmin(dx, 18), 34, widths[j]);
            /* Thin strokes that meet in one pixel are joined by maximum, not by area. */
            check_counted(&page, widths[j] < 2 ? 0.3 : 0.2, 0.05);
            page_clear(&page);
        }
}

/* A line cut anywhere looks like the line. */
static void test_even_joins(void)
{
    static const double widths[] = { 0.3, 1, 2.05, 4 };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct ecg_page whole = page_blank(80, 50), cut = page_blank(80, 50);
        double from[2] = { 6.3, 8.2 }, to[2] = { 71.9, 39.7 }, last = 0;
        page_line(&whole, from[0], from[1], to[0], to[1], widths[i]);
        for (int k = 1; k <= 97; k++) {
            double t = k == 97 ? 1 : k / 97.0 + 0.004 * sin(k * 1.7);
            const struct ecg_line *l = cut.n_lines ? &cut.lines[cut.n_lines - 1] : NULL;
            page_line(&cut, l ? l->x1_mm : from[0], l ? l->y1_mm : from[1],
                from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]), widths[i]);
            last = t;
        }
        CHECK_NEAR(last, 1, 0);
        struct ecg_image a = draw(&whole), b = draw(&cut);
        int worst = 0;
        for (int k = 0; k < a.width_px * a.height_px; k++) {
            int d = abs(a.data[4 * k] - b.data[4 * k]);
            worst = d > worst ? d : worst;
        }
        CHECK(worst <= 3);
        ecg_image_free(&a);
        ecg_image_free(&b);
        page_clear(&whole);
        page_clear(&cut);
    }
}

/* Sum and centroid of the ink in a box. */
static double ink_in(
    const struct ecg_image *image, int x0, int y0, int x1, int y1, double centroid[2])
{
    double sum = 0, at[2] = { 0, 0 };
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            double share = ink_share(image, x, y);
            sum += share;
            at[0] += share * (x + 0.5);
            at[1] += share * (y + 0.5);
        }
    centroid[0] = at[0] / sum;
    centroid[1] = at[1] / sum;
    return sum;
}

static void test_dots_and_dashes(void)
{
    static const double widths[] = { 0.8, 1.2, 2, 3 };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct ecg_page page = page_blank(120, 40);
        struct ecg_line line = { .x0_mm = 10.3,
            .y0_mm = 8.6,
            .x1_mm = 10.3 + 9 * 11,
            .y1_mm = 8.6 + 9 * 1.5,
            .width0_mm = (float)widths[i],
            .width1_mm = (float)widths[i],
            .alpha = 1,
            .dash_on_mm = 0.01f,
            .dash_period_mm = (float)hypot(11, 1.5),
            .layer = ECG_LAYER_TRACE };
        page_add(&page, line);
        struct ecg_image image = draw(&page);
        double all[2], area = acos(-1.0) * widths[i] * widths[i] / 4;
        CHECK_NEAR(ink_in(&image, 0, 0, 120, 40, all) / (10 * area), 1, 0.06);
        for (int k = 0; k < 10; k++) {
            double x = 10.3 + 11 * k, y = 8.6 + 1.5 * k, at[2];
            int x0 = (int)x - 4, y0 = (int)y - 4;
            CHECK_NEAR(ink_in(&image, x0, y0, x0 + 9, y0 + 9, at) / area, 1, 0.1);
            /* Small dots sit in a few pixels: area sampling cannot place them better. */
            CHECK_NEAR(at[0], x, widths[i] < 2 ? 0.25 : 0.06);
            CHECK_NEAR(at[1], y, widths[i] < 2 ? 0.25 : 0.06);
        }
        ecg_image_free(&image);

        /* Dashes of 5 mm: their length includes the round ends. */
        page.lines[0].dash_on_mm = 5;
        image = draw(&page);
        double dash = (5 - widths[i]) * widths[i] + area;
        for (int k = 0; k < 10; k++) {
            double x = 10.3 + 11 * k, y = 8.6 + 1.5 * k, at[2];
            int x0 = (int)x - 5, y0 = (int)y - 4;
            CHECK_NEAR(ink_in(&image, x0, y0, x0 + 11, y0 + 9, at) / dash, 1, 0.03);
            CHECK_NEAR(at[0], x, 0.1);
        }
        ecg_image_free(&image);
        page_clear(&page);
    }
}

/* A trace with gaps, a lone sample, and ink outside its frame. */
static void test_trace(void)
{
    struct ecg_page page = page_blank(100, 60);
    static const double y[] = { 20, 20, 20, NAN, NAN, 20, NAN, 20, 70, 70, 20, 20 };
    enum { N = sizeof y / sizeof y[0] };
    struct ecg_trace trace = {
        .end_sample = N, .clip_mm = { 0, 10, 100, 40 }, .width_mm = 2, .label = -1
    };
    struct ecg_point points[N];
    for (int i = 0; i < N; i++)
        points[i] = (struct ecg_point){ 10 + 7 * i, y[i] };
    page.traces = &trace;
    page.n_traces = 1;
    page.points = points;
    page.n_points = N;
    struct ecg_image image = draw(&page);
    double at[2];
    /* Samples 0 to 2: 14 px and two round ends; sample 5 alone: a dot. */
    CHECK_NEAR(ink_in(&image, 0, 15, 36, 26, at), 14 * 2 + acos(-1.0), 0.4);
    CHECK_NEAR(ink_in(&image, 38, 15, 53, 26, at), acos(-1.0), 0.2);
    CHECK_NEAR(at[0], 45, 0.05);
    CHECK_NEAR(at[1], 20, 0.05);
    /* Nothing below the frame but a square end's corner; the line is whole just above it. */
    CHECK_NEAR(ink_in(&image, 55, 41, 100, 60, at), 0, 1e-9);
    double row = 0;
    for (int x = 55; x < 100; x++)
        row += ink_share(&image, x, 37);
    CHECK_NEAR(row, 2 * 2 * hypot(7, 50) / 50, 0.1); /* down and up again */
    ecg_image_free(&image);
    page.traces = NULL;
    page.points = NULL;
    page_clear(&page);
}

/* A restless trace with a sharp peak, drawn in chains, against counted areas. */
static void test_chains(void)
{
    enum { N = 110 };
    struct ecg_point points[N];
    struct ecg_page page = page_blank(60, 60), counted = page_blank(60, 60);
    for (int i = 0; i < N; i++) {
        double noise = fmod(i * 0.618034 + i * i * 0.137, 1) - 0.5;
        points[i] = (struct ecg_point){ 8 + 0.4 * i,
            40 + 0.5 * noise + 3 * sin(i * 0.05) - 30 * exp(-(i - 60) * (i - 60) / 6.0) };
        if (i > 0)
            page_line(&counted, points[i - 1].x_mm, points[i - 1].y_mm, points[i].x_mm,
                points[i].y_mm, 2.05);
    }
    struct ecg_trace trace = {
        .end_sample = N, .clip_mm = { 0, 0, 60, 60 }, .width_mm = 2.05f, .label = -1
    };
    page.traces = &trace;
    page.n_traces = 1;
    page.points = points;
    page.n_points = N;
    struct ecg_image image = draw(&page);
    CHECK(press.drawing->n_chains >= 5);
    CHECK(press.drawing->n_chains * 7 + press.drawing->n_strokes >= 70);
    double worst = 0, sum = 0, expected = 0;
    for (int y = 0; y < 60; y++)
        for (int x = 0; x < 60; x++) {
            double share = ink_share(&image, x, y), exact = counted_share(&counted, x, y);
            worst = fmax(worst, fabs(share - exact));
            sum += share;
            expected += exact;
        }
    CHECK_NEAR(worst, 0, 0.2);
    CHECK_NEAR(sum / expected, 1, 0.02);
    ecg_image_free(&image);
    page.traces = NULL;
    page.points = NULL;
    page_clear(&page);
    page_clear(&counted);
}

int main(void)
{
    press_open(&press);
    test_width_and_place();
    test_ends_and_tapers();
    test_corners();
    test_even_joins();
    test_dots_and_dashes();
    test_trace();
    test_chains();
    press_close(&press);
    return check_done();
}
