#include "page/measure.h"

#include "core/alloc.h"
#include "page/stretch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_BEATS = 3, MAX_BEATS = 100 };
/* A beat belongs to the dominant kind when its QRS looks this much like the common one. */
static const double LIKENESS = 0.85;
/* Share of the QRS's steepest slope, above the quiet level, at which it starts and ends. */
static const double ONSET_SHARE = 0.03, OFFSET_SHARE = 0.035;
/* P waves below this, or not this far above the noise, are not measured. */
static const double MIN_P_MV = 0.03, MIN_T_MV = 0.05, CLEAR_OF_NOISE = 4;

/* The typical beat. Times are samples from its start; the QRS's steepest point is at `centre`. */
struct beat {
    double fs_hz;
    int n, n_leads, centre;
    double *mv[ECG_MAX_MEASURED_LEADS]; /* 0 at the quiet level before QRS */
    double *speed;                      /* mV/s, root of summed squares over leads */
    double interval_s;                  /* median time between beats */
    int names[3];                       /* places of I, II, aVF in mv, or -1 */
    int qrs_on, qrs_off;
};

static int samples(const struct beat *beat, double seconds)
{
    int n = (int)lround(seconds * beat->fs_hz);
    return n < 1 ? 1 : n;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, compare);
    return n % 2 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

static double median_interval_s(const struct ecg_stretch *stretch, const int *beats, int n)
{
    double intervals[MAX_BEATS];
    for (int i = 0; i + 1 < n; i++)
        intervals[i] = (beats[i + 1] - beats[i]) / stretch->fs_hz;
    return median(intervals, n - 1);
}

/* The places of the quietest moment before each QRS, where the leads' zero is taken. */
static int quiet_offset(const struct ecg_stretch *stretch, const int *beats, int n)
{
    int from = ecg_stretch_samples(stretch, 0.16), to = ecg_stretch_samples(stretch, 0.05);
    int half = ecg_stretch_samples(stretch, 0.01), best = from;
    double least = INFINITY;
    for (int offset = from; offset >= to; offset--) {
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = -half; j <= half; j++) {
                int at = beats[i] - offset + j;
                sum += at >= 0 && at < stretch->n ? sqrt(stretch->energy[at]) : 0;
            }
        if (sum < least) {
            least = sum;
            best = offset;
        }
    }
    return best;
}

static double level_at(const double *mv, int n, int at, int half)
{
    double sum = 0;
    int count = 0;
    for (int i = at - half; i <= at + half; i++)
        if (i >= 0 && i < n) {
            sum += mv[i];
            count++;
        }
    return count ? sum / count : 0;
}

/* Takes the line through the quiet levels from every lead (Meyer and Keiser 1977, with lines). */
static void remove_baseline(struct ecg_stretch *stretch, const int *beats, int n)
{
    int offset = quiet_offset(stretch, beats, n), half = ecg_stretch_samples(stretch, 0.01);
    for (int lead = 0; lead < stretch->n_leads; lead++) {
        double *mv = stretch->mv[lead], levels[MAX_BEATS];
        for (int i = 0; i < n; i++)
            levels[i] = level_at(mv, stretch->n, beats[i] - offset, half);
        int k = 0;
        for (int i = 0; i < stretch->n; i++) {
            while (k + 2 < n && i >= beats[k + 1] - offset)
                k++;
            double t = (double)(i - beats[k] + offset) / (beats[k + 1] - beats[k]);
            mv[i] -= levels[k] + fmin(fmax(t, 0), 1) * (levels[k + 1] - levels[k]);
        }
    }
}

/* The samples of one beat that compare QRS complexes. */
static double product(
    const struct ecg_stretch *stretch, const double *const *model, int model_at, int at, int reach)
{
    double sum = 0;
    for (int lead = 0; lead < stretch->n_leads; lead++)
        for (int i = -reach; i <= reach; i++)
            if (at + i >= 0 && at + i < stretch->n)
                sum += model[lead][model_at + i] * stretch->mv[lead][at + i];
    return sum;
}

