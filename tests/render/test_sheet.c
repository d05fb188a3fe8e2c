/* The sheet and its light: nothing happens at amount 0, each effect does what it says and where,
 * the same seed gives the same sheet, and what is called hidden cannot be seen. */
#include "core/alloc.h"
#include "core/srgb.h"
#include "render/light.h"
#include "render/sheet_noise.h"
#include "render/sheet_visibility.h"
#include "support/check.h"
#include "support/specimen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double WIDTH_MM = 140, HEIGHT_MM = 100, DPI = 80;

static struct ecg_image draw(struct press *press)
{
    return specimen_draw(press, WIDTH_MM, HEIGHT_MM, DPI);
}

/* Pixels that differ by more than `by` in any channel. */
static long differing(const struct ecg_image *a, const struct ecg_image *b, int by)
{
    long n = 0;
    CHECK(a->width_px == b->width_px && a->height_px == b->height_px);
    for (long k = 0; k < (long)a->width_px * a->height_px; k++)
        for (int c = 0; c < 3; c++)
            if (abs(a->data[4 * k + c] - b->data[4 * k + c]) > by) {
                n++;
                break;
            }
    return n;
}

static void set(struct ecg_scene *scene, const struct ecg_param *param, double value)
{
    char *field = (char *)scene + param->offset;
    if (param->type == ECG_PARAM_REAL)
        *(double *)(void *)field = value;
    else
        *(int *)(void *)field = (int)value;
}

static double highest(const struct ecg_param *param)
{
    if (param->type == ECG_PARAM_BOOL)
        return 1;
    if (param->type != ECG_PARAM_ENUM)
        return param->hi;
    int n = 0;
    for (const char *c = param->choices; *c; c++)
        n += *c == '|';
    return n;
}

/* An effect's own switch, as opposed to a number that shapes an effect which is on. */
static int is_amount(const struct ecg_param *param)
{
    return strcmp(param->dflt, "0") == 0 || strcmp(param->dflt, "none") == 0 ||
           strcmp(param->dflt, "false") == 0 ||
           strcmp(param->name, "light.ambient.temperature_k") == 0;
}

static int is_ours(const struct ecg_param *param)
{
    return (strncmp(param->name, "sheet.", 6) == 0 || strncmp(param->name, "light.", 6) == 0) &&
           param->type != ECG_PARAM_COLOR;
}

/* Shapes change nothing while every amount is 0; every amount, turned up, changes pixels. */
static void test_amounts(struct press *press)
{
    struct ecg_image clean = draw(press);
    int amounts = 0;
    for (int k = 0; k < ecg_param_count(); k++) {
        const struct ecg_param *param = &ecg_params[k];
        if (!is_ours(param))
            continue;
        struct ecg_scene kept = press->scene;
        struct ecg_image before = { 0 }, after;
        int amount = is_amount(param);
        if (strncmp(param->name, "sheet.wear.crease", 17) == 0) { /* no crease without a fold */
            press->scene.bend_fold_pattern = 1;
            press->scene.bend_fold_angle_deg = 0;
            before = draw(press);
        }
        if (amount && param->name[0] == 'l') { /* what the other light amounts belong to */
            press->scene.light_key_kind = 1;
            press->scene.light_key_strength = 0.6;
            before = draw(press);
        }
        set(&press->scene, param, highest(param));
        after = draw(press);
        long changed = differing(before.data ? &before : &clean, &after, amount ? 1 : 0);
        if (amount ? changed < 20 : changed != 0)
            printf("%s: %ld pixels changed\n", param->name, changed);
        CHECK(amount ? changed >= 20 : changed == 0);
        amounts += amount;
        ecg_image_free(&before);
        ecg_image_free(&after);
        press->scene = kept;
    }
    CHECK(amounts > 40);
    ecg_image_free(&clean);
}

/* A scene with a bit of everything. */
static void age(struct ecg_scene *scene)
{
    scene->sheet_paper_texture = 0.3;
    scene->sheet_paper_unevenness = 0.3;
    scene->sheet_age_yellowing = 0.4;
    scene->sheet_age_foxing = 0.5;
    scene->sheet_coffee_rings = 2;
    scene->sheet_coffee_spills = 1;
    scene->sheet_soak_reach = 0.3;
    scene->sheet_mould_amount = 0.5;
    scene->sheet_wear_dirt = 0.5;
    scene->sheet_tear_slits = 2;
    scene->sheet_fingerprints_count = 2;
    scene->sheet_stuck_tapes = 1;
    scene->sheet_ink_character = 0.5;
    scene->light_key_strength = 0.5;
    scene->light_relief = 0.3;
}

