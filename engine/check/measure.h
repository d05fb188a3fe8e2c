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

struct ecg_measured_site {
    float across[2]; /* [row, column], length 1 */
    float distance, likeness;
    uint8_t is_gentle, is_pale;
    uint32_t lead;
};

/* Of a lead's points on gentle slopes those with no other ink too near, and those of them where
 * there is a line's ink. */
struct ecg_measured_lead {
    size_t n_free, n_found;
};

/* Points on gentle slopes (under 1 px/px) that nothing hides, about one a pixel. The sites are all
 * that were looked at, steep flanks too; which of them count is known once all leads are in. */
struct ecg_measurement {
    struct ecg_measured_site *sites; /* owned */
    size_t n_sites, sites_capacity;
    size_t n_points;    /* of that kind */
    size_t n_crowded;   /* other ink too near: not measured */
    size_t n_busy;      /* of these: the annotation says so */
    size_t n_absent;    /* far less ink than the line would leave */
    size_t n_unlike;    /* ink, but no line of that width: worn off in part, or something on it */
    size_t n_distances; /* measured */
    float *distances;   /* signed px, across the trace; owned */
    struct ecg_measured_lead *leads; /* in the annotation's order; owned */
    size_t n_leads, leads_capacity;
    double shift[2]; /* [rows, columns]: of all, steep flanks too, what explains the distances best
                      */
};

/* Adds one lead's points, the leads in their order; zero-initialise at first. ECG_E_MEMORY. */
int ecg_measure_lead(
    struct ecg_measurement *measurement, const struct ecg_ink_reader *reader, size_t lead);
/* After the last lead: tells ink that is the line's from ink that is not, by what is usual in this
 * picture, and fills in distances and shift (NaN without any). ECG_E_MEMORY. */
int ecg_measure_finish(struct ecg_measurement *measurement);
void ecg_measurement_free(struct ecg_measurement *measurement);

#endif
