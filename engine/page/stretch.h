/* Finding heart beats; see measure.h for the method. */
#ifndef PAGE_STRETCH_H
#define PAGE_STRETCH_H

#include "record/record.h"

enum { ECG_MAX_MEASURED_LEADS = 12 };

/* A stretch of a record with gaps filled, and its slope energy. */
struct ecg_stretch {
    double fs_hz;
    int n, n_leads;
    int lead[ECG_MAX_MEASURED_LEADS];   /* indices into the record's leads */
    double *mv[ECG_MAX_MEASURED_LEADS]; /* n samples each */
    double *energy;                     /* n: sum over leads of slope squared, (mV/s)^2 */
};

/* 0 or ECG_E_MEMORY; n is 0 when the stretch is too short or too coarsely sampled to measure. */
int ecg_stretch_make(
    struct ecg_stretch *stretch, const struct ecg_record *record, double start_s, double seconds);
void ecg_stretch_free(struct ecg_stretch *stretch);

/* Samples of a stretch in so many seconds, at least 1. */
int ecg_stretch_samples(const struct ecg_stretch *stretch, double seconds);

/* Beats' places (steepest point of each QRS), ascending, in *beats (ecg_free); their number or
 * ECG_E_MEMORY. */
int ecg_stretch_beats(const struct ecg_stretch *stretch, int **beats);

#endif
