/*
 * Verification: opens images again and says how far their ink is from their annotation. See
 * ecg_verify in ecgpress.h for the public side; measure.h for how it is done.
 */
#ifndef CHECK_VERIFY_H
#define CHECK_VERIFY_H

#include "core/buffer.h"
#include "core/error.h"

/* One image by the path of its JSON. Fills *image but for its name. 0 also when the image fails:
 * then image->passed is 0 and image->problem says why. Errors are those of memory only. */
int ecg_verify_one(const char *json_path, const struct ecg_verify_params *params,
    struct ecg_verify_image *image, uint32_t *histogram, struct ecg_error *error);

/* An image and its JSON as they are about to be written. */
struct ecg_verify_bytes {
    const char *name; /* for messages */
    const struct ecg_buffer *json, *picture;
};

/* The same from bytes, at the usual tolerances; an image with too few points to judge by passes.
 */
int ecg_verify_bytes(
    const struct ecg_verify_bytes *bytes, struct ecg_verify_image *image, struct ecg_error *error);

/* |distance| in thousandths of a px, the last bin holds what is beyond. */
enum { ECG_VERIFY_BINS = 20001 };

#endif
