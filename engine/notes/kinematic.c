#include "notes/kinematic.h"

#include "core/alloc.h"
#include "core/error.h"
#include "notes/noise.h"

#include <complex.h>
#include <math.h>

/* A stroke made ready: its displacement at progress w is scale * (exp(i turn w) - 1), or chord * w
 * where it is straight. */
struct stroke {
    double onset, duration;
    double complex chord, scale, shift;
    double turn;
    float pressure;
};

int ecg_moves_add(struct ecg_moves *moves, double x, double y, double turn_rad, double pressure)
{
    if (ecg_grow(&moves->items, &moves->capacity, moves->count + 1, sizeof moves->items[0]))
        return ECG_E_MEMORY;
    moves->items[moves->count++] = (struct ecg_move){ x, y, turn_rad, (float)pressure, 1 };
    return 0;
}

void ecg_gait_shape(struct ecg_gait *gait, double sigma)
{
    double lo = exp(-3 * sigma), span = exp(3 * sigma) - lo;
    double tail = 0.5 * erfc(3 / sqrt(2.0));
    for (int k = 0; k <= ECG_GAIT_STEPS; k++) {
        double t = lo + span * k / ECG_GAIT_STEPS, z = log(t) / sigma;
        double done = 0.5 * erfc(-z / sqrt(2.0));
        gait->progress[k] = (float)fmin(fmax((done - tail) / (1 - 2 * tail), 0), 1);
        gait->speed[k] = (float)(span * exp(-z * z / 2) / (sigma * t * sqrt(2 * M_PI)));
    }
    gait->median = (1 - lo) / span;
}

static double table_at(const float *table, double u)
{
    double place = u * ECG_GAIT_STEPS;
    int k = (int)place;
    if (k >= ECG_GAIT_STEPS)
        return (double)table[ECG_GAIT_STEPS];
    double f = place - k;
    return (double)table[k] * (1 - f) + (double)table[k + 1] * f;
}

static void aim_stroke(struct stroke *stroke, double complex chord)
{
    stroke->chord = chord;
    if (fabs(stroke->turn) > 1e-3)
        stroke->scale = chord / (cexp(I * stroke->turn) - 1);
}

static double complex displacement(const struct stroke *stroke, double w)
{
    if (fabs(stroke->turn) <= 1e-3)
        return stroke->chord * w;
    double a = stroke->turn * w;
    return stroke->scale * ((cos(a) - 1) + I * sin(a));
}

static void plan(
    struct stroke *strokes, size_t n, const struct ecg_moves *moves, const struct ecg_gait *gait)
{
    double onset = 0;
    for (size_t i = 0; i < n; i++) {
        const struct ecg_move *from = &moves->items[i], *to = &moves->items[i + 1];
        struct stroke *stroke = &strokes[i];
        stroke->turn = to->turn_rad;
        stroke->pressure = to->pressure;
        aim_stroke(stroke, (to->x - from->x) + I * (to->y - from->y));
        /* Isochrony: long strokes are drawn faster, so time grows slowly with length. */
        double length = cabs(stroke->chord) * (1 + fabs(stroke->turn) / 6);
        stroke->duration = pow(fmax(length / gait->unit_mm, 0.06), 0.4) / (double)to->haste;
        stroke->onset = onset;
        onset += stroke->duration * (1 - gait->overlap);
    }
}

/* The place at time t; strokes [*first, n) are looked at, those over by then are passed for good
 * and left in *base. */
static double complex place_at(const struct stroke *strokes, size_t n, const struct ecg_gait *gait,
    double t, size_t *first, double complex *base, double *pressure)
{
    while (*first < n && t >= strokes[*first].onset + strokes[*first].duration)
        *base += strokes[(*first)++].chord;
    double complex place = *base;
    double moving = 0, pressed = 0;
    for (size_t i = *first; i < n && strokes[i].onset < t; i++) {
        double u = (t - strokes[i].onset) / strokes[i].duration;
        if (u >= 1) {
            place += strokes[i].chord;
            continue;
        }
        place += displacement(&strokes[i], table_at(gait->progress, u));
        double speed = table_at(gait->speed, u) / strokes[i].duration;
        moving += speed;
        pressed += speed * (double)strokes[i].pressure;
    }
    *pressure = moving > 0 ? pressed / moving : 0;
    return place;
}

