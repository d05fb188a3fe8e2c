/* What single effects do, measured: where, in which direction, and to what of paper and ink. */
#include "render/crease.h"
#include "support/check.h"
#include "support/specimen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double WIDTH_MM = 140, HEIGHT_MM = 100, DPI = 100;

/* Mean red, green and blue of what the clean specimen shows as paper, trace and grid. */
struct means {
    double paper[3], trace[3], grid[3];
};

static struct ecg_image draw(struct press *press)
{
    return specimen_draw(press, WIDTH_MM, HEIGHT_MM, DPI);
}

static struct means measure(const struct ecg_image *image, const struct ecg_image *clean)
{
    struct means means = { 0 };
    double n[3] = { 0 };
    for (long k = 0; k < (long)clean->width_px * clean->height_px; k++) {
        const uint8_t *was = clean->data + 4 * k, *is = image->data + 4 * k;
        int kind = was[0] > 250 && was[1] > 250           ? 0
                   : was[0] < 120                         ? 1
                   : was[0] > 225 && was[1] < was[0] - 60 ? 2
                                                          : -1;
        if (kind < 0)
            continue;
        double *mean = kind == 0 ? means.paper : kind == 1 ? means.trace : means.grid;
        for (int c = 0; c < 3; c++)
            mean[c] += is[c];
        n[kind]++;
    }
    for (int c = 0; c < 3; c++) {
        means.paper[c] /= n[0];
        means.trace[c] /= n[1];
        means.grid[c] /= n[2];
    }
    return means;
}

/* Draws with the scene changed by `set`, then puts the scene back. */
static struct means after(
    struct press *press, void (*set)(struct ecg_scene *scene), const struct ecg_image *clean)
{
    struct ecg_scene kept = press->scene;
    set(&press->scene);
    struct ecg_image image = draw(press);
    struct means means = measure(&image, clean);
    ecg_image_free(&image);
    press->scene = kept;
    return means;
}

static void fade(struct ecg_scene *scene)
{
    scene->sheet_ink_fade = 0.6;
}

static void fade_grid(struct ecg_scene *scene)
{
    scene->sheet_ink_grid_fade = 0.6;
}

static void yellow(struct ecg_scene *scene)
{
    scene->sheet_age_yellowing = 0.6;
}

static void heat(struct ecg_scene *scene)
{
    scene->sheet_ink_heat = 1;
}

static void mould(struct ecg_scene *scene)
{
    scene->sheet_mould_amount = 1;
    scene->sheet_mould_species = 1;
}

static void burn(struct ecg_scene *scene)
{
    scene->sheet_burn_amount = 1;
}

static void soak_laser(struct ecg_scene *scene)
{
    scene->sheet_soak_reach = 1;
    scene->sheet_soak_run = 1;
    scene->sheet_soak_tide = 0;
}

static void soak_inkjet(struct ecg_scene *scene)
{
    soak_laser(scene);
    scene->sheet_ink_trace_printer = 1;
}

static void show_through(struct ecg_scene *scene)
{
    scene->sheet_paper_show_through = 1;
}

static void test_fading(struct press *press, const struct ecg_image *clean)
{
    struct means was = measure(clean, clean);
    struct means is = after(press, fade, clean);
    CHECK(is.trace[0] > was.trace[0] + 40);
    CHECK_NEAR(is.grid[1], was.grid[1], 1);
    CHECK_NEAR(is.paper[0], was.paper[0], 0.5);
    is = after(press, fade_grid, clean);
    CHECK(is.grid[1] > was.grid[1] + 20);
    CHECK_NEAR(is.trace[0], was.trace[0], 1);
}

static void test_paper_ageing(struct press *press, const struct ecg_image *clean)
{
    struct means was = measure(clean, clean);
    struct means is = after(press, yellow, clean);
    CHECK(was.paper[2] - is.paper[2] > 15);
    CHECK(was.paper[2] - is.paper[2] > 2 * (was.paper[0] - is.paper[0]));
    is = after(press, show_through, clean);
    CHECK(is.paper[0] < was.paper[0] - 0.5 && is.paper[0] > was.paper[0] - 20);
    is = after(press, heat, clean);
    CHECK(is.paper[0] < was.paper[0] - 5);
    CHECK_NEAR(is.paper[0] - was.paper[0], is.paper[2] - was.paper[2], 6);
    is = after(press, mould, clean);
    CHECK(is.paper[0] < was.paper[0] - 3);
    CHECK(is.trace[0] > was.trace[0] + 2);
    is = after(press, burn, clean);
    CHECK(is.paper[2] < was.paper[2] - 5);
}

/* Ink-jet dye leaves the lines and tints the paper; toner stays. */
static void test_ink_runs(struct press *press, const struct ecg_image *clean)
{
    struct means was = measure(clean, clean);
    struct means laser = after(press, soak_laser, clean);
    struct means inkjet = after(press, soak_inkjet, clean);
    CHECK(laser.trace[0] < was.trace[0] + 12);
    CHECK(inkjet.trace[0] > was.trace[0] + 25);
    CHECK(inkjet.paper[0] < laser.paper[0] - 1);
}

