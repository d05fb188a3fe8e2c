#include "gpu/device.h"

#include <string.h>
#include <unistd.h>

static int has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; at && (at = strstr(at, word)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
            return 1;
    return 0;
}

int ecg_egl_devices(
    struct ecg_egl_device devices[ECG_MAX_DEVICES], int *count, struct ecg_error *error)
{
    *count = 0;
    const char *client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    int can_list = has_word(client, "EGL_EXT_device_base") ||
                   (has_word(client, "EGL_EXT_device_enumeration") &&
                       has_word(client, "EGL_EXT_device_query"));
    if (!can_list || !has_word(client, "EGL_EXT_platform_device"))
        return ecg_fail(error, ECG_E_GPU,
            "EGL cannot list devices: install a driver with "
            "EGL_EXT_platform_device (Debian: libegl-mesa0)");
    PFNEGLQUERYDEVICESEXTPROC query_devices =
        (PFNEGLQUERYDEVICESEXTPROC)eglGetProcAddress("eglQueryDevicesEXT");
    PFNEGLQUERYDEVICESTRINGEXTPROC query_string =
        (PFNEGLQUERYDEVICESTRINGEXTPROC)eglGetProcAddress("eglQueryDeviceStringEXT");
    EGLDeviceEXT handles[ECG_MAX_DEVICES];
    EGLint n = 0;
    if (!query_devices || !query_string || !query_devices(ECG_MAX_DEVICES, handles, &n))
        return ecg_fail(error, ECG_E_GPU, "EGL cannot list devices");
    for (int i = 0; i < n; i++) {
        /* Asked before the device is opened: some NVIDIA drivers crash when a GPU that is hidden
         * from the process is initialised, but answer NULL here. */
        const char *extensions = query_string(handles[i], EGL_EXTENSIONS);
        if (!extensions)
            continue;
        devices[(*count)++] = (struct ecg_egl_device){
            .handle = handles[i],
            .is_software = has_word(extensions, "EGL_MESA_device_software"),
        };
    }
    return 0;
}

int ecg_egl_context(const struct ecg_egl_device *device, EGLDisplay *display, EGLContext *context,
    struct ecg_error *error)
{
    static const EGLint attributes[] = { EGL_CONTEXT_MAJOR_VERSION, 4, EGL_CONTEXT_MINOR_VERSION,
        5, EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE };
    *display = eglGetPlatformDisplay(EGL_PLATFORM_DEVICE_EXT, device->handle, NULL);
    if (*display == EGL_NO_DISPLAY || !eglInitialize(*display, NULL, NULL))
        return ecg_fail(error, ECG_E_GPU, "its display cannot be opened (EGL error 0x%x)",
            (unsigned)eglGetError());
    const char *extensions = eglQueryString(*display, EGL_EXTENSIONS);
    if (!has_word(extensions, "EGL_KHR_no_config_context") ||
        !has_word(extensions, "EGL_KHR_surfaceless_context"))
        return ecg_fail(error, ECG_E_GPU, "it cannot render without a window");
    if (!eglBindAPI(EGL_OPENGL_API))
        return ecg_fail(error, ECG_E_GPU, "it has no desktop OpenGL");
    *context = eglCreateContext(*display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, attributes);
    if (*context == EGL_NO_CONTEXT)
        return ecg_fail(error, ECG_E_GPU, "it gives no OpenGL 4.5 core context (EGL error 0x%x)",
            (unsigned)eglGetError());
    return 0;
}

const char *ecg_kernel_gpu(void)
{
    static const char *const nodes[] = { "/dev/nvidia0", "/dev/nvidia1", "/dev/nvidia2",
        "/dev/nvidia3", "/dev/nvidia4", "/dev/nvidia5", "/dev/nvidia6", "/dev/nvidia7",
        "/dev/kfd" };
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++)
        if (access(nodes[i], F_OK) == 0)
            return nodes[i];
    return NULL;
}