static void average(
    const struct ecg_stretch *stretch, const int *beats, int n, double *const *model, int reach)
{
    for (int lead = 0; lead < stretch->n_leads; lead++)
        for (int i = 0; i <= 2 * reach; i++) {
            double values[MAX_BEATS];
            for (int b = 0; b < n; b++) {
                int at = beats[b] + i - reach;
                values[b] = at >= 0 && at < stretch->n ? stretch->mv[lead][at] : 0;
            }
            model[lead][i] = median(values, n);
        }
}

/* Moves each beat to where it fits the common one best, and drops those unlike it; how many stay.
 */
static int align(const struct ecg_stretch *stretch, int *beats, int n, double *const *model,
    int reach, int is_last)
{
    int slack = ecg_stretch_samples(stretch, 0.04), kept = 0;
    const double *fixed[ECG_MAX_MEASURED_LEADS];
    double model_power = 0;
    for (int lead = 0; lead < stretch->n_leads; lead++) {
        fixed[lead] = model[lead];
        for (int i = 0; i <= 2 * reach; i++)
            model_power += model[lead][i] * model[lead][i];
    }
    for (int b = 0; b < n; b++) {
        int best = beats[b];
        double fit = -INFINITY;
        for (int at = beats[b] - slack; at <= beats[b] + slack; at++) {
            double sum = product(stretch, fixed, reach, at, reach);
            if (sum > fit) {
                fit = sum;
                best = at;
            }
        }
        double power = 0;
        for (int lead = 0; lead < stretch->n_leads; lead++)
            for (int i = best - reach; i <= best + reach; i++)
                if (i >= 0 && i < stretch->n)
                    power += stretch->mv[lead][i] * stretch->mv[lead][i];
        if (!is_last || fit > LIKENESS * sqrt(power * model_power))
            beats[kept++] = best;
    }
    return kept;
}

static int find_name(
    const struct ecg_stretch *stretch, const struct ecg_record *record, const char *name)
{
    for (int i = 0; i < stretch->n_leads; i++)
        if (strcmp(record->leads[stretch->lead[i]].name, name) == 0)
            return i;
    return -1;
}

static void free_beat(struct beat *beat)
{
    for (int i = 0; i < ECG_MAX_MEASURED_LEADS; i++)
        ecg_free(beat->mv[i]);
    ecg_free(beat->speed);
}

/* Medians over whole beats only; n_whole of them are. */
static int fill_beat(struct beat *beat, const struct ecg_stretch *stretch, const int *beats, int n)
{
    int n_whole = 0;
    for (int lead = 0; lead < beat->n_leads; lead++)
        for (int i = 0; i < beat->n; i++) {
            double values[MAX_BEATS];
            n_whole = 0;
            for (int b = 0; b < n; b++) {
                int start = beats[b] - beat->centre;
                if (start >= 0 && start + beat->n <= stretch->n)
                    values[n_whole++] = stretch->mv[lead][start + i];
            }
            if (n_whole < MIN_BEATS)
                return n_whole;
            beat->mv[lead][i] = median(values, n_whole);
        }
    return n_whole;
}

static void fill_speed(struct beat *beat)
{
    int half = samples(beat, 0.004);
    double per_s = beat->fs_hz / (2 * half);
    for (int lead = 0; lead < beat->n_leads; lead++)
        for (int i = half; i < beat->n - half; i++) {
            double slope = (beat->mv[lead][i + half] - beat->mv[lead][i - half]) * per_s;
            beat->speed[i] += slope * slope;
        }
    for (int i = 0; i < beat->n; i++)
        beat->speed[i] = sqrt(beat->speed[i]);
}

