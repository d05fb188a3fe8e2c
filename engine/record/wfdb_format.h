/* Signal formats of WFDB, signal(5): one table. */
#ifndef RECORD_WFDB_FORMAT_H
#define RECORD_WFDB_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define ECG_WFDB_FORMATS "8 16 24 32 61 80 160 212 310 311 508 516 524"

struct ecg_wfdb_format {
    int number;
    int is_difference; /* format 8: samples are steps from the one before */
    int flac_bits;     /* 0, or the bits a sample of a FLAC-compressed format */
    int has_missing;   /* format 8 cannot say that a sample is missing */
    int32_t missing;   /* the value that says so */
    /* Packed as `samples` samples in `bytes` bytes; a last incomplete group takes as many bytes as
     * partial[samples in it]. Decoded FLAC samples are native int32_t. */
    size_t samples, bytes, partial[3];
    int32_t (*sample)(const unsigned char *bytes, size_t index);
};

/* NULL for an unknown number. */
const struct ecg_wfdb_format *ecg_wfdb_format(int number);

/* Bytes that n samples take. */
size_t ecg_wfdb_bytes(const struct ecg_wfdb_format *format, size_t n);

/* Whole samples in so many bytes. */
size_t ecg_wfdb_samples(const struct ecg_wfdb_format *format, size_t bytes);

#endif
