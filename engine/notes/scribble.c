#include "notes/scribble.h"

#include "core/error.h"

#include <math.h>

static double between(struct ecg_random *random, double lo, double hi)
{
    return ecg_random_uniform(random, lo, hi);
}

struct ecg_gait ecg_scribble_gait(const struct ecg_gait *writing)
{
    struct ecg_gait gait = *writing;
    gait.unit_mm = 7;
    gait.overlap = fmin(0.5 * writing->overlap, 0.35);
    gait.fidelity = 0.4;
    return gait;
}

int ecg_scribble_line(
    struct ecg_moves *moves, double x0, double y0, double x1, double y1, struct ecg_random *random)
{
    double length = hypot(x1 - x0, y1 - y0), miss = 0.012 * length + 0.15;
    double bow = ecg_random_normal(random) * 0.12;
    double miss_y = miss * ecg_random_normal(random), miss_x = miss * ecg_random_normal(random);
    int code = ecg_moves_add(moves, x0 + miss_x, y0 + miss_y, 0, 0);
    /* Two strokes: a wrist does not go far at once. */
    double f = between(random, 0.35, 0.65);
    double sag = length * bow / 8;
    if (!code && length > 12)
        code = ecg_moves_add(moves, x0 + f * (x1 - x0) - sag * (y1 - y0) / length,
            y0 + f * (y1 - y0) + sag * (x1 - x0) / length, -bow / 2, 1);
    miss_y = miss * ecg_random_normal(random);
    miss_x = miss * ecg_random_normal(random);
    if (!code)
        code = ecg_moves_add(moves, x1 + miss_x, y1 + miss_y, length > 12 ? -bow / 2 : -bow, 1);
    return code;
}

static int barbs(struct ecg_moves *moves, double x, double y, double angle_rad, double barb_mm,
    struct ecg_random *random)
{
    double open_a = between(random, 0.35, 0.65), open_b = between(random, 0.35, 0.65);
    double a = barb_mm * between(random, 0.8, 1.3), b = barb_mm * between(random, 0.8, 1.3);
    int is_one_go = ecg_random_chance(random, 0.6);
    int code = ecg_moves_add(
        moves, x - a * cos(angle_rad + open_a), y - a * sin(angle_rad + open_a), 0.3, 0);
    if (!code)
        code = ecg_moves_add(moves, x, y, 0.1, 1);
    if (!code && !is_one_go)
        code = ecg_moves_add(moves, x + 0.1 * b, y, 0, 0);
    if (!code)
        code = ecg_moves_add(
            moves, x - b * cos(angle_rad - open_b), y - b * sin(angle_rad - open_b), 0.1, 1);
    return code;
}

int ecg_scribble_arrow(struct ecg_moves *moves, double x0, double y0, double x1, double y1,
    double barb_mm, int both, struct ecg_random *random)
{
    double bend = ecg_random_normal(random) * 0.3;
    double angle = atan2(y1 - y0, x1 - x0);
    int code = ecg_moves_add(moves, x0, y0, 0, 0);
    if (!code)
        code = ecg_moves_add(moves, x1, y1, bend, 1);
    if (!code)
        code = barbs(moves, x1, y1, angle + bend / 2, barb_mm, random);
    if (!code && both)
        code = barbs(moves, x0, y0, angle + M_PI - bend / 2, barb_mm, random);
    return code;
}

