/* Rectangles of a target, to be drawn at once: shaders/common/boxes.vert. */
#ifndef GPU_BOXES_H
#define GPU_BOXES_H

#include "core/error.h"
#include "gpu/gl.h"

#include <stddef.h>

/* Zero-initialise; belongs to the thread of its context. */
struct ecg_boxes {
    GLuint vao, corners;
    GLint (*list)[4]; /* in px from the target's corner: x0, y0, and one past the last */
    size_t n, capacity;
    GLint (*corner_list)[2];
    size_t cap_corners;
};

/* ECG_E_MEMORY */
int ecg_boxes_add(struct ecg_boxes *boxes, const GLint box_px[4], struct ecg_error *error);
/* What was added since n was set to 0 is what is drawn from now on. ECG_E_MEMORY. */
int ecg_boxes_upload(struct ecg_boxes *boxes, struct ecg_error *error);
void ecg_boxes_free(struct ecg_boxes *boxes);

/* `count` of them from the first on; the program is in use and the target bound. */
void ecg_boxes_draw(const struct ecg_boxes *boxes, size_t first, size_t count);
/* Fills them in the bound target. */
void ecg_boxes_clear(
    const struct ecg_boxes *boxes, size_t first, size_t count, const float rgba[4]);

#endif
