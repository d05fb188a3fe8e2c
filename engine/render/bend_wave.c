/* Smooth layers: waves of a sheet lying on a desk, ripples of paper that was wet, swelling. */
#include "core/alloc.h"
#include "core/bound.h"
#include "render/bend.h"

#include <math.h>

/* h(x, y) += height * sin(kx x + ky y + phase) */
struct wave {
    double kx, ky, phase, height_mm;
};

/* Adds waves times an optional weight to `out`. By the addition theorem a node costs no sine. */
static int add_waves(const struct bend_field *field, const struct wave *waves, int n_waves,
    const double *weight, double *out)
{
    size_t columns = (size_t)field->columns;
    double *sine = ecg_calloc(2 * columns, sizeof *sine), *cosine = sine + columns;
    if (!sine)
        return ECG_E_MEMORY;
    for (int k = 0; k < n_waves; k++) {
        const struct wave *w = &waves[k];
        for (int i = 0; i < field->columns; i++) {
            sine[i] = w->height_mm * sin(w->kx * i * field->step_x_mm + w->phase);
            cosine[i] = w->height_mm * cos(w->kx * i * field->step_x_mm + w->phase);
        }
        for (int j = 0; j < field->rows; j++) {
            double s = sin(w->ky * j * field->step_y_mm), c = cos(w->ky * j * field->step_y_mm);
            double *row = out + (size_t)j * columns;
            const double *w_row = weight ? weight + (size_t)j * columns : NULL;
            for (int i = 0; i < field->columns; i++)
                row[i] += (sine[i] * c + cosine[i] * s) * (w_row ? w_row[i] : 1);
        }
    }
    ecg_free(sine);
    return ECG_OK;
}

/* Waves that together have the root mean square height rms_mm. `around`, `within`: their
 * directions, rad; lengths within a factor `octave` of length_mm. */
static void draw_waves(struct ecg_random *random, struct wave *waves, int n_waves, double rms_mm,
    double length_mm, double octave, double around, double within)
{
    double squares = 0;
    for (int k = 0; k < n_waves; k++) {
        double rad_per_mm =
            2 * M_PI / (length_mm * pow(octave, ecg_random_uniform(random, -1, 1)));
        double turn = around + ecg_random_uniform(random, -within, within);
        double phase = ecg_random_uniform(random, 0, 2 * M_PI);
        double height_mm = ecg_random_uniform(random, 0.5, 1);
        waves[k] =
            (struct wave){ rad_per_mm * cos(turn), rad_per_mm * sin(turn), phase, height_mm };
        squares += waves[k].height_mm * waves[k].height_mm / 2;
    }
    for (int k = 0; k < n_waves; k++)
        waves[k].height_mm *= rms_mm / sqrt(squares);
}

int bend_swell(struct bend_field *field, const struct ecg_scene *scene, double rms_mm)
{
    enum { WAVES = 3 };
    static const double length_mm = 380;
    struct ecg_random random = ecg_random_named(scene->key, "bend.swell");
    struct wave waves[WAVES];
    double *axis[2] = { field->u_mm, field->v_mm };
    for (int k = 0; k < 2; k++) {
        draw_waves(&random, waves, WAVES, rms_mm, length_mm, 1.4, 0, M_PI);
        int code = add_waves(field, waves, WAVES, NULL, axis[k]);
        if (code)
            return code;
    }
    return ECG_OK;
}

/* ---- drawing in ---- */

/* Along each line of nodes the paper is as long as before, so a height h draws it in by half the
 * square of its slope. Neighbouring lines hold on to each other: the square is averaged over
 * +-`reach` of them. Axis 0 goes along x into u, axis 1 along y into v. */
static int draw_in(struct bend_field *field, const double *h_mm, int axis)
{
    enum { REACH = 8 };
    int along = axis ? field->rows : field->columns, lines = axis ? field->columns : field->rows;
    size_t next = axis ? (size_t)field->columns : 1, line = axis ? 1 : (size_t)field->columns;
    double step_mm = axis ? field->step_y_mm : field->step_x_mm;
    double *out = axis ? field->v_mm : field->u_mm;
    double *sums = ecg_calloc(2 * (size_t)lines + 1, sizeof *sums), *shift = sums + lines + 1;
    if (!sums)
        return ECG_E_MEMORY;
    /* From the middle outwards, so that the sheet's middle stays. */
    int middle = along / 2;
    for (int side = -1; side <= 1; side += 2) {
        for (int l = 0; l < lines; l++)
            shift[l] = 0;
        for (int s = middle; s + side >= 0 && s + side < along; s += side) {
            for (int l = 0; l < lines; l++) {
                size_t at = (size_t)s * next + (size_t)l * line;
                size_t to = side > 0 ? at + next : at - next;
                double slope = (h_mm[to] - h_mm[at]) / step_mm;
                sums[l + 1] = sums[l] + slope * slope / 2;
            }
            for (int l = 0; l < lines; l++) {
                int l0 = l > REACH ? l - REACH : 0, l1 = l + REACH < lines ? l + REACH : lines - 1;
                double mean = (sums[l1 + 1] - sums[l0]) / (l1 + 1 - l0);
                shift[l] += side * step_mm * mean;
                out[(size_t)(s + side) * next + (size_t)l * line] -= shift[l];
            }
        }
    }
    ecg_free(sums);
    return ECG_OK;
}

