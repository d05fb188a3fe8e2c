/* Ageing of the paper: yellowing from the edges, foxing, a part bleached by the sun. */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

/* Lignin's brown, and foxing's rust. */
static const float YELLOW_TINT[3] = { 0.14f, 0.38f, 1.00f };
static const float RUST_TINT[3] = { 0.22f, 0.62f, 1.10f };

/* A plane of texels coarse enough for what has no fine detail, to be added at full size later. */
static int coarse(const struct sheet_build *build, struct ecg_plane *plane)
{
    return ecg_plane_make(
        plane, build->width_mm, build->height_mm, fmin(1.0, build->px_per_mm), 0.0f);
}

/* density += plane * tint, the coarse plane stretched. */
static int add_coarse(
    struct sheet_build *build, const struct ecg_plane *plane, const float tint[3])
{
    int code = 0;
    for (int c = 0; c < 3 && code == 0; c++)
        code = ecg_plane_add_stretched(&build->density[c], plane, tint[c]);
    return code;
}

static int yellow(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.age.yellowing");
    float amount = (float)scene->sheet_age_yellowing;
    /* Each side saw its own share of air: a stack protects three of them. */
    float side[4];
    for (int k = 0; k < 4; k++)
        side[k] = (float)ecg_random_uniform(&random, 0.25, 1.0);
    float middle = (float)ecg_random_uniform(&random, 0.10, 0.30);
    struct ecg_plane plane;
    if (coarse(build, &plane) < 0)
        return ECG_E_MEMORY;
    int code = ecg_plane_add_fbm(&plane, 45.0, 4, 1.0f, sheet_seed(&random));
    float per_mm = (float)(1.0 / scene->sheet_age_yellowing_edge_mm);
    for (int j = 0; j < plane.height; j++)
        for (int i = 0; i < plane.width; i++) {
            float *v = plane.v + (size_t)j * (size_t)plane.width + i;
            float x = ((float)i + 0.5f) / (float)plane.px_per_mm;
            float y = ((float)j + 0.5f) / (float)plane.px_per_mm;
            float warp = 0.9f * *v;
            float to[4] = { x, (float)build->width_mm - x, y, (float)build->height_mm - y };
            float edge = 0.0f;
            for (int k = 0; k < 4; k++) {
                float e = side[k] * noise_decay(-to[k] * per_mm - warp);
                edge = edge + e - edge * e * 0.5f;
            }
            *v = amount * (middle * (1.0f + 0.5f * *v) + 0.42f * edge);
        }
    if (code == 0)
        code = add_coarse(build, &plane, YELLOW_TINT);
    ecg_plane_free(&plane);
    return code;
}

/* One spot: a soft disc and, in the larger ones, a darker core. */
static void fox(
    struct sheet_build *build, double x_mm, double y_mm, float radius, float dark, uint32_t seed)
{
    float reach = 2.6f * radius;
    int r[4];
    ecg_plane_range(&build->density[0], x_mm - reach, y_mm - reach, x_mm + reach, y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = (float)((i + 0.5) / build->px_per_mm - x_mm);
            float y = (float)((j + 0.5) / build->px_per_mm - y_mm);
            float p = 0.9f / radius;
            float q = (x * x + y * y) / (radius * radius);
            q *= 0.55f + 0.9f * noise_fbm(x * p, y * p, 2, seed);
            float v = dark * (0.65f * noise_decay(-q * 0.9f) + 0.35f * noise_decay(-q * 6.0f));
            size_t at = (size_t)j * (size_t)build->density[0].width + (size_t)i;
            for (int c = 0; c < 3; c++)
                build->density[c].v[at] += v * RUST_TINT[c];
        }
}

