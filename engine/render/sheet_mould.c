/*
 * Mould: colonies that grew from spores where the sheet was damp. Each is a disc with a ragged
 * fringe of hyphae, zones of age and, in the middle, spores; around the large ones lie many small
 * ones, and the paper under all of them is stained. Colonies keep apart from one another, as they
 * do on a plate, until they meet.
 */
#include "core/alloc.h"
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

/* Colours as roots of linear light, which is near enough to sRGB to be thought of as that. The
 * fringe is the young, pale mycelium; spores colour the middle. */
struct species {
    float spores[3], fringe[3], stain[3];
    float cover; /* of the middle over the paper */
    float fringe_cover;
    float speckle; /* how much the middle falls apart into spore heads */
};

enum {
    SPECIES_BLACK,
    SPECIES_GREEN,
    SPECIES_GREY,
    SPECIES_WHITE,
    SPECIES_PINK,
    SPECIES_OCHRE,
    SPECIES_COUNT
};

static const struct species SPECIES[SPECIES_COUNT] = {
    { { 0.13f, 0.13f, 0.12f }, { 0.42f, 0.41f, 0.37f }, { 0.5f, 0.55f, 0.75f }, 0.86f, 0.25f,
        0.75f },
    { { 0.26f, 0.34f, 0.25f }, { 0.74f, 0.77f, 0.69f }, { 0.45f, 0.35f, 0.70f }, 0.80f, 0.40f,
        0.45f },
    { { 0.38f, 0.39f, 0.38f }, { 0.66f, 0.66f, 0.63f }, { 0.4f, 0.45f, 0.60f }, 0.62f, 0.30f,
        0.55f },
    { { 0.90f, 0.89f, 0.85f }, { 0.95f, 0.95f, 0.93f }, { 0.2f, 0.35f, 0.75f }, 0.62f, 0.45f,
        0.20f },
    { { 0.70f, 0.42f, 0.42f }, { 0.86f, 0.68f, 0.66f }, { 0.1f, 0.75f, 0.55f }, 0.55f, 0.30f,
        0.25f },
    { { 0.55f, 0.40f, 0.20f }, { 0.76f, 0.64f, 0.42f }, { 0.25f, 0.62f, 1.10f }, 0.58f, 0.35f,
        0.35f },
};

struct colony {
    float x_mm, y_mm, radius_mm;
    float long_x, long_y; /* it is so much longer along this direction, as damp spreads */
    const struct species *species;
    float vigour; /* 0..1: how dense it grew */
    uint32_t seed;
};

/* Colonies come in clusters, each round one damp place. */
struct cluster {
    double x_mm, y_mm, spread_x_mm, spread_y_mm;
    const struct species *species; /* that rules it */
};

enum { MAX_COLONIES = 1200, MAX_CLUSTERS = 8, MAX_SPECIES = 3 };

static void over(struct sheet_build *build, size_t at, const float rgb[3], float cover)
{
    for (int c = 0; c < 3; c++) {
        float *v = &build->mould[c].v[at];
        *v += (rgb[c] * rgb[c] - *v) * cover;
    }
    float *a = &build->mould[3].v[at];
    *a += (1.0f - *a) * cover;
}

/* How thick the colony is at (x, y), u = r / radius: 1 in the middle; the fringe is cut into
 * threads that branch as they go outwards (angular noise that gets finer with the radius). */
static float thickness(const struct colony *colony, float x, float y, float rho, float *u)
{
    float cx = rho > 1e-4f ? x / rho : 1.0f, cy = rho > 1e-4f ? y / rho : 0.0f;
    float lobes = noise_fbm(cx * 1.6f + 5.0f, cy * 1.6f + 5.0f, 2, colony->seed);
    float ragged = noise_fbm(x * 1.1f, y * 1.1f, 3, colony->seed + 2);
    float radius = colony->radius_mm * (0.62f + 0.55f * lobes) + 0.35f * (ragged - 0.5f);
    *u = rho / fmaxf(radius, 0.05f);
    float thread_u = cx * (3.0f + 2.2f * rho), thread_v = cy * (3.0f + 2.2f * rho);
    float thread = noise_value(thread_u + 11.0f, thread_v + 11.0f, colony->seed + 4);
    float reach = 1.0f + 0.5f * thread;
    return noise_step(reach, 0.62f, *u) * (*u < 0.8f ? 1.0f : 0.45f + 0.7f * thread);
}

