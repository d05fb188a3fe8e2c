/* Where the sheet was folded, and how far it still turns there. */
#include "render/bend.h"

#include <math.h>

struct pen {
    struct ecg_random random;
    const struct ecg_scene *scene;
    double width_mm, height_mm, gain;
    struct bend_fold *folds;
    int count;
};

/* A fold square to `normal`, `share` of the way across the sheet along it. */
static void add_fold(struct pen *pen, const double normal[2], double share, int sign, int crosses)
{
    const struct ecg_scene *scene = pen->scene;
    double extent_mm = fabs(normal[0]) * pen->width_mm + fabs(normal[1]) * pen->height_mm;
    double off_mm = (share - 0.5) * extent_mm;
    double spread = 1 + scene->bend_fold_spread * ecg_random_uniform(&pen->random, -1, 1);
    double angle = scene->bend_fold_angle_deg * (M_PI / 180) * spread * pen->gain;
    pen->folds[pen->count++] = (struct bend_fold){
        .x_mm = pen->width_mm / 2 + off_mm * normal[0],
        .y_mm = pen->height_mm / 2 + off_mm * normal[1],
        .normal = { normal[0], normal[1] },
        .angle = sign * angle,
        .strength = ecg_random_uniform(&pen->random, 0.75, 1),
        .share = share,
        .crosses = crosses,
    };
}

static void add_lines(struct pen *pen)
{
    for (int k = 0; k < pen->scene->bend_fold_lines; k++) {
        double turn = ecg_random_uniform(&pen->random, 0, M_PI);
        double normal[2] = { cos(turn), sin(turn) };
        int sign = ecg_random_chance(&pen->random, 0.5) ? 1 : -1;
        add_fold(pen, normal, ecg_random_uniform(&pen->random, 0.2, 0.8), sign, 1);
    }
}

/* To and fro, so that the sheet as a whole stays level. */
static void add_family(struct pen *pen, const double normal[2], int count)
{
    int first = ecg_random_chance(&pen->random, 0.5) ? 1 : -1;
    for (int k = 0; k < count; k++)
        add_fold(pen, normal, (k + 1.0) / (count + 1), k & 1 ? -first : first, 1);
}

static void add_grid(struct pen *pen)
{
    double turn = pen->scene->bend_fold_turn_deg * (M_PI / 180);
    const double along[2] = { cos(turn), -sin(turn) }, down[2] = { sin(turn), cos(turn) };
    add_family(pen, along, pen->scene->bend_fold_columns);
    add_family(pen, down, pen->scene->bend_fold_rows);
}

int bend_folds(const struct ecg_scene *scene, double width_mm, double height_mm, double gain,
    struct bend_fold folds[BEND_MAX_FOLDS])
{
    struct pen pen = { ecg_random_named(scene->key, "bend.fold"), scene, width_mm, height_mm, gain,
        folds, 0 };
    if (scene->bend_fold_pattern == BEND_FOLD_NONE)
        return 0;
    if (scene->bend_fold_pattern == BEND_FOLD_LINES) {
        add_lines(&pen);
        return pen.count;
    }
    if (scene->bend_fold_pattern == BEND_FOLD_GRID) {
        add_grid(&pen);
        return pen.count;
    }
    /* Nobody folds quite square, or quite at a third; parallel folds keep parallel. */
    int upright = (width_mm < height_mm) != (scene->bend_fold_across == 1);
    double askew = 0.006 * ecg_random_normal(&pen.random);
    double normal[2] = { upright ? -sin(askew) : cos(askew), upright ? cos(askew) : sin(askew) };
    double crosswise[2] = { -normal[1], normal[0] };
    double off = 0.006 * ecg_random_normal(&pen.random);
    int sign = ecg_random_chance(&pen.random, 0.5) ? 1 : -1;
    switch (scene->bend_fold_pattern) {
    case BEND_FOLD_HALF:
        add_fold(&pen, normal, 0.5 + off, sign, 0);
        break;
    case BEND_FOLD_THIRDS:
    case BEND_FOLD_ZIGZAG:
        add_fold(&pen, normal, 1.0 / 3 + off, sign, 0);
        add_fold(&pen, normal, 2.0 / 3 + 0.006 * ecg_random_normal(&pen.random),
            scene->bend_fold_pattern == BEND_FOLD_ZIGZAG ? -sign : sign, 0);
        break;
    default:
        add_fold(&pen, normal, 0.5 + off, sign, 1);
        add_fold(&pen, crosswise, 0.5 + 0.006 * ecg_random_normal(&pen.random), sign, 1);
    }
    return pen.count;
}
