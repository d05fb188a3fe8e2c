#include "render/ink_build.h"

#include "core/alloc.h"

#include <math.h>

/* On a bent sheet a fill is cut into pieces of about a cell, at most so many along a side. */
enum { MAX_PIECES = 256 };

static void add_patch(struct ecg_ink_builder *builder, const struct ecg_patch *patch)
{
    struct ecg_drawing *drawing = builder->drawing;
    if (ecg_grow(&drawing->patches, &drawing->cap_patches, drawing->n_patches + 1,
            sizeof *drawing->patches) < 0)
        builder->failed = 1;
    else
        drawing->patches[drawing->n_patches++] = *patch;
}

/* The place (s, t), 0..1 each, of a quad. */
static void quad_at(const double corner[4][2], double s, double t, double at[2])
{
    for (int k = 0; k < 2; k++) {
        double top = corner[0][k] + s * (corner[1][k] - corner[0][k]);
        double bottom = corner[3][k] + s * (corner[2][k] - corner[3][k]);
        at[k] = top + t * (bottom - top);
    }
}

static double side_mm(const double a[2], const double b[2])
{
    return hypot(b[0] - a[0], b[1] - a[1]);
}

static int pieces_along(const struct ecg_mesh *mesh, double longest_mm)
{
    double step_mm = fmin(mesh->step_x_mm, mesh->step_y_mm);
    if (mesh->is_affine || !(longest_mm > step_mm / 2))
        return 1;
    return (int)fmin(ceil(longest_mm / step_mm), MAX_PIECES);
}

void ecg_ink_fill(struct ecg_ink_builder *builder, const struct ecg_fill *fill)
{
    const double(*c)[2] = fill->corner_mm;
    int across = pieces_along(builder->mesh, fmax(side_mm(c[0], c[1]), side_mm(c[3], c[2])));
    int down = pieces_along(builder->mesh, fmax(side_mm(c[1], c[2]), side_mm(c[0], c[3])));
    static const int corners[4][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
    for (int j = 0; j < down; j++)
        for (int i = 0; i < across; i++) {
            struct ecg_patch patch = {
                .soft = { j == 0, i == across - 1, j == down - 1, i == 0 },
                .layer = (float)(fill->layer % 4),
            };
            for (int k = 0; k < 4; k++) {
                double at_mm[2], x_px, y_px;
                quad_at(c, (double)(i + corners[k][0]) / across,
                    (double)(j + corners[k][1]) / down, at_mm);
                ecg_mesh_map(builder->mesh, at_mm[0], at_mm[1], &x_px, &y_px);
                patch.corner_px[k][0] = (float)x_px;
                patch.corner_px[k][1] = (float)y_px;
            }
            double middle_mm[2];
            quad_at(c, (i + 0.5) / across, (j + 0.5) / down, middle_mm);
            if (ecg_ink_is_seen(builder, middle_mm[0], middle_mm[1]))
                add_patch(builder, &patch);
        }
}
