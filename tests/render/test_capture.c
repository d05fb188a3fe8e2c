/* What capture's parameters say is what the pixels show: angles, blur, noise, light, lost lines;
 * tiles without seams; a screen's lattice and the moire that comes of it. */
#include "core/alloc.h"
#include "core/srgb.h"
#include "support/check.h"
#include "support/press.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RED, GREEN, BLUE };

static struct press press;
static const double WIDTH_MM = 120, HEIGHT_MM = 80;

static double linear(int code)
{
    double s = code / 255.0;
    return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4);
}

static int code_at(const struct ecg_image *image, int x, int y, int channel)
{
    return image->data[((size_t)y * (size_t)image->width_px + (size_t)x) * 4 + (size_t)channel];
}

static double light_at(const struct ecg_image *image, int x, int y, int channel)
{
    return linear(code_at(image, x, y, channel));
}

static struct ecg_scene *start(int kind)
{
    ecg_scene_defaults(&press.scene);
    press.scene.key = ecg_key_make(5, "capture", 1);
    press.scene.capture_kind = kind;
    return &press.scene;
}

/* Square on, the sheet reaching over the frame's edges; nothing but the page is seen. */
static struct ecg_scene *start_photo(int width_px, int height_px)
{
    struct ecg_scene *scene = start(ECG_CAPTURE_PHOTO);
    scene->capture_width_px = width_px;
    scene->capture_height_px = height_px;
    scene->capture_camera_fill = 1.5;
    return scene;
}

/* The page as the scene captures it; *mesh (may be NULL) is for the caller to destroy. */
static struct ecg_image shoot(const struct ecg_page *page, struct ecg_mesh **mesh_out)
{
    struct ecg_error error = { 0 };
    struct ecg_mesh *mesh = NULL, *on_screen = NULL;
    struct ecg_image image = { 0 };
    CHECK_INT(ecg_mesh_build(&mesh, &press.scene, page->width_mm, page->height_mm, &error), 0);
    if (press.scene.capture_kind != ECG_CAPTURE_SCREEN) {
        image = press_draw(&press, page, mesh);
    } else {
        CHECK_INT(ecg_mesh_build_screen(&on_screen, mesh, &press.scene, &error), 0);
        struct ecg_drawing_source source = { .page = page, .mesh = on_screen };
        CHECK_INT(ecg_drawing_build(press.drawing, &source, &error), 0);
        struct ecg_render_job job = { .scene = &press.scene,
            .page = page,
            .mesh = mesh,
            .drawing = press.drawing,
            .on_screen = on_screen };
        CHECK_INT(ecg_render_frame(press.renderer, &job, &image, &error), 0);
    }
    ecg_mesh_destroy(&on_screen);
    if (mesh_out)
        *mesh_out = mesh;
    else
        ecg_mesh_destroy(&mesh);
    return image;
}

struct stats {
    double mean, sd;
};

/* Of linear light (or, of codes, in parts of 1) over a box. */
static struct stats flat_stats(
    const struct ecg_image *image, const int box[4], int channel, int is_code)
{
    double sum = 0, square = 0, n = 0;
    for (int y = box[1]; y < box[3]; y++)
        for (int x = box[0]; x < box[2]; x++) {
            double v =
                is_code ? code_at(image, x, y, channel) / 255.0 : light_at(image, x, y, channel);
            sum += v;
            square += v * v;
            n++;
        }
    double mean = sum / n;
    return (struct stats){ mean, sqrt(fmax(square / n - mean * mean, 0)) };
}

/* The row, to parts of a pixel, where a column passes from dark above to light below. */
static double edge_row(const struct ecg_image *image, int x)
{
    double dark = 0;
    for (int y = 0; y < image->height_px / 2; y++)
        dark += 1 - fmin(light_at(image, x, y, GREEN), 1);
    return dark;
}

/* A sheet on a black lid: its upper edge in the pixels runs at the angle drawn. */
static void test_skew(void)
{
    static const double angles_deg[] = { -2.5, -0.7, 0.4, 3 };
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    for (size_t k = 0; k < sizeof angles_deg / sizeof angles_deg[0]; k++) {
        struct ecg_scene *scene = start(ECG_CAPTURE_SCAN);
        scene->capture_scan_skew_deg = angles_deg[k];
        scene->capture_scan_border_mm = 8;
        scene->capture_scan_lid = 2;
        struct ecg_image image = shoot(&page, NULL);
        int left = image.width_px / 4, right = image.width_px * 3 / 4;
        double slope = (edge_row(&image, right) - edge_row(&image, left)) / (right - left);
        CHECK_NEAR(atan(slope) * 180 / 3.14159265358979, angles_deg[k], 0.05);
        ecg_image_free(&image);
    }
    page_clear(&page);
}

