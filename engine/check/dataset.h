/*
 * A dataset read back, by its manifest: image by image in its order, whether the files lie by
 * themselves or in tars, in memory that does not grow with their number. Manifests and tars may
 * come from anybody.
 */
#ifndef CHECK_DATASET_H
#define CHECK_DATASET_H

#include "core/buffer.h"
#include "core/error.h"
#include "output/manifest_read.h"

#include <stdint.h>

struct ecg_dataset; /* used by one thread at a time */

/* What ends a file's name after the image's, such as ".json"; *size: its bytes. */
const char *ecg_dataset_file(const struct ecg_dataset *dataset, size_t i, uint64_t *size);
/* The name of a file of that ending as the manifest has it, NULL without one. */
const char *ecg_dataset_file_name(const struct ecg_dataset *dataset, const char *ending);
/* The name of the image's lead number i. */
const char *ecg_dataset_lead(const struct ecg_dataset *dataset, size_t i);

/* Whether the path is such a dataset: a tar, or a folder with a manifest or with tars. */
int ecg_dataset_is(const char *path);

/* Opens folder/manifest.jsonl, or where there is none those of the shards, in the order of their
 * names. A tar: its images, by the manifest beside it where there is one that knows it. Without
 * any manifest the tars of the folder are looked through, in the order of their names, each
 * image's JSON telling what a manifest would. ECG_E_IO, ECG_E_MEMORY; ECG_E_ARGUMENT when there is
 * nothing of it. */
int ecg_dataset_open(struct ecg_dataset **dataset, const char *path, struct ecg_error *error);
void ecg_dataset_close(struct ecg_dataset **dataset);

/* The next image's line, valid until the next one is read: 1, or 0 after the last one. Errors as
 * ecg_manifest_next, or ecg_tar_images_next. */
int ecg_dataset_next(
    struct ecg_dataset *dataset, const struct ecg_manifest_line **image, struct ecg_error *error);
/* The first is next again. */
int ecg_dataset_rewind(struct ecg_dataset *dataset, struct ecg_error *error);

/* Whether all files of the image read last are there, of the size that the manifest says. */
int ecg_dataset_is_whole(struct ecg_dataset *dataset);

/* Appends the file of that ending of the image read last, or only its last `most` bytes (0: all).
 * ECG_E_ARGUMENT when it has none; ECG_E_IO; ECG_E_FORMAT when the manifest leads out of the
 * dataset, or a tar does not hold what it says; ECG_E_LIMIT above 1 GiB. */
int ecg_dataset_read(struct ecg_dataset *dataset, const char *ending, size_t most,
    struct ecg_buffer *out, struct ecg_error *error);

#endif
