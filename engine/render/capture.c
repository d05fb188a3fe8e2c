#include "render/capture.h"

#include "core/alloc.h"
#include "core/srgb.h"
#include "gpu/pass.h"
#include "render/capture_internal.h"
#include "render/sheet_pass.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A lost line shows the one before it, up to three times over and two rows each: fax.frag. */
enum { LIGHT_UNIT = 3, LIGHT_IMAGE = 1, FAX_LINES_BACK = 8, DEMOSAIC_PX = 2 };
/* near.frag's texels are 8 px wide: gathered, then filtered twice. */
enum { NEAR_FILTERS_PX = 3 * 8 };

struct ecg_capture_pass {
    struct ecg_gpu *gpu;
    struct ecg_near near;
    struct ecg_target screen; /* the pixels of the screen that is photographed */
    struct ecg_target mosaic; /* what the sensor takes of it */
    GLuint linear_sampler;
};

int ecg_capture_create(struct ecg_capture_pass **out, struct ecg_gpu *gpu, struct ecg_error *error)
{
    struct ecg_capture_pass *pass = *out = ecg_calloc(1, sizeof *pass);
    if (!pass)
        return ecg_fail(error, ECG_E_MEMORY, "capture: out of memory");
    pass->gpu = gpu;
    pass->linear_sampler = ecg_linear_sampler_make();
    pass->near.filtering = pass->linear_sampler;
    return 0;
}

void ecg_capture_destroy(struct ecg_capture_pass **out)
{
    struct ecg_capture_pass *pass = *out;
    if (!pass)
        return;
    ecg_near_free(&pass->near);
    ecg_target_free(&pass->screen);
    ecg_target_free(&pass->mosaic);
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
        linear[i] = ecg_linear_from_srgb_f(srgb[i]);
}

/* Linear: white, grey, black. */
static const float lid_tones[] = { 0.94f, 0.52f, 0.004f };

static int use(const struct ecg_frame *frame, GLuint program)
{
    ecg_frame_use(frame, program);
    glUniform2i(ecg_uniform(program, "last_texel"), frame->width_px - 1, frame->height_px - 1);
    glUniform1ui(
        ecg_uniform(program, "noise_seed"), ecg_shader_seed(frame->scene, "capture.noise"));
    float tone = lid_tones[frame->scene->capture_scan_lid];
    glUniform3f(ecg_uniform(program, "lid_color"), tone, tone, 0.985f * tone);
    return 0;
}

int ecg_capture_use(struct ecg_frame *frame, const char *fragment,
    const struct ecg_defines *defines, GLuint *program, struct ecg_error *error)
{
    int code = ecg_pass_get(frame->gpu, fragment, defines->text, program, error);
    return code < 0 ? code : use(frame, *program);
}

int ecg_capture_use_both(struct ecg_frame *frame, const char *vertex, const char *fragment,
    const struct ecg_defines *defines, GLuint *program, struct ecg_error *error)
{
    int code = ecg_program_get(
        ecg_gpu_programs(frame->gpu), vertex, fragment, defines->text, program, error);
    return code < 0 ? code : use(frame, *program);
}

void ecg_capture_read(const struct ecg_target *light)
{
    glBindImageTexture(LIGHT_IMAGE, light->texture, 0, GL_FALSE, 0, GL_READ_ONLY, GL_RGBA16F);
}

/* Under what is there already: by how much the sheet leaves free. */
static int add_desk(struct ecg_frame *frame, const struct ecg_light *light,
    const struct ecg_near *near, struct ecg_error *error)
{
    if (frame->is_opaque || frame->scene->capture_kind != ECG_CAPTURE_PHOTO)
        return 0;
    ecg_target_draw(&frame->linear);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_ONE_MINUS_DST_ALPHA, GL_ONE, GL_ZERO, GL_ONE);
    int code = ecg_capture_desk(frame, light, near, error);
    glDisable(GL_BLEND);
    return code;
}

/* Step by step, from one target to the other and back; *result is where the light is then. */
static int blur(struct ecg_frame *frame, const struct ecg_lens_plan *plan,
    const struct ecg_target **result, struct ecg_error *error)
{
    struct ecg_target *targets[2] = { &frame->linear, &frame->stuck };
    int code =
        ecg_target_size(&frame->stuck, frame->width_px, frame->height_px, GL_RGBA16F, error);
    for (int step = plan->n_steps - 1, k = 0; code == 0 && step >= plan->by_device;
         step--, k = !k) {
        ecg_target_draw(targets[!k]);
        ecg_capture_read(targets[k]);
        code = ecg_capture_blur(frame, step, error);
        *result = targets[!k];
    }
    return code;
}