/* Lowest mean speed over `width` samples between two places. */
static double quiet_speed(const struct beat *beat, int from, int to, int width)
{
    double least = INFINITY;
    for (int start = from < 0 ? 0 : from; start + width <= to && start + width <= beat->n;
         start++) {
        double sum = 0;
        for (int i = start; i < start + width; i++)
            sum += beat->speed[i];
        least = fmin(least, sum / width);
    }
    return least;
}

/* From the steepest point outwards to where the speed stays under the limit for 12 ms. */
static int walk_out(const struct beat *beat, int from, int step, double limit)
{
    int calm = 0, needed = samples(beat, 0.012);
    for (int i = from; i > 0 && i < beat->n - 1; i += step) {
        calm = beat->speed[i] < limit ? calm + 1 : 0;
        if (calm == needed)
            return i - step * (needed - 1);
    }
    return -1;
}

static int find_qrs(struct beat *beat)
{
    int width = samples(beat, 0.02), c = beat->centre;
    double top = 0;
    for (int i = c - samples(beat, 0.06); i <= c + samples(beat, 0.06); i++)
        top = i >= 0 && i < beat->n ? fmax(top, beat->speed[i]) : top;
    double before = quiet_speed(beat, c - samples(beat, 0.16), c - samples(beat, 0.02), width);
    double after = quiet_speed(beat, c + samples(beat, 0.03), c + samples(beat, 0.2), width);
    beat->qrs_on = walk_out(beat, c, -1, before + ONSET_SHARE * (top - before));
    beat->qrs_off = walk_out(beat, c, 1, after + OFFSET_SHARE * (top - after));
    return beat->qrs_on > 0 && beat->qrs_off > 0 ? 0 : -1;
}

/* One signal of all leads: their sum weighted by their values at a wave's highest point, so that
 * the wave stands upright whatever lead shows it best. */
struct wave {
    int peak;
    double height_mv;
    double weight[ECG_MAX_MEASURED_LEADS];
};

static double total(const struct beat *beat, int i, const double level[])
{
    double sum = 0;
    for (int lead = 0; lead < beat->n_leads; lead++) {
        double v = beat->mv[lead][i] - level[lead];
        sum += v * v;
    }
    return sqrt(sum);
}

static double project(const struct beat *beat, const struct wave *wave, int i)
{
    double sum = 0;
    for (int lead = 0; lead < beat->n_leads; lead++)
        sum += wave->weight[lead] * beat->mv[lead][i];
    return sum;
}

static void find_wave(
    const struct beat *beat, int from, int to, const double level[], struct wave *wave)
{
    wave->peak = from;
    for (int i = from; i < to; i++)
        if (total(beat, i, level) > total(beat, wave->peak, level))
            wave->peak = i;
    double norm = total(beat, wave->peak, level);
    wave->height_mv = norm;
    for (int lead = 0; lead < beat->n_leads; lead++)
        wave->weight[lead] = norm > 0 ? (beat->mv[lead][wave->peak] - level[lead]) / norm : 0;
}

/* Where the tangent at the steepest point of a flank meets the level; step 1 after the peak, -1
 * before it. -1 without a flank. */
static double tangent_end(
    const struct beat *beat, const struct wave *wave, int step, int limit, double level)
{
    int half = samples(beat, 0.012);
    double steepest = 0, end = -1;
    for (int i = wave->peak; step > 0 ? i < limit : i > limit; i += step) {
        if (i - half < 0 || i + half >= beat->n)
            break;
        double fall =
            (project(beat, wave, i - half) - project(beat, wave, i + half)) * step / (2 * half);
        if (fall > steepest) {
            steepest = fall;
            end = i + step * (project(beat, wave, i) - level) / fall;
        }
        if (project(beat, wave, i) < level)
            break;
    }
    return end;
}

