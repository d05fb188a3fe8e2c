/* Scanners, phones and screens: what the parameters say is what the mesh does. */
#include "render/camera.h"
#include "render/mesh.h"
#include "support/check.h"

#include <math.h>

static const double WIDTH_MM = 279.4, HEIGHT_MM = 215.9;

static struct ecg_scene plain_scene(int kind)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    scene.key = ecg_key_make(12, "camera", 0);
    scene.capture_kind = kind;
    return scene;
}

static struct ecg_mesh *build(const struct ecg_scene *scene)
{
    struct ecg_mesh *mesh = NULL;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_mesh_build(&mesh, scene, WIDTH_MM, HEIGHT_MM, &error), ECG_OK);
    return mesh;
}

struct quad {
    double x[4], y[4]; /* top-left, top-right, bottom-right, bottom-left */
};

static struct quad corners(const struct ecg_mesh *mesh)
{
    struct quad q;
    for (int k = 0; k < 4; k++)
        ecg_mesh_map(
            mesh, k == 1 || k == 2 ? WIDTH_MM : 0, k >= 2 ? HEIGHT_MM : 0, &q.x[k], &q.y[k]);
    return q;
}

/* Solves the homography from the sheet to the image (origin at the principal point, in focal
 * lengths) and reads the angle between sheet and image plane from it. */
static double tilt_of_corners(const struct quad *q, const struct ecg_camera *camera)
{
    double a[8][9];
    for (int k = 0; k < 4; k++) {
        double x = k == 1 || k == 2 ? WIDTH_MM : 0, y = k >= 2 ? HEIGHT_MM : 0;
        double u = (q->x[k] - camera->width_px / 2) / camera->focal_px;
        double v = (q->y[k] - camera->height_px / 2) / camera->focal_px;
        const double rows[2][9] = { { x, y, 1, 0, 0, 0, -u * x, -u * y, u },
            { 0, 0, 0, x, y, 1, -v * x, -v * y, v } };
        for (int c = 0; c < 9; c++) {
            a[2 * k][c] = rows[0][c];
            a[2 * k + 1][c] = rows[1][c];
        }
    }
    for (int c = 0; c < 8; c++) {
        int best = c;
        for (int r = c; r < 8; r++)
            if (fabs(a[r][c]) > fabs(a[best][c]))
                best = r;
        for (int k = 0; k < 9; k++) {
            double t = a[c][k];
            a[c][k] = a[best][k];
            a[best][k] = t;
        }
        for (int r = 0; r < 8; r++)
            for (int k = 8; k >= c && r != c; k--)
                a[r][k] -= a[r][c] / a[c][c] * a[c][k];
    }
    double h[8];
    for (int c = 0; c < 8; c++)
        h[c] = a[c][8] / a[c][c];
    /* Columns of the homography are the sheet's axes seen by the camera, scaled alike. */
    double p[3] = { h[0], h[3], h[6] }, r[3] = { h[1], h[4], h[7] };
    double n[3] = { p[1] * r[2] - p[2] * r[1], p[2] * r[0] - p[0] * r[2],
        p[0] * r[1] - p[1] * r[0] };
    return acos(fabs(n[2]) / sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2])) * 180 / M_PI;
}

static void test_photo_square_on(void)
{
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_PHOTO);
    scene.capture_camera_distance_mm = 400;
    struct ecg_mesh *mesh = build(&scene);
    CHECK_INT(mesh->width_px, 4032);
    CHECK_INT(mesh->height_px, 3024);
    /* 26 mm on film's 43.27 mm diagonal, 5040 px: the scale at the middle is focal / distance. */
    double focal_px = 26 / 43.2666 * 5040, sx, sy, x, y;
    CHECK_NEAR(mesh->camera.focal_px, focal_px, 0.1);
    ecg_mesh_scale(mesh, WIDTH_MM / 2 + 0.5, HEIGHT_MM / 2 + 0.5, &sx, &sy);
    CHECK_NEAR(sx, focal_px / 400, 1e-3);
    CHECK_NEAR(sy, focal_px / 400, 1e-3);
    ecg_mesh_map(mesh, WIDTH_MM / 2, HEIGHT_MM / 2, &x, &y);
    CHECK_NEAR(x, 2016, 1e-2);
    CHECK_NEAR(y, 1512, 1e-2);
    CHECK_NEAR(mesh->nodes[0].depth_mm, 400, 1e-3);
    ecg_mesh_destroy(&mesh);
}