/* A photo's sheet covers in part the pixels at its edge: no steps in an edge that is askew. */
static void test_soft_edge(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    struct ecg_scene *scene = start(ECG_CAPTURE_PHOTO);
    scene->capture_width_px = 600;
    scene->capture_height_px = 450;
    scene->capture_camera_roll_deg = 4;
    scene->capture_desk_kind = 6;
    scene->capture_desk_shadow = 0;
    scene->capture_desk_contrast = 0;
    memset(scene->capture_desk_color, 0, sizeof scene->capture_desk_color);
    struct ecg_image image = shoot(&page, NULL);
    double worst = 0, step = tan(4 * 3.14159265358979 / 180);
    for (int x = 200; x < 400; x++)
        worst = fmax(worst, fabs(edge_row(&image, x + 1) - edge_row(&image, x) - step));
    CHECK_NEAR(worst, 0, 0.12);
    ecg_image_free(&image);
    page_clear(&page);
}

/* Photon noise grows with the root of the light, read noise does not; both as drawn. */
static void test_photo_noise(void)
{
    static const struct {
        double shot, read, exposure_ev;
    } cases[] = { { 0.03, 0, -1 }, { 0.03, 0, -3 }, { 0, 0.02, -2 }, { 0.02, 0.01, -1.5 } };
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        struct ecg_scene *scene = start_photo(320, 240);
        scene->capture_sensor_shot_noise = cases[k].shot;
        scene->capture_sensor_read_noise = cases[k].read;
        scene->capture_sensor_exposure_ev = cases[k].exposure_ev;
        struct ecg_image image = shoot(&page, NULL);
        double light = exp2(cases[k].exposure_ev);
        double sigma = sqrt(pow(cases[k].shot, 2) * light + pow(cases[k].read, 2));
        for (int channel = RED; channel <= BLUE; channel++) {
            struct stats s = flat_stats(&image, (int[]){ 0, 0, 320, 240 }, channel, 0);
            CHECK_NEAR(s.mean, light, 0.003);
            CHECK_NEAR(s.sd / sigma, 1, 0.03);
        }
        ecg_image_free(&image);
    }
    page_clear(&page);
}

static void test_scan_noise(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    for (int k = 1; k <= 3; k++) {
        struct ecg_scene *scene = start(ECG_CAPTURE_SCAN);
        scene->capture_scan_noise = 0.01 * k;
        scene->capture_scan_brightness = 0.8;
        struct ecg_image image = shoot(&page, NULL);
        struct stats s = flat_stats(&image, (int[]){ 50, 50, 500, 400 }, GREEN, 1);
        CHECK_NEAR(s.mean, 0.8, 0.002);
        CHECK_NEAR(s.sd / (0.01 * k), 1, 0.03);
        ecg_image_free(&image);
    }
    page_clear(&page);
}

/* What is at the black point is black, what is darker as well, white stays white, and levels
 * between keep their distances, with phones as with scanners. */
static void test_black_point(void)
{
    static const double levels[] = { 0.1, 0.2, 0.35, 0.6, 1 };
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    for (size_t k = 0; k < sizeof levels / sizeof levels[0]; k++) {
        double light = ecg_linear_from_srgb(levels[k]), wanted = fmax(levels[k] - 0.2, 0) / 0.8;
        struct ecg_scene *scene = start_photo(320, 240);
        scene->capture_sensor_exposure_ev = log2(light);
        scene->capture_sensor_black = 0.2;
        struct ecg_image photo = shoot(&page, NULL);
        CHECK_NEAR(flat_stats(&photo, (int[]){ 20, 20, 300, 220 }, GREEN, 1).mean, wanted, 0.004);
        ecg_image_free(&photo);
        scene = start(ECG_CAPTURE_SCAN);
        scene->capture_scan_brightness = fmax(levels[k], 0.5);
        scene->capture_scan_black = 0.2;
        struct ecg_image scan = shoot(&page, NULL);
        wanted = (scene->capture_scan_brightness - 0.2) / 0.8;
        CHECK_NEAR(flat_stats(&scan, (int[]){ 50, 50, 500, 400 }, GREEN, 1).mean, wanted, 0.004);
        ecg_image_free(&scan);
    }
    page_clear(&page);
}

