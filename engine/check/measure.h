/*
 * How far the ink of a trace lies from where the annotation says.
 *
 * Across the trace, at each annotated point, the ink that is there is compared with the ink that a
 * line of the stated width through the stated points would leave: first by their centroids, then
 * by the displacement that makes the two alike. On a straight stretch that is the distance of the
 * ink's middle from the line; on a jagged one neighbouring strokes are allowed for.
 */
#ifndef CHECK_MEASURE_H
#define CHECK_MEASURE_H

#include "check/ink.h"

/* Points on gentle slopes (under 1 px/px) that nothing hides, about one a pixel. */
struct ecg_measurement {
    size_t n_points;      /* of that kind */
    size_t n_crowded;     /* other ink too near: not measured */
    size_t n_absent;      /* far less ink than the line would leave */
    size_t n_distances;   /* measured */
    float *distances;     /* signed px, across the trace; owned */
    double shift_sums[5]; /* normal equations of a common displacement, steep flanks included */
};

/* Adds one lead's points; zero-initialise at first. ECG_E_MEMORY. */
int ecg_measure_lead(
    struct ecg_measurement *measurement, const struct ecg_ink_reader *reader, size_t lead);
/* The common displacement [rows, columns] that explains the distances best; NaN without any. */
void ecg_measurement_shift(const struct ecg_measurement *measurement, double shift[2]);
void ecg_measurement_free(struct ecg_measurement *measurement);

#endif
