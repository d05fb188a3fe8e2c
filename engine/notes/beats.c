#include "notes/beats.h"

#include "core/alloc.h"
#include "page/stretch.h"

#include <math.h>

int ecg_desk_find_beats(struct ecg_desk *desk)
{
    const struct ecg_page *page = desk->page;
    double end_s = page->window_start_s;
    struct ecg_stretch stretch;
    int *found;
    if (desk->has_beats)
        return 0;
    for (size_t i = 0; i < page->n_traces; i++)
        end_s = fmax(end_s, (double)page->traces[i].end_sample / desk->record->fs_hz);
    if (ecg_stretch_make(
            &stretch, desk->record, page->window_start_s, end_s - page->window_start_s))
        return ECG_E_MEMORY;
    int n = ecg_stretch_beats(&stretch, &found);
    double fs_hz = stretch.fs_hz;
    ecg_stretch_free(&stretch);
    if (n < 0)
        return n;
    desk->beats_s = ecg_calloc((size_t)n, sizeof desk->beats_s[0]);
    if (desk->beats_s) {
        for (int i = 0; i < n; i++)
            desk->beats_s[i] = page->window_start_s + found[i] / fs_hz;
        desk->n_beats = n;
        desk->has_beats = 1;
    }
    ecg_free(found);
    return desk->has_beats ? 0 : ECG_E_MEMORY;
}

/* The point farthest from the zero line within reach of i. */
static size_t summit(
    const struct ecg_point *points, size_t count, size_t i, size_t reach, double baseline_mm)
{
    size_t from = i > reach ? i - reach : 0, to = i + reach < count ? i + reach : count;
    size_t best = i;
    double height = -1;
    for (size_t k = from; k < to; k++) {
        double h = fabs(points[k].y_mm - baseline_mm);
        if (h > height) {
            height = h;
            best = k;
        }
    }
    return best;
}

int ecg_desk_trace_beats(
    const struct ecg_desk *desk, const struct ecg_trace *trace, size_t beats[ECG_MAX_BEATS])
{
    const double REACH_S = 0.06;
    size_t count = trace->end_sample - trace->start_sample;
    double fs_hz = desk->record->fs_hz;
    if (count < 2 || trace->first_point + count > desk->page->n_points)
        return 0;
    const struct ecg_point *points = &desk->page->points[trace->first_point];
    size_t reach = (size_t)fmax(REACH_S * fs_hz, 1);
    int n = 0;
    for (int i = 0; i < desk->n_beats && n < ECG_MAX_BEATS; i++) {
        double at = desk->beats_s[i] * fs_hz - (double)trace->start_sample;
        if (at < 0 || at >= (double)count)
            continue;
        size_t peak = summit(points, count, (size_t)at, reach, trace->baseline_mm);
        if (isfinite(points[peak].y_mm) && (n == 0 || peak > beats[n - 1]))
            beats[n++] = peak;
    }
    return n;
}
