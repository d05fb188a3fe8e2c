#include "support/fixture.h"

#include "core/alloc.h"
#include "core/random.h"
#include "core/units.h"
#include "render/mesh_bins.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const lead_names[12] = { "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2",
    "V3", "V4", "V5", "V6" };

/* Heights in mV of P, Q, R, S, T: I and II are free, the other limb leads follow from them. */
static const double heights[12][5] = { { 0.1, -0.05, 0.7, -0.15, 0.2 },
    { 0.15, -0.08, 1.1, -0.2, 0.3 }, { 0 }, { 0 }, { 0 }, { 0 }, { 0.05, -0.02, 0.2, -0.9, -0.1 },
    { 0.08, 0, 0.4, -1.4, 0.4 }, { 0.1, -0.05, 0.8, -0.9, 0.5 }, { 0.1, -0.1, 1.3, -0.5, 0.5 },
    { 0.1, -0.1, 1.2, -0.3, 0.4 }, { 0.1, -0.08, 0.9, -0.15, 0.3 } };

static double beat(const double height[5], double t)
{
    static const double centre[5] = { -0.17, -0.035, 0, 0.035, 0.26 };
    static const double width[5] = { 0.022, 0.009, 0.011, 0.010, 0.045 };
    double v = 0;
    for (int k = 0; k < 5; k++) {
        double z = (t - centre[k]) / width[k];
        v += height[k] * exp(-0.5 * z * z);
    }
    return v;
}

static double signal(int lead, double t)
{
    double since = fmod(t + 0.4, 0.8) - 0.4;
    double one = beat(heights[0], since), two = beat(heights[1], since);
    switch (lead) {
    case 2:
        return two - one;
    case 3:
        return -0.5 * (one + two);
    case 4:
        return one - 0.5 * two;
    case 5:
        return two - 0.5 * one;
    default:
        return beat(heights[lead], since);
    }
}

struct ecg_record *fixture_record(double fs_hz, double seconds, double noise_mv)
{
    struct ecg_record *record = ecg_calloc(1, sizeof *record);
    record->id = ecg_strdup("fixture");
    record->path = ecg_strdup("/data/fixture.hea");
    record->fs_hz = fs_hz;
    record->n_samples = (size_t)llround(seconds * fs_hz);
    record->n_leads = 12;
    record->leads = ecg_calloc(12, sizeof *record->leads);
    record->age_years = -1;
    struct ecg_random random = { 99 };
    for (int k = 0; k < 12; k++) {
        struct ecg_lead *lead = &record->leads[k];
        snprintf(lead->name, sizeof lead->name, "%s", lead_names[k]);
        snprintf(lead->raw_name, sizeof lead->raw_name, "%s", lead_names[k]);
        snprintf(lead->units, sizeof lead->units, "mV");
        lead->is_ecg = 1;
        lead->samples = ecg_calloc(record->n_samples, sizeof *lead->samples);
        for (size_t i = 0; i < record->n_samples; i++)
            lead->samples[i] =
                signal(k, (double)i / fs_hz) + noise_mv * ecg_random_normal(&random);
    }
    return record;
}

void fixture_record_free(struct ecg_record *record)
{
    for (int k = 0; k < record->n_leads; k++)
        ecg_free(record->leads[k].samples);
    ecg_free(record->leads);
    ecg_free(record->id);
    ecg_free(record->path);
    ecg_free(record);
}

/* Own small appenders: the page room's are not needed to make a page by hand. */
static void add_line(struct ecg_page *page, double x0, double y0, double x1, double y1,
    double width, int layer, int kind)
{
    ecg_grow(&page->lines, &page->cap_lines, page->n_lines + 1, sizeof *page->lines);
    page->lines[page->n_lines++] = (struct ecg_line){
        .x0_mm = x0,
        .y0_mm = y0,
        .x1_mm = x1,
        .y1_mm = y1,
        .width0_mm = (float)width,
        .width1_mm = (float)width,
        .alpha = 1,
        .layer = (uint8_t)layer,
        .kind = (uint8_t)kind,
    };
}

