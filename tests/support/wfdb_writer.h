/* Writes WFDB records in every signal format, so that tests need no files of others. */
#ifndef TESTS_SUPPORT_WFDB_WRITER_H
#define TESTS_SUPPORT_WFDB_WRITER_H

#include <stddef.h>
#include <stdint.h>

struct wfdb_writer_signal {
    const char *file; /* NULL: "NAME.dat"; signals of one file are interleaved */
    int format;
    int samples_per_frame; /* 0 means 1 */
    int skew_frames;
    size_t offset_bytes; /* zero bytes put before the samples */
    double gain;         /* 0: 1000 */
    int baseline;
    const char *units; /* NULL: "mV" */
    const char *name;
    const int32_t *samples; /* n_frames x samples_per_frame, ADC units */
    int wrong_checksum;
};

/* Writes folder/name.hea and its signal files; comments are lines with "#" and "\n". 0, or -1 when
 * a file could not be written or a format is not known. */
int wfdb_write(const char *folder, const char *name, double fs_hz, size_t n_frames,
    const struct wfdb_writer_signal *signals, int n_signals, const char *comments);

/* The value that marks a missing sample in that format, and the least and greatest others. */
int32_t wfdb_missing(int format);
void wfdb_range(int format, int32_t *lo, int32_t *hi);

/* Writes a file of so many bytes. */
int wfdb_write_file(const char *folder, const char *name, const void *bytes, size_t size);

#endif
