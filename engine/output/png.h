/*
 * PNG files (ISO/IEC 15948), written by our own filter choice and compressor: see deflate.h.
 * Lossless reductions are made where they cost nothing: opaque RGBA becomes RGB, a picture that is
 * grey in every pixel becomes grey.
 */
#ifndef OUTPUT_PNG_H
#define OUTPUT_PNG_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/image.h"

enum ecg_png_effort {
    ECG_PNG_FAST,  /* own compressor */
    ECG_PNG_SMALL, /* libdeflate at a high level: about 15 % smaller, several times the time */
};

struct ecg_png_params {
    enum ecg_png_effort effort;
    double dpi;           /* written as pHYs; 0: none */
    int keep_colour;      /* do not turn a grey RGB picture into a grey one */
    const char *software; /* tEXt "Software"; NULL: none; Latin-1 */
};

struct ecg_png; /* an encoder with its working memory; one thread at a time */

struct ecg_png *ecg_png_make(void);
void ecg_png_destroy(struct ecg_png **png);

/* Appends the whole file to *out. RGBA is written as RGB: alpha is dropped. 0, ECG_E_ARGUMENT or
 * ECG_E_MEMORY. */
int ecg_png_encode(struct ecg_png *png, const struct ecg_image *image,
    const struct ecg_png_params *params, struct ecg_buffer *out, struct ecg_error *error);

/* The same for 16 bits a channel, 1 or 3 channels, rows from the top, tightly packed, in the
 * machine's byte order. */
int ecg_png_encode16(struct ecg_png *png, const uint16_t *samples, int width_px, int height_px,
    int channels, const struct ecg_png_params *params, struct ecg_buffer *out,
    struct ecg_error *error);

#endif
