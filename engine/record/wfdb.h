/* WFDB records: headers and signal files joined into a record. */
#ifndef RECORD_WFDB_H
#define RECORD_WFDB_H

#include "core/buffer.h"
#include "record/record.h"
#include "record/wfdb_header.h"

/* One signal at its own rate, physical units. */
struct ecg_wfdb_channel {
    double *samples; /* n_frames x samples_per_frame; NaN = missing */
    int samples_per_frame;
    int32_t missing_marker; /* the ADC value that meant "missing" */
    struct ecg_digest digest;
    const char *name;  /* in the header's text */
    const char *units; /* in the header's signals */
};

struct ecg_wfdb_channels {
    int n;
    size_t n_frames;
    struct ecg_wfdb_channel channel[ECG_MAX_LEADS];
};

/* Reads a record by its header file's path. */
int ecg_wfdb_read(struct ecg_record **record, const char *path, struct ecg_error *error);

/* Reads the signal files of a single-segment header. Where it has no length, all there is.
 * Warnings go to *record. Free the channels in either case. */
int ecg_wfdb_channels_read(struct ecg_wfdb_channels *channels,
    const struct ecg_wfdb_header *header, const char *path, struct ecg_record *record,
    struct ecg_error *error);

/* The same for a multi-segment header; *layout becomes the header that names the signals (the
 * first segment's) and must outlive the channels. */
int ecg_wfdb_segments_read(struct ecg_wfdb_channels *channels, struct ecg_wfdb_header *layout,
    const struct ecg_wfdb_header *header, const char *path, struct ecg_record *record,
    struct ecg_error *error);

void ecg_wfdb_channels_free(struct ecg_wfdb_channels *channels);

/* Decodes a FLAC stream of n_channels channels of `bits` bits: appends interleaved native
 * int32_t, n_channels of them a frame, at most max_frames frames. */
int ecg_wfdb_flac_decode(struct ecg_buffer *samples, const struct ecg_buffer *file,
    const char *path, int n_channels, int bits, size_t max_frames, struct ecg_error *error);

#endif