/* Moves each aim away from where the summed movement missed it, half-way in time between the
 * middles of the strokes that meet there. */
static void correct(
    struct stroke *strokes, size_t n, const struct ecg_moves *moves, const struct ecg_gait *gait)
{
    size_t first = 0;
    double complex base = moves->items[0].x + I * moves->items[0].y;
    for (size_t i = 0; i + 1 < n; i++) {
        double here = strokes[i].onset + strokes[i].duration * gait->median;
        double next = strokes[i + 1].onset + strokes[i + 1].duration * gait->median;
        double pressure;
        double complex place =
            place_at(strokes, n, gait, (here + next) / 2, &first, &base, &pressure);
        double complex aim = moves->items[i + 1].x + I * moves->items[i + 1].y;
        strokes[i].shift = gait->fidelity * (aim - place);
    }
    double complex carried = 0;
    for (size_t i = 0; i < n; i++) {
        aim_stroke(&strokes[i], strokes[i].chord + strokes[i].shift - carried);
        carried = strokes[i].shift;
    }
}

/* Noise with two turns to a unit of time: about 8 Hz, a stroke taking an eighth of a second. */
static double complex shake(const struct ecg_gait *gait, double t)
{
    double x = ecg_noise_1d(gait->tremor_seed, 2.2 * t) - 0.5;
    double y = ecg_noise_1d(gait->tremor_seed ^ 1, 2.2 * t) - 0.5;
    return 2 * gait->tremor_mm * (x + I * y);
}

static int sample(struct ecg_trail *trail, const struct stroke *strokes, size_t n,
    const struct ecg_moves *moves, const struct ecg_gait *gait, double step_mm)
{
    size_t first = 0;
    double complex base = moves->items[0].x + I * moves->items[0].y;
    double complex before = base;
    double end = strokes[n - 1].onset + strokes[n - 1].duration, dt = 0.05, speed = 0;
    for (double t = 0; t < end; t += dt) {
        struct ecg_nib nib;
        double pressure;
        double complex place = place_at(strokes, n, gait, t, &first, &base, &pressure);
        if (t > 0)
            speed = cabs(place - before) / dt;
        before = place;
        double complex seen = place + (gait->tremor_mm > 0 ? shake(gait, t) : 0);
        nib = (struct ecg_nib){ creal(seen), cimag(seen), (float)pressure, (float)speed };
        if (ecg_grow(&trail->items, &trail->capacity, trail->count + 1, sizeof nib))
            return ECG_E_MEMORY;
        trail->items[trail->count++] = nib;
        /* In the air nothing is seen: longer steps. */
        double step = pressure > 0.05 ? step_mm : 4 * step_mm;
        dt = fmin(fmax(step / fmax(speed, 1e-3), 0.01), 0.09);
    }
    return 0;
}

int ecg_kinematic_run(struct ecg_trail *trail, const struct ecg_moves *moves,
    const struct ecg_gait *gait, double step_mm)
{
    trail->count = 0;
    if (moves->count < 2)
        return 0;
    size_t n = moves->count - 1;
    struct stroke *strokes = ecg_calloc(n, sizeof *strokes);
    if (!strokes)
        return ECG_E_MEMORY;
    plan(strokes, n, moves, gait);
    for (int pass = 0; pass < 2 && gait->fidelity > 0; pass++)
        correct(strokes, n, moves, gait);
    int code = sample(trail, strokes, n, moves, gait, step_mm);
    ecg_free(strokes);
    return code;
}
