/* Bent sheets: paper keeps its lengths, nothing folds over or tears, the same again every time. */
#include "core/alloc.h"
#include "render/crease.h"
#include "render/mesh.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double WIDTH_MM = 279.4, HEIGHT_MM = 215.9;

static struct ecg_scene plain_scene(uint64_t seed)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    scene.key = ecg_key_make(seed, "bend", 0);
    return scene;
}

static struct ecg_mesh *build(const struct ecg_scene *scene)
{
    struct ecg_mesh *mesh = NULL;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_mesh_build(&mesh, scene, WIDTH_MM, HEIGHT_MM, &error), ECG_OK);
    return mesh;
}

static const struct ecg_node *node_at(const struct ecg_mesh *mesh, int i, int j)
{
    return &mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i];
}

static double distance_mm(const struct ecg_node *a, const struct ecg_node *b)
{
    double dx = (double)a->x_mm - (double)b->x_mm, dy = (double)a->y_mm - (double)b->y_mm;
    double dz = (double)a->z_mm - (double)b->z_mm;
    return sqrt(dx * dx + dy * dy + dz * dz);
}

/* The furthest any of the sheet's lines of nodes is from its length on the flat sheet. */
static double worst_length_error(const struct ecg_mesh *mesh)
{
    double worst = 0;
    for (int j = 0; j < mesh->rows; j++) {
        double length_mm = 0;
        for (int i = 0; i + 1 < mesh->columns; i++)
            length_mm += distance_mm(node_at(mesh, i, j), node_at(mesh, i + 1, j));
        worst = fmax(worst, fabs(length_mm / WIDTH_MM - 1));
    }
    for (int i = 0; i < mesh->columns; i++) {
        double length_mm = 0;
        for (int j = 0; j + 1 < mesh->rows; j++)
            length_mm += distance_mm(node_at(mesh, i, j), node_at(mesh, i, j + 1));
        worst = fmax(worst, fabs(length_mm / HEIGHT_MM - 1));
    }
    return worst;
}

/* Root mean square error of the distances between neighbouring nodes. */
static double local_stretch(const struct ecg_mesh *mesh)
{
    double squares = 0;
    int count = 0;
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++, count += 2) {
            const struct ecg_node *node = node_at(mesh, i, j);
            double right = distance_mm(node, node_at(mesh, i + 1, j)) / mesh->step_x_mm - 1;
            double below = distance_mm(node, node_at(mesh, i, j + 1)) / mesh->step_y_mm - 1;
            squares += right * right + below * below;
        }
    return sqrt(squares / count);
}

/* How many of the image's triangles are turned over. */
static int turned_over(const struct ecg_mesh *mesh)
{
    int count = 0;
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++) {
            const struct ecg_node *a = node_at(mesh, i, j), *b = node_at(mesh, i + 1, j);
            const struct ecg_node *c = node_at(mesh, i, j + 1), *d = node_at(mesh, i + 1, j + 1);
            count += (b->x_px - a->x_px) * (d->y_px - a->y_px) -
                         (d->x_px - a->x_px) * (b->y_px - a->y_px) <=
                     0;
            count += (d->x_px - a->x_px) * (c->y_px - a->y_px) -
                         (c->x_px - a->x_px) * (d->y_px - a->y_px) <=
                     0;
        }
    return count;
}

static int is_finite(const struct ecg_mesh *mesh)
{
    size_t n = (size_t)mesh->columns * (size_t)mesh->rows;
    for (size_t k = 0; k < n; k++) {
        const struct ecg_node *node = &mesh->nodes[k];
        const float *normal = node->normal;
        if (!isfinite(node->x_px) || !isfinite(node->y_px) || !isfinite(node->depth_mm) ||
            !isfinite(node->x_mm) || !isfinite(node->y_mm) || !isfinite(node->z_mm) ||
            !isfinite(node->curvature_rad_mm) || !(node->occlusion >= 0 && node->occlusion <= 1))
            return 0;
        float length = normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2];
        if (!(fabsf(length - 1) < 1e-4f))
            return 0;
    }
    return 1;
}