/* ---- the layers ---- */

/* Where the sheet was wet: the caller's field, or a few soft patches. */
static void fill_wetness(const struct bend_field *field, const struct ecg_scene *scene,
    const struct ecg_wetness *wetness, double *out)
{
    enum { PATCHES = 4 };
    double patch[PATCHES][3];
    struct ecg_random random = ecg_random_named(scene->key, "bend.cockle.patches");
    for (int k = 0; k < PATCHES; k++) {
        patch[k][0] = ecg_random_uniform(&random, 0, field->width_mm);
        patch[k][1] = ecg_random_uniform(&random, 0, field->height_mm);
        patch[k][2] = ecg_random_uniform(&random, 40, 110);
    }
    for (int j = 0; j < field->rows; j++)
        for (int i = 0; i < field->columns; i++) {
            double x_mm = i * field->step_x_mm, y_mm = j * field->step_y_mm, wet = 0;
            if (wetness)
                wet = wetness->at(wetness->priv, x_mm, y_mm);
            for (int k = 0; k < PATCHES && !wetness; k++) {
                double dx = (x_mm - patch[k][0]) / patch[k][2];
                double dy = (y_mm - patch[k][1]) / patch[k][2];
                double t = ecg_max(0, 1 - (dx * dx + dy * dy));
                wet = ecg_max(wet, t * (2 - t));
            }
            out[(size_t)j * (size_t)field->columns + (size_t)i] = ecg_clamp(wet, 0, 1);
        }
}

static int add_cockle(const struct bend_field *field, const struct ecg_scene *scene, double rms_mm,
    const struct ecg_wetness *wetness, double *h_mm)
{
    enum { WAVES = 10 };
    struct wave waves[WAVES];
    struct ecg_random random = ecg_random_named(scene->key, "bend.cockle");
    /* Ripples run mostly along the grain of the paper, which lies along a side of the sheet. */
    double around = ecg_random_chance(&random, 0.5) ? 0 : M_PI / 2;
    draw_waves(&random, waves, WAVES, rms_mm, scene->bend_cockle_length_mm, 1.7, around, 0.9);
    size_t n_nodes = (size_t)field->columns * (size_t)field->rows;
    double *wet = ecg_calloc(n_nodes, sizeof *wet);
    if (!wet)
        return ECG_E_MEMORY;
    fill_wetness(field, scene, wetness, wet);
    int code = add_waves(field, waves, WAVES, wet, h_mm);
    ecg_free(wet);
    return code;
}

int bend_waves(struct bend_field *field, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, const struct ecg_wetness *wetness)
{
    enum { WAVES = 4 };
    if (!(amounts->wave_mm > 0) && !(amounts->cockle_mm > 0))
        return ECG_OK;
    size_t n_nodes = (size_t)field->columns * (size_t)field->rows;
    double *h_mm = ecg_calloc(n_nodes, sizeof *h_mm);
    if (!h_mm)
        return ECG_E_MEMORY;
    int code = ECG_OK;
    if (amounts->wave_mm > 0) {
        struct wave waves[WAVES];
        struct ecg_random random = ecg_random_named(scene->key, "bend.wave");
        draw_waves(
            &random, waves, WAVES, amounts->wave_mm, scene->bend_wave_length_mm, 1.4, 0, M_PI);
        code = add_waves(field, waves, WAVES, NULL, h_mm);
    }
    if (!code && amounts->cockle_mm > 0)
        code = add_cockle(field, scene, amounts->cockle_mm, wetness, h_mm);
    for (int axis = 0; axis < 2 && !code; axis++)
        code = draw_in(field, h_mm, axis);
    for (size_t n = 0; n < n_nodes && !code; n++)
        field->h_mm[n] += h_mm[n];
    ecg_free(h_mm);
    return code;
}
