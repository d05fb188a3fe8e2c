#include "truth/truth.h"

#include "core/alloc.h"
#include "render/crease.h"
#include "truth/cover.h"

#include <math.h>
#include <string.h>

enum { MAX_CREASES = 64 };

static const double LEAST_CREASE = 0.5; /* weaker ones are the texture of a crumple */

static struct ecg_spot map(const struct ecg_mesh *mesh, double x_mm, double y_mm)
{
    struct ecg_spot spot;
    ecg_mesh_map(mesh, x_mm, y_mm, &spot.column, &spot.row);
    return spot;
}

static int is_outside(const double box[4], double x, double y)
{
    return !(x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3]);
}

struct context {
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;
    const struct ecg_truth_params *params;
    struct ecg_cover *cover;
};

static int is_place_hidden(const struct context *c, double x_mm, double y_mm)
{
    if (!ecg_mesh_visible(c->mesh, x_mm, y_mm) || ecg_cover_has(c->cover, x_mm, y_mm))
        return 1;
    return c->params && c->params->is_hidden && c->params->is_hidden(c->params->priv, x_mm, y_mm);
}

static int is_hidden(const struct context *c, const struct ecg_trace *trace, struct ecg_point p)
{
    return isnan(p.y_mm) || is_outside(trace->clip_mm, p.x_mm, p.y_mm) ||
           is_place_hidden(c, p.x_mm, p.y_mm);
}

/* Fills points and ranges of one trace; the number of ranges. */
static size_t place_trace(const struct context *c, const struct ecg_trace *trace,
    struct ecg_spot *points, struct ecg_sample_range *ranges)
{
    const struct ecg_point *from = c->page->points + trace->first_point;
    size_t n = trace->end_sample - trace->start_sample, n_ranges = 0;
    int was_hidden = 0;
    for (size_t i = 0; i < n; i++) {
        points[i] = isnan(from[i].y_mm) ? (struct ecg_spot){ NAN, NAN }
                                        : map(c->mesh, from[i].x_mm, from[i].y_mm);
        int hidden = is_hidden(c, trace, from[i]);
        size_t sample = trace->start_sample + i;
        if (hidden && !was_hidden)
            ranges[n_ranges++].start = sample;
        if (hidden)
            ranges[n_ranges - 1].end = sample + 1;
        was_hidden = hidden;
    }
    return n_ranges;
}

static void box_corners(const double box[4], double corners[8])
{
    for (int k = 0; k < 4; k++) {
        corners[2 * k] = box[k == 1 || k == 2 ? 2 : 0];
        corners[2 * k + 1] = box[k < 2 ? 1 : 3];
    }
}

static int place_leads(struct ecg_truth *truth, const struct context *c)
{
    const struct ecg_page *page = c->page;
    size_t total = 0, used = 0, used_ranges = 0;
    for (size_t k = 0; k < page->n_traces; k++)
        total += page->traces[k].end_sample - page->traces[k].start_sample;
    truth->n_leads = page->n_traces;
    truth->leads = ecg_calloc(page->n_traces, sizeof *truth->leads);
    truth->points = ecg_calloc(total, sizeof *truth->points);
    truth->ranges = ecg_calloc(total, sizeof *truth->ranges); /* at worst every other sample */
    if (!truth->leads || !truth->points || !truth->ranges)
        return ECG_E_MEMORY;
    for (size_t k = 0; k < page->n_traces; k++) {
        const struct ecg_trace *trace = &page->traces[k];
        struct ecg_truth_lead *lead = &truth->leads[k];
        double corners[8];
        size_t n = trace->end_sample - trace->start_sample;
        *lead = (struct ecg_truth_lead){
            .trace = trace, .points = truth->points + used, .hidden = truth->ranges + used_ranges
        };
        lead->n_hidden = place_trace(c, trace, truth->points + used, truth->ranges + used_ranges);
        used += n;
        used_ranges += lead->n_hidden;
        box_corners(trace->box_mm, corners);
        lead->box = ecg_quad_around(c->mesh, corners);
        lead->has_label = trace->label >= 0 && (size_t)trace->label < page->n_texts;
        if (lead->has_label)
            lead->label = ecg_quad_around_text(c->mesh, page, &page->texts[trace->label]);
        if (k == 0 || trace->start_sample < truth->window.start)
            truth->window.start = trace->start_sample;
        if (trace->end_sample > truth->window.end)
            truth->window.end = trace->end_sample;
    }
    return 0;
}

