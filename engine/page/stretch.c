#include "page/stretch.h"

#include "core/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double MIN_FS_HZ = 80, MIN_STRETCH_S = 2.5, MAX_STRETCH_S = 60;
/* A box this long has its first null at 50 Hz and takes little from QRS slopes. */
static const double SMOOTHING_S = 0.02;
static const double INTEGRATION_S = 0.12;
static const double REFRACTORY_S = 0.2, T_WAVE_S = 0.36;
static const double SEARCH_BACK = 1.66; /* of the mean RR interval */

int ecg_stretch_samples(const struct ecg_stretch *stretch, double seconds)
{
    int n = (int)lround(seconds * stretch->fs_hz);
    return n < 1 ? 1 : n;
}

/* Mean of a centred box of 2 * half + 1 samples, shorter at the ends. */
static void box_mean(const double *in, double *out, int n, int half)
{
    double sum = 0;
    int lo = 0, hi = 0; /* the sum is of in[lo] .. in[hi - 1] */
    for (int i = 0; i < n; i++) {
        for (; hi < n && hi <= i + half; hi++)
            sum += in[hi];
        for (; lo < i - half; lo++)
            sum -= in[lo];
        out[i] = sum / (hi - lo);
    }
}

/* Missing samples hold the last value, so that they add no slope. */
static void copy_filled(double *out, const double *in, int n)
{
    double last = 0;
    for (int i = 0; i < n; i++)
        if (isfinite(in[i])) {
            last = in[i];
            break;
        }
    for (int i = 0; i < n; i++) {
        if (isfinite(in[i]))
            last = in[i];
        out[i] = last;
    }
}

static void add_energy(struct ecg_stretch *stretch, const double *mv, double *smooth)
{
    int half = ecg_stretch_samples(stretch, SMOOTHING_S / 2);
    double per_s = stretch->fs_hz / (2 * half);
    box_mean(mv, smooth, stretch->n, half);
    for (int i = half; i < stretch->n - half; i++) {
        double slope = (smooth[i + half] - smooth[i - half]) * per_s;
        stretch->energy[i] += slope * slope;
    }
}

static void choose_leads(struct ecg_stretch *stretch, const struct ecg_record *record)
{
    for (int i = 0; i < record->n_leads && stretch->n_leads < ECG_MAX_MEASURED_LEADS; i++)
        if (record->leads[i].is_ecg)
            stretch->lead[stretch->n_leads++] = i;
}

int ecg_stretch_make(
    struct ecg_stretch *stretch, const struct ecg_record *record, double start_s, double seconds)
{
    *stretch = (struct ecg_stretch){ .fs_hz = record->fs_hz };
    double first = floor(fmax(start_s, 0) * record->fs_hz);
    double n = floor(fmin(seconds, MAX_STRETCH_S) * record->fs_hz);
    n = fmin(n, (double)record->n_samples - first);
    choose_leads(stretch, record);
    if (record->fs_hz < MIN_FS_HZ || !(n >= MIN_STRETCH_S * record->fs_hz) ||
        stretch->n_leads == 0 || n > 1e7)
        return 0;
    size_t count = (size_t)n;
    stretch->energy = ecg_calloc(count, sizeof(double));
    double *smooth = ecg_calloc(count, sizeof(double));
    int ok = stretch->energy && smooth;
    for (int i = 0; i < stretch->n_leads; i++)
        ok &= (stretch->mv[i] = ecg_calloc(count, sizeof(double))) != NULL;
    stretch->n = ok ? (int)count : 0;
    for (int i = 0; ok && i < stretch->n_leads; i++) {
        copy_filled(
            stretch->mv[i], record->leads[stretch->lead[i]].samples + (size_t)first, stretch->n);
        add_energy(stretch, stretch->mv[i], smooth);
    }
    ecg_free(smooth);
    if (!ok)
        ecg_stretch_free(stretch);
    return ok ? 0 : ECG_E_MEMORY;
}

void ecg_stretch_free(struct ecg_stretch *stretch)
{
    for (int i = 0; i < ECG_MAX_MEASURED_LEADS; i++)
        ecg_free(stretch->mv[i]);
    ecg_free(stretch->energy);
    *stretch = (struct ecg_stretch){ 0 };
}

/* The detector's view of the stretch: peaks of the integrated energy and running levels. */
struct detector {
    const double *level; /* integrated energy */
    int *peaks, n_peaks;
    int *beats, n_beats;
    double signal, noise;
    int refractory, t_wave;
};

