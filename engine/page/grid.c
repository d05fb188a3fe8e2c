#include "page/draw.h"

#include <math.h>
#include <string.h>

enum { MINOR_MM = 1, MAJOR_MM = 5, THICK_MM = 25 };
/* Three-level paper: the 25 mm lines over the 5 mm ones. */
static const double THICK_SCALE = 2.2;
/* A dash this short is drawn as a dot of the line's width. */
static const float DOT_MM = 0.01f;

/* The grid's own frame: u along its lines to the right, v downwards. */
struct grid {
    double x_mm, y_mm, cos_a, sin_a;
    double u0, v0, u1, v1; /* extent */
};

static void to_page(const struct grid *grid, double u, double v, double xy[2])
{
    xy[0] = grid->x_mm + u * grid->cos_a - v * grid->sin_a;
    xy[1] = grid->y_mm + u * grid->sin_a + v * grid->cos_a;
}

/* Narrows [*from, *to] to where start + t * step lies in [lo, hi]. */
static void clip_axis(double start, double step, double lo, double hi, double *from, double *to)
{
    if (fabs(step) < 1e-12) {
        if (start < lo || start > hi)
            *to = -INFINITY;
        return;
    }
    double a = (lo - start) / step, b = (hi - start) / step;
    *from = fmax(*from, fmin(a, b));
    *to = fmin(*to, fmax(a, b));
}

struct stroke {
    enum ecg_layer layer;
    double width_mm;
    int dots; /* a dot each mm instead of a line */
};

/* A line of the grid at u (upright) or at v (level), cut to the sheet. */
static int add_grid_line(struct ecg_page *page, const struct grid *grid, int upright, double at,
    const struct stroke *stroke)
{
    double from = upright ? grid->v0 : grid->u0, to = upright ? grid->v1 : grid->u1;
    double origin[2], one[2];
    to_page(grid, upright ? at : 0, upright ? 0 : at, origin);
    to_page(grid, upright ? at : 1, upright ? 1 : at, one);
    double dx = one[0] - origin[0], dy = one[1] - origin[1];
    clip_axis(origin[0], dx, 0, page->width_mm, &from, &to);
    clip_axis(origin[1], dy, 0, page->height_mm, &from, &to);
    if (stroke->dots)
        from = ceil(from / MINOR_MM - 1e-9) * MINOR_MM;
    if (to - from < 1e-9)
        return 0;
    struct ecg_line line = { .x0_mm = origin[0] + from * dx,
        .y0_mm = origin[1] + from * dy,
        .x1_mm = origin[0] + to * dx,
        .y1_mm = origin[1] + to * dy,
        .width0_mm = (float)stroke->width_mm,
        .width1_mm = (float)stroke->width_mm,
        .alpha = 1,
        .dash_on_mm = stroke->dots ? DOT_MM : 0,
        .dash_period_mm = stroke->dots ? MINOR_MM : 0,
        .layer = (uint8_t)stroke->layer,
        .kind = ECG_KIND_GRID };
    return ecg_page_add_line(page, &line);
}

/* Every step-th line between the extents, but those that lie on a multiple of `but`. */
static int add_family(struct ecg_page *page, const struct grid *grid, int step, int but,
    int both_ways, const struct stroke *stroke)
{
    for (int upright = both_ways ? 1 : 0; upright >= 0; upright--) {
        double lo = upright ? grid->u0 : grid->v0, hi = upright ? grid->u1 : grid->v1;
        long first = (long)ceil(lo / step - 1e-9), last = (long)floor(hi / step + 1e-9);
        for (long i = first; i <= last; i++) {
            if (but && i * step % but == 0)
                continue;
            if (add_grid_line(page, grid, upright, (double)(i * step), stroke) < 0)
                return ECG_E_MEMORY;
        }
    }
    return 0;
}

/* Extent of a grid that covers the sheet however it is turned: the box round the sheet's corners
 * in the grid's frame. */
static void cover_sheet(struct grid *grid, double width_mm, double height_mm)
{
    grid->u0 = grid->v0 = INFINITY;
    grid->u1 = grid->v1 = -INFINITY;
    for (int corner = 0; corner < 4; corner++) {
        double x = (corner & 1 ? width_mm : 0) - grid->x_mm;
        double y = (corner & 2 ? height_mm : 0) - grid->y_mm;
        double u = x * grid->cos_a + y * grid->sin_a, v = y * grid->cos_a - x * grid->sin_a;
        grid->u0 = fmin(grid->u0, u);
        grid->u1 = fmax(grid->u1, u);
        grid->v0 = fmin(grid->v0, v);
        grid->v1 = fmax(grid->v1, v);
    }
}

/* A side of the frame: the line of the grid nearest to the rows' edge, the next one inwards where
 * that would pass the limit. */
static double frame_side(double edge_mm, double origin_mm, double limit_mm, int inwards)
{
    double line = floor((edge_mm - origin_mm) / MAJOR_MM + 0.5);
    if ((origin_mm + line * MAJOR_MM - limit_mm) * inwards < 0)
        line += inwards;
    return line * MAJOR_MM;
}

