#include "gpu/context.h"

#include "core/alloc.h"
#include "gpu/device.h"
#include "gpu/gl.h"
#include "gpu/program.h"
#include "gpu/timer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ecg_gpu {
    EGLDisplay display; /* EGL_NO_DISPLAY when adopted */
    EGLContext context;
    int is_software;
    int can_read_target;
    int max_size_px;
    char name[128];
    struct ecg_programs *programs;
    struct ecg_timers *timers;
    enum ecg_pass_build passes;
};

struct current {
    EGLDisplay display;
    EGLSurface draw, read;
    EGLContext context;
};

static struct current current_context(void)
{
    return (struct current){ eglGetCurrentDisplay(), eglGetCurrentSurface(EGL_DRAW),
        eglGetCurrentSurface(EGL_READ), eglGetCurrentContext() };
}

static void restore_context(struct current current)
{
    if (current.context != EGL_NO_CONTEXT)
        eglMakeCurrent(current.display, current.draw, current.read, current.context);
}

/* GLEW keeps its function pointers in globals; they are libglvnd's entry points, the same for
 * every context, so loading them again is harmless as long as nobody else does at that moment. */
static int load_functions(struct ecg_error *error)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    glewExperimental = GL_TRUE;
    GLenum status = glewInit();
    int has_4_5 = GLEW_VERSION_4_5 != 0;
    pthread_mutex_unlock(&lock);
    /* Debian's GLEW is built for GLX: without an X display it loads everything, then returns 4. */
    if (status != GLEW_OK && status != GLEW_ERROR_NO_GLX_DISPLAY)
        return ecg_fail(error, ECG_E_GPU, "its OpenGL functions cannot be loaded: %s",
            (const char *)glewGetErrorString(status));
    if (!has_4_5)
        return ecg_fail(error, ECG_E_GPU, "it gives %s, expected OpenGL 4.5 or later",
            (const char *)glGetString(GL_VERSION));
    return 0;
}

static int is_software_name(const char *renderer)
{
    return strstr(renderer, "llvmpipe") || strstr(renderer, "softpipe") ||
           strstr(renderer, "swrast") || strstr(renderer, "Software Rasterizer");
}

static int has_extension(const char *name)
{
    GLint n = 0;
    glGetIntegerv(GL_NUM_EXTENSIONS, &n);
    for (GLint i = 0; i < n; i++)
        if (strcmp((const char *)glGetStringi(GL_EXTENSIONS, (GLuint)i), name) == 0)
            return 1;
    return 0;
}

/* Of the current context: what it is and what it can do. */
static int describe(struct ecg_gpu *gpu, struct ecg_error *error)
{
    int code = load_functions(error);
    if (code < 0)
        return code;
    const char *renderer = (const char *)glGetString(GL_RENDERER);
    snprintf(gpu->name, sizeof gpu->name, "%s", renderer ? renderer : "unknown renderer");
    gpu->is_software = is_software_name(gpu->name);
    gpu->can_read_target = gpu->is_software && has_extension("GL_EXT_shader_framebuffer_fetch");
    GLint texture = 0, viewport[2] = { 0, 0 };
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &texture);
    glGetIntegerv(GL_MAX_VIEWPORT_DIMS, viewport);
    gpu->max_size_px = texture;
    for (int i = 0; i < 2; i++)
        if (viewport[i] < gpu->max_size_px)
            gpu->max_size_px = viewport[i];
    return 0;
}

/* What a working context keeps: programs, timers, and the state that is never changed again. */
static int furnish(struct ecg_gpu *gpu, struct ecg_error *error)
{
    gpu->programs = ecg_programs_make(gpu->is_software);
    gpu->timers = ecg_timers_make(gpu->is_software);
    if (!gpu->programs || !gpu->timers)
        return ecg_fail(error, ECG_E_MEMORY, "gpu: out of memory");
    glDisable(GL_DITHER);
    glDisable(GL_MULTISAMPLE);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    return ecg_gpu_check(gpu, "gpu: setting up", error);
}

