#include "render/light_shadow.h"

#include "core/random.h"

#include <math.h>

static void add_limb(struct shadow *shadow, double x0, double y0, double x1, double y1,
    double half0, double half1, double corner)
{
    if (shadow->n < SHADOW_MAX_LIMBS)
        shadow->limb[shadow->n++] = (struct shadow_limb){ x0, y0, x1, y1, half0, half1, corner };
}

/* A forearm from outside the sheet, a palm, four fingers and a thumb. */
static void hand(struct shadow *shadow, struct ecg_random *random, double x, double y, double way)
{
    double c = cos(way), s = sin(way);
    double size = ecg_random_uniform(random, 0.9, 1.3);
    add_limb(shadow, x - 400 * c, y - 400 * s, x - 70 * size * c, y - 70 * size * s, 45 * size,
        30 * size, 0);
    add_limb(shadow, x - 60 * size * c, y - 60 * size * s, x, y, 34 * size, 40 * size, 0);
    double curl = ecg_random_uniform(random, 0.2, 1.0);
    for (int k = 0; k < 4; k++) {
        double across = (k - 1.5) * 19 * size;
        double length = (k == 0 ? 55 : k == 3 ? 52 : 68) * size * curl;
        double fx = x + 22 * size * c - across * s, fy = y + 22 * size * s + across * c;
        double turn = way + (k - 1.5) * 0.07;
        add_limb(shadow, fx, fy, fx + length * cos(turn), fy + length * sin(turn), 9.5 * size,
            7 * size, 0);
    }
    double side = ecg_random_chance(random, 0.5) ? 1 : -1;
    add_limb(shadow, x - 20 * size * c - side * 30 * size * s,
        y - 20 * size * s + side * 30 * size * c, x + 35 * size * c - side * 62 * size * s,
        y + 35 * size * s + side * 62 * size * c, 13 * size, 8 * size, 0);
}

/* The phone and a hand that holds it, between lamp and sheet. */
static void phone(struct shadow *shadow, struct ecg_random *random, double x, double y, double way)
{
    double c = cos(way), s = sin(way);
    double size = ecg_random_uniform(random, 1.1, 1.7); /* nearer to the lamp: larger */
    add_limb(shadow, x - 42 * size * c, y - 42 * size * s, x + 42 * size * c, y + 42 * size * s,
        36 * size, 36 * size, 1);
    double hx = x + 30 * size * c, hy = y + 30 * size * s;
    add_limb(shadow, hx, hy, hx + 420 * c, hy + 420 * s, 34 * size, 52 * size, 0);
}

static void pen(struct shadow *shadow, struct ecg_random *random, double x, double y, double way)
{
    double length = ecg_random_uniform(random, 110, 150);
    add_limb(shadow, x, y, x + 12 * cos(way), y + 12 * sin(way), 0.6, 4.5, 0);
    add_limb(shadow, x + 12 * cos(way), y + 12 * sin(way), x + length * cos(way),
        y + length * sin(way), 4.5, 5.5, 0);
}

void shadow_place(
    struct shadow *shadow, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    *shadow = (struct shadow){ .soft_mm = scene->light_shadow_softness_mm,
        .strength = scene->light_shadow_strength };
    if (scene->light_shadow_kind == 0 || scene->light_key_strength <= 0)
        return;
    struct ecg_random random = ecg_random_named(scene->key, "light.shadow");
    /* It reaches in from below or from a side, seldom to the middle. */
    double way = -1.5708 + ecg_random_normal(&random) * 0.7;
    double x = width_mm * ecg_random_uniform(&random, 0.1, 0.9);
    double y = height_mm * ecg_random_uniform(&random, 0.75, 1.15);
    int from_left = ecg_random_chance(&random, 0.5);
    if (ecg_random_chance(&random, 0.35)) {
        way = (from_left ? 0.0 : 3.14159) + ecg_random_normal(&random) * 0.3;
        x = width_mm * (from_left ? ecg_random_uniform(&random, -0.15, 0.2)
                                  : ecg_random_uniform(&random, 0.8, 1.15));
        y = height_mm * ecg_random_uniform(&random, 0.2, 0.9);
    }
    if (scene->light_shadow_kind == 1) {
        hand(shadow, &random, x, y, way);
    } else if (scene->light_shadow_kind == 2) {
        phone(shadow, &random, x, y + 0.1 * height_mm, way + 3.14159);
    } else if (scene->light_shadow_kind == 3) {
        pen(shadow, &random, x, y - 0.3 * height_mm, ecg_random_uniform(&random, 0.3, 2.0));
    } else {
        /* The photographer's head and shoulders, far out of focus. */
        add_limb(shadow, x, y, x + 60 * cos(way), y + 60 * sin(way), 150, 70, 0);
        add_limb(shadow, x - 260, y + 190, x + 260, y + 190, 130, 130, 0);
        shadow->soft_mm *= 2.5;
    }
}

static double limb_distance(const struct shadow_limb *limb, double x, double y)
{
    double dx = limb->x1_mm - limb->x0_mm, dy = limb->y1_mm - limb->y0_mm;
    double length = hypot(dx, dy);
    double ux = length > 0 ? dx / length : 1, uy = length > 0 ? dy / length : 0;
    double along = (x - limb->x0_mm) * ux + (y - limb->y0_mm) * uy;
    double across = (y - limb->y0_mm) * ux - (x - limb->x0_mm) * uy;
    double t = length > 0 ? fmin(fmax(along / length, 0), 1) : 0;
    double half = limb->half0_mm + (limb->half1_mm - limb->half0_mm) * t;
    if (limb->corner > 0) {
        double qa = fabs(along - length / 2) - (length / 2 + half) + 10;
        double qb = fabs(across) - half + 10;
        return hypot(fmax(qa, 0), fmax(qb, 0)) + fmin(fmax(qa, qb), 0) - 10;
    }
    return hypot(along - t * length, across) - half;
}

float shadow_at(const struct shadow *shadow, double x_mm, double y_mm)
{
    if (shadow->n == 0)
        return 0.0f;
    double d = 1e9, soft = shadow->soft_mm;
    for (int k = 0; k < shadow->n; k++) {
        /* A smooth minimum: the penumbrae of neighbouring fingers run together. */
        double e = limb_distance(&shadow->limb[k], x_mm, y_mm);
        double m = fmax(soft * 0.5 - fabs(d - e), 0.0) / (soft * 0.5);
        d = fmin(d, e) - m * m * soft * 0.125;
    }
    double t = fmin(fmax(0.5 - d / soft, 0.0), 1.0);
    return (float)(shadow->strength * t * t * (3.0 - 2.0 * t));
}
