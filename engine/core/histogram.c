#include "core/histogram.h"

#include <math.h>
#include <string.h>

enum { FINEST = -20 };

static void count_value(struct ecg_histogram *h, double value)
{
    int k = 0;
    while (k < h->n_values && k < ECG_HISTOGRAM_VALUES && h->values[k] < value)
        k++;
    if (h->n_values > ECG_HISTOGRAM_VALUES)
        return;
    if (k < h->n_values && h->values[k] == value) {
        h->counts[k]++;
        return;
    }
    if (h->n_values++ == ECG_HISTOGRAM_VALUES)
        return;
    size_t behind = (size_t)(h->n_values - 1 - k);
    memmove(&h->values[k + 1], &h->values[k], behind * sizeof h->values[0]);
    memmove(&h->counts[k + 1], &h->counts[k], behind * sizeof h->counts[0]);
    h->values[k] = value;
    h->counts[k] = 1;
}

/* Bins twice as wide: each takes one or two of the old ones. */
static void coarsen(struct ecg_histogram *h)
{
    double first = floor(h->first / 2);
    uint64_t bins[ECG_HISTOGRAM_BINS] = { 0 };
    int n = 0;
    for (int k = 0; k < h->n_bins; k++) {
        int to = (int)(floor((h->first + k) / 2) - first);
        bins[to] += h->bins[k];
        n = to + 1;
    }
    memcpy(h->bins, bins, sizeof bins);
    h->first = first;
    h->n_bins = n;
    h->exponent++;
}

static void count_bin(struct ecg_histogram *h, double value)
{
    double at = floor(ldexp(value, -h->exponent));
    if (h->n_bins == 0)
        h->first = at;
    for (;;) {
        double low = fmin(h->first, at), high = fmax(h->first + h->n_bins - 1, at);
        if (high - low < ECG_HISTOGRAM_BINS) {
            int shift = (int)(h->first - low);
            memmove(h->bins + shift, h->bins, (size_t)h->n_bins * sizeof h->bins[0]);
            memset(h->bins, 0, (size_t)shift * sizeof h->bins[0]);
            h->first = low;
            h->n_bins = (int)(high - low) + 1;
            h->bins[(int)(at - low)]++;
            return;
        }
        coarsen(h);
        at = floor(ldexp(value, -h->exponent));
    }
}

void ecg_histogram_add(struct ecg_histogram *h, double value)
{
    if (!isfinite(value))
        return;
    if (h->n == 0) {
        h->min = h->max = value;
        h->exponent = h->is_whole ? 0 : FINEST;
    }
    h->n++;
    h->sum += value;
    h->min = fmin(h->min, value);
    h->max = fmax(h->max, value);
    count_value(h, value);
    count_bin(h, value);
}

double ecg_histogram_edge(const struct ecg_histogram *h, int k)
{
    return ldexp(h->first + k, h->exponent);
}
