/* The built-in recording looks like an ECG: the marks a reader checks first, over many patients.
 */
#include "core/alloc.h"
#include "record/record.h"
#include "record/synthetic.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SEEDS = 6 };

static struct ecg_record *make(uint64_t seed, uint64_t index)
{
    struct ecg_record *record;
    CHECK_INT(ecg_record_synthesize(&record, seed, index, 0, NULL), 0);
    return record;
}

/* The rhythm that recording was made with. */
static struct ecg_rhythm rhythm_of(const struct ecg_record *r, uint64_t seed, uint64_t index)
{
    struct ecg_rhythm rhythm;
    struct ecg_key key = ecg_key_make(seed, r->id, 0);
    CHECK_INT(ecg_rhythm_make(&rhythm, ecg_heart_kind_of(index), r->age_years, 10, key), 0);
    return rhythm;
}

static const double *lead(const struct ecg_record *r, const char *name)
{
    return r->leads[ecg_record_lead(r, name)].samples;
}

static double at(const struct ecg_record *r, const char *name, double t_s)
{
    return lead(r, name)[(size_t)(t_s * r->fs_hz + 0.5)];
}

/* Greatest and least value of a lead around R, relative to the PR segment before it. */
static void extremes(
    const struct ecg_record *r, const char *name, double r_s, double *hi, double *lo)
{
    double base = at(r, name, r_s - 0.055);
    *hi = *lo = 0;
    for (double t = r_s - 0.045; t < r_s + 0.07; t += 0.002) {
        *hi = fmax(*hi, at(r, name, t) - base);
        *lo = fmin(*lo, at(r, name, t) - base);
    }
}

/* A beat with all of its neighbourhood inside the recording. */
static const struct ecg_beat *beat_inside(const struct ecg_rhythm *rhythm, int skip)
{
    for (size_t i = 0; i < rhythm->n_beats; i++)
        if (rhythm->beats[i].r_s > 1 && rhythm->beats[i].r_s < 9 &&
            rhythm->beats[i].kind == ECG_BEAT_SINUS && skip-- == 0)
            return &rhythm->beats[i];
    return NULL;
}

static void test_relations(void)
{
    for (uint64_t index = 0; index < 16; index++) {
        struct ecg_record *r = make(3, index);
        CHECK_INT(r->n_leads, 12);
        CHECK_INT(r->n_samples, 5000);
        CHECK_NEAR(r->fs_hz, 500, 0);
        const double *one = lead(r, "I"), *two = lead(r, "II");
        int exact = 1;
        for (size_t i = 0; i < r->n_samples; i++)
            exact = exact && lead(r, "III")[i] == two[i] - one[i] &&
                    lead(r, "aVR")[i] == -(one[i] + two[i]) / 2 &&
                    lead(r, "aVL")[i] == one[i] - two[i] / 2 &&
                    lead(r, "aVF")[i] == two[i] - one[i] / 2;
        CHECK(exact);
        double peak = 0;
        for (int k = 0; k < 12; k++)
            for (size_t i = 0; i < r->n_samples; i++)
                peak = fmax(peak, fabs(r->leads[k].samples[i]));
        CHECK(peak > 0.6 && peak < 5);
        CHECK(r->age_years >= 18 && r->sex != ECG_SEX_UNKNOWN);
        CHECK(r->diagnosis[0] && r->diagnosis_text[0]);
        CHECK(strspn(r->diagnosis, "0123456789,") == strlen(r->diagnosis));
        ecg_record_destroy(&r);
    }
}

static void test_repeats(void)
{
    struct ecg_record *a = make(1, 4), *b = make(1, 4), *other = make(2, 4), *longer;
    CHECK_STR(a->id, "synthetic-0004");
    CHECK_STR(a->path, "synthetic:4");
    CHECK(memcmp(a->leads[7].samples, b->leads[7].samples, 5000 * sizeof(double)) == 0);
    CHECK(memcmp(a->leads[7].samples, other->leads[7].samples, 5000 * sizeof(double)) != 0);
    CHECK_INT(ecg_record_synthesize(&longer, 1, 4, 30, NULL), 0);
    CHECK_INT(longer->n_samples, 15000);
    struct ecg_error error = { 0 };
    struct ecg_record *none;
    CHECK_INT(ecg_record_synthesize(&none, 1, 4, -3, &error), ECG_E_ARGUMENT);
    CHECK(none == NULL);
    ecg_record_destroy(&a);
    ecg_record_destroy(&b);
    ecg_record_destroy(&other);
    ecg_record_destroy(&longer);
}

