/* Wear: creases with their dirt and lost ink, grime, specks, scratches. */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

static const float GRIME_TINT[3] = { 0.95f, 1.05f, 1.25f };

static float distance_to_line(float x, float y, float ax, float ay, float bx, float by)
{
    float dx = bx - ax, dy = by - ay;
    float len2 = dx * dx + dy * dy;
    float t = len2 > 0.0f ? ((x - ax) * dx + (y - ay) * dy) / len2 : 0.0f;
    t = t < 0.0f ? 0.0f : t > 1.0f ? 1.0f : t;
    float ex = x - ax - t * dx, ey = y - ay - t * dy;
    return sqrtf(ex * ex + ey * ey);
}

/* How near each texel is to a crease; long creases are worn unevenly along their length. */
static void crease(struct sheet_build *build, const struct ecg_crease *c, uint32_t seed)
{
    struct ecg_plane *plane = &build->crease;
    float reach = (float)ECG_CREASE_REACH_MM;
    float ax = (float)c->x0_mm, ay = (float)c->y0_mm;
    float bx = (float)c->x1_mm, by = (float)c->y1_mm;
    int r[4];
    ecg_plane_range(plane, fminf(ax, bx) - reach, fminf(ay, by) - reach, fmaxf(ax, bx) + reach,
        fmaxf(ay, by) + reach, r);
    for (int j = r[2]; j < r[3]; j++) {
        float y = ((float)j + 0.5f) / (float)plane->px_per_mm;
        for (int i = r[0]; i < r[1]; i++) {
            float x = ((float)i + 0.5f) / (float)plane->px_per_mm;
            float d = distance_to_line(x, y, ax, ay, bx, by);
            if (d >= reach)
                continue;
            float worn = c->strength * (0.55f + 0.9f * noise_fbm(x * 0.07f, y * 0.07f, 2, seed));
            float near = (0.55f + 0.45f * fminf(1.0f, worn)) * (1.0f - d / reach);
            size_t at = (size_t)j * (size_t)plane->width + (size_t)i;
            if (plane->v[at] < near)
                plane->v[at] = near;
        }
    }
}

static int grime(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.wear.dirt");
    float amount = (float)build->scene->sheet_wear_dirt;
    struct ecg_plane plane;
    if (ecg_plane_make(
            &plane, build->width_mm, build->height_mm, fmin(2.0, build->px_per_mm), 0.0f) < 0)
        return ECG_E_MEMORY;
    int code = ecg_plane_add_fbm(&plane, 50.0, 5, 1.0f, sheet_seed(&random));
    /* Thumbs hold the sheet at its sides. */
    double held[3][2];
    for (int k = 0; k < 3; k++) {
        held[k][0] = ecg_random_chance(&random, 0.5) ? build->width_mm : 0.0;
        held[k][1] = ecg_random_uniform(&random, 0.2, 0.95) * build->height_mm;
    }
    for (int j = 0; j < plane.height; j++)
        for (int i = 0; i < plane.width; i++) {
            double x = (i + 0.5) / plane.px_per_mm, y = (j + 0.5) / plane.px_per_mm;
            double edge = fmin(fmin(x, build->width_mm - x), fmin(y, build->height_mm - y));
            float v = 0.35f * noise_decay((float)(-edge / 4.0)) + 0.10f;
            for (int k = 0; k < 3; k++) {
                double dx = (x - held[k][0]) / 22.0, dy = (y - held[k][1]) / 16.0;
                v += 0.45f * noise_decay((float)(-dx * dx - dy * dy));
            }
            float *p = plane.v + (size_t)j * (size_t)plane.width + i;
            *p = amount * 0.30f * v * noise_step(-0.25f, 0.30f, *p);
        }
    for (int c = 0; c < 3 && code == 0; c++)
        code = ecg_plane_add_stretched(&build->density[c], &plane, GRIME_TINT[c]);
    ecg_plane_free(&plane);
    return code;
}

/* A stroke of density, soft over its width. */
static void stroke(struct sheet_build *build, const float a[2], const float b[2], float half_mm,
    float dark, float lost)
{
    const struct ecg_plane *plane = &build->density[0];
    float soft = (float)(0.5 / build->px_per_mm);
    float reach = half_mm + 2 * soft;
    int r[4];
    ecg_plane_range(plane, fminf(a[0], b[0]) - reach, fminf(a[1], b[1]) - reach,
        fmaxf(a[0], b[0]) + reach, fmaxf(a[1], b[1]) + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = (float)((i + 0.5) / build->px_per_mm);
            float y = (float)((j + 0.5) / build->px_per_mm);
            float d = distance_to_line(x, y, a[0], a[1], b[0], b[1]);
            float in = noise_step(half_mm + soft, half_mm - soft, d);
            size_t at = (size_t)j * (size_t)plane->width + (size_t)i;
            for (int c = 0; c < 3; c++)
                if (build->density[c].v[at] < dark * in)
                    build->density[c].v[at] = dark * in;
            if (lost > 0.0f && build->loss.v[at] < lost * in)
                build->loss.v[at] = lost * in;
        }
}