static int is_stuck_on(enum ecg_kind kind)
{
    return kind == ECG_KIND_STICKER || kind == ECG_KIND_CODE || kind == ECG_KIND_COVER;
}

/* Looked at in a lattice of places. What is stuck on is what hides others. */
static double seen_share(const struct context *c, enum ecg_kind kind, const double *quad_mm)
{
    enum { ACROSS = 8, DOWN = 3 };
    int seen = 0;
    for (int k = 0; k < ACROSS * DOWN; k++) {
        double u = (k % ACROSS + 0.5) / ACROSS, v = (k / ACROSS + 0.5) / DOWN, mm[2];
        for (int axis = 0; axis < 2; axis++)
            mm[axis] = (1 - v) * ((1 - u) * quad_mm[axis] + u * quad_mm[2 + axis]) +
                       v * ((1 - u) * quad_mm[6 + axis] + u * quad_mm[4 + axis]);
        seen += is_stuck_on(kind) ? ecg_mesh_visible(c->mesh, mm[0], mm[1])
                                  : !is_place_hidden(c, mm[0], mm[1]);
    }
    return (double)seen / (ACROSS * DOWN);
}

static int add_thing(struct ecg_truth *truth, size_t *capacity, const struct context *c,
    enum ecg_kind kind, uint32_t string, const struct ecg_quad *quad, const double *quad_mm)
{
    int code = ecg_grow(&truth->things, capacity, truth->n_things + 1, sizeof *truth->things);
    if (code < 0)
        return code;
    truth->things[truth->n_things++] = (struct ecg_truth_thing){
        .kind = kind,
        .text = string == UINT32_MAX ? "" : c->page->strings + string,
        .quad = *quad,
        .seen = seen_share(c, kind, quad_mm),
    };
    return 0;
}

static void widen(double box[4], const struct ecg_line *line)
{
    double half = fmax(line->width0_mm, line->width1_mm) / 2;
    box[0] = fmin(box[0], fmin(line->x0_mm, line->x1_mm) - half);
    box[1] = fmin(box[1], fmin(line->y0_mm, line->y1_mm) - half);
    box[2] = fmax(box[2], fmax(line->x0_mm, line->x1_mm) + half);
    box[3] = fmax(box[3], fmax(line->y0_mm, line->y1_mm) + half);
}

/* Lines of one kind that follow one another end to end are one thing: a calibration pulse. */
static int place_strokes(struct ecg_truth *truth, size_t *capacity, const struct context *c)
{
    const struct ecg_page *page = c->page;
    for (size_t k = 0; k < page->n_lines;) {
        const struct ecg_line *first = &page->lines[k];
        if (first->kind != ECG_KIND_PULSE && first->kind != ECG_KIND_SEPARATOR) {
            k++;
            continue;
        }
        double box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY }, corners[8];
        const struct ecg_line *line = first;
        do {
            widen(box, line);
            line++;
            k++;
        } while (k < page->n_lines && line->kind == first->kind &&
                 hypot(line->x0_mm - line[-1].x1_mm, line->y0_mm - line[-1].y1_mm) < 0.01);
        box_corners(box, corners);
        struct ecg_quad quad = ecg_quad_around(c->mesh, corners);
        int code =
            add_thing(truth, capacity, c, (enum ecg_kind)first->kind, UINT32_MAX, &quad, corners);
        if (code < 0)
            return code;
    }
    return 0;
}

static int place_things(struct ecg_truth *truth, const struct context *c)
{
    const struct ecg_page *page = c->page;
    size_t capacity = 0;
    int code = 0;
    for (size_t k = 0; k < page->n_texts && code == 0; k++) {
        const struct ecg_text *text = &page->texts[k];
        struct ecg_quad quad = ecg_quad_around_text(c->mesh, page, text);
        code = add_thing(
            truth, &capacity, c, (enum ecg_kind)text->kind, text->string, &quad, text->quad_mm[0]);
    }
    for (size_t k = 0; k < page->n_regions && code == 0; k++) {
        const struct ecg_region *region = &page->regions[k];
        struct ecg_quad quad = ecg_quad_around(c->mesh, region->quad_mm[0]);
        code = add_thing(truth, &capacity, c, (enum ecg_kind)region->kind, region->string, &quad,
            region->quad_mm[0]);
    }
    for (size_t k = 0; k < page->n_fills && code == 0; k++) {
        if (page->fills[k].kind != ECG_KIND_COVER)
            continue;
        struct ecg_quad quad = ecg_quad_around(c->mesh, page->fills[k].corner_mm[0]);
        code = add_thing(
            truth, &capacity, c, ECG_KIND_COVER, UINT32_MAX, &quad, page->fills[k].corner_mm[0]);
    }
    return code < 0 ? code : place_strokes(truth, &capacity, c);
}

