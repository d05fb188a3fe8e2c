/* Which cells of a mesh may cover an image point: a coarse raster of cell lists, for unmap. */
#ifndef RENDER_MESH_BINS_H
#define RENDER_MESH_BINS_H

#include "render/mesh.h"

/* A grid of square bins over the image; what lies outside the image is listed in its border bins.
 */
struct ecg_mesh_bins {
    int columns, rows;
    double size_px;
    uint32_t *first; /* columns * rows + 1 offsets into cells */
    uint32_t *cells; /* cell (i, j) is j * (mesh columns - 1) + i */
};

/* Errors: ECG_E_MEMORY. */
int ecg_mesh_bins_make(
    struct ecg_mesh_bins **bins, const struct ecg_mesh *mesh, struct ecg_error *error);
void ecg_mesh_bins_destroy(struct ecg_mesh_bins **bins);
/* The cells listed at an image point. */
const uint32_t *ecg_mesh_bins_at(
    const struct ecg_mesh_bins *bins, double x_px, double y_px, size_t *count);

#endif
