#include "gpu/pass.h"

#include "core/alloc.h"
#include "core/clock.h"
#include "gpu/program.h"
#include "gpu/target.h"

#include <stdio.h>
#include <string.h>

enum { DEFINES_SIZE = 320, GROUP_PX = 8, PROBE_PX = 1024, PROBE_UNIT = 3 };

static const char *const names[] = { "auto", "fragment", "compute" };

int ecg_pass_parse(const char *name, enum ecg_pass_build *build, struct ecg_error *error)
{
    for (int k = 0; k < 3; k++)
        if (strcmp(name ? name : names[0], names[k]) == 0) {
            *build = (enum ecg_pass_build)k;
            return 0;
        }
    return ecg_fail(
        error, ECG_E_ARGUMENT, "passes: \"%s\": expected auto, fragment or compute", name);
}

const char *ecg_pass_name(enum ecg_pass_build build)
{
    return names[build];
}

static int get(struct ecg_gpu *gpu, enum ecg_pass_build build, const char *vertex,
    const char *fragment, const char *defines, GLuint *program, struct ecg_error *error)
{
    struct ecg_programs *programs = ecg_gpu_programs(gpu);
    if (build != ECG_PASS_COMPUTE)
        return ecg_program_get(programs, vertex, fragment, defines, program, error);
    char all[DEFINES_SIZE];
    int n = snprintf(all, sizeof all, "COMPUTE;%s", defines ? defines : "");
    *program = 0;
    if (n >= (int)sizeof all)
        return ecg_fail(error, ECG_E_LIMIT, "shaders/%s: too many defines", fragment);
    return ecg_program_get_compute(programs, fragment, all, program, error);
}

int ecg_pass_get(struct ecg_gpu *gpu, const char *fragment, const char *defines, GLuint *program,
    struct ecg_error *error)
{
    return get(gpu, ecg_gpu_passes(gpu), "common/screen.vert", fragment, defines, program, error);
}

int ecg_pass_get_boxed(struct ecg_gpu *gpu, const char *fragment, const char *defines,
    GLuint *program, struct ecg_error *error)
{
    return get(gpu, ecg_gpu_passes(gpu), "common/boxes.vert", fragment, defines, program, error);
}

/* The pixels that a triangle over the viewport would set: first, and one past the last. */
static void find_box(GLint box[4])
{
    GLint scissor[4];
    glGetIntegerv(GL_VIEWPORT, box);
    box[2] += box[0];
    box[3] += box[1];
    if (!glIsEnabled(GL_SCISSOR_TEST))
        return;
    glGetIntegerv(GL_SCISSOR_BOX, scissor);
    for (int k = 0; k < 2; k++) {
        GLint end = scissor[k] + scissor[k + 2];
        box[k] = scissor[k] > box[k] ? scissor[k] : box[k];
        box[k + 2] = end < box[k + 2] ? end : box[k + 2];
    }
}

/* The bound framebuffer's texture as the image that the shader sets. */
static void bind_image(void)
{
    GLint framebuffer, texture, format;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
    glGetNamedFramebufferAttachmentParameteriv((GLuint)framebuffer, GL_COLOR_ATTACHMENT0,
        GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME, &texture);
    glGetTextureLevelParameteriv((GLuint)texture, 0, GL_TEXTURE_INTERNAL_FORMAT, &format);
    glBindImageTexture(0, (GLuint)texture, 0, GL_FALSE, 0, GL_WRITE_ONLY, (GLenum)format);
}

/* Over `count` rectangles: first pixel, and one past the last. */
static void dispatch(const GLint (*boxes)[4], size_t count)
{
    GLint program;
    bind_image();
    glGetIntegerv(GL_CURRENT_PROGRAM, &program);
    GLint at = glGetUniformLocation((GLuint)program, "pass_box");
    for (size_t k = 0; k < count; k++) {
        const GLint *box = boxes[k];
        GLint right = box[2] - (box[0] & ~1), below = box[3] - (box[1] & ~1);
        if (box[2] <= box[0] || box[3] <= box[1])
            continue;
        glUniform4iv(at, 1, box);
        glDispatchCompute((GLuint)(right + GROUP_PX - 1) / GROUP_PX,
            (GLuint)(below + GROUP_PX - 1) / GROUP_PX, 1);
    }
    glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT | GL_SHADER_IMAGE_ACCESS_BARRIER_BIT |
                    GL_FRAMEBUFFER_BARRIER_BIT | GL_TEXTURE_UPDATE_BARRIER_BIT);
}

static void run(enum ecg_pass_build build, GLuint vao)
{
    GLint box[1][4];
    if (build != ECG_PASS_COMPUTE) {
        ecg_draw_screen(vao);
        return;
    }
    find_box(box[0]);
    dispatch((const GLint(*)[4])box, 1);
}

void ecg_pass_run(const struct ecg_gpu *gpu, GLuint vao)
{
    run(ecg_gpu_passes(gpu), vao);
}

void ecg_pass_run_boxes(
    const struct ecg_gpu *gpu, const struct ecg_boxes *boxes, size_t first, size_t count)
{
    if (ecg_gpu_passes(gpu) == ECG_PASS_COMPUTE)
        dispatch((const GLint(*)[4])boxes->list + first, count);
    else
        ecg_boxes_draw(boxes, first, count);
}

/* ---- the probe ---- */