static void shut(struct ecg_gpu *gpu)
{
    ecg_timers_destroy(&gpu->timers);
    ecg_programs_destroy(&gpu->programs);
    if (gpu->display == EGL_NO_DISPLAY)
        return;
    if (eglGetCurrentContext() == gpu->context)
        eglMakeCurrent(gpu->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    /* The display is not terminated: other contexts of this process may be using it. */
    eglDestroyContext(gpu->display, gpu->context);
    gpu->display = EGL_NO_DISPLAY;
}

static int open_device(
    struct ecg_gpu *gpu, const struct ecg_egl_device *device, struct ecg_error *error)
{
    int code = ecg_egl_context(device, &gpu->display, &gpu->context, error);
    if (code < 0) {
        gpu->display = EGL_NO_DISPLAY;
        return code;
    }
    if (!eglMakeCurrent(gpu->display, EGL_NO_SURFACE, EGL_NO_SURFACE, gpu->context))
        code = ecg_fail(error, ECG_E_GPU, "its context cannot be made current");
    if (code == 0)
        code = describe(gpu, error);
    if (code < 0)
        shut(gpu);
    return code;
}

int ecg_gpu_list_devices(
    struct ecg_gpu_device *devices, int max, int *count, struct ecg_error *error)
{
    *count = 0;
    struct ecg_egl_device found[ECG_MAX_DEVICES];
    int n;
    int code = ecg_egl_devices(found, &n, error);
    struct current before = current_context();
    for (int i = 0; code == 0 && i < n && i < max; i++) {
        struct ecg_gpu_device *device = &devices[(*count)++];
        *device = (struct ecg_gpu_device){ .index = i, .is_software = found[i].is_software };
        struct ecg_gpu gpu = { 0 };
        struct ecg_error why = { 0 };
        device->is_usable = open_device(&gpu, &found[i], &why) == 0;
        snprintf(device->name, sizeof device->name, "%.127s",
            device->is_usable ? gpu.name : why.message);
        device->is_software |= device->is_usable && gpu.is_software;
        shut(&gpu);
    }
    restore_context(before);
    return code;
}

/* The index among n devices, -1 for auto, -2 for software. */
static int parse_choice(const char *device, int n, int *choice, struct ecg_error *error)
{
    *choice = -1;
    if (!device || strcmp(device, "auto") == 0)
        return 0;
    *choice = -2;
    if (strcmp(device, "software") == 0)
        return 0;
    char *end;
    long index = strtol(device, &end, 10);
    if (end == device || *end || index < 0)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "device: \"%s\": expected auto, software or a device's number", device);
    if (index >= n)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "device: %ld: expected 0..%d (see `ecgpress devices`)", index, n - 1);
    *choice = (int)index;
    return 0;
}

/* Tries the devices of one kind in order; *tried counts them, the error is the last one's. */
static int open_first(struct ecg_gpu *gpu, const struct ecg_egl_device *devices, int n,
    int is_software, int *tried, struct ecg_error *error)
{
    for (int i = 0; i < n; i++) {
        if (devices[i].is_software != is_software)
            continue;
        (*tried)++;
        if (open_device(gpu, &devices[i], error) < 0)
            continue;
        if (gpu->is_software == is_software)
            return 0;
        ecg_fail(error, ECG_E_GPU, "its driver falls back to software (%s)", gpu->name);
        shut(gpu);
    }
    return ECG_E_GPU;
}

static int open_auto(
    struct ecg_gpu *gpu, const struct ecg_egl_device *devices, int n, struct ecg_error *error)
{
    int gpus = 0, software = 0;
    struct ecg_error why = { 0 };
    if (open_first(gpu, devices, n, 0, &gpus, &why) == 0)
        return 0;
    if (gpus > 0)
        return ecg_fail(error, ECG_E_GPU,
            "device: none of the %d GPUs can be used: %s; --device software renders on the CPU",
            gpus, why.message);
    const char *node = ecg_kernel_gpu();
    if (node)
        return ecg_fail(error, ECG_E_GPU,
            "device: %s exists, but EGL lists no GPU: install its driver's EGL library (NVIDIA: "
            "libnvidia-gl and 10_nvidia.json), or render on the CPU with --device software",
            node);
    if (open_first(gpu, devices, n, 1, &software, &why) == 0)
        return 0;
    return ecg_fail(error, ECG_E_GPU, "device: no OpenGL 4.5 device: %s",
        software ? why.message : "EGL lists none (Debian: libgl1-mesa-dri libegl-mesa0)");
}