static void specks(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.wear.specks");
    double area = build->width_mm * build->height_mm / 60000.0;
    int n = (int)(build->scene->sheet_wear_dirt * area * ecg_random_uniform(&random, 120, 420));
    for (int k = 0; k < n; k++) {
        float x = (float)ecg_random_uniform(&random, 0, build->width_mm);
        float y = (float)ecg_random_uniform(&random, 0, build->height_mm);
        float radius = (float)fmin(sheet_lognormal(&random, 0.09, 0.5), 0.6);
        float dark = (float)fmin(sheet_lognormal(&random, 0.35, 0.6), 1.6);
        float way = (float)ecg_random_uniform(&random, 0, 6.2831853);
        float length = ecg_random_chance(&random, 0.15) ? radius * 6.0f : radius * 0.5f;
        float a[2] = { x, y }, b[2] = { x + length * cosf(way), y + length * sinf(way) };
        stroke(build, a, b, radius, dark, 0.0f);
    }
}

/* Scratches lie in the directions things rub: mostly straight, some in sheaves. Thermal paper
 * darkens under a nail; other prints lose ink. */
static void scratches(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.wear.scratches");
    int is_thermal = build->scene->sheet_paper_stock == 1;
    double x = 0, y = 0, way = 0;
    for (int k = 0; k < build->scene->sheet_wear_scratches; k++) {
        if (k == 0 || ecg_random_chance(&random, 0.45)) {
            x = ecg_random_uniform(&random, 0, build->width_mm);
            y = ecg_random_uniform(&random, 0, build->height_mm);
            way = ecg_random_uniform(&random, 0, 6.2831853);
        }
        double px = x + ecg_random_normal(&random) * 5, py = y + ecg_random_normal(&random) * 5;
        double turn = way + ecg_random_normal(&random) * 0.08;
        double bend = ecg_random_normal(&random) * 0.004;
        double length = fmin(sheet_lognormal(&random, 16, 0.7), 120);
        float half = (float)sheet_lognormal(&random, 0.07, 0.3);
        float dark = is_thermal ? (float)sheet_lognormal(&random, 0.18, 0.5)
                                : (float)sheet_lognormal(&random, 0.03, 0.5);
        float lost = is_thermal ? 0.0f : (float)ecg_random_uniform(&random, 0.3, 0.9);
        uint32_t seed = sheet_seed(&random);
        for (double done = 0; done < length; done += 2.0) {
            double nx = px + 2.0 * cos(turn), ny = py + 2.0 * sin(turn);
            float a[2] = { (float)px, (float)py }, b[2] = { (float)nx, (float)ny };
            float press = noise_value((float)done * 0.25f, 0.5f, seed);
            press *= (float)fmin(1.0, fmin(done + 1.0, length - done) / 4.0);
            stroke(build, a, b, half, dark * press, lost * press);
            px = nx;
            py = ny;
            turn += bend * 2.0;
        }
    }
}

int sheet_build_wear(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    int code = 0;
    int is_creased = scene->sheet_wear_crease_white > 0 || scene->sheet_wear_crease_dirt > 0;
    if (is_creased && build->n_creases > 0) {
        code = sheet_need(build, &build->crease);
        struct ecg_random random = ecg_random_named(scene->key, "sheet.wear.crease");
        uint32_t seed = sheet_seed(&random);
        for (int k = 0; k < build->n_creases && code == 0; k++)
            crease(build, &build->creases[k], seed);
    }
    if (code == 0 && (scene->sheet_wear_dirt > 0 || scene->sheet_wear_scratches > 0))
        code = sheet_need_density(build);
    if (code == 0 && scene->sheet_wear_scratches > 0)
        code = sheet_need(build, &build->loss);
    if (code == 0 && scene->sheet_wear_dirt > 0) {
        code = grime(build);
        specks(build);
    }
    if (code == 0 && scene->sheet_wear_scratches > 0)
        scratches(build);
    return code;
}
