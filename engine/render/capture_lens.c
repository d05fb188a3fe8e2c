/* What is behind the sheet, and the lens. */
#include "gpu/pass.h"
#include "render/capture_internal.h"

#include <math.h>

static int is_photo(const struct ecg_scene *scene)
{
    return scene->capture_kind == ECG_CAPTURE_PHOTO || scene->capture_kind == ECG_CAPTURE_SCREEN;
}

void ecg_capture_camera(const struct ecg_camera *camera, GLuint program)
{
    float plane[9];
    for (int column = 0; column < 3; column++)
        for (int row = 0; row < 3; row++)
            plane[3 * column + row] = (float)camera->plane[row][column];
    glUniformMatrix3fv(ecg_uniform(program, "camera_plane"), 1, GL_FALSE, plane);
    glUniform2f(ecg_uniform(program, "camera_center_px"), (float)camera->center_px[0],
        (float)camera->center_px[1]);
    glUniform1f(ecg_uniform(program, "camera_focal_px"), (float)camera->focal_px);
    glUniform2f(ecg_uniform(program, "camera_k"), (float)camera->lens.k1, (float)camera->lens.k2);
}

/* The sheet's irradiance near its corners, so that the desk is lit alike. */
static void desk_light(const struct ecg_light *light, GLuint program)
{
    float rgb[4][3];
    for (int corner = 0; corner < 4; corner++) {
        const float white[3] = { 1, 1, 1 };
        const float *at = white;
        if (light && light->rgb) {
            int i = corner & 1 ? light->width - 1 - light->width / 12 : light->width / 12;
            int j = corner & 2 ? light->height - 1 - light->height / 12 : light->height / 12;
            at = light->rgb + 3 * ((size_t)j * (size_t)light->width + (size_t)i);
        }
        for (int c = 0; c < 3; c++)
            rgb[corner][c] = at[c];
    }
    glUniform3fv(ecg_uniform(program, "desk_light"), 4, &rgb[0][0]);
}

/* The shadow falls away from the key light. */
void ecg_capture_shadow_shift(const struct ecg_scene *scene, const struct ecg_mesh *mesh,
    const struct ecg_light *light, double shift_px[2])
{
    double softness_mm = scene->capture_desk_shadow_mm, x_px, y_px;
    double at_mm[3] = { mesh->width_mm / 2, mesh->height_mm / 2, 0 };
    double shift_mm[2] = { 0.15 * softness_mm, 0.25 * softness_mm };
    shift_px[0] = shift_px[1] = 0;
    if (scene->capture_kind != ECG_CAPTURE_PHOTO)
        return;
    if (light && light->key_share > 0 && !light->is_place) {
        double z = fmax((double)light->key[2], 0.25);
        shift_mm[0] = -0.5 * softness_mm * (double)light->key[0] / z;
        shift_mm[1] = -0.5 * softness_mm * (double)light->key[1] / z;
    }
    ecg_camera_project(&mesh->camera, at_mm, &x_px, &y_px, NULL);
    at_mm[0] += shift_mm[0];
    at_mm[1] += shift_mm[1];
    ecg_camera_project(&mesh->camera, at_mm, &shift_px[0], &shift_px[1], NULL);
    shift_px[0] -= x_px;
    shift_px[1] -= y_px;
}

static void desk_shadow(const struct ecg_frame *frame, const struct ecg_light *light,
    const struct ecg_near *near, GLuint program)
{
    double shift_px[2];
    ecg_capture_shadow_shift(frame->scene, frame->mesh, light, shift_px);
    glUniform1f(ecg_uniform(program, "shadow"), (float)frame->scene->capture_desk_shadow);
    glUniform2f(ecg_uniform(program, "shadow_px"), (float)shift_px[0], (float)shift_px[1]);
    ecg_near_use(near, program);
}