static void test_folds_keep_lengths(void)
{
    for (int pattern = 1; pattern <= 5; pattern++)
        for (uint64_t seed = 0; seed < 3; seed++) {
            struct ecg_scene scene = plain_scene(seed);
            scene.bend_fold_pattern = pattern;
            struct ecg_mesh *mesh = build(&scene);
            CHECK(!mesh->is_affine);
            CHECK(is_finite(mesh));
            CHECK_INT(turned_over(mesh), 0);
            /* Crossing folds cannot all stay open without stretching the paper a little. */
            CHECK(worst_length_error(mesh) < (pattern < 4 ? 1e-3 : 0.012));
            CHECK(local_stretch(mesh) < (pattern < 4 ? 1e-3 : 0.012));
            double span_mm = fabs(
                (double)node_at(mesh, mesh->columns - 1, 0)->x_mm - (double)mesh->nodes[0].x_mm);
            CHECK(pattern == 5 || span_mm < WIDTH_MM - 0.1);
            ecg_mesh_destroy(&mesh);
        }
}

static void test_curl(void)
{
    static const double axis_deg[] = { 90, 0, 30 }, cone[] = { 0, 0, 0.8 };
    for (int k = 0; k < 3; k++)
        for (int side = -1; side <= 1; side += 2) {
            struct ecg_scene scene = plain_scene(1);
            scene.bend_curl_angle_deg = side * 70;
            scene.bend_curl_axis_deg = axis_deg[k];
            scene.bend_curl_cone = cone[k];
            struct ecg_mesh *mesh = build(&scene);
            CHECK(is_finite(mesh));
            CHECK_INT(turned_over(mesh), 0);
            CHECK(worst_length_error(mesh) < 0.001);
            CHECK(local_stretch(mesh) < 0.001);
            /* Above 0 the ends rise from a middle on the desk; below 0 the other way round. */
            double middle_mm = node_at(mesh, mesh->columns / 2, mesh->rows / 2)->z_mm;
            double highest_mm = 0;
            for (int n = 0; n < mesh->columns * mesh->rows; n++)
                highest_mm = fmax(highest_mm, mesh->nodes[n].z_mm);
            CHECK(highest_mm > 15);
            CHECK_NEAR(middle_mm, side > 0 ? 0 : highest_mm, 0.5);
            ecg_mesh_destroy(&mesh);
        }
    /* A tube of uniform curvature: its ends are turned by the whole angle, its chord is known. */
    struct ecg_scene scene = plain_scene(1);
    scene.bend_curl_angle_deg = 60;
    scene.bend_curl_flat = 0;
    struct ecg_mesh *mesh = build(&scene);
    const struct ecg_node *left = node_at(mesh, 0, 50), *right = node_at(mesh, 140, 50);
    double radius_mm = WIDTH_MM / (M_PI / 3);
    CHECK_NEAR(distance_mm(left, right), 2 * radius_mm * sin(M_PI / 6), 0.01);
    CHECK_NEAR(
        acos((double)(left->normal[0] * right->normal[0] + left->normal[2] * right->normal[2])),
        M_PI / 3, 0.02);
    CHECK_NEAR(node_at(mesh, 70, 50)->curvature_rad_mm, -1 / radius_mm, 1e-4);
    ecg_mesh_destroy(&mesh);
}

static void test_fold_angle_is_seen(void)
{
    struct ecg_scene scene = plain_scene(3);
    scene.bend_fold_pattern = 1;
    scene.bend_fold_spread = 0;
    scene.bend_fold_angle_deg = 25;
    struct ecg_mesh *mesh = build(&scene);
    const float *left = node_at(mesh, 20, 50)->normal, *right = node_at(mesh, 120, 50)->normal;
    double cosine = (double)(left[0] * right[0] + left[1] * right[1] + left[2] * right[2]);
    CHECK_NEAR(acos(cosine) * 180 / M_PI, 25, 0.2);
    ecg_mesh_destroy(&mesh);
}

static struct ecg_scene everything(uint64_t seed)
{
    struct ecg_scene scene = plain_scene(seed);
    scene.bend_print_scale = 0.954;
    scene.bend_print_wander_mm = 0.3;
    scene.bend_fold_pattern = 1 + (int)(seed % 5);
    scene.bend_crumple_depth_mm = 1.2;
    scene.bend_curl_angle_deg = 15;
    scene.bend_corner_lift_deg = 30;
    scene.bend_wave_height_mm = 1;
    scene.bend_cockle_height_mm = 0.2;
    scene.bend_swell_mm = 0.4;
    return scene;
}

