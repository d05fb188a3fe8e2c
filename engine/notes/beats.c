#include "notes/beats.h"

#include <math.h>

/* Steepness at point i over a span of about 30 ms, in mV. */
static double steepness(const struct ecg_point *points, size_t i, size_t reach)
{
    double d = fabs(points[i + reach].y_mm - points[i].y_mm);
    return isfinite(d) ? d : 0;
}

/* The point farthest from the zero line within reach of i. */
static size_t summit(
    const struct ecg_point *points, size_t count, size_t i, size_t reach, double baseline_mm)
{
    size_t from = i > reach ? i - reach : 0, to = i + 2 * reach < count ? i + 2 * reach : count;
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

int ecg_trace_beats(
    const struct ecg_page *page, const struct ecg_trace *trace, size_t beats[ECG_MAX_BEATS])
{
    size_t count = trace->end_sample - trace->start_sample;
    if (count < 50 || trace->first_point + count > page->n_points)
        return 0;
    const struct ecg_point *points = &page->points[trace->first_point];
    double span_mm = points[count - 1].x_mm - points[0].x_mm;
    if (!(span_mm > 0) || !(trace->mm_per_s > 0))
        return 0;
    double per_s = (double)(count - 1) * trace->mm_per_s / span_mm;
    size_t reach = (size_t)fmax(0.03 * per_s, 1), rest = (size_t)fmax(0.28 * per_s, 2);
    double steepest = 0;
    for (size_t i = 0; i + reach < count; i++)
        steepest = fmax(steepest, steepness(points, i, reach));
    if (steepest < 0.15 * trace->mm_per_mv)
        return 0;
    int n = 0;
    for (size_t i = 0; i + reach < count && n < ECG_MAX_BEATS; i++) {
        if (steepness(points, i, reach) < 0.5 * steepest)
            continue;
        beats[n++] = summit(points, count, i, reach, trace->baseline_mm);
        i += rest;
    }
    return n;
}
