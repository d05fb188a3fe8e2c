/* The devices that turn light into a picture: phone, scanner, copier, fax. */
#include "core/srgb.h"
#include "render/capture_internal.h"

#include <math.h>

static float px_per_mm(const struct ecg_frame *frame)
{
    return (float)frame->mesh->camera.px_per_mm[0];
}

int ecg_capture_phone(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    struct ecg_lens_plan plan;
    int has_lens = ecg_capture_lens_plan(scene, frame->mesh, &plan) && plan.by_device;
    ecg_define(&defines, "LENS", has_lens);
    ecg_define(&defines, "DEFOCUS", has_lens && ecg_capture_defocuses(scene));
    ecg_define(&defines, "FRINGE", scene->capture_lens_fringe_px > 0);
    ecg_define(&defines, "SMOOTHED", scene->capture_sensor_denoise > 0);
    ecg_define(&defines, "CHROMA", scene->capture_sensor_chroma_noise > 0);
    ecg_define(&defines, "SHARPEN", scene->capture_sensor_sharpen > 0);
    ecg_define(&defines, "TONE",
        scene->capture_sensor_contrast > 0 || fabs(scene->capture_sensor_saturation - 1) > 1e-9);
    int code = ecg_capture_use(frame, "capture/phone.frag", &defines, &program, error);
    if (code < 0)
        return code;
    float white[3];
    ecg_light_color(scene->capture_sensor_balance_k, white);
    float gain = (float)exp2(scene->capture_sensor_exposure_ev);
    float tint = (float)scene->capture_sensor_tint;
    glUniform3f(ecg_uniform(program, "balance"), gain / white[0] * (1 + tint / 2),
        gain / white[1] * (1 - tint / 2), gain / white[2] * (1 + tint / 2));
    glUniform4f(ecg_uniform(program, "noise_sigma"), (float)scene->capture_sensor_shot_noise,
        (float)scene->capture_sensor_read_noise, (float)scene->capture_sensor_chroma_noise,
        (float)scene->capture_sensor_denoise);
    glUniform4f(ecg_uniform(program, "finish"), (float)scene->capture_sensor_sharpen,
        (float)scene->capture_sensor_contrast, (float)scene->capture_sensor_saturation,
        (float)scene->capture_lens_vignette);
    glUniform1f(ecg_uniform(program, "fringe_px"), (float)scene->capture_lens_fringe_px);
    if (has_lens)
        ecg_capture_lens(frame, program);
    ecg_draw_screen(frame->empty_vao);
    return 0;
}

/* Across most of the image, never quite straight on. */
static int place_scratches(const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_scene *scene = frame->scene;
    float piece[20][4];
    int n = (int)lround(scene->capture_scan_scratches);
    struct ecg_random random = ecg_random_named(scene->key, "capture.scratches");
    double w = frame->mesh->width_px, h = frame->mesh->height_px;
    for (int k = 0; k < n && k < 20; k++) {
        double x = ecg_random_uniform(&random, 0, w), y = ecg_random_uniform(&random, 0, h);
        double turn = ecg_random_uniform(&random, 0, 3.14159265);
        double length = ecg_random_uniform(&random, 0.03, 0.45) * hypot(w, h);
        piece[k][0] = (float)x;
        piece[k][1] = (float)y;
        piece[k][2] = (float)(x + length * cos(turn));
        piece[k][3] = (float)(y + length * sin(turn));
    }
    glUniform1i(ecg_uniform(program, "n_scratches"), n);
    glUniform4fv(ecg_uniform(program, "scratch_px"), n, &piece[0][0]);
    return n;
}

/* Weights of the middle, a side and a corner of 3 x 3 pixels: what is left of the lens's blur,
 * less a wider one by the strength of sharpening. */
struct kernel {
    double middle, side, corner;
    int is_needed, has_corners;
};

static struct kernel scan_kernel(const struct ecg_scene *scene)
{
    static const double most_without_corners = 0.25;
    double blur_px2 =
        fmin(scene->capture_scan_blur_px * scene->capture_scan_blur_px, ECG_NARROW_PX2);
    double strength = scene->capture_scan_sharpen;
    double side = blur_px2 / 2, middle = 1 - 2 * side;
    double variance = (1 + strength) * blur_px2 - strength * 0.5;
    struct kernel k = { 1 - 2 * variance, variance / 2, 0, strength > 0 || blur_px2 > 0.15 * 0.15,
        0 };
    if (variance <= most_without_corners)
        return k;
    k.middle = (1 + strength) * middle * middle - strength * 0.25;
    k.side = (1 + strength) * middle * side - strength * 0.125;
    k.corner = (1 + strength) * side * side - strength * 0.0625;
    k.has_corners = 1;
    return k;
}

