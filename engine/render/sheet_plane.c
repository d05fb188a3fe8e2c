#include "render/sheet_plane.h"

#include "core/alloc.h"
#include "ecgpress.h"
#include "render/sheet_noise.h"

#include <math.h>
#include <string.h>

int ecg_plane_make(
    struct ecg_plane *plane, double width_mm, double height_mm, double px_per_mm, float value)
{
    int width = (int)ceil(width_mm * px_per_mm);
    int height = (int)ceil(height_mm * px_per_mm);
    width = width < 2 ? 2 : width;
    height = height < 2 ? 2 : height;
    size_t n = (size_t)width * (size_t)height;
    *plane = (struct ecg_plane){ width, height, px_per_mm, ecg_calloc(n, sizeof *plane->v) };
    if (!plane->v)
        return ECG_E_MEMORY;
    if (value != 0.0f)
        for (size_t i = 0; i < n; i++)
            plane->v[i] = value;
    return 0;
}

void ecg_plane_free(struct ecg_plane *plane)
{
    ecg_free(plane->v);
    *plane = (struct ecg_plane){ 0 };
}

/* For each column of a plane, the source value to its left and how far it lies to the next. */
struct stretch {
    int *column;
    float *weight;
    float *upper, *lower; /* two source rows, stretched */
};

static int stretch_make(struct stretch *stretch, int width)
{
    size_t n = (size_t)width;
    *stretch = (struct stretch){ ecg_calloc(n, sizeof(int)), ecg_calloc(n, sizeof(float)),
        ecg_calloc(n, sizeof(float)), ecg_calloc(n, sizeof(float)) };
    return stretch->column && stretch->weight && stretch->upper && stretch->lower ? 0
                                                                                  : ECG_E_MEMORY;
}

static void stretch_free(struct stretch *stretch)
{
    ecg_free(stretch->column);
    ecg_free(stretch->weight);
    ecg_free(stretch->upper);
    ecg_free(stretch->lower);
}

static void stretch_row(float *out, const float *row, const struct stretch *stretch, int width)
{
    for (int i = 0; i < width; i++) {
        float a = row[stretch->column[i]];
        out[i] = a + (row[stretch->column[i] + 1] - a) * stretch->weight[i];
    }
}

static void swap_rows(struct stretch *stretch)
{
    float *swap = stretch->upper;
    stretch->upper = stretch->lower;
    stretch->lower = swap;
}

static void lattice_row(float *lattice, int n, int32_t row, float height, uint32_t seed)
{
    for (int k = 0; k < n; k++)
        lattice[k] = height * (noise_unit(noise_hash(k, row, seed)) - 0.5f);
}

static void add_noise_rows(struct ecg_plane *plane, struct stretch *stretch, float *lattice,
    int n_lattice, double cells_per_px, float height, uint32_t seed)
{
    int row = -2, w = plane->width;
    for (int j = 0; j < plane->height; j++) {
        double y = (j + 0.5) * cells_per_px;
        float v = noise_fade((float)(y - (int)y));
        if ((int)y != row) {
            if ((int)y == row + 1) {
                swap_rows(stretch);
            } else {
                lattice_row(lattice, n_lattice, (int)y, height, seed);
                stretch_row(stretch->upper, lattice, stretch, w);
            }
            row = (int)y;
            lattice_row(lattice, n_lattice, row + 1, height, seed);
            stretch_row(stretch->lower, lattice, stretch, w);
        }
        const float *upper = stretch->upper, *lower = stretch->lower;
        float *out = plane->v + (size_t)j * (size_t)w;
        for (int i = 0; i < w; i++)
            out[i] += upper[i] + (lower[i] - upper[i]) * v;
    }
}

int ecg_plane_add_noise(struct ecg_plane *plane, double period_mm, float height, uint32_t seed)
{
    double cells_per_px = 1.0 / (period_mm * plane->px_per_mm);
    int n_lattice = (int)(plane->width * cells_per_px) + 3;
    struct stretch stretch;
    float *lattice = ecg_calloc((size_t)n_lattice, sizeof *lattice);
    int code = stretch_make(&stretch, plane->width);
    if (code == 0 && lattice) {
        for (int i = 0; i < plane->width; i++) {
            double x = (i + 0.5) * cells_per_px;
            stretch.column[i] = (int)x;
            stretch.weight[i] = noise_fade((float)(x - (int)x));
        }
        add_noise_rows(plane, &stretch, lattice, n_lattice, cells_per_px, height, seed);
    }
    stretch_free(&stretch);
    int is_short = !lattice;
    ecg_free(lattice);
    return is_short ? ECG_E_MEMORY : code;
}

int ecg_plane_add_fbm(
    struct ecg_plane *plane, double period_mm, int octaves, float height, uint32_t seed)
{
    float total = 2.0f - ldexpf(2.0f, -octaves);
    for (int k = 0; k < octaves; k++) {
        int code = ecg_plane_add_noise(plane, ldexp(period_mm, -k), ldexpf(height / total, -k),
            seed + (uint32_t)k * 0x68bc21ebu);
        if (code < 0)
            return code;
    }
    return 0;
}

