/* The flags that differ from image to image: each is drawn from a stream of its own, so that one
 * flag moves nothing that another one drew. */
#include "core/units.h"
#include "job/kit.h"
#include "page/header.h"
#include "render/camera.h"

#include <math.h>
#include <string.h>

static const double SHEET_WIDTH_MM = 279.4, SHEET_HEIGHT_MM = 215.9;

static int chance(const struct ecg_scene *scene, const char *name, double p)
{
    struct ecg_random random = ecg_random_named(scene->key, name);
    return ecg_random_chance(&random, p);
}

static double uniform(const struct ecg_scene *scene, const char *name, double lo, double hi)
{
    struct ecg_random random = ecg_random_named(scene->key, name);
    return ecg_random_uniform(&random, lo, hi);
}

/* The value itself, or a whole number up to it. */
static int up_to(const struct ecg_scene *scene, const char *name, int lo, int value, int is_fixed)
{
    if (is_fixed || value <= lo)
        return value;
    struct ecg_random random = ecg_random_named(scene->key, name);
    return (int)ecg_random_int(&random, lo, value);
}

static void draw_sheet(const struct ecg_kit_params *p, struct ecg_scene *scene)
{
    enum { PULSE_NONE, PULSE_LEFT };
    enum { GRID_NONE, GRID_LINES };
    scene->output_dpi =
        up_to(scene, "kit.resolution", 50, p->resolution_dpi, !p->resolution_is_random);
    scene->page_pad_mm =
        ecg_mm_from_inch(up_to(scene, "kit.pad", 0, p->pad_inches, !p->padding_is_random));
    scene->page_pulse_position =
        chance(scene, "kit.pulse", p->pulse_chance) ? PULSE_LEFT : PULSE_NONE;
    scene->page_grid_kind = chance(scene, "kit.grid", p->grid_chance) ? GRID_LINES : GRID_NONE;
    scene->page_header_style =
        chance(scene, "kit.header", p->header_chance) ? ECG_HEADER_KIT : ECG_HEADER_NONE;
    if (p->without_lead_names)
        scene->page_label_position = 0;
}

static void set_grey(float rgb[3], double level)
{
    rgb[0] = rgb[1] = rgb[2] = (float)level;
}

/* Any dark colour for the 5 mm lines, and a paler one of the same hue between them. */
static void draw_colors(struct ecg_scene *scene)
{
    struct ecg_random random = ecg_random_named(scene->key, "kit.grid_color");
    double paler = ecg_random_uniform(&random, 0.3, 0.7);
    for (int c = 0; c < 3; c++) {
        double major = ecg_random_uniform(&random, 0, c == 0 ? 0.8 : 0.5);
        scene->page_grid_major_color[c] = (float)major;
        scene->page_grid_minor_color[c] = (float)(major + paler * (1 - major));
    }
}

static void draw_ink(const struct ecg_kit_params *p, struct ecg_scene *scene)
{
    /* As in page.grid.palette, which has the kit's five colours in its order. */
    enum { CUSTOM };
    if (chance(scene, "kit.bw", p->bw_chance)) {
        scene->page_grid_palette = CUSTOM;
        set_grey(scene->page_grid_major_color, 0.4);
        set_grey(scene->page_grid_minor_color, 0.75);
        set_grey(scene->page_trace_color, 0);
        return;
    }
    set_grey(scene->page_trace_color, uniform(scene, "kit.trace", 0, 0.2));
    scene->page_grid_palette = p->grid_color;
    if (p->grid_color_is_random || p->bw_chance > 0) {
        scene->page_grid_palette = CUSTOM;
        draw_colors(scene);
    }
}