static void foxing(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.age.foxing");
    double amount = build->scene->sheet_age_foxing;
    double area = build->width_mm * build->height_mm / 60000.0;
    int n = (int)(amount * 320.0 * area * ecg_random_uniform(&random, 0.6, 1.4));
    uint32_t where = sheet_seed(&random);
    for (int k = 0; k < n; k++) {
        double x = ecg_random_uniform(&random, 0, build->width_mm);
        double y = ecg_random_uniform(&random, 0, build->height_mm);
        float radius = (float)fmin(sheet_lognormal(&random, 0.45, 0.65), 3.5);
        float dark = (float)(sheet_lognormal(&random, 0.13, 0.5) * (0.5 + amount));
        uint32_t seed = sheet_seed(&random);
        /* Spots gather where the paper once was damp. */
        float damp = noise_fbm((float)x / 55.0f, (float)y / 55.0f, 3, where);
        if (ecg_random_unit(&random) < noise_step(0.35f, 0.7f, damp))
            fox(build, x, y, radius, fminf(dark, 0.7f), seed);
    }
}

/* The border of what lay on the sheet while the sun shone: 1 in the sun. */
static float sunlit(const double shade[4], double soft_mm, float x, float y)
{
    double dx = fmax(shade[0] - x, x - shade[2]), dy = fmax(shade[1] - y, y - shade[3]);
    double d = fmax(dx, dy);
    return noise_step((float)-soft_mm, (float)soft_mm, (float)d);
}

static int sun(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.age.sun_fade");
    float amount = (float)build->scene->sheet_age_sun_fade;
    double w = build->width_mm, h = build->height_mm;
    /* Another paper covered it up to one or two sides. */
    double shade[4] = { -w, -h, 2 * w, 2 * h };
    int side = (int)ecg_random_int(&random, 0, 3);
    double depth = ecg_random_uniform(&random, 0.15, 0.6);
    shade[side] = side < 2 ? (side ? h : w) * depth : (side == 3 ? h : w) * (1.0 - depth);
    if (ecg_random_chance(&random, 0.4)) {
        int next = (side + 1) & 3;
        double more = ecg_random_uniform(&random, 0.05, 0.4);
        shade[next] = next < 2 ? (next ? h : w) * more : (next == 3 ? h : w) * (1.0 - more);
    }
    double soft = ecg_random_uniform(&random, 1.0, 14.0);
    double lean = ecg_random_normal(&random) * 0.03;
    float yellow = (float)ecg_random_uniform(&random, 0.02, 0.10);
    struct ecg_plane plane;
    if (coarse(build, &plane) < 0)
        return ECG_E_MEMORY;
    for (int j = 0; j < plane.height; j++)
        for (int i = 0; i < plane.width; i++) {
            float x = ((float)i + 0.5f) / (float)plane.px_per_mm;
            float y = ((float)j + 0.5f) / (float)plane.px_per_mm;
            plane.v[(size_t)j * (size_t)plane.width + (size_t)i] =
                amount * sunlit(shade, soft, x + (float)lean * y, y - (float)lean * x);
        }
    int code = ecg_plane_add_stretched(&build->fade_trace, &plane, 0.45f);
    if (code == 0)
        code = ecg_plane_add_stretched(&build->fade_grid, &plane, 0.75f);
    for (size_t k = 0; k < (size_t)plane.width * (size_t)plane.height; k++)
        plane.v[k] *= yellow;
    if (code == 0)
        code = add_coarse(build, &plane, YELLOW_TINT);
    ecg_plane_free(&plane);
    return code;
}

int sheet_build_age(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    if (scene->sheet_age_yellowing <= 0 && scene->sheet_age_foxing <= 0 &&
        scene->sheet_age_sun_fade <= 0)
        return 0;
    int code = sheet_need_density(build);
    if (code == 0 && scene->sheet_age_yellowing > 0)
        code = yellow(build);
    if (code == 0 && scene->sheet_age_foxing > 0)
        foxing(build);
    if (code == 0 && scene->sheet_age_sun_fade > 0) {
        code = sheet_need(build, &build->fade_trace);
        if (code == 0)
            code = sheet_need(build, &build->fade_grid);
        if (code == 0)
            code = sun(build);
    }
    return code;
}
