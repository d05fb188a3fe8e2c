/*
 * A DEFLATE compressor (RFC 1951) for pictures: it looks for repeats only where pictures have them
 * (the pixel before, the row above, the distance that served last, and the last two places with
 * the same six bytes), and codes noise, which repeats nowhere, as literals without looking. Two to
 * five times as fast as a general one at the same size.
 */
#ifndef OUTPUT_DEFLATE_H
#define OUTPUT_DEFLATE_H

#include "core/buffer.h"

#include <stdint.h>

enum {
    ECG_DEFLATE_WINDOW = 32768,
    ECG_DEFLATE_BLOCK = 1 << 18, /* most bytes of one block */
};

struct ecg_deflate; /* one thread at a time */

/* NULL when out of memory; about 0.8 MB. */
struct ecg_deflate *ecg_deflate_make(void);
void ecg_deflate_destroy(struct ecg_deflate **deflate);

/* Starts a stream: forgets what was before. */
void ecg_deflate_start(struct ecg_deflate *deflate);

struct ecg_deflate_input {
    const uint8_t *data; /* the block's first byte; the `history` bytes before it are readable */
    size_t size;         /* 1..ECG_DEFLATE_BLOCK */
    size_t history;      /* bytes of the stream that lie before data, at most the window is used */
    size_t row_bytes;    /* distance to the byte above; 0: none */
    size_t pixel_bytes;  /* distance to the pixel before, at least 1 */
    int literals_only;   /* do not look for repeats */
    int is_last;         /* ends the stream, on a byte boundary */
};

/* Appends one block; out->failed tells of memory running out. */
void ecg_deflate_block(
    struct ecg_deflate *deflate, const struct ecg_deflate_input *input, struct ecg_buffer *out);

#endif
