#include "render/camera.h"

#include "core/bound.h"
#include "core/units.h"

#include <math.h>
#include <stddef.h>

static const double NEAREST_MM = 1;
static const double PHOTO_LONG_PX = 4032, PHOTO_SHORT_PX = 3024;
static const double FILM_DIAGONAL_MM = 43.266615305567875; /* 36 x 24 mm */

struct ecg_screen ecg_screen_draw(const struct ecg_scene *scene, double width_mm, double height_mm)
{
    struct ecg_screen screen = { .width_px = scene->capture_screen_width_px,
        .height_px = scene->capture_screen_height_px,
        .pitch_mm = ecg_mm_from_inch(1 / scene->capture_screen_ppi) };
    double screen_width_mm = screen.width_px * screen.pitch_mm;
    double screen_height_mm = screen.height_px * screen.pitch_mm;
    screen.mm_per_mm = scene->capture_screen_zoom *
                       ecg_min(screen_width_mm / width_mm, screen_height_mm / height_mm);
    screen.x_mm = (width_mm * screen.mm_per_mm - screen_width_mm) / 2;
    screen.y_mm = (height_mm * screen.mm_per_mm - screen_height_mm) / 2;
    return screen;
}

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static double radians(double degrees)
{
    return degrees * (M_PI / 180);
}

/* ---- parallel: the page itself, scanners, copiers, fax ---- */

static void draw_page(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    double px_per_mm = ecg_px_per_mm(scene->output_dpi);
    camera->linear[0][0] = camera->linear[1][1] = 1;
    camera->px_per_mm[0] = camera->px_per_mm[1] = px_per_mm;
    camera->width_px = round(width_mm * px_per_mm);
    camera->height_px = round(height_mm * px_per_mm);
}

static void draw_scan(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    double dpi_y =
        scene->capture_scan_feed_dpi > 0 ? scene->capture_scan_feed_dpi : scene->capture_scan_dpi;
    camera->px_per_mm[0] = ecg_px_per_mm(scene->capture_scan_dpi);
    camera->px_per_mm[1] = ecg_px_per_mm(dpi_y);
    int lying = scene->capture_turns & 1;
    double scale = scene->capture_scan_scale, border_mm = scene->capture_scan_border_mm;
    double glass_mm[2] = { (lying ? height_mm : width_mm) * scale + 2 * border_mm,
        (lying ? width_mm : height_mm) * scale + 2 * border_mm };
    camera->width_px = scene->capture_width_px > 0 ? scene->capture_width_px
                                                   : round(glass_mm[0] * camera->px_per_mm[0]);
    camera->height_px = scene->capture_height_px > 0 ? scene->capture_height_px
                                                     : round(glass_mm[1] * camera->px_per_mm[1]);
    double turn = radians(scene->capture_scan_skew_deg + 90 * scene->capture_turns);
    double c = cos(turn) * scale, s = sin(turn) * scale;
    double shear = tan(radians(scene->capture_scan_shear_deg));
    double feed = scene->capture_scan_stretch;
    camera->linear[0][0] = c + shear * s;
    camera->linear[0][1] = shear * c - s;
    camera->linear[1][0] = feed * s;
    camera->linear[1][1] = feed * c;
    double middle[2] = { camera->width_px / camera->px_per_mm[0] / 2 + scene->capture_scan_x_mm,
        camera->height_px / camera->px_per_mm[1] / 2 + scene->capture_scan_y_mm };
    for (int axis = 0; axis < 2; axis++)
        camera->offset_mm[axis] = middle[axis] - camera->linear[axis][0] * width_mm / 2 -
                                  camera->linear[axis][1] * height_mm / 2;
    camera->optics_mm = scene->capture_scan_optics_mm;
    ecg_wander_draw(&camera->wander, ecg_random_named(scene->key, "capture.scan.wander"),
        scene->capture_scan_wander_mm);
}

