/*
 * The printed back of the sheet, shining through: mirrored, blurred by the paper, pale. It is
 * drawn with made-up letters; nobody can read through paper, but everyone sees lines of text.
 */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

static void dab(struct ecg_plane *plane, float ax, float ay, float bx, float by, float half_mm)
{
    float reach = half_mm + 0.3f, soft = 0.15f;
    int r[4];
    ecg_plane_range(plane, fminf(ax, bx) - reach, fminf(ay, by) - reach, fmaxf(ax, bx) + reach,
        fmaxf(ay, by) + reach, r);
    float dx = bx - ax, dy = by - ay, len2 = dx * dx + dy * dy;
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = ((float)i + 0.5f) / (float)plane->px_per_mm - ax;
            float y = ((float)j + 0.5f) / (float)plane->px_per_mm - ay;
            float t = len2 > 0.0f ? (x * dx + y * dy) / len2 : 0.0f;
            t = t < 0.0f ? 0.0f : t > 1.0f ? 1.0f : t;
            float ex = x - t * dx, ey = y - t * dy;
            float in = noise_step(half_mm + soft, half_mm - soft, sqrtf(ex * ex + ey * ey));
            float *v = plane->v + (size_t)j * (size_t)plane->width + i;
            if (*v < in)
                *v = in;
        }
}

/* A letter of nobody's alphabet: two or three of stem, bowl, bar and diagonal. */
static void letter(
    struct ecg_plane *plane, struct ecg_random *random, float x, float y, float size)
{
    float w = size * 0.5f, weight = size * 0.055f;
    uint64_t bits = ecg_random_u64(random);
    float top = bits & 3 ? y - size * 0.7f : y - size;
    float low = (bits >> 2 & 7) ? y : y + size * 0.25f;
    if (bits >> 5 & 3)
        dab(plane, x, top, x, low, weight);
    if (bits >> 7 & 1)
        dab(plane, x + w, y - size * 0.65f, x + w, y, weight);
    if (bits >> 8 & 1)
        dab(plane, x, y - size * 0.68f, x + w, y - size * 0.68f, weight);
    if (bits >> 9 & 1)
        dab(plane, x, y, x + w, y, weight);
    if (bits >> 10 & 1)
        dab(plane, x, y - size * 0.35f, x + w, y - size * 0.35f, weight);
    if (bits >> 11 & 1)
        dab(plane, x, y - size * 0.68f, x + w, y, weight);
}

static void text_line(struct ecg_plane *plane, struct ecg_random *random, double x0, double x1,
    double y, double size)
{
    double x = x0;
    while (x < x1 - 2 * size) {
        int n = (int)ecg_random_int(random, 2, 9);
        for (int k = 0; k < n && x < x1; k++) {
            letter(plane, random, (float)x, (float)y, (float)size);
            x += size * 0.72;
        }
        x += size * 0.5;
    }
}

static void text_page(struct ecg_plane *plane, struct ecg_random *random, double w, double h)
{
    double size = ecg_random_uniform(random, 2.4, 3.6);
    double margin = ecg_random_uniform(random, 14, 28);
    double pitch = size * ecg_random_uniform(random, 1.6, 2.2);
    double y = margin;
    while (y < h - margin) {
        int lines = (int)ecg_random_int(random, 2, 9);
        for (int k = 0; k < lines && y < h - margin; k++) {
            int is_last = k == lines - 1;
            double end = is_last ? margin + (w - 2 * margin) * ecg_random_unit(random)
                                 : w - margin - ecg_random_unit(random) * 8;
            /* Mirrored: the ragged side is on the left. */
            text_line(plane, random, w - end, w - margin, y, size);
            y += pitch;
        }
        y += pitch * 0.8;
    }
}