/* Cell and weight of a centre among n texels that lie `ratio` as dense. */
static void locate(double centre, double ratio, int n, int *cell, float *weight)
{
    double x = fmin(fmax(centre * ratio - 0.5, 0.0), n - 1.0);
    *cell = (int)fmin(x, n - 2.0);
    *weight = (float)(x - *cell);
}

int ecg_plane_add_stretched(struct ecg_plane *plane, const struct ecg_plane *coarse, float scale)
{
    double ratio = coarse->px_per_mm / plane->px_per_mm;
    struct stretch stretch;
    int code = stretch_make(&stretch, plane->width), row = -2;
    for (int i = 0; i < plane->width && code == 0; i++)
        locate(i + 0.5, ratio, coarse->width, &stretch.column[i], &stretch.weight[i]);
    for (int j = 0; j < plane->height && code == 0; j++) {
        int next;
        float v;
        locate(j + 0.5, ratio, coarse->height, &next, &v);
        if (next != row) {
            row = next;
            const float *source = coarse->v + (size_t)row * (size_t)coarse->width;
            stretch_row(stretch.upper, source, &stretch, plane->width);
            stretch_row(stretch.lower, source + coarse->width, &stretch, plane->width);
        }
        const float *upper = stretch.upper, *lower = stretch.lower;
        float *out = plane->v + (size_t)j * (size_t)plane->width;
        for (int i = 0; i < plane->width; i++)
            out[i] += scale * (upper[i] + (lower[i] - upper[i]) * v);
    }
    stretch_free(&stretch);
    return code;
}

/* One box pass over a line of n values `step` floats apart, edges extended. */
static void box_line(float *line, float *copy, int n, size_t step, int radius)
{
    for (int i = 0; i < n; i++)
        copy[i] = line[(size_t)i * step];
    float scale = 1.0f / (float)(2 * radius + 1);
    float sum = 0.0f;
    for (int i = -radius; i <= radius; i++)
        sum += copy[i < 0 ? 0 : i >= n ? n - 1 : i];
    for (int i = 0; i < n; i++) {
        line[(size_t)i * step] = sum * scale;
        int in = i + radius + 1, out = i - radius;
        sum += copy[in >= n ? n - 1 : in] - copy[out < 0 ? 0 : out];
    }
}

int ecg_plane_blur(struct ecg_plane *plane, double sigma_mm)
{
    /* Three boxes of width w have variance (w^2 - 1) / 4. */
    double sigma_px = sigma_mm * plane->px_per_mm;
    int radius = (int)((sqrt(4.0 * sigma_px * sigma_px + 1.0) - 1.0) / 2.0 + 0.5);
    if (radius < 1)
        return 0;
    int n = plane->width > plane->height ? plane->width : plane->height;
    float *copy = ecg_calloc((size_t)n, sizeof *copy);
    if (!copy)
        return ECG_E_MEMORY;
    size_t w = (size_t)plane->width;
    for (int pass = 0; pass < 3; pass++) {
        for (int j = 0; j < plane->height; j++)
            box_line(plane->v + (size_t)j * w, copy, plane->width, 1, radius);
        for (int i = 0; i < plane->width; i++)
            box_line(plane->v + i, copy, plane->height, w, radius);
    }
    ecg_free(copy);
    return 0;
}

float ecg_plane_sample(const struct ecg_plane *plane, double x_mm, double y_mm)
{
    double x = x_mm * plane->px_per_mm - 0.5, y = y_mm * plane->px_per_mm - 0.5;
    x = x < 0 ? 0 : x > plane->width - 1 ? plane->width - 1 : x;
    y = y < 0 ? 0 : y > plane->height - 1 ? plane->height - 1 : y;
    int i = (int)x, j = (int)y;
    i = i > plane->width - 2 ? plane->width - 2 : i;
    j = j > plane->height - 2 ? plane->height - 2 : j;
    float u = (float)(x - i), v = (float)(y - j);
    const float *p = plane->v + (size_t)j * (size_t)plane->width + i;
    const float *q = p + plane->width;
    return (p[0] * (1 - u) + p[1] * u) * (1 - v) + (q[0] * (1 - u) + q[1] * u) * v;
}

static int clamp_index(double x, int n)
{
    return x < 0 ? 0 : x > n ? n : (int)x;
}

void ecg_plane_range(const struct ecg_plane *plane, double x0_mm, double y0_mm, double x1_mm,
    double y1_mm, int range[4])
{
    double k = plane->px_per_mm;
    range[0] = clamp_index(floor(x0_mm * k), plane->width);
    range[1] = clamp_index(ceil(x1_mm * k), plane->width);
    range[2] = clamp_index(floor(y0_mm * k), plane->height);
    range[3] = clamp_index(ceil(y1_mm * k), plane->height);
}
