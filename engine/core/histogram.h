/*
 * How numbers are distributed, counted as they come, their range not known beforehand. Bins are as
 * wide as a power of two and begin at its multiples, the narrowest with which MOST of them hold
 * all numbers: so neither the bins nor their counts depend on the numbers' order.
 */
#ifndef CORE_HISTOGRAM_H
#define CORE_HISTOGRAM_H

#include <stdint.h>

enum { ECG_HISTOGRAM_BINS = 24, ECG_HISTOGRAM_VALUES = 16 };

/* Zero-initialise. */
struct ecg_histogram {
    int is_whole; /* set before the first number: no bin is narrower than 1 */
    uint64_t n;
    double min, max, sum;
    /* Bin k holds first + k to first + k + 1 times 2^exponent, the upper end left out. */
    int exponent, n_bins;
    double first;
    uint64_t bins[ECG_HISTOGRAM_BINS];
    /* Each value and how often it came, ascending, as long as there are few; else n_values is
     * above ECG_HISTOGRAM_VALUES. */
    int n_values;
    double values[ECG_HISTOGRAM_VALUES];
    uint64_t counts[ECG_HISTOGRAM_VALUES];
};

/* Numbers that are not finite are left out. */
void ecg_histogram_add(struct ecg_histogram *histogram, double value);
/* The lower end of bin k; of k = n_bins the upper end of the last. */
double ecg_histogram_edge(const struct ecg_histogram *histogram, int k);

#endif