/* The tolerance is what a reader of the truth could notice of paper that stretches. */
static void test_everything_together(void)
{
    for (uint64_t seed = 0; seed < 10; seed++) {
        struct ecg_scene scene = everything(seed);
        struct ecg_mesh *mesh = build(&scene);
        CHECK(is_finite(mesh));
        CHECK_INT(turned_over(mesh), 0);
        CHECK(local_stretch(mesh) < 0.02);
        double x_px, y_px, x_mm, y_mm;
        for (int k = 0; k < 3000; k++) {
            double at_x = 10 + k * 37 % 2590 / 10.0, at_y = 10 + k * 113 % 1950 / 10.0;
            ecg_mesh_map(mesh, at_x, at_y, &x_px, &y_px);
            if (!CHECK(ecg_mesh_unmap(mesh, x_px, y_px, &x_mm, &y_mm)))
                continue;
            CHECK(hypot(x_mm - at_x, y_mm - at_y) < 1e-6);
            CHECK(ecg_mesh_visible(mesh, at_x, at_y));
            double back_x, back_y;
            ecg_mesh_map(mesh, x_mm, y_mm, &back_x, &back_y);
            CHECK(hypot(back_x - x_px, back_y - y_px) < 1e-5);
        }
        ecg_mesh_destroy(&mesh);
    }
}

static int same_nodes(const struct ecg_mesh *a, const struct ecg_mesh *b)
{
    size_t n = (size_t)a->columns * (size_t)a->rows;
    return a->columns == b->columns && a->rows == b->rows &&
           memcmp(a->nodes, b->nodes, n * sizeof *a->nodes) == 0;
}

static void test_same_again(void)
{
    struct ecg_scene scene = everything(4);
    struct ecg_mesh *a = build(&scene), *b = build(&scene);
    CHECK(same_nodes(a, b));
    CHECK_INT(a->relief.width, b->relief.width);
    CHECK(memcmp(a->relief.slope, b->relief.slope,
              4u * (size_t)a->relief.width * (size_t)a->relief.height) == 0);
    ecg_mesh_destroy(&b);
    scene.key = ecg_key_make(5, "bend", 0);
    b = build(&scene);
    CHECK(!same_nodes(a, b));
    ecg_mesh_destroy(&a);
    ecg_mesh_destroy(&b);
}

/* What is off leaves the flat page as it was: the parameters of its shape do not matter. */
static void test_nothing_bent_is_flat(void)
{
    struct ecg_scene plain = plain_scene(6), shaped = plain_scene(6);
    shaped.bend_fold_lines = 8;
    shaped.bend_fold_spread = 1;
    shaped.bend_crumple_scale_mm = 5;
    shaped.bend_curl_axis_deg = 20;
    shaped.bend_curl_cone = 1;
    shaped.bend_lean = 1;
    shaped.bend_corner_which = 5;
    shaped.bend_wave_length_mm = 40;
    struct ecg_mesh *a = build(&plain), *b = build(&shaped);
    CHECK(a->is_affine && b->is_affine);
    CHECK(same_nodes(a, b));
    CHECK_INT(a->relief.width, 0);
    ecg_mesh_destroy(&b);
    /* A fold that was pressed quite flat leaves its crease, not a height. */
    shaped.bend_fold_pattern = 2;
    shaped.bend_fold_angle_deg = 0;
    b = build(&shaped);
    CHECK(same_nodes(a, b));
    struct ecg_crease creases[8];
    CHECK_INT(ecg_creases(&shaped, WIDTH_MM, HEIGHT_MM, creases, 8), 2);
    ecg_mesh_destroy(&a);
    ecg_mesh_destroy(&b);
}

static double always(const void *priv, double x_mm, double y_mm)
{
    (void)priv;
    (void)y_mm;
    return x_mm > 140;
}

static void test_cockle_follows_wetness(void)
{
    struct ecg_scene scene = plain_scene(7);
    scene.bend_cockle_height_mm = 0.3;
    struct ecg_wetness wetness = { always, NULL };
    struct ecg_mesh *mesh = NULL;
    struct ecg_error error;
    CHECK_INT(ecg_mesh_build_wet(&mesh, &scene, WIDTH_MM, HEIGHT_MM, &wetness, &error), ECG_OK);
    double rough[2] = { 0, 0 };
    for (int j = 20; j < 90; j++)
        for (int i = 10; i < 60; i++) {
            double slope = node_at(mesh, i, j)->normal[0];
            rough[0] += slope * slope;
            slope = node_at(mesh, i + 70, j)->normal[0];
            rough[1] += slope * slope;
        }
    CHECK(rough[1] > 100 * rough[0] && rough[1] > 1e-3);
    ecg_mesh_destroy(&mesh);
}

