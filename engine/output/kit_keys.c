#include "output/kit_keys.h"

#include "render/camera.h"

#include <math.h>
#include <string.h>

static int has_line(const struct ecg_page *page, enum ecg_kind kind)
{
    for (size_t k = 0; k < page->n_lines; k++)
        if (page->lines[k].kind == kind)
            return 1;
    return 0;
}

static int is_grey(const float rgb[3])
{
    return fabsf(rgb[0] - rgb[1]) < 0.02F && fabsf(rgb[1] - rgb[2]) < 0.02F;
}

static void copy_colour(double to[3], const float from[3])
{
    for (int k = 0; k < 3; k++)
        to[k] = 255 * (double)from[k];
}

static void fill_print(struct ecg_kit_keys *keys, const struct ecg_page *page)
{
    const struct ecg_ink *ink = page->ink;
    copy_colour(keys->grid_major, ink[ECG_LAYER_GRID_MAJOR].rgb);
    copy_colour(keys->grid_minor, ink[ECG_LAYER_GRID_MINOR].rgb);
    copy_colour(keys->plot, ink[ECG_LAYER_TRACE].rgb);
    keys->has_pulse = has_line(page, ECG_KIND_PULSE);
    keys->has_grid = has_line(page, ECG_KIND_GRID);
    keys->is_grey = is_grey(ink[ECG_LAYER_GRID_MAJOR].rgb) &&
                    is_grey(ink[ECG_LAYER_GRID_MINOR].rgb) && is_grey(ink[ECG_LAYER_TRACE].rgb) &&
                    is_grey(page->paper_rgb);
    for (size_t k = 0; k < page->n_texts; k++)
        keys->has_header |= page->texts[k].kind == ECG_KIND_HEADER;
    keys->strip = "None";
    for (size_t k = page->n_traces; k-- > 0;) {
        const struct ecg_trace *trace = &page->traces[k];
        if (trace->column < 0)
            keys->strip = trace->name;
        if (trace->column + 1 > keys->columns)
            keys->columns = trace->column + 1;
    }
}

static void fill_handwriting(struct ecg_kit_keys *keys, const struct ecg_truth *truth)
{
    for (size_t k = 0; k < truth->n_things; k++) {
        const struct ecg_truth_thing *thing = &truth->things[k];
        if (thing->kind != ECG_KIND_HANDWRITING)
            continue;
        if (keys->words++ == 0) {
            keys->handwriting_x_px = thing->quad.corner[0].column;
            keys->handwriting_y_px = thing->quad.corner[0].row;
        }
    }
    keys->has_handwriting = keys->words > 0;
}

/* How far the sheet reaches out of the image at its worst side, in shares of the sheet. */
static double cut_off(const struct ecg_truth *truth)
{
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, worst = 0;
    const double size[2] = { truth->height_px, truth->width_px };
    for (int k = 0; k < 4; k++) {
        const double at[2] = { truth->sheet.corner[k].row, truth->sheet.corner[k].column };
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fmin(low[axis], at[axis]);
            high[axis] = fmax(high[axis], at[axis]);
        }
    }
    for (int axis = 0; axis < 2; axis++) {
        double out = fmax(-low[axis], high[axis] - size[axis]);
        /* Half a pixel is the rounding of a page's size to whole pixels. */
        if (out > 0.75)
            worst = fmax(worst, fmin(1, out / (high[axis] - low[axis])));
    }
    return worst;
}

static void fill_geometry(struct ecg_kit_keys *keys, const struct ecg_truth *truth)
{
    struct ecg_spot left = truth->sheet.corner[0], right = truth->sheet.corner[1];
    keys->x_grid_px = 5 * truth->px_per_mm_x;
    keys->y_grid_px = 5 * truth->px_per_mm_y;
    keys->resolution_dpi = 25.4 * sqrt(truth->px_per_mm_x * truth->px_per_mm_y);
    keys->rotate_deg =
        atan2(right.row - left.row, right.column - left.column) * 180 / 3.14159265358979323846;
    keys->crop = cut_off(truth);
}

/* Creases of half the sheet and more, by the direction they run in. */
static void fill_creases(
    struct ecg_kit_keys *keys, const struct ecg_page *page, const struct ecg_truth *truth)
{
    double least = fmin(page->width_mm, page->height_mm) / 2;
    for (size_t k = 0; k < truth->n_creases; k++) {
        const struct ecg_truth_crease *crease = &truth->creases[k];
        if (crease->length_mm < least)
            continue;
        if (keys->creases_horizontal + keys->creases_vertical == 0)
            keys->crease_angle_deg = crease->angle_deg;
        if (fabs(crease->angle_deg) < 45)
            keys->creases_horizontal++;
        else
            keys->creases_vertical++;
    }
}

static void fill_capture(struct ecg_kit_keys *keys, const struct ecg_scene *scene)
{
    int is_camera =
        scene->capture_kind == ECG_CAPTURE_PHOTO || scene->capture_kind == ECG_CAPTURE_SCREEN;
    int is_scanner =
        scene->capture_kind == ECG_CAPTURE_SCAN || scene->capture_kind == ECG_CAPTURE_COPY;
    keys->is_augmented = scene->capture_kind != ECG_CAPTURE_NONE;
    keys->is_creased = scene->bend_fold_pattern != 0 || scene->bend_crumple_depth_mm > 0;
    if (is_camera)
        keys->noise =
            255 * hypot(scene->capture_sensor_shot_noise, scene->capture_sensor_read_noise);
    if (is_scanner)
        keys->noise = 255 * scene->capture_scan_noise;
    if (scene->light_key_strength > 0)
        keys->temperature_k = scene->light_key_temperature_k;
    if (is_scanner && scene->capture_scan_temperature_k > 0)
        keys->temperature_k = scene->capture_scan_temperature_k;
    keys->is_grey |=
        (is_scanner && scene->capture_scan_mode != 0) || scene->capture_kind == ECG_CAPTURE_FAX;
}

void ecg_kit_keys_fill(struct ecg_kit_keys *keys, const struct ecg_scene *scene,
    const struct ecg_page *page, const struct ecg_truth *truth)
{
    memset(keys, 0, sizeof *keys);
    fill_print(keys, page);
    fill_handwriting(keys, truth);
    fill_geometry(keys, truth);
    fill_creases(keys, page, truth);
    fill_capture(keys, scene);
}
