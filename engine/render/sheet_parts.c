/*
 * Squares are told apart by what touches them: the sheet's border and what is turned over, torn
 * places, things that lie on it. Between the squares that the border touches the number of layers
 * of sheet cannot change, so it is found once a square: how often the border goes round it.
 */
#include "render/sheet_parts.h"

#include "core/alloc.h"
#include "core/bound.h"
#include "render/mesh_cell.h"
#include "render/sheet_decal.h"

#include <math.h>
#include <string.h>

/* What rounding to the rasterizer's grid may do, and more. */
static const double MARGIN_PX = 1.0;
/* Cells of the mesh are looked through for tears by pieces of at most this side. */
static const double PIECE_MM = 4.0;

struct survey {
    struct ecg_parts *parts;
    const struct ecg_mesh *mesh;
    const struct ecg_sheet *sheet;
    double reach_px;
    int *turns;    /* of each square: what the border adds to the layers from here to the right */
    uint8_t *torn; /* of each piece of the sheet */
    int piece_columns, piece_rows, per_cell; /* pieces; along either side of a cell */
};

struct box {
    double low[2], high[2];
};

static const struct box NOTHING = { { INFINITY, INFINITY }, { -INFINITY, -INFINITY } };

static void widen(struct box *box, double x, double y)
{
    box->low[0] = ecg_min(x, box->low[0]);
    box->low[1] = ecg_min(y, box->low[1]);
    box->high[0] = ecg_max(x, box->high[0]);
    box->high[1] = ecg_max(y, box->high[1]);
}

/* `before_px`, `after_px`: the margin to the left and above, to the right and below. */
static void touch(struct survey *survey, const struct box *box, double before_px, double after_px)
{
    struct ecg_parts *parts = survey->parts;
    double side = ECG_PART_PX;
    int left = (int)ecg_max(floor((box->low[0] - before_px) / side), 0);
    int top = (int)ecg_max(floor((box->low[1] - before_px) / side), 0);
    int right = (int)ecg_min(floor((box->high[0] + after_px) / side), parts->columns - 1);
    int bottom = (int)ecg_min(floor((box->high[1] + after_px) / side), parts->rows - 1);
    for (int row = top; row <= bottom; row++)
        for (int column = left; column <= right; column++)
            parts->part[row * parts->columns + column] = 1;
}

/* Where something is free, shadow is thrown on it by what lies before. */
static void touch_free(struct survey *survey, const struct box *box, double margin_px)
{
    touch(survey, box, margin_px + survey->reach_px, margin_px);
}

/* ---- The border ---- */

/* The nodes round the sheet, clockwise. */
static const struct ecg_node *border_node(const struct ecg_mesh *mesh, int k)
{
    int right = mesh->columns - 1, bottom = mesh->rows - 1, i, j;
    k %= 2 * (right + bottom);
    if (k < right)
        i = k, j = 0;
    else if (k < right + bottom)
        i = right, j = k - right;
    else if (k < 2 * right + bottom)
        i = 2 * right + bottom - k, j = bottom;
    else
        i = 0, j = 2 * (right + bottom) - k;
    return &mesh->nodes[(size_t)j * (size_t)mesh->columns + (size_t)i];
}

/* Adds a stretch of the border to the layers of what lies to its right, in the rows of squares
 * whose middle it passes. */
static void turn_round(struct survey *survey, const struct ecg_node *a, const struct ecg_node *b)
{
    const struct ecg_parts *parts = survey->parts;
    int is_down = b->y_px > a->y_px;
    const struct ecg_node *top = is_down ? a : b, *end = is_down ? b : a;
    double y0 = (double)top->y_px / ECG_PART_PX - 0.5, y1 = (double)end->y_px / ECG_PART_PX - 0.5;
    double slope = ((double)end->x_px - (double)top->x_px) / ecg_max(y1 - y0, 1e-9);
    int last = (int)ecg_min(ceil(y1), parts->rows);
    for (int row = (int)ecg_max(ceil(y0), 0); row < last; row++) {
        double x = ((double)top->x_px + (row - y0) * slope) / ECG_PART_PX - 0.5;
        if (x < parts->columns - 1)
            survey->turns[row * parts->columns + (int)ecg_max(ceil(x), 0)] += is_down ? -1 : 1;
    }
}

