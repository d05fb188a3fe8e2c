/* The picture laid back onto the page. */
#include "core/alloc.h"
#include "core/srgb.h"
#include "truth/maps.h"

#include <math.h>
#include <string.h>

enum { MOST_SAMPLES = 4 }; /* a side, where the picture is finer than the page */

struct rectifier {
    const struct ecg_image *picture;
    const struct ecg_mesh *mesh;
    const float *uv;
    float linear[256];
    uint8_t code[4096]; /* sRGB of (k + 0.5) / 4096 */
    double px_per_mm;
};

static void make_tables(struct rectifier *r)
{
    for (int k = 0; k < 256; k++)
        r->linear[k] = ecg_linear_from_srgb_f((float)k / 255);
    for (int k = 0, value = 0; k < 4096; k++) {
        float light = ((float)k + 0.5f) / 4096;
        while (value < 255 && (r->linear[value] + r->linear[value + 1]) / 2 < light)
            value++;
        r->code[k] = (uint8_t)value;
    }
}

/* Bilinear, in linear light, added to *sum. */
static void add_sample(const struct rectifier *r, double x_px, double y_px, float sum[3])
{
    const struct ecg_image *picture = r->picture;
    double x = fmin(fmax(x_px - 0.5, 0), picture->width_px - 1.0);
    double y = fmin(fmax(y_px - 0.5, 0), picture->height_px - 1.0);
    int i = (int)x, j = (int)y;
    int right = i + 1 < picture->width_px ? 1 : 0, below = j + 1 < picture->height_px ? 1 : 0;
    float u = (float)(x - i), v = (float)(y - j);
    const uint8_t *p = picture->data + ((size_t)j * (size_t)picture->width_px + (size_t)i) *
                                           (size_t)picture->channels;
    const uint8_t *q = p + right * picture->channels;
    size_t row = (size_t)below * (size_t)picture->width_px * (size_t)picture->channels;
    for (int c = 0; c < 3; c++) {
        float top = r->linear[p[c]] * (1 - u) + r->linear[q[c]] * u;
        float bottom = r->linear[p[row + (size_t)c]] * (1 - u) + r->linear[q[row + (size_t)c]] * u;
        sum[c] += top * (1 - v) + bottom * v;
    }
}

/* Whether the picture's pixel there shows that place of the page, and not a fold over it. */
static int is_shown(const struct rectifier *r, const double mm[2], double x_px, double y_px)
{
    const struct ecg_mesh *mesh = r->mesh;
    if (!(x_px >= 0 && y_px >= 0 && x_px < mesh->width_px && y_px < mesh->height_px))
        return 0;
    const float *at = r->uv + 2 * ((size_t)y_px * (size_t)mesh->width_px + (size_t)x_px);
    double sx, sy;
    if (isnan(at[0]))
        return 0;
    double away = fmax(fabs((double)at[0] - mm[0]), fabs((double)at[1] - mm[1]));
    if (away < 0.5)
        return 1;
    ecg_mesh_scale(mesh, mm[0], mm[1], &sx, &sy);
    return away * fmin(sx, sy) < 2;
}

static void fill_row(const struct rectifier *r, int row, struct ecg_image *out)
{
    double step = 1 / r->px_per_mm, y_mm = (row + 0.5) * step;
    for (int column = 0; column < out->width_px; column++) {
        const double mm[2] = { (column + 0.5) * step, y_mm };
        double x, y, xr, yr, xd, yd;
        ecg_mesh_map(r->mesh, mm[0], mm[1], &x, &y);
        if (!is_shown(r, mm, x, y))
            continue;
        /* The page pixel's own extent in the picture, as a parallelogram. */
        ecg_mesh_map(r->mesh, mm[0] + step / 2, mm[1], &xr, &yr);
        ecg_mesh_map(r->mesh, mm[0], mm[1] + step / 2, &xd, &yd);
        double right[2] = { 2 * (xr - x), 2 * (yr - y) }, down[2] = { 2 * (xd - x), 2 * (yd - y) };
        double longest = fmax(hypot(right[0], right[1]), hypot(down[0], down[1]));
        int n = (int)fmin(fmax(ceil(longest - 0.1), 1), MOST_SAMPLES);
        float sum[3] = { 0, 0, 0 };
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++) {
                double s = (i + 0.5) / n - 0.5, t = (j + 0.5) / n - 0.5;
                add_sample(r, x + s * right[0] + t * down[0], y + s * right[1] + t * down[1], sum);
            }
        uint8_t *pixel = out->data + 3 * ((size_t)row * (size_t)out->width_px + (size_t)column);
        for (int c = 0; c < 3; c++)
            pixel[c] = r->code[(int)fminf(sum[c] / (float)(n * n) * 4096, 4095)];
    }
}

int ecg_rectify(struct ecg_image *out, const struct ecg_image *picture,
    const struct ecg_mesh *mesh, const float *uv, double width_mm, double height_mm,
    double px_per_mm, struct ecg_error *error)
{
    int code = ecg_image_make(
        out, (int)lround(width_mm * px_per_mm), (int)lround(height_mm * px_per_mm), 3);
    if (code < 0)
        return ecg_fail(error, code, "rectified: no picture of %g x %g mm", width_mm, height_mm);
    struct rectifier *r = ecg_calloc(1, sizeof *r);
    if (!r) {
        ecg_image_free(out);
        return ecg_fail(error, ECG_E_MEMORY, "rectified: out of memory");
    }
    *r = (struct rectifier){ .picture = picture, .mesh = mesh, .uv = uv, .px_per_mm = px_per_mm };
    make_tables(r);
    for (int row = 0; row < out->height_px; row++)
        fill_row(r, row, out);
    ecg_free(r);
    return 0;
}
