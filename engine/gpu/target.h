/* A texture that passes draw into and later passes read. */
#ifndef GPU_TARGET_H
#define GPU_TARGET_H

#include "core/error.h"
#include "gpu/gl.h"

/* Zero-initialise. The texture may be larger than the picture in it, by what was drawn before:
 * passes use width_px and height_px, and texelFetch. Coordinates that are interpolated at are a
 * share of the texture's own size and rounded as such: see ecg_target_size_exact. */
struct ecg_target {
    GLuint texture, framebuffer;
    int width_px, height_px;         /* in use */
    int max_width_px, max_height_px; /* allocated; for target.c alone */
    GLenum format;                   /* GL_RGBA8, GL_RGBA16F, GL_R8, ... */
};

/* Makes *target hold width x height of that format, keeping what is allocated where it fits; the
 * contents are then undefined. Filtering is nearest, clamped to the edge. ECG_E_GPU when OpenGL
 * cannot; the target is then empty. */
int ecg_target_size(struct ecg_target *target, int width_px, int height_px, GLenum format,
    struct ecg_error *error);
/* The same without keeping what is larger: for targets that are read between texels, whose values
 * then do not depend on earlier pictures. At most a sixteenth of the picture: it may be made anew
 * for each. */
int ecg_target_size_exact(struct ecg_target *target, int width_px, int height_px, GLenum format,
    struct ecg_error *error);
void ecg_target_free(struct ecg_target *target);
/* The pictures now drawn do without it: what is large is given back, so that no batch holds at
 * once all that any of its pictures needs. */
void ecg_target_unused(struct ecg_target *target);

/* Binds its framebuffer and sets the viewport to the part in use. */
void ecg_target_draw(const struct ecg_target *target);
/* Fills the part in use. */
void ecg_target_clear(const struct ecg_target *target, const float rgba[4]);

/* A sampler that interpolates between texels and stops at the edge; glDeleteSamplers. */
GLuint ecg_linear_sampler_make(void);

/* Draws one triangle over the whole viewport (shaders/common/screen.vert). `vao` is any empty
 * vertex array. */
void ecg_draw_screen(GLuint vao);

#endif
