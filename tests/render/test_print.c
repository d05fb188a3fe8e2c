/* What is printed, as pixels: bent pages, text, colours, stuck things, densities, tiles, repeats.
 */
#include "core/alloc.h"
#include "page/font.h"
#include "render/ink_path.h"
#include "support/check.h"
#include "support/press.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct press press;

/* A sheet seen askew with a fold across x = 60 mm and a wave along it. */
static void bent(double x_mm, double y_mm, double *x_px, double *y_px)
{
    double x = x_mm < 60 ? x_mm : 60 + (x_mm - 60) * 0.8;
    double y = y_mm + 1.5 * sin(x_mm / 14) + (x_mm < 60 ? 0 : (x_mm - 60) * 0.12);
    double w = 1 + x * 0.0012 + y * 0.0008;
    *x_px = 30 + (8 * x + 0.8 * y) / w;
    *y_px = 40 + (7.7 * y - 0.5 * x) / w;
}

static struct ecg_mesh *bent_mesh(void)
{
    return mesh_of(120, 80, 61, 41, 1000, 700, bent);
}

static const uint8_t *pixel(const struct ecg_image *image, int x, int y)
{
    return image->data + ((size_t)y * (size_t)image->width_px + (size_t)x) * 4;
}

static int same(const struct ecg_image *a, const struct ecg_image *b)
{
    return a->width_px == b->width_px && a->height_px == b->height_px &&
           memcmp(a->data, b->data, (size_t)a->width_px * (size_t)a->height_px * 4) == 0;
}

/* How far the ink in rows about (x, y) px lies from y. */
static double ink_offset(const struct ecg_image *image, double x, double y, int reach)
{
    double sum = 0, moment = 0;
    for (int row = (int)y - reach; row <= (int)y + reach; row++) {
        double share = ink_share(image, (int)x, row);
        sum += share;
        moment += share * (row + 0.5 - y);
    }
    return sum > 0 ? moment / sum : INFINITY;
}

/* Long level lines follow the mesh's map: the ink's middle is where the map says. */
static void test_bent_lines(void)
{
    struct ecg_page page = page_blank(120, 80);
    for (int i = 0; i < 9; i++)
        page_line(&page, 5, 8 + 8 * i, 115, 8 + 8 * i, 0.3);
    struct ecg_mesh *mesh = bent_mesh();
    struct ecg_image image = press_draw(&press, &page, mesh);
    double worst = 0, mean = 0;
    int n = 0;
    for (int i = 0; i < 9; i++)
        for (double x_mm = 8; x_mm < 112; x_mm += 0.37) {
            double x, y, x2, y2;
            ecg_mesh_map(mesh, x_mm, 8 + 8 * i, &x, &y);
            ecg_mesh_map(mesh, x_mm + 0.05, 8 + 8 * i, &x2, &y2);
            /* To the middle of the pixel's column, along the line. */
            double at = y + (floor(x) + 0.5 - x) * (y2 - y) / (x2 - x);
            double offset = ink_offset(&image, x, at, 5);
            worst = fmax(worst, fabs(offset));
            mean += offset;
            n++;
        }
    CHECK_NEAR(worst, 0, 0.15);
    CHECK_NEAR(mean / n, 0, 0.01);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
}

/* A width of 0.6 mm stays 0.6 mm of the mesh's scale across the line, on either side of a fold. */
static void test_bent_widths(void)
{
    struct ecg_page page = page_blank(120, 80);
    page_line(&page, 30, 10, 30, 70, 0.6);
    page_line(&page, 90, 10, 90, 70, 0.6);
    struct ecg_mesh *mesh = bent_mesh();
    struct ecg_image image = press_draw(&press, &page, mesh);
    for (int side = 0; side < 2; side++) {
        double x, y, left[2], right[2], sum = 0;
        double x_mm = side ? 90 : 30;
        ecg_mesh_map(mesh, x_mm, 41, &x, &y);
        ecg_mesh_map(mesh, x_mm - 0.3, 41, &left[0], &left[1]);
        ecg_mesh_map(mesh, x_mm + 0.3, 41, &right[0], &right[1]);
        /* Along a row, the strip between the mapped borders is this wide. */
        double below[2];
        ecg_mesh_map(mesh, x_mm, 42, &below[0], &below[1]);
        double slope = (below[0] - x) / (below[1] - y);
        double expected = right[0] - left[0] - slope * (right[1] - left[1]);
        for (int k = (int)x - 12; k <= (int)x + 12; k++)
            sum += ink_share(&image, k, (int)y);
        CHECK_NEAR(sum, expected, 0.04 * expected);
    }
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
}

