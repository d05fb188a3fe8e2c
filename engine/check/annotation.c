#include "check/annotation.h"

#include "core/alloc.h"
#include "core/file.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const size_t MAX_FILE_BYTES = (size_t)256 << 20;
static const double MAX_PX = 1e6;

/* Every reader below adds to the same error; the first one that fails ends the reading. */
struct reader {
    const char *path;
    struct ecg_error *error;
    struct ecg_annotation *to;
};

static int bad(const struct reader *r, const char *key, const char *expected)
{
    return ecg_fail(r->error, ECG_E_FORMAT, "%s: %s: expected %s", r->path, key, expected);
}

static int no_memory(const struct reader *r)
{
    return ecg_fail(r->error, ECG_E_MEMORY, "%s: out of memory", r->path);
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static double item(const json_t *array, size_t i)
{
    const json_t *value = json_array_get(array, i);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static void copy_text(char *to, size_t size, const json_t *value)
{
    const char *text = json_string_value(value);
    snprintf(to, size, "%s", text ? text : "");
}

/* A file beside the JSON: its name must not lead anywhere else. */
static int copy_name(const struct reader *r, char to[256], const json_t *own, const char *key)
{
    copy_text(to, 256, json_object_get(own, key));
    return strchr(to, '/') || strcmp(to, "..") == 0 ? bad(r, key, "a file name without a folder")
                                                    : 0;
}

/* Missing points are null or [null, null]. */
static int read_spot(const json_t *value, struct ecg_claim_point *point)
{
    *point = (struct ecg_claim_point){ NAN, NAN };
    if (json_is_null(value))
        return 0;
    if (json_array_size(value) != 2)
        return -1;
    double row = item(value, 0), column = item(value, 1);
    if (isnan(row) || isnan(column))
        return json_is_null(json_array_get(value, 0)) ? 0 : -1;
    if (fabs(row) > MAX_PX || fabs(column) > MAX_PX)
        return -1;
    *point = (struct ecg_claim_point){ row, column };
    return 0;
}

static int read_points(const struct reader *r, const json_t *json, struct ecg_claim_lead *lead)
{
    const json_t *points = json_object_get(json, "plotted_pixels");
    double start = number(json, "start_sample"), end = number(json, "end_sample");
    lead->n_points = json_array_size(points);
    if (!json_is_array(points) || !(start >= 0 && start < 1e15) ||
        end - start != (double)lead->n_points)
        return bad(r, "leads", "plotted_pixels for the samples start_sample..end_sample");
    lead->start_sample = (size_t)start;
    lead->points = ecg_calloc(lead->n_points, sizeof *lead->points);
    lead->is_hidden = ecg_calloc(lead->n_points, 1);
    if (!lead->points || !lead->is_hidden)
        return no_memory(r);
    for (size_t i = 0; i < lead->n_points; i++) {
        if (read_spot(json_array_get(points, i), &lead->points[i]) < 0)
            return bad(r, "plotted_pixels", "[row, column] in pixels, or null");
        if (isnan(lead->points[i].row))
            lead->is_hidden[i] = 1;
    }
    return 0;
}

static int read_quad(const struct reader *r, const json_t *json)
{
    struct ecg_claim_quad *quad = &r->to->quads[r->to->n_quads];
    for (int k = 0; k < 4; k++) {
        const json_t *corner = json_object_get(json, (const char[]){ (char)('0' + k), 0 });
        for (size_t axis = 0; axis < 2; axis++) {
            quad->corner[k][axis] = item(corner, axis);
            if (!(fabs(quad->corner[k][axis]) <= MAX_PX))
                return bad(r, "bounding box", "corners \"0\" to \"3\", each [row, column]");
        }
    }
    r->to->n_quads++;
    return 0;
}

static int read_leads(const struct reader *r, const json_t *root)
{
    const json_t *leads = json_object_get(root, "leads");
    size_t n = json_array_size(leads);
    if (n == 0)
        return bad(r, "leads", "a list of at least one lead");
    r->to->leads = ecg_calloc(n, sizeof *r->to->leads);
    if (!r->to->leads)
        return no_memory(r);
    for (r->to->n_leads = 0; r->to->n_leads < n;) {
        const json_t *json = json_array_get(leads, r->to->n_leads);
        struct ecg_claim_lead *lead = &r->to->leads[r->to->n_leads++];
        copy_text(lead->name, sizeof lead->name, json_object_get(json, "lead_name"));
        copy_text(lead->signal, sizeof lead->signal, json_object_get(json, "lead_name"));
        lead->sign = 1;
        /* The kit's line where nothing else is said: 0.75 pt. */
        lead->width_px = 0.26 / 5 * (r->to->px_per_5mm_x + r->to->px_per_5mm_y) / 2;
        int code = read_points(r, json, lead);
        if (code < 0)
            return code;
    }
    return 0;
}

static int read_hidden(const struct reader *r, const json_t *ranges, struct ecg_claim_lead *lead)
{
    for (size_t k = 0; k < json_array_size(ranges); k++) {
        double start = item(json_array_get(ranges, k), 0) - (double)lead->start_sample;
        double end = item(json_array_get(ranges, k), 1) - (double)lead->start_sample;
        if (!(start >= 0 && start < end && end <= (double)lead->n_points))
            return bad(r, "hidden", "[start, end] within the lead's samples");
        memset(lead->is_hidden + (size_t)start, 1, (size_t)(end - start));
    }
    return 0;
}

static int read_layout(const struct reader *r, const json_t *own)
{
    const json_t *layout = json_object_get(own, "layout");
    if (json_array_size(layout) != r->to->n_leads)
        return bad(r, "ecgpress.layout", "one entry for each of leads");
    double px_per_mm = (r->to->px_per_5mm_x + r->to->px_per_5mm_y) / 10;
    for (size_t k = 0; k < r->to->n_leads; k++) {
        struct ecg_claim_lead *lead = &r->to->leads[k];
        const json_t *json = json_array_get(layout, k);
        copy_text(lead->signal, sizeof lead->signal, json_object_get(json, "signal"));
        lead->sign = number(json, "sign") < 0 ? -1 : 1;
        lead->width_px = number(json, "line_width_mm") * px_per_mm;
        lead->x_start_mm = number(json, "x_start_mm");
        lead->baseline_mm = number(json, "baseline_mm");
        lead->mm_per_s = number(json, "mm_per_s");
        lead->mm_per_mv = number(json, "mm_per_mv");
        if (!(lead->width_px > 0 && lead->width_px < 1000 && lead->mm_per_s > 0 &&
                lead->mm_per_mv > 0) ||
            isnan(lead->x_start_mm + lead->baseline_mm))
            return bad(r, "ecgpress.layout", "line_width_mm, mm_per_s and mm_per_mv above 0");
        int code = read_hidden(r, json_object_get(json, "hidden"), lead);
        if (code < 0)
            return code;
    }
    return 0;
}

static int read_map(const struct reader *r, const json_t *own)
{
    const json_t *map = json_object_get(json_object_get(own, "page"), "to_image");
    double sum = 0;
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 3; j++)
            sum += r->to->to_image[i][j] = item(json_array_get(map, i), j);
    double(*m)[3] = r->to->to_image;
    r->to->has_affine = !isnan(sum) && fabs(m[0][0] * m[1][1] - m[0][1] * m[1][0]) > 1e-6;
    return json_is_array(map) && !r->to->has_affine
               ? bad(r, "ecgpress.page.to_image", "2 x 3 numbers that can be inverted")
               : 0;
}

static int read_lattice(const struct reader *r, const json_t *own)
{
    struct ecg_annotation *to = r->to;
    const json_t *grid = json_object_get(own, "grid"), *json = json_object_get(grid, "crossings");
    const json_t *points = json_object_get(json, "points");
    to->grid_step_mm = number(grid, "step_mm");
    to->grid_angle_deg = number(grid, "angle_deg");
    to->grid_origin_mm[0] = item(json_object_get(grid, "origin_mm"), 0);
    to->grid_origin_mm[1] = item(json_object_get(grid, "origin_mm"), 1);
    if (!json)
        return 0;
    double columns = number(json, "columns"), rows = number(json, "rows");
    double first_column = number(json, "first_column"), first_row = number(json, "first_row");
    if (!(columns >= 2 && rows >= 2 && columns * rows < 1e7 && fabs(first_column) < 1e6 &&
            fabs(first_row) < 1e6 && to->grid_step_mm > 0) ||
        isnan(to->grid_angle_deg + to->grid_origin_mm[0] + to->grid_origin_mm[1]) ||
        json_array_size(points) != (size_t)rows)
        return bad(r, "ecgpress.grid.crossings", "rows x columns points");
    to->lattice_columns = (int)columns;
    to->lattice_rows = (int)rows;
    to->lattice_first_column = (int)first_column;
    to->lattice_first_row = (int)first_row;
    to->lattice = ecg_calloc((size_t)columns * (size_t)rows, sizeof *to->lattice);
    if (!to->lattice)
        return no_memory(r);
    for (size_t j = 0; j < (size_t)rows; j++) {
        const json_t *line = json_array_get(points, j);
        for (size_t i = 0; i < (size_t)columns; i++)
            if (read_spot(json_array_get(line, i), &to->lattice[j * (size_t)columns + i]) < 0)
                return bad(r, "ecgpress.grid.crossings", "rows x columns points");
    }
    return 0;
}

/* Whatever is no trace and no grid: ecgpress lists it all, the kit the lead names. */
static int read_quads(const struct reader *r, const json_t *root, const json_t *own)
{
    const json_t *things = json_object_get(own, "things");
    const json_t *leads = json_object_get(root, "leads");
    size_t n = json_array_size(things) + json_array_size(leads);
    int code = 0;
    r->to->quads = ecg_calloc(n, sizeof *r->to->quads);
    if (!r->to->quads)
        return no_memory(r);
    for (size_t k = 0; k < json_array_size(things) && code == 0; k++)
        code = read_quad(r, json_object_get(json_array_get(things, k), "bounding_box"));
    for (size_t k = 0; k < json_array_size(leads) && code == 0; k++) {
        const json_t *box = json_object_get(json_array_get(leads, k), "text_bounding_box");
        if (json_object_size(box) > 0)
            code = read_quad(r, box);
    }
    return code;
}

static int read_top(const struct reader *r, const json_t *root)
{
    double width = number(root, "width"), height = number(root, "height");
    if (!(width >= 1 && height >= 1 && width <= 32768 && height <= 32768))
        return bad(r, "width, height", "1 to 32768 px");
    r->to->width_px = (int)width;
    r->to->height_px = (int)height;
    r->to->fs_hz = number(root, "sampling_frequency");
    r->to->px_per_5mm_x = number(root, "x_grid");
    r->to->px_per_5mm_y = number(root, "y_grid");
    if (!(r->to->px_per_5mm_x > 0 && r->to->px_per_5mm_y > 0))
        return bad(r, "x_grid, y_grid", "px per 5 mm, above 0");
    if (!(r->to->fs_hz > 0))
        return bad(r, "sampling_frequency", "Hz, above 0");
    r->to->is_captured = json_is_true(json_object_get(root, "augment"));
    return 0;
}

static int read_root(const struct reader *r, const json_t *root)
{
    const json_t *own = json_object_get(root, "ecgpress");
    int code = read_top(r, root);
    if (code == 0)
        code = read_leads(r, root);
    if (code == 0)
        code = read_quads(r, root, own);
    if (code < 0 || !own)
        return code;
    code = read_layout(r, own);
    if (code == 0)
        code = read_map(r, own);
    if (code == 0)
        code = read_lattice(r, own);
    if (code == 0)
        code = copy_name(r, r->to->image_file, own, "image");
    if (code == 0)
        code = copy_name(r, r->to->wfdb_name, own, "wfdb");
    return code;
}

int ecg_annotation_parse(struct ecg_annotation **annotation, const char *name, const void *json,
    size_t size, struct ecg_error *error)
{
    struct reader reader = { name, error, ecg_calloc(1, sizeof **annotation) };
    json_error_t json_error;
    json_t *root = NULL;
    int code = reader.to ? 0 : no_memory(&reader);
    *annotation = NULL;
    if (code == 0) {
        root = json_loadb(json, size, 0, &json_error);
        if (!json_is_object(root))
            code = ecg_fail(error, ECG_E_FORMAT, "%s:%d: expected a JSON object: %s", name,
                root ? 1 : json_error.line, root ? "it is something else" : json_error.text);
    }
    if (code == 0)
        code = read_root(&reader, root);
    json_decref(root);
    if (code < 0)
        ecg_annotation_destroy(&reader.to);
    *annotation = reader.to;
    return code;
}

int ecg_annotation_read(
    struct ecg_annotation **annotation, const char *path, struct ecg_error *error)
{
    struct ecg_buffer file = { 0 };
    *annotation = NULL;
    int code = ecg_file_read(&file, path, MAX_FILE_BYTES, error);
    if (code == 0)
        code = ecg_annotation_parse(
            annotation, path, file.data ? (const char *)file.data : "", file.size, error);
    ecg_buffer_free(&file);
    return code;
}

void ecg_annotation_destroy(struct ecg_annotation **annotation)
{
    struct ecg_annotation *a = *annotation;
    if (!a)
        return;
    for (size_t k = 0; k < a->n_leads; k++) {
        ecg_free(a->leads[k].points);
        ecg_free(a->leads[k].is_hidden);
    }
    ecg_free(a->leads);
    ecg_free(a->quads);
    ecg_free(a->lattice);
    ecg_free(a);
    *annotation = NULL;
}