/* Noise in half floats, and in 8 bits what the second pass makes of it. */
struct probe {
    struct ecg_gpu *gpu;
    GLuint vao;
    struct ecg_target light, picture;
};

static int run_twice(struct probe *probe, enum ecg_pass_build build, struct ecg_error *error)
{
    GLuint first, second;
    int code =
        get(probe->gpu, build, "common/screen.vert", "common/probe.frag", NULL, &first, error);
    if (code == 0)
        code = get(probe->gpu, build, "common/screen.vert", "common/probe.frag", "AROUND", &second,
            error);
    if (code < 0)
        return code;
    ecg_target_draw(&probe->light);
    glUseProgram(first);
    run(build, probe->vao);
    ecg_target_draw(&probe->picture);
    glBindTextureUnit(PROBE_UNIT, probe->light.texture);
    glUseProgram(second);
    run(build, probe->vao);
    return 0;
}

/* After one run that compiles. */
static int time_build(
    struct probe *probe, enum ecg_pass_build build, double *best_ms, struct ecg_error *error)
{
    enum { ROUNDS = 3 };
    int times = ecg_gpu_is_software(probe->gpu) ? 1 : 16; /* a GPU is hardly awake by the first */
    int code = run_twice(probe, build, error);
    ecg_gpu_finish(probe->gpu);
    for (int round = 0; round < ROUNDS && code == 0; round++) {
        double start_s = ecg_now_s();
        for (int k = 0; k < times && code == 0; k++)
            code = run_twice(probe, build, error);
        ecg_gpu_finish(probe->gpu);
        double ms = 1e3 * (ecg_now_s() - start_s) / times;
        if (round == 0 || ms < *best_ms)
            *best_ms = ms;
    }
    return code;
}

enum { PIXELS = PROBE_PX * PROBE_PX, LIGHT_BYTES = 8 * PIXELS, ALL_BYTES = 12 * PIXELS };

static void read_all(const struct probe *probe, uint8_t *bytes)
{
    glGetTextureImage(probe->light.texture, 0, GL_RGBA, GL_HALF_FLOAT, LIGHT_BYTES, bytes);
    glGetTextureImage(probe->picture.texture, 0, GL_RGBA, GL_UNSIGNED_BYTE,
        ALL_BYTES - LIGHT_BYTES, bytes + LIGHT_BYTES);
}

/* A driver whose compute shaders fail has none. */
static int measure(
    struct probe *probe, struct ecg_pass_probe *result, uint8_t *bytes, struct ecg_error *error)
{
    struct ecg_error why;
    int code = time_build(probe, ECG_PASS_FRAGMENT, &result->fragment_ms, error);
    if (code < 0)
        return code;
    read_all(probe, bytes);
    static const float nothing[4] = { 0, 0, 0, 0 };
    ecg_target_clear(&probe->light, nothing);
    ecg_target_clear(&probe->picture, nothing);
    if (time_build(probe, ECG_PASS_COMPUTE, &result->compute_ms, &why) == 0) {
        read_all(probe, bytes + ALL_BYTES);
        result->is_same = memcmp(bytes, bytes + ALL_BYTES, ALL_BYTES) == 0;
    }
    if (ecg_gpu_check(probe->gpu, "gpu: passes", &why) < 0)
        result->is_same = 0;
    return 0;
}

int ecg_pass_measure(struct ecg_gpu *gpu, struct ecg_pass_probe *result, struct ecg_error *error)
{
    struct probe probe = { .gpu = gpu };
    *result = (struct ecg_pass_probe){ 0 };
    uint8_t *bytes = ecg_calloc(2, ALL_BYTES);
    if (!bytes)
        return ecg_fail(error, ECG_E_MEMORY, "gpu: out of memory");
    glCreateVertexArrays(1, &probe.vao);
    int code = ecg_target_size(&probe.light, PROBE_PX, PROBE_PX, GL_RGBA16F, error);
    if (code == 0)
        code = ecg_target_size(&probe.picture, PROBE_PX, PROBE_PX, GL_RGBA8, error);
    if (code == 0)
        code = measure(&probe, result, bytes, error);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glDeleteVertexArrays(1, &probe.vao);
    ecg_target_free(&probe.light);
    ecg_target_free(&probe.picture);
    ecg_free(bytes);
    return code;
}

int ecg_pass_choose(struct ecg_gpu *gpu, enum ecg_pass_build build, struct ecg_error *error)
{
    struct ecg_pass_probe probe;
    int code = 0;
    if (build == ECG_PASS_AUTO) {
        build = ECG_PASS_FRAGMENT;
        if (!ecg_gpu_is_software(gpu)) {
            code = ecg_pass_measure(gpu, &probe, error);
            if (code == 0 && probe.is_same && probe.compute_ms < probe.fragment_ms)
                build = ECG_PASS_COMPUTE;
        }
    }
    ecg_gpu_set_passes(gpu, build);
    return code;
}

int ecg_pass_open_gpu(
    struct ecg_gpu **gpu, const char *device, const char *passes, struct ecg_error *error)
{
    enum ecg_pass_build build = ECG_PASS_AUTO;
    *gpu = NULL;
    int code = ecg_pass_parse(passes, &build, error);
    if (code == 0)
        code = ecg_gpu_open(gpu, device, error);
    if (code == 0)
        code = ecg_pass_choose(*gpu, build, error);
    if (code < 0)
        ecg_gpu_close(gpu);
    return code;
}