/* Direction of the net area between two places in the frontal plane. */
static double axis_deg(const struct beat *beat, int from, int to, const double level[])
{
    enum { I, II, AVF };
    const int *names = beat->names;
    if (names[I] < 0 || (names[II] < 0 && names[AVF] < 0))
        return NAN;
    double area[3] = { 0, 0, 0 };
    for (int lead = 0; lead < 3; lead++)
        for (int i = from; names[lead] >= 0 && i < to; i++)
            area[lead] += beat->mv[names[lead]][i] - level[names[lead]];
    double down = names[AVF] >= 0 ? area[AVF] : area[II] - area[I] / 2;
    if (hypot(area[I], down) * 1000 / beat->fs_hz < 1) /* 1 uV s: no direction to speak of */
        return NAN;
    return atan2(down * 2 / sqrt(3), area[I]) * 180 / acos(-1.0);
}

static const double zero_level[ECG_MAX_MEASURED_LEADS];

static void measure_t(const struct beat *beat, struct ecg_measures *m)
{
    struct wave t;
    int from = beat->qrs_off + samples(beat, 0.06), to = beat->n - samples(beat, 0.04);
    if (to - from < samples(beat, 0.06))
        return;
    find_wave(beat, from, to, zero_level, &t);
    double end = tangent_end(beat, &t, 1, beat->n, 0);
    /* A peak at the search's edge is no T wave but a slope: ST level, or the next P. */
    if (t.height_mv < MIN_T_MV * sqrt(beat->n_leads) || t.peak <= from || t.peak >= to - 1 ||
        end < 0 || end > beat->n)
        return;
    double qt = (end - beat->qrs_on) * 1000 / beat->fs_hz;
    if (qt < 230 || qt > 650)
        return;
    m->qt_ms = qt;
    m->t_axis_deg = axis_deg(beat, beat->qrs_off, (int)end, zero_level);
}

/* Root mean square of single beats about the typical one before QRS: what P must stand clear of.
 */
static double noise_mv(
    const struct beat *beat, const struct ecg_stretch *stretch, const int *beats, int n)
{
    double sum = 0;
    int count = 0;
    for (int b = 0; b < n; b++) {
        int start = beats[b] - beat->centre;
        if (start < 0 || start + beat->n > stretch->n)
            continue;
        for (int lead = 0; lead < beat->n_leads; lead++)
            for (int i = 0; i < beat->qrs_on; i++) {
                double d = stretch->mv[lead][start + i] - beat->mv[lead][i];
                sum += d * d;
                count++;
            }
    }
    return count ? sqrt(sum / count) : INFINITY;
}

static void measure_p(const struct beat *beat, double noise, int n_beats, struct ecg_measures *m)
{
    int from = samples(beat, 0.01), to = beat->qrs_on - samples(beat, 0.03);
    /* Not before the last beat's T wave is over. */
    int t_over = beat->qrs_on - samples(beat, beat->interval_s - m->qt_ms / 1000);
    if (isfinite(m->qt_ms) && t_over > from)
        from = t_over;
    double level[ECG_MAX_MEASURED_LEADS];
    struct wave p;
    if (to - from < samples(beat, 0.08))
        return;
    for (int lead = 0; lead < beat->n_leads; lead++)
        level[lead] = 0.5 * (beat->mv[lead][from] + beat->mv[lead][beat->qrs_on]);
    find_wave(beat, from, to, level, &p);
    /* What is left of noise in the median of n beats, over all leads. */
    double left = 1.25 * noise * sqrt((double)beat->n_leads / n_beats);
    if (p.height_mv < fmax(MIN_P_MV * sqrt(beat->n_leads), CLEAR_OF_NOISE * left) ||
        p.peak <= from + samples(beat, 0.02) || p.peak >= to - 1)
        return;
    double foot = INFINITY;
    for (int i = from; i < p.peak; i++)
        foot = fmin(foot, project(beat, &p, i));
    double onset = tangent_end(beat, &p, -1, from, foot);
    double pr = (beat->qrs_on - onset) * 1000 / beat->fs_hz;
    if (onset < from || pr < 80 || pr > 360)
        return;
    m->pr_ms = pr;
    for (int lead = 0; lead < beat->n_leads; lead++)
        level[lead] = 0.5 * (beat->mv[lead][(int)onset] + beat->mv[lead][beat->qrs_on]);
    int end = 2 * p.peak - (int)onset;
    m->p_axis_deg = axis_deg(beat, (int)onset, end < to ? end : to, level);
}