static void add_grid(struct ecg_page *page)
{
    double w = page->width_mm, h = page->height_mm;
    page->grid_width_mm = w;
    page->grid_height_mm = h;
    page->grid_major_mm = 5;
    for (int i = 0; i <= (int)w; i++)
        add_line(page, i, 0, i, h, 0.18, i % 5 ? ECG_LAYER_GRID_MINOR : ECG_LAYER_GRID_MAJOR,
            ECG_KIND_GRID);
    for (int i = 0; i <= (int)h; i++)
        add_line(page, 0, i, w, i, 0.18, i % 5 ? ECG_LAYER_GRID_MINOR : ECG_LAYER_GRID_MAJOR,
            ECG_KIND_GRID);
}

static void add_pulse(struct ecg_page *page, double y)
{
    const double x[6] = { 4, 5, 5, 9, 9, 10 }, up[6] = { 0, 0, 10, 10, 0, 0 };
    for (int k = 0; k < 5; k++)
        add_line(
            page, x[k], y - up[k], x[k + 1], y - up[k + 1], 0.26, ECG_LAYER_TRACE, ECG_KIND_PULSE);
}

static int add_label(struct ecg_page *page, const char *name, double x, double y)
{
    size_t length = strlen(name) + 1;
    page->strings = ecg_realloc(page->strings, page->n_strings + length, 1);
    memcpy(page->strings + page->n_strings, name, length);
    ecg_grow(&page->texts, &page->cap_texts, page->n_texts + 1, sizeof *page->texts);
    page->texts[page->n_texts++] = (struct ecg_text){
        .string = (uint32_t)page->n_strings,
        .size_mm = 3,
        .x_mm = x,
        .y_mm = y,
        .quad_mm = { { x, y - 2.5 }, { x + 6, y - 2.5 }, { x + 6, y }, { x, y } },
        .trace = (int)page->n_traces,
        .layer = ECG_LAYER_PRINT,
        .kind = ECG_KIND_LEAD_NAME,
    };
    page->n_strings += length;
    return (int)page->n_texts - 1;
}

static void add_trace(struct ecg_page *page, const struct ecg_record *record, int lead, int row,
    int column, double x, double y, double from_s, double to_s)
{
    struct ecg_trace trace = {
        .lead = lead,
        .sign = 1,
        .row = row,
        .column = column,
        .start_sample = (size_t)llround(from_s * record->fs_hz),
        .end_sample = (size_t)llround(to_s * record->fs_hz),
        .first_point = (uint32_t)page->n_points,
        .baseline_mm = y,
        .x_start_mm = x,
        .mm_per_mv = 10,
        .mm_per_s = 25,
        .clip_mm = { 0, 0, page->width_mm, page->height_mm },
        .width_mm = 0.26F,
    };
    memcpy(trace.name, record->leads[lead].name, sizeof trace.name);
    size_t n = trace.end_sample - trace.start_sample;
    ecg_grow(&page->points, &page->cap_points, page->n_points + n, sizeof *page->points);
    double box[4] = { column <= 0 ? 4 : x, y, x, y };
    if (column <= 0) {
        add_pulse(page, y);
        box[1] = y - 10;
    }
    for (size_t i = 0; i < n; i++) {
        double mv = record->leads[lead].samples[trace.start_sample + i];
        struct ecg_point p = { x + (double)i / record->fs_hz * 25, y - mv * 10 };
        page->points[page->n_points + i] = p;
        box[1] = fmin(box[1], isnan(mv) ? y : p.y_mm);
        box[3] = fmax(box[3], isnan(mv) ? y : p.y_mm);
        box[2] = p.x_mm;
        if (i && !isnan(mv) && !isnan(page->points[page->n_points + i - 1].y_mm))
            add_line(page, page->points[page->n_points + i - 1].x_mm,
                page->points[page->n_points + i - 1].y_mm, p.x_mm, p.y_mm, 0.26, ECG_LAYER_TRACE,
                ECG_KIND_TRACE);
    }
    page->n_points += n;
    for (int k = 0; k < 4; k++)
        trace.box_mm[k] = box[k] + (k < 2 ? -0.13 : 0.13);
    trace.label = add_label(page, trace.name, x, y + 8);
    ecg_grow(&page->traces, &page->cap_traces, page->n_traces + 1, sizeof *page->traces);
    page->traces[page->n_traces++] = trace;
}

