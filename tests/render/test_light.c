/* Light on bent and flat sheets: from the right side, in the right colour, with shadows. */
#include "core/alloc.h"
#include "render/light.h"
#include "support/check.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 101, ROWS = 71 };
static const double WIDTH_MM = 200, HEIGHT_MM = 140;

/* A sheet whose height is a function of x: nodes, normals, in space as on paper. */
static struct ecg_mesh make_mesh(double (*height)(double x_mm))
{
    struct ecg_mesh mesh = { .columns = COLUMNS,
        .rows = ROWS,
        .width_mm = WIDTH_MM,
        .height_mm = HEIGHT_MM,
        .step_x_mm = WIDTH_MM / (COLUMNS - 1),
        .step_y_mm = HEIGHT_MM / (ROWS - 1) };
    mesh.nodes = ecg_calloc(COLUMNS * ROWS, sizeof *mesh.nodes);
    for (int k = 0; k < COLUMNS * ROWS; k++) {
        double x = k % COLUMNS * mesh.step_x_mm, y = k / COLUMNS * mesh.step_y_mm;
        double slope = (height(x + 0.01) - height(x - 0.01)) / 0.02, n = hypot(slope, 1);
        mesh.nodes[k] = (struct ecg_node){ .x_mm = (float)x,
            .y_mm = (float)y,
            .z_mm = (float)height(x),
            .normal = { (float)(-slope / n), 0, (float)(1 / n) },
            .occlusion = 1 };
    }
    return mesh;
}

static double flat(double x)
{
    (void)x;
    return 0;
}

/* A ridge in the middle: panels that rise and fall by 11 degrees. */
static double ridge(double x)
{
    return 20 - 0.2 * fabs(x - 100);
}

static double wall(double x)
{
    return 25 / (1 + exp(-(x - 100) / 1.5));
}

static struct ecg_light *light_of(const struct ecg_scene *scene, double (*height)(double))
{
    struct ecg_mesh mesh = make_mesh(height);
    struct ecg_light *light = NULL;
    struct ecg_error error;
    CHECK_INT(ecg_light_build(&light, scene, &mesh, &error), 0);
    ecg_free(mesh.nodes);
    return light;
}

static double at(const struct ecg_light *light, double x_mm, double y_mm, int channel)
{
    int i = (int)(x_mm * light->px_per_mm), j = (int)(y_mm * light->px_per_mm);
    return light->rgb[3 * (j * light->width + i) + channel];
}

static struct ecg_scene lit_scene(double azimuth_deg, double elevation_deg)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    scene.key = ecg_key_make(2, "light", 0);
    scene.light_key_strength = 1;
    scene.light_key_azimuth_deg = azimuth_deg;
    scene.light_key_elevation_deg = elevation_deg;
    return scene;
}

static void test_even_light_is_nothing(void)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    struct ecg_light *light = light_of(&scene, flat);
    CHECK(light->rgb == NULL);
    ecg_light_destroy(&light);
    scene = lit_scene(0, 40);
    light = light_of(&scene, flat);
    CHECK(light->rgb != NULL);
    CHECK_NEAR(at(light, 20, 20, 0), 1, 1e-4);
    CHECK_NEAR(at(light, 180, 120, 2), 1, 1e-4);
    ecg_light_destroy(&light);
}

/* Lambert: a panel tilted by t towards a light at elevation e gets sin(e + t). */
static void test_panels_face_the_light(void)
{
    double tilt = atan(0.2), e = 40 * 3.14159265 / 180;
    struct ecg_scene scene = lit_scene(0, 40); /* from the right */
    struct ecg_light *light = light_of(&scene, ridge);
    CHECK_NEAR(at(light, 150, 70, 0), 1, 1e-3);
    CHECK_NEAR(at(light, 50, 70, 0), sin(e - tilt) / sin(e + tilt), 2e-3);
    ecg_light_destroy(&light);
    scene = lit_scene(180, 40);
    light = light_of(&scene, ridge);
    CHECK(at(light, 50, 70, 0) > 1.4 * at(light, 150, 70, 0));
    ecg_light_destroy(&light);
}

