#include "render/ink_path.h"

#include "core/alloc.h"
#include "render/mesh_cell.h"

#include <math.h>

/* Where the printer's feed wanders, straight page lines are curves on the sheet: pieces of this
 * length are taken as straight there. The wander is slow (wavelengths of centimetres). */
static const double FEED_PIECE_MM = 2;

/* The derivative is taken over a cell of about 2 mm: so near by it is the same. */
static const double SAME_PLACE_MM = 0.25;

static int clamp_cell(double at, int nodes)
{
    return at > 0 ? (at < nodes - 2 ? (int)at : nodes - 2) : 0;
}

/* Image position of a place in cells: ecg_mesh_map after the printer's part of it. */
static void map_cells(const struct ecg_mesh *mesh, double u, double v, double *x_px, double *y_px)
{
    int i = clamp_cell(u, mesh->columns), j = clamp_cell(v, mesh->rows);
    u -= i;
    v -= j;
    struct ecg_cell_map m = ecg_cell_map(ecg_cell_triangle(mesh, i, j, u >= v));
    *x_px = m.x + u * m.xu + v * m.xv;
    *y_px = m.y + u * m.yu + v * m.yv;
}

static void to_cells(const struct ecg_mesh *mesh, double x_mm, double y_mm, double *u, double *v)
{
    ecg_print_to_sheet(&mesh->print, x_mm, y_mm, u, v);
    *u /= mesh->step_x_mm;
    *v /= mesh->step_y_mm;
}

struct ecg_jacobian ecg_jacobian_at(const struct ecg_mesh *mesh, double x_mm, double y_mm)
{
    /* Over a cell and not inside one, so that widths go smoothly over the mesh's facets. */
    double u, v, left[2], right[2], above[2], below[2], slope[2];
    to_cells(mesh, x_mm, y_mm, &u, &v);
    map_cells(mesh, u - 0.5, v, &left[0], &left[1]);
    map_cells(mesh, u + 0.5, v, &right[0], &right[1]);
    map_cells(mesh, u, v - 0.5, &above[0], &above[1]);
    map_cells(mesh, u, v + 0.5, &below[0], &below[1]);
    ecg_print_slope(&mesh->print, x_mm, y_mm, &slope[0], &slope[1]);
    double per_x = slope[0] / mesh->step_x_mm, per_y = slope[1] / mesh->step_y_mm;
    return (struct ecg_jacobian){
        .xx = (right[0] - left[0]) * per_x,
        .xy = (below[0] - above[0]) * per_y,
        .yx = (right[1] - left[1]) * per_x,
        .yy = (below[1] - above[1]) * per_y,
    };
}

double ecg_jacobian_width(const struct ecg_jacobian *j, double dx_px, double dy_px)
{
    /* A strip keeps its area up to the determinant, and its length is stretched along the way it
     * runs: |det J| / |J d|, with |J d| = 1 / |J^-1 D|. */
    double length = ecg_length(dx_px, dy_px);
    double det = fabs(j->xx * j->yy - j->xy * j->yx);
    if (!(length > 0) || !(det > 1e-12))
        return sqrt(det);
    return ecg_length(j->yy * dx_px - j->xy * dy_px, j->xx * dy_px - j->yx * dx_px) / length;
}

const struct ecg_jacobian *ecg_path_jacobian(struct ecg_path *path, double x_mm, double y_mm)
{
    double dx = x_mm - path->jacobian_x_mm, dy = y_mm - path->jacobian_y_mm;
    if (!path->mesh->is_affine && dx * dx + dy * dy > SAME_PLACE_MM * SAME_PLACE_MM) {
        path->jacobian = ecg_jacobian_at(path->mesh, x_mm, y_mm);
        path->jacobian_x_mm = x_mm;
        path->jacobian_y_mm = y_mm;
    }
    return &path->jacobian;
}

