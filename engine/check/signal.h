/*
 * The signal read back from the picture: the sheet is straightened by the map that the JSON gives,
 * the ink is followed along the annotated trace, the line is found that leaves such ink (fit.h),
 * and its place in each column is turned into millivolts by the JSON's own scale. Compared with
 * the WFDB record beside the image, this says how much of the signal a digitizer could get from
 * this picture with this annotation.
 */
#ifndef CHECK_SIGNAL_H
#define CHECK_SIGNAL_H

#include "check/ink.h"
#include "record/record.h"

/* *snr_db gets the signal-to-noise ratio of one lead: 10 log10(sum of (x - mean x)^2 / sum of
 * (x - y)^2) over the samples that are annotated, not hidden and present in the record; a sample
 * without ink reads 0 mV. Nothing is aligned or scaled. NaN without such samples or without a
 * variation to find. ECG_E_MEMORY. */
int ecg_signal_snr(const struct ecg_ink_reader *reader, size_t lead,
    const struct ecg_record *record, double *snr_db);

#endif
