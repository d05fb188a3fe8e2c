/* JPEG files (JFIF, baseline) by libjpeg-turbo. */
#ifndef OUTPUT_JPEG_H
#define OUTPUT_JPEG_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/image.h"

/* The numbers of output.jpeg.subsampling's choices. */
enum ecg_jpeg_subsampling { ECG_JPEG_444, ECG_JPEG_422, ECG_JPEG_420 };

struct ecg_jpeg_params {
    int quality; /* 1..100 */
    enum ecg_jpeg_subsampling subsampling;
    double dpi; /* written into the JFIF header in whole pixels an inch; 0: none */
};

struct ecg_jpeg; /* an encoder; one thread at a time */

struct ecg_jpeg *ecg_jpeg_make(void);
void ecg_jpeg_destroy(struct ecg_jpeg **jpeg);

/* Appends the whole file to *out. Grey images give grey files; alpha is dropped. 0,
 * ECG_E_ARGUMENT, ECG_E_UNSUPPORTED (libjpeg-turbo's own line) or ECG_E_MEMORY. */
int ecg_jpeg_encode(struct ecg_jpeg *jpeg, const struct ecg_image *image,
    const struct ecg_jpeg_params *params, struct ecg_buffer *out, struct ecg_error *error);

#endif