static int develop(struct ecg_frame *frame, const struct ecg_near *near, struct ecg_error *error)
{
    switch (frame->scene->capture_kind) {
    case ECG_CAPTURE_SCAN:
        return ecg_capture_scanner(frame, near, error);
    case ECG_CAPTURE_COPY:
        return ecg_capture_copier(frame, error);
    case ECG_CAPTURE_FAX:
        return ecg_capture_fax(frame, error);
    default:
        return ecg_capture_phone(frame, error);
    }
}

int ecg_capture_apron_px(
    const struct ecg_scene *scene, const struct ecg_mesh *mesh, const struct ecg_light *light)
{
    static const double near_reach = 3; /* see near.frag; by the standard deviation */
    struct ecg_lens_plan lens;
    if (scene->capture_kind == ECG_CAPTURE_NONE)
        return 0;
    double device_px = 2;
    ecg_capture_lens_plan(scene, mesh, &lens);
    double near_px = near_reach * ecg_near_sigma_px(scene, mesh), shift_px[2] = { 0, 0 };
    if (scene->capture_kind == ECG_CAPTURE_PHOTO || scene->capture_kind == ECG_CAPTURE_SCREEN)
        device_px += 0.5 * scene->capture_lens_fringe_px + DEMOSAIC_PX;
    if (scene->capture_kind == ECG_CAPTURE_FAX)
        device_px = FAX_LINES_BACK;
    if (near_px > 0) {
        near_px += NEAR_FILTERS_PX;
        ecg_capture_shadow_shift(scene, mesh, light, shift_px);
    }
    near_px += hypot(shift_px[0], shift_px[1]);
    int apron = (int)ceil(lens.reach_px + device_px + near_px);
    return (apron + ECG_TILE_STEP_PX - 1) / ECG_TILE_STEP_PX * ECG_TILE_STEP_PX;
}

int ecg_capture_show(
    struct ecg_capture_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    int code =
        ecg_target_size(&pass->screen, frame->width_px, frame->height_px, GL_RGBA16F, error);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "screen page");
    ecg_target_draw(&pass->screen);
    code = ecg_capture_screen_page(frame, error);
    ecg_timers_end(timers);
    return code;
}

/* The sensor's own pixels, of one colour each, then colours from them. */
static int see_screen(
    struct ecg_capture_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    int width = frame->width_px, height = frame->height_px;
    int code = ecg_target_size(&pass->mosaic, width, height, GL_R16F, error);
    if (code == 0)
        code = ecg_target_size(&frame->linear, width, height, GL_RGBA16F, error);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "screen");
    ecg_target_draw(&pass->mosaic);
    glBindTextureUnit(LIGHT_UNIT, pass->screen.texture);
    code = ecg_capture_screen(frame, error);
    ecg_timers_end(timers);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "demosaic");
    ecg_target_draw(&frame->linear);
    glBindTextureUnit(LIGHT_UNIT, pass->mosaic.texture);
    code = ecg_capture_demosaic(frame, error);
    ecg_timers_end(timers);
    return code;
}

/* Puts the desk behind the sheet and blurs; *result is where the light is then. */
static int see_sheet(struct ecg_capture_pass *pass, struct ecg_frame *frame,
    const struct ecg_light *light, const struct ecg_target **result, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    ecg_timers_begin(timers, "behind");
    int code = ecg_near_make(&pass->near, frame, error);
    if (code == 0)
        code = add_desk(frame, light, &pass->near, error);
    ecg_timers_end(timers);
    struct ecg_lens_plan plan;
    ecg_capture_lens_plan(frame->scene, frame->mesh, &plan);
    if (code < 0 || plan.n_steps <= plan.by_device)
        return code;
    ecg_timers_begin(timers, "blur");
    code = blur(frame, &plan, result, error);
    ecg_timers_end(timers);
    return code;
}

int ecg_capture_run(struct ecg_capture_pass *pass, struct ecg_frame *frame,
    const struct ecg_light *light, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    const struct ecg_target *result = &frame->linear;
    int is_screen = frame->scene->capture_kind == ECG_CAPTURE_SCREEN;
    /* Of a screen's picture the ink is of another size. */
    struct ecg_target *picture = is_screen ? &frame->output : &frame->print;
    frame->is_ink_done = 1;
    frame->picture = picture;
    ecg_target_unused(is_screen ? &frame->stuck : &frame->output);
    if (!is_screen)
        ecg_target_unused(&pass->mosaic);
    int code =
        is_screen ? see_screen(pass, frame, error) : see_sheet(pass, frame, light, &result, error);
    if (code == 0)
        code = ecg_target_size(picture, frame->width_px, frame->height_px, GL_RGBA8, error);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "capture");
    ecg_target_draw(picture);
    ecg_capture_read(result);
    code = develop(frame, &pass->near, error);
    ecg_near_done();
    ecg_timers_end(timers);
    return code;
}
