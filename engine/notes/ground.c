#include "notes/ground.h"

#include "core/alloc.h"

#include <math.h>

static const double CELL_MM = 2;

static int cell_of(double mm, int count)
{
    double i = floor(mm / CELL_MM);
    return i < 0 ? 0 : i >= count ? count - 1 : (int)i;
}

void ecg_ground_fill(struct ecg_ground *ground, const struct ecg_box *box, int what)
{
    if (!(box->x1 > 0 && box->y1 > 0 && box->x0 < ground->width_mm && box->y0 < ground->height_mm))
        return;
    int x0 = cell_of(box->x0, ground->columns), x1 = cell_of(box->x1, ground->columns);
    int y0 = cell_of(box->y0, ground->rows), y1 = cell_of(box->y1, ground->rows);
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++)
            ground->cells[y * ground->columns + x] |= (uint8_t)what;
}

static void fill_quad(struct ecg_ground *ground, const double quad_mm[4][2], int what)
{
    struct ecg_box box = { quad_mm[0][0], quad_mm[0][1], quad_mm[0][0], quad_mm[0][1] };
    for (int i = 1; i < 4; i++) {
        box.x0 = fmin(box.x0, quad_mm[i][0]);
        box.y0 = fmin(box.y0, quad_mm[i][1]);
        box.x1 = fmax(box.x1, quad_mm[i][0]);
        box.y1 = fmax(box.y1, quad_mm[i][1]);
    }
    ecg_ground_fill(ground, &box, what);
}

static void fill_trace(
    struct ecg_ground *ground, const struct ecg_page *page, const struct ecg_trace *trace)
{
    size_t count = trace->end_sample - trace->start_sample;
    if (trace->first_point + count > page->n_points)
        return;
    const struct ecg_point *points = &page->points[trace->first_point];
    for (size_t i = 0; i < count; i++) {
        const struct ecg_point *p = &points[i];
        if (isfinite(p->x_mm) && isfinite(p->y_mm) && p->x_mm >= 0 && p->y_mm >= 0 &&
            p->x_mm < ground->width_mm && p->y_mm < ground->height_mm) {
            int x = cell_of(p->x_mm, ground->columns), y = cell_of(p->y_mm, ground->rows);
            ground->cells[y * ground->columns + x] |= ECG_GROUND_TRACE;
        }
    }
}

int ecg_ground_open(struct ecg_ground *ground, const struct ecg_page *page)
{
    ground->width_mm = page->width_mm;
    ground->height_mm = page->height_mm;
    ground->columns = (int)ceil(page->width_mm / CELL_MM) + 1;
    ground->rows = (int)ceil(page->height_mm / CELL_MM) + 1;
    ground->cells = ecg_calloc((size_t)ground->columns * (size_t)ground->rows, 1);
    if (!ground->cells)
        return ECG_E_MEMORY;
    for (size_t i = 0; i < page->n_traces; i++)
        fill_trace(ground, page, &page->traces[i]);
    for (size_t i = 0; i < page->n_texts; i++)
        fill_quad(ground, (const double(*)[2])page->texts[i].quad_mm, ECG_GROUND_TEXT);
    for (size_t i = 0; i < page->n_regions; i++)
        fill_quad(ground, (const double(*)[2])page->regions[i].quad_mm, ECG_GROUND_NOTE);
    return 0;
}

void ecg_ground_close(struct ecg_ground *ground)
{
    ecg_free(ground->cells);
    ground->cells = NULL;
}

double ecg_ground_cost(
    const struct ecg_ground *ground, const struct ecg_box *box, const struct ecg_dislike *dislike)
{
    int x0 = cell_of(box->x0, ground->columns), x1 = cell_of(box->x1, ground->columns);
    int y0 = cell_of(box->y0, ground->rows), y1 = cell_of(box->y1, ground->rows);
    double sum = 0;
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++) {
            int cell = ground->cells[y * ground->columns + x];
            sum += (cell & ECG_GROUND_TRACE ? dislike->trace : 0) +
                   (cell & ECG_GROUND_TEXT ? dislike->text : 0) +
                   (cell & ECG_GROUND_NOTE ? dislike->note : 0) +
                   (cell & ECG_GROUND_STUCK ? dislike->stuck : 0);
        }
    return sum / ((x1 - x0 + 1) * (y1 - y0 + 1));
}

int ecg_ground_find(const struct ecg_ground *ground, const struct ecg_box *zone, double width_mm,
    double height_mm, const struct ecg_dislike *dislike, struct ecg_random *random, double *x_mm,
    double *y_mm, double *cost)
{
    enum { TRIES = 28 };
    double room_x = zone->x1 - zone->x0 - width_mm, room_y = zone->y1 - zone->y0 - height_mm;
    if (!(room_x >= 0 && room_y >= 0))
        return 0;
    double best = INFINITY;
    for (int i = 0; i < TRIES; i++) {
        double x = zone->x0 + room_x * ecg_random_unit(random);
        double y = zone->y0 + room_y * ecg_random_unit(random);
        struct ecg_box box = { x, y, x + width_mm, y + height_mm };
        double c = ecg_ground_cost(ground, &box, dislike);
        if (c < best) {
            best = c;
            *x_mm = x;
            *y_mm = y;
        }
        if (best <= 0)
            break;
    }
    if (cost)
        *cost = best;
    return 1;
}