static void test_tilt_is_what_corners_show(void)
{
    static const double tilt[] = { 0, 10, 25, 40, -40, 30, 0 }, pan[] = { 0, 0, 0, 0, 0, 20, -35 };
    static const double roll[] = { 0, 0, 10, -15, 90, 7, 200 };
    for (int k = 0; k < 7; k++) {
        struct ecg_scene scene = plain_scene(ECG_CAPTURE_PHOTO);
        scene.capture_camera_tilt_deg = tilt[k];
        scene.capture_camera_pan_deg = pan[k];
        scene.capture_camera_roll_deg = roll[k];
        struct ecg_mesh *mesh = build(&scene);
        struct quad q = corners(mesh);
        double both = acos(cos(tilt[k] * M_PI / 180) * cos(pan[k] * M_PI / 180)) * 180 / M_PI;
        CHECK_NEAR(
            tilt_of_corners(&q, &mesh->camera), both, tilt[k] == 0 && pan[k] == 0 ? 0.2 : 0.01);
        ecg_mesh_destroy(&mesh);
    }
    /* Signs: from below, the top is smaller; from the right, the left is; roll is clockwise. */
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_PHOTO);
    scene.capture_camera_tilt_deg = 30;
    struct ecg_mesh *mesh = build(&scene);
    struct quad q = corners(mesh);
    CHECK(q.x[1] - q.x[0] < q.x[2] - q.x[3] - 100);
    CHECK(mesh->camera.position_mm[1] > HEIGHT_MM && mesh->camera.position_mm[2] > 100);
    ecg_mesh_destroy(&mesh);
    scene.capture_camera_tilt_deg = 0;
    scene.capture_camera_pan_deg = 30;
    mesh = build(&scene);
    q = corners(mesh);
    CHECK(q.y[3] - q.y[0] < q.y[2] - q.y[1] - 100);
    ecg_mesh_destroy(&mesh);
    scene.capture_camera_pan_deg = 0;
    scene.capture_camera_roll_deg = 12;
    mesh = build(&scene);
    q = corners(mesh);
    CHECK_NEAR(atan2(q.y[1] - q.y[0], q.x[1] - q.x[0]) * 180 / M_PI, 12, 1e-3);
    ecg_mesh_destroy(&mesh);
}

static void test_quarter_turns(void)
{
    for (int turns = 0; turns < 4; turns++) {
        struct ecg_scene scene = plain_scene(ECG_CAPTURE_PHOTO);
        scene.capture_turns = turns;
        struct ecg_mesh *mesh = build(&scene);
        CHECK_INT(mesh->width_px, turns & 1 ? 3024 : 4032);
        struct quad q = corners(mesh);
        int first = (4 - turns) % 4; /* which corner of the sheet is the image's top-left one */
        for (int k = 0; k < 4; k++) {
            int at = (first + k) % 4;
            CHECK((q.x[at] > mesh->width_px / 2.0) == (k == 1 || k == 2));
            CHECK((q.y[at] > mesh->height_px / 2.0) == (k >= 2));
        }
        ecg_mesh_destroy(&mesh);
        scene.capture_kind = ECG_CAPTURE_SCAN;
        mesh = build(&scene);
        CHECK_INT(mesh->width_px, turns & 1 ? 1700 : 2200);
        q = corners(mesh);
        CHECK_NEAR(q.x[first], 0, 1e-3);
        CHECK_NEAR(q.y[first], 0, 1e-3);
        ecg_mesh_destroy(&mesh);
    }
}

static void test_framing(void)
{
    static const double fill[] = { 0.4, 0.85, 0.98, 1.2 };
    for (int k = 0; k < 4; k++)
        for (int pose = 0; pose < 3; pose++) {
            struct ecg_scene scene = plain_scene(ECG_CAPTURE_PHOTO);
            scene.capture_camera_fill = fill[k];
            scene.capture_camera_tilt_deg = 20 * pose;
            scene.capture_camera_roll_deg = 6 * pose;
            scene.capture_camera_k1 = pose == 2 ? -0.15 : 0.02;
            scene.capture_camera_x = 0.01;
            if (k == 1) /* bent sheets are framed as they lie */
                scene.bend_curl_angle_deg = 80;
            struct ecg_mesh *mesh = build(&scene);
            double x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;
            for (int n = 0; n < mesh->columns * mesh->rows; n++) {
                x0 = fmin(x0, mesh->nodes[n].x_px);
                x1 = fmax(x1, mesh->nodes[n].x_px);
                y0 = fmin(y0, mesh->nodes[n].y_px);
                y1 = fmax(y1, mesh->nodes[n].y_px);
            }
            double seen = fmax((x1 - x0) / mesh->width_px, (y1 - y0) / mesh->height_px);
            CHECK_NEAR(seen, fill[k], 0.004);
            CHECK_NEAR((x0 + x1) / 2, 0.51 * mesh->width_px, 0.003 * mesh->width_px);
            CHECK_NEAR((y0 + y1) / 2, 0.5 * mesh->height_px, 0.003 * mesh->height_px);
            ecg_mesh_destroy(&mesh);
        }
}