/* P, QRS and T of normal hearts, each averaged over three beats. */
static void check_normal(uint64_t seed, uint64_t index)
{
    struct ecg_record *r = make(seed, index);
    struct ecg_rhythm rhythm = rhythm_of(r, seed, index);
    static const char *const chest[6] = { "V1", "V2", "V3", "V4", "V5", "V6" };
    double high[6] = { 0 }, low[6] = { 0 }, avr = 0, p_two = 0, t_two = 0, t_v4 = 0;
    for (int k = 0; k < 3; k++) {
        const struct ecg_beat *beat = beat_inside(&rhythm, k);
        if (!CHECK(beat != NULL))
            break;
        double hi, lo, base = beat->r_s - 0.055;
        for (int c = 0; c < 6; c++) {
            extremes(r, chest[c], beat->r_s, &hi, &lo);
            high[c] += hi / 3;
            low[c] += lo / 3;
        }
        extremes(r, "aVR", beat->r_s, &hi, &lo);
        avr += (hi + lo) / 3;
        double t_s = beat->r_s + 0.285 * cbrt(beat->rr_s);
        p_two += (at(r, "II", beat->p_s) - at(r, "II", base)) / 3;
        t_two += (at(r, "II", t_s) - at(r, "II", base)) / 3;
        t_v4 += (at(r, "V4", t_s) - at(r, "V4", base)) / 3;
    }
    int ok = p_two > 0.04 && p_two < 0.3 && avr < -0.3 && t_two > 0.05 && t_v4 > 0.1 &&
             -low[0] > 1.5 * high[0] && high[0] < high[2] && high[2] < high[3] * 1.1 &&
             high[4] > -1.5 * low[4] && high[5] > -1.5 * low[5] && high[3] > 0.5;
    if (!ok)
        fprintf(stderr, "seed %d, %d: P %.2f T %.2f %.2f aVR %.2f R %.2f %.2f %.2f %.2f S %.2f\n",
            (int)seed, (int)index, p_two, t_two, t_v4, avr, high[0], high[2], high[3], high[4],
            low[0]);
    CHECK(ok);
    ecg_free(rhythm.beats);
    ecg_record_destroy(&r);
}

static double mean_rate(const struct ecg_rhythm *rhythm, double *variation)
{
    double sum = 0, squares = 0, n = 0;
    for (size_t i = 1; i < rhythm->n_beats; i++) {
        double rr = rhythm->beats[i].r_s - rhythm->beats[i - 1].r_s;
        sum += rr;
        squares += rr * rr;
        n++;
    }
    *variation = sqrt(fmax(0, squares / n - sum * sum / n / n)) / (sum / n);
    return 60 * n / sum;
}

static void check_rhythm(uint64_t index, double lo, double hi, double least, double most)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct ecg_record *r = make(seed, index);
        struct ecg_rhythm rhythm = rhythm_of(r, seed, index);
        double variation, rate = mean_rate(&rhythm, &variation);
        if (!CHECK(rate >= lo && rate <= hi && variation >= least && variation <= most))
            fprintf(
                stderr, "index %d: %.0f a minute, varying by %.3f\n", (int)index, rate, variation);
        ecg_free(rhythm.beats);
        ecg_record_destroy(&r);
    }
}

/* Time between the first and the last steep slope of a lead around R. */
static double qrs_width(const struct ecg_record *r, const char *name, double r_s)
{
    double first = 0, last = 0, steepest = 0;
    for (int pass = 0; pass < 2; pass++)
        for (double t = r_s - 0.13; t < r_s + 0.16; t += 0.002) {
            double slope = fabs(at(r, name, t + 0.004) - at(r, name, t));
            steepest = fmax(steepest, slope);
            if (pass && slope > 0.2 * steepest) {
                first = first == 0 ? t : first;
                last = t;
            }
        }
    return last - first;
}

static double mean_width(uint64_t index, const char *name)
{
    double sum = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct ecg_record *r = make(seed, index);
        struct ecg_rhythm rhythm = rhythm_of(r, seed, index);
        const struct ecg_beat *beat = beat_inside(&rhythm, 2);
        if (CHECK(beat != NULL))
            sum += qrs_width(r, name, beat->r_s);
        ecg_free(rhythm.beats);
        ecg_record_destroy(&r);
    }
    return sum / SEEDS;
}

