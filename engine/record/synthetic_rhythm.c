/* When the heart beats. */
#include "core/alloc.h"
#include "core/error.h"
#include "record/synthetic.h"

#include <math.h>

static const double TAU = 6.283185307179586;
static const double LEAD_IN_S = 3; /* beats before the start, so that nothing begins there */

enum { SWINGS = 8 };

/* The slow part of heart rate variability: sines about 0.1 Hz. */
struct slow_rate {
    double hz[SWINGS], phase[SWINGS], size;
};

static struct slow_rate slow_rate_make(struct ecg_random *random, double size)
{
    struct slow_rate slow = { .size = size * sqrt(2.0 / SWINGS) };
    for (int i = 0; i < SWINGS; i++) {
        slow.hz[i] = fmax(0.02, 0.1 + 0.03 * ecg_random_normal(random));
        slow.phase[i] = ecg_random_uniform(random, 0, TAU);
    }
    return slow;
}

static double slow_rate_at(const struct slow_rate *slow, double t_s)
{
    double sum = 0;
    for (int i = 0; i < SWINGS; i++)
        sum += sin(TAU * slow->hz[i] * t_s + slow->phase[i]);
    return slow->size * sum;
}

/* Ranges of beats a minute, sinus node or, in fibrillation, the ventricles' mean. */
static void rate_range(enum ecg_heart_kind kind, double *lo, double *hi)
{
    static const double ranges[ECG_HEART_KINDS][2] = {
        [ECG_HEART_NORMAL] = { 61, 92 },
        [ECG_HEART_BRADYCARDIA] = { 41, 56 },
        [ECG_HEART_TACHYCARDIA] = { 104, 142 },
        [ECG_HEART_FIBRILLATION] = { 72, 138 },
        [ECG_HEART_ATRIAL_BEATS] = { 62, 84 },
        [ECG_HEART_VENTRICULAR_BEATS] = { 62, 84 },
        [ECG_HEART_LBBB] = { 62, 88 },
        [ECG_HEART_RBBB] = { 62, 88 },
        [ECG_HEART_HYPERTROPHY] = { 62, 88 },
        [ECG_HEART_ANTERIOR_STEMI] = { 74, 98 },
        [ECG_HEART_INFERIOR_STEMI] = { 62, 82 },
        [ECG_HEART_ISCHAEMIA] = { 68, 96 },
        [ECG_HEART_AV_BLOCK] = { 61, 76 },
        [ECG_HEART_ARRHYTHMIA] = { 62, 80 },
    };
    *lo = ranges[kind][0];
    *hi = ranges[kind][1];
}

struct schedule {
    struct ecg_rhythm *rhythm;
    enum ecg_heart_kind kind;
    size_t capacity;
    double pr_s; /* from the P wave's centre to R */
    struct slow_rate slow;
    double slow_share, breath_share; /* of RR */
    struct ecg_random random;
};

static int add_beat(
    struct schedule *s, double r_s, double rr_s, double p_s, enum ecg_beat_kind kind)
{
    struct ecg_rhythm *rhythm = s->rhythm;
    if (ecg_grow(&rhythm->beats, &s->capacity, rhythm->n_beats + 1, sizeof *rhythm->beats) < 0)
        return ECG_E_MEMORY;
    rhythm->beats[rhythm->n_beats++] = (struct ecg_beat){ r_s, rr_s, p_s, kind };
    return 0;
}

static double sinus_rr(const struct schedule *s, double t_s)
{
    const struct ecg_rhythm *r = s->rhythm;
    double breath = sin(TAU * r->breath_hz * t_s + r->breath_phase);
    return r->mean_rr_s *
           (1 + s->slow_share * slow_rate_at(&s->slow, t_s) + s->breath_share * breath);
}

/* The AV node lets fibrillation through irregularly: log-normal, with a refractory floor. */
static double fibrillation_rr(struct schedule *s)
{
    double rr = s->rhythm->mean_rr_s * exp(0.22 * ecg_random_normal(&s->random) - 0.024);
    return fmin(fmax(rr, 0.32 + 0.05 * ecg_random_unit(&s->random)), 1.9);
}