/* A dead dot pales whole rows of trace along the feed, and only trace. */
static void test_dropouts_follow_the_feed(struct press *press)
{
    struct ecg_scene kept = press->scene;
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    page_add_quad(&page, (struct ecg_fill){ .corner_mm = { { 0, 0 }, { WIDTH_MM, 0 },
                                                { WIDTH_MM, HEIGHT_MM }, { 0, HEIGHT_MM } },
                             .layer = ECG_LAYER_TRACE });
    struct ecg_mesh *mesh = mesh_flat(press, WIDTH_MM, HEIGHT_MM, 203.2);
    for (int feed = 0; feed < 2; feed++) {
        press->scene.sheet_ink_dropouts = 8;
        press->scene.bend_print_feed = feed;
        struct ecg_image image = press_draw(press, &page, mesh);
        int pale = 0, uneven = 0;
        int lines = feed ? image.width_px : image.height_px;
        int along = feed ? image.height_px : image.width_px;
        for (int k = 0; k < lines; k++) {
            int first = -1;
            for (int t = 0; t < along; t += 7) {
                long at = feed ? (long)t * image.width_px + k : (long)k * image.width_px + t;
                int v = image.data[4 * at];
                first = first < 0 ? v : first;
                uneven += abs(v - first) > 1;
            }
            pale += first > 60;
        }
        CHECK(pale >= 4 && pale <= 40);
        CHECK_INT(uneven, 0);
        ecg_image_free(&image);
    }
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    press->scene = kept;
}

/* The punch's holes lie at their standard distance and are round. */
static void test_punched_holes(struct press *press)
{
    struct ecg_scene kept = press->scene;
    press->scene.sheet_cut_punch = 1;
    struct ecg_page page = page_blank(210, 297);
    for (int c = 0; c < 3; c++)
        page.paper_rgb[c] = 0.2f;
    struct ecg_mesh *mesh = mesh_flat(press, 210, 297, 50.8);
    struct ecg_image image = press_draw(press, &page, mesh);
    double px_mm = 0.5, n = 0, sum[2] = { 0 }, squares[2] = { 0 };
    for (int y = 0; y < image.height_px; y++)
        for (int x = 0; x < image.width_px; x++) {
            double hole = (image.data[4 * ((long)y * image.width_px + x)] > 130);
            double at[2] = { (x + 0.5) * px_mm, (y + 0.5) * px_mm };
            n += hole;
            for (int c = 0; c < 2; c++) {
                sum[c] += hole * at[c];
                squares[c] += hole * at[c] * at[c];
            }
        }
    /* Two discs of radius 2.9 mm, 80 mm apart: their variance about the middle is 40^2. */
    CHECK_NEAR(n * px_mm * px_mm, 2 * 3.14159 * 2.9 * 2.9, 6);
    double spread = 0;
    for (int c = 0; c < 2; c++)
        spread += squares[c] / n - pow(sum[c] / n, 2);
    CHECK_NEAR(sqrt(spread), 40, 0.4);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    press->scene = kept;
}

/* A fold pressed flat again: toner is gone along it, and only there. */
static void test_creases_lose_toner(struct press *press)
{
    struct ecg_scene kept = press->scene;
    press->scene.bend_fold_pattern = 1;
    press->scene.bend_fold_angle_deg = 0;
    struct ecg_page page = page_blank(WIDTH_MM, HEIGHT_MM);
    page_add_quad(&page, (struct ecg_fill){ .corner_mm = { { 0, 0 }, { WIDTH_MM, 0 },
                                                { WIDTH_MM, HEIGHT_MM }, { 0, HEIGHT_MM } },
                             .layer = ECG_LAYER_TRACE });
    struct ecg_mesh *mesh = mesh_flat(press, WIDTH_MM, HEIGHT_MM, DPI);
    struct ecg_image before = press_draw(press, &page, mesh);
    press->scene.sheet_wear_crease_white = 1;
    struct ecg_image worn = press_draw(press, &page, mesh);
    struct ecg_crease crease;
    CHECK(ecg_creases(&press->scene, WIDTH_MM, HEIGHT_MM, &crease, 1) == 1);
    long near = 0, far = 0;
    for (int y = 0; y < worn.height_px; y++)
        for (int x = 0; x < worn.width_px; x++) {
            long at = (long)y * worn.width_px + x;
            if (worn.data[4 * at] < before.data[4 * at] + 40)
                continue;
            double px = (x + 0.5) * 25.4 / DPI - crease.x0_mm;
            double py = (y + 0.5) * 25.4 / DPI - crease.y0_mm;
            double ux = crease.x1_mm - crease.x0_mm, uy = crease.y1_mm - crease.y0_mm;
            double d = fabs(px * uy - py * ux) / hypot(ux, uy);
            near += d < 1.0;
            far += d > 2.5;
        }
    CHECK(near > 150);
    CHECK_INT(far, 0);
    ecg_image_free(&before);
    ecg_image_free(&worn);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    press->scene = kept;
}

/* Gloss mirrors the lamp where the angles meet, and only brightens. */
static void test_gloss(struct press *press)
{
    struct ecg_scene kept = press->scene;
    press->scene.light_key_strength = 0.6;
    press->scene.light_key_kind = 1;
    press->scene.light_key_elevation_deg = 80;
    struct ecg_image dull = draw(press);
    press->scene.light_gloss = 1;
    struct ecg_image shiny = draw(press);
    long darker = 0, brighter = 0;
    for (long k = 0; k < (long)dull.width_px * dull.height_px; k++) {
        darker += shiny.data[4 * k] + 1 < dull.data[4 * k];
        brighter += shiny.data[4 * k] > dull.data[4 * k] + 4;
    }
    CHECK_INT(darker, 0);
    CHECK(brighter > 100);
    ecg_image_free(&dull);
    ecg_image_free(&shiny);
    press->scene = kept;
}

int main(void)
{
    struct press press;
    press_open(&press);
    press.scene.key = ecg_key_make(4, "effects", 0);
    struct ecg_image clean = draw(&press);
    test_fading(&press, &clean);
    test_paper_ageing(&press, &clean);
    test_ink_runs(&press, &clean);
    test_dropouts_follow_the_feed(&press);
    test_punched_holes(&press);
    test_creases_lose_toner(&press);
    test_gloss(&press);
    ecg_image_free(&clean);
    press_close(&press);
    return check_done();
}