/* Dots of a dotted grid lie where the map carries them, each once, also across cut pieces. */
static void test_bent_dots(void)
{
    struct ecg_page page = page_blank(120, 80);
    for (int i = 0; i < 6; i++)
        page_add(&page, (struct ecg_line){ .x0_mm = 6,
                            .y0_mm = 10 + 11 * i,
                            .x1_mm = 6 + 3 * 36,
                            .y1_mm = 10 + 11 * i,
                            .width0_mm = 0.35f,
                            .width1_mm = 0.35f,
                            .alpha = 1,
                            .dash_on_mm = 0.01f,
                            .dash_period_mm = 3,
                            .layer = ECG_LAYER_GRID_MINOR });
    struct ecg_mesh *mesh = bent_mesh();
    struct ecg_image image = press_draw(&press, &page, mesh);
    double worst = 0, total = 0, expected = 0;
    for (int i = 0; i < 6; i++)
        for (int k = 0; k <= 36; k++) {
            double x, y, sum = 0, at[2] = { 0, 0 };
            ecg_mesh_map(mesh, 6 + 3 * k, 10 + 11 * i, &x, &y);
            for (int py = (int)y - 5; py <= (int)y + 5; py++)
                for (int px = (int)x - 5; px <= (int)x + 5; px++) {
                    double share = ink_share(&image, px, py);
                    sum += share;
                    at[0] += share * (px + 0.5);
                    at[1] += share * (py + 0.5);
                }
            worst = fmax(worst, hypot(at[0] / sum - x, at[1] / sum - y));
            total += sum;
            struct ecg_jacobian j = ecg_jacobian_at(mesh, 6 + 3 * k, 10 + 11 * i);
            double width = 0.35 * ecg_jacobian_width(&j, 1, 0);
            expected += acos(-1.0) * width * width / 4;
        }
    CHECK_NEAR(worst, 0, 0.15);
    CHECK_NEAR(total / expected, 1, 0.05);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
}

