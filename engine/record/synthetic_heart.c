/* What a beat looks like: waves of the heart's dipole. */
#include "record/synthetic.h"

#include <math.h>
#include <string.h>

static const double TAU = 6.283185307179586;

/* A bump of the dipole: Gaussian flanks, which may differ. Times are relative to the R peak. */
struct wave {
    double t_s, rise_s, fall_s;
    double mv[3]; /* x, y, z at its top */
};

enum { MAX_QRS = 6 };

struct heart {
    struct wave p[2]; /* right, then left atrium; times relative to the P wave's centre */
    int n_qrs;
    struct wave qrs[MAX_QRS];
    double st_start_s;
    double st_mv[3]; /* the plateau between QRS and T */
    struct wave t;   /* of a beat after an RR of 1 s */
    struct wave u;
    double f_mv[2][3]; /* fibrillation: two wave fronts */
    struct wave pvc[3];
};

static const struct heart normal_heart = {
    .p = { { -0.016, 0.017, 0.019, { 0.045, 0.085, -0.045 } },
        { 0.014, 0.018, 0.019, { 0.085, 0.065, 0.040 } } },
    .n_qrs = 4,
    .qrs = { { -0.026, 0.006, 0.007, { -0.13, -0.05, -0.17 } },
        { -0.011, 0.008, 0.008, { 0.30, 0.30, -0.36 } },
        { 0.002, 0.0095, 0.0095, { 1.05, 0.85, 0.50 } },
        { 0.020, 0.008, 0.010, { -0.16, -0.20, 0.52 } } },
    .st_start_s = 0.048,
    .st_mv = { 0.014, 0.010, -0.034 },
    .u = { 0.455, 0.030, 0.034, { 0.012, 0.010, -0.022 } },
    .t = { 0.285, 0.062, 0.036, { 0.31, 0.20, -0.20 } },
    .f_mv = { { -0.045, 0.050, -0.040 }, { -0.020, -0.018, -0.036 } },
    .pvc = { { -0.012, 0.026, 0.030, { 0.75, 1.25, 0.30 } },
        { 0.040, 0.026, 0.030, { 0.25, 0.55, 0.85 } },
        { 0.300, 0.070, 0.045, { -0.34, -0.52, -0.36 } } },
};

static void set(double *to, double x, double y, double z)
{
    to[0] = x;
    to[1] = y;
    to[2] = z;
}

static void scale(double *v, double factor)
{
    for (int i = 0; i < 3; i++)
        v[i] *= factor;
}

/* Activation spreads from right to left through muscle: slow, notched, no septal q. */
static void make_lbbb(struct heart *h)
{
    static const struct wave qrs[] = { { -0.040, 0.012, 0.016, { 0.42, 0.28, 0.02 } },
        { -0.004, 0.019, 0.024, { 0.80, 0.42, 0.78 } },
        { 0.046, 0.019, 0.020, { 0.72, 0.10, 0.86 } } };
    h->n_qrs = 3;
    memcpy(h->qrs, qrs, sizeof qrs);
    h->st_start_s = 0.085;
    set(h->st_mv, -0.07, -0.01, -0.15);
    h->t = (struct wave){ 0.315, 0.075, 0.048, { -0.30, -0.06, -0.46 } };
}

/* The right ventricle comes last: a slow wave to the right and front. */
static void make_rbbb(struct heart *h)
{
    h->qrs[3] = (struct wave){ 0.018, 0.008, 0.010, { -0.05, -0.12, 0.24 } };
    h->qrs[4] = (struct wave){ 0.054, 0.015, 0.019, { -0.42, -0.02, -0.62 } };
    h->n_qrs = 5;
    h->st_start_s = 0.092;
    h->t = (struct wave){ 0.310, 0.062, 0.040, { 0.30, 0.17, 0.13 } };
    set(h->st_mv, 0.015, 0.01, 0.045);
}

/* Great voltages to the left and back, and the strain pattern over the left chest. */
static void make_hypertrophy(struct heart *h)
{
    set(h->qrs[2].mv, 1.85, 0.62, 1.02);
    set(h->qrs[3].mv, -0.05, -0.28, 0.78);
    h->qrs[2].rise_s = 0.0115;
    h->qrs[2].fall_s = 0.0115;
    h->st_start_s = 0.054;
    set(h->st_mv, -0.10, -0.02, -0.08);
    h->t = (struct wave){ 0.300, 0.070, 0.034, { -0.30, 0.00, -0.28 } };
}

