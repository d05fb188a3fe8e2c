/*
 * Drops, rings and puddles of liquids that dried on the sheet. Drying carries what is dissolved
 * outwards to the pinned border (Deegan et al. 1997, Nature 389, 827: the coffee ring), so every
 * stain is a signed distance to its border and a profile over that distance: a thin dark rim, a
 * gradient inside it, a pale body.
 */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

/* What a liquid leaves, as optical density times its tint. */
struct liquid {
    float tint[3];
    float body;                  /* all over */
    float rim, rim_mm;           /* at the border, with its decay inwards */
    float shoulder, shoulder_mm; /* the wider gradient inside the rim */
    float halo, halo_mm;         /* outside the border: what the fibres drew further */
    float edge_mm;               /* softness of the border itself */
    float wet;                   /* how much inks run under it */
};

static const struct liquid COFFEE = { { 0.42f, 0.80f, 1.40f }, 0.07f, 0.38f, 0.32f, 0.16f, 1.4f,
    0.015f, 1.2f, 0.12f, 0.5f };
static const struct liquid TEA = { { 0.30f, 0.62f, 1.45f }, 0.06f, 0.26f, 0.35f, 0.12f, 2.0f,
    0.015f, 1.5f, 0.15f, 0.5f };
static const struct liquid BLOOD = { { 0.55f, 1.70f, 1.80f }, 1.05f, 0.55f, 0.30f, 0.25f, 1.0f,
    0.03f, 0.5f, 0.10f, 0.4f };
static const struct liquid IODINE = { { 0.30f, 0.85f, 2.20f }, 0.42f, 0.10f, 0.80f, 0.10f, 4.0f,
    0.10f, 2.2f, 0.50f, 0.6f };
static const struct liquid GREASE = { { 0.95f, 1.0f, 1.15f }, 0.10f, 0.015f, 0.60f, 0.0f, 1.0f,
    0.02f, 1.2f, 0.45f, 0.0f };

static float profile(const struct liquid *liquid, float d)
{
    float halo = d > 0.0f ? liquid->halo * noise_decay(-d / liquid->halo_mm) : liquid->halo;
    if (d > liquid->edge_mm)
        return halo;
    float inside = noise_step(liquid->edge_mm, -liquid->edge_mm, d);
    float t = d < 0.0f ? -d : 0.0f;
    float v = liquid->body + liquid->rim * noise_decay(-t / liquid->rim_mm) +
              liquid->shoulder * noise_decay(-t / liquid->shoulder_mm);
    return halo + inside * (v - halo);
}

static void lay(
    struct sheet_build *build, const struct liquid *liquid, size_t at, float d, float amount)
{
    float density = amount * profile(liquid, d);
    for (int c = 0; c < 3; c++)
        build->density[c].v[at] += density * liquid->tint[c];
    if (liquid->wet > 0.0f && build->wet.v) {
        float wet = liquid->wet * noise_step(0.3f, -0.6f, d);
        if (build->wet.v[at] < wet)
            build->wet.v[at] = wet;
    }
}

/* The centre of texel (i, j) relative to a point. */
static void relative(
    const struct ecg_plane *plane, int i, int j, double x_mm, double y_mm, float *x, float *y)
{
    *x = (float)((i + 0.5) / plane->px_per_mm - x_mm);
    *y = (float)((j + 0.5) / plane->px_per_mm - y_mm);
}

/* A round drop whose border wavers by `waver` of its radius. */
static void drop(struct sheet_build *build, const struct liquid *liquid, double x_mm, double y_mm,
    double radius_mm, double waver, float amount, uint32_t seed)
{
    double reach = radius_mm * (1.0 + waver) + 3.0 * liquid->halo_mm + 0.5;
    /* Small drops have no room for a wide rim. */
    struct liquid small = *liquid;
    small.rim_mm = fminf(small.rim_mm, (float)radius_mm * 0.3f);
    small.shoulder_mm = fminf(small.shoulder_mm, (float)radius_mm * 0.7f);
    small.halo_mm = fminf(small.halo_mm, (float)radius_mm);
    float p = (float)(1.3 / radius_mm);
    int r[4];
    ecg_plane_range(&build->density[0], x_mm - reach, y_mm - reach, x_mm + reach, y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x, y;
            relative(&build->density[0], i, j, x_mm, y_mm, &x, &y);
            float d = sqrtf(x * x + y * y) - (float)radius_mm;
            d += (float)(radius_mm * waver) * 2.0f * (noise_fbm(x * p, y * p, 3, seed) - 0.5f);
            lay(build, &small, (size_t)j * (size_t)build->density[0].width + (size_t)i, d, amount);
        }
}