static void draw_words(const struct ecg_kit_params *p, struct ecg_scene *scene)
{
    double mm_per_px = ecg_mm_from_inch(1 / scene->output_dpi);
    double size = p->handwriting_size;
    if (!p->handwriting_size_is_fixed)
        size *= uniform(scene, "kit.hws", 0.6, 1);
    int fixed = p->offset_is_fixed;
    scene->notes_list_count = up_to(scene, "kit.words", 2, p->words, p->words_is_fixed);
    scene->notes_list_x_mm = mm_per_px * up_to(scene, "kit.x_offset", 1, p->x_offset_px, fixed);
    scene->notes_list_y_mm = mm_per_px * up_to(scene, "kit.y_offset", 1, p->y_offset_px, fixed);
    scene->notes_list_width_mm = fmax(size * (SHEET_WIDTH_MM + 2 * scene->page_pad_mm), 5);
    scene->notes_list_height_mm = fmax(size * (SHEET_HEIGHT_MM + 2 * scene->page_pad_mm), 3);
}

/* The kit's angle is that of the creases spaced along the page: 90 is upright. */
static void draw_creases(const struct ecg_kit_params *p, struct ecg_scene *scene)
{
    enum { GRID = 6 };
    int angle_deg = up_to(scene, "kit.angle", 0, p->crease_angle_deg, p->crease_angle_is_fixed);
    scene->bend_fold_pattern = GRID;
    scene->bend_fold_turn_deg = remainder(angle_deg - 90, 180);
    scene->bend_fold_columns =
        up_to(scene, "kit.horizontally", 1, p->creases_horizontally, p->horizontally_is_fixed);
    scene->bend_fold_rows =
        up_to(scene, "kit.vertically", 1, p->creases_vertically, p->vertically_is_fixed);
    scene->bend_crumple_depth_mm = uniform(scene, "kit.crumple", 0.2, 0.7);
    scene->light_key_strength = uniform(scene, "kit.light", 0.45, 0.7);
}

/* Warm or cool, as far as the limit lets it. */
static double draw_temperature(const struct ecg_kit_params *p, const struct ecg_scene *scene)
{
    double limit = p->temperature_k;
    if (p->temperature_is_fixed)
        return limit;
    if (limit > 10000 && chance(scene, "kit.cool", 0.5))
        return uniform(scene, "kit.temperature", 10000, fmin(limit, 20000));
    return limit <= 2000 ? limit : uniform(scene, "kit.temperature", 2000, fmin(limit, 4000));
}

/* A scanner that only turns, enlarges, adds noise and tints, its picture as large as the page. */
static void draw_augment(const struct ecg_kit_params *p, struct ecg_scene *scene)
{
    double rotate_deg = p->rotate_deg, crop = p->crop;
    if (!p->rotate_is_fixed)
        rotate_deg = uniform(scene, "kit.rotate", -fabs(rotate_deg), fabs(rotate_deg));
    if (!p->crop_is_fixed)
        crop = uniform(scene, "kit.crop", 0, crop);
    double px_per_mm = ecg_px_per_mm(scene->output_dpi);
    scene->capture_kind = ECG_CAPTURE_SCAN;
    scene->capture_scan_dpi = scene->output_dpi;
    scene->capture_width_px = (int)lround((SHEET_WIDTH_MM + 2 * scene->page_pad_mm) * px_per_mm);
    scene->capture_height_px = (int)lround((SHEET_HEIGHT_MM + 2 * scene->page_pad_mm) * px_per_mm);
    scene->capture_scan_skew_deg = rotate_deg;
    scene->capture_scan_scale = 1 / (1 - 2 * crop);
    scene->capture_scan_noise = up_to(scene, "kit.noise", 1, p->noise, p->noise_is_fixed) / 255.0;
    scene->capture_scan_temperature_k = draw_temperature(p, scene);
}

void ecg_kit_draw(const struct ecg_kit_params *p, struct ecg_scene *scene)
{
    draw_sheet(p, scene);
    draw_ink(p, scene);
    int toss = p->is_fully_random;
    if (toss ? chance(scene, "kit.with_words", 0.5) : p->with_handwriting)
        draw_words(p, scene);
    if (toss ? chance(scene, "kit.with_wrinkles", 0.5) : p->with_wrinkles)
        draw_creases(p, scene);
    if (toss ? chance(scene, "kit.with_augment", 0.5) : p->with_augment)
        draw_augment(p, scene);
}
