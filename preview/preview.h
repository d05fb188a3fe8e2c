/* The preview window: every parameter moved by hand and seen at once. */
#ifndef PREVIEW_PREVIEW_H
#define PREVIEW_PREVIEW_H

#include "model/session.h"

struct preview_params {
    struct session_params session;
    const char *script;      /* file of a scripted session, which closes the window at its end */
    const char *device;      /* for whole pictures, as ecg_gpu_open; NULL: auto */
    int width_px, height_px; /* of the window; 0: 1600 x 1000 */
};

/* Runs until the window is closed. ECG_E_GPU when there is no display or no OpenGL 4.5 on it;
 * otherwise as session_create and script_read, and what failed in the script. */
int preview_run(const struct preview_params *params, struct ecg_error *error);

#endif
