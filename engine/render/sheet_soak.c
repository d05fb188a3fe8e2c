/*
 * Soaking: water that came in from an edge, a corner or a puddle and dried. Each time it dried it
 * left a tide line where the front stood, sharp and dark outside, fading inwards: the front
 * carries dirt and size to where the water evaporates.
 */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

/* Absorption of what water carries out of paper: yellow-brown. */
static const float TIDE_TINT[3] = { 0.30f, 0.52f, 0.95f };

/* Where the water came from. */
struct source {
    int kind;          /* 0..3 an edge, 4..7 a corner, 8 a puddle */
    double x_mm, y_mm; /* of a puddle or corner */
    double aspect;     /* y distances count this much */
    double reach_mm;   /* how far the first front came */
};

static struct source draw_source(
    struct ecg_random *random, const struct sheet_build *build, double share)
{
    double w = build->width_mm, h = build->height_mm;
    struct source source = { .kind = (int)ecg_random_int(random, 0, 8) };
    source.aspect = ecg_random_uniform(random, 0.7, 1.4);
    double u = ecg_random_unit(random), v = ecg_random_unit(random);
    if (source.kind < 4) {
        source.reach_mm = share * (source.kind & 1 ? w : h);
    } else if (source.kind < 8) {
        source.x_mm = source.kind & 1 ? w : 0.0;
        source.y_mm = source.kind & 2 ? h : 0.0;
        source.reach_mm = sqrt(share * w * h * 4.0 / 3.14159 * source.aspect);
    } else {
        source.x_mm = w * (0.15 + 0.7 * u);
        source.y_mm = h * (0.15 + 0.7 * v);
        source.reach_mm = sqrt(share * w * h / 3.14159 * source.aspect);
    }
    return source;
}

static float source_distance(
    const struct source *source, const struct sheet_build *build, float x, float y)
{
    switch (source->kind) {
    case 0:
        return y;
    case 1:
        return (float)build->width_mm - x;
    case 2:
        return (float)build->height_mm - y;
    case 3:
        return x;
    default: {
        float dx = x - (float)source->x_mm;
        float dy = (y - (float)source->y_mm) * (float)source->aspect;
        return sqrtf(dx * dx + dy * dy);
    }
    }
}

/* Distance from the source, warped: slow wandering, then lobes (the billow's cusps point back, as
 * where two lobes of water meet), then what the fibres do. */
static int front_field(struct sheet_build *build, const struct source *source,
    struct ecg_random *random, struct ecg_plane *front)
{
    struct ecg_plane lobes;
    double scale = fmin(1.0, source->reach_mm / 60.0);
    uint32_t seed = sheet_seed(random);
    double lobe_mm = ecg_random_uniform(random, 14, 34);
    if (ecg_plane_make(&lobes, build->width_mm, build->height_mm, build->px_per_mm, 0.0f) < 0)
        return ECG_E_MEMORY;
    int code = ecg_plane_add_fbm(&lobes, lobe_mm, 2, 2.0f, seed);
    if (code == 0)
        code = ecg_plane_add_fbm(front, 70.0, 2, (float)(46.0 * scale), seed + 7);
    if (code == 0)
        code = ecg_plane_add_fbm(front, 7.0, 3, (float)(2.2 * scale), seed + 9);
    float lobe_height = (float)(ecg_random_uniform(random, 7, 15) * scale);
    for (int j = 0; j < front->height && code == 0; j++)
        for (int i = 0; i < front->width; i++) {
            size_t at = (size_t)j * (size_t)front->width + (size_t)i;
            float x = ((float)i + 0.5f) / (float)front->px_per_mm;
            float y = ((float)j + 0.5f) / (float)front->px_per_mm;
            front->v[at] +=
                source_distance(source, build, x, y) - lobe_height * (fabsf(lobes.v[at]) - 0.3f);
        }
    ecg_plane_free(&lobes);
    return code;
}

struct tide {
    float level_mm; /* front value where this front stood */
    float strength; /* of its line */
    float inner_mm; /* how far the dark fades inwards */
    float body;     /* density left all over the wet part */
    uint32_t seed;
};