/* Loss of the front wall's forces, its injury current pointing at V2..V4. */
static void make_anterior_stemi(struct heart *h)
{
    set(h->qrs[0].mv, -0.10, 0.04, 0.16);
    set(h->qrs[1].mv, 0.22, 0.25, 0.10);
    set(h->qrs[2].mv, 0.82, 0.70, 0.46);
    set(h->st_mv, 0.09, -0.05, -0.25);
    h->t = (struct wave){ 0.270, 0.078, 0.044, { 0.30, 0.06, -0.42 } };
}

/* Injury current to the feet and a little to the right: III above II, I and aVL depressed. */
static void make_inferior_stemi(struct heart *h)
{
    set(h->qrs[0].mv, 0.02, -0.30, -0.10);
    set(h->qrs[2].mv, 1.0, 0.62, 0.42);
    set(h->st_mv, -0.05, 0.24, 0.07);
    h->t = (struct wave){ 0.265, 0.080, 0.042, { 0.06, 0.36, -0.05 } };
}

static void make_ischaemia(struct heart *h)
{
    set(h->st_mv, -0.155, -0.085, -0.02);
    h->t = (struct wave){ 0.290, 0.050, 0.034, { 0.10, 0.06, -0.12 } };
}

/* The shapes of one kind before the patient's own variation. */
static struct heart heart_of_kind(enum ecg_heart_kind kind, struct ecg_random *random)
{
    struct heart h = normal_heart;
    int from_left = ecg_random_chance(random, 0.45);
    if (from_left) {
        /* The premature beat starts in the left ventricle: upright in V1. */
        static const struct wave pvc[3] = { { -0.012, 0.026, 0.030, { -0.35, -0.85, -0.75 } },
            { 0.040, 0.026, 0.030, { -0.30, -0.55, -0.65 } },
            { 0.300, 0.070, 0.045, { 0.26, 0.42, 0.42 } } };
        memcpy(h.pvc, pvc, sizeof pvc);
    }
    switch (kind) {
    case ECG_HEART_LBBB:
        make_lbbb(&h);
        break;
    case ECG_HEART_RBBB:
        make_rbbb(&h);
        break;
    case ECG_HEART_HYPERTROPHY:
        make_hypertrophy(&h);
        break;
    case ECG_HEART_ANTERIOR_STEMI:
        make_anterior_stemi(&h);
        break;
    case ECG_HEART_INFERIOR_STEMI:
        make_inferior_stemi(&h);
        break;
    case ECG_HEART_ISCHAEMIA:
        make_ischaemia(&h);
        break;
    case ECG_HEART_FIBRILLATION:
        scale(h.t.mv, 0.7);
        break;
    default:
        break;
    }
    return h;
}

/* Turns a vector in the frontal (x, y), transverse (x, z) planes by degrees. */
static void turn(double *v, double frontal_deg, double transverse_deg)
{
    double a = frontal_deg * TAU / 360, b = transverse_deg * TAU / 360;
    double x = v[0] * cos(a) - v[1] * sin(a), y = v[0] * sin(a) + v[1] * cos(a);
    v[0] = x * cos(b) - v[2] * sin(b);
    v[2] = x * sin(b) + v[2] * cos(b);
    v[1] = y;
}

static void vary_wave(struct wave *w, double size, double width, double frontal_deg,
    double transverse_deg, struct ecg_random *random)
{
    scale(w->mv, size * exp(0.08 * ecg_random_normal(random)));
    transverse_deg += 3 * ecg_random_normal(random);
    frontal_deg += 3 * ecg_random_normal(random);
    turn(w->mv, frontal_deg, transverse_deg);
    w->rise_s *= width;
    w->fall_s *= width;
    w->t_s *= width;
}

