/* Strokes as pixels: true width and place however thin and however they lie, even joins, dots. On
 * these pages a millimetre is a pixel. */
#include "support/check.h"
#include "support/press.h"

#include <math.h>

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

int main(void)
{
    press_open(&press);
    test_width_and_place();
    press_close(&press);
    return check_done();
}
