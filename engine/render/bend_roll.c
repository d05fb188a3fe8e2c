/*
 * The surface the other layers lie on: parallel folds and curl turn the sheet about one direction,
 * so a profile of arcs carries them without any stretch; a cone likewise.
 */
#include "core/alloc.h"
#include "core/bound.h"
#include "render/bend.h"

#include <math.h>

static const double STEP_MM = 0.1;
/* What lies on the sheet follows folds only this finely: a crumple's height would otherwise cross
 * over itself inside a crease. */
static const double SMOOTH_MM = 8;
static const double MARGIN_MM = 10;

static double smooth_step(double t)
{
    t = ecg_clamp(t, 0, 1);
    return t * t * (3 - 2 * t);
}

static void make_cone(struct bend_roll *roll, const struct ecg_scene *scene, double curl,
    double across_mm, double along_mm)
{
    roll->is_cone = 1;
    roll->tip_mm = 1.02 * along_mm / scene->bend_curl_cone;
    /* The cone's curvature at the sheet's middle is that of the tube. */
    double slant = fabs(curl) / (2 * across_mm) * roll->tip_mm;
    roll->sine = 1 / sqrt(1 + slant * slant);
    roll->cosine = slant * roll->sine;
    roll->side = curl < 0 ? -1 : 1;
}

/* How far the sheet has turned at s, from the middle. */
static double turn_at(const struct ecg_scene *scene, double curl, double across_mm, double s_mm,
    const struct bend_fold *folds, const double *fold_at_mm, int n_folds)
{
    double flat_mm = scene->bend_curl_flat * across_mm;
    double beyond_mm = ecg_max(0, fabs(s_mm) - flat_mm);
    double turn = copysign(beyond_mm / (across_mm - flat_mm), s_mm) * curl / 2;
    for (int k = 0; k < n_folds; k++)
        turn +=
            folds[k].angle * smooth_step((s_mm - fold_at_mm[k]) / scene->bend_fold_width_mm + 0.5);
    return turn;
}

/* Positions along the profile when the whole of it is turned by `base`. */
static void integrate(struct bend_roll *roll, double base)
{
    int middle = (int)lround(-roll->first_mm / roll->step_mm);
    roll->along_mm[middle] = roll->height_mm[middle] = 0;
    for (int side = -1; side <= 1; side += 2)
        for (int k = middle; k + side >= 0 && k + side < roll->count; k += side) {
            double turn = base + (roll->turn[k] + roll->turn[k + side]) / 2;
            roll->along_mm[k + side] = roll->along_mm[k] + side * roll->step_mm * cos(turn);
            roll->height_mm[k + side] = roll->height_mm[k] + side * roll->step_mm * sin(turn);
        }
}

/* How it lies: even, on its first panel or on its last, or in between. */
static double resting_turn(struct bend_roll *roll, double lean)
{
    integrate(roll, 0);
    int end = (int)(MARGIN_MM / roll->step_mm), last = roll->count - 1 - end;
    double even = -atan2(
        roll->height_mm[last] - roll->height_mm[end], roll->along_mm[last] - roll->along_mm[end]);
    double panel = lean < 0 ? -roll->turn[end] : -roll->turn[last];
    return even + fabs(lean) * (panel - even);
}

static void smooth_turns(struct bend_roll *roll, double *sums)
{
    int reach = (int)(SMOOTH_MM / roll->step_mm), last = roll->count - 1;
    for (int k = 0; k <= last; k++)
        sums[k + 1] = sums[k] + roll->turn[k];
    for (int k = 0; k <= last; k++) {
        int from = k > reach ? k - reach : 0, to = k + reach < last ? k + reach : last;
        roll->smooth_turn[k] = (sums[to + 1] - sums[from]) / (to + 1 - from);
    }
}

static int make_profile(struct bend_roll *roll, const struct ecg_scene *scene, double curl,
    double across_mm, const struct bend_fold *folds, int n_folds)
{
    double fold_at_mm[BEND_MAX_FOLDS] = { 0 };
    for (int k = 0; k < n_folds; k++)
        fold_at_mm[k] = (folds[k].x_mm - roll->middle_mm[0]) * roll->across[0] +
                        (folds[k].y_mm - roll->middle_mm[1]) * roll->across[1];
    int half = (int)((across_mm + MARGIN_MM) / STEP_MM) + 1;
    roll->step_mm = STEP_MM;
    roll->first_mm = -half * STEP_MM;
    roll->count = 2 * half + 1;
    double *block = ecg_calloc(6 * (size_t)roll->count + 1, sizeof *block);
    if (!block)
        return ECG_E_MEMORY;
    roll->along_mm = block;
    roll->height_mm = block + roll->count;
    roll->turn = block + 2 * (size_t)roll->count;
    roll->smooth_turn = block + 3 * (size_t)roll->count;
    for (int k = 0; k < roll->count; k++)
        roll->turn[k] = turn_at(
            scene, curl, across_mm, roll->first_mm + k * STEP_MM, folds, fold_at_mm, n_folds);
    double base = resting_turn(roll, scene->bend_lean);
    integrate(roll, base);
    for (int k = 0; k < roll->count; k++)
        roll->turn[k] += base;
    roll->rise_mm = block + 4 * (size_t)roll->count;
    for (int k = 1; k < roll->count; k++)
        roll->rise_mm[k] =
            roll->rise_mm[k - 1] + (roll->turn[k - 1] + roll->turn[k]) / 2 * roll->step_mm;
    smooth_turns(roll, block + 5 * (size_t)roll->count);
    return ECG_OK;
}