/* A small slur or notch somewhere in the QRS, which makes it one's own. */
static void add_notch(struct heart *h, double size, struct ecg_random *random)
{
    struct wave *notch = &h->qrs[h->n_qrs++];
    *notch = (struct wave){ ecg_random_uniform(random, -0.022, 0.026), 0.0045, 0.0045, { 0 } };
    for (int axis = 0; axis < 3; axis++)
        notch->mv[axis] = 0.06 * size * ecg_random_normal(random);
}

/* A person's own heart: turned, larger or smaller, quicker or slower than the textbook's. */
static struct heart heart_make(
    enum ecg_heart_kind kind, double age_years, struct ecg_random *random)
{
    struct heart h = heart_of_kind(kind, random);
    /* The heart lies flatter with age and build. */
    double frontal = 0.35 * (45 - age_years) + 13 * ecg_random_normal(random);
    frontal = fmin(fmax(frontal, -38), 9);
    double transverse = 7 * ecg_random_normal(random);
    double qrs_size = exp(0.16 * ecg_random_normal(random) + 0.003 * (50 - age_years));
    double qrs_width =
        (kind == ECG_HEART_LBBB ? 0.85 : 1.1) * exp(0.05 * ecg_random_normal(random));
    double t_size = exp(0.2 * ecg_random_normal(random) + 0.004 * (45 - age_years));
    double p_size = exp(0.15 * ecg_random_normal(random));
    int is_normal_t = kind != ECG_HEART_LBBB && kind != ECG_HEART_HYPERTROPHY;
    for (int i = 0; i < 2; i++)
        vary_wave(&h.p[i], p_size, 1, 0.4 * frontal, 0.5 * transverse, random);
    for (int i = 0; i < h.n_qrs; i++)
        vary_wave(&h.qrs[i], qrs_size, qrs_width, frontal, transverse, random);
    for (int i = 0; i < 3; i++)
        vary_wave(&h.pvc[i], qrs_size, 1, 0.5 * frontal, transverse, random);
    vary_wave(&h.t, is_normal_t ? t_size : qrs_size, 1, 0.6 * frontal, transverse, random);
    turn(h.st_mv, 0.3 * frontal, transverse);
    scale(h.st_mv, exp(0.2 * ecg_random_normal(random)));
    double f_size = 0.65 * exp(0.35 * ecg_random_normal(random));
    for (int i = 0; i < 2; i++)
        scale(h.f_mv[i], f_size);
    scale(h.u.mv, fmax(0, 0.4 + 0.6 * ecg_random_normal(random)));
    add_notch(&h, qrs_size, random);
    return h;
}

struct canvas {
    double *const *vcg;
    size_t n;
    double fs_hz;
};

/* The samples within [t0, t1]. */
static void span(const struct canvas *c, double t0_s, double t1_s, size_t *first, size_t *end)
{
    double a = ceil(t0_s * c->fs_hz), b = floor(t1_s * c->fs_hz) + 1;
    *first = (size_t)fmin(fmax(a, 0), (double)c->n);
    *end = (size_t)fmin(fmax(b, 0), (double)c->n);
}

static void add_wave(const struct canvas *c, const struct wave *w, double at_s, double stretch,
    const double *sway_deg, double size)
{
    double centre = at_s + w->t_s * stretch;
    double rise = w->rise_s * stretch, fall = w->fall_s * stretch;
    double mv[3] = { w->mv[0] * size, w->mv[1] * size, w->mv[2] * size };
    turn(mv, sway_deg[0], sway_deg[1]);
    size_t first, end;
    span(c, centre - 5.5 * rise, centre + 5.5 * fall, &first, &end);
    for (size_t i = first; i < end; i++) {
        double dt = (double)i / c->fs_hz - centre;
        double u = dt / (dt < 0 ? rise : fall);
        double g = exp(-0.5 * u * u);
        for (int axis = 0; axis < 3; axis++)
            c->vcg[axis][i] += mv[axis] * g;
    }
}

/* A plateau that grows out of the end of QRS and is taken up by the T wave. */
static void add_st(const struct canvas *c, const struct heart *h, double r_s, double stretch)
{
    double from = r_s + h->st_start_s - 0.012, to = r_s + h->t.t_s * stretch;
    size_t first, end;
    span(c, from - 0.08, to + 0.3, &first, &end);
    for (size_t i = first; i < end; i++) {
        double t = (double)i / c->fs_hz;
        double g = 0.5 * (tanh((t - from) / 0.011) - tanh((t - to) / 0.055));
        for (int axis = 0; axis < 3; axis++)
            c->vcg[axis][i] += h->st_mv[axis] * g;
    }
}