/* A pixel on the desk in the middle of the image, for a ray of unit length there. */
static double px_mm(const struct ecg_camera *camera)
{
    double at[2][2], x_px = camera->width_px / 2, y_px = camera->height_px / 2;
    for (int k = 0; k < 2; k++)
        if (!ecg_camera_to_plane(camera, x_px + k, y_px + k, &at[k][0], &at[k][1]))
            return 1;
    double size_mm = hypot(at[1][0] - at[0][0], at[1][1] - at[0][1]) / sqrt(2.0);
    return size_mm * fabs(camera->plane[2][2]); /* z of the middle's ray */
}

int ecg_capture_desk(struct ecg_frame *frame, const struct ecg_light *light,
    const struct ecg_near *near, struct ecg_error *error)
{
    static const char *const kinds[] = { "DESK 0", "DESK 1", "DESK 2", "DESK 3", "DESK 4",
        "DESK 5", "DESK 6" };
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    float color[3];
    GLuint program;
    ecg_define(&defines, kinds[scene->capture_desk_kind], 1);
    ecg_define(&defines, "SHADOW", near->is_made);
    int code = ecg_capture_use_both(
        frame, "capture/blocks.vert", "capture/behind.frag", &defines, &program, error);
    if (code < 0)
        return code;
    ecg_capture_camera(&frame->mesh->camera, program);
    desk_light(light, program);
    if (near->is_made)
        desk_shadow(frame, light, near, program);
    ecg_linear_color(scene->capture_desk_color, color);
    double angle = scene->capture_desk_angle_deg * 0.017453292519943295;
    glUniform3fv(ecg_uniform(program, "desk_color"), 1, color);
    glUniform1f(ecg_uniform(program, "desk_contrast"), (float)scene->capture_desk_contrast);
    glUniform2f(ecg_uniform(program, "desk_along"), (float)cos(angle), (float)sin(angle));
    glUniform1ui(ecg_uniform(program, "desk_seed"), ecg_shader_seed(scene, "capture.desk"));
    glUniform1f(ecg_uniform(program, "px_mm"), (float)px_mm(&frame->mesh->camera));
    glUniform2f(ecg_uniform(program, "sheet_size_mm"), (float)frame->mesh->width_mm,
        (float)frame->mesh->height_mm);
    ecg_near_draw_free(near, frame, program);
    return 0;
}

double ecg_capture_blur_px(const struct ecg_scene *scene)
{
    if (!is_photo(scene))
        return scene->capture_scan_blur_px;
    /* The hand's way is an even stroke. */
    return hypot(scene->capture_lens_blur_px, scene->capture_lens_shake_px / sqrt(12.0));
}

struct ecg_spread ecg_capture_spread(const struct ecg_scene *scene)
{
    int photo = is_photo(scene);
    double sigma = photo ? scene->capture_lens_blur_px : scene->capture_scan_blur_px;
    double length = photo ? scene->capture_lens_shake_px : 0;
    double angle = scene->capture_lens_shake_deg * 0.017453292519943295;
    double share = length * length / 12.0, c = cos(angle), s = sin(angle);
    return (struct ecg_spread){ sigma * sigma + share * c * c, sigma * sigma + share * s * s,
        share * c * s };
}

/* 1 / depth of the desk along a ray, relative to the place in focus: this . (ray, 1). */
static void defocus_ray(
    const struct ecg_scene *scene, const struct ecg_camera *camera, double ray[3])
{
    double x =
        (scene->capture_lens_focus_x * camera->width_px - camera->center_px[0]) / camera->focal_px;
    double y = (scene->capture_lens_focus_y * camera->height_px - camera->center_px[1]) /
               camera->focal_px;
    double slope = camera->right[2] * x + camera->down[2] * y + camera->forward[2];
    if (!(fabs(slope) > 1e-6))
        slope = camera->forward[2];
    ray[0] = camera->right[2] / slope;
    ray[1] = camera->down[2] / slope;
    ray[2] = camera->forward[2] / slope;
}

void ecg_capture_defocus(const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_camera *camera = &frame->mesh->camera;
    double ray[3];
    defocus_ray(frame->scene, camera, ray);
    glUniform3f(ecg_uniform(program, "defocus_ray"), (float)ray[0], (float)ray[1], (float)ray[2]);
    glUniform2f(ecg_uniform(program, "defocus"), (float)frame->scene->capture_lens_defocus_px,
        (float)camera->focal_px);
    glUniform2f(ecg_uniform(program, "defocus_center_px"), (float)camera->center_px[0],
        (float)camera->center_px[1]);
}

