/*
 * The last pass: what a phone, scanner, copier, fax or nothing at all makes of the sheet's light.
 * Three steps, each only where the scene asks for it: what is behind the sheet is added under it,
 * the lens blurs, the device turns light into the picture. A screen takes the place of the first
 * two: its lattice has to meet the lens before the sensor samples it.
 */
#ifndef RENDER_CAPTURE_H
#define RENDER_CAPTURE_H

#include "render/frame.h"
#include "render/light.h"

struct ecg_capture_pass;

int ecg_capture_create(
    struct ecg_capture_pass **pass, struct ecg_gpu *gpu, struct ecg_error *error);
void ecg_capture_destroy(struct ecg_capture_pass **pass);

/* Of capture.kind screen, once a picture, before its tiles: keeps what the screen shows. The frame
 * is the screen: frame->mesh maps the page onto its pixels, and frame->print holds the ink. */
int ecg_capture_show(
    struct ecg_capture_pass *pass, struct ecg_frame *frame, struct ecg_error *error);

/* How far from a pixel these steps look: tiles are drawn larger by that on all sides. A multiple
 * of ECG_TILE_STEP_PX; 0 for capture.kind none. */
int ecg_capture_apron_px(
    const struct ecg_scene *scene, const struct ecg_mesh *mesh, const struct ecg_light *light);

/* frame->linear to frame->output, for every capture.kind but none. `light` may be NULL. */
int ecg_capture_run(struct ecg_capture_pass *pass, struct ecg_frame *frame,
    const struct ecg_light *light, struct ecg_error *error);

#endif
