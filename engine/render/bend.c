#include "render/bend.h"

#include "core/alloc.h"
#include "core/bound.h"
#include "render/camera.h"
#include "render/facets.h"

#include <math.h>

static const int RELAX_SWEEPS = 4;

/* What a lid leaves of curl and waves below the thickness of paper is nothing that a scanner sees:
 * it would move ink by hundredths of a pixel. */
static void press_flat(struct bend_amounts *amounts)
{
    static const double least_wave_mm = 0.1, least_turn = 0.035;
    if (amounts->wave_mm < least_wave_mm)
        amounts->wave_mm = 0;
    if (fabs(amounts->curl) < least_turn)
        amounts->curl = 0;
}

struct bend_amounts bend_amounts(const struct ecg_scene *scene)
{
    /* Under a lid the soft things go first: curl, waves, corners. Creases keep some height. */
    double soft = 1, crease = 1;
    struct bend_amounts amounts = { 0 };
    switch (scene->capture_kind) {
    case ECG_CAPTURE_SCREEN:
        return amounts;
    case ECG_CAPTURE_SCAN:
    case ECG_CAPTURE_COPY:
    case ECG_CAPTURE_FAX:
        soft = 1 - scene->capture_scan_pressed;
        crease = sqrt(soft);
        amounts.over_glass = 1;
        break;
    default:
        break;
    }
    amounts.fold = scene->bend_fold_pattern && scene->bend_fold_angle_deg > 0 ? crease : 0;
    amounts.crumple_mm = crease * scene->bend_crumple_depth_mm;
    if (!(scene->bend_crumple_cover > 0))
        amounts.crumple_mm = 0;
    amounts.curl = soft * scene->bend_curl_angle_deg * (M_PI / 180);
    amounts.corner = soft * scene->bend_corner_lift_deg * (M_PI / 180);
    amounts.wave_mm = soft * scene->bend_wave_height_mm;
    amounts.cockle_mm = crease * scene->bend_cockle_height_mm;
    amounts.swell_mm = scene->bend_swell_mm;
    if (amounts.over_glass)
        press_flat(&amounts);
    amounts.any = amounts.fold > 0 || amounts.crumple_mm > 0 || amounts.curl != 0 ||
                  amounts.corner > 0 || amounts.wave_mm > 0 || amounts.cockle_mm > 0 ||
                  amounts.swell_mm > 0;
    return amounts;
}

/* The flat sheet's distances, swollen. */
static void fill_rest(struct bend_rest *rest, const struct bend_field *field)
{
    size_t columns = (size_t)field->columns;
    const double *u = field->u_mm, *v = field->v_mm;
    double step_x_mm = field->step_x_mm, step_y_mm = field->step_y_mm;
    for (int j = 0; j < field->rows; j++)
        for (int i = 0; i < field->columns; i++) {
            size_t n = (size_t)j * columns + (size_t)i;
            size_t right = i + 1 < field->columns ? n + 1 : n;
            size_t below = j + 1 < field->rows ? n + columns : n;
            size_t aslant = right > n && below > n ? below + 1 : n;
            double rx = step_x_mm + u[right] - u[n], ry = v[right] - v[n];
            double bx = u[below] - u[n], by = step_y_mm + v[below] - v[n];
            double ax = step_x_mm + u[aslant] - u[n], ay = step_y_mm + v[aslant] - v[n];
            rest->right_mm2[n] = rx * rx + ry * ry;
            rest->below_mm2[n] = bx * bx + by * by;
            rest->aslant_mm2[n] = ax * ax + ay * ay;
        }
}

static void place(
    const struct bend_places *places, const struct bend_field *field, const struct bend_roll *roll)
{
    for (int j = 0; j < field->rows; j++)
        for (int i = 0; i < field->columns; i++) {
            size_t n = (size_t)j * (size_t)field->columns + (size_t)i;
            double at_mm[3];
            bend_roll_place(roll, i * field->step_x_mm + field->u_mm[n],
                j * field->step_y_mm + field->v_mm[n], field->h_mm[n], at_mm);
            places->x_mm[n] = at_mm[0];
            places->y_mm[n] = at_mm[1];
            places->z_mm[n] = at_mm[2];
        }
}

/* The lowest point touches the desk; under a lid, the highest the glass. */
static void set_down(struct ecg_mesh *mesh, const struct bend_places *places, int over_glass)
{
    size_t n_nodes = (size_t)mesh->columns * (size_t)mesh->rows;
    double base_mm = places->z_mm[0];
    for (size_t n = 0; n < n_nodes; n++)
        base_mm =
            over_glass ? ecg_max(base_mm, places->z_mm[n]) : ecg_min(base_mm, places->z_mm[n]);
    for (size_t n = 0; n < n_nodes; n++) {
        mesh->nodes[n].x_mm = (float)places->x_mm[n];
        mesh->nodes[n].y_mm = (float)places->y_mm[n];
        mesh->nodes[n].z_mm = (float)(places->z_mm[n] - base_mm);
    }
}

/* `mesh` gets its relief. */
static int add_facets(struct ecg_mesh *mesh, struct bend_field *field,
    const struct bend_roll *roll, const struct ecg_scene *scene,
    const struct bend_amounts *amounts)
{
    struct facets facets;
    if (!scene->bend_fold_pattern && !(amounts->crumple_mm > 0))
        return ECG_OK;
    int code = bend_facets_make(&facets, scene, amounts, field->width_mm, field->height_mm);
    if (!code)
        code = bend_facets(field, &facets);
    if (!code)
        code = bend_relief(&mesh->relief, field, &facets, roll);
    facets_free(&facets);
    return code;
}

static int bend_layers(struct ecg_mesh *mesh, struct bend_field *field, struct bend_rest *rest,
    const struct bend_places *places, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, const struct ecg_wetness *wetness)
{
    struct bend_roll roll;
    int code = bend_roll_make(&roll, scene, amounts, field->width_mm, field->height_mm);
    if (!code && amounts->swell_mm > 0)
        code = bend_swell(field, scene, amounts->swell_mm);
    fill_rest(rest, field);
    if (!code)
        code = add_facets(mesh, field, &roll, scene, amounts);
    if (!code)
        code = bend_waves(field, scene, amounts, wetness);
    if (!code) {
        bend_corners(field, scene, amounts->corner);
        place(places, field, &roll);
        bend_relax(places, rest, RELAX_SWEEPS);
    }
    bend_roll_free(&roll);
    return code;
}

int bend_sheet(struct ecg_mesh *mesh, const struct ecg_scene *scene,
    const struct ecg_wetness *wetness, struct ecg_error *error)
{
    struct bend_amounts amounts = bend_amounts(scene);
    size_t n = (size_t)mesh->columns * (size_t)mesh->rows;
    double *block = ecg_calloc(9 * n, sizeof *block);
    if (!block)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    struct bend_field field = { mesh->columns, mesh->rows, mesh->width_mm, mesh->height_mm,
        mesh->step_x_mm, mesh->step_y_mm, block, block + n, block + 2 * n };
    struct bend_rest rest = { block + 3 * n, block + 4 * n, block + 5 * n };
    struct bend_places places = { mesh->columns, mesh->rows, block + 6 * n, block + 7 * n,
        block + 8 * n };
    int code = bend_layers(mesh, &field, &rest, &places, scene, &amounts, wetness);
    if (!code)
        set_down(mesh, &places, amounts.over_glass);
    ecg_free(block);
    if (code)
        return ecg_fail(error, code, "mesh: out of memory");
    bend_shade(mesh);
    return ECG_OK;
}