struct ecg_page *fixture_page(const struct ecg_record *record)
{
    static const int order[3][4] = { { 0, 3, 6, 9 }, { 1, 4, 7, 10 }, { 2, 5, 8, 11 } };
    static const double baseline_px[4] = { 703.5, 987.5, 1271.5, 1531.5 };
    struct ecg_page *page = ecg_calloc(1, sizeof *page);
    page->width_mm = 279.4;
    page->height_mm = 215.9;
    const float paper[3] = { 1, 1, 1 }, major[3] = { 0.427F, 0.196F, 0.184F },
                minor[3] = { 0.588F, 0.420F, 0.397F };
    memcpy(page->paper_rgb, paper, sizeof paper);
    memcpy(page->ink[ECG_LAYER_GRID_MAJOR].rgb, major, sizeof major);
    memcpy(page->ink[ECG_LAYER_GRID_MINOR].rgb, minor, sizeof minor);
    for (int k = 0; k < ECG_LAYER_COUNT; k++)
        page->ink[k].opacity = 1;
    add_grid(page);
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 4; column++)
            add_trace(page, record, order[row][column], row, column, 10 + column * 62.5,
                baseline_px[row] * 25.4 / 200, column * 2.5, column * 2.5 + 2.5);
    add_trace(page, record, 1, 3, -1, 10, baseline_px[3] * 25.4 / 200, 0, 10);
    return page;
}

void fixture_page_free(struct ecg_page *page)
{
    ecg_free(page->lines);
    ecg_free(page->fills);
    ecg_free(page->texts);
    ecg_free(page->regions);
    ecg_free(page->traces);
    ecg_free(page->points);
    ecg_free(page->strings);
    ecg_free(page);
}

struct ecg_mesh *fixture_mesh(
    const struct ecg_page *page, double dpi, double angle_deg, int columns, int rows)
{
    struct ecg_mesh *mesh = ecg_calloc(1, sizeof *mesh);
    double scale = ecg_px_per_mm(dpi), angle = angle_deg * 3.14159265358979 / 180;
    *mesh = (struct ecg_mesh){
        .columns = columns,
        .rows = rows,
        .width_mm = page->width_mm,
        .height_mm = page->height_mm,
        .step_x_mm = page->width_mm / (columns - 1),
        .step_y_mm = page->height_mm / (rows - 1),
        .is_affine = 1,
        .width_px = (int)lround(page->width_mm * scale),
        .height_px = (int)lround(page->height_mm * scale),
        .nodes = ecg_calloc((size_t)columns * (size_t)rows, sizeof *mesh->nodes),
    };
    double cx = page->width_mm / 2, cy = page->height_mm / 2;
    for (int j = 0; j < rows; j++)
        for (int i = 0; i < columns; i++) {
            double x = i * mesh->step_x_mm - cx, y = j * mesh->step_y_mm - cy;
            mesh->nodes[j * columns + i] = (struct ecg_node){
                .x_px = (float)((cx + x * cos(angle) - y * sin(angle)) * scale),
                .y_px = (float)((cy + x * sin(angle) + y * cos(angle)) * scale),
                .x_mm = (float)(x + cx),
                .y_mm = (float)(y + cy),
                .normal = { 0, 0, 1 },
                .occlusion = 1,
            };
        }
    mesh->print = (struct ecg_print){ .is_identity = 1, .is_affine = 1, .scale = { 1, 1 } };
    if (ecg_mesh_bins_make(&mesh->bins, mesh, NULL) < 0)
        exit(2);
    return mesh;
}

void fixture_mesh_bend(struct ecg_mesh *mesh, double amplitude_px)
{
    for (int j = 0; j < mesh->rows; j++)
        for (int i = 0; i < mesh->columns; i++) {
            struct ecg_node *node = &mesh->nodes[j * mesh->columns + i];
            double u = (double)i / (mesh->columns - 1), v = (double)j / (mesh->rows - 1);
            node->x_px += (float)(amplitude_px * sin(5 * v + 2 * u));
            node->y_px += (float)(amplitude_px * sin(7 * u));
        }
    mesh->is_affine = 0;
    ecg_mesh_bins_destroy(&mesh->bins);
    if (ecg_mesh_bins_make(&mesh->bins, mesh, NULL) < 0)
        exit(2);
}

void fixture_mesh_free(struct ecg_mesh *mesh)
{
    ecg_mesh_destroy(&mesh);
}

