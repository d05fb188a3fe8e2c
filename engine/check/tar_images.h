/*
 * The images of a tar that no manifest lists: files of one stem that follow one another, as
 * WebDataset has them, each with what a manifest would say of it, by its own JSON.
 */
#ifndef CHECK_TAR_IMAGES_H
#define CHECK_TAR_IMAGES_H

#include "core/error.h"

#include <jansson.h>

struct ecg_tar_images; /* used by one thread at a time */

/* Opens folder/name. ECG_E_IO, ECG_E_MEMORY. */
int ecg_tar_images_open(
    struct ecg_tar_images **images, const char *folder, const char *name, struct ecg_error *error);
/* Nothing for NULL. */
void ecg_tar_images_close(struct ecg_tar_images **images);

/* The next image as an object like a manifest's line, for the caller to release, with one more
 * key: "at", by file, where its bytes begin in the tar. 1, or 0 where the tar ends. ECG_E_IO;
 * ECG_E_FORMAT when the tar is damaged or a name in it is no UTF-8; ECG_E_LIMIT for a JSON above
 * 1 GiB; ECG_E_MEMORY. */
int ecg_tar_images_next(struct ecg_tar_images *images, json_t **object, struct ecg_error *error);

#endif
