#include "render/mesh_bins.h"

#include "core/alloc.h"
#include "core/bound.h"

#include <math.h>

struct span {
    int x0, x1, y0, y1; /* bins, both ends included */
};

static float lesser(float a, float b)
{
    return a < b ? a : b;
}

static float greater(float a, float b)
{
    return a > b ? a : b;
}

static int bin_at(double px, double size_px, int count)
{
    double bin = px / size_px;
    return bin > 0 ? (bin < count - 1 ? (int)bin : count - 1) : 0;
}

static struct span cell_span(
    const struct ecg_mesh_bins *bins, const struct ecg_mesh *mesh, size_t top_left)
{
    const struct ecg_node *a = &mesh->nodes[top_left], *b = a + 1;
    const struct ecg_node *c = a + mesh->columns, *d = c + 1;
    double size = bins->size_px;
    float x0 = lesser(lesser(a->x_px, b->x_px), lesser(c->x_px, d->x_px));
    float x1 = greater(greater(a->x_px, b->x_px), greater(c->x_px, d->x_px));
    float y0 = lesser(lesser(a->y_px, b->y_px), lesser(c->y_px, d->y_px));
    float y1 = greater(greater(a->y_px, b->y_px), greater(c->y_px, d->y_px));
    /* A hair wider, so that a point on the cell's edge finds it from either side. */
    return (struct span){ bin_at(x0 - 0.01, size, bins->columns),
        bin_at(x1 + 0.01, size, bins->columns), bin_at(y0 - 0.01, size, bins->rows),
        bin_at(y1 + 0.01, size, bins->rows) };
}

/* Counts (cells NULL) or lists every cell in its bins; `first` is advanced by each entry. */
static void visit_cells(struct ecg_mesh_bins *bins, const struct ecg_mesh *mesh, uint32_t *first)
{
    uint32_t cell = 0;
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++, cell++) {
            struct span s = cell_span(bins, mesh, (size_t)j * (size_t)mesh->columns + (size_t)i);
            for (int y = s.y0; y <= s.y1; y++)
                for (int x = s.x0; x <= s.x1; x++) {
                    uint32_t at = first[y * bins->columns + x]++;
                    if (bins->cells)
                        bins->cells[at] = cell;
                }
        }
}

int ecg_mesh_bins_make(
    struct ecg_mesh_bins **bins, const struct ecg_mesh *mesh, struct ecg_error *error)
{
    struct ecg_mesh_bins *made = ecg_calloc(1, sizeof *made);
    uint32_t *cursor = NULL;
    if (!made)
        goto error;
    double cells = (double)(mesh->columns - 1) * (mesh->rows - 1);
    double area = (double)mesh->width_px * mesh->height_px;
    made->size_px = ecg_max(sqrt(area / cells), 4);
    made->columns = (int)(mesh->width_px / made->size_px) + 1;
    made->rows = (int)(mesh->height_px / made->size_px) + 1;
    size_t n_bins = (size_t)made->columns * (size_t)made->rows;
    made->first = ecg_calloc(n_bins + 1, sizeof *made->first);
    cursor = ecg_calloc(n_bins, sizeof *cursor);
    if (!made->first || !cursor)
        goto error;
    visit_cells(made, mesh, cursor);
    for (size_t b = 0; b < n_bins; b++) {
        made->first[b + 1] = made->first[b] + cursor[b];
        cursor[b] = made->first[b];
    }
    made->cells = ecg_calloc(made->first[n_bins], sizeof *made->cells);
    if (!made->cells)
        goto error;
    visit_cells(made, mesh, cursor);
    ecg_free(cursor);
    *bins = made;
    return ECG_OK;
error:
    ecg_free(cursor);
    ecg_mesh_bins_destroy(&made);
    return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
}

void ecg_mesh_bins_destroy(struct ecg_mesh_bins **bins)
{
    if (!*bins)
        return;
    ecg_free((*bins)->first);
    ecg_free((*bins)->cells);
    ecg_free(*bins);
    *bins = NULL;
}

const uint32_t *ecg_mesh_bins_at(
    const struct ecg_mesh_bins *bins, double x_px, double y_px, size_t *count)
{
    int x = bin_at(x_px, bins->size_px, bins->columns);
    int y = bin_at(y_px, bins->size_px, bins->rows);
    size_t bin = (size_t)y * (size_t)bins->columns + (size_t)x;
    *count = bins->first[bin + 1] - bins->first[bin];
    return bins->cells + bins->first[bin];
}
