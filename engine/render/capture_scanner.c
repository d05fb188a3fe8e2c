/* A scanner's picture: kernel, levels, and what lies on the glass. */
#include "core/srgb.h"
#include "gpu/pass.h"
#include "render/capture_internal.h"
#include "render/sheet_noise.h"

#include <math.h>

/* As in shaders/capture/scanner.frag: at most one speck or hair in each square. */
static const float DUST_SQUARE_MM = 6;
enum { DUST_SEED = 17 };

static float px_per_mm(const struct ecg_frame *frame)
{
    return (float)frame->mesh->camera.px_per_mm[0];
}

static float dust_per_px2(const struct ecg_frame *frame)
{
    float density = px_per_mm(frame);
    return (float)(frame->scene->capture_scan_dust_density / 1e4) / (density * density);
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

/* Levels by a polynomial of the root of linear light: srgb_from_linear() to a power near 1, which
 * by pow() would cost half as much as all else that a scanner does. */
enum { CURVE_TERMS = 6, CURVE_POINTS = 48 };
static const double CURVE_FROM = 0.0031308; /* below, a straight line */

static double coded(double linear, double exponent)
{
    return pow(1.055 * pow(linear, 1 / 2.4) - 0.055, exponent);
}

/* Least squares at places that are closer together towards both ends; by Gauss's elimination, in
 * which such sums need no pivots. */
static void fit_curve(double exponent, float curve[CURVE_TERMS])
{
    double sums[CURVE_TERMS][CURVE_TERMS + 1] = { { 0 } }, from = sqrt(CURVE_FROM);
    for (int k = 0; k < CURVE_POINTS; k++) {
        double turn = acos(-1.0) * (k + 0.5) / CURVE_POINTS;
        double root = from + (1 - from) * 0.5 * (1 - cos(turn)), power[CURVE_TERMS] = { 1 };
        for (int i = 1; i < CURVE_TERMS; i++)
            power[i] = root * power[i - 1];
        for (int i = 0; i < CURVE_TERMS; i++) {
            for (int j = 0; j < CURVE_TERMS; j++)
                sums[i][j] += power[i] * power[j];
            sums[i][CURVE_TERMS] += power[i] * coded(root * root, exponent);
        }
    }
    for (int i = 0; i < CURVE_TERMS; i++)
        for (int row = i + 1; row < CURVE_TERMS; row++)
            for (int j = CURVE_TERMS; j >= i; j--)
                sums[row][j] -= sums[row][i] / sums[i][i] * sums[i][j];
    for (int i = CURVE_TERMS - 1; i >= 0; i--) {
        double value = sums[i][CURVE_TERMS];
        for (int j = i + 1; j < CURVE_TERMS; j++)
            value -= sums[i][j] * (double)curve[j];
        curve[i] = (float)(value / sums[i][i]);
    }
}

static void level_uniforms(const struct ecg_scene *scene, GLuint program)
{
    double exponent = scene->capture_scan_gamma;
    float curve[CURVE_TERMS];
    fit_curve(exponent, curve);
    double from_black = 1 / (1 - scene->capture_scan_black);
    glUniform4f(ecg_uniform(program, "levels"),
        (float)(pow(scene->capture_scan_brightness, exponent) * from_black), (float)exponent,
        (float)scene->capture_scan_cast, (float)(scene->capture_scan_black * from_black));
    glUniform1fv(ecg_uniform(program, "curve"), CURVE_TERMS, curve);
    glUniform2f(ecg_uniform(program, "curve_start"), (float)CURVE_FROM,
        (float)(coded(CURVE_FROM, exponent) / CURVE_FROM));
}

/* The program with all its uniforms. */
static int use_scanner(
    struct ecg_frame *frame, const struct ecg_near *near, int has_dust, struct ecg_error *error)
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
    double bend = fabs(scene->capture_scan_gamma - 1);
    ecg_define(&defines, "CURVE", bend > 1e-9 && bend < 0.15);
    ecg_define(&defines, "GAMMA", bend >= 0.15);
    ecg_define(&defines, "EDGE_SHADOW", near->is_made);
    ecg_define(&defines, "STREAKS", scene->capture_scan_streaks > 0);
    ecg_define(&defines, "DUST", has_dust);
    ecg_define(&defines, "SCRATCHES", scratched);
    ecg_define(&defines, "NOISE", scene->capture_scan_noise > 0);
    ecg_define(&defines, "TINT", scene->capture_scan_temperature_k > 0);
    ecg_define(&defines, modes[scene->capture_scan_mode], 1);
    int code = ecg_capture_use(frame, "capture/scanner.frag", &defines, &program, error);
    if (code < 0)
        return code;
    float density = px_per_mm(frame);
    level_uniforms(scene, program);
    glUniform4f(ecg_uniform(program, "effects"), (float)scene->capture_scan_noise,
        dust_per_px2(frame), (float)scene->capture_scan_streaks,
        (float)scene->capture_scan_threshold);
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
    return 0;
}

/* The next of the tile's squares of glass with dust in them, row by row: *square is 0 at first.
 * See shaders/capture/scanner.frag; rather one too many than one too few. */
static int dusty_part(const struct ecg_frame *frame, int *square, int box[4])
{
    float side_px = DUST_SQUARE_MM * px_per_mm(frame);
    float share = 1.001f * dust_per_px2(frame) * side_px * side_px;
    uint32_t seed = ecg_shader_seed(frame->scene, "capture.noise") + DUST_SEED;
    int first[2] = { (int)((float)frame->x_px / side_px), (int)((float)frame->y_px / side_px) };
    int columns = (int)((float)(frame->x_px + frame->width_px) / side_px) - first[0] + 1;
    int rows = (int)((float)(frame->y_px + frame->height_px) / side_px) - first[1] + 1;
    while (*square < columns * rows) {
        int i = first[0] + *square % columns, j = first[1] + *square / columns;
        ++*square;
        if (noise_unit(noise_hash(i, j, seed)) > share)
            continue;
        int side = (int)side_px + 3;
        box[0] = (int)((float)i * side_px) - 1 - frame->x_px;
        box[1] = (int)((float)j * side_px) - 1 - frame->y_px;
        box[2] = side + (box[0] < 0 ? box[0] : 0);
        box[3] = side + (box[1] < 0 ? box[1] : 0);
        box[0] = box[0] > 0 ? box[0] : 0;
        box[1] = box[1] > 0 ? box[1] : 0;
        if (box[2] > 0 && box[3] > 0)
            return 1;
    }
    return 0;
}

/* Again, with dust, where there is some: most of the glass is clean, and dust is dear. */
static int draw_dust(struct ecg_frame *frame, const struct ecg_near *near, struct ecg_error *error)
{
    int square = 0, box[4];
    int code = use_scanner(frame, near, 1, error);
    if (code < 0)
        return code;
    glEnable(GL_SCISSOR_TEST);
    while (dusty_part(frame, &square, box)) {
        glScissor(box[0], box[1], box[2], box[3]);
        ecg_pass_run(frame->gpu, frame->empty_vao);
    }
    glDisable(GL_SCISSOR_TEST);
    return 0;
}

int ecg_capture_scanner(
    struct ecg_frame *frame, const struct ecg_near *near, struct ecg_error *error)
{
    static const double most_dust =
        20; /* per square decimetre: then squares would not save much */
    double dust = frame->scene->capture_scan_dust_density;
    int code = use_scanner(frame, near, dust > most_dust, error);
    if (code < 0)
        return code;
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return dust > 0 && dust <= most_dust ? draw_dust(frame, near, error) : 0;
}