/* Variance, in px^2, of what light a thin upright line takes away from the rows of a band. */
static double line_variance(const struct ecg_image *image, int from_y, int to_y)
{
    double sum = 0, first = 0, second = 0;
    int middle = image->width_px / 2, reach = image->width_px / 4;
    for (int y = from_y; y < to_y; y++)
        for (int x = middle - reach; x < middle + reach; x++) {
            double taken = 1 - light_at(image, x, y, GREEN) / light_at(image, 2, y, GREEN);
            double at = x + 0.5 - middle;
            taken = taken > 0.004 ? taken : 0;
            sum += taken;
            first += taken * at;
            second += taken * at * at;
        }
    return second / sum - pow(first / sum, 2);
}

static struct ecg_page page_with_line(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    page_line(&page, WIDTH_MM / 2, -20, WIDTH_MM / 2, HEIGHT_MM + 20, 0.4);
    return page;
}

/* The lens widens a line by the variance drawn, whichever way it is worked out. */
static void test_blur(void)
{
    static const double sigmas_px[] = { 0.4, 0.7, 0.9, 1.2, 2, 3.5 };
    struct ecg_page page = page_with_line();
    start_photo(320, 240);
    struct ecg_image sharp = shoot(&page, NULL);
    double own = line_variance(&sharp, 60, 180);
    for (size_t k = 0; k < sizeof sigmas_px / sizeof sigmas_px[0]; k++) {
        struct ecg_scene *scene = start_photo(320, 240);
        scene->capture_lens_blur_px = sigmas_px[k];
        struct ecg_image image = shoot(&page, NULL);
        CHECK_NEAR(sqrt(line_variance(&image, 60, 180) - own) / sigmas_px[k], 1, 0.08);
        ecg_image_free(&image);
        if (sigmas_px[k] > 3)
            continue;
        struct ecg_scene *scan = start(ECG_CAPTURE_SCAN);
        scan->capture_scan_dpi = 100;
        struct ecg_image plain = shoot(&page, NULL);
        scan->capture_scan_blur_px = sigmas_px[k];
        struct ecg_image soft = shoot(&page, NULL);
        double widened = line_variance(&soft, 60, 180) - line_variance(&plain, 60, 180);
        CHECK_NEAR(sqrt(widened) / sigmas_px[k], 1, 0.08);
        ecg_image_free(&plain);
        ecg_image_free(&soft);
    }
    ecg_image_free(&sharp);
    page_clear(&page);
}

/* A shaking hand widens lines across its way, and not along it. */
static void test_shake(void)
{
    struct ecg_page page = page_with_line();
    double variance[2];
    for (int k = 0; k < 2; k++) {
        struct ecg_scene *scene = start_photo(320, 240);
        scene->capture_lens_shake_px = 6;
        scene->capture_lens_shake_deg = 90 * k;
        struct ecg_image image = shoot(&page, NULL);
        variance[k] = line_variance(&image, 60, 180);
        ecg_image_free(&image);
    }
    CHECK_NEAR(variance[0] - variance[1], 36 / 12.0, 0.3);
    page_clear(&page);
}

/* Looked at aslant and focused on the near side, the far side is blurred. */
static void test_defocus(void)
{
    struct ecg_page page = page_with_line();
    struct ecg_scene *scene = start_photo(320, 240);
    scene->capture_camera_tilt_deg = 30;
    scene->capture_lens_defocus_px = 1;
    scene->capture_lens_focus_y = 1;
    struct ecg_image image = shoot(&page, NULL);
    double far = line_variance(&image, 0, 40), near = line_variance(&image, 200, 240);
    CHECK(far > near + 1);
    ecg_image_free(&image);
    page_clear(&page);
}

static void test_light(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    struct ecg_scene *scene = start_photo(320, 240);
    scene->capture_sensor_exposure_ev = -1;
    scene->capture_lens_vignette = 0.4;
    struct ecg_image image = shoot(&page, NULL);
    CHECK_NEAR(light_at(&image, 160, 120, GREEN), 0.5, 0.005);
    CHECK_NEAR(light_at(&image, 0, 0, GREEN), 0.5 * 0.6, 0.01);
    CHECK_NEAR(light_at(&image, 319, 239, GREEN), 0.5 * 0.6, 0.01);
    ecg_image_free(&image);
    /* A camera set to lamplight sees daylight blue. */
    scene = start_photo(320, 240);
    scene->capture_sensor_exposure_ev = -2;
    scene->capture_sensor_balance_k = 4000;
    image = shoot(&page, NULL);
    CHECK(light_at(&image, 160, 120, BLUE) > 1.2 * light_at(&image, 160, 120, RED));
    ecg_image_free(&image);
    page_clear(&page);
}