/* A step 25 mm high shades what lies behind it, for 25 / tan(30 deg) = 43 mm. */
static void test_surface_shades_itself(void)
{
    struct ecg_scene scene = lit_scene(0, 30);
    struct ecg_light *light = light_of(&scene, wall);
    CHECK(at(light, 80, 70, 0) < 0.1);
    CHECK(at(light, 20, 70, 0) > 0.4);
    CHECK_NEAR(at(light, 150, 70, 0), at(light, 20, 70, 0), 0.02);
    ecg_light_destroy(&light);
    scene = lit_scene(180, 30); /* from the low side nothing stands in the way */
    light = light_of(&scene, wall);
    CHECK(at(light, 80, 70, 0) > 0.4);
    ecg_light_destroy(&light);
}

static void test_lamp_falls_off(void)
{
    struct ecg_scene scene = lit_scene(-90, 45);
    scene.light_key_kind = 1;
    scene.light_key_distance_mm = 250;
    struct ecg_light *light = light_of(&scene, flat);
    CHECK_NEAR(at(light, 100, 0.5, 0), 1, 0.02);
    /* Inverse square and cosine, by hand. */
    double h = 250 * sin(0.785398), y0 = 70 - 250 * cos(0.785398);
    double near = h / pow(hypot(h, 0.5 - y0), 3), far = h / pow(hypot(h, 139.5 - y0), 3);
    CHECK_NEAR(at(light, 100, 139.5, 0) / at(light, 100, 0.5, 0), far / near, 0.01);
    CHECK(at(light, 2, 70, 0) < at(light, 100, 70, 0));
    ecg_light_destroy(&light);
}

static void test_colours(void)
{
    float warm[3], white[3], cold[3];
    ecg_light_color(2856, warm);
    ecg_light_color(6500, white);
    ecg_light_color(9000, cold);
    for (int c = 0; c < 3; c++)
        CHECK_NEAR(white[c], 1, 1e-5);
    CHECK(warm[0] > 1.3 && warm[2] < 0.45);
    CHECK(cold[0] < 0.92 && cold[2] > 1.15);
    struct ecg_scene scene = lit_scene(0, 60);
    scene.light_key_strength = 0.5;
    scene.light_key_temperature_k = 3000;
    struct ecg_light *light = light_of(&scene, flat);
    CHECK(at(light, 100, 70, 0) > 1.2 * at(light, 100, 70, 2));
    CHECK(light->key_share > 0.4f && light->key_share < 0.6f);
    ecg_light_destroy(&light);
}

static void test_shadows_fall(void)
{
    static const char *const NAME[] = { "hand", "phone", "pen", "soft" };
    for (int kind = 1; kind <= 4; kind++) {
        struct ecg_scene scene = lit_scene(0, 60);
        scene.light_shadow_kind = kind;
        scene.light_shadow_strength = 0.6;
        scene.light_shadow_softness_mm = 10;
        int dark = 0, light_px = 0, wrong = 0;
        for (uint64_t seed = 0; seed < 6; seed++) {
            scene.key = ecg_key_make(seed, NAME[kind - 1], 0);
            struct ecg_light *light = light_of(&scene, flat);
            for (int k = 0; k < light->width * light->height; k++) {
                float v = light->rgb[3 * k];
                dark += v < 0.6f;
                light_px += v > 0.98f;
                wrong += v < 0.35f;
            }
            ecg_light_destroy(&light);
        }
        CHECK(dark > 500);
        CHECK(light_px > 10000);
        CHECK_INT(wrong, 0);
    }
}

int main(void)
{
    test_even_light_is_nothing();
    test_panels_face_the_light();
    test_surface_shades_itself();
    test_lamp_falls_off();
    test_colours();
    test_shadows_fall();
    return check_done();
}
