/* The devices that turn light into a picture: phone, copier, fax. */
#include "gpu/pass.h"
#include "render/capture_internal.h"

#include <math.h>

static float px_per_mm(const struct ecg_frame *frame)
{
    return (float)frame->mesh->camera.px_per_mm[0];
}

int ecg_capture_phone(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    struct ecg_lens_plan plan;
    int has_lens = ecg_capture_lens_plan(scene, frame->mesh, &plan) && plan.by_device;
    ecg_define(&defines, "LENS", has_lens);
    ecg_define(&defines, "DEFOCUS", has_lens && ecg_capture_defocuses(scene));
    ecg_define(&defines, "FRINGE", scene->capture_lens_fringe_px > 0);
    ecg_define(&defines, "SMOOTHED", scene->capture_sensor_denoise > 0);
    ecg_define(&defines, "CHROMA", scene->capture_sensor_chroma_noise > 0);
    ecg_define(&defines, "SHARPEN", scene->capture_sensor_sharpen > 0);
    ecg_define(&defines, "TONE",
        scene->capture_sensor_black > 0 || scene->capture_sensor_contrast > 0 ||
            fabs(scene->capture_sensor_saturation - 1) > 1e-9);
    int code = ecg_capture_use(frame, "capture/phone.frag", &defines, &program, error);
    if (code < 0)
        return code;
    float white[3];
    ecg_light_color(scene->capture_sensor_balance_k, white);
    float gain = (float)exp2(scene->capture_sensor_exposure_ev);
    float tint = (float)scene->capture_sensor_tint;
    glUniform3f(ecg_uniform(program, "balance"), gain / white[0] * (1 + tint / 2),
        gain / white[1] * (1 - tint / 2), gain / white[2] * (1 + tint / 2));
    glUniform4f(ecg_uniform(program, "noise_sigma"), (float)scene->capture_sensor_shot_noise,
        (float)scene->capture_sensor_read_noise, (float)scene->capture_sensor_chroma_noise,
        (float)scene->capture_sensor_denoise);
    glUniform4f(ecg_uniform(program, "finish"), (float)scene->capture_sensor_sharpen,
        (float)scene->capture_sensor_contrast, (float)scene->capture_sensor_saturation,
        (float)scene->capture_lens_vignette);
    float black = (float)scene->capture_sensor_black;
    glUniform2f(ecg_uniform(program, "from_black"), black, 1.0f / (1.0f - black));
    glUniform1f(ecg_uniform(program, "fringe_px"), (float)scene->capture_lens_fringe_px);
    if (has_lens)
        ecg_capture_lens(frame, program);
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}

int ecg_capture_copier(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    ecg_define(&defines, "LID", !frame->is_opaque);
    int code = ecg_capture_use(frame, "capture/copier.frag", &defines, &program, error);
    if (code < 0)
        return code;
    glUniform1i(ecg_uniform(program, "generations"), scene->capture_copy_generations);
    glUniform4f(ecg_uniform(program, "toner"), (float)scene->capture_copy_contrast,
        (float)scene->capture_copy_specks, (float)scene->capture_copy_mottle,
        (float)scene->capture_copy_dark_edge);
    glUniform1f(ecg_uniform(program, "px_per_mm"), px_per_mm(frame));
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}

int ecg_capture_fax(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    ecg_define(&defines, "LID", !frame->is_opaque);
    int code = ecg_capture_use(frame, "capture/fax.frag", &defines, &program, error);
    if (code < 0)
        return code;
    glUniform3f(ecg_uniform(program, "line"), (float)scene->capture_fax_threshold,
        (float)scene->capture_fax_lost_lines, (float)scene->capture_fax_noise);
    glUniform1i(ecg_uniform(program, "coarse"), scene->capture_fax_mode);
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}
