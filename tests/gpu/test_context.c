/* Devices are listed and chosen as asked, contexts live side by side, wrong names are refused. */
#include "gpu/context.h"
#include "gpu/gl.h"
#include "support/check.h"

#include <EGL/egl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_list(void)
{
    struct ecg_gpu_device devices[16];
    struct ecg_error error = { 0 };
    int count = 0, software = 0, usable = 0;
    CHECK_INT(ecg_gpu_list_devices(devices, 16, &count, &error), 0);
    CHECK(count >= 1);
    for (int i = 0; i < count; i++) {
        CHECK_INT(devices[i].index, i);
        CHECK(devices[i].name[0] != 0);
        software += devices[i].is_software;
        usable += devices[i].is_usable;
    }
    CHECK(usable >= 1);
    CHECK(software <= 1);
    /* A list no longer than asked for. */
    CHECK_INT(ecg_gpu_list_devices(devices, 0, &count, &error), 0);
    CHECK_INT(count, 0);
}

static void test_choice(void)
{
    struct ecg_error error = { 0 };
    struct ecg_gpu *gpu;
    CHECK_INT(ecg_gpu_open(&gpu, "software", &error), 0);
    CHECK(gpu && ecg_gpu_is_software(gpu));
    CHECK(ecg_gpu_max_size_px(gpu) >= 4096);
    CHECK_HAS((const char *)glGetString(GL_RENDERER), ecg_gpu_name(gpu));
    ecg_gpu_close(&gpu);
    CHECK(gpu == NULL);
    ecg_gpu_close(&gpu);

    CHECK_INT(ecg_gpu_open(&gpu, "0", &error), 0);
    ecg_gpu_close(&gpu);
    CHECK_INT(ecg_gpu_open(&gpu, NULL, &error), 0);
    ecg_gpu_close(&gpu);
}

static void test_refusals(void)
{
    static const char *const wrong[] = { "", "gpu", "-1", "1x", "99", "99999999999999999999" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct ecg_error error = { 0 };
        struct ecg_gpu *gpu;
        CHECK_INT(ecg_gpu_open(&gpu, wrong[i], &error), ECG_E_ARGUMENT);
        CHECK(gpu == NULL);
        CHECK_HAS(error.message, "device: ");
    }
    struct ecg_error error = { 0 };
    struct ecg_gpu *gpu;
    CHECK_INT(ecg_gpu_adopt(&gpu, &error), ECG_E_GPU); /* nothing is current */
    CHECK(gpu == NULL);
}

/* Two contexts of one thread, and one adopted as a window's would be. */
static void test_side_by_side(void)
{
    struct ecg_error error = { 0 };
    struct ecg_gpu *first, *second, *adopted;
    CHECK_INT(ecg_gpu_open(&first, NULL, &error), 0);
    EGLContext of_first = eglGetCurrentContext();
    CHECK_INT(ecg_gpu_open(&second, NULL, &error), 0);
    CHECK(eglGetCurrentContext() != of_first);
    CHECK_INT(ecg_gpu_make_current(first, &error), 0);
    CHECK(eglGetCurrentContext() == of_first);
    /* Closing and listing leave alone what is current. */
    ecg_gpu_close(&second);
    CHECK(eglGetCurrentContext() == of_first);
    struct ecg_gpu_device devices[4];
    int count;
    CHECK_INT(ecg_gpu_list_devices(devices, 4, &count, &error), 0);
    CHECK(eglGetCurrentContext() == of_first);

    CHECK_INT(ecg_gpu_adopt(&adopted, &error), 0);
    CHECK_STR(ecg_gpu_name(adopted), ecg_gpu_name(first));
    ecg_gpu_close(&adopted);
    CHECK(eglGetCurrentContext() == of_first);
    CHECK(glGetString(GL_VERSION) != NULL);
    ecg_gpu_close(&first);
    CHECK(eglGetCurrentContext() == EGL_NO_CONTEXT);
}

static void test_check(void)
{
    struct ecg_error error = { 0 };
    struct ecg_gpu *gpu;
    CHECK_INT(ecg_gpu_open(&gpu, NULL, &error), 0);
    CHECK_INT(ecg_gpu_check(gpu, "nothing", &error), 0);
    glBindTexture(GL_TEXTURE_2D, 12345678); /* never made */
    glEnable(0xdead);
    CHECK_INT(ecg_gpu_check(gpu, "the test", &error), ECG_E_GPU);
    CHECK_HAS(error.message, "the test: OpenGL error");
    CHECK_INT(ecg_gpu_check(gpu, "after", &error), 0);
    ecg_gpu_close(&gpu);
}

int main(void)
{
    test_list();
    test_refusals();
    test_choice();
    test_side_by_side();
    test_check();
    return check_done();
}