static void finish_parallel(struct ecg_camera *camera, double width_mm, double height_mm)
{
    static const double high_mm = 1e4;
    camera->middle_mm = camera->width_px / camera->px_per_mm[0] / 2;
    camera->position_mm[0] = width_mm / 2;
    camera->position_mm[1] = height_mm / 2;
    camera->position_mm[2] = high_mm;
    double a = camera->linear[0][0], b = camera->linear[0][1];
    double c = camera->linear[1][0], d = camera->linear[1][1];
    double across = hypot(a, b), along = hypot(c, d), det = a * d - b * c;
    camera->right[0] = a / across;
    camera->right[1] = b / across;
    camera->down[0] = c / along;
    camera->down[1] = d / along;
    camera->forward[2] = -1;
    camera->focal_px = 1;
    camera->lens = ecg_lens_make(0, 0);
    double inverse[2][2] = { { d / det, -b / det }, { -c / det, a / det } };
    for (int row = 0; row < 2; row++) {
        for (int axis = 0; axis < 2; axis++) {
            camera->plane[row][axis] = inverse[row][axis] / camera->px_per_mm[axis];
            camera->plane[row][2] -= inverse[row][axis] * camera->offset_mm[axis];
        }
    }
    camera->plane[2][2] = 1;
}

/* ---- pinhole: phones ---- */

static void draw_frame_size(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    int asked_width = scene->capture_width_px, asked_height = scene->capture_height_px;
    int quarters = scene->capture_turns + (int)lround(scene->capture_camera_roll_deg / 90);
    int upright = (width_mm < height_mm) != (quarters & 1);
    double ratio = upright ? PHOTO_SHORT_PX / PHOTO_LONG_PX : PHOTO_LONG_PX / PHOTO_SHORT_PX;
    camera->width_px = upright ? PHOTO_SHORT_PX : PHOTO_LONG_PX;
    camera->height_px = upright ? PHOTO_LONG_PX : PHOTO_SHORT_PX;
    if (asked_width > 0) {
        camera->width_px = asked_width;
        camera->height_px = round(asked_width / ratio);
    }
    if (asked_height > 0) {
        camera->height_px = asked_height;
        camera->width_px = asked_width > 0 ? asked_width : round(asked_height * ratio);
    }
}

/* See the parameters' text for the signs. With no roll the image's x axis stays level. */
static void draw_pose(struct ecg_camera *camera, const struct ecg_scene *scene)
{
    double tilt = radians(scene->capture_camera_tilt_deg);
    double pan = radians(scene->capture_camera_pan_deg);
    double roll = radians(scene->capture_camera_roll_deg + 90 * scene->capture_turns);
    double level[3] = { cos(pan), 0, -sin(pan) };
    double below[3] = { -sin(tilt) * sin(pan), cos(tilt), -sin(tilt) * cos(pan) };
    double back[3] = { cos(tilt) * sin(pan), sin(tilt), cos(tilt) * cos(pan) };
    for (int k = 0; k < 3; k++) {
        camera->right[k] = cos(roll) * level[k] - sin(roll) * below[k];
        camera->down[k] = sin(roll) * level[k] + cos(roll) * below[k];
        camera->forward[k] = -back[k];
    }
}

static void stand(struct ecg_camera *camera, const double target_mm[2], double distance_mm)
{
    for (int k = 0; k < 3; k++)
        camera->position_mm[k] = (k < 2 ? target_mm[k] : 0) - distance_mm * camera->forward[k];
}

struct box {
    double x0, x1, y0, y1, nearest_mm;
};

/* What the points take of the image. */
static struct box seen(const struct ecg_camera *camera, const double (*points_mm)[3], size_t count)
{
    struct box box = { INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY };
    for (size_t k = 0; k < count; k++) {
        double x_px, y_px, depth_mm;
        ecg_camera_project(camera, points_mm[k], &x_px, &y_px, &depth_mm);
        box.x0 = ecg_min(box.x0, x_px);
        box.x1 = ecg_max(box.x1, x_px);
        box.y0 = ecg_min(box.y0, y_px);
        box.y1 = ecg_max(box.y1, y_px);
        box.nearest_mm = ecg_min(box.nearest_mm, depth_mm);
    }
    return box;
}