/* The base of a cup: a band of liquid that is wider on one side, thins out and breaks. */
static void ring(struct sheet_build *build, const struct liquid *liquid, struct ecg_random *random,
    double x_mm, double y_mm, double radius_mm)
{
    double tilt = ecg_random_uniform(random, 0, 6.2831853);
    float tx = (float)cos(tilt), ty = (float)sin(tilt);
    float width = (float)sheet_lognormal(random, 1.7, 0.35);
    float gaps = (float)ecg_random_uniform(random, 0.1, 0.75);
    float amount =
        (float)(build->scene->sheet_coffee_strength * sheet_lognormal(random, 0.75, 0.35));
    float film = (float)ecg_random_uniform(random, 0.0, 0.3);
    uint32_t seed = sheet_seed(random);
    double reach = radius_mm + width + 5.0;
    int r[4];
    ecg_plane_range(&build->density[0], x_mm - reach, y_mm - reach, x_mm + reach, y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x, y;
            relative(&build->density[0], i, j, x_mm, y_mm, &x, &y);
            float rho = sqrtf(x * x + y * y);
            if (rho < 1e-3f)
                continue;
            float cx = x / rho, cy = y / rho;
            float lean = 0.5f + 0.5f * (cx * tx + cy * ty);
            float slow = noise_value(cx * 1.7f + 9.0f, cy * 1.7f + 9.0f, seed);
            float fast = noise_fbm(cx * 9.0f + 30.0f, cy * 9.0f + 30.0f, 2, seed + 1);
            float band = width * (0.25f + 0.9f * lean + 0.5f * fast);
            band *= noise_step(gaps * 0.75f - 0.12f, gaps * 0.75f + 0.16f,
                0.55f * slow + 0.25f * fast + 0.35f * lean);
            float from_line = rho - (float)radius_mm + 0.9f * (slow - 0.5f) + 0.5f * (fast - 0.5f);
            size_t at = (size_t)j * (size_t)build->density[0].width + (size_t)i;
            if (band > 0.12f) {
                float d = fabsf(from_line) - 0.5f * band;
                /* Most dries at the outer border. */
                float side = from_line > 0.0f ? 1.0f : 0.62f;
                float a = amount * side * (0.35f + 0.8f * lean * slow + 0.3f * fast);
                lay(build, liquid, at, d, a * noise_step(0.1f, 0.5f, band));
            }
            if (film > 0.1f && from_line < 0.0f) {
                float thin =
                    film * amount * lean * lean * noise_decay(from_line / 7.0f) * slow * 0.25f;
                for (int c = 0; c < 3; c++)
                    build->density[c].v[at] += thin * liquid->tint[c];
            }
        }
}

/* Drops thrown about a place: many small, few large, sparser with distance. */
static void spatter(struct sheet_build *build, const struct liquid *liquid,
    struct ecg_random *random, double x_mm, double y_mm, double from_mm, double spread_mm, int n,
    double median_mm, float amount)
{
    for (int k = 0; k < n; k++) {
        double angle = ecg_random_uniform(random, 0, 6.2831853);
        double away = from_mm + fabs(ecg_random_normal(random)) * spread_mm;
        double radius = fmin(sheet_lognormal(random, median_mm, 0.75), 5.0 * median_mm);
        uint32_t seed = sheet_seed(random);
        float own_amount = amount * (float)sheet_lognormal(random, 0.8, 0.3);
        double waver = ecg_random_uniform(random, 0.02, 0.16);
        drop(build, liquid, x_mm + away * cos(angle), y_mm + away * sin(angle), radius, waver,
            own_amount, seed);
    }
}

enum { PUDDLE_LOBES = 7 };

/* Distance to a puddle: lobes joined by a smooth minimum, so that they meet in soft necks. */
static float puddle_distance(float lobe[PUDDLE_LOBES][3], int n, float x, float y)
{
    float d = 1e9f;
    for (int k = 0; k < n; k++) {
        float dx = x - lobe[k][0], dy = y - lobe[k][1];
        float e = sqrtf(dx * dx + dy * dy) - lobe[k][2];
        float h = 3.5f;
        float m = fmaxf(h - fabsf(d - e), 0.0f) / h;
        d = fminf(d, e) - m * m * h * 0.25f;
    }
    return d;
}

