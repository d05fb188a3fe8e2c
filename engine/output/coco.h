/*
 * COCO's JSON (https://cocodataset.org/#format-data): of one image, and of many, joined from
 * those. Boxes are [x, y, width, height], polygons [x, y, x, y, ...], in pixels; categories are
 * the classes of truth/labels.h, numbered from 1. "attributes" says what COCO has no place for.
 */
#ifndef OUTPUT_COCO_H
#define OUTPUT_COCO_H

#include "core/buffer.h"
#include "core/error.h"
#include "truth/labels.h"

struct ecg_coco_image {
    const char *file_name;
    int width_px, height_px;
    const char *record;
    const char *split; /* NULL: none */
    const char *shard; /* the tar that holds it; NULL: none */
};

/* A whole file for one image of id 1, an annotation a line. */
void ecg_coco_write(
    const struct ecg_coco_image *image, const struct ecg_labels *labels, struct ecg_buffer *out);

/* The same for many: begin, each image, turn, each image's annotations, end. Ids are the
 * caller's: of images as told, of annotations from *next_id on. */
void ecg_coco_begin(struct ecg_buffer *out);
void ecg_coco_add_image(
    const struct ecg_coco_image *image, uint64_t id, int is_first, struct ecg_buffer *out);
void ecg_coco_turn(struct ecg_buffer *out);
/* From one image's file, which anybody may have changed: ECG_E_FORMAT, naming it. */
int ecg_coco_add_annotations(const char *name, const char *text, size_t size, uint64_t image_id,
    uint64_t *next_id, int is_first, struct ecg_buffer *out, struct ecg_error *error);
void ecg_coco_end(struct ecg_buffer *out);

#endif
