#include "render/compose.h"

#include "gpu/pass.h"

#include <math.h>
#include <string.h>

static void begin(const struct ecg_frame *frame, const struct ecg_target *target, GLuint program)
{
    ecg_target_draw(target);
    ecg_frame_use(frame, program);
}

/* The coverage is replaced by the colour it gives, in place. */
static int compose_in_place(struct ecg_frame *frame, char defines[64], struct ecg_error *error)
{
    GLuint program;
    strcat(defines, ";IN_PLACE");
    int code = ecg_program_get(ecg_gpu_programs(frame->gpu), "common/screen.vert",
        "print/flat.frag", defines, &program, error);
    if (code < 0)
        return code;
    begin(frame, &frame->print, program);
    glBindTextureUnit(0, 0); /* the target, which is not to be sampled */
    ecg_draw_screen(frame->empty_vao);
    frame->picture = &frame->print;
    return 0;
}

int ecg_compose_flat(struct ecg_frame *frame, struct ecg_error *error)
{
    static const float white[4] = { 1, 1, 1, 1 };
    char defines[64];
    GLuint program;
    strcpy(defines, ecg_frame_ink_defines(frame));
    if (frame->is_flat && ecg_gpu_can_read_target(frame->gpu) &&
        ecg_gpu_passes(frame->gpu) != ECG_PASS_COMPUTE)
        return compose_in_place(frame, defines, error);
    int code = ecg_target_size(&frame->output, frame->width_px, frame->height_px, GL_RGBA8, error);
    if (code == 0 && frame->is_flat)
        code = ecg_pass_get(frame->gpu, "print/flat.frag", defines, &program, error);
    else if (code == 0)
        code = ecg_program_get(ecg_gpu_programs(frame->gpu), "common/mesh.vert", "print/flat.frag",
            defines, &program, error);
    if (code < 0)
        return code;
    begin(frame, &frame->output, program);
    if (frame->is_flat) {
        ecg_pass_run(frame->gpu, frame->empty_vao);
        return 0;
    }
    ecg_target_clear(&frame->output, white);
    ecg_frame_draw_mesh(frame);
    return 0;
}

/* How far a sheet's shadow falls on what is behind it. */
static double shadow_px(const struct ecg_mesh *mesh, const struct ecg_page *page)
{
    double sx, sy;
    ecg_mesh_scale(mesh, page->width_mm / 2, page->height_mm / 2, &sx, &sy);
    return 0.9 * sqrt(sx * sy);
}

int ecg_compose_apron_px(const struct ecg_mesh *mesh, const struct ecg_page *page)
{
    static const double reach = 0.85 * 2 * 0.6; /* see print/encode.frag */
    return (int)ceil(reach * shadow_px(mesh, page));
}

int ecg_compose_encode(struct ecg_frame *frame, struct ecg_error *error)
{
    GLuint program;
    frame->is_ink_done = 1;
    frame->picture = &frame->print;
    int code = ecg_pass_get(
        frame->gpu, "print/encode.frag", frame->is_opaque ? NULL : "BACKDROP", &program, error);
    if (code < 0)
        return code;
    begin(frame, &frame->print, program);
    glUniform1f(
        glGetUniformLocation(program, "shadow_px"), (float)shadow_px(frame->mesh, frame->page));
    glBindTextureUnit(3, frame->linear.texture);
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}
