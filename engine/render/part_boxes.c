#include "render/part_boxes.h"

#include "core/alloc.h"

#include <string.h>

/* A tile's squares: first and end column and row. */
struct range {
    int left, top, right, bottom;
};

static struct range range_of(const struct ecg_parts *parts, const int tile_px[4])
{
    int right = (tile_px[0] + tile_px[2] + ECG_PART_PX - 1) / ECG_PART_PX;
    int bottom = (tile_px[1] + tile_px[3] + ECG_PART_PX - 1) / ECG_PART_PX;
    return (struct range){ tile_px[0] / ECG_PART_PX, tile_px[1] / ECG_PART_PX,
        right < parts->columns ? right : parts->columns,
        bottom < parts->rows ? bottom : parts->rows };
}

/* How many squares of that part, not yet taken, follow one another from here. */
static int run_length(const struct ecg_part_boxes *boxes, const struct ecg_parts *parts, int row,
    int column, int end, int part)
{
    size_t at = (size_t)row * (size_t)parts->columns;
    int to = column;
    while (to < end && parts->part[at + (size_t)to] == part && !boxes->taken[at + (size_t)to])
        to++;
    return to - column;
}

/* The rectangle of equal squares that grows from here: to the right first, then down. */
static struct range grow(struct ecg_part_boxes *boxes, const struct ecg_parts *parts,
    const struct range *range, int row, int column)
{
    int part = parts->part[row * parts->columns + column];
    int n = run_length(boxes, parts, row, column, range->right, part);
    struct range found = { column, row, column + n, row + 1 };
    while (found.bottom < range->bottom &&
           run_length(boxes, parts, found.bottom, column, found.right, part) == n)
        found.bottom++;
    for (int j = row; j < found.bottom; j++)
        memset(boxes->taken + (size_t)j * (size_t)parts->columns + column, 1, (size_t)n);
    return found;
}

static int add(struct ecg_part_boxes *boxes, const struct range *squares, const int tile_px[4],
    struct ecg_error *error)
{
    int x0 = squares->left * ECG_PART_PX - tile_px[0],
        y0 = squares->top * ECG_PART_PX - tile_px[1];
    int x1 = squares->right * ECG_PART_PX - tile_px[0];
    int y1 = squares->bottom * ECG_PART_PX - tile_px[1];
    const GLint box[4] = { x0 > 0 ? x0 : 0, y0 > 0 ? y0 : 0, x1 < tile_px[2] ? x1 : tile_px[2],
        y1 < tile_px[3] ? y1 : tile_px[3] };
    return ecg_boxes_add(&boxes->boxes, box, error);
}

static int add_part(struct ecg_part_boxes *boxes, const struct ecg_parts *parts,
    const int tile_px[4], int part, struct ecg_error *error)
{
    struct range range = range_of(parts, tile_px);
    int code = 0;
    for (int row = range.top; row < range.bottom && code == 0; row++)
        for (int column = range.left; column < range.right && code == 0; column++) {
            if (run_length(boxes, parts, row, column, column + 1, part) == 0)
                continue;
            struct range squares = grow(boxes, parts, &range, row, column);
            code = add(boxes, &squares, tile_px, error);
        }
    return code;
}

int ecg_part_boxes_place(struct ecg_part_boxes *boxes, const struct ecg_parts *parts,
    const int tile_px[4], struct ecg_error *error)
{
    size_t n_squares = (size_t)parts->columns * (size_t)parts->rows;
    int code = 0;
    if (ecg_grow(&boxes->taken, &boxes->cap_taken, n_squares, 1) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "sheet: out of memory");
    memset(boxes->taken, 0, n_squares);
    boxes->boxes.n = 0;
    for (int part = 0; part < ECG_PARTS && code == 0; part++) {
        boxes->first[part] = boxes->boxes.n;
        code = add_part(boxes, parts, tile_px, part, error);
    }
    boxes->first[ECG_PARTS] = boxes->boxes.n;
    return code < 0 ? code : ecg_boxes_upload(&boxes->boxes, error);
}

void ecg_part_boxes_free(struct ecg_part_boxes *boxes)
{
    ecg_boxes_free(&boxes->boxes);
    ecg_free(boxes->taken);
    *boxes = (struct ecg_part_boxes){ 0 };
}

size_t ecg_part_boxes_count(
    const struct ecg_part_boxes *boxes, enum ecg_part from, enum ecg_part to)
{
    return boxes->first[to + 1] - boxes->first[from];
}
