#include "render/frame.h"

#include "core/alloc.h"
#include "core/srgb.h"

static void set_inks(const struct ecg_page *page, GLuint program)
{
    GLint at = ecg_uniform(program, "ink_linear");
    if (at >= 0) {
        float inks[8][4];
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 3; k++)
                inks[i][k] = ecg_linear_from_srgb_f(page->ink[i].rgb[k]);
            inks[i][3] = page->ink[i].opacity;
        }
        glUniform4fv(at, 8, &inks[0][0]);
    }
    at = ecg_uniform(program, "paper_linear");
    if (at >= 0)
        glUniform3f(at, ecg_linear_from_srgb_f(page->paper_rgb[0]),
            ecg_linear_from_srgb_f(page->paper_rgb[1]),
            ecg_linear_from_srgb_f(page->paper_rgb[2]));
}

/* One axis of the view, in the image: the same for every tile of pictures that are not huge. By a
 * power of two and whole pixels vertices keep their fractions to the last bit in every tile. */
static void view_span(int side_px, int tile_px, int tile_side_px, int *from_px, int *size_px)
{
    enum { LEAST_PX = 2048, MOST_PX = 16384 }; /* OpenGL 4.5's viewports may be so large */
    int size = LEAST_PX;
    while (size < side_px + side_px / 2 && size < MOST_PX)
        size *= 2;
    int is_huge = size < side_px + side_px / 2;
    *from_px = is_huge ? tile_px - (size - tile_side_px) / 2 : -(size - side_px) / 2;
    *size_px = size;
}

static void view_box(const struct ecg_frame *frame, int box[4])
{
    view_span(frame->mesh->width_px, frame->x_px, frame->width_px, &box[0], &box[2]);
    view_span(frame->mesh->height_px, frame->y_px, frame->height_px, &box[1], &box[3]);
}

void ecg_frame_use(const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_mesh *mesh = frame->mesh;
    glUseProgram(program);
    glUniform2f(ecg_uniform(program, "tile_corner_px"), (float)frame->x_px, (float)frame->y_px);
    glUniform2f(
        ecg_uniform(program, "tile_size_px"), (float)frame->width_px, (float)frame->height_px);
    glUniform2f(
        ecg_uniform(program, "image_size_px"), (float)mesh->width_px, (float)mesh->height_px);
    int view[4];
    view_box(frame, view);
    glUniform4f(ecg_uniform(program, "view_px"), (float)view[0], (float)view[1], (float)view[2],
        (float)view[3]);
    glUniform1i(ecg_uniform(program, "mesh_columns"), mesh->columns);
    glUniform2f(
        ecg_uniform(program, "mesh_step_mm"), (float)mesh->step_x_mm, (float)mesh->step_y_mm);
    set_inks(frame->page, program);
    int is_ink = !frame->is_ink_done;
    glBindTextureUnit(0, is_ink ? frame->print.texture : 0);
    glBindTextureUnit(1, is_ink && frame->has_notes ? frame->notes.texture : 0);
    glBindTextureUnit(2, is_ink && frame->has_stuck ? frame->stuck.texture : 0);
}

const char *ecg_frame_ink_defines(const struct ecg_frame *frame)
{
    static const char *const defines[4] = { "", "NOTES", "STUCK", "NOTES;STUCK" };
    return defines[(frame->has_notes ? 1 : 0) + (frame->has_stuck ? 2 : 0)];
}

struct ecg_frame_view ecg_frame_view(const struct ecg_frame *frame)
{
    struct ecg_frame_view view = { glIsEnabled(GL_SCISSOR_TEST) };
    int box[4];
    view_box(frame, box);
    glViewport(box[0] - frame->x_px, box[1] - frame->y_px, box[2], box[3]);
    if (!view.is_scissored) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(0, 0, frame->width_px, frame->height_px);
    }
    return view;
}

void ecg_frame_unview(const struct ecg_frame *frame, struct ecg_frame_view view)
{
    if (!view.is_scissored)
        glDisable(GL_SCISSOR_TEST);
    glViewport(0, 0, frame->width_px, frame->height_px);
}

void ecg_frame_draw_mesh(const struct ecg_frame *frame)
{
    struct ecg_frame_view view = ecg_frame_view(frame);
    glBindVertexArray(frame->mesh_vao);
    glDrawElements(GL_TRIANGLES, frame->mesh_indices, GL_UNSIGNED_INT, NULL);
    ecg_frame_unview(frame, view);
}
