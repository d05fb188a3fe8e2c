/* A page on a screen: what the screen shows, and what the lens shows of it to the sensor. */
#include "gpu/pass.h"
#include "render/capture_internal.h"

#include <math.h>

int ecg_capture_screen_page(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_mesh *mesh = frame->mesh;
    const struct ecg_node *first = &mesh->nodes[0];
    const struct ecg_node *last = &mesh->nodes[(size_t)mesh->columns * (size_t)mesh->rows - 1];
    struct ecg_defines defines = { "" };
    float color[3];
    GLuint program;
    ecg_define(&defines, "NOTES", frame->has_notes);
    ecg_define(&defines, "STUCK", frame->has_stuck);
    int code = ecg_capture_use(frame, "capture/screen_page.frag", &defines, &program, error);
    if (code < 0)
        return code;
    ecg_linear_color(frame->scene->capture_lcd_surround, color);
    glUniform4f(ecg_uniform(program, "page_px"), first->x_px, first->y_px, last->x_px, last->y_px);
    glUniform2f(ecg_uniform(program, "screen_px"), (float)mesh->width_px, (float)mesh->height_px);
    glUniform3fv(ecg_uniform(program, "surround"), 1, color);
    glUniform1ui(
        ecg_uniform(program, "viewer_seed"), ecg_shader_seed(frame->scene, "capture.lcd.viewer"));
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}

/* The variance of a pixel's footprint: its square, widened by the lens. */
static struct ecg_spread footprint(const struct ecg_scene *scene)
{
    struct ecg_spread spread = ecg_capture_spread(scene);
    spread.xx += 1.0 / 12;
    spread.yy += 1.0 / 12;
    return spread;
}

/* How many screen pixels a footprint reaches at most from the one that it lies on, measured at
 * places all over the image. */
static int reach_px(const struct ecg_frame *frame)
{
    enum { PLACES = 8, MOST = 4 };
    const struct ecg_mesh *mesh = frame->mesh;
    const struct ecg_scene *scene = frame->scene;
    struct ecg_spread spread = footprint(scene);
    double defocus = scene->capture_lens_defocus_px, most = 0;
    double variance = fmax(spread.xx, spread.yy) + fabs(spread.xy) + defocus * defocus;
    for (int k = 0; k < PLACES * PLACES; k++) {
        double x_px = (k % PLACES + 0.5) / PLACES * mesh->width_px;
        double y_px = (k / PLACES + 0.5) / PLACES * mesh->height_px;
        double at[3][2];
        int is_seen = 1;
        for (int step = 0; step < 3 && is_seen; step++)
            is_seen = ecg_camera_to_plane(
                &mesh->camera, x_px + (step == 1), y_px + (step == 2), &at[step][0], &at[step][1]);
        for (int axis = 0; axis < 2 && is_seen; axis++)
            most = fmax(most, hypot(at[1][axis] - at[0][axis], at[2][axis] - at[0][axis]));
    }
    double reach = ceil(1.05 * sqrt(5 * variance) * most / mesh->screen.pitch_mm);
    return (int)fmin(fmax(reach, 1), MOST);
}

/* Dimming in time meets the shutter's way over the sensor, whose lines follow its longer side. */
static void set_bands(const struct ecg_frame *frame, GLuint program)
{
    struct ecg_random random = ecg_random_named(frame->scene->key, "capture.lcd.bands");
    double count = ecg_random_uniform(&random, 2, 7);
    double phase = ecg_random_uniform(&random, 0, 6.283185307179586);
    int width = frame->mesh->width_px, height = frame->mesh->height_px;
    double step = count * 6.283185307179586 / (width < height ? width : height);
    glUniform3f(ecg_uniform(program, "bands"), width < height ? (float)step : 0.0f,
        width < height ? 0.0f : (float)step, (float)phase);
}

static void set_screen(const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_scene *scene = frame->scene;
    const struct ecg_screen *screen = &frame->mesh->screen;
    const struct ecg_camera *camera = &frame->mesh->camera;
    struct ecg_spread spread = footprint(scene);
    double gap = scene->capture_lcd_gap;
    float color[3];
    ecg_linear_color(scene->capture_desk_color, color);
    glUniform2f(
        ecg_uniform(program, "screen_size_px"), (float)screen->width_px, (float)screen->height_px);
    glUniform3f(ecg_uniform(program, "screen_place"), (float)screen->x_mm, (float)screen->y_mm,
        (float)screen->pitch_mm);
    glUniform3f(ecg_uniform(program, "eye_mm"), (float)camera->position_mm[0],
        (float)camera->position_mm[1], (float)camera->position_mm[2]);
    glUniform3f(
        ecg_uniform(program, "spread_px2"), (float)spread.xx, (float)spread.yy, (float)spread.xy);
    glUniform4f(ecg_uniform(program, "shine"), (float)scene->capture_lcd_brightness,
        (float)scene->capture_lcd_falloff, (float)scene->capture_lcd_reflection,
        (float)scene->capture_lcd_banding);
    glUniform2f(ecg_uniform(program, "dark"), (float)gap, (float)(gap / 2));
    glUniform1f(ecg_uniform(program, "bezel_mm"), (float)scene->capture_lcd_bezel_mm);
    glUniform3f(
        ecg_uniform(program, "room_color"), 0.12f * color[0], 0.12f * color[1], 0.12f * color[2]);
    glUniform1ui(ecg_uniform(program, "screen_seed"), ecg_shader_seed(scene, "capture.lcd"));
}

int ecg_capture_screen(struct ecg_frame *frame, struct ecg_error *error)
{
    static const char *const radii[] = { "RADIUS 1", "RADIUS 2", "RADIUS 3", "RADIUS 4" };
    int defocuses = ecg_capture_defocuses(frame->scene);
    struct ecg_defines defines = { "" };
    GLuint program;
    ecg_define(&defines, radii[reach_px(frame) - 1], 1);
    ecg_define(&defines, "DEFOCUS", defocuses);
    int code = ecg_capture_use(frame, "capture/screen.frag", &defines, &program, error);
    if (code < 0)
        return code;
    ecg_capture_camera(&frame->mesh->camera, program);
    if (defocuses)
        ecg_capture_defocus(frame, program);
    set_screen(frame, program);
    set_bands(frame, program);
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}

int ecg_capture_demosaic(struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_defines defines = { "" };
    GLuint program;
    int code = ecg_capture_use(frame, "capture/demosaic.frag", &defines, &program, error);
    if (code < 0)
        return code;
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}
