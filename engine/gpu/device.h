/* EGL's side of a context: which devices there are and how one is opened. Private to engine/gpu.
 */
#ifndef GPU_DEVICE_H
#define GPU_DEVICE_H

#include "core/error.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

enum { ECG_MAX_DEVICES = 32 };

struct ecg_egl_device {
    EGLDeviceEXT handle;
    int is_software;
};

/* In EGL's order. *count is 0 on a machine whose EGL lists none. ECG_E_GPU when EGL cannot list
 * devices. */
int ecg_egl_devices(
    struct ecg_egl_device devices[ECG_MAX_DEVICES], int *count, struct ecg_error *error);

/* A surfaceless 4.5 core context on the device, not made current. The display is shared with every
 * other context of this device and stays initialised until the process ends. */
int ecg_egl_context(const struct ecg_egl_device *device, EGLDisplay *display, EGLContext *context,
    struct ecg_error *error);

/* A GPU the kernel shows although EGL may not ("/dev/nvidia0"), or NULL. */
const char *ecg_kernel_gpu(void);

#endif
