#include "truth/maps.h"

#include "core/alloc.h"
#include "render/mesh_cell.h"

#include <math.h>
#include <string.h>

static size_t count_px(const struct ecg_mesh *mesh)
{
    return (size_t)mesh->width_px * (size_t)mesh->height_px;
}

/* ---- where ---- */

static void ask_fate(
    const struct ecg_fate *fate, float *uv, size_t n, uint8_t *covered, uint8_t *gone)
{
    for (size_t p = 0; p < n; p++) {
        if (isnan(uv[2 * p]))
            continue;
        int what = fate->at(fate->priv, (double)uv[2 * p], (double)uv[2 * p + 1]);
        if (what == ECG_SHEET_GONE) {
            uv[2 * p] = uv[2 * p + 1] = NAN;
            if (gone)
                gone[p] = 1;
        } else if (what == ECG_SHEET_COVERED && covered) {
            covered[p] = 1;
        }
    }
}

int ecg_uv_make(float **uv, uint8_t **covered, uint8_t **gone, const struct ecg_mesh *mesh,
    const struct ecg_fate *fate, struct ecg_error *error)
{
    size_t n = count_px(mesh);
    uint8_t *flags[2] = { NULL, NULL };
    *uv = ecg_alloc_large(2 * n * sizeof **uv);
    if (covered)
        *covered = flags[0] = ecg_calloc(n, 1);
    if (gone)
        *gone = flags[1] = ecg_calloc(n, 1);
    int code = *uv && (!covered || flags[0]) && (!gone || flags[1])
                   ? ecg_mesh_uv_map(mesh, *uv, error)
                   : ecg_fail(error, ECG_E_MEMORY, "maps: out of memory");
    if (code == 0 && fate)
        ask_fate(fate, *uv, n, flags[0], flags[1]);
    if (code == 0)
        return 0;
    ecg_free(*uv);
    ecg_free(flags[0]);
    ecg_free(flags[1]);
    *uv = NULL;
    if (covered)
        *covered = NULL;
    if (gone)
        *gone = NULL;
    return code;
}

/* ---- depth and direction ---- */

/* The triangle under a page position, and the place in its cell. */
struct spot {
    struct ecg_triangle triangle;
    double u, v;
    double sheet_mm[2];
};

static int cell_at(double at, int nodes)
{
    return at > 0 ? (at < nodes - 2 ? (int)at : nodes - 2) : 0;
}

static struct spot spot_at(const struct ecg_mesh *mesh, const float *page_mm)
{
    struct spot s;
    ecg_print_to_sheet(
        &mesh->print, (double)page_mm[0], (double)page_mm[1], &s.sheet_mm[0], &s.sheet_mm[1]);
    double u = s.sheet_mm[0] / mesh->step_x_mm, v = s.sheet_mm[1] / mesh->step_y_mm;
    int i = cell_at(u, mesh->columns), j = cell_at(v, mesh->rows);
    s.u = u - i;
    s.v = v - j;
    s.triangle = ecg_cell_triangle(mesh, i, j, s.u >= s.v);
    return s;
}

int ecg_depth_make(
    float **depth, const struct ecg_mesh *mesh, const float *uv, struct ecg_error *error)
{
    size_t n = count_px(mesh);
    *depth = ecg_alloc_large(n * sizeof **depth);
    if (!*depth)
        return ecg_fail(error, ECG_E_MEMORY, "maps: out of memory");
    for (size_t p = 0; p < n; p++) {
        (*depth)[p] = NAN;
        if (isnan(uv[2 * p]))
            continue;
        struct spot s = spot_at(mesh, uv + 2 * p);
        (*depth)[p] = (float)ecg_cell_depth(s.triangle, s.u, s.v);
    }
    return 0;
}

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* The surface that light falls on, towards the viewer. */
static void normal_at(const struct ecg_mesh *mesh, const float *page_mm, double normal[3])
{
    struct spot s = spot_at(mesh, page_mm);
    const struct ecg_triangle *t = &s.triangle;
    double slope[2];
    for (int k = 0; k < 3; k++)
        normal[k] = (double)t->corner->normal[k] +
                    s.u * ((double)t->u1->normal[k] - (double)t->u0->normal[k]) +
                    s.v * ((double)t->v1->normal[k] - (double)t->v0->normal[k]);
    ecg_mesh_relief(mesh, s.sheet_mm[0], s.sheet_mm[1], slope);
    normal[0] -= slope[0];
    normal[1] -= slope[1];
    double length = sqrt(dot(normal, normal));
    for (int k = 0; k < 3; k++)
        normal[k] /= length > 0 ? length : 1;
}

int ecg_normal_make(
    float **normal, const struct ecg_mesh *mesh, const float *uv, struct ecg_error *error)
{
    size_t n = count_px(mesh);
    const struct ecg_camera *camera = &mesh->camera;
    *normal = ecg_alloc_large(3 * n * sizeof **normal);
    if (!*normal)
        return ecg_fail(error, ECG_E_MEMORY, "maps: out of memory");
    for (size_t p = 0; p < n; p++) {
        float *out = *normal + 3 * p;
        out[0] = out[1] = out[2] = NAN;
        if (isnan(uv[2 * p]))
            continue;
        double at[3];
        normal_at(mesh, uv + 2 * p, at);
        out[0] = (float)dot(camera->right, at);
        out[1] = (float)dot(camera->down, at);
        out[2] = (float)dot(camera->forward, at);
    }
    return 0;
}

/* ---- labels ---- */

void ecg_maps_finish_masks(
    struct ecg_masks *masks, const float *uv, const uint8_t *covered, const uint8_t *gone)
{
    size_t n = (size_t)masks->width_px * (size_t)masks->height_px;
    for (size_t p = 0; p < n; p++) {
        uint8_t *label = &masks->layers[p];
        if (gone[p])
            *label = ECG_MASK_GONE;
        else if (isnan(uv[2 * p]))
            *label = ECG_MASK_BACKGROUND;
        else if (covered[p])
            *label = ECG_MASK_COVER;
        int is_seen = *label != ECG_MASK_GONE && *label != ECG_MASK_BACKGROUND &&
                      *label != ECG_MASK_COVER && *label != ECG_MASK_STUCK;
        if (masks->leads && !is_seen)
            masks->leads[p] = masks->coverage[p] = 0;
    }
}