static void test_lens(void)
{
    static const double k1[] = { 0, -0.2, 0.1, -0.3, 0.05 }, k2[] = { 0, 0, 0, 0.1, -0.2 };
    for (int k = 0; k < 5; k++) {
        struct ecg_lens lens = ecg_lens_make(k1[k], k2[k]);
        double before = -1;
        for (double r = 0; r < 3; r += 0.01) {
            double seen = ecg_lens_distort(&lens, r);
            CHECK(seen > before);
            before = seen;
            CHECK_NEAR(ecg_lens_undistort(&lens, seen), r, 1e-11);
            if (r < lens.straight_from)
                CHECK_NEAR(seen, r + k1[k] * r * r * r + k2[k] * pow(r, 5), 1e-12);
        }
    }
    CHECK(isinf(ecg_lens_make(0.1, 0).straight_from));
    /* 1 + 3 k1 r^2 = 1/4 */
    CHECK_NEAR(ecg_lens_make(-0.2, 0).straight_from, sqrt(1.25), 1e-12);
}

/* Forward and back over the whole picture, for every kind: 1e-6 px. */
static void test_desk(void)
{
    for (int kind = 0; kind < 6; kind++) {
        struct ecg_scene scene = plain_scene(kind);
        scene.capture_camera_tilt_deg = 25;
        scene.capture_camera_pan_deg = -10;
        scene.capture_camera_k1 = -0.12;
        scene.capture_scan_skew_deg = 2;
        scene.capture_scan_shear_deg = 1;
        scene.capture_scan_wander_mm = 0.5;
        struct ecg_camera camera;
        ecg_camera_draw(&camera, &scene, WIDTH_MM, HEIGHT_MM);
        for (int k = 0; k < 500; k++) {
            double x = camera.width_px * (k * 37 % 500) / 499, y = camera.height_px * k / 499;
            double at[3] = { 0, 0, 0 }, x_px, y_px;
            if (!CHECK(ecg_camera_to_plane(&camera, x, y, &at[0], &at[1])))
                continue;
            ecg_camera_project(&camera, at, &x_px, &y_px, NULL);
            CHECK_NEAR(x_px, x, 1e-6);
            CHECK_NEAR(y_px, y, 1e-6);
        }
    }
    /* Over the horizon there is no desk. */
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_PHOTO);
    scene.capture_camera_tilt_deg = 60;
    scene.capture_camera_focal_mm = 14;
    struct ecg_camera camera;
    double x_mm, y_mm;
    ecg_camera_draw(&camera, &scene, WIDTH_MM, HEIGHT_MM);
    CHECK(!ecg_camera_to_plane(&camera, camera.width_px / 2, 0, &x_mm, &y_mm));
}

static void test_scan(void)
{
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_SCAN);
    struct ecg_mesh *mesh = build(&scene);
    double x, y;
    CHECK(mesh->is_affine);
    CHECK_INT(mesh->width_px, 2200);
    ecg_mesh_map(mesh, 100, 50, &x, &y);
    CHECK_NEAR(x, 100 * 200 / 25.4, 1e-3);
    CHECK_NEAR(y, 50 * 200 / 25.4, 1e-3);
    ecg_mesh_destroy(&mesh);

    scene.capture_scan_skew_deg = 2.5;
    scene.capture_scan_border_mm = 10;
    scene.capture_scan_stretch = 1.01;
    scene.capture_scan_x_mm = 3;
    mesh = build(&scene);
    CHECK(mesh->is_affine);
    CHECK_INT(mesh->width_px, 2357);
    struct quad q = corners(mesh);
    double c = cos(2.5 * M_PI / 180), s = sin(2.5 * M_PI / 180), scale = 200 / 25.4;
    CHECK_NEAR(q.x[1] - q.x[0], WIDTH_MM * c * scale, 1e-2);
    CHECK_NEAR(q.y[1] - q.y[0], WIDTH_MM * s * scale * 1.01, 1e-2);
    CHECK_NEAR((q.x[0] + q.x[2]) / 2, mesh->width_px / 2.0 + 3 * scale, 1e-2);
    ecg_mesh_destroy(&mesh);

    scene.capture_scan_wander_mm = 0.4;
    mesh = build(&scene);
    CHECK(!mesh->is_affine);
    ecg_mesh_destroy(&mesh);
}