/* Paper stays white, full coverage gives the ink's own colour, whatever lies below. */
static void test_colors(void)
{
    struct ecg_page page = page_blank(60, 40);
    page.ink[ECG_LAYER_GRID_MAJOR] = (struct ecg_ink){ { 0.427f, 0.196f, 0.184f }, 1 };
    page.ink[ECG_LAYER_GRID_MINOR] = (struct ecg_ink){ { 0.588f, 0.42f, 0.397f }, 1 };
    page.ink[ECG_LAYER_HIGHLIGHTER] = (struct ecg_ink){ { 1, 1, 0 }, 1 };
    page.ink[ECG_LAYER_PEN_A] = (struct ecg_ink){ { 0, 0, 1 }, 0.5f };
    struct ecg_line line = { .x0_mm = 5,
        .x1_mm = 55,
        .width0_mm = 2,
        .width1_mm = 2,
        .alpha = 1,
        .layer = ECG_LAYER_GRID_MINOR };
    static const int layers[] = { ECG_LAYER_GRID_MINOR, ECG_LAYER_GRID_MAJOR, ECG_LAYER_TRACE,
        ECG_LAYER_PEN_A };
    for (int i = 0; i < 4; i++) {
        line.y0_mm = line.y1_mm = 5 + 8 * i;
        line.layer = (uint8_t)layers[i];
        page_add(&page, line);
    }
    line = (struct ecg_line){ .x0_mm = 30,
        .x1_mm = 30,
        .y0_mm = 2,
        .y1_mm = 38,
        .width0_mm = 5,
        .width1_mm = 5,
        .alpha = 1,
        .layer = ECG_LAYER_HIGHLIGHTER };
    page_add(&page, line);
    struct ecg_mesh *mesh = mesh_flat(&press, 60, 40, 254);
    struct ecg_image image = press_draw(&press, &page, mesh);
    static const struct {
        int x, y, rgb[3];
    } expected[] = {
        { 10, 90, { 255, 255, 255 } }, /* paper */
        { 100, 50, { 150, 107, 101 } },
        { 100, 130, { 109, 50, 47 } },
        { 100, 210, { 0, 0, 0 } },
        { 100, 290, { 188, 188, 255 } }, /* half of the light, not half of the number */
        { 300, 90, { 255, 255, 0 } },
        { 300, 50, { 150, 107, 0 } },
        { 300, 210, { 0, 0, 0 } },
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        for (int k = 0; k < 3; k++)
            CHECK_NEAR(pixel(&image, expected[i].x, expected[i].y)[k], expected[i].rgb[k],
                i == 0 ? 0 : 1);
    int transparent = 0;
    for (int i = 0; i < image.width_px * image.height_px; i++)
        transparent += image.data[4 * i + 3] != 255;
    CHECK_INT(transparent, 0);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
}

static struct ecg_fill square(double x, double y, double side, int layer, uint32_t rgba)
{
    return (struct ecg_fill){ .corner_mm = { { x, y }, { x + side, y }, { x + side, y + side },
                                  { x, y + side } },
        .layer = (uint8_t)layer,
        .rgba = {
            (uint8_t)(rgba >> 24), (uint8_t)(rgba >> 16), (uint8_t)(rgba >> 8), (uint8_t)rgba } };
}

/* Modules that meet inside a pixel leave no seam, printed or on a sticker; order is kept. */
static void test_fills(void)
{
    for (int stuck = 0; stuck < 2; stuck++) {
        struct ecg_page page = page_blank(60, 40);
        int layer = stuck ? ECG_LAYER_STUCK : ECG_LAYER_PRINT;
        if (stuck)
            page_add_quad(&page, square(5, 5, 30, layer, 0xffff00ff));
        for (int i = 0; i < 25; i++)
            page_add_quad(
                &page, square(10.03 + i % 5 * 1.37, 10.05 + i / 5 * 1.37, 1.37, layer, 0xff));
        struct ecg_mesh *mesh = mesh_flat(&press, 60, 40, 254);
        struct ecg_image image = press_draw(&press, &page, mesh);
        int lightest = 0;
        for (int y = 102; y < 168; y++)
            for (int x = 102; x < 168; x++)
                lightest = pixel(&image, x, y)[0] > lightest ? pixel(&image, x, y)[0] : lightest;
        CHECK(lightest <= (stuck ? 26 : 13)); /* one 255th of the light is level 13 */
        if (stuck) {
            CHECK_INT(pixel(&image, 60, 60)[0], 255);
            CHECK_INT(pixel(&image, 60, 60)[2], 0);
            CHECK_INT(pixel(&image, 400, 60)[2], 255);
            /* A later bar goes over the modules, a line over the bar. */
            page_add_quad(&page, square(12, 12, 4, layer, 0x00ff00ff));
            page_add(&page, (struct ecg_line){ .x0_mm = 13,
                                .y0_mm = 14,
                                .x1_mm = 20,
                                .y1_mm = 14,
                                .width0_mm = 1,
                                .width1_mm = 1,
                                .alpha = 1,
                                .layer = ECG_LAYER_STUCK,
                                .rgba = { 255, 0, 0, 255 } });
            ecg_image_free(&image);
            image = press_draw(&press, &page, mesh);
            CHECK_INT(pixel(&image, 130, 130)[1], 255);
            CHECK_INT(pixel(&image, 130, 130)[0], 0);
            CHECK_INT(pixel(&image, 150, 140)[0], 255);
            CHECK_INT(pixel(&image, 150, 140)[1], 0);
        }
        ecg_image_free(&image);
        ecg_mesh_destroy(&mesh);
        page_clear(&page);
    }
}

/* A fill bends with the page and covers its own area, with no seam between its pieces. */
static void test_bent_fill(void)
{
    struct ecg_page page = page_blank(120, 80);
    page_add_quad(
        &page, (struct ecg_fill){ .corner_mm = { { 40, 20 }, { 85, 24 }, { 82, 60 }, { 38, 55 } },
                   .layer = ECG_LAYER_PRINT });
    struct ecg_mesh *mesh = bent_mesh();
    struct ecg_image image = press_draw(&press, &page, mesh);
    double least_inside = 1, most_outside = 0;
    for (int y = 0; y < image.height_px; y++)
        for (int x = 0; x < image.width_px; x++) {
            double at[2], nearest = INFINITY;
            if (!ecg_mesh_unmap(mesh, x + 0.5, y + 0.5, &at[0], &at[1]))
                continue;
            /* Signed distance from the quad's border in mm, positive inside. */
            for (int k = 0; k < 4; k++) {
                const double *a = page.fills[0].corner_mm[k],
                             *b = page.fills[0].corner_mm[(k + 1) % 4];
                double dx = b[0] - a[0], dy = b[1] - a[1];
                nearest =
                    fmin(nearest, (dx * (at[1] - a[1]) - dy * (at[0] - a[0])) / hypot(dx, dy));
            }
            if (nearest > 0.2)
                least_inside = fmin(least_inside, ink_share(&image, x, y));
            if (nearest < -0.2)
                most_outside = fmax(most_outside, ink_share(&image, x, y));
        }
    CHECK_NEAR(least_inside, 1, 0.005);
    CHECK_NEAR(most_outside, 0, 0.005);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
}

/* The box of ink darker than a tenth: x0, y0, x1, y1 with sub-pixel sides. */
static void ink_box(const struct ecg_image *image, double box[4])
{
    box[0] = box[1] = INFINITY;
    box[2] = box[3] = -INFINITY;
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++)
            if (ink_share(image, x, y) > 0.1) {
                box[0] = fmin(box[0], x);
                box[1] = fmin(box[1], y);
                box[2] = fmax(box[2], x + 1);
                box[3] = fmax(box[3], y + 1);
            }
}

