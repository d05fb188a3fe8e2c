#include "render/mesh.h"

#include "core/alloc.h"
#include "core/bound.h"
#include "core/units.h"
#include "render/bend.h"
#include "render/mesh_bins.h"

#include <math.h>

static const int LARGEST_PX = 32768;
/* Fine enough for a crease to look sharp at arm's length; wider on rolls of many metres. Waves,
 * gentle curl, lenses and perspective bend the sheet slowly: over 4 mm they leave a straight line
 * by about a hundredth of a millimetre, and small triangles are dear to draw. */
static const double NODE_STEP_MM = 2, SMOOTH_STEP_MM = 4;
static const double MOST_NODES = 120000;

static int set_image_size(struct ecg_mesh *mesh, struct ecg_error *error)
{
    struct ecg_camera *camera = &mesh->camera;
    if (!(camera->width_px <= LARGEST_PX && camera->height_px <= LARGEST_PX))
        return ecg_fail(error, ECG_E_LIMIT, "image: %.0f x %.0f px: expected sides up to %d px",
            camera->width_px, camera->height_px, LARGEST_PX);
    mesh->width_px = (int)camera->width_px;
    mesh->height_px = (int)camera->height_px;
    return ECG_OK;
}

/* Two by two nodes when one affine map holds everywhere. */
static void choose_nodes(struct ecg_mesh *mesh, const struct bend_amounts *amounts)
{
    mesh->is_affine =
        !amounts->any && mesh->print.is_affine && ecg_camera_is_affine(&mesh->camera);
    static const double gentle_curl = 0.35; /* rad over the sheet */
    int is_smooth = !(amounts->fold > 0 || amounts->crumple_mm > 0 || amounts->corner > 0 ||
                      amounts->cockle_mm > 0 || fabs(amounts->curl) > gentle_curl);
    double finest_mm = is_smooth ? SMOOTH_STEP_MM : NODE_STEP_MM;
    double step_mm = ecg_max(finest_mm, sqrt(mesh->width_mm * mesh->height_mm / MOST_NODES));
    double most = sqrt(MOST_NODES);
    mesh->columns =
        mesh->is_affine ? 2 : (int)ecg_min(ceil(mesh->width_mm / step_mm), most * 8) + 1;
    mesh->rows = mesh->is_affine ? 2 : (int)ecg_min(ceil(mesh->height_mm / step_mm), most * 8) + 1;
    mesh->step_x_mm = mesh->width_mm / (mesh->columns - 1);
    mesh->step_y_mm = mesh->height_mm / (mesh->rows - 1);
}

static void place_flat(struct ecg_mesh *mesh, double mm_per_mm)
{
    for (int j = 0; j < mesh->rows; j++)
        for (int i = 0; i < mesh->columns; i++)
            mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i] = (struct ecg_node){
                .x_mm = (float)(i * mesh->step_x_mm * mm_per_mm),
                .y_mm = (float)(j * mesh->step_y_mm * mm_per_mm),
                .normal = { 0, 0, 1 },
                .occlusion = 1,
            };
}

static void project(struct ecg_mesh *mesh)
{
    size_t n_nodes = (size_t)mesh->columns * (size_t)mesh->rows;
    for (size_t n = 0; n < n_nodes; n++) {
        struct ecg_node *node = &mesh->nodes[n];
        double at_mm[3] = { (double)node->x_mm, (double)node->y_mm, (double)node->z_mm };
        double x_px, y_px, depth_mm;
        ecg_camera_project(&mesh->camera, at_mm, &x_px, &y_px, &depth_mm);
        node->x_px = (float)x_px;
        node->y_px = (float)y_px;
        node->depth_mm = (float)depth_mm;
    }
}