static void form_page(struct ecg_plane *plane, struct ecg_random *random, double w, double h)
{
    double margin = ecg_random_uniform(random, 12, 22);
    double row = ecg_random_uniform(random, 8, 13);
    int columns = (int)ecg_random_int(random, 2, 5);
    double x[8] = { margin };
    for (int c = 1; c < columns; c++)
        x[c] = margin + (w - 2 * margin) * (c + ecg_random_uniform(random, -0.3, 0.3)) / columns;
    x[columns] = w - margin;
    double foot = margin;
    for (double y = margin; y < h - margin; y += row) {
        dab(plane, (float)margin, (float)y, (float)(w - margin), (float)y, 0.12f);
        for (int c = 0; c < columns && y + row < h - margin; c++)
            if (ecg_random_chance(random, 0.6))
                text_line(plane, random,
                    x[c] + (x[c + 1] - x[c]) * ecg_random_uniform(random, 0.3, 0.7), x[c + 1] - 2,
                    y + row * 0.65, 2.4);
        foot = y;
    }
    for (int c = 0; c <= columns; c++)
        dab(plane, (float)x[c], (float)margin, (float)x[c], (float)foot, 0.12f);
}

/* Another recording: grid lines and rows of beats. */
static void ecg_page(struct ecg_plane *plane, struct ecg_random *random, double w, double h)
{
    double x0 = ecg_random_uniform(random, 3, 8), y0 = h * ecg_random_uniform(random, 0.1, 0.3);
    for (double x = x0; x < w - 4; x += 5)
        dab(plane, (float)x, (float)y0, (float)x, (float)(h - 6), 0.05f);
    for (double y = y0; y < h - 6; y += 5)
        dab(plane, (float)x0, (float)y, (float)(w - 5), (float)y, 0.05f);
    /* P, Q, R, S, T as a polyline: mm from the beat's start and above the base line. */
    static const float BEAT[][2] = { { 0, 0 }, { 2, 1.2f }, { 4, 0 }, { 5, 0 }, { 5.5f, -1 },
        { 6.5f, 9 }, { 7.5f, -3 }, { 8, 0 }, { 11, 0.3f }, { 14, 2.6f }, { 16.5f, 0 } };
    double beat = ecg_random_uniform(random, 17.5, 27);
    int rows = (int)ecg_random_int(random, 3, 6);
    for (int k = 0; k < rows; k++) {
        float y = (float)(y0 + (h - 10 - y0) * (k + 0.6) / rows);
        float tall = (float)ecg_random_uniform(random, -0.5, 1.3), px = (float)x0, py = y;
        for (double x = x0 + ecg_random_unit(random) * beat; x < w - 25; x += beat)
            for (size_t s = 0; s < sizeof BEAT / sizeof *BEAT; s++) {
                float nx = (float)x + BEAT[s][0], ny = y - tall * BEAT[s][1];
                dab(plane, px, py, nx, ny, 0.17f);
                px = nx;
                py = ny;
            }
    }
}

int sheet_build_back(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    if (scene->sheet_paper_show_through <= 0)
        return 0;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.paper.show_through");
    struct ecg_plane plane = { 0 };
    int code = sheet_need_density(build);
    if (code == 0)
        code = ecg_plane_make(&plane, build->width_mm, build->height_mm, build->px_per_mm, 0.0f);
    if (code < 0)
        return code;
    double w = build->width_mm, h = build->height_mm;
    if (scene->sheet_paper_back == 0)
        text_page(&plane, &random, w, h);
    else if (scene->sheet_paper_back == 1)
        ecg_page(&plane, &random, w, h);
    else
        form_page(&plane, &random, w, h);
    code = ecg_plane_blur(&plane, 0.42);
    float amount = 0.20f * (float)scene->sheet_paper_show_through;
    size_t n = (size_t)plane.width * (size_t)plane.height;
    for (size_t k = 0; k < n; k++)
        for (int c = 0; c < 3; c++)
            build->density[c].v[k] += amount * plane.v[k];
    ecg_plane_free(&plane);
    return code;
}
