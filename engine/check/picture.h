/* Reads a PNG or JPEG file from anywhere, with limits: pictures under test are not trusted. */
#ifndef CHECK_PICTURE_H
#define CHECK_PICTURE_H

#include "core/error.h"
#include "core/image.h"

/* RGB, 8 bits; free with ecg_image_free. ECG_E_IO, ECG_E_FORMAT (neither PNG nor JPEG, damaged),
 * ECG_E_LIMIT (a file above 512 MiB, a side above 32768 px, more than 300 Mpx), ECG_E_MEMORY. */
int ecg_picture_read(struct ecg_image *image, const char *path, struct ecg_error *error);
/* The same from bytes; `name` is what messages call them. */
int ecg_picture_decode(struct ecg_image *image, const char *name, const void *bytes, size_t size,
    struct ecg_error *error);

#endif