static void grow(struct sheet_build *build, const struct colony *colony, int is_eating)
{
    const struct species *species = colony->species;
    float stain_mm = 0.8f + 0.5f * colony->radius_mm;
    float grown_mm = 1.8f * colony->radius_mm + 0.3f; /* the longest thread */
    float reach = fmaxf(1.4f * grown_mm, colony->radius_mm + 3.5f * stain_mm);
    float zone = 0.9f + 2.4f * noise_unit(noise_hash(1, 2, colony->seed));
    int r[4];
    ecg_plane_range(&build->mould[3], colony->x_mm - reach, colony->y_mm - reach,
        colony->x_mm + reach, colony->y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = (float)((i + 0.5) / build->px_per_mm) - colony->x_mm;
            float y = (float)((j + 0.5) / build->px_per_mm) - colony->y_mm;
            float along = 0.3f * (x * colony->long_x + y * colony->long_y);
            x -= along * colony->long_x;
            y -= along * colony->long_y;
            float rho = sqrtf(x * x + y * y), u = 2.0f;
            float thick = rho < grown_mm ? thickness(colony, x, y, rho, &u) : 0.0f;
            size_t at = (size_t)j * (size_t)build->mould[3].width + (size_t)i;
            float beyond = fmaxf(rho - colony->radius_mm * 0.8f, 0.0f);
            float stain = 0.07f * colony->vigour * noise_decay(-beyond / stain_mm);
            for (int c = 0; c < 3; c++)
                build->density[c].v[at] += stain * species->stain[c];
            if (thick <= 0.01f)
                continue;
            /* Rings of growth: day and night, wet and dry. */
            float rings = 0.5f + 0.5f * cosf(u * 6.2831853f * zone);
            float spores = noise_step(1.0f, 0.45f, u) * (0.72f + 0.28f * rings);
            float heads = noise_value(x * 2.6f, y * 2.6f, colony->seed + 8);
            float fall = 1.0f - species->speckle * noise_step(0.30f, 0.75f, 1.0f - heads);
            float cover =
                thick * colony->vigour *
                (species->fringe_cover + (species->cover - species->fringe_cover) * spores * fall);
            float rgb[3];
            for (int c = 0; c < 3; c++)
                rgb[c] =
                    species->fringe[c] + (species->spores[c] - species->fringe[c]) * spores * fall;
            over(build, at, rgb, cover);
            if (is_eating) {
                float lost = (float)build->scene->sheet_mould_eats_ink * thick * colony->vigour;
                build->loss.v[at] = fmaxf(build->loss.v[at], lost);
            }
        }
}

/* Where mould starts: at an edge, on a crease, where it was wet, or anywhere. */
static void draw_place(
    const struct sheet_build *build, struct ecg_random *random, double *x, double *y)
{
    double w = build->width_mm, h = build->height_mm;
    int on_edge = ecg_random_chance(random, 0.6), side = (int)ecg_random_int(random, 0, 3);
    double along = ecg_random_unit(random), in = fabs(ecg_random_normal(random)) * 14.0;
    double u = ecg_random_unit(random), v = ecg_random_unit(random);
    uint64_t pick = ecg_random_u64(random);
    int on_crease = build->n_creases > 0 && ecg_random_chance(random, 0.3);
    if (build->wet.v) /* of a few places take the wettest */
        for (int k = 0; k < 5; k++) {
            double nu = ecg_random_unit(random), nv = ecg_random_unit(random);
            if (ecg_plane_sample(&build->wet, nu * w, nv * h) >
                ecg_plane_sample(&build->wet, u * w, v * h))
                u = nu, v = nv;
        }
    *x = u * w;
    *y = v * h;
    if (on_crease) {
        const struct ecg_crease *c = &build->creases[pick % (uint64_t)build->n_creases];
        *x = c->x0_mm + along * (c->x1_mm - c->x0_mm);
        *y = c->y0_mm + along * (c->y1_mm - c->y0_mm);
    } else if (on_edge && !build->wet.v) {
        *x = side == 0 ? in : side == 1 ? w - in : along * w;
        *y = side == 2 ? in : side == 3 ? h - in : along * h;
    }
}

static int draw_species(const struct sheet_build *build, struct ecg_random *random,
    const struct species *chosen[MAX_SPECIES])
{
    int kind = build->scene->sheet_mould_species;
    int n = (int)ecg_random_int(random, 1, MAX_SPECIES);
    for (int k = 0; k < n; k++) {
        /* Black, green and grey are by far the commonest on paper. */
        static const int BAG[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5 };
        int64_t pick = ecg_random_int(random, 0, (int64_t)(sizeof BAG / sizeof *BAG) - 1);
        chosen[k] = &SPECIES[kind ? kind - 1 : BAG[pick]];
    }
    return n;
}

static int draw_clusters(const struct sheet_build *build, struct ecg_random *random,
    const struct species *const chosen[], int n_species, struct cluster clusters[MAX_CLUSTERS])
{
    double amount = build->scene->sheet_mould_amount;
    int n = 1 + (int)ecg_random_int(random, 0, (int64_t)(amount * 6));
    for (int k = 0; k < n; k++) {
        struct cluster *cluster = &clusters[k];
        draw_place(build, random, &cluster->x_mm, &cluster->y_mm);
        double size = sheet_lognormal(random, 16 + 26 * amount, 0.45);
        cluster->spread_x_mm = size * ecg_random_uniform(random, 0.5, 1.5);
        cluster->spread_y_mm = size * ecg_random_uniform(random, 0.5, 1.5);
        cluster->species = chosen[k % n_species];
    }
    return n;
}