static int place_creases(struct ecg_truth *truth, const struct context *c)
{
    struct ecg_crease creases[MAX_CREASES];
    const struct ecg_mesh *mesh = c->mesh;
    if (!c->params || !c->params->scene)
        return 0;
    int n = ecg_creases(c->params->scene, mesh->width_mm, mesh->height_mm, creases, MAX_CREASES);
    if (n < 0)
        return n;
    truth->creases = ecg_calloc((size_t)n, sizeof *truth->creases);
    if (!truth->creases)
        return ECG_E_MEMORY;
    for (int k = 0; k < n && (double)creases[k].strength >= LEAST_CREASE; k++) {
        const struct ecg_crease *crease = &creases[k];
        double x[2], y[2], dx = crease->x1_mm - crease->x0_mm, dy = crease->y1_mm - crease->y0_mm;
        /* Creases lie on the sheet, the map starts from the page that was printed on it. */
        ecg_print_to_page(&mesh->print, crease->x0_mm, crease->y0_mm, &x[0], &y[0]);
        ecg_print_to_page(&mesh->print, crease->x1_mm, crease->y1_mm, &x[1], &y[1]);
        double angle = atan2(dy, dx) * 180 / 3.14159265358979323846;
        truth->creases[truth->n_creases++] = (struct ecg_truth_crease){
            .from = map(mesh, x[0], y[0]),
            .to = map(mesh, x[1], y[1]),
            .angle_deg = angle > 90    ? angle - 180
                         : angle < -90 ? angle + 180
                                       : angle,
            .length_mm = hypot(dx, dy),
            .strength = (double)crease->strength,
        };
    }
    return 0;
}

/* Page mm of a place in the grid's own frame. */
static void grid_to_page(const struct ecg_page *page, double u, double v, double mm[2])
{
    double angle = page->grid_angle_deg * 3.14159265358979323846 / 180;
    mm[0] = page->grid_x_mm + u * cos(angle) - v * sin(angle);
    mm[1] = page->grid_y_mm + u * sin(angle) + v * cos(angle);
}

static void page_to_grid(const struct ecg_page *page, double x, double y, double uv[2])
{
    double angle = page->grid_angle_deg * 3.14159265358979323846 / 180;
    double dx = x - page->grid_x_mm, dy = y - page->grid_y_mm;
    uv[0] = dx * cos(angle) + dy * sin(angle);
    uv[1] = -dx * sin(angle) + dy * cos(angle);
}

void ecg_truth_crossing_mm(const struct ecg_truth_lattice *lattice, const struct ecg_page *page,
    int column, int row, double mm[2])
{
    grid_to_page(page, (lattice->first_column + column) * lattice->step_mm,
        (lattice->first_row + row) * lattice->step_mm, mm);
}

static int place_lattice(struct ecg_truth *truth, const struct context *c)
{
    const struct ecg_page *page = c->page;
    struct ecg_truth_lattice *lattice = &truth->lattice;
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
    double box[4] = { 0, 0, page->width_mm, page->height_mm }, corners[8];
    box_corners(box, corners);
    for (int k = 0; k < 4; k++) {
        double uv[2];
        page_to_grid(page, corners[2 * k], corners[2 * k + 1], uv);
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fmin(low[axis], uv[axis]);
            high[axis] = fmax(high[axis], uv[axis]);
        }
    }
    lattice->step_mm = page->grid_major_mm > 0 ? page->grid_major_mm : 5;
    lattice->first_column = (int)floor(low[0] / lattice->step_mm + 1e-9);
    lattice->first_row = (int)floor(low[1] / lattice->step_mm + 1e-9);
    lattice->columns = (int)ceil(high[0] / lattice->step_mm - 1e-9) - lattice->first_column + 1;
    lattice->rows = (int)ceil(high[1] / lattice->step_mm - 1e-9) - lattice->first_row + 1;
    size_t n = (size_t)lattice->columns * (size_t)lattice->rows;
    int with_seen = c->params && c->params->with_seen_crossings;
    lattice->spots = ecg_calloc(n, sizeof *lattice->spots);
    lattice->is_seen = with_seen ? ecg_calloc(n, 1) : NULL;
    if (!lattice->spots || (with_seen && !lattice->is_seen))
        return ECG_E_MEMORY;
    for (int j = 0; j < lattice->rows; j++)
        for (int i = 0; i < lattice->columns; i++) {
            size_t at = (size_t)j * (size_t)lattice->columns + (size_t)i;
            double mm[2];
            ecg_truth_crossing_mm(lattice, page, i, j, mm);
            lattice->spots[at] = map(c->mesh, mm[0], mm[1]);
            if (with_seen)
                lattice->is_seen[at] = !is_place_hidden(c, mm[0], mm[1]);
        }
    return 0;
}

