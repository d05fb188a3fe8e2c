/* What light needs of a bent sheet: normals, curvature, and how open each node lies. */
#include "core/bound.h"
#include "render/bend.h"

#include <math.h>
#include <stddef.h>

struct vector {
    double x, y, z;
};

static struct vector from_to(const struct ecg_node *a, const struct ecg_node *b)
{
    return (struct vector){ (double)b->x_mm - (double)a->x_mm, (double)b->y_mm - (double)a->y_mm,
        (double)b->z_mm - (double)a->z_mm };
}

static double along(struct vector v, const float normal[3])
{
    return v.x * (double)normal[0] + v.y * (double)normal[1] + v.z * (double)normal[2];
}

static void set_normal(struct ecg_node *node, struct vector a, struct vector b)
{
    struct vector n = { a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
    double length = sqrt(n.x * n.x + n.y * n.y + n.z * n.z);
    double gain = length > 0 ? 1 / length : 0;
    node->normal[0] = (float)(n.x * gain);
    node->normal[1] = (float)(n.y * gain);
    node->normal[2] = length > 0 ? (float)(n.z * gain) : 1;
}

/* How far the middle of three nodes stands out over the line of the other two, as a curvature. */
static double standing_out(const struct ecg_node *before, const struct ecg_node *node,
    const struct ecg_node *after, double step_mm)
{
    struct vector b = from_to(node, before), a = from_to(node, after);
    struct vector sum = { a.x + b.x, a.y + b.y, a.z + b.z };
    return -along(sum, node->normal) / (step_mm * step_mm);
}

/* In each direction the sheet's horizon over the node's own plane takes the square of its sine of
 * the light. */
static float occlusion_at(const struct ecg_mesh *mesh, int i, int j)
{
    static const int direction[8][2] = { { 1, 0 }, { 1, 1 }, { 0, 1 }, { -1, 1 }, { -1, 0 },
        { -1, -1 }, { 0, -1 }, { 1, -1 } };
    static const int reach[] = { 1, 3, 8 };
    const struct ecg_node *node = &mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i];
    double taken = 0;
    for (int d = 0; d < 8; d++) {
        double highest = 0;
        for (int r = 0; r < 3; r++) {
            int x = i + direction[d][0] * reach[r], y = j + direction[d][1] * reach[r];
            if (x < 0 || y < 0 || x >= mesh->columns || y >= mesh->rows)
                break;
            struct vector v =
                from_to(node, &mesh->nodes[(size_t)y * (size_t)mesh->columns + (size_t)x]);
            double up = along(v, node->normal);
            if (up > 0)
                highest = ecg_max(highest, up * up / (v.x * v.x + v.y * v.y + v.z * v.z));
        }
        taken += highest;
    }
    return (float)(1 - taken / 8);
}

/* Worked out at every other node each way, and at the last; it is smooth enough to be the mean
 * between them. */
static void set_occlusion(struct ecg_mesh *mesh)
{
    int last_i = mesh->columns - 1, last_j = mesh->rows - 1;
    size_t columns = (size_t)mesh->columns;
    for (int j = 0; j <= last_j; j++) {
        struct ecg_node *row = &mesh->nodes[(size_t)j * columns];
        if (j & 1 && j < last_j)
            continue;
        for (int i = 0; i <= last_i; i++)
            if (!(i & 1) || i == last_i)
                row[i].occlusion = occlusion_at(mesh, i, j);
        for (int i = 1; i < last_i; i += 2)
            row[i].occlusion = (row[i - 1].occlusion + row[i + 1].occlusion) / 2;
    }
    for (int j = 1; j < last_j; j += 2)
        for (int i = 0; i <= last_i; i++) {
            struct ecg_node *node = &mesh->nodes[(size_t)j * columns + (size_t)i];
            node->occlusion = (node[-(ptrdiff_t)columns].occlusion + node[columns].occlusion) / 2;
        }
}

void bend_shade(struct ecg_mesh *mesh)
{
    int columns = mesh->columns, rows = mesh->rows;
    for (int j = 0; j < rows; j++)
        for (int i = 0; i < columns; i++) {
            struct ecg_node *node = &mesh->nodes[(size_t)j * (size_t)columns + (size_t)i];
            const struct ecg_node *left = i > 0 ? node - 1 : node;
            const struct ecg_node *right = i + 1 < columns ? node + 1 : node;
            const struct ecg_node *over = j > 0 ? node - columns : node;
            const struct ecg_node *under = j + 1 < rows ? node + columns : node;
            set_normal(node, from_to(left, right), from_to(over, under));
            double curvature = 0;
            if (i > 0 && i + 1 < columns)
                curvature += standing_out(left, node, right, mesh->step_x_mm);
            if (j > 0 && j + 1 < rows)
                curvature += standing_out(over, node, under, mesh->step_y_mm);
            node->curvature_rad_mm = (float)curvature;
        }
    set_occlusion(mesh);
}
