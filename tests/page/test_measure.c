/* Measured values against synthetic beats whose every edge is known. */
#include "core/random.h"
#include "page/measure.h"
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TWELVE "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"

/* A beat of waves that start and end at definite times: raised cosines. Times are from QRS onset.
 */
struct heart {
    double rate_bpm, pr_s, qrs_s, qt_s;
    double qrs_axis_deg, t_axis_deg, p_axis_deg;
    double p_mv, noise_mv, wander_mv;
    double irregular; /* share of the RR interval by which beats are scattered */
    int every_nth_is_ventricular;
};

static const double P_S = 0.1, T_S = 0.2;
/* The tangent at the middle of a raised cosine's flank meets zero this far from its peak, in
 * widths: 1/4 + 1/(2 pi). P onset and T end are defined so. */
static const double TANGENT = 0.409155;

static double hump(double t, double start, double width)
{
    double u = (t - start) / width;
    return u <= 0 || u >= 1 ? 0 : 0.5 - 0.5 * cos(2 * acos(-1.0) * u);
}

/* The frontal dipole of one beat at time t after QRS onset. */
static void dipole(const struct heart *h, double t, int ventricular, double xy[2])
{
    const double deg = acos(-1.0) / 180;
    double qrs_s = ventricular ? 0.16 : h->qrs_s;
    double qrs = 1.4 * hump(t, 0.2 * qrs_s, 0.5 * qrs_s) - 0.15 * hump(t, 0, 0.3 * qrs_s) -
                 0.3 * hump(t, 0.6 * qrs_s, 0.4 * qrs_s);
    double p = ventricular ? 0 : h->p_mv * hump(t, -h->pr_s - (0.5 - TANGENT) * P_S, P_S);
    double t_wave = (ventricular ? -0.5 : 0.35) * hump(t, h->qt_s - (0.5 + TANGENT) * T_S, T_S);
    double axis = (ventricular ? -80 : h->qrs_axis_deg) * deg;
    xy[0] = qrs * cos(axis) + p * cos(h->p_axis_deg * deg) + t_wave * cos(h->t_axis_deg * deg);
    xy[1] = qrs * sin(axis) + p * sin(h->p_axis_deg * deg) + t_wave * sin(h->t_axis_deg * deg);
}

static struct ecg_record *make(const struct heart *h, double fs_hz)
{
    static const double lead_deg[] = { 0, 60, 120, -150, -30, 90, 115, 80, 60, 45, 25, 5 };
    const double deg = acos(-1.0) / 180;
    struct ecg_record *record = sheet_record(TWELVE, fs_hz, 10);
    struct ecg_random random = ecg_random_named(ecg_key_make(3, "heart", 0), "noise");
    double onsets[64];
    int n = 0;
    for (double t = 0.37; t < 11 && n < 64; t += 60 / h->rate_bpm)
        onsets[n++] = t + ecg_random_uniform(&random, -0.5, 0.5) * h->irregular * 60 / h->rate_bpm;
    for (size_t i = 0; i < record->n_samples; i++) {
        double t = (double)i / fs_hz, x = 0, y = 0;
        for (int b = 0; b < n; b++) {
            double xy[2];
            int nth = h->every_nth_is_ventricular;
            dipole(h, t - onsets[b], nth && b % nth == nth - 1, xy);
            x += xy[0];
            y += xy[1];
        }
        for (int lead = 0; lead < 12; lead++) {
            double mv = x * cos(lead_deg[lead] * deg) + y * sin(lead_deg[lead] * deg);
            /* Limb leads as the standard has them: aVR, aVL, aVF are smaller by cos 30. */
            if (lead >= 3 && lead <= 5)
                mv *= sqrt(3) / 2;
            mv += h->wander_mv * sin(2 * acos(-1.0) * 0.22 * t + lead) +
                  h->noise_mv * ecg_random_normal(&random);
            record->leads[lead].samples[i] = mv;
        }
    }
    return record;
}

static struct ecg_measures measure(const struct heart *h, double fs_hz)
{
    struct ecg_measures m;
    struct ecg_record *record = make(h, fs_hz);
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    sheet_record_free(&record);
    return m;
}

static const struct heart normal = { .rate_bpm = 72,
    .pr_s = 0.16,
    .qrs_s = 0.09,
    .qt_s = 0.39,
    .qrs_axis_deg = 45,
    .t_axis_deg = 40,
    .p_axis_deg = 55,
    .p_mv = 0.12,
    .noise_mv = 0.01,
    .wander_mv = 0.1 };

