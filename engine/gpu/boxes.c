#include "gpu/boxes.h"

#include "core/alloc.h"

#include <string.h>

enum { CORNERS = 6 }; /* two triangles */

static void make_array(struct ecg_boxes *boxes)
{
    glCreateVertexArrays(1, &boxes->vao);
    glCreateBuffers(1, &boxes->corners);
    glVertexArrayVertexBuffer(
        boxes->vao, 0, boxes->corners, 0, (GLsizei)sizeof *boxes->corner_list);
    glEnableVertexArrayAttrib(boxes->vao, 0);
    glVertexArrayAttribFormat(boxes->vao, 0, 2, GL_INT, GL_FALSE, 0);
    glVertexArrayAttribBinding(boxes->vao, 0, 0);
}

int ecg_boxes_add(struct ecg_boxes *boxes, const GLint box_px[4], struct ecg_error *error)
{
    if (ecg_grow(&boxes->list, &boxes->capacity, boxes->n + 1, sizeof *boxes->list) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "gpu: out of memory");
    memcpy(boxes->list[boxes->n++], box_px, sizeof *boxes->list);
    return 0;
}

int ecg_boxes_upload(struct ecg_boxes *boxes, struct ecg_error *error)
{
    static const int x_of[CORNERS] = { 0, 2, 0, 0, 2, 2 }, y_of[CORNERS] = { 1, 1, 3, 3, 1, 3 };
    size_t n = boxes->n * CORNERS;
    if (!boxes->vao)
        make_array(boxes);
    if (ecg_grow(&boxes->corner_list, &boxes->cap_corners, n, sizeof *boxes->corner_list) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "gpu: out of memory");
    for (size_t k = 0; k < n; k++) {
        boxes->corner_list[k][0] = boxes->list[k / CORNERS][x_of[k % CORNERS]];
        boxes->corner_list[k][1] = boxes->list[k / CORNERS][y_of[k % CORNERS]];
    }
    glNamedBufferData(boxes->corners, (GLsizeiptr)(n * sizeof *boxes->corner_list),
        boxes->corner_list, GL_STREAM_DRAW);
    return 0;
}

void ecg_boxes_free(struct ecg_boxes *boxes)
{
    glDeleteVertexArrays(1, &boxes->vao);
    glDeleteBuffers(1, &boxes->corners);
    ecg_free(boxes->list);
    ecg_free(boxes->corner_list);
    *boxes = (struct ecg_boxes){ 0 };
}

void ecg_boxes_draw(const struct ecg_boxes *boxes, size_t first, size_t count)
{
    glBindVertexArray(boxes->vao);
    glDrawArrays(GL_TRIANGLES, (GLint)(first * CORNERS), (GLsizei)(count * CORNERS));
}

void ecg_boxes_clear(
    const struct ecg_boxes *boxes, size_t first, size_t count, const float rgba[4])
{
    glEnable(GL_SCISSOR_TEST);
    for (size_t k = first; k < first + count; k++) {
        const GLint *box = boxes->list[k];
        glScissor(box[0], box[1], box[2] - box[0], box[3] - box[1]);
        glClearBufferfv(GL_COLOR, 0, rgba);
    }
    glDisable(GL_SCISSOR_TEST);
}