/* The camera looks at the sheet as it is bent: at every few nodes of its outline and inside. */
static int frame_bent(
    struct ecg_mesh *mesh, const struct ecg_scene *scene, struct ecg_error *error)
{
    enum { STRIDE = 6 };
    if (!mesh->camera.is_pinhole)
        return ECG_OK;
    size_t columns = (size_t)(mesh->columns + STRIDE - 2) / STRIDE + 1;
    size_t rows = (size_t)(mesh->rows + STRIDE - 2) / STRIDE + 1, count = 0;
    double(*points_mm)[3] = ecg_calloc(columns * rows, sizeof *points_mm);
    if (!points_mm)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++, count++) {
            int i = (int)ecg_min((double)(c * STRIDE), mesh->columns - 1);
            int j = (int)ecg_min((double)(r * STRIDE), mesh->rows - 1);
            const struct ecg_node *node =
                &mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i];
            points_mm[count][0] = (double)node->x_mm;
            points_mm[count][1] = (double)node->y_mm;
            points_mm[count][2] = (double)node->z_mm;
        }
    ecg_camera_frame(&mesh->camera, scene, (const double(*)[3])points_mm, count);
    ecg_free(points_mm);
    return ECG_OK;
}

/* The camera looks at what the screen shows of the page: all of it, or as much as fits. */
static void frame_shown(struct ecg_mesh *mesh, const struct ecg_scene *scene)
{
    const struct ecg_screen *screen = &mesh->screen;
    double size_mm[2] = { mesh->width_mm * screen->mm_per_mm,
        mesh->height_mm * screen->mm_per_mm };
    double low[2] = { ecg_max(0, screen->x_mm), ecg_max(0, screen->y_mm) };
    double high[2] = { ecg_min(size_mm[0], screen->x_mm + screen->width_px * screen->pitch_mm),
        ecg_min(size_mm[1], screen->y_mm + screen->height_px * screen->pitch_mm) };
    const double corners_mm[4][3] = { { low[0], low[1], 0 }, { high[0], low[1], 0 },
        { high[0], high[1], 0 }, { low[0], high[1], 0 } };
    ecg_camera_frame(&mesh->camera, scene, corners_mm, 4);
}

static int build(struct ecg_mesh *mesh, const struct ecg_scene *scene,
    const struct ecg_wetness *wetness, struct ecg_error *error)
{
    double scale = 1;
    struct bend_amounts amounts = bend_amounts(scene);
    int is_bent = amounts.any;
    ecg_print_draw(&mesh->print, scene, mesh->width_mm, mesh->height_mm);
    if (scene->capture_kind == ECG_CAPTURE_SCREEN) {
        mesh->screen = ecg_screen_draw(scene, mesh->width_mm, mesh->height_mm);
        scale = mesh->screen.mm_per_mm;
    }
    ecg_camera_draw(&mesh->camera, scene, mesh->width_mm * scale, mesh->height_mm * scale);
    if (scene->capture_kind == ECG_CAPTURE_SCREEN)
        frame_shown(mesh, scene);
    int code = set_image_size(mesh, error);
    if (code)
        return code;
    choose_nodes(mesh, &amounts);
    size_t n_nodes = (size_t)mesh->columns * (size_t)mesh->rows;
    mesh->nodes = ecg_calloc(n_nodes, sizeof *mesh->nodes);
    if (!mesh->nodes)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    place_flat(mesh, scale);
    if (is_bent)
        code = bend_sheet(mesh, scene, wetness, error);
    if (!code && is_bent)
        code = frame_bent(mesh, scene, error);
    if (code)
        return code;
    project(mesh);
    return ecg_mesh_bins_make(&mesh->bins, mesh, error);
}

int ecg_mesh_build_wet(struct ecg_mesh **mesh, const struct ecg_scene *scene, double width_mm,
    double height_mm, const struct ecg_wetness *wetness, struct ecg_error *error)
{
    if (!(width_mm > 0 && height_mm > 0 && isfinite(width_mm) && isfinite(height_mm)))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page: %g x %g mm: expected a sheet of positive size", width_mm, height_mm);
    struct ecg_mesh *made = ecg_calloc(1, sizeof *made);
    if (!made)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    made->width_mm = width_mm;
    made->height_mm = height_mm;
    int code = build(made, scene, wetness, error);
    if (code)
        ecg_mesh_destroy(&made);
    else
        *mesh = made;
    return code;
}

int ecg_mesh_build(struct ecg_mesh **mesh, const struct ecg_scene *scene, double width_mm,
    double height_mm, struct ecg_error *error)
{
    return ecg_mesh_build_wet(mesh, scene, width_mm, height_mm, NULL, error);
}