static void check_text(
    const struct ecg_fonts *fonts, double angle_deg, struct ecg_mesh *mesh, double *darkest_share)
{
    struct ecg_page page = page_blank(mesh->width_mm, mesh->height_mm);
    struct ecg_text_style style = { .font = ECG_FONT_SANS,
        .size_mm = 4,
        .angle_deg = angle_deg,
        .layer = ECG_LAYER_PRINT,
        .kind = ECG_KIND_HEADER,
        .trace = -1 };
    CHECK_INT(ecg_page_set_text(&page, fonts, "Hx 25mm/s", 40, 40, &style, NULL), 0);
    press.fonts = fonts;
    struct ecg_image image = press_draw(&press, &page, mesh);
    press.fonts = NULL;
    double box[4], expected[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
    ink_box(&image, box);
    for (int k = 0; k < 4; k++) {
        double x, y;
        ecg_mesh_map(mesh, page.texts[0].quad_mm[k][0], page.texts[0].quad_mm[k][1], &x, &y);
        expected[0] = fmin(expected[0], x);
        expected[1] = fmin(expected[1], y);
        expected[2] = fmax(expected[2], x);
        expected[3] = fmax(expected[3], y);
    }
    /* Letters do not fill the corners of a turned box. */
    double slack = angle_deg == 0 ? 1.3 : 0.35 * 4 * 8;
    for (int k = 0; k < 4; k++) {
        CHECK_NEAR(box[k], expected[k], slack);
        CHECK(k < 2 ? box[k] > expected[k] - 1.6 : box[k] < expected[k] + 1.6);
    }
    double sum = 0;
    *darkest_share = 0;
    for (int y = 0; y < image.height_px; y++)
        for (int x = 0; x < image.width_px; x++) {
            sum += ink_share(&image, x, y);
            *darkest_share = fmax(*darkest_share, ink_share(&image, x, y));
        }
    /* Area scale of the mesh at the text. */
    struct ecg_jacobian j = ecg_jacobian_at(mesh, 45, 40);
    double area_mm2 = sum / fabs(j.xx * j.yy - j.xy * j.yx);
    CHECK_NEAR(area_mm2, 15.8, 0.25); /* the same letters, the same ink, however they lie */
    ecg_image_free(&image);
    page_clear(&page);
}

static void test_text(void)
{
    struct ecg_error error = { 0 };
    struct ecg_fonts *fonts;
    if (!CHECK(ecg_fonts_open(&fonts, &error) == 0))
        return;
    double darkest;
    struct ecg_mesh *mesh = mesh_flat(&press, 120, 80, 200);
    check_text(fonts, 0, mesh, &darkest);
    CHECK(darkest > 0.995);
    check_text(fonts, 30, mesh, &darkest);
    CHECK(darkest > 0.95);
    check_text(fonts, -90, mesh, &darkest);
    ecg_mesh_destroy(&mesh);
    mesh = bent_mesh();
    check_text(fonts, 0, mesh, &darkest);
    ecg_mesh_destroy(&mesh);
    ecg_fonts_close(&fonts);
}

static struct ecg_mesh *turned_mesh(double width_mm, double height_mm, double dpi)
{
    struct ecg_error error = { 0 };
    struct ecg_mesh *mesh = NULL;
    struct ecg_scene scene = press.scene;
    scene.capture_kind = ECG_CAPTURE_SCAN;
    scene.capture_scan_dpi = dpi;
    scene.capture_scan_skew_deg = 3;
    CHECK_INT(ecg_mesh_build(&mesh, &scene, width_mm, height_mm, &error), 0);
    return mesh;
}

static void grid_line(struct ecg_page *page, int layer, int is_level, double at_mm, double from_mm,
    double to_mm, float width_mm)
{
    page_add(page, (struct ecg_line){ .x0_mm = is_level ? from_mm : at_mm,
                       .y0_mm = is_level ? at_mm : from_mm,
                       .x1_mm = is_level ? to_mm : at_mm,
                       .y1_mm = is_level ? at_mm : to_mm,
                       .width0_mm = width_mm,
                       .width1_mm = width_mm,
                       .alpha = 1,
                       .layer = (uint8_t)layer });
}

/* With lines of another width in their midst, its grids are no longer rulings. */
static struct ecg_image draw_line_by_line(struct ecg_page *page, const struct ecg_mesh *mesh)
{
    for (size_t i = 1; i < page->n_lines; i += 2)
        page->lines[i].width0_mm *= 1.000001f;
    struct ecg_image image = press_draw(&press, page, mesh);
    CHECK_INT(press.drawing->n_rulings, 0);
    return image;
}

/* A grid drawn as rulings is the grid drawn line by line; in the last variant the page is turned.
 */
static void test_rulings(void)
{
    for (int variant = 0; variant < 4; variant++) {
        struct ecg_page page = page_blank(80, 60);
        int has_ends = variant >= 2, is_turned = variant == 3;
        double from = has_ends ? 7.4 : -1;
        for (int major = 0; major < 2; major++)
            for (int level = 0; level < 2; level++)
                for (int i = 0; i <= (level ? 60 : 80); i += major ? 5 : 1) {
                    if (variant == 1 && !major && i % 5 == 0)
                        continue;
                    double to = has_ends ? (level ? 71.3 : 52.2) : 81;
                    grid_line(&page, major, level, i, from, to, major ? 0.2f : 0.1f);
                }
        struct ecg_mesh *mesh =
            is_turned ? turned_mesh(80, 60, 190) : mesh_flat(&press, 80, 60, 190);
        struct ecg_image ruled = press_draw(&press, &page, mesh);
        CHECK_INT(press.drawing->n_rulings, 4);
        CHECK_INT(press.drawing->n_strokes, 0);
        struct ecg_image stroked = draw_line_by_line(&page, mesh);
        double worst = 0;
        for (int y = 0; y < ruled.height_px; y++)
            for (int x = 0; x < ruled.width_px; x++)
                worst = fmax(worst, fabs(ink_share(&ruled, x, y) - ink_share(&stroked, x, y)));
        /* Strokes on an axis are blurred by 1/256 px; where a ruling ends it is cut straight. */
        CHECK_NEAR(worst, 0, has_ends ? 0.12 : 0.009);
        ecg_image_free(&ruled);
        ecg_image_free(&stroked);
        ecg_mesh_destroy(&mesh);
        page_clear(&page);
    }
}

static struct ecg_mesh *crumpled_mesh(double width_mm, double height_mm, int is_folded_over)
{
    struct ecg_error error = { 0 };
    struct ecg_mesh *mesh = NULL;
    struct ecg_scene scene = press.scene;
    scene.output_dpi = 190;
    scene.bend_crumple_depth_mm = 0.8;
    if (is_folded_over) {
        scene.bend_corner_lift_deg = 170;
        scene.bend_corner_size_mm = 40;
    }
    CHECK_INT(ecg_mesh_build(&mesh, &scene, width_mm, height_mm, &error), 0);
    return mesh;
}

/* The grid of a crumpled sheet is found by each pixel's place: much as line by line. */
static void test_rough_rulings(void)
{
    for (int variant = 0; variant < 2; variant++) {
        struct ecg_page page = page_blank(160, 120);
        for (int major = 0; major < 2; major++)
            for (int level = 0; level < 2; level++)
                for (int i = 0; i <= (level ? 110 : 150); i += major ? 5 : 1)
                    grid_line(
                        &page, major, level, 5 + i, 4, level ? 155 : 115, major ? 0.25f : 0.15f);
        struct ecg_mesh *mesh = crumpled_mesh(160, 120, variant);
        struct ecg_image ruled = press_draw(&press, &page, mesh);
        CHECK_INT(press.drawing->n_rulings, 4);
        CHECK(press.drawing->is_bent);
        struct ecg_image stroked = draw_line_by_line(&page, mesh);
        double sum = 0, ink = 0, far = 0, n = (double)ruled.width_px * ruled.height_px;
        for (int y = 0; y < ruled.height_px; y++)
            for (int x = 0; x < ruled.width_px; x++) {
                double a = ink_share(&ruled, x, y), b = ink_share(&stroked, x, y);
                sum += fabs(a - b);
                ink += a - b;
                far += fabs(a - b) > 0.2;
            }
        CHECK_NEAR(sum / n, 0, 0.006);
        CHECK_NEAR(ink / n, 0, 0.0005);
        CHECK_NEAR(far / n, 0, 0.0006);
        ecg_image_free(&ruled);
        ecg_image_free(&stroked);
        ecg_mesh_destroy(&mesh);
        page_clear(&page);
    }
}

/* Notes are looked for only where the drawing says that there are some: it forgets none. */
static void test_noted_parts(void)
{
    struct ecg_page page = page_blank(80, 60);
    for (int k = 0; k < 60; k++) /* a pen's curve, short pieces in a row */
        page_add(&page, (struct ecg_line){ .x0_mm = 30 + 9 * cos(0.1 * k),
                            .y0_mm = 25 + 9 * sin(0.13 * k),
                            .x1_mm = 30 + 9 * cos(0.1 * (k + 1)),
                            .y1_mm = 25 + 9 * sin(0.13 * (k + 1)),
                            .width0_mm = 0.5f,
                            .width1_mm = 0.5f,
                            .alpha = 1,
                            .kind = ECG_KIND_HANDWRITING,
                            .layer = ECG_LAYER_PEN_A });
    for (int k = 0; k < 2; k++)
        page_add(&page, (struct ecg_line){ .x0_mm = 60,
                            .y0_mm = 40 + 3 * k,
                            .x1_mm = 79.5,
                            .y1_mm = 59,
                            .width0_mm = 1,
                            .width1_mm = 2,
                            .alpha = 1,
                            .rgba = { 200, 30, 40, 255 },
                            .layer = k ? ECG_LAYER_STUCK : ECG_LAYER_HIGHLIGHTER });
    press.scene.sheet_paper_texture = 0.3;
    for (int is_bent = 0; is_bent < 2; is_bent++) {
        struct ecg_mesh *mesh =
            is_bent ? mesh_of(80, 60, 41, 31, 700, 560, bent) : mesh_flat(&press, 80, 60, 200);
        struct ecg_image in_parts = press_draw(&press, &page, mesh);
        int noted = 0;
        for (int k = 0; k < ECG_INK_CELLS * ECG_INK_CELLS; k++)
            noted += press.drawing->is_noted[k / ECG_INK_CELLS][k % ECG_INK_CELLS];
        CHECK(noted > 20 && noted < ECG_INK_CELLS * ECG_INK_CELLS / 3);
        memset(press.drawing->is_noted, 1, sizeof press.drawing->is_noted);
        struct ecg_image at_once = press_draw_again(&press, &page, mesh);
        size_t bytes = (size_t)at_once.width_px * (size_t)at_once.height_px * 4;
        CHECK(memcmp(in_parts.data, at_once.data, bytes) == 0);
        ecg_image_free(&in_parts);
        ecg_image_free(&at_once);
        ecg_mesh_destroy(&mesh);
    }
    press.scene.sheet_paper_texture = 0;
    page_clear(&page);
}

/* The same physical page at every density: ink in proportion to its area. */
static void test_densities(void)
{
    static const double densities[] = { 50, 100, 300, 600 };
    struct ecg_page page = page_blank(60, 40);
    page_line(&page, 8, 8, 52, 11, 0.26);
    page_line(&page, 8, 30, 52, 12, 0.05);
    for (int i = 0; i < 4; i++) {
        struct ecg_mesh *mesh = mesh_flat(&press, 60, 40, densities[i]);
        struct ecg_image image = press_draw(&press, &page, mesh);
        double sum = 0, px = densities[i] / 25.4;
        for (int y = 0; y < image.height_px; y++)
            for (int x = 0; x < image.width_px; x++)
                sum += ink_share(&image, x, y);
        double length[2] = { hypot(44, 3), hypot(44, 18) };
        double area = 0.26 * length[0] + 0.05 * length[1] + 0.25 * acos(-1.0) * 0.26 * 0.26;
        CHECK_NEAR(sum / px / px, area, 0.03 * area);
        ecg_image_free(&image);
        ecg_mesh_destroy(&mesh);
    }
    page_clear(&page);
}

/* A picture from tiles, a repeated one and one from a fresh context are the same bytes. */
static void test_repeats(void)
{
    struct ecg_page page = page_blank(120, 80);
    for (int i = 0; i < 30; i++)
        page_line(&page, 3 + 4 * i, 2, 110 - 3 * i, 78, 0.1 + 0.02 * i);
    page_add_quad(&page, square(20, 20, 30, ECG_LAYER_STUCK, 0xff800080));
    page_add_quad(&page, square(60, 30, 20, ECG_LAYER_STAMP, 0));
    for (int is_bent = 0; is_bent < 2; is_bent++) {
        struct ecg_mesh *mesh = is_bent ? bent_mesh() : mesh_flat(&press, 120, 80, 200);
        struct ecg_image first = press_draw(&press, &page, mesh);
        struct ecg_image again = press_draw(&press, &page, mesh);
        CHECK(same(&first, &again));
        ecg_image_free(&again);
        ecg_renderer_set_tile(press.renderer, 177);
        again = press_draw(&press, &page, mesh);
        CHECK(same(&first, &again));
        ecg_image_free(&again);
        struct press fresh;
        press_open(&fresh);
        again = press_draw(&fresh, &page, mesh);
        CHECK(same(&first, &again));
        ecg_image_free(&again);
        press_close(&fresh);
        CHECK_INT(ecg_gpu_make_current(press.gpu, NULL), 0);
        ecg_renderer_set_tile(press.renderer, 4096);
        ecg_image_free(&first);
        ecg_mesh_destroy(&mesh);
    }
    page_clear(&page);
}

/* Pages that make no sense are refused before anything is drawn. */
static void test_refusals(void)
{
    struct ecg_mesh *mesh = mesh_flat(&press, 60, 40, 100);
    for (int variant = 0; variant < 4; variant++) {
        struct ecg_page page = page_blank(60, 40);
        struct ecg_error error = { 0 };
        page_line(&page, 1, 1, 5, 5, 0.3);
        page_add_quad(&page, square(1, 1, 3, ECG_LAYER_PRINT, 0));
        if (variant == 0)
            page.lines[0].x1_mm = NAN;
        else if (variant == 1)
            page.lines[0].layer = ECG_LAYER_COUNT;
        else if (variant == 2)
            page.fills[0].corner_mm[2][1] = INFINITY;
        else
            page.lines[0].dash_on_mm = 1; /* and no period */
        const struct ecg_drawing_source source = { .page = &page, .mesh = mesh };
        CHECK_INT(ecg_drawing_build(press.drawing, &source, &error), ECG_E_ARGUMENT);
        CHECK_HAS(error.message, variant == 2 ? "page: fill 0: " : "page: line 0: ");
        page_clear(&page);
    }
    ecg_mesh_destroy(&mesh);
}

/* A pleat: from 50 mm on the sheet runs back under itself, from 60 mm on it lies over that. */
static void pleat(double x_mm, double y_mm, double *x_px, double *y_px)
{
    *x_px = 8 * (x_mm < 50 ? x_mm : x_mm < 60 ? 100 - x_mm : x_mm - 20);
    *y_px = 8 * y_mm;
}

/* Ink under a pleat, or on the side turned away, is not seen; ink over it is. */
static void test_hidden(void)
{
    struct ecg_mesh *mesh = mesh_of(100, 40, 51, 21, 640, 320, pleat);
    for (int i = 0; i < mesh->columns * mesh->rows; i++)
        mesh->nodes[i].depth_mm = -mesh->nodes[i].x_mm; /* the farther along, the nearer */
    static const struct {
        double x_mm;
        int is_seen;
    } uprights[] = { { 35, 1 }, { 45, 0 }, { 55, 0 }, { 65, 1 } };
    for (int i = 0; i < 4; i++) {
        struct ecg_page page = page_blank(100, 40);
        page_line(&page, uprights[i].x_mm, 5, uprights[i].x_mm, 35, 0.5);
        struct ecg_image image = press_draw(&press, &page, mesh);
        double x, y;
        ecg_mesh_map(mesh, uprights[i].x_mm, 20, &x, &y);
        CHECK_NEAR(ink_share(&image, (int)x, 160), uprights[i].is_seen, 0.01);
        ecg_image_free(&image);
        page_clear(&page);
    }
    struct ecg_page page = page_blank(100, 40);
    page_line(&page, 2, 20.0625, 98, 20.0625, 0.5);
    page_add_quad(
        &page, (struct ecg_fill){ .corner_mm = { { 42, 30 }, { 48, 30 }, { 48, 34 }, { 42, 34 } },
                   .layer = ECG_LAYER_PRINT });
    struct ecg_image image = press_draw(&press, &page, mesh);
    for (int x = 20; x < 620; x++) {
        double sum = 0;
        for (int y = 150; y < 170; y++)
            sum += ink_share(&image, x, y);
        CHECK_NEAR(sum, 4, 0.15); /* 0.5 mm, also across the pleat's edge */
    }
    CHECK_NEAR(ink_share(&image, 360, 256), 0, 0);
    ecg_image_free(&image);
    page_clear(&page);
    ecg_mesh_destroy(&mesh);
}

/* The most of the four channels. */
static int most(const struct ecg_image *image, int x, int y)
{
    const uint8_t *p = image->data + 4 * ((size_t)y * (size_t)image->width_px + (size_t)x);
    int value = 0;
    for (int k = 0; k < 4; k++)
        value = p[k] > value ? p[k] : value;
    return value;
}

/* Coverage: only what the filter lets through, from tiles too, the grid however it is drawn, and
 * traces in layers of their own. */
static void test_coverage(void)
{
    struct ecg_error error = { 0 };
    struct ecg_page page = page_blank(60, 40);
    for (int i = 0; i <= 60; i++)
        page_line(&page, i, 0, i, 40, 0.2);
    for (size_t i = 0; i < page.n_lines; i++) {
        page.lines[i].layer = ECG_LAYER_GRID_MINOR;
        page.lines[i].kind = ECG_KIND_GRID;
    }
    page_line(&page, 5, 5, 55, 5, 0.5);
    page.lines[page.n_lines - 1].kind = ECG_KIND_MARK;
    page_add_quad(&page, square(20, 20, 10, ECG_LAYER_STUCK, 0xff0000ff));
    page.fills[0].kind = ECG_KIND_STICKER;
    struct ecg_point points[4] = { { 5, 15 }, { 55, 15 }, { 5, 35 }, { 55, 35 } };
    struct ecg_trace traces[2] = {
        { .end_sample = 2, .clip_mm = { 0, 0, 60, 40 }, .width_mm = 0.4f },
        { .end_sample = 2, .clip_mm = { 0, 0, 60, 40 }, .width_mm = 0.4f, .first_point = 2 },
    };
    page.points = points;
    page.n_points = 4;
    page.traces = traces;
    page.n_traces = 2;
    struct ecg_mesh *mesh = mesh_flat(&press, 60, 40, 254);
    static const uint8_t layers[2] = { 0, 6 };
    static const struct {
        struct ecg_ink_filter filter;
        int ink[5]; /* on a grid line, the mark, the sticker and the two traces */
        int notes;  /* which picture is looked at */
    } cases[] = {
        { { 1u << ECG_KIND_GRID, -1, NULL }, { 1, 0, 0, 0, 0 }, 0 },
        { { 1u << ECG_KIND_MARK, -1, NULL }, { 0, 1, 0, 0, 0 }, 0 },
        { { 1u << ECG_KIND_STICKER, -1, NULL }, { 0, 0, 0, 0, 0 }, 0 },
        { { 1u << ECG_KIND_TRACE, -1, NULL }, { 0, 0, 0, 1, 1 }, 0 },
        { { 1u << ECG_KIND_TRACE, 1, NULL }, { 0, 0, 0, 0, 1 }, 0 },
        { { 1u << ECG_KIND_TRACE | 1u << ECG_KIND_GRID, 0, NULL }, { 1, 0, 0, 1, 0 }, 0 },
        { { 1u << ECG_KIND_TRACE | 1u << ECG_KIND_GRID, -1, layers }, { 1, 0, 0, 1, 0 }, 0 },
        { { 1u << ECG_KIND_TRACE, -1, layers }, { 0, 0, 0, 0, 1 }, 1 },
    };
    static const int at[5][2] = { { 100, 250 }, { 255, 50 }, { 255, 255 }, { 255, 150 },
        { 255, 350 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct ecg_drawing_source source = {
            .page = &page, .mesh = mesh, .filter = &cases[i].filter
        };
        const struct ecg_render_job job = {
            .scene = &press.scene, .page = &page, .mesh = mesh, .drawing = press.drawing
        };
        struct ecg_image whole[2], tiled[2];
        CHECK_INT(ecg_drawing_build(press.drawing, &source, &error), 0);
        CHECK_INT(ecg_render_coverage(press.renderer, &job, whole, &error), 0);
        ecg_renderer_set_tile(press.renderer, 128);
        CHECK_INT(ecg_render_coverage(press.renderer, &job, tiled, &error), 0);
        ecg_renderer_set_tile(press.renderer, 4096);
        const struct ecg_image *seen = &whole[cases[i].notes];
        CHECK_INT(seen->width_px, 600);
        for (int k = 0; k < 5; k++)
            CHECK_INT(most(seen, at[k][0], at[k][1]), cases[i].ink[k] ? 255 : 0);
        CHECK_INT(whole[1].data != NULL, cases[i].filter.trace_layer != NULL);
        for (int k = 0; k < 2; k++) {
            if (whole[k].data)
                CHECK(memcmp(whole[k].data, tiled[k].data, (size_t)4 * 600 * 400) == 0);
            ecg_image_free(&whole[k]);
            ecg_image_free(&tiled[k]);
        }
    }
    ecg_mesh_destroy(&mesh);
    page.points = NULL;
    page.traces = NULL;
    page_clear(&page);
}

/* Whichever allocation fails, building says so, and a later build works. */
static void test_memory(void)
{
    struct ecg_error error = { 0 };
    struct ecg_fonts *fonts;
    if (!CHECK(ecg_fonts_open(&fonts, &error) == 0))
        return;
    struct ecg_page page = page_blank(60, 40);
    struct ecg_text_style style = { .size_mm = 3, .layer = ECG_LAYER_PRINT, .trace = -1 };
    CHECK_INT(ecg_page_set_text(&page, fonts, "aVR", 10, 10, &style, NULL), 0);
    for (int i = 0; i < 40; i++)
        page_line(&page, i, 0.3 * i * i / 40, i + 1, 0.3 * (i + 1) * (i + 1) / 40, 0.3);
    page_add_quad(&page, square(1, 1, 3, ECG_LAYER_STUCK, 0xff));
    struct ecg_mesh *mesh = mesh_flat(&press, 60, 40, 200);
    const struct ecg_drawing_source source = { .page = &page, .mesh = mesh, .fonts = fonts };
    long failed = 0;
    for (int code = ECG_E_MEMORY; code != 0 && failed < 200;) {
        struct ecg_drawing *drawing;
        ecg_alloc_fail_from(++failed);
        code = ecg_drawing_create(&drawing, &error);
        if (code == 0)
            code = ecg_drawing_build(drawing, &source, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == 0 || code == ECG_E_MEMORY);
        if (drawing)
            CHECK_INT(ecg_drawing_build(drawing, &source, &error), 0);
        ecg_drawing_destroy(&drawing);
    }
    CHECK(failed > 8 && failed < 200);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    ecg_fonts_close(&fonts);
}

int main(void)
{
    press_open(&press);
    test_bent_lines();
    test_bent_widths();
    test_bent_dots();
    test_colors();
    test_fills();
    test_bent_fill();
    test_text();
    test_rulings();
    test_rough_rulings();
    test_noted_parts();
    test_densities();
    test_repeats();
    test_refusals();
    test_memory();
    test_hidden();
    test_coverage();
    press_close(&press);
    return check_done();
}