static void fill_grey(struct ecg_page *page, float level)
{
    struct ecg_fill fill = { .corner_mm = { { -5, -5 }, { WIDTH_MM + 5, -5 },
                                 { WIDTH_MM + 5, HEIGHT_MM + 5 }, { -5, HEIGHT_MM + 5 } },
        .layer = ECG_LAYER_TRACE };
    for (int c = 0; c < 3; c++)
        page->ink[ECG_LAYER_TRACE].rgb[c] = level;
    page_add_quad(page, fill);
}

/* One bit: black below the threshold; a halftone's share of white follows the grey. */
static void test_one_bit(void)
{
    static const float greys[] = { 0.35f, 0.5f, 0.65f };
    double before = -1;
    for (int k = 0; k < 3; k++) {
        struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
        fill_grey(&page, greys[k]);
        struct ecg_scene *scene = start(ECG_CAPTURE_SCAN);
        scene->capture_scan_mode = 2;
        scene->capture_scan_threshold = 0.57;
        struct ecg_image image = shoot(&page, NULL);
        CHECK_INT(code_at(&image, 200, 200, GREEN), greys[k] < 0.57f ? 0 : 255);
        ecg_image_free(&image);
        scene->capture_scan_mode = 3;
        image = shoot(&page, NULL);
        struct stats s = flat_stats(&image, (int[]){ 100, 100, 500, 400 }, GREEN, 1);
        CHECK_NEAR(s.mean * (1 - s.mean), s.sd * s.sd, 1e-3);
        CHECK(s.mean > before + 0.05);
        before = s.mean;
        ecg_image_free(&image);
        page_clear(&page);
    }
}

/* Lost lines of a fax repeat the one before. */
static void test_fax(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    for (int k = 0; k < 40; k++) /* a slanted line changes with every row */
        page_line(&page, 3 * k, 0, 3 * k + 60, HEIGHT_MM, 0.5);
    struct ecg_scene *scene = start(ECG_CAPTURE_FAX);
    scene->capture_scan_dpi = 204;
    scene->capture_scan_feed_dpi = 196;
    scene->capture_fax_lost_lines = 0.1;
    struct ecg_image image = shoot(&page, NULL);
    size_t row = (size_t)image.width_px * 4;
    int lost = 0, grey = 0;
    for (int y = 1; y < image.height_px; y++)
        lost += !memcmp(image.data + (size_t)y * row, image.data + (size_t)(y - 1) * row, row);
    for (size_t i = 0; i < row * (size_t)image.height_px; i++)
        grey += image.data[i] != 0 && image.data[i] != 255;
    CHECK_NEAR((double)lost / image.height_px, 0.1, 0.03);
    CHECK_INT(grey, 0);
    ecg_image_free(&image);
    page_clear(&page);
}

/* Largest difference of two pictures. */
static int difference(const struct ecg_image *a, const struct ecg_image *b)
{
    int most = 0;
    size_t n = (size_t)a->width_px * (size_t)a->height_px * 4;
    for (size_t i = 0; i < n; i++) {
        int d = abs(a->data[i] - b->data[i]);
        most = d > most ? d : most;
    }
    return most;
}

/* The same picture, whole and in tiles. */
static void check_tiles(const struct ecg_page *page)
{
    struct ecg_image whole = shoot(page, NULL);
    ecg_renderer_set_tile(press.renderer, 256);
    struct ecg_image tiled = shoot(page, NULL);
    ecg_renderer_set_tile(press.renderer, 4096);
    CHECK(difference(&whole, &tiled) <= 2);
    ecg_image_free(&whole);
    ecg_image_free(&tiled);
}

static void test_tiles(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    for (int k = 0; k < 30; k++)
        page_line(&page, 4 * k, 0, 4 * k + 20, HEIGHT_MM, 0.3);
    struct ecg_scene *scene = start_photo(900, 700);
    scene->capture_camera_fill = 0.8;
    scene->capture_lens_blur_px = 1.5;
    scene->capture_lens_shake_px = 5;
    scene->capture_lens_fringe_px = 2;
    scene->capture_sensor_sharpen = 1;
    scene->capture_sensor_shot_noise = 0.02;
    check_tiles(&page);
    scene = start(ECG_CAPTURE_SCAN);
    scene->capture_scan_border_mm = 4;
    scene->capture_scan_edge_shadow = 0.5;
    scene->capture_scan_blur_px = 0.6;
    scene->capture_scan_sharpen = 1;
    check_tiles(&page);
    scene = start(ECG_CAPTURE_FAX);
    scene->capture_fax_lost_lines = 0.1;
    check_tiles(&page);
    scene = start(ECG_CAPTURE_SCREEN);
    scene->capture_width_px = 900;
    scene->capture_height_px = 700;
    scene->capture_lens_blur_px = 0.6;
    check_tiles(&page);
    page_clear(&page);
}

