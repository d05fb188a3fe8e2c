/* What the shaders of the sheet and of the things on it are told of the scene. */
#ifndef RENDER_SHEET_UNIFORMS_H
#define RENDER_SHEET_UNIFORMS_H

#include "render/frame.h"
#include "render/light.h"

/* Whether the light shows fine relief, and whether it shines. */
int ecg_sheet_is_relief(const struct ecg_scene *scene);
int ecg_sheet_is_glossy(const struct ecg_scene *scene);

/* The scene's own number for a shader's noise of that name. */
uint32_t ecg_sheet_seed(const struct ecg_scene *scene, const char *name);

/* Image px a mm at the sheet's middle. */
double ecg_sheet_scale_px_mm(const struct ecg_mesh *mesh);

/* Uniforms of shaders/sheet/paper.glsl and slow.glsl, and of shaders/light/light.glsl; light may
 * be NULL. Those that the program does not have are passed over. */
void ecg_sheet_paper_uniforms(const struct ecg_frame *frame, GLuint program);
void ecg_sheet_light_uniforms(
    const struct ecg_frame *frame, const struct ecg_light *light, GLuint program);

#endif