/* Where the axis meets the desk, and how far that is. */
struct aim {
    double at_mm[2], distance_mm;
};

/* Turns most of what is wrong with the frame right: the aim by the shift that the image asks for,
 * the distance by the part of the frame that is taken, unless it was asked for. */
static void improve_aim(struct aim *aim, const struct ecg_camera *camera,
    const struct ecg_scene *scene, struct box box, double longest_mm)
{
    static const double nearest_mm = 20, gain = 0.6;
    if (box.nearest_mm < nearest_mm)
        aim->distance_mm += nearest_mm - box.nearest_mm;
    else if (!(scene->capture_camera_distance_mm > 0)) {
        double fill =
            ecg_max((box.x1 - box.x0) / camera->width_px, (box.y1 - box.y0) / camera->height_px);
        aim->distance_mm *= pow(fill / scene->capture_camera_fill, gain);
    }
    double mm_per_px = aim->distance_mm / camera->focal_px;
    double want_x = (0.5 + scene->capture_camera_x) * camera->width_px;
    double want_y = (0.5 + scene->capture_camera_y) * camera->height_px;
    double ex = gain * ((box.x0 + box.x1) / 2 - want_x) * mm_per_px;
    double ey = gain * ((box.y0 + box.y1) / 2 - want_y) * mm_per_px;
    double rx = camera->right[0], ry = camera->right[1];
    double dx = camera->down[0], dy = camera->down[1], det = rx * dy - ry * dx;
    aim->at_mm[0] += ecg_clamp((ex * dy - ey * ry) / det, -longest_mm, longest_mm);
    aim->at_mm[1] += ecg_clamp((rx * ey - dx * ex) / det, -longest_mm, longest_mm);
}

/* Image px -> desk, see camera.h. */
static void set_plane(struct ecg_camera *camera)
{
    const double *p = camera->position_mm;
    const double *axis[3] = { camera->right, camera->down, camera->forward };
    for (int k = 0; k < 3; k++) {
        for (int row = 0; row < 2; row++)
            camera->plane[row][k] = p[2] * axis[k][row] - p[row] * axis[k][2];
        camera->plane[2][k] = -axis[k][2];
    }
}