static void puddle(struct sheet_build *build, const struct liquid *liquid,
    struct ecg_random *random, double x_mm, double y_mm, double size_mm, float amount)
{
    float lobe[PUDDLE_LOBES][3];
    int n = (int)ecg_random_int(random, 2, PUDDLE_LOBES);
    double way = ecg_random_uniform(random, 0, 6.2831853);
    double reach = 0.0;
    for (int k = 0; k < n; k++) {
        double radius = size_mm * ecg_random_uniform(random, 0.25, 0.65);
        double along = ecg_random_normal(random) * size_mm * 0.6;
        double across = ecg_random_normal(random) * size_mm * 0.25;
        lobe[k][0] = (float)(along * cos(way) - across * sin(way));
        lobe[k][1] = (float)(along * sin(way) + across * cos(way));
        lobe[k][2] = (float)radius;
        reach = fmax(reach, hypot(along, across) + radius);
    }
    uint32_t seed = sheet_seed(random);
    float second = (float)ecg_random_uniform(random, 0.06, 0.3); /* of an inner drying line */
    float inner = (float)(size_mm * ecg_random_uniform(random, 0.08, 0.3));
    reach += 6.0;
    int r[4];
    ecg_plane_range(&build->density[0], x_mm - reach, y_mm - reach, x_mm + reach, y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x, y;
            relative(&build->density[0], i, j, x_mm, y_mm, &x, &y);
            float d = puddle_distance(lobe, n, x, y);
            if (d > 6.5f) /* further out than noise and halo reach */
                continue;
            float slow = noise_fbm(x * 0.09f, y * 0.09f, 2, seed);
            float fast = noise_fbm(x * 0.5f, y * 0.5f, 3, seed + 3);
            d += 4.0f * (slow - 0.5f) + 0.9f * (fast - 0.5f);
            size_t at = (size_t)j * (size_t)build->density[0].width + (size_t)i;
            float cloud = 0.55f + 0.9f * slow;
            lay(build, liquid, at, d, amount * cloud);
            float line = d + inner + 9.0f * (fast - 0.5f) * 0.35f + 5.0f * (slow - 0.5f);
            if (d < 0.0f && line < 0.0f) {
                float dark = second * amount * liquid->rim * noise_decay(line / 0.8f);
                for (int c = 0; c < 3; c++)
                    build->density[c].v[at] += dark * liquid->tint[c];
            }
        }
}

/* A wipe: something wet dragged across, in streaks that run dry. */
static void wipe(struct sheet_build *build, const struct liquid *liquid, struct ecg_random *random,
    double x_mm, double y_mm, double length_mm, double width_mm, float amount)
{
    double way = ecg_random_uniform(random, 0, 6.2831853);
    float cx = (float)cos(way), sx = (float)sin(way);
    uint32_t seed = sheet_seed(random);
    double reach = length_mm + width_mm;
    int r[4];
    ecg_plane_range(&build->density[0], x_mm - reach, y_mm - reach, x_mm + reach, y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x, y;
            relative(&build->density[0], i, j, x_mm, y_mm, &x, &y);
            float u = x * cx + y * sx, v = y * cx - x * sx;
            float t = u / (float)length_mm;
            float w = (float)width_mm * (0.6f + 0.4f * noise_value(u * 0.2f, 3.0f, seed));
            if (t < -0.1f || t > 1.0f || fabsf(v) > w)
                continue;
            float streak = noise_fbm(u * 0.12f, v * 2.6f, 2, seed + 1);
            /* It starts full, then only the ridges of the paper take some. */
            float dry = noise_step(t * 0.8f + 0.05f, t * 0.8f + 0.20f, streak);
            float side = noise_step(w, w * 0.4f, fabsf(v)) * noise_step(-0.1f, 0.02f, t);
            float density =
                amount * liquid->body * dry * side * noise_decay(-2.2f * fmaxf(t, 0.0f));
            size_t at = (size_t)j * (size_t)build->density[0].width + (size_t)i;
            for (int c = 0; c < 3; c++)
                build->density[c].v[at] += density * liquid->tint[c];
        }
}

static void somewhere(struct ecg_random *random, const struct sheet_build *build, double outside,
    double *x_mm, double *y_mm)
{
    *x_mm = build->width_mm * ecg_random_uniform(random, -outside, 1.0 + outside);
    *y_mm = build->height_mm * ecg_random_uniform(random, -outside, 1.0 + outside);
}

