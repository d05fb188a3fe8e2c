/*
 * The last pass: what a phone, scanner, copier, fax or nothing at all makes of the sheet's light.
 * Three steps, each only where the scene asks for it: what is behind the sheet is added under it,
 * the lens blurs, the device turns light into the picture.
 */
#ifndef RENDER_CAPTURE_H
#define RENDER_CAPTURE_H

#include "render/frame.h"
#include "render/light.h"

struct ecg_capture_pass;

int ecg_capture_create(
    struct ecg_capture_pass **pass, struct ecg_gpu *gpu, struct ecg_error *error);
void ecg_capture_destroy(struct ecg_capture_pass **pass);

/* frame->linear to frame->output, for every capture.kind but none. `light` may be NULL. */
int ecg_capture_run(struct ecg_capture_pass *pass, struct ecg_frame *frame,
    const struct ecg_light *light, struct ecg_error *error);

#endif