static void test_same_seed_same_bytes(struct press *press)
{
    struct ecg_scene kept = press->scene;
    age(&press->scene);
    struct ecg_image a = draw(press), b = draw(press);
    CHECK_INT(differing(&a, &b, 0), 0);
    ecg_image_free(&b);
    press->scene.key = ecg_key_make(1, "another", 2);
    b = draw(press);
    CHECK(differing(&a, &b, 8) > 1000);
    ecg_image_free(&a);
    ecg_image_free(&b);
    press->scene = kept;
}

/* What ran, smeared or tore does not stop at the borders of tiles. */
static void test_tiles_give_the_whole(struct press *press)
{
    struct ecg_scene kept = press->scene;
    age(&press->scene);
    press->scene.sheet_soak_run = 1;
    press->scene.sheet_ink_trace_printer = 1;
    press->scene.sheet_ink_smear = 0.5;
    press->scene.sheet_tear_slits = 0;
    struct ecg_image whole = draw(press);
    ecg_renderer_set_tile(press->renderer, 150);
    struct ecg_image tiled = draw(press);
    ecg_renderer_set_tile(press->renderer, 4096);
    /* The rasterizer rounds positions on the sheet a little differently in each. */
    CHECK_INT(differing(&whole, &tiled, 2), 0);
    ecg_image_free(&whole);
    ecg_image_free(&tiled);
    press->scene = kept;
}

/* A drink's stain darkens, blue most, and leaves the rest of the sheet alone. */
/* What clouds leave of the paper's light at a place, red. */
static double clouded(const struct press *press, double x_mm, double y_mm)
{
    struct ecg_random random = ecg_random_named(press->scene.key, "sheet.paper");
    uint32_t seed = (uint32_t)ecg_random_u64(&random);
    float x = (float)x_mm, y = (float)y_mm;
    double cloud = 0.6 * ((double)noise_value(x * 0.24f, y * 0.24f, seed + 4u) - 0.5) +
                   0.55 * ((double)noise_value(x * 0.075f, y * 0.075f, seed + 5u) - 0.5);
    return 1 - 0.085 * cloud;
}

/* Where pixels are small the paper's clouds come from a field, else from the pixel's own place:
 * the same clouds, those that the CPU works out. */
static void test_clouds_are_where_noise_has_them(struct press *press)
{
    struct ecg_scene kept = press->scene;
    for (int dpi = 80; dpi <= 240; dpi += 160) {
        press->scene = kept;
        struct ecg_image clean = specimen_draw(press, WIDTH_MM, HEIGHT_MM, dpi);
        press->scene.sheet_paper_unevenness = 1;
        struct ecg_image image = specimen_draw(press, WIDTH_MM, HEIGHT_MM, dpi);
        double paper = ecg_linear_from_srgb(clean.data[0] / 255.0), worst = 0;
        long n = 0, least = 255, most = 0;
        for (long k = 0; k < (long)image.width_px * image.height_px; k++) {
            double x_mm = ((double)(k % image.width_px) + 0.5) / dpi * 25.4;
            double y_mm = ((double)(k / image.width_px) + 0.5) / dpi * 25.4;
            int value = image.data[4 * k];
            if (clean.data[4 * k] != clean.data[0])
                continue;
            double light = fmin(paper * clouded(press, x_mm, y_mm), 1);
            worst = fmax(worst, fabs(value - 255 * ecg_srgb_from_linear(light)));
            least = value < least ? value : least;
            most = value > most ? value : most;
            n++;
        }
        CHECK(n > 1000);
        CHECK(most - least > 4);
        CHECK_NEAR(worst, 0.6, 0.6);
        ecg_image_free(&clean);
        ecg_image_free(&image);
    }
    press->scene = kept;
}

static void test_coffee(struct press *press)
{
    struct ecg_scene kept = press->scene;
    struct ecg_image clean = draw(press);
    press->scene.sheet_coffee_rings = 1;
    press->scene.sheet_coffee_radius_mm = 20;
    press->scene.sheet_soak_run = 0;
    struct ecg_image stained = draw(press);
    long darker = 0, lighter = 0, n = (long)clean.width_px * clean.height_px;
    double red = 0, blue = 0;
    for (long k = 0; k < n; k++) {
        int d = clean.data[4 * k + 2] - stained.data[4 * k + 2];
        darker += d > 1;
        lighter += d < -1;
        red += clean.data[4 * k] - stained.data[4 * k];
        blue += d;
    }
    CHECK(darker > 200);
    CHECK(darker < n / 2);
    CHECK_INT(lighter, 0);
    CHECK(blue > 1.3 * red);
    ecg_image_free(&clean);
    ecg_image_free(&stained);
    press->scene = kept;
}

