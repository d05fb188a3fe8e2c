/* Points through the mesh, forward and backward. */
#include "core/bound.h"
#include "render/mesh.h"
#include "render/mesh_bins.h"
#include "render/mesh_cell.h"

#include <math.h>

/* A point on a shared edge may be missed by both triangles through rounding: both are this much
 * wider, in cells. */
static const double SLACK = 1e-9;

struct place {
    int i, j;    /* cell */
    double u, v; /* 0..1 inside it */
};

static int clamp_cell(double at, int nodes)
{
    return at > 0 ? (at < nodes - 2 ? (int)at : nodes - 2) : 0;
}

static struct place place_of(const struct ecg_mesh *mesh, double x_mm, double y_mm)
{
    double sheet_x_mm, sheet_y_mm;
    ecg_print_to_sheet(&mesh->print, x_mm, y_mm, &sheet_x_mm, &sheet_y_mm);
    double u = sheet_x_mm / mesh->step_x_mm, v = sheet_y_mm / mesh->step_y_mm;
    struct place p = { clamp_cell(u, mesh->columns), clamp_cell(v, mesh->rows), 0, 0 };
    p.u = u - p.i;
    p.v = v - p.j;
    return p;
}

void ecg_mesh_map(
    const struct ecg_mesh *mesh, double x_mm, double y_mm, double *x_px, double *y_px)
{
    struct place p = place_of(mesh, x_mm, y_mm);
    struct ecg_cell_map m = ecg_cell_map(ecg_cell_triangle(mesh, p.i, p.j, p.u >= p.v));
    *x_px = m.x + p.u * m.xu + p.v * m.xv;
    *y_px = m.y + p.u * m.yu + p.v * m.yv;
}

void ecg_mesh_scale(const struct ecg_mesh *mesh, double x_mm, double y_mm, double *px_per_mm_x,
    double *px_per_mm_y)
{
    struct place p = place_of(mesh, x_mm, y_mm);
    struct ecg_cell_map m = ecg_cell_map(ecg_cell_triangle(mesh, p.i, p.j, p.u >= p.v));
    double slope_x, slope_y;
    ecg_print_slope(&mesh->print, x_mm, y_mm, &slope_x, &slope_y);
    *px_per_mm_x = slope_x * hypot(m.xu, m.yu) / mesh->step_x_mm;
    *px_per_mm_y = slope_y * hypot(m.xv, m.yv) / mesh->step_y_mm;
}

/* The nearest triangle over an image point; 0 when there is none. */
static int find(
    const struct ecg_mesh *mesh, double x_px, double y_px, struct place *found, double *depth_mm)
{
    size_t count;
    const uint32_t *cells = ecg_mesh_bins_at(mesh->bins, x_px, y_px, &count);
    int columns = mesh->columns - 1, hit = 0;
    for (size_t k = 0; k < count; k++) {
        int j = (int)cells[k] / columns, i = (int)cells[k] - j * columns;
        for (int upper = 0; upper < 2; upper++) {
            struct ecg_triangle t = ecg_cell_triangle(mesh, i, j, upper);
            struct ecg_cell_map m = ecg_cell_map(t);
            double u, v;
            if (!ecg_cell_solve(&m, x_px, y_px, &u, &v))
                continue;
            double low = upper ? v : u, high = upper ? u : v;
            if (!(low >= -SLACK && high <= 1 + SLACK && low <= high + SLACK))
                continue;
            double depth = ecg_cell_depth(t, u, v);
            if (hit && depth >= *depth_mm)
                continue;
            *depth_mm = depth;
            *found = (struct place){ i, j, u, v };
            hit = 1;
        }
    }
    return hit;
}

int ecg_mesh_unmap(
    const struct ecg_mesh *mesh, double x_px, double y_px, double *x_mm, double *y_mm)
{
    struct place p;
    double depth_mm;
    if (!find(mesh, x_px, y_px, &p, &depth_mm))
        return 0;
    ecg_print_to_page(
        &mesh->print, (p.i + p.u) * mesh->step_x_mm, (p.j + p.v) * mesh->step_y_mm, x_mm, y_mm);
    return 1;
}

int ecg_mesh_visible(const struct ecg_mesh *mesh, double x_mm, double y_mm)
{
    struct place p = place_of(mesh, x_mm, y_mm), front;
    if (!(p.u >= -SLACK && p.u <= 1 + SLACK && p.v >= -SLACK && p.v <= 1 + SLACK))
        return 0;
    struct ecg_triangle t = ecg_cell_triangle(mesh, p.i, p.j, p.u >= p.v);
    struct ecg_cell_map m = ecg_cell_map(t);
    double x_px = m.x + p.u * m.xu + p.v * m.xv, y_px = m.y + p.u * m.yu + p.v * m.yv;
    if (!(x_px >= 0 && x_px <= mesh->width_px && y_px >= 0 && y_px <= mesh->height_px))
        return 0;
    double depth_mm;
    if (!find(mesh, x_px, y_px, &front, &depth_mm))
        return 0;
    return depth_mm >= ecg_cell_depth(t, p.u, p.v) - 0.05;
}

void ecg_mesh_relief(
    const struct ecg_mesh *mesh, double sheet_x_mm, double sheet_y_mm, double slope[2])
{
    const struct ecg_relief *relief = &mesh->relief;
    slope[0] = slope[1] = 0;
    if (relief->width < 2 || relief->height < 2)
        return;
    double x = ecg_clamp(sheet_x_mm * relief->px_per_mm - 0.5, 0, relief->width - 1);
    double y = ecg_clamp(sheet_y_mm * relief->px_per_mm - 0.5, 0, relief->height - 1);
    int i = (int)ecg_min(x, relief->width - 2), j = (int)ecg_min(y, relief->height - 2);
    for (int k = 0; k < 4; k++) {
        double weight = (k & 1 ? x - i : 1 - (x - i)) * (k >> 1 ? y - j : 1 - (y - j));
        size_t at = (size_t)(j + (k >> 1)) * (size_t)relief->width + (size_t)(i + (k & 1));
        for (int axis = 0; axis < 2; axis++)
            slope[axis] += weight * relief->slope[2 * at + (size_t)axis] / 32767;
    }
}
