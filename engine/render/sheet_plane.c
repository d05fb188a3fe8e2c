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

/* The lattice row's values at every column, from `n` lattice values. */
static void stretch_row(
    float *out, const float *lattice, const int *column, const float *weight, int width)
{
    for (int i = 0; i < width; i++) {
        float a = lattice[column[i]];
        out[i] = a + (lattice[column[i] + 1] - a) * weight[i];
    }
}

static void lattice_row(float *lattice, int n, int32_t row, float height, uint32_t seed)
{
    for (int k = 0; k < n; k++)
        lattice[k] = height * (noise_unit(noise_hash(k, row, seed)) - 0.5f);
}

int ecg_plane_add_noise(struct ecg_plane *plane, double period_mm, float height, uint32_t seed)
{
    double cells_per_px = 1.0 / (period_mm * plane->px_per_mm);
    int w = plane->width;
    int n_lattice = (int)(w * cells_per_px) + 3;
    /* One block: the lattice row, the two stretched rows, the columns' weights and cells. */
    float *block = ecg_calloc((size_t)n_lattice + 4 * (size_t)w, sizeof *block);
    if (!block)
        return ECG_E_MEMORY;
    float *lattice = block, *upper = lattice + n_lattice, *lower = upper + w;
    float *weight = lower + w;
    int *column = (int *)(void *)(weight + w);
    for (int i = 0; i < w; i++) {
        double x = (i + 0.5) * cells_per_px;
        column[i] = (int)x;
        weight[i] = noise_fade((float)(x - (int)x));
    }
    int row = -2;
    for (int j = 0; j < plane->height; j++) {
        double y = (j + 0.5) * cells_per_px;
        float v = noise_fade((float)(y - (int)y));
        if ((int)y != row) {
            int is_next = (int)y == row + 1;
            row = (int)y;
            if (is_next) {
                float *swap = upper;
                upper = lower;
                lower = swap;
            } else {
                lattice_row(lattice, n_lattice, row, height, seed);
                stretch_row(upper, lattice, column, weight, w);
            }
            lattice_row(lattice, n_lattice, row + 1, height, seed);
            stretch_row(lower, lattice, column, weight, w);
        }
        float *out = plane->v + (size_t)j * (size_t)w;
        for (int i = 0; i < w; i++)
            out[i] += upper[i] + (lower[i] - upper[i]) * v;
    }
    ecg_free(block);
    return 0;
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
