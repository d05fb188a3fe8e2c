/* The inverse map of a whole image: the mesh's triangles filled with page positions. */
#include "core/alloc.h"
#include "core/bound.h"
#include "render/mesh.h"
#include "render/mesh_cell.h"

#include <math.h>

/* Pixel centres this close to an edge belong to both sides: no seams. */
static const double SEAM_PX = 1e-6;
/* Spacing of the table that undoes the printer's wander: its error is below 1e-5 mm. */
static const double TABLE_STEP_MM = 0.05;

struct raster {
    const struct ecg_mesh *mesh;
    float *xy;
    float *depth_mm;
};

/* f(x, y) = at + x * dx + y * dy over the image */
struct plane {
    double at, dx, dy;
};

/* Narrows lo..hi to where value + slope * x >= 0. */
static void narrow(double value, double slope, double *lo, double *hi)
{
    if (slope > 0)
        *lo = ecg_max(*lo, -value / slope - SEAM_PX);
    else if (slope < 0)
        *hi = ecg_min(*hi, -value / slope + SEAM_PX);
    else if (value < -1e-9)
        *hi = -1;
}

static void fill_row(const struct raster *r, int row, int x0, int x1, const struct plane plane[3])
{
    double y = row + 0.5;
    double s = plane[0].at + y * plane[0].dy, t = plane[1].at + y * plane[1].dy;
    double d = plane[2].at + y * plane[2].dy;
    size_t base = (size_t)row * (size_t)r->mesh->width_px;
    for (int px = x0; px <= x1; px++) {
        double x = px + 0.5;
        size_t at = base + (size_t)px;
        float depth = (float)(d + x * plane[2].dx);
        if (depth >= r->depth_mm[at])
            continue;
        r->depth_mm[at] = depth;
        r->xy[2 * at] = (float)(s + x * plane[0].dx);
        r->xy[2 * at + 1] = (float)(t + x * plane[1].dx);
    }
}

static struct plane combine(
    struct plane u, struct plane v, double at, double along_u, double along_v)
{
    return (struct plane){ at + along_u * u.at + along_v * v.at, along_u * u.dx + along_v * v.dx,
        along_u * u.dy + along_v * v.dy };
}

static void fill_triangle(const struct raster *r, int i, int j, int upper)
{
    const struct ecg_mesh *mesh = r->mesh;
    struct ecg_triangle t = ecg_cell_triangle(mesh, i, j, upper);
    struct ecg_cell_map m = ecg_cell_map(t);
    double det = m.xu * m.yv - m.xv * m.yu;
    if (!(fabs(det) > 1e-12))
        return;
    struct plane u = { (m.xv * m.y - m.x * m.yv) / det, m.yv / det, -m.xv / det };
    struct plane v = { (m.x * m.yu - m.xu * m.y) / det, -m.yu / det, m.xu / det };
    struct plane low = upper ? v : u, high = upper ? u : v;
    struct plane side[3] = { low, { 1 - high.at, -high.dx, -high.dy },
        { high.at - low.at, high.dx - low.dx, high.dy - low.dy } };
    struct plane out[3] = {
        combine(u, v, i * mesh->step_x_mm, mesh->step_x_mm, 0),
        combine(u, v, j * mesh->step_y_mm, 0, mesh->step_y_mm),
        combine(u, v, (double)t.corner->depth_mm, (double)t.u1->depth_mm - (double)t.u0->depth_mm,
            (double)t.v1->depth_mm - (double)t.v0->depth_mm),
    };
    double y1 = m.y + (upper ? m.yu : m.yv), y2 = m.y + m.yu + m.yv;
    double top = ecg_max(ceil(ecg_min(ecg_min(m.y, y1), y2) - 0.5 - SEAM_PX), 0);
    double bottom =
        ecg_min(floor(ecg_max(ecg_max(m.y, y1), y2) - 0.5 + SEAM_PX), mesh->height_px - 1);
    for (int row = (int)top; row <= bottom; row++) {
        double lo = 0.5, hi = mesh->width_px - 0.5;
        for (int k = 0; k < 3; k++)
            narrow(side[k].at + (row + 0.5) * side[k].dy, side[k].dx, &lo, &hi);
        if (lo <= hi)
            fill_row(r, row, (int)ceil(lo - 0.5), (int)floor(hi - 0.5), out);
    }
}

/* sheet mm -> page mm for every pixel */
static void undo_affine_print(const struct ecg_print *print, float *xy, size_t n_px)
{
    for (size_t k = 0; k < 2 * n_px; k++)
        xy[k] = (float)(((double)xy[k] - print->offset_mm[k & 1]) / print->scale[k & 1]);
}

static int undo_wander(const struct ecg_mesh *mesh, float *xy, size_t n_px)
{
    int feed = mesh->print.feed;
    double length_mm = feed ? mesh->height_mm : mesh->width_mm;
    int last = (int)(length_mm / TABLE_STEP_MM) + 1;
    float *table = ecg_calloc((size_t)last + 1, sizeof *table);
    if (!table)
        return ECG_E_MEMORY;
    for (int k = 0; k <= last; k++) {
        double at = k * TABLE_STEP_MM, page[2];
        ecg_print_to_page(&mesh->print, feed ? 0 : at, feed ? at : 0, &page[0], &page[1]);
        table[k] = (float)page[feed];
    }
    const struct ecg_print *print = &mesh->print;
    for (size_t k = 0; k < n_px; k++) {
        float *along = &xy[2 * k + (size_t)feed], *across = &xy[2 * k + (size_t)!feed];
        if (isnan(*along))
            continue;
        float at = *along / (float)TABLE_STEP_MM;
        int cell = at > 0 ? (int)at : 0;
        cell = cell < last ? cell : last - 1;
        *along = table[cell] + (at - (float)cell) * (table[cell + 1] - table[cell]);
        *across = (float)(((double)*across - print->offset_mm[!feed]) / print->scale[!feed]);
    }
    ecg_free(table);
    return ECG_OK;
}

int ecg_mesh_uv_map(const struct ecg_mesh *mesh, float *xy, struct ecg_error *error)
{
    size_t n_px = (size_t)mesh->width_px * (size_t)mesh->height_px;
    struct raster r = { mesh, xy, ecg_calloc(n_px, sizeof(float)) };
    if (!r.depth_mm)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    for (size_t k = 0; k < n_px; k++) {
        r.depth_mm[k] = INFINITY;
        xy[2 * k] = xy[2 * k + 1] = NAN;
    }
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++) {
            fill_triangle(&r, i, j, 1);
            fill_triangle(&r, i, j, 0);
        }
    ecg_free(r.depth_mm);
    int code = ECG_OK;
    if (!mesh->print.is_affine)
        code = undo_wander(mesh, xy, n_px);
    else if (!mesh->print.is_identity)
        undo_affine_print(&mesh->print, xy, n_px);
    return code ? ecg_fail(error, code, "mesh: out of memory") : ECG_OK;
}