static void find_peaks(struct detector *d, int n)
{
    for (int i = 1; i + 1 < n; i++) {
        if (!(d->level[i] > d->level[i - 1] && d->level[i] >= d->level[i + 1]))
            continue;
        int last = d->n_peaks - 1;
        if (last < 0 || i - d->peaks[last] >= d->refractory)
            d->peaks[d->n_peaks++] = i;
        else if (d->level[i] > d->level[d->peaks[last]])
            d->peaks[last] = i;
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* First levels: a typical highest peak of a second and a half, as every such stretch of a living
 * heart holds a beat. */
static void learn_levels(struct detector *d, int n, double fs_hz)
{
    double highest[64];
    int count = 0, step = (int)(1.5 * fs_hz);
    for (int start = 0; start + step <= n && count < 64; start += step, count++) {
        highest[count] = 0;
        for (int i = start; i < start + step; i++)
            highest[count] = fmax(highest[count], d->level[i]);
    }
    qsort(highest, (size_t)count, sizeof *highest, compare);
    d->signal = count ? 0.7 * highest[count / 2] : 0;
    d->noise = 0.05 * d->signal;
}

static double threshold(const struct detector *d)
{
    return d->noise + 0.25 * (d->signal - d->noise);
}

static double mean_interval(const struct detector *d)
{
    int first = d->n_beats > 8 ? d->n_beats - 8 : 0, n = d->n_beats - 1 - first;
    return n > 0 ? (double)(d->beats[d->n_beats - 1] - d->beats[first]) / n : INFINITY;
}

static void accept(struct detector *d, int peak, double weight)
{
    d->signal += weight * (d->level[peak] - d->signal);
    d->beats[d->n_beats++] = peak;
}

/* After a long pause the highest peak above half the threshold was a beat after all. */
static void search_back(struct detector *d, int from, int to)
{
    int best = -1;
    for (int i = 0; i < d->n_peaks; i++) {
        int p = d->peaks[i];
        if (p > from + d->t_wave && p < to - d->refractory &&
            (best < 0 || d->level[p] > d->level[best]))
            best = p;
    }
    if (best >= 0 && d->level[best] > threshold(d) / 2)
        accept(d, best, 0.25);
}

static void detect(struct detector *d)
{
    for (int i = 0; i < d->n_peaks; i++) {
        int peak = d->peaks[i];
        int last = d->n_beats ? d->beats[d->n_beats - 1] : -1;
        /* A broad T wave follows soon and has less than half the energy. */
        int is_t = last >= 0 && peak - last < d->t_wave && d->level[peak] < 0.5 * d->level[last];
        if (d->level[peak] <= threshold(d) || is_t) {
            d->noise += 0.125 * (d->level[peak] - d->noise);
            continue;
        }
        if (last >= 0 && peak - last > SEARCH_BACK * mean_interval(d))
            search_back(d, last, peak);
        accept(d, peak, 0.125);
    }
}

static int steepest(const struct ecg_stretch *stretch, int around, int reach)
{
    int best = around;
    for (int i = around - reach; i <= around + reach; i++)
        if (i >= 0 && i < stretch->n && stretch->energy[i] > stretch->energy[best])
            best = i;
    return best;
}

int ecg_stretch_beats(const struct ecg_stretch *stretch, int **beats)
{
    size_t n = (size_t)stretch->n;
    double *level = ecg_calloc(n, sizeof *level);
    int *peaks = ecg_calloc(n, sizeof *peaks);
    *beats = ecg_calloc(n, sizeof **beats);
    int count = ECG_E_MEMORY;
    if (level && peaks && *beats) {
        struct detector d = { .level = level,
            .peaks = peaks,
            .beats = *beats,
            .refractory = ecg_stretch_samples(stretch, REFRACTORY_S),
            .t_wave = ecg_stretch_samples(stretch, T_WAVE_S) };
        int half = ecg_stretch_samples(stretch, INTEGRATION_S / 2);
        box_mean(stretch->energy, level, stretch->n, half);
        find_peaks(&d, stretch->n);
        learn_levels(&d, stretch->n, stretch->fs_hz);
        detect(&d);
        for (int i = 0; i < d.n_beats; i++)
            d.beats[i] = steepest(stretch, d.beats[i], half);
        count = d.n_beats;
    }
    ecg_free(level);
    ecg_free(peaks);
    if (count < 0) {
        ecg_free(*beats);
        *beats = NULL;
    }
    return count;
}