static void check_close(const struct heart *h, double fs_hz)
{
    struct ecg_measures m = measure(h, fs_hz);
    CHECK_NEAR(m.rate_bpm, h->rate_bpm, 1);
    CHECK_NEAR(m.qrs_ms, 1000 * h->qrs_s, 12);
    CHECK_NEAR(m.pr_ms, 1000 * h->pr_s, 16);
    CHECK_NEAR(m.qt_ms, 1000 * h->qt_s, 20);
    CHECK_NEAR(m.qtc_ms, m.qt_ms * sqrt(m.rate_bpm / 60), 0.01);
    CHECK_NEAR(m.qrs_axis_deg, h->qrs_axis_deg, 5);
    CHECK_NEAR(m.t_axis_deg, h->t_axis_deg, 8);
    CHECK_NEAR(m.p_axis_deg, h->p_axis_deg, 15);
}

static void test_normal(void)
{
    static const double rates[] = { 200, 250, 500, 1000, 360, 257.3 };
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++)
        check_close(&normal, rates[i]);
}

static void test_range(void)
{
    struct ecg_random random = ecg_random_named(ecg_key_make(4, "heart", 0), "range");
    for (int i = 0; i < 40; i++) {
        struct heart h = normal;
        h.rate_bpm = ecg_random_uniform(&random, 45, 110);
        h.pr_s = ecg_random_uniform(&random, 0.13, 0.22);
        h.qrs_s = ecg_random_uniform(&random, 0.075, 0.14);
        h.qt_s = 0.39 * cbrt(72 / h.rate_bpm);
        h.qrs_axis_deg = ecg_random_uniform(&random, -50, 100);
        h.t_axis_deg = ecg_random_uniform(&random, 0, 80);
        h.noise_mv = ecg_random_uniform(&random, 0.002, 0.02);
        h.wander_mv = ecg_random_uniform(&random, 0, 0.25);
        check_close(&h, 500);
    }
}

/* Ventricular beats among the others change the rate, not the intervals of the common kind. */
static void test_ectopic(void)
{
    struct heart h = normal;
    h.every_nth_is_ventricular = 4;
    check_close(&h, 500);
}

/* What is not there is not given a number. */
static void test_left_out(void)
{
    struct heart h = normal;
    h.p_mv = 0;
    h.irregular = 0.4;
    struct ecg_measures m = measure(&h, 500);
    CHECK(isnan(m.pr_ms) && isnan(m.p_axis_deg));
    CHECK_NEAR(m.qrs_ms, 90, 12);
    struct ecg_record *record = make(&normal, 500);
    for (int lead = 0; lead < 12; lead++)
        for (size_t i = 0; i < record->n_samples; i++)
            record->leads[lead].samples[i] = 0;
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    CHECK(isnan(m.rate_bpm) && isnan(m.qrs_ms) && isnan(m.qt_ms));
    for (int lead = 0; lead < 12; lead++)
        for (size_t i = 0; i < record->n_samples; i++)
            record->leads[lead].samples[i] = NAN;
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    CHECK(isnan(m.rate_bpm));
    sheet_record_free(&record);
    struct heart fast = normal;
    record = sheet_record("II", 500, 1.5);
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    CHECK(isnan(m.rate_bpm));
    CHECK_INT(ecg_measure(&m, record, 99, 10), 0);
    CHECK(isnan(m.rate_bpm));
    sheet_record_free(&record);
    m = measure(&fast, 50); /* too coarse to measure */
    CHECK(isnan(m.rate_bpm));
}

/* One lead is enough for rate and intervals; axes need I and another limb lead. */
static void test_one_lead(void)
{
    struct ecg_measures m;
    struct ecg_record *record = make(&normal, 500);
    for (int lead = 2; lead < 12; lead++)
        record->leads[lead].is_ecg = 0;
    record->leads[0].is_ecg = 0;
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    CHECK_NEAR(m.rate_bpm, 72, 1);
    CHECK_NEAR(m.qrs_ms, 90, 14);
    CHECK(isnan(m.qrs_axis_deg));
    record->leads[0].is_ecg = 1;
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    CHECK_NEAR(m.qrs_axis_deg, 45, 5);
    /* Missing stretches do not make beats. */
    for (int i = 1000; i < 2000; i++)
        record->leads[0].samples[i] = record->leads[1].samples[i] = NAN;
    CHECK_INT(ecg_measure(&m, record, 0, 10), 0);
    CHECK_NEAR(m.qrs_ms, 90, 14);
    sheet_record_free(&record);
}

/* Rates of the program's own synthetic hearts, counted from lead II by hand-set thresholds. */
static void test_rates(void)
{
    for (double rate = 40; rate <= 180; rate += 10) {
        struct heart h = normal;
        h.rate_bpm = rate;
        h.qt_s = fmin(0.39, 0.39 * cbrt(72 / rate));
        h.pr_s = rate > 120 ? 0.13 : 0.16;
        CHECK_NEAR(measure(&h, 500).rate_bpm, rate, 1);
    }
}

int main(void)
{
    test_normal();
    test_range();
    test_ectopic();
    test_left_out();
    test_one_lead();
    test_rates();
    return check_done();
}
