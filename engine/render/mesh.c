#include "render/mesh.h"

#include "core/alloc.h"
#include "core/units.h"
#include "render/mesh_bins.h"

#include <math.h>

static const int LARGEST_PX = 32768;

static void place_flat_nodes(struct ecg_mesh *mesh, double px_per_mm)
{
    for (int j = 0; j < mesh->rows; j++)
        for (int i = 0; i < mesh->columns; i++) {
            double x_mm = i * mesh->step_x_mm, y_mm = j * mesh->step_y_mm;
            mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i] = (struct ecg_node){
                .x_px = (float)(x_mm * px_per_mm),
                .y_px = (float)(y_mm * px_per_mm),
                .x_mm = (float)x_mm,
                .y_mm = (float)y_mm,
                .normal = { 0, 0, 1 },
                .occlusion = 1,
            };
        }
}

static int set_size(
    struct ecg_mesh *mesh, double width_px, double height_px, struct ecg_error *error)
{
    if (!(width_px < LARGEST_PX + 0.5 && height_px < LARGEST_PX + 0.5))
        return ecg_fail(error, ECG_E_LIMIT, "image: %.0f x %.0f px: expected sides up to %d px",
            width_px, height_px, LARGEST_PX);
    mesh->width_px = (int)fmax(width_px, 1);
    mesh->height_px = (int)fmax(height_px, 1);
    return ECG_OK;
}

int ecg_mesh_build(struct ecg_mesh **mesh, const struct ecg_scene *scene, double width_mm,
    double height_mm, struct ecg_error *error)
{
    if (!(width_mm > 0 && height_mm > 0 && isfinite(width_mm) && isfinite(height_mm)))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page: %g x %g mm: expected a sheet of positive size", width_mm, height_mm);
    struct ecg_mesh *made = ecg_calloc(1, sizeof *made);
    if (!made)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    made->columns = made->rows = 2;
    made->width_mm = made->step_x_mm = width_mm;
    made->height_mm = made->step_y_mm = height_mm;
    ecg_print_draw(&made->print, scene, width_mm, height_mm);
    made->is_affine = made->print.is_affine;
    double px_per_mm = ecg_px_per_mm(scene->output_dpi);
    int code = set_size(made, round(width_mm * px_per_mm), round(height_mm * px_per_mm), error);
    if (code)
        goto error;
    size_t n_nodes = (size_t)made->columns * (size_t)made->rows;
    made->nodes = ecg_calloc(n_nodes, sizeof *made->nodes);
    if (!made->nodes) {
        code = ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
        goto error;
    }
    place_flat_nodes(made, px_per_mm);
    code = ecg_mesh_bins_make(&made->bins, made, error);
    if (code)
        goto error;
    *mesh = made;
    return ECG_OK;
error:
    ecg_mesh_destroy(&made);
    return code;
}

void ecg_mesh_destroy(struct ecg_mesh **mesh)
{
    if (!*mesh)
        return;
    ecg_free((*mesh)->nodes);
    ecg_mesh_bins_destroy(&(*mesh)->bins);
    ecg_free(*mesh);
    *mesh = NULL;
}