/* Cut into short pieces, so that the box of each is little more than itself. */
static void touch_border(
    struct survey *survey, const struct ecg_node *a, const struct ecg_node *b, double margin_px)
{
    enum { MOST = 4096 };
    double dx = (double)b->x_px - (double)a->x_px, dy = (double)b->y_px - (double)a->y_px;
    int n = 1 + (int)ecg_min(hypot(dx, dy) / ECG_PART_PX, MOST);
    for (int k = 0; k < n; k++) {
        struct box box = NOTHING;
        for (int end = k; end <= k + 1; end++)
            widen(&box, (double)a->x_px + dx * end / n, (double)a->y_px + dy * end / n);
        touch_free(survey, &box, margin_px);
    }
}

/* The most that a millimetre of the sheet measures anywhere, or a little more. */
static double largest_scale(const struct ecg_mesh *mesh)
{
    double most = 0;
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++)
            for (int upper = 0; upper < 2; upper++) {
                struct ecg_cell_map m = ecg_cell_map(ecg_cell_triangle(mesh, i, j, upper));
                double u2 = (m.xu * m.xu + m.yu * m.yu) / (mesh->step_x_mm * mesh->step_x_mm);
                double v2 = (m.xv * m.xv + m.yv * m.yv) / (mesh->step_y_mm * mesh->step_y_mm);
                most = ecg_max(u2 + v2, most);
            }
    return sqrt(most);
}

static double middle_scale(const struct ecg_mesh *mesh)
{
    double sx, sy;
    ecg_mesh_scale(mesh, mesh->width_mm / 2, mesh->height_mm / 2, &sx, &sy);
    return sqrt(sx * sy);
}

/* A pixel of the middle's size inside the border, paper is mixed with what is behind it: see
 * edge_cover() in shaders/sheet/sheet.frag. */
static void survey_border(struct survey *survey)
{
    const struct ecg_mesh *mesh = survey->mesh;
    int n = 2 * (mesh->columns - 1 + mesh->rows - 1);
    double edge_px = largest_scale(mesh) / ecg_max(middle_scale(mesh), 1e-6);
    for (int k = 0; k < n; k++) {
        const struct ecg_node *a = border_node(mesh, k), *b = border_node(mesh, k + 1);
        turn_round(survey, a, b);
        touch_border(survey, a, b, MARGIN_PX + edge_px);
    }
}

/* ---- The surface ---- */

static struct box cell_box(const struct ecg_mesh *mesh, int i, int j)
{
    struct box box = NOTHING;
    for (int k = 0; k < 4; k++) {
        const struct ecg_node *node =
            &mesh->nodes[(size_t)(j + k / 2) * (size_t)mesh->columns + (size_t)(i + k % 2)];
        widen(&box, (double)node->x_px, (double)node->y_px);
    }
    return box;
}

/* Where a sheet is seen from its back, or from the side, it turns over: an edge without a border.
 */
static void survey_surface(struct survey *survey)
{
    const struct ecg_mesh *mesh = survey->mesh;
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++) {
            struct ecg_cell_map up = ecg_cell_map(ecg_cell_triangle(mesh, i, j, 1));
            struct ecg_cell_map low = ecg_cell_map(ecg_cell_triangle(mesh, i, j, 0));
            if (up.xu * up.yv - up.xv * up.yu > 0 && low.xu * low.yv - low.xv * low.yu > 0)
                continue;
            struct box box = cell_box(mesh, i, j);
            touch_free(survey, &box, MARGIN_PX);
        }
}

/* ---- Tears and cuts ---- */

/* So far from an outline, in the field's own steps, neither a pixel's cover nor its fibres are
 * touched by it: see shaders/sheet/outline.glsl. */
static int untouched_level(const struct ecg_mesh *mesh)
{
    static const double FRAY_MM = 0.08, BARE_MM = 1.37;
    double clear_mm = ecg_max(BARE_MM, FRAY_MM + 0.5 / ecg_max(middle_scale(mesh), 1e-6));
    return (int)ceil((0.5 + clear_mm / (2 * ECG_OUTLINE_REACH_MM)) * 255.0);
}

