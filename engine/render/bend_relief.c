/*
 * What the nodes are too far apart to show: sharp creases. Each texel holds the slope of the facet
 * it lies on and of the profile's folds, less what the nodes' normals, interpolated, say of both.
 */
#include "core/alloc.h"
#include "core/bound.h"
#include "render/bend.h"
#include "render/facets.h"

#include <math.h>
#include <string.h>

static const double TEXELS_PER_MM = 2;
static const double MOST_TEXELS = 4e6;

struct slopes {
    int width, height;
    double px_per_mm;
    float *at; /* 2 a texel: dz/dx, dz/dy */
};

/* Where a row crosses a facet's outline: from *lo to *hi, lo > hi when it does not. */
static void cross(const struct facet_vertex *const v[3], double y_mm, double *lo_mm, double *hi_mm)
{
    *lo_mm = INFINITY;
    *hi_mm = -INFINITY;
    for (int k = 0; k < 3; k++) {
        const struct facet_vertex *a = v[k], *b = v[(k + 1) % 3];
        if ((a->y_mm <= y_mm) == (b->y_mm <= y_mm))
            continue;
        double t = (y_mm - a->y_mm) / (b->y_mm - a->y_mm);
        double x_mm = a->x_mm + t * (b->x_mm - a->x_mm);
        *lo_mm = ecg_min(*lo_mm, x_mm);
        *hi_mm = ecg_max(*hi_mm, x_mm);
    }
}

static void fill_facet(const struct slopes *slopes, const struct facet_vertex *const v[3])
{
    double ux = v[1]->x_mm - v[0]->x_mm, uy = v[1]->y_mm - v[0]->y_mm;
    double wx = v[2]->x_mm - v[0]->x_mm, wy = v[2]->y_mm - v[0]->y_mm;
    double uz = v[1]->at_mm[2] - v[0]->at_mm[2], wz = v[2]->at_mm[2] - v[0]->at_mm[2];
    double det = ux * wy - wx * uy;
    if (fabs(det) < 1e-9)
        return;
    float slope_x = (float)((uz * wy - wz * uy) / det);
    float slope_y = (float)((ux * wz - wx * uz) / det);
    double y0 = ecg_min(v[0]->y_mm, ecg_min(v[1]->y_mm, v[2]->y_mm));
    double y1 = ecg_max(v[0]->y_mm, ecg_max(v[1]->y_mm, v[2]->y_mm));
    double scale = slopes->px_per_mm;
    int j0 = (int)ceil(ecg_max(y0 * scale - 0.5, 0));
    int j1 = (int)floor(ecg_min(y1 * scale - 0.5, slopes->height - 1));
    for (int j = j0; j <= j1; j++) {
        double lo, hi;
        cross(v, (j + 0.5) / scale, &lo, &hi);
        int i0 = (int)ceil(ecg_max(lo * scale - 0.5, 0));
        int i1 = (int)floor(ecg_min(hi * scale - 0.5, slopes->width - 1));
        float *row = slopes->at + 2 * (size_t)j * (size_t)slopes->width;
        for (int i = i0; i <= i1; i++) {
            row[2 * i] = slope_x;
            row[2 * i + 1] = slope_y;
        }
    }
}

static void add_profile(const struct slopes *slopes, const struct bend_roll *roll)
{
    double step_mm = 1 / slopes->px_per_mm;
    for (int j = 0; j < slopes->height; j++)
        bend_roll_add_turns(roll, step_mm / 2, (j + 0.5) * step_mm, step_mm, slopes->width,
            slopes->at + 2 * (size_t)j * (size_t)slopes->width);
}

/* A crease is about a millimetre wide: each texel the mean of its neighbours, 1 2 1, both ways. */
static void soften(const struct slopes *slopes, float *scratch)
{
    size_t across = 2 * (size_t)slopes->width;
    for (int j = 0; j < slopes->height; j++) {
        float *row = slopes->at + (size_t)j * across;
        memcpy(scratch, row, across * sizeof *row);
        for (size_t i = 2; i + 2 < across; i++)
            row[i] = (scratch[i - 2] + 2 * scratch[i] + scratch[i + 2]) / 4;
    }
    memcpy(scratch, slopes->at, across * sizeof *scratch);
    for (int j = 1; j + 1 < slopes->height; j++) {
        float *row = slopes->at + (size_t)j * across;
        for (size_t i = 0; i < across; i++) {
            float old = row[i];
            row[i] = (scratch[i] + 2 * old + row[i + across]) / 4;
            scratch[i] = old;
        }
    }
}

/* The slopes as the nodes have them: differences over two steps, as bend_shade's normals. */
static void fill_node_slopes(const struct bend_field *field, const double *h_mm, float *slope)
{
    size_t columns = (size_t)field->columns;
    int last_i = field->columns - 1, last_j = field->rows - 1;
    for (int j = 0; j <= last_j; j++)
        for (int i = 0; i <= last_i; i++) {
            size_t n = (size_t)j * columns + (size_t)i;
            size_t left = i > 0 ? n - 1 : n, right = i < last_i ? n + 1 : n;
            size_t over = j > 0 ? n - columns : n, under = j < last_j ? n + columns : n;
            slope[2 * n] =
                (float)((h_mm[right] - h_mm[left]) / ((double)(right - left) * field->step_x_mm));
            slope[2 * n + 1] = (float)((h_mm[under] - h_mm[over]) /
                                       ((double)((under - over) / columns) * field->step_y_mm));
        }
}