/* White under light of that temperature, as sRGB code values with the brightest at 1. */
static void tint_of(double kelvin, float tint[3])
{
    float most = 0;
    ecg_light_color(kelvin, tint);
    for (int c = 0; c < 3; c++)
        most = fmaxf(most, tint[c]);
    for (int c = 0; c < 3; c++)
        tint[c] = (float)ecg_srgb_from_linear((double)(tint[c] / most));
}

int ecg_capture_scanner(
    struct ecg_frame *frame, const struct ecg_near *near, struct ecg_error *error)
{
    static const char *const modes[] = { "COLOR", "GREY", "GREY;THRESHOLD", "GREY;HALFTONE" };
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    int scratched = scene->capture_scan_scratches >= 0.5;
    struct kernel kernel = scan_kernel(scene);
    ecg_define(&defines, "LID", !frame->is_opaque);
    ecg_define(&defines, "KERNEL", kernel.is_needed);
    ecg_define(&defines, "CORNERS", kernel.has_corners);
    ecg_define(&defines, "GAMMA", fabs(scene->capture_scan_gamma - 1) > 1e-9);
    ecg_define(&defines, "EDGE_SHADOW", near->is_made);
    ecg_define(&defines, "STREAKS", scene->capture_scan_streaks > 0);
    ecg_define(&defines, "DUST", scene->capture_scan_dust_density > 0);
    ecg_define(&defines, "SCRATCHES", scratched);
    ecg_define(&defines, "NOISE", scene->capture_scan_noise > 0);
    ecg_define(&defines, "TINT", scene->capture_scan_temperature_k > 0);
    ecg_define(&defines, modes[scene->capture_scan_mode], 1);
    int code = ecg_capture_use(frame, "capture/scanner.frag", &defines, &program, error);
    if (code < 0)
        return code;
    float density = px_per_mm(frame);
    glUniform3f(ecg_uniform(program, "levels"), (float)scene->capture_scan_brightness,
        (float)scene->capture_scan_gamma, (float)scene->capture_scan_cast);
    glUniform4f(ecg_uniform(program, "effects"), (float)scene->capture_scan_noise,
        (float)(scene->capture_scan_dust_density / 1e4) / (density * density),
        (float)scene->capture_scan_streaks, (float)scene->capture_scan_threshold);
    glUniform1f(ecg_uniform(program, "edge_shadow"), (float)scene->capture_scan_edge_shadow);
    if (near->is_made)
        ecg_near_use(near, program);
    glUniform1f(ecg_uniform(program, "px_per_mm"), density);
    glUniform3f(ecg_uniform(program, "kernel"), (float)kernel.middle, (float)kernel.side,
        (float)kernel.corner);
    if (scene->capture_scan_temperature_k > 0) {
        float tint[3];
        tint_of(scene->capture_scan_temperature_k, tint);
        glUniform3fv(ecg_uniform(program, "tint"), 1, tint);
    }
    if (scratched)
        place_scratches(frame, program);
    ecg_draw_screen(frame->empty_vao);
    return 0;
}

int ecg_capture_copier(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    ecg_define(&defines, "LID", !frame->is_opaque);
    int code = ecg_capture_use(frame, "capture/copier.frag", &defines, &program, error);
    if (code < 0)
        return code;
    glUniform1i(ecg_uniform(program, "generations"), scene->capture_copy_generations);
    glUniform4f(ecg_uniform(program, "toner"), (float)scene->capture_copy_contrast,
        (float)scene->capture_copy_specks, (float)scene->capture_copy_mottle,
        (float)scene->capture_copy_dark_edge);
    glUniform1f(ecg_uniform(program, "px_per_mm"), px_per_mm(frame));
    ecg_draw_screen(frame->empty_vao);
    return 0;
}

int ecg_capture_fax(struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    struct ecg_defines defines = { "" };
    GLuint program;
    ecg_define(&defines, "LID", !frame->is_opaque);
    int code = ecg_capture_use(frame, "capture/fax.frag", &defines, &program, error);
    if (code < 0)
        return code;
    glUniform3f(ecg_uniform(program, "line"), (float)scene->capture_fax_threshold,
        (float)scene->capture_fax_lost_lines, (float)scene->capture_fax_noise);
    glUniform1i(ecg_uniform(program, "coarse"), scene->capture_fax_mode);
    ecg_draw_screen(frame->empty_vao);
    return 0;
}