/* The pieces that a texel has a part in, by interpolation. */
static void tear_pieces(struct survey *survey, int i, int j)
{
    const struct ecg_mesh *mesh = survey->mesh;
    double texel_mm = 1 / survey->sheet->px_per_mm;
    double side_x = mesh->step_x_mm / survey->per_cell,
           side_y = mesh->step_y_mm / survey->per_cell;
    int left = (int)ecg_max(floor((i - 0.5) * texel_mm / side_x), 0);
    int top = (int)ecg_max(floor((j - 0.5) * texel_mm / side_y), 0);
    int right = (int)ecg_min(floor((i + 1.5) * texel_mm / side_x), survey->piece_columns - 1);
    int bottom = (int)ecg_min(floor((j + 1.5) * texel_mm / side_y), survey->piece_rows - 1);
    for (int row = top; row <= bottom; row++)
        for (int column = left; column <= right; column++)
            survey->torn[(size_t)row * (size_t)survey->piece_columns + (size_t)column] = 1;
}

static void find_tears(struct survey *survey)
{
    const struct ecg_sheet *sheet = survey->sheet;
    int level = untouched_level(survey->mesh);
    const uint8_t *texel = sheet->outline;
    for (int j = 0; j < sheet->height; j++)
        for (int i = 0; i < sheet->width; i++, texel += 2)
            if (*texel < level)
                tear_pieces(survey, i, j);
}

/* A piece's corners, in the cell's own (u, v), lie on one side of its diagonal or on it: so the
 * piece lies within their box. */
static struct box piece_box(const struct survey *survey, int column, int row)
{
    int per = survey->per_cell;
    struct box box = NOTHING;
    for (int k = 0; k < 4; k++) {
        double u = (double)(column % per + k % 2) / per, v = (double)(row % per + k / 2) / per;
        struct ecg_cell_map m =
            ecg_cell_map(ecg_cell_triangle(survey->mesh, column / per, row / per, u >= v));
        widen(&box, m.x + u * m.xu + v * m.xv, m.y + u * m.yu + v * m.yv);
    }
    return box;
}

static void survey_tears(struct survey *survey)
{
    find_tears(survey);
    for (int row = 0; row < survey->piece_rows; row++)
        for (int column = 0; column < survey->piece_columns; column++) {
            if (!survey->torn[(size_t)row * (size_t)survey->piece_columns + (size_t)column])
                continue;
            struct box box = piece_box(survey, column, row);
            touch_free(survey, &box, MARGIN_PX);
        }
}

/* ---- Things on the sheet ---- */

static void survey_decal(struct survey *survey, const struct ecg_decal *decal)
{
    struct ecg_decal_node nodes[ECG_DECAL_NODES][ECG_DECAL_NODES];
    ecg_decal_place(decal, survey->mesh, nodes);
    for (int j = 0; j + 1 < ECG_DECAL_NODES; j++)
        for (int i = 0; i + 1 < ECG_DECAL_NODES; i++) {
            struct box box = NOTHING;
            for (int k = 0; k < 4; k++) {
                const struct ecg_decal_node *node = &nodes[j + k / 2][i + k % 2];
                widen(&box, node->px[0], node->px[1]);
            }
            touch(survey, &box, MARGIN_PX, MARGIN_PX);
        }
}

/* ---- What a square is ---- */

static int is_noted(
    const struct ecg_mesh *mesh, const struct ecg_drawing *drawing, int column, int row)
{
    const int at[2] = { column * ECG_PART_PX, row * ECG_PART_PX };
    const int size[2] = { mesh->width_px, mesh->height_px };
    int first[2], last[2];
    for (int k = 0; k < 2; k++) {
        int end = at[k] + ECG_PART_PX - 1 < size[k] - 1 ? at[k] + ECG_PART_PX - 1 : size[k] - 1;
        first[k] = at[k] * ECG_INK_CELLS / size[k];
        last[k] = end * ECG_INK_CELLS / size[k];
    }
    for (int j = first[1]; j <= last[1]; j++)
        for (int i = first[0]; i <= last[0]; i++)
            if (drawing->is_noted[j][i])
                return 1;
    return 0;
}