/* How far a lead is above its PR segment at a time after R, averaged over patients. */
static double mean_level(uint64_t index, const char *name, double after_r_s)
{
    double sum = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct ecg_record *r = make(seed, index);
        struct ecg_rhythm rhythm = rhythm_of(r, seed, index);
        for (int k = 0; k < 3; k++) {
            const struct ecg_beat *beat = beat_inside(&rhythm, k);
            double base = beat ? beat->r_s - 0.06 : 0;
            sum += beat ? at(r, name, beat->r_s + after_r_s) - at(r, name, base) : NAN;
        }
        ecg_free(rhythm.beats);
        ecg_record_destroy(&r);
    }
    return sum / SEEDS / 3;
}

static uint64_t index_of(enum ecg_heart_kind kind)
{
    for (uint64_t i = 0; i < 16; i++)
        if (ecg_heart_kind_of(i) == kind)
            return i;
    CHECK(0);
    return 0;
}

/* A recording that says "premature" shows one. */
static void check_ectopic(uint64_t index, enum ecg_beat_kind kind)
{
    for (uint64_t seed = 0; seed < 10 * SEEDS; seed++) {
        struct ecg_record *r = make(seed, index);
        struct ecg_rhythm rhythm = rhythm_of(r, seed, index);
        int n = 0;
        for (size_t i = 0; i < rhythm.n_beats; i++)
            n += rhythm.beats[i].kind == kind && rhythm.beats[i].r_s > 0.2 &&
                 rhythm.beats[i].r_s < 9.6;
        CHECK(n >= 1 && n <= 5);
        ecg_free(rhythm.beats);
        ecg_record_destroy(&r);
    }
}

static void test_kinds(void)
{
    check_ectopic(index_of(ECG_HEART_ATRIAL_BEATS), ECG_BEAT_ATRIAL);
    check_ectopic(index_of(ECG_HEART_VENTRICULAR_BEATS), ECG_BEAT_VENTRICULAR);

    check_rhythm(index_of(ECG_HEART_NORMAL), 58, 96, 0.003, 0.08);
    check_rhythm(index_of(ECG_HEART_BRADYCARDIA), 38, 59, 0.003, 0.08);
    check_rhythm(index_of(ECG_HEART_TACHYCARDIA), 100, 146, 0.003, 0.08);
    check_rhythm(index_of(ECG_HEART_FIBRILLATION), 60, 150, 0.1, 0.4);
    check_rhythm(index_of(ECG_HEART_VENTRICULAR_BEATS), 58, 90, 0.1, 0.45);
    check_rhythm(index_of(ECG_HEART_ATRIAL_BEATS), 58, 100, 0.08, 0.4);
    check_rhythm(index_of(ECG_HEART_ARRHYTHMIA), 58, 86, 0.05, 0.2);

    CHECK(mean_width(index_of(ECG_HEART_NORMAL), "V5") < 0.09);
    CHECK(mean_width(index_of(ECG_HEART_LBBB), "V5") > 0.11);
    CHECK(mean_width(index_of(ECG_HEART_RBBB), "V1") > 0.1);

    CHECK(mean_level(index_of(ECG_HEART_ANTERIOR_STEMI), "V3", 0.09) > 0.2);
    CHECK(mean_level(index_of(ECG_HEART_INFERIOR_STEMI), "III", 0.09) > 0.15);
    CHECK(mean_level(index_of(ECG_HEART_INFERIOR_STEMI), "aVL", 0.09) < -0.08);
    CHECK(mean_level(index_of(ECG_HEART_ISCHAEMIA), "V5", 0.09) < -0.1);
    CHECK(mean_level(index_of(ECG_HEART_LBBB), "V6", 0.3) < -0.1);
    CHECK(mean_level(index_of(ECG_HEART_HYPERTROPHY), "V6", 0.27) < -0.08);
    CHECK(mean_level(index_of(ECG_HEART_HYPERTROPHY), "V5", 0.002) > 1.6);
    CHECK(mean_level(index_of(ECG_HEART_RBBB), "V1", 0.054) > 0.3);
}

int main(void)
{
    test_relations();
    test_repeats();
    for (uint64_t seed = 0; seed < 4 * SEEDS; seed++)
        check_normal(seed, index_of(ECG_HEART_NORMAL) + (seed % 2 ? 0 : 6));
    test_kinds();
    return check_done();
}