static void tear_up(struct ecg_scene *scene)
{
    scene->sheet_tear_corners = 2;
    scene->sheet_tear_edge = 2;
    scene->sheet_tear_holes = 5;
    scene->sheet_cut_punch = 1;
    scene->sheet_erased_bars = 3;
    scene->sheet_erased_correction = 4;
    scene->sheet_stuck_tapes = 2;
    scene->sheet_stuck_tape = 2;
    scene->sheet_wear_dog_ears = 1;
    scene->sheet_burn_amount = 0.4;
}

/* On a sheet printed all over in one ink, that ink shows just where the sheet is visible. */
static void test_visibility_agrees_with_pixels(struct press *press)
{
    struct ecg_scene kept = press->scene;
    tear_up(&press->scene);
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    static const float RED[3] = { 1, 0, 0 };
    memcpy(page.ink[ECG_LAYER_TRACE].rgb, RED, sizeof RED);
    page_add_quad(&page, (struct ecg_fill){ .corner_mm = { { 0, 0 }, { WIDTH_MM, 0 },
                                                { WIDTH_MM, HEIGHT_MM }, { 0, HEIGHT_MM } },
                             .layer = ECG_LAYER_TRACE });
    struct ecg_mesh *mesh = mesh_flat(press, WIDTH_MM, HEIGHT_MM, DPI);
    struct ecg_sheet *sheet;
    struct ecg_error error;
    CHECK_INT(ecg_sheet_build(&sheet, &press->scene, &page, &error), 0);
    struct ecg_image image = press_draw(press, &page, mesh);
    double px_mm = 25.4 / DPI;
    long wrong = 0, seen = 0, kinds[3] = { 0 };
    for (int y = 2; y < image.height_px - 2; y++)
        for (int x = 2; x < image.width_px - 2; x++) {
            /* Away from borders: the neighbours 0.8 mm off agree. */
            int hidden = ecg_sheet_hidden(sheet, (x + 0.5) * px_mm, (y + 0.5) * px_mm);
            int even = 1;
            for (int k = 0; k < 4; k++) {
                double dx = k == 0   ? 0.8
                            : k == 1 ? -0.8
                                     : 0,
                       dy = k == 2   ? 0.8
                            : k == 3 ? -0.8
                                     : 0;
                even &= ecg_sheet_hidden(sheet, (x + 0.5) * px_mm + dx, (y + 0.5) * px_mm + dy) ==
                        hidden;
            }
            if (!even)
                continue;
            const uint8_t *p = image.data + 4 * ((long)y * image.width_px + x);
            int is_ink = p[1] < 60 && p[2] < 60 && p[0] > p[1] + 30;
            int is_char = p[0] < 90 && p[1] < 40 && p[2] < 40; /* burnt ink is still there */
            kinds[hidden]++;
            seen++;
            if (hidden == ECG_SHEET_VISIBLE ? !is_ink && !is_char : is_ink)
                wrong++;
        }
    CHECK(kinds[0] > 1000 && kinds[1] > 200 && kinds[2] > 200);
    CHECK_NEAR((double)wrong / (double)seen, 0, 0.004);
    if (wrong * 250 > seen)
        printf("%ld of %ld px: visibility and pixels differ\n", wrong, seen);
    ecg_image_free(&image);
    ecg_sheet_destroy(&sheet);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    press->scene = kept;
}

static void test_out_of_memory(void)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    scene.key = ecg_key_make(5, "memory", 0);
    age(&scene);
    tear_up(&scene);
    struct ecg_page page = page_blank(60, 40);
    struct ecg_error error;
    int failures = 0;
    for (long n = 1; n < 400; n += n < 60 ? 1 : 13) {
        struct ecg_sheet *sheet = NULL;
        ecg_alloc_fail_from(n);
        int code = ecg_sheet_build(&sheet, &scene, &page, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == 0 || (code == ECG_E_MEMORY && !sheet));
        failures += code < 0;
        ecg_sheet_destroy(&sheet);
    }
    CHECK(failures > 20);
    page_clear(&page);
}

int main(void)
{
    struct press press;
    press_open(&press);
    press.scene.key = ecg_key_make(3, "sheet", 0);
    test_amounts(&press);
    test_same_seed_same_bytes(&press);
    test_tiles_give_the_whole(&press);
    test_clouds_are_where_noise_has_them(&press);
    test_coffee(&press);
    test_visibility_agrees_with_pixels(&press);
    test_out_of_memory();
    press_close(&press);
    return check_done();
}
