#include "render/compose.h"

#include "gpu/pass.h"

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

int ecg_compose_encode(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_part_boxes *parts = frame->boxes;
    size_t n = ecg_part_boxes_count(parts, ECG_PART_EMPTY, ECG_PART_OPEN);
    GLuint program;
    if (n == 0)
        return 0;
    int code = ecg_pass_get_boxed(
        frame->gpu, "print/encode.frag", frame->is_opaque ? NULL : "BACKDROP", &program, error);
    if (code < 0)
        return code;
    begin(frame, &frame->output, program);
    glUniform1f(
        glGetUniformLocation(program, "shadow_px"), (float)ecg_parts_shadow_px(frame->mesh));
    glBindTextureUnit(3, frame->linear.texture);
    ecg_pass_run_boxes(frame->gpu, &parts->boxes, parts->first[ECG_PART_EMPTY], n);
    return 0;
}