/* Every parameter at either end of its range, alone and with the others: finite, or refused. */
static void test_extremes(void)
{
    for (int end = 0; end < 2; end++)
        for (int kind = 0; kind < 6; kind++) {
            struct ecg_scene scene = plain_scene(8);
            for (int k = 0; k < ecg_param_count(); k++) {
                const struct ecg_param *param = &ecg_params[k];
                char *value = (char *)&scene + param->offset;
                if (strncmp(param->name, "bend.", 5) != 0 &&
                    strncmp(param->name, "capture.c", 9) != 0 &&
                    strncmp(param->name, "capture.sc", 10) != 0)
                    continue;
                if (param->type == ECG_PARAM_REAL)
                    memcpy(value, end ? &param->hi : &param->lo, sizeof(double));
                int whole = (int)(end ? param->hi : param->lo);
                if (param->type == ECG_PARAM_INT)
                    memcpy(value, &whole, sizeof whole);
            }
            scene.bend_fold_pattern = end ? 5 : 4;
            scene.capture_kind = kind;
            scene.capture_width_px = scene.capture_height_px = 0;
            scene.capture_scan_dpi = 100;
            struct ecg_mesh *mesh = NULL;
            struct ecg_error error;
            int code = ecg_mesh_build(&mesh, &scene, WIDTH_MM, HEIGHT_MM, &error);
            CHECK(code == ECG_OK || code == ECG_E_LIMIT);
            if (mesh)
                CHECK(is_finite(mesh));
            ecg_mesh_destroy(&mesh);
        }
}

static void test_out_of_memory(void)
{
    struct ecg_scene scene = everything(1);
    for (long n = 1; n < 400; n += n < 60 ? 1 : 17) {
        struct ecg_mesh *mesh = NULL;
        struct ecg_error error = { 0 };
        ecg_alloc_fail_from(n);
        int code = ecg_mesh_build(&mesh, &scene, WIDTH_MM, HEIGHT_MM, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == (mesh ? ECG_OK : ECG_E_MEMORY));
        ecg_mesh_destroy(&mesh);
    }
}

static void test_creases(void)
{
    struct ecg_scene scene = plain_scene(9);
    struct ecg_crease creases[3000];
    CHECK_INT(ecg_creases(&scene, WIDTH_MM, HEIGHT_MM, creases, 3000), 0);
    scene.bend_fold_pattern = 1;
    CHECK_INT(ecg_creases(&scene, WIDTH_MM, HEIGHT_MM, creases, 3000), 1);
    CHECK_NEAR(creases[0].x0_mm, WIDTH_MM / 2, 10);
    CHECK_NEAR(fabs(creases[0].y1_mm - creases[0].y0_mm), HEIGHT_MM, 0.5);
    scene.bend_crumple_depth_mm = 1.5;
    int count = ecg_creases(&scene, WIDTH_MM, HEIGHT_MM, creases, 3000);
    CHECK(count > 300 && count < 3000);
    int valleys = 0;
    for (int k = 0; k < count; k++) {
        const struct ecg_crease *c = &creases[k];
        CHECK(k == 0 || c->strength <= creases[k - 1].strength);
        CHECK(c->strength > 0 && c->strength <= 1);
        CHECK(fmin(c->x0_mm, c->x1_mm) > -0.01 && fmax(c->x0_mm, c->x1_mm) < WIDTH_MM + 0.01);
        CHECK(fmin(c->y0_mm, c->y1_mm) > -0.01 && fmax(c->y0_mm, c->y1_mm) < HEIGHT_MM + 0.01);
        valleys += c->side < 0;
    }
    CHECK(valleys > count / 4 && valleys < count * 3 / 4);
    CHECK_INT(ecg_creases(&scene, WIDTH_MM, HEIGHT_MM, creases, 10), 10);

    /* They are where the mesh bends: strong ridges have positive curvature, valleys negative. */
    struct ecg_mesh *mesh = build(&scene);
    int right = 0, wrong = 0;
    for (int k = 0; k < 10; k++) {
        double x_mm = (creases[k].x0_mm + creases[k].x1_mm) / 2;
        double y_mm = (creases[k].y0_mm + creases[k].y1_mm) / 2;
        const struct ecg_node *node = node_at(
            mesh, (int)(x_mm / mesh->step_x_mm + 0.5), (int)(y_mm / mesh->step_y_mm + 0.5));
        if (node->curvature_rad_mm * creases[k].side > 0)
            right++;
        else
            wrong++;
    }
    CHECK(right >= 9);
    ecg_mesh_destroy(&mesh);
}

int main(void)
{
    test_folds_keep_lengths();
    test_curl();
    test_fold_angle_is_seen();
    test_everything_together();
    test_same_again();
    test_nothing_bent_is_flat();
    test_cockle_follows_wetness();
    test_extremes();
    test_out_of_memory();
    test_creases();
    return check_done();
}