/* The frame of whole boxes, counted from the grid's crossing, round the rows; off the text blocks
 * and the sheet's edges. */
static void cover_area(
    struct grid *grid, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    static const double EDGE_MM = 1;
    const double *area = plan->area_mm;
    double top = scene->page_margin_top_mm + plan->header_mm;
    double bottom = plan->height_mm - scene->page_margin_bottom_mm - plan->footer_mm;
    grid->u0 = frame_side(area[0], grid->x_mm, EDGE_MM, 1);
    grid->u1 = frame_side(area[2], grid->x_mm, plan->width_mm - EDGE_MM, -1);
    grid->v0 = frame_side(area[1], grid->y_mm, fmin(top, area[1]), 1);
    grid->v1 = frame_side(area[3], grid->y_mm, fmax(bottom, area[3]), -1);
}

static void make_grid(
    struct grid *grid, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    enum { SHEET, FRAME };
    enum { TRACE };
    double angle = scene->page_grid_turn_deg * acos(-1.0) / 180;
    double x = 0, y = 0;
    if (scene->page_grid_align == TRACE) {
        x = plan->trace_x_mm;
        y = plan->baseline_mm[0];
    }
    grid->cos_a = cos(angle);
    grid->sin_a = sin(angle);
    x += scene->page_grid_shift_x_mm - plan->width_mm / 2;
    y += scene->page_grid_shift_y_mm - plan->height_mm / 2;
    grid->x_mm = plan->width_mm / 2 + x * grid->cos_a - y * grid->sin_a;
    grid->y_mm = plan->height_mm / 2 + x * grid->sin_a + y * grid->cos_a;
    if (scene->page_grid_extent == FRAME)
        cover_area(grid, scene, plan);
    else
        cover_sheet(grid, plan->width_mm, plan->height_mm);
}

/* ecg_page's frame starts at the first crossing of 5 mm lines inside the extent. */
static void publish_grid(
    struct ecg_page *page, const struct grid *grid, const struct ecg_scene *scene)
{
    double u = ceil(grid->u0 / MAJOR_MM - 1e-9) * MAJOR_MM;
    double v = ceil(grid->v0 / MAJOR_MM - 1e-9) * MAJOR_MM;
    double corner[2];
    to_page(grid, u, v, corner);
    page->grid_x_mm = corner[0];
    page->grid_y_mm = corner[1];
    page->grid_angle_deg = scene->page_grid_turn_deg;
    page->grid_width_mm = grid->u1 - u;
    page->grid_height_mm = grid->v1 - v;
    page->grid_major_mm = MAJOR_MM;
}

int ecg_draw_grid(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    enum { NONE, LINES, DOTS, THREE_LEVEL, MAJOR_ONLY };
    struct grid grid;
    make_grid(&grid, scene, plan);
    publish_grid(page, &grid, scene);
    int kind = scene->page_grid_kind;
    if (kind == NONE)
        return 0;
    int is_dotted = kind == DOTS || kind == THREE_LEVEL;
    struct stroke minor = { ECG_LAYER_GRID_MINOR, scene->page_grid_minor_width_mm, is_dotted };
    struct stroke major = { ECG_LAYER_GRID_MAJOR, scene->page_grid_major_width_mm, 0 };
    struct stroke thick = major;
    thick.width_mm *= THICK_SCALE;
    int code = 0;
    if (kind != MAJOR_ONLY)
        code = add_family(page, &grid, MINOR_MM, MAJOR_MM, !is_dotted, &minor);
    if (code == 0)
        code = add_family(page, &grid, MAJOR_MM, kind == THREE_LEVEL ? THICK_MM : 0, 1, &major);
    if (code == 0 && kind == THREE_LEVEL)
        code = add_family(page, &grid, THICK_MM, 0, 1, &thick);
    return code;
}

/* Round the grid's frame where it has one, else round the rows. */
int ecg_draw_frame(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    enum { SHEET, FRAME };
    struct grid grid = { .cos_a = 1,
        .u0 = plan->area_mm[0],
        .v0 = plan->area_mm[1],
        .u1 = plan->area_mm[2],
        .v1 = plan->area_mm[3] };
    if (!scene->page_frame)
        return 0;
    if (scene->page_grid_extent == FRAME)
        make_grid(&grid, scene, plan);
    double corners[5][2];
    to_page(&grid, grid.u0, grid.v0, corners[0]);
    to_page(&grid, grid.u1, grid.v0, corners[1]);
    to_page(&grid, grid.u1, grid.v1, corners[2]);
    to_page(&grid, grid.u0, grid.v1, corners[3]);
    memcpy(corners[4], corners[0], sizeof corners[0]);
    for (int i = 0; i < 4; i++)
        if (ecg_draw_line(page, ECG_LAYER_PRINT, ECG_KIND_GRID, corners[i][0], corners[i][1],
                corners[i + 1][0], corners[i + 1][1], scene->page_separator_width_mm) < 0)
            return ECG_E_MEMORY;
    return 0;
}
