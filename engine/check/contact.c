/* A contact sheet: a dataset's pictures side by side, small enough to look over. */
#include "check/annotation.h"
#include "check/find.h"
#include "check/picture.h"
#include "core/alloc.h"
#include "core/file.h"
#include "core/image.h"
#include "output/png.h"

#include <math.h>
#include <string.h>

enum { GAP_PX = 8, MOST_CELLS = 400 };

static const uint8_t BACKGROUND = 96;

/* Where picture px land in the sheet. */
struct cell {
    int x_px, y_px;
    double scale;
    int width_px, height_px;
};

static struct cell cell_for(const struct ecg_image *picture, int x_px, int y_px, int cell_px)
{
    int largest = picture->width_px > picture->height_px ? picture->width_px : picture->height_px;
    double scale = largest > cell_px ? (double)cell_px / largest : 1;
    int width = (int)(picture->width_px * scale), height = (int)(picture->height_px * scale);
    return (struct cell){ x_px + (cell_px - width) / 2, y_px + (cell_px - height) / 2, scale,
        width > 0 ? width : 1, height > 0 ? height : 1 };
}

/* The mean of the picture's pixels under one of the sheet's: thin lines stay, only paler. Averaged
 * as light, with the square as a fair stand-in for sRGB's curve. */
static void average(
    const struct ecg_image *picture, const struct cell *cell, int i, int j, uint8_t rgb[3])
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
    struct ecg_image *sheet, const struct ecg_image *picture, const struct cell *cell)
{
    for (int j = 0; j < cell->height_px; j++)
        for (int i = 0; i < cell->width_px; i++) {
            size_t at =
                (size_t)(cell->y_px + j) * (size_t)sheet->width_px + (size_t)(cell->x_px + i);
            average(picture, cell, i, j, sheet->data + 3 * at);
        }
}

static void dot(struct ecg_image *sheet, const struct cell *cell, double row, double column,
    const uint8_t rgb[3])
{
    double x = column * cell->scale, y = row * cell->scale;
    if (!(x >= 0 && y >= 0 && x < cell->width_px && y < cell->height_px))
        return;
    size_t at =
        (size_t)(cell->y_px + (int)y) * (size_t)sheet->width_px + (size_t)(cell->x_px + (int)x);
    memcpy(sheet->data + 3 * at, rgb, 3);
}

static void outline(struct ecg_image *sheet, const struct cell *cell,
    const struct ecg_claim_quad *quad, const uint8_t rgb[3])
{
    for (int k = 0; k < 4; k++) {
        const double *a = quad->corner[k], *b = quad->corner[(k + 1) % 4];
        double steps = ceil(hypot(b[0] - a[0], b[1] - a[1]) * cell->scale) + 1;
        for (double s = 0; s <= steps && steps < 1e5; s++)
            dot(sheet, cell, a[0] + (b[0] - a[0]) * s / steps, a[1] + (b[1] - a[1]) * s / steps,
                rgb);
    }
}

/* The truth on the picture: samples in a colour for each lead, hidden ones in grey, boxes of other
 * ink. */
static void overlay(
    struct ecg_image *sheet, const struct cell *cell, const struct ecg_annotation *annotation)
{
    static const uint8_t colors[6][3] = { { 230, 30, 30 }, { 30, 90, 230 }, { 10, 150, 40 },
        { 200, 20, 190 }, { 230, 130, 0 }, { 0, 160, 170 } };
    static const uint8_t hidden[3] = { 128, 128, 128 }, box[3] = { 140, 90, 230 };
    for (size_t k = 0; k < annotation->n_quads; k++)
        outline(sheet, cell, &annotation->quads[k], box);
    for (size_t k = 0; k < annotation->n_leads; k++) {
        const struct ecg_claim_lead *lead = &annotation->leads[k];
        for (size_t i = 0; i < lead->n_points; i++)
            dot(sheet, cell, lead->points[i].row, lead->points[i].column,
                lead->is_hidden && lead->is_hidden[i] ? hidden : colors[k % 6]);
    }
}

static int folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (int)(slash - path) + 1 : 0;
}

static int add_picture(struct ecg_image *sheet, const char *json_path, int x_px, int y_px,
    int cell_px, int with_overlay, struct ecg_error *error)
{
    struct ecg_annotation *annotation = NULL;
    struct ecg_image picture = { 0 };
    struct ecg_buffer path = { 0 };
    int code = ecg_annotation_read(&annotation, json_path, error);
    if (code == 0 && !annotation->image_file[0])
        code = ecg_fail(error, ECG_E_FORMAT, "%s: names no image", json_path);
    if (code == 0) {
        ecg_buffer_format(
            &path, "%.*s%s", folder_length(json_path), json_path, annotation->image_file);
        code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", json_path)
                           : ecg_picture_read(&picture, (const char *)path.data, error);
    }
    if (code == 0) {
        struct cell cell = cell_for(&picture, x_px, y_px, cell_px);
        shrink_into(sheet, &picture, &cell);
        if (with_overlay)
            overlay(sheet, &cell, annotation);
    }
    ecg_buffer_free(&path);
    ecg_image_free(&picture);
    ecg_annotation_destroy(&annotation);
    return code;
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

static int fill_sheet(struct ecg_image *sheet, const struct ecg_path_list *found, int columns,
    int cell_px, int with_overlay, struct ecg_error *error)
{
    for (size_t i = 0; i < found->count && i < MOST_CELLS; i++) {
        int x = GAP_PX + (int)i % columns * (cell_px + GAP_PX);
        int y = GAP_PX + (int)i / columns * (cell_px + GAP_PX);
        int code = add_picture(sheet, found->items[i], x, y, cell_px, with_overlay, error);
        if (code < 0)
            return code;
    }
    return 0;
}

int ecg_contact_sheet(const char *const *paths, size_t n_paths, const char *out, int columns,
    int cell_px, int with_overlay, struct ecg_error *error)
{
    struct ecg_path_list found = { 0 };
    struct ecg_image sheet = { 0 };
    if (columns < 1 || columns > 64 || cell_px < 16 || cell_px > 4096)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "contact sheet: expected 1 to 64 columns of 16 to 4096 px");
    int code = ecg_find_annotations(&found, paths, n_paths, error);
    if (code == 0 && found.count == 0)
        code = ecg_fail(error, ECG_E_ARGUMENT, "contact sheet: no annotated images there");
    if (code == 0) {
        size_t n = found.count < MOST_CELLS ? found.count : MOST_CELLS;
        int used = (int)n < columns ? (int)n : columns;
        int rows = ((int)n + columns - 1) / columns;
        code = ecg_image_make(
            &sheet, GAP_PX + used * (cell_px + GAP_PX), GAP_PX + rows * (cell_px + GAP_PX), 3);
        if (code < 0)
            ecg_fail(error, code, "contact sheet: too large");
    }
    if (code == 0) {
        memset(sheet.data, BACKGROUND, (size_t)sheet.width_px * (size_t)sheet.height_px * 3);
        code = fill_sheet(&sheet, &found, columns, cell_px, with_overlay, error);
    }
    if (code == 0)
        code = write_sheet(&sheet, out, error);
    ecg_image_free(&sheet);
    ecg_path_list_free(&found);
    return code;
}