struct bracket {
    int first;
    float share; /* of the next */
};

static struct bracket bracket_of(double at, int nodes)
{
    int first = (int)ecg_clamp(at, 0, nodes - 2);
    return (struct bracket){ first, (float)(at - first) };
}

static int16_t quantize(float slope)
{
    float at_least = slope > -1 ? slope : -1, within = at_least < 1 ? at_least : 1;
    return (int16_t)((int)(within * 32767 + 32768.5f) - 32768);
}

/* scratch: 2 a column of nodes */
static void subtract_nodes(const struct slopes *slopes, const struct bend_field *field,
    const float *node, const struct bracket *across, float *scratch, int16_t *out)
{
    int n_row = 2 * field->columns;
    for (int j = 0; j < slopes->height; j++) {
        struct bracket down =
            bracket_of((j + 0.5) / slopes->px_per_mm / field->step_y_mm, field->rows);
        const float *top = node + (size_t)down.first * (size_t)n_row, *bottom = top + n_row;
        for (int k = 0; k < n_row; k++)
            scratch[k] = top[k] + down.share * (bottom[k] - top[k]);
        const float *sharp = slopes->at + 2 * (size_t)j * (size_t)slopes->width;
        int16_t *row = out + 2 * (size_t)j * (size_t)slopes->width;
        for (int i = 0; i < slopes->width; i++) {
            const float *a = &scratch[2 * across[i].first];
            float share = across[i].share;
            row[2 * i] = quantize(sharp[2 * i] - a[0] - share * (a[2] - a[0]));
            row[2 * i + 1] = quantize(sharp[2 * i + 1] - a[1] - share * (a[3] - a[1]));
        }
    }
}

static int fill_relief(struct ecg_relief *relief, const struct slopes *slopes,
    const struct bend_field *field, const double *h_mm)
{
    size_t n_nodes = (size_t)field->columns * (size_t)field->rows;
    float *node = ecg_calloc(2 * n_nodes + 2 * (size_t)field->columns, sizeof *node);
    struct bracket *across = ecg_calloc((size_t)slopes->width, sizeof *across);
    relief->slope =
        ecg_calloc(2 * (size_t)slopes->width * (size_t)slopes->height, sizeof *relief->slope);
    int code = node && across && relief->slope ? ECG_OK : ECG_E_MEMORY;
    if (!code) {
        for (int i = 0; i < slopes->width; i++)
            across[i] =
                bracket_of((i + 0.5) / slopes->px_per_mm / field->step_x_mm, field->columns);
        fill_node_slopes(field, h_mm, node);
        subtract_nodes(slopes, field, node, across, node + 2 * n_nodes, relief->slope);
    }
    ecg_free(node);
    ecg_free(across);
    return code;
}

/* The facets' heights and, so that its slope is the turn, the integral of the profile's turn. */
static double *crease_heights(const struct bend_field *field, const struct bend_roll *roll)
{
    size_t n_nodes = (size_t)field->columns * (size_t)field->rows;
    double *h_mm = ecg_calloc(n_nodes, sizeof *h_mm);
    for (size_t n = 0; h_mm && n < n_nodes; n++)
        h_mm[n] = field->h_mm[n];
    for (int j = 0; h_mm && roll->count && j < field->rows; j++)
        for (int i = 0; i < field->columns; i++)
            h_mm[(size_t)j * (size_t)field->columns + (size_t)i] +=
                bend_roll_rise(roll, i * field->step_x_mm, j * field->step_y_mm);
    return h_mm;
}

int bend_relief(struct ecg_relief *relief, const struct bend_field *field,
    const struct facets *facets, const struct bend_roll *roll)
{
    double area_mm2 = field->width_mm * field->height_mm;
    double scale = ecg_min(TEXELS_PER_MM, sqrt(MOST_TEXELS / area_mm2));
    struct slopes slopes = { .width = (int)ceil(field->width_mm * scale),
        .height = (int)ceil(field->height_mm * scale),
        .px_per_mm = scale };
    slopes.at = ecg_calloc(2 * (size_t)slopes.width * (size_t)slopes.height, sizeof *slopes.at);
    double *h_mm = crease_heights(field, roll);
    float *scratch = ecg_calloc(2 * (size_t)slopes.width, sizeof *scratch);
    int code = slopes.at && h_mm && scratch ? ECG_OK : ECG_E_MEMORY;
    if (!code) {
        for (size_t k = 0; k < facets->n_triangles; k++) {
            const int *t = facets->triangles[k].vertex;
            const struct facet_vertex *v[3] = { &facets->vertices[t[0]], &facets->vertices[t[1]],
                &facets->vertices[t[2]] };
            fill_facet(&slopes, v);
        }
        if (roll->count)
            add_profile(&slopes, roll);
        soften(&slopes, scratch);
        relief->width = slopes.width;
        relief->height = slopes.height;
        relief->px_per_mm = scale;
        code = fill_relief(relief, &slopes, field, h_mm);
    }
    ecg_free(slopes.at);
    ecg_free(scratch);
    ecg_free(h_mm);
    return code;
}
