/*
 * The sheet's slow noise as a field of texels in page space: shaders/sheet/slow.glsl, worked out
 * once a picture instead of in each pixel.
 */
#ifndef RENDER_SHEET_SLOW_H
#define RENDER_SHEET_SLOW_H

#include "render/frame.h"
#include "render/light.h"
#include "render/sheet.h"

/* Zero-initialise. */
struct ecg_slow {
    struct ecg_target field; /* RGBA8, of the whole sheet; to be read through a linear sampler */
    int is_drawn;            /* for the picture at hand */
};

/* Whether the sheet's shader reads the field, and is built with SLOW_FIELD: where something needs
 * the noise, and pixels are so much smaller than texels that it saves work. sheet may be NULL. */
int ecg_slow_is_used(const struct ecg_frame *frame, const struct ecg_sheet *sheet);
/* What the noise is of, for every shader that works it out or reads it: ";TEXTURE;CLOUDS;RELIEF"
 * or some of it. */
enum { ECG_SLOW_DEFINES_SIZE = 32 };
void ecg_slow_defines(const struct ecg_scene *scene, char defines[ECG_SLOW_DEFINES_SIZE]);
/* Once a picture; light may be NULL. ECG_E_GPU. */
int ecg_slow_draw(struct ecg_slow *slow, const struct ecg_frame *frame,
    const struct ecg_light *light, struct ecg_error *error);
void ecg_slow_uniforms(const struct ecg_slow *slow, GLuint program);
void ecg_slow_free(struct ecg_slow *slow);

#endif
