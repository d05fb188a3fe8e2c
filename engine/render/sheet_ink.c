/*
 * What printing and time did to the ink, as far as it follows from the print head (a profile
 * across the feed) or is broad (fields): dead dots, banding, a cartridge running out, uneven
 * fading, heat. What is finer than a texel is in shaders/sheet/ink.glsl.
 */
#include "core/alloc.h"
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

enum { DOTS_PER_MM = 8, MAX_DOTS = 16384 };

static uint8_t to_byte(double v)
{
    return (uint8_t)(v <= 0 ? 0 : v >= 1 ? 255 : v * 255.0 + 0.5);
}

/* Lines of the head that print pale or not at all: a dot, or dirt over a few dots. */
static void dead_dots(const struct ecg_scene *scene, double *gain, int n_dots)
{
    struct ecg_random random = ecg_random_named(scene->key, "sheet.ink.dropouts");
    for (int k = 0; k < scene->sheet_ink_dropouts; k++) {
        int at = (int)ecg_random_int(&random, 0, n_dots - 1);
        int width = ecg_random_chance(&random, 0.7) ? 1 : (int)ecg_random_int(&random, 2, 6);
        double left =
            ecg_random_chance(&random, 0.5) ? 0.05 : ecg_random_uniform(&random, 0.2, 0.7);
        for (int i = at; i < at + width && i < n_dots; i++)
            gain[i] *= left;
    }
}

static void band(const struct ecg_scene *scene, double *gain, int n_dots)
{
    struct ecg_random random = ecg_random_named(scene->key, "sheet.ink.banding");
    double period = DOTS_PER_MM * ecg_random_uniform(&random, 3.0, 14.0);
    double phase = ecg_random_uniform(&random, 0, period);
    uint32_t seed = sheet_seed(&random);
    for (int i = 0; i < n_dots; i++) {
        double t = fmod(i + phase, period) / period;
        double joint = t < 2.0 / period ? 0.35 : 0.0; /* where two swaths meet */
        int32_t swath = (int32_t)((i + phase) / period);
        double swath_gain = noise_unit(noise_hash(swath, 7, seed));
        double dot = noise_unit(noise_hash(i, 3, seed));
        gain[i] *= 1.0 - scene->sheet_ink_banding * (0.45 * swath_gain + 0.12 * dot + joint);
    }
}

static int head_profile(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    if (scene->sheet_ink_dropouts <= 0 && scene->sheet_ink_banding <= 0)
        return 0;
    double across = scene->bend_print_feed ? build->width_mm : build->height_mm;
    int n = (int)fmin(MAX_DOTS, ceil(across * DOTS_PER_MM) + 1);
    double *gain = ecg_calloc((size_t)n, sizeof *gain);
    build->head = ecg_calloc((size_t)n, 2);
    build->n_head = n;
    if (!gain || !build->head) {
        ecg_free(gain);
        return ECG_E_MEMORY;
    }
    for (int i = 0; i < n; i++)
        gain[i] = 1.0;
    if (scene->sheet_ink_dropouts > 0)
        dead_dots(scene, gain, n);
    if (scene->sheet_ink_banding > 0)
        band(scene, gain, n);
    /* A grid printed by the same head shares its faults; one printed at the paper mill does not.
     */
    int is_shared = scene->sheet_ink_grid_printer == scene->sheet_ink_trace_printer;
    for (int i = 0; i < n; i++) {
        build->head[2 * i] = to_byte(gain[i]);
        build->head[2 * i + 1] = is_shared ? to_byte(gain[i]) : 255;
    }
    ecg_free(gain);
    return 0;
}

/* Clouds of fading, 0..1 with the given mean share, wherever the sheet was touched by light, heat
 * or a folder's plasticizer. */
static int fade_clouds(
    struct sheet_build *build, struct ecg_plane *fade, const char *name, float amount)
{
    struct ecg_random random = ecg_random_named(build->scene->key, name);
    struct ecg_plane clouds;
    if (ecg_plane_make(&clouds, build->width_mm, build->height_mm, 1.0, 0.5f) < 0)
        return ECG_E_MEMORY;
    /* One after the other: compilers evaluate arguments in orders of their own. */
    uint32_t seed = sheet_seed(&random);
    double period_mm = ecg_random_uniform(&random, 40, 110);
    int code = ecg_plane_add_fbm(&clouds, period_mm, 4, 1.7f, seed);
    double gx = ecg_random_normal(&random) * 0.4, gy = ecg_random_normal(&random) * 0.4;
    for (int j = 0; j < clouds.height; j++)
        for (int i = 0; i < clouds.width; i++) {
            float *v = &clouds.v[(size_t)j * (size_t)clouds.width + (size_t)i];
            *v += (float)(gx * ((i + 0.5) / clouds.width - 0.5) +
                          gy * ((j + 0.5) / clouds.height - 0.5));
            *v = 0.45f + 0.55f * (*v < 0 ? 0 : *v > 1 ? 1 : *v);
        }
    if (code == 0)
        code = ecg_plane_add_stretched(fade, &clouds, amount);
    ecg_plane_free(&clouds);
    return code;
}