static double distance(struct ecg_spot a, struct ecg_spot b)
{
    return hypot(b.row - a.row, b.column - a.column);
}

/* Mean distance of neighbouring crossings: what the kit calls a grid's size in pixels. */
static void measure_scale(struct ecg_truth *truth)
{
    const struct ecg_truth_lattice *l = &truth->lattice;
    double x = 0, y = 0, n = (l->columns - 1.0) * (l->rows - 1.0);
    for (int j = 0; j + 1 < l->rows; j++)
        for (int i = 0; i + 1 < l->columns; i++) {
            const struct ecg_spot *here = l->spots + (size_t)j * (size_t)l->columns + i;
            x += distance(here[0], here[1]);
            y += distance(here[0], here[l->columns]);
        }
    truth->px_per_mm_x = x / n / l->step_mm;
    truth->px_per_mm_y = y / n / l->step_mm;
}

static void place_frames(struct ecg_truth *truth, const struct context *c)
{
    const struct ecg_mesh *mesh = c->mesh;
    const struct ecg_page *page = c->page;
    size_t last_row = (size_t)(mesh->rows - 1) * (size_t)mesh->columns;
    const struct ecg_node *corner[4] = { mesh->nodes, mesh->nodes + mesh->columns - 1,
        mesh->nodes + last_row + mesh->columns - 1, mesh->nodes + last_row };
    for (int k = 0; k < 4; k++) {
        double mm[2];
        truth->sheet.corner[k] = (struct ecg_spot){ corner[k]->y_px, corner[k]->x_px };
        grid_to_page(page, k == 1 || k == 2 ? page->grid_width_mm : 0,
            k < 2 ? 0 : page->grid_height_mm, mm);
        truth->grid.corner[k] = map(mesh, mm[0], mm[1]);
    }
    truth->is_affine = mesh->is_affine;
    if (!mesh->is_affine)
        return;
    struct ecg_spot origin = map(mesh, 0, 0), right = map(mesh, page->width_mm, 0),
                    down = map(mesh, 0, page->height_mm);
    truth->affine[0][0] = (right.row - origin.row) / page->width_mm;
    truth->affine[0][1] = (down.row - origin.row) / page->height_mm;
    truth->affine[0][2] = origin.row;
    truth->affine[1][0] = (right.column - origin.column) / page->width_mm;
    truth->affine[1][1] = (down.column - origin.column) / page->height_mm;
    truth->affine[1][2] = origin.column;
}

int ecg_truth_make(struct ecg_truth **truth, const struct ecg_page *page,
    const struct ecg_mesh *mesh, const struct ecg_truth_params *params, struct ecg_error *error)
{
    struct context context = { page, mesh, params, NULL };
    *truth = ecg_calloc(1, sizeof **truth);
    int code = *truth ? ecg_cover_make(&context.cover, page) : ECG_E_MEMORY;
    if (code == 0) {
        (*truth)->width_px = mesh->width_px;
        (*truth)->height_px = mesh->height_px;
        place_frames(*truth, &context);
        code = place_leads(*truth, &context);
    }
    if (code == 0)
        code = place_things(*truth, &context);
    if (code == 0)
        code = place_creases(*truth, &context);
    if (code == 0)
        code = place_lattice(*truth, &context);
    if (code == 0)
        measure_scale(*truth);
    ecg_cover_destroy(&context.cover);
    if (code == 0)
        return 0;
    ecg_truth_destroy(truth);
    return ecg_fail(error, code, "truth: out of memory");
}

void ecg_truth_destroy(struct ecg_truth **truth)
{
    if (!*truth)
        return;
    ecg_free((*truth)->leads);
    ecg_free((*truth)->things);
    ecg_free((*truth)->creases);
    ecg_free((*truth)->lattice.spots);
    ecg_free((*truth)->lattice.is_seen);
    ecg_free((*truth)->points);
    ecg_free((*truth)->ranges);
    ecg_free(*truth);
    *truth = NULL;
}