static void drinks(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    const struct liquid *liquid = scene->sheet_coffee_drink ? &TEA : &COFFEE;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.coffee.rings");
    double x = 0, y = 0;
    for (int k = 0; k < scene->sheet_coffee_rings; k++) {
        /* Cups are set down again near where they stood. */
        int near = k > 0 && ecg_random_chance(&random, 0.5);
        double nx, ny;
        somewhere(&random, build, 0.06, &nx, &ny);
        double dx = ecg_random_normal(&random) * 22, dy = ecg_random_normal(&random) * 22;
        x = near ? x + dx : nx;
        y = near ? y + dy : ny;
        double radius = scene->sheet_coffee_radius_mm * (1.0 + 0.01 * ecg_random_normal(&random));
        ring(build, liquid, &random, x, y, radius);
        int n = ecg_random_chance(&random, 0.6) ? (int)ecg_random_int(&random, 1, 9) : 0;
        spatter(build, liquid, &random, x, y, radius, 14.0, n, 0.7,
            (float)scene->sheet_coffee_strength * 0.8f);
    }
    struct ecg_random spills = ecg_random_named(scene->key, "sheet.coffee.spills");
    for (int k = 0; k < scene->sheet_coffee_spills; k++) {
        somewhere(&spills, build, 0.05, &x, &y);
        double size = fmin(sheet_lognormal(&spills, 20.0, 0.5), 90.0);
        float amount =
            (float)(scene->sheet_coffee_strength * sheet_lognormal(&spills, 0.85, 0.35));
        puddle(build, liquid, &spills, x, y, size, amount);
        spatter(build, liquid, &spills, x, y, size * 0.9, size * 0.5,
            (int)ecg_random_int(&spills, 0, 16), 0.8, amount);
    }
}

/* Blood comes as single drops, as groups with satellites, and wiped. */
static void blood(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.blood");
    struct liquid liquid = BLOOD;
    /* Fresh is red, old is brown. */
    float old = (float)ecg_random_unit(&random);
    liquid.tint[0] += 0.35f * old;
    liquid.tint[1] -= 0.25f * old;
    liquid.tint[2] -= 0.15f * old;
    double cx, cy;
    somewhere(&random, build, 0.0, &cx, &cy);
    for (int k = 0; k < scene->sheet_blood_drops; k++) {
        if (ecg_random_chance(&random, 0.25))
            somewhere(&random, build, 0.0, &cx, &cy);
        double x = cx + ecg_random_normal(&random) * 18, y = cy + ecg_random_normal(&random) * 18;
        double radius = fmin(sheet_lognormal(&random, 1.1, 0.65), 4.5);
        float amount = (float)sheet_lognormal(&random, 0.8, 0.3);
        uint32_t seed = sheet_seed(&random);
        if (ecg_random_chance(&random, 0.07)) {
            double length = ecg_random_uniform(&random, 10, 45);
            wipe(build, &liquid, &random, x, y, length, radius + 0.8, amount);
        }
        drop(build, &liquid, x, y, radius, 0.10, amount, seed);
        spatter(build, &liquid, &random, x, y, radius * 1.3, radius * 1.2,
            (int)ecg_random_int(&random, 0, 3), radius * 0.13, amount);
    }
}

static void spots(struct sheet_build *build, const struct liquid *liquid, const char *name, int n,
    double median_mm, double least, double most)
{
    struct ecg_random random = ecg_random_named(build->scene->key, name);
    double x, y;
    for (int k = 0; k < n; k++) {
        somewhere(&random, build, 0.02, &x, &y);
        double size = fmin(sheet_lognormal(&random, median_mm, 0.55), 6.0 * median_mm);
        float amount = (float)ecg_random_uniform(&random, least, most);
        if (size > median_mm)
            puddle(build, liquid, &random, x, y, size, amount);
        else
            drop(build, liquid, x, y, size, 0.22, amount, sheet_seed(&random));
    }
}

int sheet_build_liquids(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    int n_wet = scene->sheet_coffee_rings + scene->sheet_coffee_spills + scene->sheet_blood_drops +
                scene->sheet_iodine_spots;
    if (n_wet + scene->sheet_grease_spots == 0)
        return 0;
    int code = sheet_need_density(build);
    if (code == 0 && n_wet > 0 && scene->sheet_soak_run > 0)
        code = sheet_need(build, &build->wet);
    if (code < 0)
        return code;
    spots(build, &GREASE, "sheet.grease", scene->sheet_grease_spots, 4.5, 0.4, 1.1);
    drinks(build);
    spots(build, &IODINE, "sheet.iodine", scene->sheet_iodine_spots, 5.0, 0.25, 1.1);
    blood(build);
    return 0;
}
