/* What a machine prints as measured: rate, intervals and axes, from the signal itself.
 *
 * Beats: after Pan and Tompkins, "A real-time QRS detection algorithm", IEEE Trans. Biomed. Eng.
 * 32 (1985): slope energy of all leads, moving-window integration, adaptive thresholds, search
 * back. Intervals: on the median beat of the dominant morphology; QRS ends where the leads' common
 * slope falls to the level of the quiet stretches beside it, P onset and T end by the tangent
 * at the steepest flank. A value that does not stand clear of the noise, or that no heart gives,
 * is left out (NaN) rather than guessed.
 *
 * On synthetic beats with noise (tests/page/test_measure.c): rate within 1 /min, QRS within 12
 * ms, PR within 16 ms, QT within 20 ms, QRS axis within 5 degrees.
 */
#ifndef PAGE_MEASURE_H
#define PAGE_MEASURE_H

#include "record/record.h"

struct ecg_measures {
    double rate_bpm;
    double pr_ms, qrs_ms, qt_ms;
    double qtc_ms;                               /* Bazett */
    double p_axis_deg, qrs_axis_deg, t_axis_deg; /* frontal plane, -180..180 */
};

/* Measures `seconds` of the record from start_s on (less where it ends sooner). 0 or ECG_E_MEMORY;
 * what cannot be measured is NaN. */
int ecg_measure(struct ecg_measures *measures, const struct ecg_record *record, double start_s,
    double seconds);

#endif