void ecg_camera_frame(struct ecg_camera *camera, const struct ecg_scene *scene,
    const double (*points_mm)[3], size_t count)
{
    /* Each round leaves about half of the error, less than a hundredth of a pixel after these. */
    static const int rounds = 40;
    double lo[2] = { INFINITY, INFINITY }, hi[2] = { -INFINITY, -INFINITY };
    if (!camera->is_pinhole || !count)
        return;
    for (size_t k = 0; k < count; k++)
        for (int axis = 0; axis < 2; axis++) {
            lo[axis] = ecg_min(lo[axis], points_mm[k][axis]);
            hi[axis] = ecg_max(hi[axis], points_mm[k][axis]);
        }
    double longest_mm = hypot(hi[0] - lo[0], hi[1] - lo[1]);
    double asked_mm = scene->capture_camera_distance_mm;
    struct aim aim = { { (lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2 },
        asked_mm > 0 ? asked_mm : 3 * longest_mm };
    for (int round = 0; round < rounds; round++) {
        stand(camera, aim.at_mm, aim.distance_mm);
        improve_aim(&aim, camera, scene, seen(camera, points_mm, count), longest_mm);
    }
    stand(camera, aim.at_mm, aim.distance_mm);
    set_plane(camera);
}

/* Corners and middles of the flat sheet's sides: a lens bends them. */
static void frame_flat(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    double x = width_mm, y = height_mm;
    const double outline_mm[8][3] = { { 0, 0, 0 }, { x / 2, 0, 0 }, { x, 0, 0 }, { x, y / 2, 0 },
        { x, y, 0 }, { x / 2, y, 0 }, { 0, y, 0 }, { 0, y / 2, 0 } };
    ecg_camera_frame(camera, scene, outline_mm, 8);
}

static void draw_photo(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    camera->is_pinhole = 1;
    draw_frame_size(camera, scene, width_mm, height_mm);
    camera->focal_px = scene->capture_camera_focal_mm / FILM_DIAGONAL_MM *
                       hypot(camera->width_px, camera->height_px);
    camera->center_px[0] = camera->width_px / 2;
    camera->center_px[1] = camera->height_px / 2;
    camera->lens = ecg_lens_make(scene->capture_camera_k1, scene->capture_camera_k2);
    draw_pose(camera, scene);
    frame_flat(camera, scene, width_mm, height_mm);
}

void ecg_camera_draw(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    *camera = (struct ecg_camera){ 0 };
    if (scene->capture_kind == ECG_CAPTURE_PHOTO || scene->capture_kind == ECG_CAPTURE_SCREEN) {
        draw_photo(camera, scene, width_mm, height_mm);
        return;
    }
    if (scene->capture_kind == ECG_CAPTURE_NONE)
        draw_page(camera, scene, width_mm, height_mm);
    else
        draw_scan(camera, scene, width_mm, height_mm);
    camera->width_px = ecg_max(camera->width_px, 1);
    camera->height_px = ecg_max(camera->height_px, 1);
    finish_parallel(camera, width_mm, height_mm);
}

/* ---- points ---- */

static void project_parallel(
    const struct ecg_camera *camera, const double point_mm[3], double *x_px, double *y_px)
{
    double at_mm[2];
    for (int axis = 0; axis < 2; axis++)
        at_mm[axis] = camera->linear[axis][0] * point_mm[0] +
                      camera->linear[axis][1] * point_mm[1] + camera->offset_mm[axis];
    if (camera->optics_mm > 0) {
        double farther = ecg_max(camera->optics_mm - point_mm[2], NEAREST_MM);
        at_mm[0] =
            camera->middle_mm + (at_mm[0] - camera->middle_mm) * camera->optics_mm / farther;
    }
    *x_px = at_mm[0] * camera->px_per_mm[0];
    *y_px = (at_mm[1] + ecg_wander_at(&camera->wander, at_mm[1])) * camera->px_per_mm[1];
}

void ecg_camera_project(const struct ecg_camera *camera, const double point_mm[3], double *x_px,
    double *y_px, double *depth_mm)
{
    if (!camera->is_pinhole) {
        project_parallel(camera, point_mm, x_px, y_px);
        if (depth_mm)
            *depth_mm = -point_mm[2];
        return;
    }
    double d[3];
    for (int k = 0; k < 3; k++)
        d[k] = point_mm[k] - camera->position_mm[k];
    double depth = ecg_max(dot(camera->forward, d), NEAREST_MM);
    double x = dot(camera->right, d) / depth, y = dot(camera->down, d) / depth;
    double radius = sqrt(x * x + y * y);
    double gain = radius > 0 ? ecg_lens_distort(&camera->lens, radius) / radius : 1;
    *x_px = camera->center_px[0] + camera->focal_px * gain * x;
    *y_px = camera->center_px[1] + camera->focal_px * gain * y;
    if (depth_mm)
        *depth_mm = depth;
}

int ecg_camera_to_plane(
    const struct ecg_camera *camera, double x_px, double y_px, double *x_mm, double *y_mm)
{
    if (camera->wander.waves)
        y_px = ecg_wander_undo(&camera->wander, 1, y_px / camera->px_per_mm[1]) *
               camera->px_per_mm[1];
    double n[2] = { (x_px - camera->center_px[0]) / camera->focal_px,
        (y_px - camera->center_px[1]) / camera->focal_px };
    double seen = sqrt(n[0] * n[0] + n[1] * n[1]);
    double gain = seen > 0 ? ecg_lens_undistort(&camera->lens, seen) / seen : 1;
    double m[3] = { n[0] * gain, n[1] * gain, 1 };
    double w = dot(camera->plane[2], m);
    if (!(w > 1e-9))
        return 0;
    *x_mm = dot(camera->plane[0], m) / w;
    *y_mm = dot(camera->plane[1], m) / w;
    return 1;
}

int ecg_camera_is_affine(const struct ecg_camera *camera)
{
    return !camera->is_pinhole && camera->wander.waves == 0;
}
