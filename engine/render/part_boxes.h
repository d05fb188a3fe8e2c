/* The parts of a tile (sheet_parts.h) as rectangles on the GPU. */
#ifndef RENDER_PART_BOXES_H
#define RENDER_PART_BOXES_H

#include "gpu/boxes.h"
#include "render/sheet_parts.h"

/* Zero-initialise; belongs to the thread of its context. */
struct ecg_part_boxes {
    struct ecg_boxes boxes; /* those of part k: first[k]..first[k + 1] - 1 */
    size_t first[ECG_PARTS + 1];
    uint8_t *taken; /* scratch: squares that are in a rectangle already */
    size_t cap_taken;
};

/* Finds and uploads those of a tile (x, y, width, height in the image), which begins at multiples
 * of ECG_TILE_STEP_PX. Together they cover it, each pixel once. ECG_E_MEMORY. */
int ecg_part_boxes_place(struct ecg_part_boxes *boxes, const struct ecg_parts *parts,
    const int tile_px[4], struct ecg_error *error);
void ecg_part_boxes_free(struct ecg_part_boxes *boxes);

/* How many there are of the parts from..to. */
size_t ecg_part_boxes_count(
    const struct ecg_part_boxes *boxes, enum ecg_part from, enum ecg_part to);

#endif