/* The largest blur out of focus, which is in a corner (standard deviation, px): see
 * capture/defocus.glsl. */
static double worst_defocus_px(const struct ecg_scene *scene, const struct ecg_mesh *mesh)
{
    const struct ecg_camera *camera = &mesh->camera;
    double ray[3], worst = 0, strength = scene->capture_lens_defocus_px;
    if (!is_photo(scene) || !(strength > 0))
        return 0;
    defocus_ray(scene, camera, ray);
    for (int k = 0; k < 4; k++) {
        double x = ((k & 1) * camera->width_px - camera->center_px[0]) / camera->focal_px;
        double y = ((k >> 1) * camera->height_px - camera->center_px[1]) / camera->focal_px;
        double depth = 1 / fmax(ray[0] * x + ray[1] * y + ray[2], 1e-3);
        worst = fmax(worst, fmin(10 * strength * fabs(depth - 1), 3 * strength));
    }
    return worst;
}

/* In px, of the widest blur anywhere along any axis. */
static double worst_blur_px(const struct ecg_scene *scene, const struct ecg_mesh *mesh)
{
    return hypot(ecg_capture_blur_px(scene), worst_defocus_px(scene, mesh));
}

/* Distances between the 3 x 3 pixels of each step, from the last to the first. */
static const int strides[ECG_LENS_STEPS] = { 1, 2, 2, 4, 8, 16, 32 };

/* The variance that a step takes: as much as it can without weights below 0. */
static double most_px2(int step)
{
    return step == 0 ? ECG_NARROW_PX2 : 0.5 * strides[step] * strides[step];
}

int ecg_capture_lens_plan(
    const struct ecg_scene *scene, const struct ecg_mesh *mesh, struct ecg_lens_plan *plan)
{
    double blur_px = worst_blur_px(scene, mesh), left_px2 = blur_px * blur_px;
    *plan = (struct ecg_lens_plan){ 0 };
    if (scene->capture_kind == ECG_CAPTURE_SCREEN || !(blur_px > 0.15))
        return 0;
    plan->by_device =
        scene->capture_kind == ECG_CAPTURE_SCAN ||
        (scene->capture_kind == ECG_CAPTURE_PHOTO && scene->capture_lens_fringe_px <= 1);
    do {
        plan->reach_px += strides[plan->n_steps];
        left_px2 -= most_px2(plan->n_steps++);
    } while (left_px2 > 0 && plan->n_steps < ECG_LENS_STEPS);
    return 1;
}

void ecg_capture_lens(const struct ecg_frame *frame, GLuint program)
{
    struct ecg_spread spread = ecg_capture_spread(frame->scene);
    glUniform3f(
        ecg_uniform(program, "spread_px2"), (float)spread.xx, (float)spread.yy, (float)spread.xy);
    if (ecg_capture_defocuses(frame->scene))
        ecg_capture_defocus(frame, program);
}

int ecg_capture_defocuses(const struct ecg_scene *scene)
{
    return is_photo(scene) && scene->capture_lens_defocus_px > 0;
}

int ecg_capture_blur(struct ecg_frame *frame, int step, struct ecg_error *error)
{
    struct ecg_defines defines = { "" };
    GLuint program;
    ecg_define(&defines, "WIDE", step > 0);
    ecg_define(&defines, "DEFOCUS", ecg_capture_defocuses(frame->scene));
    int code = ecg_capture_use(frame, "capture/blur.frag", &defines, &program, error);
    if (code < 0)
        return code;
    double done_px2 = 0;
    for (int k = 0; k < step; k++)
        done_px2 += most_px2(k);
    glUniform1i(ecg_uniform(program, "stride"), strides[step]);
    glUniform2f(ecg_uniform(program, "step_px2"), (float)done_px2, (float)most_px2(step));
    ecg_capture_lens(frame, program);
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}