static float slope_at(const struct ecg_plane *front, int i, int j)
{
    int l = i > 0 ? i - 1 : i, r = i < front->width - 1 ? i + 1 : i;
    int t = j > 0 ? j - 1 : j, b = j < front->height - 1 ? j + 1 : j;
    size_t w = (size_t)front->width;
    float dx = front->v[(size_t)j * w + (size_t)r] - front->v[(size_t)j * w + (size_t)l];
    float dy = front->v[(size_t)b * w + (size_t)i] - front->v[(size_t)t * w + (size_t)i];
    float k = (float)front->px_per_mm;
    float slope = sqrtf(dx * dx * k * k / (float)((r - l) * (r - l)) +
                        dy * dy * k * k / (float)((b - t) * (b - t)));
    return slope < 0.35f ? 0.35f : slope;
}

/* Lays one dried front on the sheet. */
static void dry_front(struct sheet_build *build, const struct ecg_plane *front,
    const struct ecg_plane *patchy, const struct tide *tide)
{
    float reach = 14.0f * tide->inner_mm;
    for (int j = 0; j < front->height; j++)
        for (int i = 0; i < front->width; i++) {
            size_t at = (size_t)j * (size_t)front->width + (size_t)i;
            float d = front->v[at] - tide->level_mm;
            if (d > 3.0f)
                continue;
            float patch = patchy->v[at];
            float dark = tide->body * (0.6f + 0.8f * patch);
            if (d > -reach) {
                d /= slope_at(front, i, j);
                float line =
                    noise_decay(d / tide->inner_mm) * 0.62f + noise_decay(d / 0.35f) * 0.38f;
                if (d > 0.0f)
                    line = noise_decay(-d / 0.16f);
                float body = noise_step(0.3f, -0.8f, d);
                dark = dark * body + tide->strength * line * (0.35f + 1.1f * patch);
            }
            for (int c = 0; c < 3; c++)
                build->density[c].v[at] += dark * TIDE_TINT[c];
            float wet = noise_step(0.4f, -3.5f, d);
            if (build->wet.v[at] < wet)
                build->wet.v[at] = wet;
        }
}

static int soak_from(struct sheet_build *build, struct ecg_random *random, double share)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_plane front = { 0 }, patchy = { 0 };
    struct source source = draw_source(random, build, share);
    int code = ecg_plane_make(&front, build->width_mm, build->height_mm, build->px_per_mm, 0.0f);
    if (code == 0)
        code = ecg_plane_make(&patchy, build->width_mm, build->height_mm, build->px_per_mm, 0.45f);
    if (code == 0)
        code = front_field(build, &source, random, &front);
    if (code == 0)
        code = ecg_plane_add_fbm(&patchy, 36.0, 3, 1.0f, sheet_seed(random));
    double level = source.reach_mm;
    for (int g = 0; g < scene->sheet_soak_generations && code == 0; g++) {
        struct tide tide = { .level_mm = (float)level };
        tide.strength =
            (float)(scene->sheet_soak_tide * sheet_lognormal(random, g ? 0.20 : 0.32, 0.45));
        tide.inner_mm = (float)sheet_lognormal(random, 1.3, 0.5);
        tide.body = (float)(scene->sheet_soak_tide * ecg_random_uniform(random, 0.015, 0.06));
        tide.seed = sheet_seed(random);
        dry_front(build, &front, &patchy, &tide);
        level -= sheet_lognormal(random, 0.12, 0.7) * source.reach_mm + 2.0;
        /* The next soaking takes another way. */
        if (code == 0)
            code = ecg_plane_add_fbm(
                &front, 24.0, 2, (float)fmin(9.0, source.reach_mm * 0.25), tide.seed);
    }
    ecg_plane_free(&front);
    ecg_plane_free(&patchy);
    return code;
}

int sheet_build_soak(struct sheet_build *build)
{
    double reach = build->scene->sheet_soak_reach;
    if (reach <= 0.0)
        return 0;
    int code = sheet_need_density(build);
    if (code == 0)
        code = sheet_need(build, &build->wet);
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.soak");
    double first = ecg_random_chance(&random, 0.55) ? 1.0 : ecg_random_uniform(&random, 0.5, 0.8);
    if (code == 0)
        code = soak_from(build, &random, reach * first);
    if (code == 0 && first < 1.0)
        code = soak_from(build, &random, reach * (1.0 - first));
    return code;
}
