/* WFDB headers (.hea), as header(5) of the WFDB manual describes them. */
#ifndef RECORD_WFDB_HEADER_H
#define RECORD_WFDB_HEADER_H

#include "core/buffer.h"
#include "core/error.h"

#include <stddef.h>
#include <stdint.h>

struct ecg_wfdb_signal {
    const char *file; /* "~": none, every sample is missing */
    int format;       /* 0 with "~" */
    int samples_per_frame;
    int skew_frames;
    size_t offset_bytes;
    double gain;     /* ADC units per physical unit, above 0; 200 when the header has none */
    double baseline; /* ADC units at physical 0; the ADC zero when the header has none */
    char units[16];  /* "mV" when the header has none */
    int32_t initial; /* the value before the first difference of format 8 */
    int has_checksum;
    uint16_t checksum;
    const char *name; /* "" when the header has none */
    int line;         /* of the header, from 1 */
};

struct ecg_wfdb_segment {
    const char *name; /* "~": a gap */
    size_t n_frames;
    int line;
};

struct ecg_wfdb_header {
    struct ecg_buffer text; /* what the strings point into */
    int n_signals;
    struct ecg_wfdb_signal *signals; /* NULL in a multi-segment header */
    size_t n_segments;               /* 0: an ordinary record */
    struct ecg_wfdb_segment *segments;
    double fs_hz; /* frames a second */
    int has_length;
    size_t n_frames; /* when has_length */
    char base_time[16], base_date[12];
    int n_comments;
    const char **comments; /* without '#' */
};

/* Reads and checks a header file; errors name its line and field. Free it in either case. */
int ecg_wfdb_header_read(
    struct ecg_wfdb_header *header, const char *path, struct ecg_error *error);
void ecg_wfdb_header_free(struct ecg_wfdb_header *header);

#endif
