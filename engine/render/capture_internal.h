/* Between the capture pass and its steps. */
#ifndef RENDER_CAPTURE_INTERNAL_H
#define RENDER_CAPTURE_INTERNAL_H

#include "core/random.h"
#include "render/capture.h"

/* Defines of a program, joined by ';'. */
struct ecg_defines {
    char text[160];
};
void ecg_define(struct ecg_defines *defines, const char *name, int is_on);

/* A seed for a shader's noise, from a stream of the scene's key. */
unsigned ecg_shader_seed(const struct ecg_scene *scene, const char *name);

/* Linear light of an sRGB colour. */
void ecg_linear_color(const float srgb[3], float linear[3]);

/* Picks the program of shaders/capture/NAME, in use, with the uniforms that all have. */
int ecg_capture_use(struct ecg_frame *frame, const char *fragment,
    const struct ecg_defines *defines, GLuint *program, struct ecg_error *error);
/* The same with a vertex shader other than common/screen.vert. */
int ecg_capture_use_both(struct ecg_frame *frame, const char *vertex, const char *fragment,
    const struct ecg_defines *defines, GLuint *program, struct ecg_error *error);

/* What shaders/capture/light.glsl reads from now on: a target of RGBA16F. */
void ecg_capture_read(const struct ecg_target *light);

/* Uniforms of shaders/capture/camera.glsl and defocus.glsl; the program is in use. */
void ecg_capture_camera(const struct ecg_camera *camera, GLuint program);
void ecg_capture_defocus(const struct ecg_frame *frame, GLuint program);

/* Covariance, in px^2, of the blur where the lens is in focus. */
struct ecg_spread {
    double xx, yy, xy;
};
struct ecg_spread ecg_capture_spread(const struct ecg_scene *scene);

/* How much of what is around each place is sheet: what its shadows are made of. Zero-initialise.
 * `filtering` is a sampler that interpolates and clamps to the edge. */
struct ecg_near {
    struct ecg_target cover, half_way, map;
    GLuint filtering;
    int has_cover; /* where the sheet leaves pixels free is known */
    int is_made;   /* the map is there; else nothing throws a shadow */
};
int ecg_near_make(struct ecg_near *near, struct ecg_frame *frame, struct ecg_error *error);
/* Draws where the sheet leaves pixels free, in squares; `program` has capture/blocks.vert. */
void ecg_near_draw_free(
    const struct ecg_near *near, const struct ecg_frame *frame, GLuint program);
/* For shaders/capture/near.glsl; the program is in use. Ends with ecg_near_done. */
void ecg_near_use(const struct ecg_near *near, GLuint program);
void ecg_near_done(void);
void ecg_near_free(struct ecg_near *near);
/* Its standard deviation; 0 when the scene asks for no shadow. */
double ecg_near_sigma_px(const struct ecg_scene *scene, const struct ecg_mesh *mesh);

/* The steps; each draws into the target bound by the caller. */
int ecg_capture_desk(struct ecg_frame *frame, const struct ecg_light *light,
    const struct ecg_near *near, struct ecg_error *error);
int ecg_capture_blur(struct ecg_frame *frame, int step, struct ecg_error *error);
/* A screen's pixels, linear, of what frame->print and its kin hold; frame->mesh maps onto it. */
int ecg_capture_screen_page(struct ecg_frame *frame, struct ecg_error *error);
/* The screen as the lens shows it to the sensor, one colour a pixel; then colours from that. What
 * each reads is bound to texture unit 3. */
int ecg_capture_screen(struct ecg_frame *frame, struct ecg_error *error);
int ecg_capture_demosaic(struct ecg_frame *frame, struct ecg_error *error);
int ecg_capture_phone(struct ecg_frame *frame, struct ecg_error *error);
int ecg_capture_scanner(
    struct ecg_frame *frame, const struct ecg_near *near, struct ecg_error *error);
int ecg_capture_copier(struct ecg_frame *frame, struct ecg_error *error);
int ecg_capture_fax(struct ecg_frame *frame, struct ecg_error *error);

/* How far from the sheet its shadow on the desk lies, px. */
void ecg_capture_shadow_shift(const struct ecg_scene *scene, const struct ecg_mesh *mesh,
    const struct ecg_light *light, double shift_px[2]);

/* By how much the lens blurs in focus (standard deviation, px). */
double ecg_capture_blur_px(const struct ecg_scene *scene);
/*
 * How the lens's blur is worked out. Up to a variance of ECG_NARROW_PX2 it is weights of 3 x 3
 * pixels, taken along with the device's own filters where those allow it. What is wider comes
 * before that, in steps of 3 x 3 pixels that are 2, 4, 8... pixels apart, the widest first: each
 * smooths what the one before it leaves rough, and each costs the same. The variances add up.
 */
#define ECG_NARROW_PX2 0.57
enum { ECG_LENS_STEPS = 7 };
struct ecg_lens_plan {
    int n_steps;   /* 0: no blur; step 0 is the narrow one, and the last */
    int by_device; /* the device does step 0 */
    int reach_px;  /* of all steps together */
};
/* 1 when there is a blur at all. */
int ecg_capture_lens_plan(
    const struct ecg_scene *scene, const struct ecg_mesh *mesh, struct ecg_lens_plan *plan);
/* For shaders/capture/lens.glsl, with DEFOCUS where it defocuses; the program is in use. */
void ecg_capture_lens(const struct ecg_frame *frame, GLuint program);
int ecg_capture_defocuses(const struct ecg_scene *scene);

#endif
