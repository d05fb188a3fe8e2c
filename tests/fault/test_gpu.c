/*
 * OpenGL that fails: in a small run each shader is refused in turn, each program does not link,
 * and the context is lost at any moment. Every time the run ends with ECG_E_GPU and one line, what
 * lies in the folder is whole, and the same command again makes what an undisturbed run makes.
 *
 * GLEW calls OpenGL through pointers, which this program's own glewInit replaces; it has a
 * glGetError and a glGetString of its own, too. A renderer that claims to be no software is read
 * back through buffers and fences.
 *
 * Every STRIDE-th moment in an ordinary run, each with ECGPRESS_FAULTS=all in the environment.
 */
#include "ecgpress.h"
#include "gpu/context.h"
#include "gpu/gl.h"
#include "support/check.h"
#include "support/dataset.h"
#include "support/faults.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRIDE = 17, MAX_DEVICES = 16 };

enum fault { FAULT_NONE, FAULT_COMPILE, FAULT_LINK, FAULT_LOST, FAULT_COUNT };

static const char *const fault_names[FAULT_COUNT] = { "", "compiling", "linking", "context lost" };

/* OpenGL is called by one thread. */
static enum fault fault;
static long calls_left, calls; /* of the kind that can fail; the one at 1 does */
static bool is_lost, is_disguised;
static char device[12];