/* A cartridge running out: streaks along the feed that start somewhere and stay. */
static void run_out(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.ink.empty");
    float amount = (float)scene->sheet_ink_empty;
    uint32_t seed = sheet_seed(&random);
    int reversed = ecg_random_chance(&random, 0.3);
    struct ecg_plane *fade = &build->fade_trace;
    double length = scene->bend_print_feed ? build->height_mm : build->width_mm;
    for (int j = 0; j < fade->height; j++)
        for (int i = 0; i < fade->width; i++) {
            double x = (i + 0.5) / fade->px_per_mm, y = (j + 0.5) / fade->px_per_mm;
            double along = (scene->bend_print_feed ? y : x) / length;
            double across = scene->bend_print_feed ? x : y;
            if (reversed)
                along = 1.0 - along;
            float streak = noise_fbm((float)(across * 0.12), (float)(along * 1.5), 4, seed);
            float start = 1.15f - 0.95f * amount + 1.1f * (streak - 0.5f);
            float v = amount * noise_step(start, start + 0.45f, (float)along);
            fade->v[(size_t)j * (size_t)fade->width + (size_t)i] += 0.95f * v;
        }
}

/* Heat on thermal paper: broad greys, as from a lamp or a hot folder, and nail marks. */
static int heat(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.ink.heat");
    float amount = (float)build->scene->sheet_ink_heat;
    struct ecg_plane clouds;
    if (ecg_plane_make(&clouds, build->width_mm, build->height_mm, 1.0, 0.5f) < 0)
        return ECG_E_MEMORY;
    int code = ecg_plane_add_fbm(&clouds, 75.0, 4, 1.8f, sheet_seed(&random));
    double x0 = ecg_random_unit(&random) * build->width_mm;
    double y0 = ecg_random_unit(&random) * build->height_mm;
    double reach = ecg_random_uniform(&random, 25, 90);
    float from = (float)ecg_random_uniform(&random, 0.55, 0.8);
    for (int j = 0; j < clouds.height; j++)
        for (int i = 0; i < clouds.width; i++) {
            double x = (i + 0.5) / clouds.px_per_mm - x0, y = (j + 0.5) / clouds.px_per_mm - y0;
            float *v = &clouds.v[(size_t)j * (size_t)clouds.width + (size_t)i];
            *v = noise_step(from, from + 0.5f, *v);
            float near = (float)exp(-2.0 * (x * x + y * y) / (reach * reach));
            *v = amount * (0.22f * *v + 0.5f * near * (0.4f + *v));
        }
    static const float GREY[3] = { 1.00f, 1.02f, 0.95f };
    for (int c = 0; c < 3 && code == 0; c++)
        code = ecg_plane_add_stretched(&build->density[c], &clouds, GREY[c]);
    ecg_plane_free(&clouds);
    return code;
}

int sheet_build_ink(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    int code = head_profile(build);
    if (code == 0 && (scene->sheet_ink_fade > 0 || scene->sheet_ink_empty > 0))
        code = sheet_need(build, &build->fade_trace);
    if (code == 0 && scene->sheet_ink_fade > 0)
        code =
            fade_clouds(build, &build->fade_trace, "sheet.ink.fade", (float)scene->sheet_ink_fade);
    if (code == 0 && scene->sheet_ink_empty > 0)
        run_out(build);
    if (code == 0 && scene->sheet_ink_grid_fade > 0) {
        code = sheet_need(build, &build->fade_grid);
        if (code == 0)
            code = fade_clouds(build, &build->fade_grid, "sheet.ink.grid_fade",
                (float)scene->sheet_ink_grid_fade);
    }
    if (code == 0 && scene->sheet_ink_heat > 0) {
        code = sheet_need_density(build);
        if (code == 0)
            code = heat(build);
    }
    return code;
}
