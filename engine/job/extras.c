#include "job/extras.h"

#include "core/alloc.h"
#include "core/units.h"
#include "output/npy.h"
#include "truth/maps.h"

#include <math.h>
#include <string.h>

enum {
    MASKS = ECG_PRODUCT_MASK_LEADS | ECG_PRODUCT_COVERAGE | ECG_PRODUCT_MASK_LAYERS,
    LEADS = ECG_PRODUCT_MASK_LEADS | ECG_PRODUCT_COVERAGE,
    UV = ECG_PRODUCT_UV | ECG_PRODUCT_UV_PNG,
    MAPS = MASKS | UV | ECG_PRODUCT_DEPTH | ECG_PRODUCT_NORMAL | ECG_PRODUCT_RECTIFIED,
    EXTRAS = MAPS | ECG_PRODUCT_MESH | ECG_PRODUCT_GRID | ECG_PRODUCT_CLEAN,
};

struct ecg_extras {
    uint32_t products;
    struct ecg_masks *masks;
    /* The clean page. */
    struct ecg_scene scene;
    struct ecg_mesh *mesh;
    struct ecg_drawing *drawing;
    struct ecg_image clean;
};

int ecg_extras_are_drawn(uint32_t products)
{
    return (products & (MASKS | ECG_PRODUCT_CLEAN)) != 0;
}

size_t ecg_extras_bytes_px(uint32_t products)
{
    /* Labels, places and whether they are hidden, and where a map becomes a file both of them. */
    static const struct {
        uint32_t products;
        size_t bytes_px;
    } table[] = {
        { MASKS, 3 },
        { MAPS, 2 * sizeof(float) + 2 },
        { ECG_PRODUCT_CLEAN, 4 },
        { ECG_PRODUCT_UV, 2 * sizeof(float) },
        { ECG_PRODUCT_DEPTH, 2 * sizeof(float) },
        { ECG_PRODUCT_NORMAL, 3 * (sizeof(float) + 2 * sizeof(uint16_t)) },
        { ECG_PRODUCT_RECTIFIED, 4 },
    };
    size_t sum = 0;
    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        if (products & table[k].products)
            sum += table[k].bytes_px;
    return sum;
}

/* ---- prepared ---- */

/* The same page on a new sheet that nobody took a picture of: these groups at their defaults. */
static void clean_scene(struct ecg_scene *scene)
{
    static const char *const groups[] = { "bend", "sheet", "light", "capture" };
    struct ecg_scene defaults;
    ecg_scene_defaults(&defaults);
    for (size_t k = 0; k < sizeof groups / sizeof groups[0]; k++)
        ecg_scene_copy_group(scene, &defaults, groups[k]);
}

static int prepare_clean(struct ecg_extras *extras, const struct ecg_work *work,
    const struct ecg_fonts *fonts, struct ecg_error *error)
{
    extras->scene = work->scene;
    clean_scene(&extras->scene);
    int code = ecg_mesh_build(
        &extras->mesh, &extras->scene, work->page->width_mm, work->page->height_mm, error);
    if (code == 0)
        code = ecg_drawing_create(&extras->drawing, error);
    if (code == 0)
        code = ecg_drawing_build(extras->drawing,
            &(struct ecg_drawing_source){
                .page = work->page, .mesh = extras->mesh, .fonts = fonts },
            error);
    return code;
}

int ecg_extras_prepare(struct ecg_work *work, uint32_t products, const struct ecg_fonts *fonts,
    struct ecg_error *error)
{
    if (!(products & EXTRAS))
        return 0;
    struct ecg_extras *extras = work->extras = ecg_calloc(1, sizeof *extras);
    int code = 0;
    if (!extras)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    extras->products = products;
    if (products & MASKS)
        code = ecg_masks_create(
            &extras->masks, work->page, work->mesh, fonts, (products & LEADS) != 0, error);
    if (code == 0 && products & ECG_PRODUCT_CLEAN)
        code = prepare_clean(extras, work, fonts, error);
    return code;
}

void ecg_extras_destroy(struct ecg_extras **extras)
{
    struct ecg_extras *e = *extras;
    if (!e)
        return;
    ecg_masks_destroy(&e->masks);
    ecg_drawing_destroy(&e->drawing);
    ecg_mesh_destroy(&e->mesh);
    ecg_image_free(&e->clean);
    ecg_free(e);
    *extras = NULL;
}

/* ---- drawn ---- */

int ecg_extras_draw(struct ecg_work *work, struct ecg_renderer *renderer, struct ecg_error *error)
{
    struct ecg_extras *extras = work->extras;
    int code = 0;
    if (!extras)
        return 0;
    if (extras->masks)
        code =
            ecg_masks_draw(extras->masks, renderer, &work->scene, work->page, work->mesh, error);
    if (code == 0 && extras->drawing) {
        struct ecg_render_job job = { .scene = &extras->scene,
            .page = work->page,
            .mesh = extras->mesh,
            .drawing = extras->drawing };
        code = ecg_render_frame(renderer, &job, &extras->clean, error);
    }
    return code;
}