static void add_beat(const struct canvas *c, const struct heart *h, const struct ecg_beat *beat,
    const struct ecg_rhythm *rhythm, struct ecg_random *random)
{
    double breath = sin(TAU * rhythm->breath_hz * beat->r_s + rhythm->breath_phase);
    double sway[2];
    sway[0] = 2.2 * breath + 0.6 * ecg_random_normal(random);
    sway[1] = 1.5 * breath + 0.6 * ecg_random_normal(random);
    double size = 1 + 0.03 * breath + 0.008 * ecg_random_normal(random);
    double stretch = cbrt(fmin(fmax(beat->rr_s, 0.35), 1.6));
    if (!isnan(beat->p_s)) {
        /* From elsewhere in the atria: flatter and turned. */
        double other[2] = { sway[0] - 55, sway[1] + 25 };
        int ectopic = beat->kind == ECG_BEAT_ATRIAL;
        for (int i = 0; i < 2; i++)
            add_wave(c, &h->p[i], beat->p_s, 1, ectopic ? other : sway, ectopic ? 0.8 : 1);
    }
    if (beat->kind == ECG_BEAT_VENTRICULAR) {
        for (int i = 0; i < 3; i++)
            add_wave(c, &h->pvc[i], beat->r_s, i == 2 ? stretch : 1, sway, size);
        return;
    }
    for (int i = 0; i < h->n_qrs; i++)
        add_wave(c, &h->qrs[i], beat->r_s, 1, sway, size);
    add_st(c, h, beat->r_s, stretch);
    add_wave(c, &h->t, beat->r_s, stretch, sway, size);
    /* The T wave rises out of the ST segment on a long foot. */
    struct wave foot = h->t;
    foot.t_s -= 0.7 * h->t.rise_s;
    foot.rise_s *= 1.35;
    add_wave(c, &foot, beat->r_s, stretch, sway, 0.2 * size);
    add_wave(c, &h->u, beat->r_s, stretch, sway, size);
}

/* One wave front: a sawtooth of three harmonics, 5 to 8 a second, its size and rate wandering. */
static void add_front(const struct canvas *c, const double *mv, struct ecg_random *random)
{
    double hz = ecg_random_uniform(random, 5, 8), phase = ecg_random_uniform(random, 0, TAU);
    double slow_phase = ecg_random_uniform(random, 0, TAU);
    double rate_wander = 0, size_wander = 0;
    for (size_t i = 0; i < c->n; i++) {
        double t = (double)i / c->fs_hz;
        rate_wander += (2.5 * ecg_random_normal(random) - rate_wander) * 0.02;
        size_wander += (1.6 * ecg_random_normal(random) - size_wander) * 0.012;
        phase += TAU * hz * (1 + 0.06 * sin(TAU * 0.2 * t + slow_phase) + rate_wander) / c->fs_hz;
        double saw = 0;
        for (int k = 1; k <= 3; k++)
            saw += sin(k * phase + 0.4 * k) / (k * k);
        double size = exp(0.25 * sin(TAU * 0.11 * t + 2 * slow_phase) + 3 * size_wander) * saw;
        for (int axis = 0; axis < 3; axis++)
            c->vcg[axis][i] += mv[axis] * size;
    }
}

void ecg_heart_add(double *const vcg[3], size_t n, double fs_hz, enum ecg_heart_kind kind,
    double age_years, const struct ecg_rhythm *rhythm, struct ecg_key key)
{
    struct canvas canvas = { vcg, n, fs_hz };
    struct ecg_random random = ecg_random_named(key, "heart");
    struct heart heart = heart_make(kind, age_years, &random);
    for (size_t i = 0; i < rhythm->n_beats; i++)
        add_beat(&canvas, &heart, &rhythm->beats[i], rhythm, &random);
    for (int i = 0; i < 2 && kind == ECG_HEART_FIBRILLATION; i++)
        add_front(&canvas, heart.f_mv[i], &random);
}
