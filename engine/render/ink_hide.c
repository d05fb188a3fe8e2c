/* Ink on parts of the sheet that cannot be seen: under a nearer fold, or turned away. */
#include "render/ink_build.h"

#include "core/alloc.h"
#include "render/mesh_cell.h"

#include <math.h>
#include <string.h>

/* The end of what is seen of a piece is found to 1 / 2^this of its length. */
enum { BISECTIONS = 9 };

/* Twice the area of a triangle in the image, negative when it is seen from behind. */
static double turn(const struct ecg_mesh *mesh, int i, int j, int upper)
{
    struct ecg_cell_map m = ecg_cell_map(ecg_cell_triangle(mesh, i, j, upper));
    return m.xu * m.yv - m.xv * m.yu;
}

int ecg_ink_may_hide(const struct ecg_mesh *mesh)
{
    /* A sheet in one piece can only lie over itself where some of it is turned over. */
    for (int j = 0; !mesh->is_affine && j < mesh->rows - 1; j++)
        for (int i = 0; i < mesh->columns - 1; i++)
            if (!(turn(mesh, i, j, 0) > 0 && turn(mesh, i, j, 1) > 0))
                return 1;
    return 0;
}

static int cell_at(double at, int nodes)
{
    return at > 0 ? (at < nodes - 2 ? (int)at : nodes - 2) : 0;
}

int ecg_ink_is_seen(const struct ecg_ink_builder *builder, double x_mm, double y_mm)
{
    const struct ecg_mesh *mesh = builder->mesh;
    if (!builder->may_hide)
        return 1;
    double u, v;
    ecg_print_to_sheet(&mesh->print, x_mm, y_mm, &u, &v);
    u /= mesh->step_x_mm;
    v /= mesh->step_y_mm;
    int i = cell_at(u, mesh->columns), j = cell_at(v, mesh->rows);
    if (turn(mesh, i, j, u - i >= v - j) <= 0)
        return 0;
    /* Beyond the picture's border nothing is drawn anyway, and beyond the paper's there is
     * nothing that could lie over it. */
    double x_px, y_px;
    ecg_mesh_map(mesh, x_mm, y_mm, &x_px, &y_px);
    int inside = x_px >= 0 && y_px >= 0 && x_px <= mesh->width_px && y_px <= mesh->height_px &&
                 u >= 0 && v >= 0 && u <= mesh->columns - 1 && v <= mesh->rows - 1;
    return !inside || ecg_mesh_visible(mesh, x_mm, y_mm);
}

static struct ecg_path_point between(const struct ecg_mesh *mesh, const struct ecg_path_point *a,
    const struct ecg_path_point *b, double t)
{
    struct ecg_path_point p = { .x_mm = a->x_mm + t * (b->x_mm - a->x_mm),
        .y_mm = a->y_mm + t * (b->y_mm - a->y_mm) };
    ecg_mesh_map(mesh, p.x_mm, p.y_mm, &p.x_px, &p.y_px);
    return p;
}

/* Where the piece from a point that is seen to one that is not goes out of sight. */
static struct ecg_path_point last_seen(const struct ecg_ink_builder *builder,
    const struct ecg_path_point *seen, const struct ecg_path_point *hidden)
{
    double low = 0, high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2;
        struct ecg_path_point p = between(builder->mesh, seen, hidden, middle);
        if (ecg_ink_is_seen(builder, p.x_mm, p.y_mm))
            low = middle;
        else
            high = middle;
    }
    return between(builder->mesh, seen, hidden, low);
}

/* One stretch of the whole path that is seen. */
struct stretch {
    double from_mm, to_mm; /* along the whole path */
    int is_cut[2];         /* at its start, at its end */
};

static void lay_stretch(struct ecg_ink_builder *builder, const struct ecg_pen *whole,
    double total_mm, const struct stretch *stretch)
{
    struct ecg_pen pen = *whole;
    double slope = total_mm > 0 ? (whole->width1_mm - whole->width0_mm) / total_mm : 0;
    pen.width0_mm = whole->width0_mm + slope * stretch->from_mm;
    pen.width1_mm = whole->width0_mm + slope * stretch->to_mm;
    pen.dash_start_mm = whole->dash_start_mm + stretch->from_mm;
    if (stretch->is_cut[0])
        pen.reach0 = -1;
    if (stretch->is_cut[1])
        pen.reach1 = -1;
    ecg_ink_stroke(builder, &pen);
    builder->path->n_points = 0;
}

static void append(struct ecg_path *path, const struct ecg_path_point *point)
{
    if (ecg_grow(&path->points, &path->cap_points, path->n_points + 1, sizeof *point) < 0)
        path->failed = 1;
    else
        path->points[path->n_points++] = *point;
}

static double distance_mm(const struct ecg_path_point *a, const struct ecg_path_point *b)
{
    return ecg_length(b->x_mm - a->x_mm, b->y_mm - a->y_mm);
}

void ecg_ink_lay(struct ecg_ink_builder *builder, const struct ecg_pen *pen)
{
    struct ecg_path *path = builder->path;
    struct ecg_drawing_scratch *scratch = builder->drawing->scratch;
    size_t n = path->n_points;
    if (!builder->may_hide || n == 0) {
        ecg_ink_stroke(builder, pen);
        return;
    }
    if (ecg_grow(&scratch->whole, &scratch->cap_whole, n, sizeof *scratch->whole) < 0) {
        builder->failed = 1;
        return;
    }
    const struct ecg_path_point *p = scratch->whole;
    memcpy(scratch->whole, path->points, n * sizeof *p);
    double total_mm = 0, done_mm = 0;
    for (size_t i = 1; i < n; i++)
        total_mm += distance_mm(&p[i - 1], &p[i]);
    struct stretch stretch = { 0 };
    int was_seen = 0;
    path->n_points = 0;
    for (size_t i = 0; i < n; i++) {
        int is_seen = ecg_ink_is_seen(builder, p[i].x_mm, p[i].y_mm);
        double step_mm = i > 0 ? distance_mm(&p[i - 1], &p[i]) : 0;
        if (i > 0 && is_seen && !was_seen) {
            struct ecg_path_point edge = last_seen(builder, &p[i], &p[i - 1]);
            append(path, &edge);
            stretch = (struct stretch){ .from_mm = done_mm + distance_mm(&p[i - 1], &edge),
                .is_cut = { 1, 0 } };
        } else if (i > 0 && !is_seen && was_seen) {
            struct ecg_path_point edge = last_seen(builder, &p[i - 1], &p[i]);
            append(path, &edge);
            stretch.to_mm = done_mm + distance_mm(&p[i - 1], &edge);
            stretch.is_cut[1] = 1;
            lay_stretch(builder, pen, total_mm, &stretch);
            stretch = (struct stretch){ 0 };
        }
        if (is_seen)
            append(path, &p[i]);
        done_mm += step_mm;
        was_seen = is_seen;
    }
    stretch.to_mm = total_mm;
    if (was_seen)
        lay_stretch(builder, pen, total_mm, &stretch);
}
