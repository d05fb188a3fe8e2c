#include "render/capture.h"

#include "core/alloc.h"
#include "render/capture_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LIGHT_UNIT = 3, SHEET_UNIT = 4 };

struct ecg_capture_pass {
    struct ecg_gpu *gpu;
    struct ecg_target blurred;
    GLuint linear_sampler;
};

int ecg_capture_create(struct ecg_capture_pass **out, struct ecg_gpu *gpu, struct ecg_error *error)
{
    struct ecg_capture_pass *pass = *out = ecg_calloc(1, sizeof *pass);
    if (!pass)
        return ecg_fail(error, ECG_E_MEMORY, "capture: out of memory");
    pass->gpu = gpu;
    glCreateSamplers(1, &pass->linear_sampler);
    glSamplerParameteri(pass->linear_sampler, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glSamplerParameteri(pass->linear_sampler, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glSamplerParameteri(pass->linear_sampler, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glSamplerParameteri(pass->linear_sampler, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return 0;
}

void ecg_capture_destroy(struct ecg_capture_pass **out)
{
    struct ecg_capture_pass *pass = *out;
    if (!pass)
        return;
    ecg_target_free(&pass->blurred);
    glDeleteSamplers(1, &pass->linear_sampler);
    ecg_free(pass);
    *out = NULL;
}

void ecg_define(struct ecg_defines *defines, const char *name, int is_on)
{
    size_t n = strlen(defines->text);
    if (is_on)
        snprintf(defines->text + n, sizeof defines->text - n, "%s%s", n ? ";" : "", name);
}

unsigned ecg_shader_seed(const struct ecg_scene *scene, const char *name)
{
    struct ecg_random random = ecg_random_named(scene->key, name);
    return (unsigned)(ecg_random_u64(&random) >> 32);
}

void ecg_linear_color(const float srgb[3], float linear[3])
{
    for (int i = 0; i < 3; i++)
        linear[i] =
            srgb[i] <= 0.04045f ? srgb[i] / 12.92f : powf((srgb[i] + 0.055f) / 1.055f, 2.4f);
}

int ecg_capture_use(struct ecg_frame *frame, const char *fragment,
    const struct ecg_defines *defines, GLuint *program, struct ecg_error *error)
{
    int code = ecg_program_get(ecg_gpu_programs(frame->gpu), "common/screen.vert", fragment,
        defines->text, program, error);
    if (code < 0)
        return code;
    ecg_frame_use(frame, *program);
    glUniform2i(ecg_uniform(*program, "last_texel"), frame->width_px - 1, frame->height_px - 1);
    glUniform1ui(
        ecg_uniform(*program, "noise_seed"), ecg_shader_seed(frame->scene, "capture.noise"));
    return 0;
}

/* Under what is there already: by how much the sheet leaves free. */
static int add_behind(
    struct ecg_frame *frame, const struct ecg_light *light, struct ecg_error *error)
{
    ecg_target_draw(&frame->linear);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_ONE_MINUS_DST_ALPHA, GL_ONE, GL_ZERO, GL_ONE);
    int code = ecg_capture_behind(frame, light, error);
    glDisable(GL_BLEND);
    return code;
}

static int blur(struct ecg_capture_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    int code =
        ecg_target_size(&pass->blurred, frame->width_px, frame->height_px, GL_RGBA16F, error);
    if (code < 0)
        return code;
    ecg_target_draw(&pass->blurred);
    glBindTextureUnit(LIGHT_UNIT, frame->linear.texture);
    glBindSampler(LIGHT_UNIT, pass->linear_sampler);
    code = ecg_capture_blur(frame, error);
    glBindSampler(LIGHT_UNIT, 0);
    return code;
}

static int develop(struct ecg_frame *frame, struct ecg_error *error)
{
    switch (frame->scene->capture_kind) {
    case ECG_CAPTURE_SCAN:
        return ecg_capture_scanner(frame, error);
    case ECG_CAPTURE_COPY:
        return ecg_capture_copier(frame, error);
    case ECG_CAPTURE_FAX:
        return ecg_capture_fax(frame, error);
    default:
        return ecg_capture_phone(frame, error);
    }
}

int ecg_capture_run(struct ecg_capture_pass *pass, struct ecg_frame *frame,
    const struct ecg_light *light, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    int blurs = ecg_capture_blur_px(frame->scene) > 0.15;
    ecg_timers_begin(timers, "behind");
    int code = add_behind(frame, light, error);
    ecg_timers_end(timers);
    if (code == 0 && blurs) {
        ecg_timers_begin(timers, "blur");
        code = blur(pass, frame, error);
        ecg_timers_end(timers);
    }
    if (code == 0)
        code = ecg_target_size(&frame->output, frame->width_px, frame->height_px, GL_RGBA8, error);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "capture");
    ecg_target_draw(&frame->output);
    glBindTextureUnit(LIGHT_UNIT, blurs ? pass->blurred.texture : frame->linear.texture);
    glBindTextureUnit(SHEET_UNIT, frame->linear.texture);
    code = develop(frame, error);
    ecg_timers_end(timers);
    return code;
}