static void test_fax_is_not_square(void)
{
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_FAX);
    scene.capture_scan_dpi = 204;
    scene.capture_scan_feed_dpi = 98;
    struct ecg_mesh *mesh = build(&scene);
    double sx, sy;
    ecg_mesh_scale(mesh, 100, 100, &sx, &sy);
    CHECK_NEAR(sx, 204 / 25.4, 1e-4);
    CHECK_NEAR(sy, 98 / 25.4, 1e-4);
    CHECK_INT(mesh->height_px, lround(HEIGHT_MM * 98 / 25.4));
    ecg_mesh_destroy(&mesh);
}

/* A lid flattens curl more than creases; what still lifts moves inwards under a lens. */
static void test_lid_and_optics(void)
{
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_SCAN);
    scene.bend_curl_angle_deg = -60;
    scene.capture_scan_pressed = 1;
    struct ecg_mesh *mesh = build(&scene);
    CHECK(mesh->is_affine);
    ecg_mesh_destroy(&mesh);

    scene.capture_scan_pressed = 0.9;
    mesh = build(&scene);
    double lift_mm = 0;
    for (int n = 0; n < mesh->columns * mesh->rows; n++) {
        CHECK(mesh->nodes[n].z_mm <= 0);
        lift_mm = fmax(lift_mm, -mesh->nodes[n].z_mm);
    }
    CHECK(lift_mm > 1 && lift_mm < 8);
    double x0, x1, y;
    ecg_mesh_map(mesh, 5, 100, &x0, &y);
    ecg_mesh_destroy(&mesh);
    scene.capture_scan_optics_mm = 350;
    mesh = build(&scene);
    ecg_mesh_map(mesh, 5, 100, &x1, &y);
    CHECK(x1 > x0 + 1 && x1 < x0 + 40);
    ecg_mesh_destroy(&mesh);
}

static void test_screen(void)
{
    struct ecg_scene scene = plain_scene(ECG_CAPTURE_SCREEN);
    scene.bend_curl_angle_deg = 40; /* a sheet's, not a screen's */
    struct ecg_mesh *mesh = build(&scene);
    const struct ecg_screen *screen = &mesh->screen;
    CHECK_NEAR(screen->pitch_mm, 25.4 / 141, 1e-9);
    /* Fits the height: 95 % of 1080 px. */
    double px_per_mm = screen->mm_per_mm / screen->pitch_mm;
    CHECK_NEAR(HEIGHT_MM * px_per_mm, 0.95 * 1080, 1e-6);
    /* The page's middle is the screen's. */
    CHECK_NEAR((WIDTH_MM / 2 * screen->mm_per_mm - screen->x_mm) / screen->pitch_mm, 960, 1e-6);
    for (int n = 0; n < mesh->columns * mesh->rows; n++)
        CHECK(mesh->nodes[n].z_mm == 0);
    /* From a pixel to the screen and to the page: the same point. */
    double x_px, y_px, x_mm, y_mm;
    ecg_mesh_map(mesh, 60, 40, &x_px, &y_px);
    CHECK(ecg_camera_to_plane(&mesh->camera, x_px, y_px, &x_mm, &y_mm));
    CHECK_NEAR(x_mm / screen->mm_per_mm, 60, 0.01);
    CHECK_NEAR(y_mm / screen->mm_per_mm, 40, 0.01);
    ecg_mesh_destroy(&mesh);
}

int main(void)
{
    test_photo_square_on();
    test_tilt_is_what_corners_show();
    test_quarter_turns();
    test_framing();
    test_lens();
    test_desk();
    test_scan();
    test_fax_is_not_square();
    test_lid_and_optics();
    test_screen();
    return check_done();
}