/* A blank page on a screen, from so near that a screen pixel is many of the picture's. */
static struct ecg_scene *start_screen(double fill)
{
    struct ecg_scene *scene = start(ECG_CAPTURE_SCREEN);
    scene->capture_width_px = 640;
    scene->capture_height_px = 480;
    scene->capture_camera_fill = fill;
    scene->capture_lcd_falloff = 0;
    scene->capture_sensor_exposure_ev = -2.5; /* single stripes are brighter than white */
    return scene;
}

/* Light along x follows the screen's pixels; red, green and blue each a third of a pixel later. */
static void test_screen_lattice(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    struct ecg_scene *scene = start_screen(3);
    scene->capture_screen_width_px = 400;
    scene->capture_screen_height_px = 300;
    scene->capture_screen_ppi = 96;
    struct ecg_mesh *mesh;
    struct ecg_image image = shoot(&page, &mesh);
    const struct ecg_screen *screen = &mesh->screen;
    double phase[3];
    for (int channel = RED; channel <= BLUE; channel++) {
        double c = 0, s = 0, sum = 0;
        for (int y = 200; y < 280; y++)
            for (int x = 100; x < 540; x++) {
                double x_mm, y_mm;
                ecg_camera_to_plane(&mesh->camera, x + 0.5, y + 0.5, &x_mm, &y_mm);
                double at = (x_mm - screen->x_mm) / screen->pitch_mm * 6.283185307179586;
                double light = light_at(&image, x, y, channel);
                c += light * cos(at);
                s += light * sin(at);
                sum += light;
            }
        CHECK(hypot(c, s) / sum > 0.3);
        phase[channel] = atan2(s, c) / 6.283185307179586;
        /* Colours below black, which demosaicing makes of stripes, are cut off. */
        CHECK_NEAR(sum / (80 * 440) / exp2(-2.5), 1, 0.12);
    }
    CHECK_NEAR(phase[GREEN] - phase[RED] - floor(phase[GREEN] - phase[RED]), 1 / 3.0, 0.03);
    CHECK_NEAR(phase[BLUE] - phase[GREEN] - floor(phase[BLUE] - phase[GREEN]), 1 / 3.0, 0.03);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
}

/* How uneven the picture is in boxes of 8 x 8 pixels, in parts of its light: moire, not lattice.
 */
static double unevenness(const struct ecg_image *image)
{
    double sum = 0, square = 0;
    int n = 0;
    for (int y = 80; y + 8 <= 400; y += 8)
        for (int x = 120; x + 8 <= 520; x += 8, n++) {
            struct stats s = flat_stats(image, (int[]){ x, y, x + 8, y + 8 }, GREEN, 0);
            sum += s.mean;
            square += s.mean * s.mean;
        }
    return sqrt(fmax(square / n - pow(sum / n, 2), 0)) / (sum / n);
}

/* Moire where both lattices have nearly the same step and the lens is sharp; none where either
 * does not hold. */
static void test_moire(void)
{
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    double met, blurred, apart;
    struct ecg_scene *scene = start_screen(0.97);
    scene->capture_screen_width_px = 640;
    scene->capture_screen_height_px = 480;
    scene->capture_camera_roll_deg = 1;
    struct ecg_image image = shoot(&page, NULL);
    met = unevenness(&image);
    ecg_image_free(&image);
    scene->capture_lens_blur_px = 1.2;
    image = shoot(&page, NULL);
    blurred = unevenness(&image);
    ecg_image_free(&image);
    scene->capture_lens_blur_px = 0;
    scene->capture_screen_width_px = 3840;
    scene->capture_screen_height_px = 2880;
    image = shoot(&page, NULL);
    apart = unevenness(&image);
    ecg_image_free(&image);
    CHECK(met > 0.05);
    CHECK(blurred < 0.01);
    CHECK(apart < 0.01);
    page_clear(&page);
}

int main(void)
{
    press_open(&press);
    test_skew();
    test_soft_edge();
    test_photo_noise();
    test_scan_noise();
    test_black_point();
    test_blur();
    test_shake();
    test_defocus();
    test_light();
    test_one_bit();
    test_fax();
    test_tiles();
    test_screen_lattice();
    test_moire();
    press_close(&press);
    return check_done();
}