/* Whether the nodes lie where an even grid between the corners has them: a wandering feed makes
 * the whole map uneven, but moves the print and not the paper. */
static int nodes_lie_even(const struct ecg_mesh *mesh)
{
    const struct ecg_node *first = mesh->nodes, *right = first + mesh->columns - 1;
    const struct ecg_node *below = first + (size_t)(mesh->rows - 1) * (size_t)mesh->columns;
    for (int j = 0; j < mesh->rows; j++)
        for (int i = 0; i < mesh->columns; i++) {
            const struct ecg_node *node = &first[(size_t)j * (size_t)mesh->columns + (size_t)i];
            float u = (float)i / (float)(mesh->columns - 1);
            float v = (float)j / (float)(mesh->rows - 1);
            float x =
                first->x_px + u * (right->x_px - first->x_px) + v * (below->x_px - first->x_px);
            float y =
                first->y_px + u * (right->y_px - first->y_px) + v * (below->y_px - first->y_px);
            if (!(fabsf(node->x_px - x) < 0.01f && fabsf(node->y_px - y) < 0.01f))
                return 0;
        }
    return 1;
}

int ecg_mesh_fills_image(const struct ecg_mesh *mesh)
{
    if (!mesh->is_affine && !nodes_lie_even(mesh))
        return 0;
    const struct ecg_node *first = &mesh->nodes[0];
    const struct ecg_node *right = &mesh->nodes[mesh->columns - 1];
    const struct ecg_node *last = &mesh->nodes[(size_t)mesh->columns * (size_t)mesh->rows - 1];
    const float slack = 0.51f;
    return fabsf(right->y_px - first->y_px) < 1e-3f && fabsf(right->x_px - last->x_px) < 1e-3f &&
           first->x_px <= slack && first->y_px <= slack &&
           last->x_px >= (float)mesh->width_px - slack &&
           last->y_px >= (float)mesh->height_px - slack;
}

int ecg_mesh_on_screen(const struct ecg_mesh *mesh, double sheet_x_mm, double sheet_y_mm)
{
    const struct ecg_screen *screen = &mesh->screen;
    double x_px = (sheet_x_mm * screen->mm_per_mm - screen->x_mm) / screen->pitch_mm;
    double y_px = (sheet_y_mm * screen->mm_per_mm - screen->y_mm) / screen->pitch_mm;
    return x_px >= 0 && y_px >= 0 && x_px <= screen->width_px && y_px <= screen->height_px;
}

/* A flat scan in the middle of a picture that is the screen. */
int ecg_mesh_build_screen(struct ecg_mesh **on_screen, const struct ecg_mesh *mesh,
    const struct ecg_scene *scene, struct ecg_error *error)
{
    struct ecg_scene flat = *scene;
    flat.capture_kind = ECG_CAPTURE_SCAN;
    flat.capture_width_px = mesh->screen.width_px;
    flat.capture_height_px = mesh->screen.height_px;
    flat.capture_turns = 0;
    flat.capture_scan_dpi = ecg_mm_from_inch(mesh->screen.mm_per_mm / mesh->screen.pitch_mm);
    flat.capture_scan_feed_dpi = 0;
    flat.capture_scan_skew_deg = flat.capture_scan_shear_deg = 0;
    flat.capture_scan_scale = flat.capture_scan_stretch = 1;
    flat.capture_scan_wander_mm = flat.capture_scan_optics_mm = 0;
    flat.capture_scan_x_mm = flat.capture_scan_y_mm = 0;
    flat.capture_scan_pressed = 1;
    flat.bend_swell_mm = 0;
    return ecg_mesh_build(on_screen, &flat, mesh->width_mm, mesh->height_mm, error);
}

void ecg_mesh_destroy(struct ecg_mesh **mesh)
{
    if (!*mesh)
        return;
    ecg_free((*mesh)->nodes);
    ecg_free((*mesh)->relief.slope);
    ecg_mesh_bins_destroy(&(*mesh)->bins);
    ecg_free(*mesh);
    *mesh = NULL;
}