/* One beat, or a premature one and the beat after it; steps *r_s on to the last of them. */
static int next_beats(struct schedule *s, double *r_s, int *since_ectopic)
{
    double rr = s->kind == ECG_HEART_FIBRILLATION ? fibrillation_rr(s) : sinus_rr(s, *r_s);
    double r = *r_s;
    /* Never two in a row, and never so few that ten seconds could go without. */
    int drawn = ecg_random_chance(&s->random, 0.28), since = (*since_ectopic)++;
    int premature = since >= 6 || (drawn && since >= 2);
    if (s->kind == ECG_HEART_FIBRILLATION) {
        *r_s = r + rr;
        return add_beat(s, *r_s, 0.5 * (rr + s->rhythm->mean_rr_s), NAN, ECG_BEAT_SINUS);
    }
    if (premature && s->kind == ECG_HEART_ATRIAL_BEATS) {
        /* The early wave resets the sinus node. */
        double coupling = rr * ecg_random_uniform(&s->random, 0.58, 0.74);
        double pause = rr * ecg_random_uniform(&s->random, 1.04, 1.2);
        *since_ectopic = 0;
        *r_s = r + coupling + pause;
        int code = add_beat(s, r + coupling, rr, r + coupling - s->pr_s - 0.01, ECG_BEAT_ATRIAL);
        return code ? code : add_beat(s, *r_s, rr, *r_s - s->pr_s, ECG_BEAT_SINUS);
    }
    if (premature && s->kind == ECG_HEART_VENTRICULAR_BEATS) {
        /* The sinus node keeps its time: the P wave in between is not conducted, and the next
         * normal beat comes two intervals after the last one. */
        double coupling = rr * ecg_random_uniform(&s->random, 0.56, 0.7);
        *since_ectopic = 0;
        *r_s = r + 2 * rr;
        int code = add_beat(s, r + coupling, rr, r + rr - s->pr_s, ECG_BEAT_VENTRICULAR);
        return code ? code : add_beat(s, *r_s, rr, *r_s - s->pr_s, ECG_BEAT_SINUS);
    }
    *r_s = r + rr;
    return add_beat(s, *r_s, rr, *r_s - s->pr_s, ECG_BEAT_SINUS);
}

int ecg_rhythm_make(struct ecg_rhythm *rhythm, enum ecg_heart_kind kind, double age_years,
    double seconds, struct ecg_key key)
{
    *rhythm = (struct ecg_rhythm){ 0 };
    struct ecg_random random = ecg_random_named(key, "rhythm");
    double lo, hi;
    rate_range(kind, &lo, &hi);
    rhythm->mean_rr_s = 60 / ecg_random_uniform(&random, lo, hi);
    rhythm->breath_hz = ecg_random_uniform(&random, 0.18, 0.3);
    rhythm->breath_phase = ecg_random_uniform(&random, 0, TAU);
    double pr_s =
        ecg_random_uniform(&random, 0.105, 0.135) - (rhythm->mean_rr_s < 0.6 ? 0.015 : 0);
    if (kind == ECG_HEART_AV_BLOCK)
        pr_s = ecg_random_uniform(&random, 0.2, 0.26);
    /* Variability shrinks with age; the young breathe it. */
    double youth = fmin(fmax((75 - age_years) / 50, 0.15), 1);
    struct schedule s = {
        .rhythm = rhythm,
        .kind = kind,
        .pr_s = pr_s,
        .slow = slow_rate_make(&random, 1),
        .slow_share = 0.016 * (0.5 + youth),
        .breath_share = kind == ECG_HEART_ARRHYTHMIA ? 0.13 : 0.022 * youth,
        .random = random,
    };
    double r_s = -LEAD_IN_S - rhythm->mean_rr_s * ecg_random_unit(&s.random);
    int code = 0, since_ectopic = 0;
    while (code == 0 && r_s < seconds + 1)
        code = next_beats(&s, &r_s, &since_ectopic);
    return code;
}
