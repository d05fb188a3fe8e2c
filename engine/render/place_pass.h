/*
 * Where on the sheet each pixel of a bent sheet lies, for what is worked out pixel by pixel: the
 * ruled grid and the sheet pass. See shaders/sheet/place.frag.
 */
#ifndef RENDER_PLACE_PASS_H
#define RENDER_PLACE_PASS_H

#include "render/frame.h"

/* Draws frame->place, once a tile; the mesh must not be affine. Elsewhere pixels lie far to the
 * left of the sheet. ECG_E_GPU. */
int ecg_place_run(struct ecg_frame *frame, struct ecg_error *error);

/* Whether places have 16 bits: shaders that read them are then built with SHORT. */
int ecg_place_is_short(const struct ecg_frame *frame);

/* Uniforms of shaders/sheet/place.glsl; binds the places to `unit`. */
void ecg_place_use(const struct ecg_frame *frame, GLuint program, GLuint unit);

#endif