static void add(struct ecg_path *path, double x_mm, double y_mm, double u, double v)
{
    if (path->failed ||
        ecg_grow(&path->points, &path->cap_points, path->n_points + 1, sizeof *path->points) < 0) {
        path->failed = 1;
        return;
    }
    struct ecg_path_point *p = &path->points[path->n_points++];
    *p = (struct ecg_path_point){ .x_mm = x_mm, .y_mm = y_mm };
    map_cells(path->mesh, u, v, &p->x_px, &p->y_px);
    path->last_u = u;
    path->last_v = v;
}

void ecg_path_start(struct ecg_path *path, const struct ecg_mesh *mesh)
{
    if (path->mesh != mesh) {
        path->mesh = mesh;
        path->jacobian_x_mm = mesh->width_mm / 2;
        path->jacobian_y_mm = mesh->height_mm / 2;
        path->jacobian = ecg_jacobian_at(mesh, path->jacobian_x_mm, path->jacobian_y_mm);
    }
    path->n_points = 0;
}

/* One family of mesh edges that a straight piece crosses: at = from + t * rate is a whole number.
 */
struct crossings {
    double from, rate;
    double next; /* whole number to be met next */
    double t;    /* where; above 1: none left */
};

static void advance(struct crossings *c)
{
    c->t = c->rate != 0 ? (c->next - c->from) / c->rate : 2;
    c->next += c->rate > 0 ? 1 : -1;
}

static struct crossings crossings(double from, double to)
{
    struct crossings c = { .from = from, .rate = to - from };
    c.next = c.rate > 0 ? floor(from) + 1 : ceil(from) - 1;
    advance(&c);
    return c;
}

/* A piece that is straight on the sheet too. */
static void go_straight(struct ecg_path *path, double x1_mm, double y1_mm)
{
    double x0_mm = path->points[path->n_points - 1].x_mm;
    double y0_mm = path->points[path->n_points - 1].y_mm;
    double u0 = path->last_u, v0 = path->last_v, u1, v1;
    to_cells(path->mesh, x1_mm, y1_mm, &u1, &v1);
    /* Columns, rows and the cells' diagonals. */
    struct crossings edges[3] = { crossings(u0, u1), crossings(v0, v1),
        crossings(u0 - v0, u1 - v1) };
    for (double last = 0;;) {
        struct crossings *first = &edges[0];
        for (int i = 1; i < 3; i++)
            if (edges[i].t < first->t)
                first = &edges[i];
        double t = first->t;
        if (!(t < 1))
            break;
        if (t > last + 1e-9)
            add(path, x0_mm + t * (x1_mm - x0_mm), y0_mm + t * (y1_mm - y0_mm), u0 + t * (u1 - u0),
                v0 + t * (v1 - v0));
        last = t;
        advance(first);
    }
    add(path, x1_mm, y1_mm, u1, v1);
}

void ecg_path_to(struct ecg_path *path, double x_mm, double y_mm)
{
    if (path->mesh->is_affine || path->n_points == 0) {
        double u, v;
        to_cells(path->mesh, x_mm, y_mm, &u, &v);
        add(path, x_mm, y_mm, u, v);
        return;
    }
    double x0_mm = path->points[path->n_points - 1].x_mm;
    double y0_mm = path->points[path->n_points - 1].y_mm;
    int pieces = 1;
    if (!path->mesh->print.is_affine)
        pieces = 1 + (int)(ecg_length(x_mm - x0_mm, y_mm - y0_mm) / FEED_PIECE_MM);
    for (int i = 1; i <= pieces && !path->failed; i++) {
        double t = (double)i / pieces;
        go_straight(path, x0_mm + t * (x_mm - x0_mm), y0_mm + t * (y_mm - y0_mm));
    }
}

/* The directions from an anchor that pass within the tolerance of every point so far, as two
 * border vectors; a cone of less than half a turn. */
struct cone {
    int is_open; /* no point has narrowed it yet */
    double right_x, right_y, left_x, left_y;
    double farthest_px;
};

static double cross(double ax, double ay, double bx, double by)
{
    return ax * by - ay * bx;
}

