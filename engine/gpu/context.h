/*
 * An OpenGL 4.5 core context without a window (EGL on a device), or the one a window made current.
 * A context and everything made with it belong to the thread that opened it.
 */
#ifndef GPU_CONTEXT_H
#define GPU_CONTEXT_H

#include "core/error.h"

struct ecg_gpu;
struct ecg_programs;
struct ecg_timers;

struct ecg_gpu_device {
    int index;       /* what `device` names it by */
    int is_software; /* rendered by the CPU (Mesa llvmpipe) */
    int is_usable;   /* gives an OpenGL 4.5 core context */
    char name[128];  /* its renderer; when not usable, why */
};

/* Every EGL device, each opened and closed again; at most `max` are written, *count is their
 * number. ECG_E_GPU when EGL itself is not usable. The current context stays current. */
int ecg_gpu_list_devices(
    struct ecg_gpu_device *devices, int max, int *count, struct ecg_error *error);

/*
 * Opens a device and makes its context current. device: NULL or "auto" (the first usable GPU; the
 * software renderer only on a machine without GPUs), "software", or an index as listed. ECG_E_GPU
 * says what was tried; ECG_E_ARGUMENT when `device` is none of these.
 */
int ecg_gpu_open(struct ecg_gpu **gpu, const char *device, struct ecg_error *error);

/* Uses the context that is current on this thread (a window's). It stays the caller's: closing
 * leaves it alive, and must happen while it is current. ECG_E_GPU when there is none or it is
 * older than 4.5. */
int ecg_gpu_adopt(struct ecg_gpu **gpu, struct ecg_error *error);

void ecg_gpu_close(struct ecg_gpu **gpu);

/* Makes it current again, after another context of this thread was used. An adopted context is
 * left to its owner. */
int ecg_gpu_make_current(struct ecg_gpu *gpu, struct ecg_error *error);

/* As OpenGL names it, such as "llvmpipe (LLVM 15.0.6, 256 bits)"; lives as long as the gpu. */
const char *ecg_gpu_name(const struct ecg_gpu *gpu);
int ecg_gpu_is_software(const struct ecg_gpu *gpu);
/* The largest width and height that can be drawn at once. */
int ecg_gpu_max_size_px(const struct ecg_gpu *gpu);
/* Fragment shaders can read the pixel they are about to write (GL_EXT_shader_framebuffer_fetch).
 * Only said of software renderers: there it saves a texture fetch, which is dear. */
int ecg_gpu_can_read_target(const struct ecg_gpu *gpu);
/* Compiled programs (program.h) and pass timers (timer.h) of this context. */
struct ecg_programs *ecg_gpu_programs(struct ecg_gpu *gpu);
struct ecg_timers *ecg_gpu_timers(struct ecg_gpu *gpu);
/* What its passes are built as (pass.h, which sets it); AUTO until that is chosen. */
enum ecg_pass_build { ECG_PASS_AUTO, ECG_PASS_FRAGMENT, ECG_PASS_COMPUTE };
enum ecg_pass_build ecg_gpu_passes(const struct ecg_gpu *gpu);
void ecg_gpu_set_passes(struct ecg_gpu *gpu, enum ecg_pass_build build);

/* Waits for everything submitted. */
void ecg_gpu_finish(struct ecg_gpu *gpu);

/* ECG_E_GPU when OpenGL has recorded an error since the last check; `what` begins the message,
 * the gpu's name, when it is not NULL, ends it. */
int ecg_gpu_check(struct ecg_gpu *gpu, const char *what, struct ecg_error *error);

/* What OpenGL has recorded so far is nobody's any more. */
void ecg_gpu_forget_errors(void);

#endif