static void cover(float *coverage, int width, int height, const double a[2], const double b[2],
    double line_width)
{
    double reach = line_width / 2 + 1;
    int x0 = (int)fmax(0, floor(fmin(a[0], b[0]) - reach));
    int x1 = (int)fmin(width - 1, ceil(fmax(a[0], b[0]) + reach));
    int y0 = (int)fmax(0, floor(fmin(a[1], b[1]) - reach));
    int y1 = (int)fmin(height - 1, ceil(fmax(a[1], b[1]) + reach));
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++) {
            double px = x + 0.5 - a[0], py = y + 0.5 - a[1];
            double t = length2 > 0 ? fmin(1, fmax(0, (px * dx + py * dy) / length2)) : 0;
            double distance = hypot(px - t * dx, py - t * dy);
            double c = fmin(fmin(1, line_width), fmax(0, line_width / 2 + 0.5 - distance));
            float *here = &coverage[(size_t)y * (size_t)width + (size_t)x];
            *here = fmaxf(*here, (float)c);
        }
}

/* Cut where the mesh bends it. */
static void cover_line(float *coverage, const struct ecg_mesh *mesh, const struct ecg_line *line,
    double dx_px, double dy_px)
{
    double x = line->x1_mm - line->x0_mm, y = line->y1_mm - line->y0_mm, sx, sy;
    int pieces = mesh->is_affine ? 1 : 1 + (int)hypot(x, y);
    for (int k = 0; k < pieces; k++) {
        double a[2], b[2], t = (double)k / pieces, u = (double)(k + 1) / pieces;
        ecg_mesh_map(mesh, line->x0_mm + t * x, line->y0_mm + t * y, &a[0], &a[1]);
        ecg_mesh_map(mesh, line->x0_mm + u * x, line->y0_mm + u * y, &b[0], &b[1]);
        ecg_mesh_scale(mesh, line->x0_mm + t * x, line->y0_mm + t * y, &sx, &sy);
        a[0] += dx_px;
        b[0] += dx_px;
        a[1] += dy_px;
        b[1] += dy_px;
        cover(coverage, mesh->width_px, mesh->height_px, a, b,
            (double)line->width0_mm * (sx + sy) / 2);
    }
}

static double linear(double s)
{
    return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4);
}

static void linear_rgb(const float rgb[3], float light[3])
{
    for (int c = 0; c < 3; c++)
        light[c] = (float)linear((double)rgb[c]);
}

static double encoded(double v)
{
    return v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

static void encode(
    struct ecg_image *image, const float *light, size_t n, double noise, struct ecg_random *random)
{
    uint8_t table[4096];
    for (int k = 0; k < 4096; k++)
        table[k] = (uint8_t)lround(255 * encoded(k / 4095.0));
    for (size_t i = 0; i < n; i++) {
        int v = table[(int)lroundf(light[i] * 4095)];
        if (noise > 0)
            v = (int)lround(fmin(255, fmax(0, v + noise * ecg_random_normal(random))));
        image->data[i] = (uint8_t)v;
    }
}

void fixture_paint(struct ecg_image *image, const struct ecg_page *page,
    const struct ecg_mesh *mesh, double dx_px, double dy_px, unsigned skip_layers, double noise)
{
    int width = mesh->width_px, height = mesh->height_px;
    size_t n = (size_t)width * (size_t)height;
    float *light = ecg_calloc(n * 3, sizeof *light), *coverage = ecg_calloc(n, sizeof *coverage);
    if (!light || !coverage || ecg_image_make(image, width, height, 3) < 0)
        exit(2);
    float ink[3];
    linear_rgb(page->paper_rgb, ink);
    for (size_t i = 0; i < n * 3; i++)
        light[i] = ink[i % 3];
    for (int layer = 0; layer <= ECG_LAYER_PRINT; layer++) {
        if (skip_layers >> layer & 1)
            continue;
        memset(coverage, 0, n * sizeof *coverage);
        for (size_t k = 0; k < page->n_lines; k++)
            if (page->lines[k].layer == layer)
                cover_line(coverage, mesh, &page->lines[k], dx_px, dy_px);
        linear_rgb(page->ink[layer].rgb, ink);
        for (size_t i = 0; i < n * 3; i++)
            light[i] += coverage[i / 3] * (ink[i % 3] - light[i]);
    }
    struct ecg_random random = { 5 };
    encode(image, light, n * 3, noise, &random);
    ecg_free(light);
    ecg_free(coverage);
}