/* A new colony may not stand on an older one, but may touch it. */
static int has_room(const struct colony *colonies, int n, const struct colony *next)
{
    for (int k = 0; k < n; k++) {
        float dx = colonies[k].x_mm - next->x_mm, dy = colonies[k].y_mm - next->y_mm;
        float apart = colonies[k].species == next->species ? 0.5f : 0.85f;
        apart *= colonies[k].radius_mm + next->radius_mm;
        if (dx * dx + dy * dy < apart * apart)
            return 0;
    }
    return 1;
}

static struct colony draw_colony(const struct sheet_build *build, struct ecg_random *random,
    const struct cluster *cluster, const struct species *other)
{
    double size = build->scene->sheet_mould_size_mm;
    double x = cluster->x_mm + ecg_random_normal(random) * cluster->spread_x_mm;
    double y = cluster->y_mm + ecg_random_normal(random) * cluster->spread_y_mm;
    double far_x = ecg_random_unit(random) * build->width_mm;
    double far_y = ecg_random_unit(random) * build->height_mm;
    int is_far = ecg_random_chance(random, 0.07), is_large = ecg_random_chance(random, 0.10);
    double large = sheet_lognormal(random, size, 0.5);
    double small = sheet_lognormal(random, 0.11 * size + 0.08, 0.55);
    double way = ecg_random_uniform(random, 0, 3.14159);
    int is_other = ecg_random_chance(random, 0.2);
    float vigour = (float)ecg_random_uniform(random, 0.3, 1.0);
    return (struct colony){ .x_mm = (float)(is_far ? far_x : x),
        .y_mm = (float)(is_far ? far_y : y),
        .radius_mm = (float)fmin(is_large ? large : small, 30.0),
        .long_x = (float)cos(way),
        .long_y = (float)sin(way),
        .species = is_other ? other : cluster->species,
        .vigour = vigour,
        .seed = sheet_seed(random) };
}

/* The bloom between the colonies: spores and stain too fine to be seen singly. */
static int haze(struct sheet_build *build, const struct cluster *clusters, int n_clusters,
    struct ecg_random *random)
{
    struct ecg_plane cloud = { 0 }, bloom = { 0 };
    int code = ecg_plane_make(&cloud, build->width_mm, build->height_mm, 1.0, 0.5f);
    if (code == 0)
        code = ecg_plane_add_fbm(&cloud, 22.0, 5, 1.5f, sheet_seed(random));
    for (int k = 0; k < n_clusters && code == 0; k++) {
        const struct cluster *cluster = &clusters[k];
        float dark =
            (float)(sheet_lognormal(random, 0.10, 0.6) * build->scene->sheet_mould_amount);
        code = ecg_plane_make(&bloom, build->width_mm, build->height_mm, 1.0, 0.0f);
        for (int at = 0; at < cloud.width * cloud.height && code == 0; at++) {
            float x = (float)((at % cloud.width + 0.5 - cluster->x_mm) / cluster->spread_x_mm);
            float y = (float)((at / cloud.width + 0.5 - cluster->y_mm) / cluster->spread_y_mm);
            float near = noise_decay(-0.6f * (x * x + y * y));
            bloom.v[at] = dark * noise_step(1.05f - near, 1.45f - near, cloud.v[at]);
        }
        for (int c = 0; c < 3 && code == 0; c++)
            code = ecg_plane_add_stretched(&build->density[c], &bloom, cluster->species->stain[c]);
        ecg_plane_free(&bloom);
    }
    ecg_plane_free(&cloud);
    return code;
}

int sheet_build_mould(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    if (scene->sheet_mould_amount <= 0)
        return 0;
    int is_eating = scene->sheet_mould_eats_ink > 0;
    if (sheet_need_mould(build) < 0 || sheet_need_density(build) < 0 ||
        (is_eating && sheet_need(build, &build->loss) < 0))
        return ECG_E_MEMORY;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.mould");
    const struct species *chosen[MAX_SPECIES];
    struct cluster clusters[MAX_CLUSTERS];
    int n_species = draw_species(build, &random, chosen);
    int n_clusters = draw_clusters(build, &random, chosen, n_species, clusters);
    double n_wanted = 20 + scene->sheet_mould_amount * 900 * ecg_random_uniform(&random, 0.5, 1.3);
    struct colony *colonies = ecg_calloc(MAX_COLONIES, sizeof *colonies);
    if (!colonies)
        return ECG_E_MEMORY;
    int n = 0;
    for (int k = 0; k < (int)n_wanted && n < MAX_COLONIES; k++) {
        int c = (int)ecg_random_int(&random, 0, n_clusters - 1);
        int other = (int)ecg_random_int(&random, 0, n_species - 1);
        colonies[n] = draw_colony(build, &random, &clusters[c], chosen[other]);
        n += has_room(colonies, n, &colonies[n]);
    }
    for (int k = 0; k < n; k++)
        grow(build, &colonies[k], is_eating);
    ecg_free(colonies);
    return haze(build, clusters, n_clusters, &random);
}
