#include "render/frame.h"

#include "core/alloc.h"
#include "core/srgb.h"

#include <math.h>
#include <stdlib.h>

static void set_inks(const struct ecg_page *page, GLuint program)
{
    GLint at = glGetUniformLocation(program, "ink_linear");
    if (at >= 0) {
        float inks[8][4];
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 3; k++)
                inks[i][k] = ecg_linear_from_srgb_f(page->ink[i].rgb[k]);
            inks[i][3] = page->ink[i].opacity;
        }
        glUniform4fv(at, 8, &inks[0][0]);
    }
    at = glGetUniformLocation(program, "paper_linear");
    if (at >= 0)
        glUniform3f(at, ecg_linear_from_srgb_f(page->paper_rgb[0]),
            ecg_linear_from_srgb_f(page->paper_rgb[1]),
            ecg_linear_from_srgb_f(page->paper_rgb[2]));
}

void ecg_frame_use(const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_mesh *mesh = frame->mesh;
    glUseProgram(program);
    glUniform2f(
        glGetUniformLocation(program, "tile_corner_px"), (float)frame->x_px, (float)frame->y_px);
    glUniform2f(glGetUniformLocation(program, "tile_size_px"), (float)frame->width_px,
        (float)frame->height_px);
    glUniform2f(glGetUniformLocation(program, "image_size_px"), (float)mesh->width_px,
        (float)mesh->height_px);
    glUniform1i(glGetUniformLocation(program, "mesh_columns"), mesh->columns);
    glUniform2f(glGetUniformLocation(program, "mesh_step_mm"), (float)mesh->step_x_mm,
        (float)mesh->step_y_mm);
    set_inks(frame->page, program);
    glBindTextureUnit(0, frame->print.texture);
    glBindTextureUnit(1, frame->has_notes ? frame->notes.texture : 0);
    glBindTextureUnit(2, frame->has_stuck ? frame->stuck.texture : 0);
}

const char *ecg_frame_ink_defines(const struct ecg_frame *frame)
{
    static const char *const defines[4] = { "", "NOTES", "STUCK", "NOTES;STUCK" };
    return defines[(frame->has_notes ? 1 : 0) + (frame->has_stuck ? 2 : 0)];
}

void ecg_frame_draw_mesh(const struct ecg_frame *frame)
{
    glBindVertexArray(frame->mesh_vao);
    glDrawElements(GL_TRIANGLES, frame->mesh_indices, GL_UNSIGNED_INT, NULL);
}
