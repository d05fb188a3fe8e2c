/* The flat page's mesh: exact places, exact inverse, edges, the printer's scale and wander. */
#include "core/alloc.h"
#include "render/mesh.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

static struct ecg_scene plain_scene(void)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    scene.key = ecg_key_make(11, "mesh", 0);
    return scene;
}

static struct ecg_mesh *build(const struct ecg_scene *scene)
{
    struct ecg_mesh *mesh = NULL;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_mesh_build(&mesh, scene, 279.4, 215.9, &error), ECG_OK);
    return mesh;
}

static void test_flat_page_is_exact(void)
{
    struct ecg_scene scene = plain_scene();
    struct ecg_mesh *mesh = build(&scene);
    CHECK_INT(mesh->width_px, 2200);
    CHECK_INT(mesh->height_px, 1700);
    CHECK(mesh->is_affine);
    for (int k = 0; k < 2000; k++) {
        double x_mm = (k * 37 % 2794) / 10.0, y_mm = (k * 113 % 2159) / 10.0, x_px, y_px;
        ecg_mesh_map(mesh, x_mm, y_mm, &x_px, &y_px);
        CHECK_NEAR(x_px, x_mm * 200 / 25.4, 1e-9);
        CHECK_NEAR(y_px, y_mm * 200 / 25.4, 1e-9);
        double back_x, back_y;
        CHECK(ecg_mesh_unmap(mesh, x_px, y_px, &back_x, &back_y));
        CHECK_NEAR(back_x, x_mm, 1e-9);
        CHECK_NEAR(back_y, y_mm, 1e-9);
    }
    double sx, sy, x, y;
    ecg_mesh_scale(mesh, 100, 100, &sx, &sy);
    CHECK_NEAR(sx, 200 / 25.4, 1e-9);
    CHECK_NEAR(sy, 200 / 25.4, 1e-9);
    ecg_mesh_map(mesh, -10, 220, &x, &y);
    CHECK_NEAR(x, -10 * 200 / 25.4, 1e-9);
    CHECK_NEAR(y, 220 * 200 / 25.4, 1e-9);
    ecg_mesh_destroy(&mesh);
    CHECK(mesh == NULL);
    ecg_mesh_destroy(&mesh);
}

static void test_edges(void)
{
    struct ecg_scene scene = plain_scene();
    struct ecg_mesh *mesh = build(&scene);
    double x = 1, y = 2;
    CHECK(!ecg_mesh_unmap(mesh, -0.01, 5, &x, &y));
    CHECK(!ecg_mesh_unmap(mesh, 2200.01, 5, &x, &y));
    CHECK(!ecg_mesh_unmap(mesh, NAN, 5, &x, &y));
    CHECK(x == 1 && y == 2);
    CHECK(ecg_mesh_unmap(mesh, 0, 0, &x, &y));
    CHECK(ecg_mesh_visible(mesh, 0, 0));
    CHECK(ecg_mesh_visible(mesh, 100, 100));
    CHECK(!ecg_mesh_visible(mesh, -1, 100));
    CHECK(!ecg_mesh_visible(mesh, NAN, 100));
    ecg_mesh_destroy(&mesh);
}

static void test_refusals(void)
{
    struct ecg_scene scene = plain_scene();
    struct ecg_mesh *mesh = NULL;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_mesh_build(&mesh, &scene, 0, 200, &error), ECG_E_ARGUMENT);
    CHECK_INT(ecg_mesh_build(&mesh, &scene, NAN, 200, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "page");
    scene.output_dpi = 1200;
    CHECK_INT(ecg_mesh_build(&mesh, &scene, 800, 200, &error), ECG_E_LIMIT);
    CHECK_HAS(error.message, "32768");
    scene.output_dpi = 200;
    for (long n = 1; n < 7; n++) {
        ecg_alloc_fail_from(n);
        int code = ecg_mesh_build(&mesh, &scene, 279.4, 215.9, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == ECG_OK || code == ECG_E_MEMORY);
        ecg_mesh_destroy(&mesh);
    }
}

/* The page's middle stays, a length shrinks by the scale, and the inverse undoes it. */
static void test_print_scale_and_wander(void)
{
    struct ecg_scene scene = plain_scene();
    scene.bend_print_scale = 0.954;
    struct ecg_mesh *mesh = build(&scene);
    CHECK(mesh->is_affine);
    double x0, y0, x1, y1;
    ecg_mesh_map(mesh, 279.4 / 2, 215.9 / 2, &x0, &y0);
    CHECK_NEAR(x0, 1100, 1e-6);
    CHECK_NEAR(y0, 850, 1e-6);
    ecg_mesh_map(mesh, 279.4 / 2 + 50, 215.9 / 2, &x1, &y1);
    CHECK_NEAR(x1 - x0, 50 * 0.954 * 200 / 25.4, 1e-6);
    ecg_mesh_destroy(&mesh);

    scene.bend_print_wander_mm = 0.8;
    mesh = build(&scene);
    CHECK(!mesh->is_affine);
    double squares = 0, previous = -1e9;
    for (int k = 0; k <= 1000; k++) {
        double x_mm = k * 0.2794, plain = 1100 + (x_mm - 139.7) * 0.954 * 200 / 25.4;
        ecg_mesh_map(mesh, x_mm, 100, &x0, &y0);
        CHECK(x0 > previous);
        previous = x0;
        squares += (x0 - plain) * (x0 - plain);
        CHECK(ecg_mesh_unmap(mesh, x0, y0, &x1, &y1));
        CHECK_NEAR(x1, x_mm, 1e-8);
    }
    double rms_mm = sqrt(squares / 1001) * 25.4 / 200;
    CHECK(rms_mm > 0.3 && rms_mm < 1.5);
    ecg_mesh_destroy(&mesh);
}

static void check_uv_map(const struct ecg_mesh *mesh, double tolerance_mm)
{
    size_t n = (size_t)mesh->width_px * (size_t)mesh->height_px;
    float *xy = malloc(2 * n * sizeof *xy);
    struct ecg_error error;
    CHECK_INT(ecg_mesh_uv_map(mesh, xy, &error), ECG_OK);
    double worst = 0;
    int holes = 0;
    for (size_t k = 0; k < n; k += 997) {
        double x_mm, y_mm;
        int px = (int)(k % (size_t)mesh->width_px), py = (int)(k / (size_t)mesh->width_px);
        int hit = ecg_mesh_unmap(mesh, px + 0.5, py + 0.5, &x_mm, &y_mm);
        holes += hit != !isnan(xy[2 * k]);
        if (hit)
            worst = fmax(worst, hypot(xy[2 * k] - x_mm, xy[2 * k + 1] - y_mm));
    }
    CHECK_INT(holes, 0);
    CHECK(worst < tolerance_mm);
    free(xy);
}

static void test_uv_map(void)
{
    struct ecg_scene scene = plain_scene();
    struct ecg_mesh *mesh = build(&scene);
    check_uv_map(mesh, 1e-4);
    ecg_mesh_destroy(&mesh);
    scene.bend_print_scale = 0.954;
    scene.bend_print_wander_mm = 0.8;
    scene.bend_print_feed = 1;
    mesh = build(&scene);
    check_uv_map(mesh, 1e-4);
    ecg_mesh_destroy(&mesh);
}

int main(void)
{
    test_flat_page_is_exact();
    test_edges();
    test_refusals();
    test_print_scale_and_wander();
    test_uv_map();
    return check_done();
}