int ecg_scribble_loop(struct ecg_moves *moves, double x, double y, double radius_x,
    double radius_y, struct ecg_random *random)
{
    enum { QUARTERS = 4 };
    double start = between(random, -2.6, -0.6), turn = ecg_random_chance(random, 0.75) ? -1 : 1;
    double total = between(random, 1.03, 1.28) * 2 * M_PI;
    if (ecg_random_chance(random, 0.15))
        total += 2 * M_PI;
    int steps = (int)ceil(total / (2 * M_PI) * QUARTERS) + 1;
    double spread = between(random, -0.14, 0.14), tilt = between(random, -0.25, 0.25);
    for (int i = 0; i <= steps; i++) {
        double done = (double)i / steps, a = start + turn * total * done;
        double grow = 1 + spread * done + 0.045 * ecg_random_normal(random);
        double u = radius_x * grow * cos(a), v = radius_y * grow * sin(a);
        int code = ecg_moves_add(moves, x + u * cos(tilt) - v * sin(tilt),
            y + u * sin(tilt) + v * cos(tilt), i ? turn * total / steps : 0, i ? 1 : 0);
        if (code)
            return code;
    }
    return 0;
}

/* Stops at a place for a moment, so that the corner there is sharp. */
static int corner(struct ecg_moves *moves, double x, double y, double turn)
{
    int code = ecg_moves_add(moves, x, y, turn, 1);
    return code ? code : ecg_moves_add(moves, x, y, 0, 1);
}

static int square_bracket(struct ecg_moves *moves, double x0, double x1, double y, double arm_mm,
    struct ecg_random *random)
{
    double lift = between(random, -0.6, 0.6), slope = between(random, -0.1, 0.1);
    double a = arm_mm * between(random, 0.7, 1.3), b = arm_mm * between(random, 0.7, 1.3);
    int code = ecg_moves_add(moves, x0 + between(random, -0.5, 0.5), y + a, 0, 0);
    code = code ? code : corner(moves, x0, y, 0.1);
    code = code ? code : corner(moves, x1, y + lift, slope);
    double end = x1 + between(random, -0.5, 0.5);
    return code ? code : ecg_moves_add(moves, end, y + lift + b, 0.1, 1);
}

int ecg_scribble_bracket(struct ecg_moves *moves, double x0, double x1, double y, double arm_mm,
    struct ecg_random *random)
{
    if (ecg_random_chance(random, 0.6))
        return square_bracket(moves, x0, x1, y, arm_mm, random);
    double lift = between(random, -0.6, 0.6), a = arm_mm * between(random, 0.7, 1.3);
    double middle = x0 + (x1 - x0) * between(random, 0.42, 0.58), tip = y - a;
    int code = ecg_moves_add(moves, x0 + between(random, -0.5, 0.5), y + a, 0, 0);
    code = code ? code : ecg_moves_add(moves, x0 + a, y, 1.3, 1);
    code = code ? code : ecg_moves_add(moves, middle - a, y, 0, 1);
    code = code ? code : corner(moves, middle, tip, -1.2);
    code = code ? code : ecg_moves_add(moves, middle + a, y, -1.2, 1);
    code = code ? code : ecg_moves_add(moves, x1 - a, y + lift, 0, 1);
    return code ? code : ecg_moves_add(moves, x1, y + lift + a, 1.3, 1);
}

int ecg_scribble_check(
    struct ecg_moves *moves, double x, double y, double height_mm, struct ecg_random *random)
{
    double h = height_mm, up = h * between(random, 0.3, 0.5),
           left = h * between(random, 0.18, 0.4);
    int code = ecg_moves_add(moves, x - left, y - up, 0, 0);
    if (!code)
        code = ecg_moves_add(moves, x, y, between(random, -0.3, 0.3), 1);
    double turn = between(random, -0.1, 0.5), right = h * between(random, 0.5, 1.1);
    return code ? code : ecg_moves_add(moves, x + right, y - h, turn, 1);
}