/* ---- encoded ---- */

struct encoding {
    const struct ecg_work *work;
    struct ecg_png *png;
    struct ecg_files *files;
    struct ecg_error *error;
};

static int add_npy(const struct encoding *e, const char *ending, enum ecg_npy_type type,
    const size_t *dims, int n_dims, const void *values)
{
    struct ecg_buffer out = { 0 };
    ecg_npy_write(type, dims, n_dims, values, &out);
    return ecg_files_add(e->files, ending, &out, e->error);
}

static int add_png(
    const struct encoding *e, const char *ending, const struct ecg_image *image, int keep_colour)
{
    struct ecg_png_params params = { .effort = ECG_PNG_FAST, .keep_colour = keep_colour };
    struct ecg_buffer out = { 0 };
    int code = ecg_png_encode(e->png, image, &params, &out, e->error);
    if (code == 0)
        code = ecg_files_add(e->files, ending, &out, e->error);
    ecg_buffer_free(&out);
    return code;
}

static int add_labels(const struct encoding *e, const char *ending, uint8_t *labels)
{
    const struct ecg_mesh *mesh = e->work->mesh;
    struct ecg_image image = { mesh->width_px, mesh->height_px, 1, labels };
    return add_png(e, ending, &image, 0);
}

/* mm = (value - 1) * step - 50, 0 where there is no paper; the step is 0.01 mm, on sheets of more
 * than 600 mm 0.05 mm. */
static int add_uv_png(const struct encoding *e, const char *ending, const float *uv, size_t axis)
{
    const struct ecg_mesh *mesh = e->work->mesh;
    size_t n = (size_t)mesh->width_px * (size_t)mesh->height_px;
    const double step = fmax(mesh->width_mm, mesh->height_mm) > 600 ? 0.05 : 0.01;
    uint16_t *values = ecg_alloc_large(n * sizeof *values);
    if (!values)
        return ecg_fail(e->error, ECG_E_MEMORY, "%s: out of memory", e->work->name);
    for (size_t p = 0; p < n; p++) {
        double mm = (double)uv[2 * p + axis];
        values[p] =
            isnan(mm) ? 0 : (uint16_t)fmin(fmax(round((mm + 50) / step) + 1, 1), UINT16_MAX);
    }
    struct ecg_png_params params = { .effort = ECG_PNG_FAST };
    struct ecg_buffer out = { 0 };
    int code = ecg_png_encode16(
        e->png, values, mesh->width_px, mesh->height_px, 1, &params, &out, e->error);
    ecg_free(values);
    if (code == 0)
        code = ecg_files_add(e->files, ending, &out, e->error);
    ecg_buffer_free(&out);
    return code;
}

/* rows x columns x (page x, page y, row, column, depth, space x, y, z). */
static int add_mesh(const struct encoding *e)
{
    const struct ecg_mesh *mesh = e->work->mesh;
    size_t dims[3] = { (size_t)mesh->rows, (size_t)mesh->columns, 8 }, n = dims[0] * dims[1];
    float *values = ecg_calloc(8 * n, sizeof *values);
    if (!values)
        return ecg_fail(e->error, ECG_E_MEMORY, "%s: out of memory", e->work->name);
    for (size_t k = 0; k < n; k++) {
        const struct ecg_node *node = &mesh->nodes[k];
        double x_mm, y_mm;
        ecg_print_to_page(&mesh->print, (double)(k % dims[1]) * mesh->step_x_mm,
            (double)(k / dims[1]) * mesh->step_y_mm, &x_mm, &y_mm);
        const float row[8] = { (float)x_mm, (float)y_mm, node->y_px, node->x_px, node->depth_mm,
            node->x_mm, node->y_mm, node->z_mm };
        memcpy(values + 8 * k, row, sizeof row);
    }
    int code = add_npy(e, ".mesh.npy", ECG_NPY_F32, dims, 3, values);
    ecg_free(values);
    return code;
}

/* rows x columns x (page x, page y, row, column, seen). */
static int add_grid(const struct encoding *e, const struct ecg_truth *truth)
{
    const struct ecg_truth_lattice *lattice = &truth->lattice;
    size_t dims[3] = { (size_t)lattice->rows, (size_t)lattice->columns, 5 };
    double *values = ecg_calloc(dims[0] * dims[1] * 5, sizeof *values);
    if (!values)
        return ecg_fail(e->error, ECG_E_MEMORY, "%s: out of memory", e->work->name);
    for (size_t k = 0; k < dims[0] * dims[1]; k++) {
        double *out = values + 5 * k;
        ecg_truth_crossing_mm(lattice, e->work->page, (int)(k % dims[1]), (int)(k / dims[1]), out);
        out[2] = lattice->spots[k].row;
        out[3] = lattice->spots[k].column;
        out[4] = lattice->is_seen[k];
    }
    int code = add_npy(e, ".grid.npy", ECG_NPY_F64, dims, 3, values);
    ecg_free(values);
    return code;
}

