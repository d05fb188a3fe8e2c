#include "render/compose.h"

#include <math.h>

static int begin(struct ecg_frame *frame, const char *vertex, const char *fragment,
    const char *defines, GLuint *program, struct ecg_error *error)
{
    int code = ecg_target_size(&frame->output, frame->width_px, frame->height_px, GL_RGBA8, error);
    if (code == 0)
        code = ecg_program_get(
            ecg_gpu_programs(frame->gpu), vertex, fragment, defines, program, error);
    if (code < 0)
        return code;
    ecg_target_draw(&frame->output);
    ecg_frame_use(frame, *program);
    return 0;
}

int ecg_compose_flat(struct ecg_frame *frame, struct ecg_error *error)
{
    static const float white[4] = { 1, 1, 1, 1 };
    GLuint program;
    int code = begin(frame, frame->is_flat ? "common/screen.vert" : "common/mesh.vert",
        "print/flat.frag", ecg_frame_ink_defines(frame), &program, error);
    if (code < 0)
        return code;
    if (frame->is_flat) {
        ecg_draw_screen(frame->empty_vao);
        return 0;
    }
    ecg_target_clear(&frame->output, white);
    ecg_frame_draw_mesh(frame);
    return 0;
}

int ecg_compose_encode(struct ecg_frame *frame, struct ecg_error *error)
{
    GLuint program;
    double sx, sy;
    int code = begin(frame, "common/screen.vert", "print/encode.frag",
        frame->is_opaque ? NULL : "BACKDROP", &program, error);
    if (code < 0)
        return code;
    ecg_mesh_scale(frame->mesh, frame->page->width_mm / 2, frame->page->height_mm / 2, &sx, &sy);
    glUniform1f(glGetUniformLocation(program, "shadow_px"), (float)(0.9 * sqrt(sx * sy)));
    glBindTextureUnit(3, frame->linear.texture);
    ecg_draw_screen(frame->empty_vao);
    return 0;
}