/* A square that nothing touches is judged by its layers. */
static void judge(struct survey *survey, const struct ecg_drawing *drawing)
{
    struct ecg_parts *parts = survey->parts;
    for (int row = 0; row < parts->rows; row++)
        for (int column = 0, layers = 0; column < parts->columns; column++) {
            int at = row * parts->columns + column, is_touched = parts->part[at];
            layers += survey->turns ? survey->turns[at] : column == 0;
            if (is_touched || layers < 0 || layers > 1)
                parts->part[at] = ECG_PART_OPEN;
            else if (layers == 0)
                parts->part[at] = ECG_PART_EMPTY;
            else
                parts->part[at] =
                    is_noted(survey->mesh, drawing, column, row) ? ECG_PART_NOTED : ECG_PART_WHOLE;
        }
}

static int start(struct survey *survey, int has_border, int is_torn)
{
    const struct ecg_mesh *mesh = survey->mesh;
    struct ecg_parts *parts = survey->parts;
    parts->columns = (mesh->width_px + ECG_PART_PX - 1) / ECG_PART_PX;
    parts->rows = (mesh->height_px + ECG_PART_PX - 1) / ECG_PART_PX;
    size_t n = (size_t)parts->columns * (size_t)parts->rows;
    if (ecg_grow(&parts->part, &parts->capacity, n, 1) < 0)
        return ECG_E_MEMORY;
    memset(parts->part, 0, n);
    if (has_border && !(survey->turns = ecg_calloc(n, sizeof *survey->turns)))
        return ECG_E_MEMORY;
    double cell_mm = ecg_max(mesh->step_x_mm, mesh->step_y_mm);
    survey->per_cell = (int)ecg_max(ceil(cell_mm / PIECE_MM), 1);
    survey->piece_columns = (mesh->columns - 1) * survey->per_cell;
    survey->piece_rows = (mesh->rows - 1) * survey->per_cell;
    size_t n_pieces = (size_t)survey->piece_columns * (size_t)survey->piece_rows;
    if (is_torn && !(survey->torn = ecg_calloc(n_pieces, 1)))
        return ECG_E_MEMORY;
    return 0;
}

int ecg_parts_build(struct ecg_parts *parts, const struct ecg_mesh *mesh,
    const struct ecg_sheet *sheet, const struct ecg_drawing *drawing, struct ecg_error *error)
{
    struct survey survey = {
        .parts = parts, .mesh = mesh, .sheet = sheet, .reach_px = ecg_parts_reach_px(mesh)
    };
    int has_border = !ecg_mesh_fills_image(mesh), is_torn = sheet && sheet->outline;
    int code = start(&survey, has_border, is_torn);
    if (code == 0 && has_border) {
        survey_border(&survey);
        survey_surface(&survey);
    }
    if (code == 0 && is_torn)
        survey_tears(&survey);
    for (int k = 0; code == 0 && sheet && k < sheet->n_decals; k++)
        survey_decal(&survey, &sheet->decals[k]);
    if (code == 0)
        judge(&survey, drawing);
    ecg_free(survey.turns);
    ecg_free(survey.torn);
    if (code == 0)
        return 0;
    ecg_parts_free(parts);
    return ecg_fail(error, code, "sheet: out of memory");
}

void ecg_parts_free(struct ecg_parts *parts)
{
    ecg_free(parts->part);
    *parts = (struct ecg_parts){ 0 };
}

double ecg_parts_shadow_px(const struct ecg_mesh *mesh)
{
    static const double LENGTH_MM = 0.9;
    return LENGTH_MM * middle_scale(mesh);
}

int ecg_parts_reach_px(const struct ecg_mesh *mesh)
{
    static const double LONGEST = 0.85 * 2 * 0.6; /* see shaders/print/encode.frag */
    return (int)ceil(LONGEST * ecg_parts_shadow_px(mesh));
}
