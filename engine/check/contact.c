/* A contact sheet: a dataset's pictures side by side, small enough to look over. */
#include "check/overlay.h"
#include "check/sample.h"
#include "core/file.h"
#include "core/image.h"
#include "output/png.h"

#include <math.h>
#include <string.h>

enum { GAP_PX = 8, MOST_CELLS = 400 };

static const uint8_t BACKGROUND = 96;

static struct ecg_cell cell_for(const struct ecg_image *picture, int x_px, int y_px, int cell_px)
{
    int largest = picture->width_px > picture->height_px ? picture->width_px : picture->height_px;
    double scale = largest > cell_px ? (double)cell_px / largest : 1;
    int width = (int)(picture->width_px * scale), height = (int)(picture->height_px * scale);
    return (struct ecg_cell){
        .x_px = x_px + (cell_px - width) / 2,
        .y_px = y_px + (cell_px - height) / 2,
        .width_px = width > 0 ? width : 1,
        .height_px = height > 0 ? height : 1,
        .scale = scale,
    };
}

/* The mean of the picture's pixels under one of the sheet's: thin lines stay, only paler. Averaged
 * as light, with the square as a fair stand-in for sRGB's curve. */
static void average(
    const struct ecg_image *picture, const struct ecg_cell *cell, int i, int j, uint8_t rgb[3])
{
    int x0 = (int)(i / cell->scale), x1 = (int)((i + 1) / cell->scale);
    int y0 = (int)(j / cell->scale), y1 = (int)((j + 1) / cell->scale);
    x1 = x1 > x0 ? x1 : x0 + 1;
    y1 = y1 > y0 ? y1 : y0 + 1;
    x1 = x1 < picture->width_px ? x1 : picture->width_px;
    y1 = y1 < picture->height_px ? y1 : picture->height_px;
    uint64_t sum[3] = { 0 }, n = 0;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++, n++) {
            const uint8_t *p =
                picture->data + 3 * ((size_t)y * (size_t)picture->width_px + (size_t)x);
            for (int c = 0; c < 3; c++)
                sum[c] += (uint64_t)p[c] * p[c];
        }
    for (int c = 0; c < 3; c++)
        rgb[c] = n ? (uint8_t)lround(sqrt((double)sum[c] / (double)n)) : BACKGROUND;
}

static void shrink_into(
    struct ecg_image *sheet, const struct ecg_image *picture, const struct ecg_cell *cell)
{
    for (int j = 0; j < cell->height_px; j++)
        for (int i = 0; i < cell->width_px; i++) {
            size_t at =
                (size_t)(cell->y_px + j) * (size_t)sheet->width_px + (size_t)(cell->x_px + i);
            average(picture, cell, i, j, sheet->data + 3 * at);
        }
}

/* The next image of the samples, into a cell. */
static int add_picture(struct ecg_image *sheet, struct ecg_samples *samples, int x_px, int y_px,
    int cell_px, int with_overlay, struct ecg_error *error)
{
    struct ecg_sample sample = { 0 };
    int code = ecg_samples_next(samples, with_overlay, &sample, error);
    if (code == 1) {
        struct ecg_cell cell = cell_for(&sample.picture, x_px, y_px, cell_px);
        if (with_overlay)
            ecg_overlay_masks(&sample);
        shrink_into(sheet, &sample.picture, &cell);
        if (with_overlay)
            ecg_overlay_truth(sheet, &cell, sample.annotation);
    }
    ecg_sample_free(&sample);
    return code < 0 ? code : 0;
}

static int write_sheet(const struct ecg_image *sheet, const char *out, struct ecg_error *error)
{
    struct ecg_png_params params = { .effort = ECG_PNG_SMALL };
    struct ecg_buffer file = { 0 };
    struct ecg_png *png = ecg_png_make();
    int code = png ? ecg_png_encode(png, sheet, &params, &file, error)
                   : ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", out);
    if (code == 0)
        code = ecg_file_write(out, file.data, file.size, error);
    ecg_png_destroy(&png);
    ecg_buffer_free(&file);
    return code;
}

static int fill_sheet(struct ecg_image *sheet, struct ecg_samples *samples, int columns,
    int cell_px, int with_overlay, struct ecg_error *error)
{
    int code = 0, n = (int)ecg_samples_count(samples);
    for (int i = 0; i < n && code == 0; i++)
        code = add_picture(sheet, samples, GAP_PX + i % columns * (cell_px + GAP_PX),
            GAP_PX + i / columns * (cell_px + GAP_PX), cell_px, with_overlay, error);
    return code;
}

static int make_sheet(
    struct ecg_image *sheet, int n, int columns, int cell_px, struct ecg_error *error)
{
    int used = n < columns ? n : columns, rows = (n + columns - 1) / columns;
    int code = ecg_image_make(
        sheet, GAP_PX + used * (cell_px + GAP_PX), GAP_PX + rows * (cell_px + GAP_PX), 3);
    if (code < 0)
        return ecg_fail(error, code, "contact sheet: too large");
    memset(sheet->data, BACKGROUND, (size_t)sheet->width_px * (size_t)sheet->height_px * 3);
    return 0;
}

int ecg_contact_sheet(const char *const *paths, size_t n_paths, const char *out, int columns,
    int cell_px, int with_overlay, struct ecg_error *error)
{
    struct ecg_samples *samples = NULL;
    struct ecg_image sheet = { 0 };
    if (columns < 1 || columns > 64 || cell_px < 16 || cell_px > 4096)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "contact sheet: expected 1 to 64 columns of 16 to 4096 px");
    int code = ecg_samples_open(&samples, paths, n_paths, MOST_CELLS, error);
    if (code == 0 && ecg_samples_count(samples) == 0)
        code = ecg_fail(error, ECG_E_ARGUMENT, "contact sheet: no annotated images there");
    if (code == 0)
        code = make_sheet(&sheet, (int)ecg_samples_count(samples), columns, cell_px, error);
    if (code == 0)
        code = fill_sheet(&sheet, samples, columns, cell_px, with_overlay, error);
    if (code == 0)
        code = write_sheet(&sheet, out, error);
    ecg_image_free(&sheet);
    ecg_samples_close(&samples);
    return code;
}