int bend_roll_make(struct bend_roll *roll, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, double width_mm, double height_mm)
{
    struct bend_fold all[BEND_MAX_FOLDS], folds[BEND_MAX_FOLDS];
    int n_all = bend_folds(scene, width_mm, height_mm, amounts->fold, all), n_folds = 0;
    for (int k = 0; k < n_all; k++)
        if (!all[k].crosses)
            folds[n_folds++] = all[k];
    double axis = scene->bend_curl_axis_deg * (M_PI / 180);
    *roll = (struct bend_roll){ .middle_mm = { width_mm / 2, height_mm / 2 },
        .across = { sin(axis), -cos(axis) } };
    if (n_all && scene->bend_fold_pattern != BEND_FOLD_LINES) {
        roll->across[0] = all[0].normal[0];
        roll->across[1] = all[0].normal[1];
    }
    double c = fabs(roll->across[0]), s = fabs(roll->across[1]);
    double across_mm = (c * width_mm + s * height_mm) / 2;
    if (!n_all && amounts->curl != 0 && scene->bend_curl_cone > 0)
        make_cone(roll, scene, amounts->curl, across_mm, (s * width_mm + c * height_mm) / 2);
    else if ((n_folds && amounts->fold > 0) || amounts->curl != 0)
        return make_profile(roll, scene, amounts->curl, across_mm, folds, n_folds);
    return ECG_OK;
}

void bend_roll_free(struct bend_roll *roll)
{
    ecg_free(roll->along_mm);
    *roll = (struct bend_roll){ 0 };
}

/* A place between two entries of the profile's tables. */
struct entry {
    int k;
    double t;
};

static struct entry entry_at(const struct bend_roll *roll, double across_mm)
{
    double at = ecg_clamp((across_mm - roll->first_mm) / roll->step_mm, 0, roll->count - 1.001);
    return (struct entry){ (int)at, at - (int)at };
}

static double mix(const double *table, struct entry e)
{
    return table[e.k] + e.t * (table[e.k + 1] - table[e.k]);
}

void bend_roll_add_turns(const struct bend_roll *roll, double x_mm, double y_mm, double step_mm,
    int count, float *slopes)
{
    double first = ((x_mm - roll->middle_mm[0]) * roll->across[0] +
                       (y_mm - roll->middle_mm[1]) * roll->across[1] - roll->first_mm) /
                   roll->step_mm;
    double next = step_mm * roll->across[0] / roll->step_mm, last = roll->count - 1;
    float across_x = (float)roll->across[0], across_y = (float)roll->across[1];
    for (int i = 0; i < count; i++) {
        /* To the nearest entry: they are much closer than the slopes asked for. */
        float turn = (float)roll->turn[(int)ecg_clamp(first + i * next + 0.5, 0, last)];
        slopes[2 * i] += turn * across_x;
        slopes[2 * i + 1] += turn * across_y;
    }
}

double bend_roll_rise(const struct bend_roll *roll, double x_mm, double y_mm)
{
    return mix(roll->rise_mm, entry_at(roll, (x_mm - roll->middle_mm[0]) * roll->across[0] +
                                                 (y_mm - roll->middle_mm[1]) * roll->across[1]));
}

/* r, f: along and across from the tip's generator; gives the same and a height, with the normal.
 */
static void place_on_cone(
    const struct bend_roll *roll, double f_mm, double r_mm, double h_mm, double out[3])
{
    double from_tip_mm = hypot(r_mm + roll->tip_mm, f_mm);
    double turn = atan2(f_mm, r_mm + roll->tip_mm) / roll->sine;
    double s = roll->sine, c = roll->cosine, ct = cos(turn), st = sin(turn), h = roll->side * h_mm;
    out[0] = from_tip_mm * s * st - h * c * st;
    out[1] = from_tip_mm * (c * c + s * s * ct) + h * s * c * (1 - ct) - roll->tip_mm;
    out[2] = roll->side * (from_tip_mm * s * c * (1 - ct) + h * (s * s + c * c * ct));
}

void bend_roll_place(
    const struct bend_roll *roll, double x_mm, double y_mm, double h_mm, double at_mm[3])
{
    if (!roll->is_cone && !roll->count) {
        at_mm[0] = x_mm;
        at_mm[1] = y_mm;
        at_mm[2] = h_mm;
        return;
    }
    double dx = x_mm - roll->middle_mm[0], dy = y_mm - roll->middle_mm[1];
    double f = dx * roll->across[0] + dy * roll->across[1]; /* across */
    double r = dy * roll->across[0] - dx * roll->across[1]; /* along the axis */
    double out[3];
    if (roll->is_cone) {
        place_on_cone(roll, f, r, h_mm, out);
    } else {
        struct entry e = entry_at(roll, f);
        double turn = mix(roll->smooth_turn, e);
        out[0] = mix(roll->along_mm, e) - h_mm * sin(turn);
        out[1] = r;
        out[2] = mix(roll->height_mm, e) + h_mm * cos(turn);
    }
    at_mm[0] = roll->middle_mm[0] + out[0] * roll->across[0] - out[1] * roll->across[1];
    at_mm[1] = roll->middle_mm[1] + out[0] * roll->across[1] + out[1] * roll->across[0];
    at_mm[2] = out[2];
}