int ecg_gpu_open(struct ecg_gpu **out, const char *device, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_egl_device devices[ECG_MAX_DEVICES];
    int n, choice, tried = 0;
    int code = ecg_egl_devices(devices, &n, error);
    if (code == 0)
        code = parse_choice(device, n, &choice, error);
    if (code < 0)
        return code;
    struct ecg_gpu *gpu = ecg_calloc(1, sizeof *gpu);
    if (!gpu)
        return ecg_fail(error, ECG_E_MEMORY, "gpu: out of memory");
    gpu->display = EGL_NO_DISPLAY;
    if (choice >= 0) {
        code = open_device(gpu, &devices[choice], error);
        if (code < 0)
            ecg_fail_in(error, "device");
    } else if (choice == -1) {
        code = open_auto(gpu, devices, n, error);
    } else {
        struct ecg_error why = { 0 };
        code = open_first(gpu, devices, n, 1, &tried, &why);
        if (code < 0)
            ecg_fail(error, code, "device: no software renderer: %s",
                tried ? why.message : "EGL lists none (Debian: libgl1-mesa-dri)");
    }
    if (code == 0)
        code = furnish(gpu, error);
    if (code < 0)
        ecg_gpu_close(&gpu);
    *out = gpu;
    return code;
}

int ecg_gpu_adopt(struct ecg_gpu **out, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_gpu *gpu = ecg_calloc(1, sizeof *gpu);
    if (!gpu)
        return ecg_fail(error, ECG_E_MEMORY, "gpu: out of memory");
    gpu->display = EGL_NO_DISPLAY;
    int code = describe(gpu, error);
    if (code < 0)
        ecg_fail_in(error, "the current context");
    else
        code = furnish(gpu, error);
    if (code < 0)
        ecg_gpu_close(&gpu);
    *out = gpu;
    return code;
}

void ecg_gpu_close(struct ecg_gpu **gpu)
{
    if (!*gpu)
        return;
    struct current before = current_context();
    ecg_gpu_make_current(*gpu, NULL);
    EGLContext closed = (*gpu)->context;
    shut(*gpu);
    ecg_free(*gpu);
    *gpu = NULL;
    if (before.context != closed)
        restore_context(before);
}

int ecg_gpu_make_current(struct ecg_gpu *gpu, struct ecg_error *error)
{
    if (gpu->display == EGL_NO_DISPLAY || eglGetCurrentContext() == gpu->context)
        return 0;
    if (!eglMakeCurrent(gpu->display, EGL_NO_SURFACE, EGL_NO_SURFACE, gpu->context))
        return ecg_fail(error, ECG_E_GPU,
            "gpu: %s: its context cannot be made current (EGL error "
            "0x%x)",
            gpu->name, (unsigned)eglGetError());
    return 0;
}

const char *ecg_gpu_name(const struct ecg_gpu *gpu)
{
    return gpu->name;
}

int ecg_gpu_is_software(const struct ecg_gpu *gpu)
{
    return gpu->is_software;
}

int ecg_gpu_can_read_target(const struct ecg_gpu *gpu)
{
    return gpu->can_read_target;
}

int ecg_gpu_max_size_px(const struct ecg_gpu *gpu)
{
    return gpu->max_size_px;
}

struct ecg_programs *ecg_gpu_programs(struct ecg_gpu *gpu)
{
    return gpu->programs;
}

struct ecg_timers *ecg_gpu_timers(struct ecg_gpu *gpu)
{
    return gpu->timers;
}

enum ecg_pass_build ecg_gpu_passes(const struct ecg_gpu *gpu)
{
    return gpu->passes;
}

void ecg_gpu_set_passes(struct ecg_gpu *gpu, enum ecg_pass_build build)
{
    gpu->passes = build;
}

void ecg_gpu_finish(struct ecg_gpu *gpu)
{
    (void)gpu;
    glFinish();
}

/* A lost context answers the same error for ever: hence the bound. */
void ecg_gpu_forget_errors(void)
{
    for (int i = 0; i < 16 && glGetError() != GL_NO_ERROR; i++)
        continue;
}

int ecg_gpu_check(struct ecg_gpu *gpu, const char *what, struct ecg_error *error)
{
    GLenum first = glGetError();
    if (first == GL_NO_ERROR)
        return 0;
    ecg_gpu_forget_errors();
    const char *name = first == GL_OUT_OF_MEMORY                   ? "out of memory"
                       : first == GL_INVALID_ENUM                  ? "invalid enum"
                       : first == GL_INVALID_VALUE                 ? "invalid value"
                       : first == GL_INVALID_OPERATION             ? "invalid operation"
                       : first == GL_INVALID_FRAMEBUFFER_OPERATION ? "incomplete framebuffer"
                       : first == GL_CONTEXT_LOST                  ? "context lost"
                                                                   : "unknown error";
    return ecg_fail(error, ECG_E_GPU, "%s: OpenGL error 0x%x (%s)%s%s", what, first, name,
        gpu ? " on " : "", gpu ? gpu->name : "");
}
