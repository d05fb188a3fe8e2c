/*
 * Annotated images one after another, wherever they lie: JSON files with a picture beside them,
 * folders that are walked for such, datasets with a manifest, tars.
 */
#ifndef CHECK_SAMPLE_H
#define CHECK_SAMPLE_H

#include "check/annotation.h"
#include "core/image.h"

/* One of them; zero-initialise, ecg_sample_free. */
struct ecg_sample {
    struct ecg_annotation *annotation;
    struct ecg_image picture; /* RGB */
    /* Masks (docs/truth.md), each channel of a pixel its label; data is NULL where there is none.
     */
    struct ecg_image leads, layers;
};

void ecg_sample_free(struct ecg_sample *sample);

struct ecg_samples; /* used by one thread at a time */

/* The first `most` of those that the paths mean: JSON files that are named or found in folders,
 * sorted; then datasets (ecg_dataset_is), each in its own order. The paths are copied. Errors as
 * ecg_find_annotations and ecg_dataset_open. */
int ecg_samples_open(struct ecg_samples **samples, const char *const *paths, size_t n_paths,
    size_t most, struct ecg_error *error);
/* Nothing for NULL. */
void ecg_samples_close(struct ecg_samples **samples);
size_t ecg_samples_count(const struct ecg_samples *samples);

/* The next one, in place of what *sample holds: 1, or 0 after the last. The masks are read where
 * there are any and with_masks is set. Errors as ecg_annotation_read, ecg_picture_read and
 * ecg_dataset_read; ECG_E_FORMAT for a mask of another size than its picture. */
int ecg_samples_next(struct ecg_samples *samples, int with_masks, struct ecg_sample *sample,
    struct ecg_error *error);

#endif