static void *real(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

static bool fails_now(enum fault kind)
{
    if (kind != fault)
        return false;
    calls++;
    return calls_left > 0 && --calls_left == 0;
}

/* ---- OpenGL as the engine calls it ---- */

static PFNGLGETSHADERIVPROC get_shader;
static PFNGLGETPROGRAMIVPROC get_program;
static PFNGLMAPNAMEDBUFFERRANGEPROC map_buffer;
static PFNGLCLIENTWAITSYNCPROC wait_sync;
static PFNGLFENCESYNCPROC fence_sync;
static PFNGLCHECKNAMEDFRAMEBUFFERSTATUSPROC check_framebuffer;

static void GLAPIENTRY my_get_shader(GLuint shader, GLenum what, GLint *value)
{
    if (is_lost)
        return;
    get_shader(shader, what, value);
    if (what == GL_COMPILE_STATUS && fails_now(FAULT_COMPILE))
        *value = GL_FALSE;
}

static void GLAPIENTRY my_get_program(GLuint program, GLenum what, GLint *value)
{
    if (is_lost)
        return;
    get_program(program, what, value);
    if (what == GL_LINK_STATUS && fails_now(FAULT_LINK))
        *value = GL_FALSE;
}

static void *GLAPIENTRY my_map_buffer(
    GLuint buffer, GLintptr offset, GLsizeiptr length, GLbitfield access)
{
    return is_lost ? NULL : map_buffer(buffer, offset, length, access);
}

static GLenum GLAPIENTRY my_wait_sync(GLsync sync, GLbitfield flags, GLuint64 timeout)
{
    return is_lost ? GL_WAIT_FAILED : wait_sync(sync, flags, timeout);
}

static GLsync GLAPIENTRY my_fence_sync(GLenum condition, GLbitfield flags)
{
    return is_lost ? NULL : fence_sync(condition, flags);
}

static GLenum GLAPIENTRY my_check_framebuffer(GLuint framebuffer, GLenum target)
{
    return is_lost ? 0 : check_framebuffer(framebuffer, target);
}

GLenum GLAPIENTRY glGetError(void)
{
    static GLenum(GLAPIENTRY * get_error)(void);
    if (!get_error)
        *(void **)&get_error = real("glGetError");
    GLenum status = get_error();
    if (fails_now(FAULT_LOST))
        is_lost = true;
    return is_lost ? GL_CONTEXT_LOST : status;
}

const GLubyte *GLAPIENTRY glGetString(GLenum what)
{
    static const GLubyte *(GLAPIENTRY * get_string)(GLenum);
    if (!get_string)
        *(void **)&get_string = real("glGetString");
    return is_disguised && what == GL_RENDERER ? (const GLubyte *)"a GPU" : get_string(what);
}

GLenum GLEWAPIENTRY glewInit(void)
{
    GLenum(GLEWAPIENTRY * init)(void);
    *(void **)&init = real("glewInit");
    GLenum status = init();
    get_shader = glGetShaderiv;
    get_program = glGetProgramiv;
    map_buffer = glMapNamedBufferRange;
    wait_sync = glClientWaitSync;
    fence_sync = glFenceSync;
    check_framebuffer = glCheckNamedFramebufferStatus;
    glGetShaderiv = my_get_shader;
    glGetProgramiv = my_get_program;
    glMapNamedBufferRange = my_map_buffer;
    glClientWaitSync = my_wait_sync;
    glFenceSync = my_fence_sync;
    glCheckNamedFramebufferStatus = my_check_framebuffer;
    return status;
}

/* ---- Runs ---- */

static int run(const char *folder, struct ecg_error *error)
{
    static const char *const sets[] = { "output.dpi=50", "output.png.effort=small" };
    struct ecg_job_params params = {
        .synthetic = 1,
        .variants = 2,
        .output = folder,
        .recipe = "damaged",
        .sets = sets,
        .n_sets = 2,
        .seed = 5,
        .device = device,
        .jobs = 1,
    };
    struct ecg_job_result result;
    is_lost = false;
    int code = ecg_job_run(&params, &result, error);
    calls_left = 0;
    is_lost = false;
    return code;
}

/* The n-th call of that kind fails; 0: none. */
static int run_failing(enum fault kind, long n, const char *folder, struct ecg_error *error)
{
    fault = kind;
    calls = 0;
    calls_left = n;
    int code = run(folder, error);
    fault = FAULT_NONE;
    return code;
}

static void check_nth(enum fault kind, long n, bool resumes)
{
    struct ecg_error error = { 0 };
    dataset_remove("failing");
    bool ok = CHECK_INT(run_failing(kind, n, "failing", &error), ECG_E_GPU) &&
              CHECK(strlen(error.message) > 10) && CHECK(dataset_is_sound("failing"));
    if (ok && resumes)
        ok = CHECK_INT(run("failing", &error), 0) && CHECK(dataset_same("reference", "failing"));
    if (!ok)
        printf("  %s, call %ld: %s\n", fault_names[kind], n, error.message);
}

static void sweep(enum fault kind, int stride)
{
    struct ecg_error error = { 0 };
    dataset_remove("failing");
    if (!CHECK_INT(run_failing(kind, 0, "failing", &error), 0))
        return;
    CHECK(dataset_same("reference", "failing"));
    long count = calls, tried = 0;
    CHECK(count > 5);
    for (long n = 1; n <= count; n += stride, tried++)
        check_nth(kind, n, tried % 4 == 1);
    check_nth(kind, count, true);
    printf("%s: %ld of %ld moments\n", fault_names[kind], tried + 1, count);
}

static void test_renderer(bool disguised, int stride)
{
    struct ecg_error error = { 0 };
    is_disguised = disguised;
    dataset_remove("reference");
    if (!CHECK_INT(run("reference", &error), 0)) {
        printf("%s\n", error.message);
        return;
    }
    for (enum fault kind = disguised ? FAULT_LOST : FAULT_COMPILE; kind < FAULT_COUNT; kind++)
        sweep(kind, stride);
}

/* By its number: asked for "software", one that claims to be none would be refused. */
static void choose_device(void)
{
    struct ecg_gpu_device devices[MAX_DEVICES];
    int n = 0;
    CHECK_INT(ecg_gpu_list_devices(devices, MAX_DEVICES, &n, NULL), 0);
    for (int i = 0; i < n; i++)
        if (devices[i].is_software && devices[i].is_usable)
            snprintf(device, sizeof device, "%d", i);
    CHECK(device[0]);
}

int main(void)
{
    int stride = fault_stride(STRIDE);
    choose_device();
    test_renderer(false, stride);
    test_renderer(true, stride);
    return check_done();
}