static int make_beat(struct beat *beat, const struct ecg_stretch *stretch,
    const struct ecg_record *record, double interval_s)
{
    *beat = (struct beat){
        .fs_hz = stretch->fs_hz, .n_leads = stretch->n_leads, .interval_s = interval_s
    };
    beat->centre = samples(beat, fmin(0.36, 0.55 * interval_s));
    beat->n = beat->centre + samples(beat, fmin(0.62, 0.75 * interval_s));
    beat->names[0] = find_name(stretch, record, "I");
    beat->names[1] = find_name(stretch, record, "II");
    beat->names[2] = find_name(stretch, record, "aVF");
    beat->speed = ecg_calloc((size_t)beat->n, sizeof(double));
    int ok = beat->speed != NULL;
    for (int i = 0; i < beat->n_leads; i++)
        ok &= (beat->mv[i] = ecg_calloc((size_t)beat->n, sizeof(double))) != NULL;
    return ok ? 0 : ECG_E_MEMORY;
}

/* The typical beat's intervals; irregular rhythm has no P wave to look for. */
static int measure_beat(struct ecg_measures *m, struct ecg_stretch *stretch,
    const struct ecg_record *record, int *beats, int n)
{
    struct beat beat;
    double interval_s = median_interval_s(stretch, beats, n);
    int reach = ecg_stretch_samples(stretch, 0.07);
    int code = make_beat(&beat, stretch, record, interval_s);
    if (code < 0 || 2 * reach + 1 > beat.n) {
        free_beat(&beat);
        return code;
    }
    remove_baseline(stretch, beats, n);
    int total_beats = n;
    for (int round = 0; round < 2; round++) {
        average(stretch, beats, n, beat.mv, reach);
        n = align(stretch, beats, n, beat.mv, reach, round == 1);
        if (n < MIN_BEATS)
            break;
    }
    int n_whole = 2 * n > total_beats && n >= MIN_BEATS ? fill_beat(&beat, stretch, beats, n) : 0;
    if (n_whole >= MIN_BEATS) {
        fill_speed(&beat);
        double qrs = -1;
        if (find_qrs(&beat) == 0)
            qrs = (beat.qrs_off - beat.qrs_on) * 1000 / beat.fs_hz;
        if (qrs >= 50 && qrs <= 220) {
            m->qrs_ms = qrs;
            m->qrs_axis_deg = axis_deg(&beat, beat.qrs_on, beat.qrs_off, zero_level);
            measure_t(&beat, m);
            measure_p(&beat, noise_mv(&beat, stretch, beats, n), n_whole, m);
        }
    }
    free_beat(&beat);
    return 0;
}

int ecg_measure(
    struct ecg_measures *measures, const struct ecg_record *record, double start_s, double seconds)
{
    struct ecg_stretch stretch;
    *measures = (struct ecg_measures){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    int code = ecg_stretch_make(&stretch, record, start_s, seconds);
    if (code < 0 || stretch.n == 0)
        return code;
    int *beats;
    int n = ecg_stretch_beats(&stretch, &beats);
    code = n < 0 ? n : 0;
    if (n > MAX_BEATS)
        n = MAX_BEATS;
    if (n >= MIN_BEATS) {
        double mean_s = (double)(beats[n - 1] - beats[0]) / ((n - 1) * stretch.fs_hz);
        measures->rate_bpm = 60 / mean_s;
        code = measure_beat(measures, &stretch, record, beats, n);
        measures->qtc_ms = measures->qt_ms / sqrt(mean_s);
    }
    ecg_free(beats);
    ecg_stretch_free(&stretch);
    return code;
}
