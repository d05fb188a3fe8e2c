/*
 * The JSON beside an image: ECG-Image-Kit's keys with the kit's meaning, each derived from what
 * was really drawn, and an "ecgpress" object with the rest.
 */
#ifndef OUTPUT_IMAGE_JSON_H
#define OUTPUT_IMAGE_JSON_H

#include "core/buffer.h"
#include "core/error.h"
#include "output/json.h"
#include "recipe/scene.h"
#include "record/record.h"
#include "truth/truth.h"

struct ecg_image_json_params {
    const struct ecg_scene *scene;
    const struct ecg_record *record;
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;
    const struct ecg_truth *truth;
    const char *image_file; /* name without folder; NULL: none is written */
    const char *wfdb_name;  /* record name of the WFDB beside the image; NULL: none is written */
    const char *split;      /* part of the dataset that it belongs to; NULL: it is not split */
    /* Samples of the record in that WFDB, from which sample numbers count; NULL: truth->window. */
    const struct ecg_sample_range *span;
    const size_t *order; /* in which the truth's leads are listed; NULL: as they are */
};

/* Appends the whole text, with output.json_indent. ECG_E_MEMORY. */
int ecg_image_json_write(
    const struct ecg_image_json_params *params, struct ecg_buffer *out, struct ecg_error *error);

/* Only what that file has under "ecgpress": one object. */
void ecg_image_json_own(struct ecg_json *json, const struct ecg_image_json_params *params);

#endif
