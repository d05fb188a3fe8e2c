/* One rate for all leads. */
#ifndef RECORD_RESAMPLE_H
#define RECORD_RESAMPLE_H

#include <stddef.h>

/*
 * Values of a band-limited signal at times i * step (in samples of `from`, sample 0 at time 0) for
 * i < n_to: a Kaiser-windowed sinc (beta 8, 16 zero crossings each side), narrowed where the new
 * rate is lower (step > 1). Samples that fall on old ones stay as they are when step <= 1. Missing
 * (NaN) samples have no weight, and a new sample whose nearest old one is missing is missing.
 * Allocated with ecg_calloc; NULL when out of memory.
 */
double *ecg_resample(const double *from, size_t n_from, size_t n_to, double step);

#endif