int ecg_scribble_strike(struct ecg_moves *moves, double x0, double x1, double y, double height_mm,
    struct ecg_random *random)
{
    if (ecg_random_chance(random, 0.6)) {
        int lines = ecg_random_chance(random, 0.35) ? 2 : 1, code = 0;
        for (int i = 0; i < lines && !code; i++) {
            double off = lines > 1 ? (i - 0.5) * 0.35 * height_mm : 0;
            double rise = 0.12 * height_mm * ecg_random_normal(random);
            code = ecg_scribble_line(moves, x0 - 0.3 * height_mm, y + off + rise,
                x1 + 0.3 * height_mm, y + off - rise, random);
        }
        return code;
    }
    /* A zigzag of strokes about as steep as writing. */
    double step = 0.42 * height_mm;
    int n = (int)fmin(fmax((x1 - x0) / step, 4), 60);
    for (int i = 0; i <= n; i++) {
        double turn = i ? between(random, -0.4, 0.4) : 0;
        double off = (i % 2 ? -0.5 : 0.5) * height_mm * between(random, 0.7, 1.2);
        int code = ecg_moves_add(
            moves, x0 + (x1 - x0) * i / n + 0.2 * height_mm * (i % 2), y + off, turn, i ? 1 : 0);
        if (code)
            return code;
    }
    return 0;
}

/* An initial: a tall stroke and one or two loops over it. */
static int initial(
    struct ecg_moves *moves, double *x, double y, double h, struct ecg_random *random)
{
    double w = h * between(random, 0.3, 0.7), lean = h * between(random, 0, 0.35);
    double turn = between(random, -0.6, 0.6), up = h * between(random, 0.5, 0.9);
    int code = ecg_moves_add(moves, *x + lean * 0.4, y - up, turn, 0);
    if (!code)
        code = ecg_moves_add(moves, *x + lean, y - h, between(random, 0.4, 1.4), 1);
    turn = between(random, -0.3, 0.3);
    up = -h * between(random, -0.05, 0.35);
    if (!code)
        code = ecg_moves_add(moves, *x, y - up, turn, 1);
    turn = between(random, 0.4, 2.6);
    up = h * between(random, 0.7, 1.1);
    if (!code)
        code = ecg_moves_add(moves, *x + w * 0.6 + lean, y - up, turn, 1);
    turn = between(random, 1, 3.2);
    up = h * between(random, 0.1, 0.6);
    if (!code)
        code = ecg_moves_add(moves, *x + w, y - up, turn, 1);
    *x += w;
    return code;
}

int ecg_scribble_signature(
    struct ecg_moves *moves, double x, double y, double height_mm, struct ecg_random *random)
{
    double h = height_mm, low = h * between(random, 0.12, 0.35);
    int capitals = (int)ecg_random_int(random, 1, 2), waves = (int)ecg_random_int(random, 2, 8);
    int code = 0;
    for (int i = 0; i < capitals && !code; i++) {
        code = initial(moves, &x, y, h * between(random, 0.8, 1.2), random);
        x += h * between(random, 0, 0.25);
    }
    double pitch = h * between(random, 0.16, 0.4);
    int tall = (int)ecg_random_int(random, 0, 2 * waves);
    for (int i = 0; i < waves && !code; i++) {
        double fade = 1 - 0.75 * i / waves;
        double top = (i == tall ? 2.6 : 1) * low * fade * between(random, 0.6, 1.3);
        code = ecg_moves_add(moves, x + pitch * 0.45, y - top, -between(random, 0.1, 0.9), 1);
        x += pitch * between(random, 0.7, 1.4);
        double turn = between(random, -0.2, 1.6);
        double up = 0.05 * h * fade * between(random, -1, 1);
        if (!code)
            code = ecg_moves_add(moves, x, y - up, turn, 1);
    }
    double reach = h * between(random, 0.4, 2.2);
    double turn = between(random, -0.8, 0.3), up = h * between(random, -0.3, 0.5);
    if (!code)
        code = ecg_moves_add(moves, x + reach, y - up, turn, 1);
    if (!code && ecg_random_chance(random, 0.45)) {
        turn = between(random, 2.2, 3.4);
        double down = h * between(random, 0.15, 0.5);
        double left = reach * between(random, 0.4, 1.6);
        code = ecg_moves_add(moves, x - left, y + down, turn, 1);
    }
    return code;
}