static int add_depth(const struct encoding *e, const float *uv)
{
    const struct ecg_mesh *mesh = e->work->mesh;
    size_t dims[2] = { (size_t)mesh->height_px, (size_t)mesh->width_px };
    float *depth;
    int code = ecg_depth_make(&depth, mesh, uv, e->error);
    if (code == 0)
        code = add_npy(e, ".depth.npy", ECG_NPY_F32, dims, 2, depth);
    ecg_free(depth);
    return code;
}

static int add_normal(const struct encoding *e, const float *uv)
{
    const struct ecg_mesh *mesh = e->work->mesh;
    size_t dims[3] = { (size_t)mesh->height_px, (size_t)mesh->width_px, 3 };
    size_t n = dims[0] * dims[1] * 3;
    float *normal;
    int code = ecg_normal_make(&normal, mesh, uv, e->error);
    uint16_t *halves = code == 0 ? ecg_alloc_large(n * sizeof *halves) : NULL;
    if (code == 0 && !halves)
        code = ecg_fail(e->error, ECG_E_MEMORY, "%s: out of memory", e->work->name);
    for (size_t k = 0; code == 0 && k < n; k++)
        halves[k] = ecg_half(normal[k]);
    if (code == 0)
        code = add_npy(e, ".normal.npy", ECG_NPY_F16, dims, 3, halves);
    ecg_free(normal);
    ecg_free(halves);
    return code;
}

static int add_rectified(const struct encoding *e, const float *uv)
{
    const struct ecg_work *work = e->work;
    struct ecg_image image = { 0 };
    int code = ecg_rectify(&image, &work->image, work->mesh, uv, work->page->width_mm,
        work->page->height_mm, ecg_px_per_mm(work->scene.output_dpi), e->error);
    if (code == 0)
        code = add_png(e, ".rectified.png", &image, 1);
    ecg_image_free(&image);
    return code;
}

static int add_masks(const struct encoding *e)
{
    const struct ecg_extras *extras = e->work->extras;
    struct ecg_masks *masks = extras->masks;
    int code = 0;
    if (extras->products & ECG_PRODUCT_MASK_LEADS)
        code = add_labels(e, ".mask-leads.png", masks->leads);
    if (code == 0 && extras->products & ECG_PRODUCT_COVERAGE)
        code = add_labels(e, ".mask-coverage.png", masks->coverage);
    if (code == 0 && extras->products & ECG_PRODUCT_MASK_LAYERS)
        code = add_labels(e, ".mask-layers.png", masks->layers);
    return code;
}

/* All that looks at every pixel. */
static int add_maps(const struct encoding *e)
{
    const struct ecg_work *work = e->work;
    const uint32_t products = work->extras->products;
    size_t dims[3] = { (size_t)work->mesh->height_px, (size_t)work->mesh->width_px, 2 };
    struct ecg_fate fate = { ecg_work_fate, (void *)(uintptr_t)work };
    float *uv;
    uint8_t *covered, *gone;
    int code = ecg_uv_make(
        &uv, &covered, &gone, work->mesh, ecg_work_has_fate(work) ? &fate : NULL, e->error);
    if (code < 0)
        return code;
    if (products & MASKS) {
        ecg_maps_finish_masks(work->extras->masks, uv, covered, gone);
        code = add_masks(e);
    }
    if (code == 0 && products & ECG_PRODUCT_UV)
        code = add_npy(e, ".uv.npy", ECG_NPY_F32, dims, 3, uv);
    if (code == 0 && products & ECG_PRODUCT_UV_PNG)
        code = add_uv_png(e, ".uv-x.png", uv, 0);
    if (code == 0 && products & ECG_PRODUCT_UV_PNG)
        code = add_uv_png(e, ".uv-y.png", uv, 1);
    if (code == 0 && products & ECG_PRODUCT_DEPTH)
        code = add_depth(e, uv);
    if (code == 0 && products & ECG_PRODUCT_NORMAL)
        code = add_normal(e, uv);
    if (code == 0 && products & ECG_PRODUCT_RECTIFIED)
        code = add_rectified(e, uv);
    ecg_free(uv);
    ecg_free(covered);
    ecg_free(gone);
    return code;
}

int ecg_extras_encode(const struct ecg_work *work, const struct ecg_truth *truth,
    struct ecg_png *png, struct ecg_files *files, struct ecg_error *error)
{
    const struct ecg_extras *extras = work->extras;
    const struct encoding e = { work, png, files, error };
    int code = 0;
    if (!extras)
        return 0;
    if (extras->products & MAPS)
        code = add_maps(&e);
    if (code == 0 && extras->products & ECG_PRODUCT_MESH)
        code = add_mesh(&e);
    if (code == 0 && extras->products & ECG_PRODUCT_GRID)
        code = add_grid(&e, truth);
    if (code == 0 && extras->products & ECG_PRODUCT_CLEAN)
        code = add_png(&e, ".clean.png", &extras->clean, 1);
    return code;
}
