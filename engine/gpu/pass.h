/*
 * Passes over all pixels of a target, of one source (shaders/common/pass.glsl) built either way:
 * as a fragment shader under one triangle, or as a compute shader. GPUs of data centres have few
 * units that rasterize. Which of both is a matter of speed only: where they do not give the same
 * bytes, passes stay fragment shaders.
 */
#ifndef GPU_PASS_H
#define GPU_PASS_H

#include "core/error.h"
#include "gpu/boxes.h"
#include "gpu/context.h"
#include "gpu/gl.h"

/* Two passes over 1024 x 1024 pixels, built both ways; ms of both together, the best of some. */
struct ecg_pass_probe {
    double fragment_ms, compute_ms;
    int is_same; /* byte for byte, in half floats and in 8 bits */
};

/* "auto" (or NULL), "fragment" or "compute"; ECG_E_ARGUMENT. */
int ecg_pass_parse(const char *name, enum ecg_pass_build *build, struct ecg_error *error);
const char *ecg_pass_name(enum ecg_pass_build build);

/*
 * What the context's passes are built as from now on. AUTO: compute where a probe gives the same
 * bytes in less time. A software renderer is not measured: there compute is slower, as nothing of
 * it runs in hardware and the rasterizer keeps what it draws in the cache. The renderer asks for
 * AUTO when nobody has chosen. ECG_E_GPU, ECG_E_MEMORY: only when the fragment shaders fail.
 */
int ecg_pass_choose(struct ecg_gpu *gpu, enum ecg_pass_build build, struct ecg_error *error);
/* ecg_gpu_open, and the choice by its name. Errors as of both; *gpu is then NULL. */
int ecg_pass_open_gpu(
    struct ecg_gpu **gpu, const char *device, const char *passes, struct ecg_error *error);
/* Measures both, whatever is chosen; drawing goes on as before. Takes some ms on a GPU, some
 * tenths of a second in software. */
int ecg_pass_measure(struct ecg_gpu *gpu, struct ecg_pass_probe *probe, struct ecg_error *error);

/* A pass's program, as ecg_program_get; its shader starts with common/pass.glsl. */
int ecg_pass_get(struct ecg_gpu *gpu, const char *fragment, const char *defines, GLuint *program,
    struct ecg_error *error);
/* Runs the pass in use, of ecg_pass_get, over the bound target's viewport, or the part of it that
 * is not scissored away. Without blending. `vao` is any empty vertex array. */
void ecg_pass_run(const struct ecg_gpu *gpu, GLuint vao);

/* The same over some rectangles of the bound target alone: `count` from the first on, which do not
 * overlap. */
int ecg_pass_get_boxed(struct ecg_gpu *gpu, const char *fragment, const char *defines,
    GLuint *program, struct ecg_error *error);
void ecg_pass_run_boxes(
    const struct ecg_gpu *gpu, const struct ecg_boxes *boxes, size_t first, size_t count);

#endif
