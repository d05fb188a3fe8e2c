/* The layer of facets: from triangles to nodes. */
#include "core/alloc.h"
#include "core/bound.h"
#include "render/bend.h"
#include "render/facets.h"

#include <math.h>

/* Every node gets the shift of the facet it lies on; on an edge, of either. */
static void fill_triangle(const struct bend_field *field, const struct facets *facets,
    const struct facet_triangle *triangle, double *layer)
{
    const struct facet_vertex *v[3];
    for (int k = 0; k < 3; k++)
        v[k] = &facets->vertices[triangle->vertex[k]];
    double ux = v[1]->x_mm - v[0]->x_mm, uy = v[1]->y_mm - v[0]->y_mm;
    double wx = v[2]->x_mm - v[0]->x_mm, wy = v[2]->y_mm - v[0]->y_mm;
    double det = ux * wy - wx * uy;
    if (fabs(det) < 1e-9)
        return;
    double y0 = ecg_min(v[0]->y_mm, ecg_min(v[1]->y_mm, v[2]->y_mm));
    double y1 = ecg_max(v[0]->y_mm, ecg_max(v[1]->y_mm, v[2]->y_mm));
    double x0 = ecg_min(v[0]->x_mm, ecg_min(v[1]->x_mm, v[2]->x_mm));
    double x1 = ecg_max(v[0]->x_mm, ecg_max(v[1]->x_mm, v[2]->x_mm));
    int j1 = (int)floor(y1 / field->step_y_mm + 1e-6);
    int i1 = (int)floor(x1 / field->step_x_mm + 1e-6);
    for (int j = (int)ceil(y0 / field->step_y_mm - 1e-6); j <= j1; j++)
        for (int i = (int)ceil(x0 / field->step_x_mm - 1e-6); i <= i1; i++) {
            double dx = i * field->step_x_mm - v[0]->x_mm, dy = j * field->step_y_mm - v[0]->y_mm;
            double p = (dx * wy - wx * dy) / det, q = (ux * dy - dx * uy) / det;
            if (p < -1e-9 || q < -1e-9 || p + q > 1 + 1e-9)
                continue;
            double *out = &layer[3 * ((size_t)j * (size_t)field->columns + (size_t)i)], at[3];
            for (int k = 0; k < 3; k++)
                at[k] = (1 - p - q) * v[0]->at_mm[k] + p * v[1]->at_mm[k] + q * v[2]->at_mm[k];
            out[0] = at[0] - i * field->step_x_mm;
            out[1] = at[1] - j * field->step_y_mm;
            out[2] = at[2];
        }
}

int bend_facets(struct bend_field *field, const struct facets *facets)
{
    size_t n_nodes = (size_t)field->columns * (size_t)field->rows;
    double *layer = ecg_calloc(3 * n_nodes, sizeof *layer);
    if (!layer)
        return ECG_E_MEMORY;
    for (size_t k = 0; k < facets->n_triangles; k++)
        fill_triangle(field, facets, &facets->triangles[k], layer);
    for (size_t n = 0; n < n_nodes; n++) {
        field->u_mm[n] += layer[3 * n];
        field->v_mm[n] += layer[3 * n + 1];
        field->h_mm[n] += layer[3 * n + 2];
    }
    ecg_free(layer);
    return ECG_OK;
}
