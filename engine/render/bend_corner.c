/* Corners that turn up: an arc about an axis square to the corner's diagonal. */
#include "core/bound.h"
#include "render/bend.h"

#include <math.h>

struct corner {
    double x_mm, y_mm; /* a point of the axis */
    double toward[2];  /* unit, to the corner */
    double rad_per_mm;
};

static void lift(struct bend_field *field, const struct corner *corner)
{
    for (int j = 0; j < field->rows; j++)
        for (int i = 0; i < field->columns; i++) {
            double s_mm = (i * field->step_x_mm - corner->x_mm) * corner->toward[0] +
                          (j * field->step_y_mm - corner->y_mm) * corner->toward[1];
            if (s_mm <= 0)
                continue;
            size_t n = (size_t)j * (size_t)field->columns + (size_t)i;
            double turn = corner->rad_per_mm * s_mm;
            double in_mm = sin(turn) / corner->rad_per_mm - s_mm;
            field->u_mm[n] += in_mm * corner->toward[0];
            field->v_mm[n] += in_mm * corner->toward[1];
            field->h_mm[n] += (1 - cos(turn)) / corner->rad_per_mm;
        }
}

void bend_corners(struct bend_field *field, const struct ecg_scene *scene, double angle)
{
    enum { ANY = 0, ALL = 5 };
    if (!(angle > 0))
        return;
    struct ecg_random random = ecg_random_named(scene->key, "bend.corner");
    int which = scene->bend_corner_which;
    int chosen = which == ANY ? (int)ecg_random_int(&random, 1, 4) : which;
    /* 1 top left, 2 top right, 3 bottom right, 4 bottom left. An axis never reaches the middle. */
    double room_mm = 0.45 * ecg_min(field->width_mm, field->height_mm);
    for (int k = 1; k <= 4; k++) {
        double turn = ecg_random_uniform(&random, 0.3, 1.27);
        double size_mm = scene->bend_corner_size_mm * ecg_random_uniform(&random, 0.8, 1.25);
        double share = ecg_random_uniform(&random, 0.5, 1);
        if (which != ALL && k != chosen)
            continue;
        int right = k == 2 || k == 3, below = k >= 3;
        double toward[2] = { right ? cos(turn) : -cos(turn), below ? sin(turn) : -sin(turn) };
        size_mm = ecg_min(size_mm, room_mm);
        struct corner corner = { (right ? field->width_mm : 0) - size_mm * toward[0],
            (below ? field->height_mm : 0) - size_mm * toward[1], { toward[0], toward[1] },
            (which == ALL ? angle * share : angle) / size_mm };
        lift(field, &corner);
    }
}