/* Narrows the cone by a point at (dx, dy) from the anchor; 0 when a straight line from the anchor
 * to it would leave an earlier point too far aside, or when the path turns back. */
static int narrow(struct cone *cone, double dx, double dy)
{
    const double tolerance = ECG_PATH_TOLERANCE_PX;
    double r = ecg_length(dx, dy);
    if (r < cone->farthest_px - tolerance)
        return 0;
    cone->farthest_px = fmax(cone->farthest_px, r);
    if (!cone->is_open && (cross(cone->right_x, cone->right_y, dx, dy) < 0 ||
                              cross(dx, dy, cone->left_x, cone->left_y) < 0))
        return 0;
    if (r <= tolerance)
        return 1;
    double sine = tolerance / r, cosine = sqrt(1 - sine * sine);
    double right_x = dx * cosine + dy * sine, right_y = dy * cosine - dx * sine;
    double left_x = dx * cosine - dy * sine, left_y = dy * cosine + dx * sine;
    if (cone->is_open || cross(cone->right_x, cone->right_y, right_x, right_y) > 0) {
        cone->right_x = right_x;
        cone->right_y = right_y;
    }
    if (cone->is_open || cross(left_x, left_y, cone->left_x, cone->left_y) > 0) {
        cone->left_x = left_x;
        cone->left_y = left_y;
    }
    cone->is_open = 0;
    return 1;
}

void ecg_path_simplify(struct ecg_path *path)
{
    struct ecg_path_point *p = path->points;
    size_t n = path->n_points, kept = 1, anchor = 0;
    if (n < 3)
        return;
    struct ecg_path_point at = p[0];
    struct cone cone = { .is_open = 1 };
    for (size_t i = 1; i < n;) {
        if (narrow(&cone, p[i].x_px - at.x_px, p[i].y_px - at.y_px) || i == anchor + 1) {
            i++;
            continue;
        }
        anchor = i - 1;
        at = p[anchor];
        p[kept++] = at;
        cone = (struct cone){ .is_open = 1 };
    }
    p[kept++] = p[n - 1];
    path->n_points = kept;
}

/* The velocities, px per mm, that carry an anchor past every point so far within the tolerance. */
struct velocities {
    double low[2], high[2];
};

static const struct velocities ANY_VELOCITY = { { -INFINITY, -INFINITY }, { INFINITY, INFINITY } };

/* Narrows them by a point (dx, dy) px and `mm` from the anchor; 0 when going straight to that
 * point would miss an earlier one. */
static int narrow_evenly(struct velocities *v, const double d_px[2], double mm)
{
    if (!(mm > 0))
        return 1;
    for (int k = 0; k < 2; k++)
        if (d_px[k] / mm < v->low[k] || d_px[k] / mm > v->high[k])
            return 0;
    for (int k = 0; k < 2; k++) {
        v->low[k] = fmax(v->low[k], (d_px[k] - ECG_PATH_TOLERANCE_PX) / mm);
        v->high[k] = fmin(v->high[k], (d_px[k] + ECG_PATH_TOLERANCE_PX) / mm);
    }
    return 1;
}

void ecg_path_simplify_evenly(struct ecg_path *path)
{
    struct ecg_path_point *p = path->points;
    size_t n = path->n_points, kept = 1, anchor = 0;
    if (n < 3)
        return;
    struct ecg_path_point at = p[0];
    struct velocities velocities = ANY_VELOCITY;
    for (size_t i = 1; i < n;) {
        const double d_px[2] = { p[i].x_px - at.x_px, p[i].y_px - at.y_px };
        double mm = ecg_length(p[i].x_mm - at.x_mm, p[i].y_mm - at.y_mm);
        if (narrow_evenly(&velocities, d_px, mm) || i == anchor + 1) {
            i++;
            continue;
        }
        anchor = i - 1;
        at = p[anchor];
        p[kept++] = at;
        velocities = ANY_VELOCITY;
    }
    p[kept++] = p[n - 1];
    path->n_points = kept;
}
