/* Finds printed grids among a page's lines: hundreds of parallel, evenly spaced strokes become one
 * record that is evaluated in each pixel, which costs a third of drawing them one by one. */
#include "render/ink_build.h"

#include <math.h>

enum { FEWEST = 8 };

/* Positions may be off by this much; they are drawn where the even spacing puts them. */
static const double SLACK_MM = 1e-6;

/* A line along one of the page's axes, or not. */
struct level {
    int axis; /* across the line: 0 an upright line at x, 1 a level one at y; -1 neither */
    double at_mm, from_mm, to_mm;
};

static struct level level_of(const struct ecg_line *line)
{
    const double a[2] = { line->x0_mm, line->y0_mm }, b[2] = { line->x1_mm, line->y1_mm };
    for (int axis = 0; axis < 2; axis++)
        if (fabs(a[axis] - b[axis]) < SLACK_MM)
            return (
                struct level){ axis, a[axis], fmin(a[!axis], b[!axis]), fmax(a[!axis], b[!axis]) };
    return (struct level){ .axis = -1 };
}

static int looks_like(const struct ecg_line *line, const struct ecg_line *first)
{
    return line->layer == first->layer && line->kind == ECG_KIND_GRID &&
           line->layer <= ECG_LAYER_GRID_MAJOR && !(line->dash_on_mm > 0) && line->alpha >= 1 &&
           !(fabsf(line->width0_mm - first->width0_mm) > 0) &&
           !(fabsf(line->width1_mm - first->width0_mm) > 0);
}

/* How many lines from `first` on are alike, parallel, of the same extent and in rising order. */
static size_t run_length(const struct ecg_page *page, size_t first)
{
    struct level start = level_of(&page->lines[first]);
    double last_mm = -INFINITY;
    size_t n = 0;
    for (; start.axis >= 0 && first + n < page->n_lines; n++) {
        const struct ecg_line *line = &page->lines[first + n];
        struct level level = level_of(line);
        if (!looks_like(line, &page->lines[first]) || level.axis != start.axis ||
            !(level.at_mm > last_mm + SLACK_MM) ||
            fabs(level.from_mm - start.from_mm) > SLACK_MM ||
            fabs(level.to_mm - start.to_mm) > SLACK_MM)
            break;
        last_mm = level.at_mm;
    }
    return n;
}

/* The even spacing of n lines: the least step, every `every`-th place from `skipped` on (0: none)
 * being empty; *places counts the empty ones too. Returns 0 when they are not spaced like that. */
static int find_spacing(const struct ecg_page *page, size_t first, size_t n, double *step_mm,
    int *places, int *every, int *skipped)
{
    double start_mm = level_of(&page->lines[first]).at_mm, last_mm = start_mm;
    *step_mm = INFINITY;
    for (size_t i = 1; i < n; i++) {
        double at_mm = level_of(&page->lines[first + i]).at_mm;
        *step_mm = fmin(*step_mm, at_mm - last_mm);
        last_mm = at_mm;
    }
    double count = floor((last_mm - start_mm) / *step_mm + 0.5) + 1;
    *step_mm = (last_mm - start_mm) / (count - 1); /* as exactly as the ends say */
    int holes[2] = { -1, -1 }, n_holes = 0, next = 0;
    for (size_t i = 0; i < n; i++, next++) {
        double at = (level_of(&page->lines[first + i]).at_mm - start_mm) / *step_mm;
        for (; at > next + 0.5; next++, n_holes++)
            if (n_holes < 2)
                holes[n_holes] = next;
        if (fabs(at - next) * *step_mm > SLACK_MM)
            return 0;
    }
    *places = next;
    *every = *skipped = 0;
    if (n_holes == 0)
        return 1;
    *skipped = holes[0];
    *every = n_holes > 1 ? holes[1] - holes[0] : next;
    if (*every < 2 || *skipped >= *every)
        return 0;
    /* The holes found must be all that the rule makes, and no others. */
    if ((next - 1 - *skipped) / *every + 1 != n_holes)
        return 0;
    for (size_t i = 0; i < n; i++) {
        double at = (level_of(&page->lines[first + i]).at_mm - start_mm) / *step_mm;
        if (((int)floor(at + 0.5) - *skipped) % *every == 0)
            return 0;
    }
    return 1;
}

/* Whether the page lies square in the image, though perhaps stretched, or nearly so: on a page
 * turned by some degrees a pixel may still be taken for one that lies square to the lines. */
static int is_nearly_square(const struct ecg_mesh *mesh, const struct ecg_jacobian *j)
{
    static const double most_turn = 0.1, most_shear = 5e-5;
    double x = hypot(j->xx, j->yx), y = hypot(j->xy, j->yy);
    return mesh->is_affine && j->xx > 0 && j->yy > 0 && fabs(j->yx) < most_turn * x &&
           fabs(j->xx * j->xy + j->yx * j->yy) < most_shear * x * y;
}

/* Unit vector across the page's upright (axis 0) or level lines. */
static void way_across(const struct ecg_jacobian *j, int axis, double way[2])
{
    static const double slack = 1e-7;
    double along[2] = { axis ? j->xx : j->xy, axis ? j->yx : j->yy };
    double length = hypot(along[0], along[1]);
    way[0] = axis ? -along[1] / length : along[1] / length;
    way[1] = axis ? along[0] / length : -along[0] / length;
    if (fabs(way[!axis]) < slack) {
        way[axis] = 1;
        way[!axis] = 0;
    }
}

/* A run of a page's lines, n from the first on, and their even spacing. */
struct run {
    size_t first, n;
    double step_mm;
    int places, every, skipped;
};

static void add_ruling(
    struct ecg_ink_builder *builder, const struct run *run, const struct ecg_ruling *where)
{
    struct ecg_drawing *drawing = builder->drawing;
    const struct ecg_line *line = &builder->page->lines[run->first];
    builder->ruled[drawing->n_rulings][0] = run->first;
    builder->ruled[drawing->n_rulings][1] = run->first + run->n;
    struct ecg_ruling *ruling = &drawing->rulings[drawing->n_rulings++];
    *ruling = *where;
    ruling->last = (float)(run->places - 1);
    ruling->every = (float)run->every;
    ruling->skipped = (float)run->skipped;
    ruling->is_level = level_of(line).axis;
    ruling->layer = line->layer;
}

/* A round end's mean bulge, by the line's width. */
static double bulge(double width)
{
    return acos(-1.0) / 8 * width;
}

static void add_square(struct ecg_ink_builder *builder, const struct run *run)
{
    const struct ecg_line *line = &builder->page->lines[run->first];
    const struct ecg_jacobian *j = &builder->path->jacobian;
    struct level level = level_of(line);
    int axis = level.axis;
    double low[2], high[2], way[2], scale[2] = { hypot(j->xx, j->yx), hypot(j->xy, j->yy) };
    way_across(j, axis, way);
    double along[2] = { axis ? way[1] : -way[1], axis ? -way[0] : way[0] };
    ecg_mesh_map(builder->mesh, axis ? level.from_mm : level.at_mm,
        axis ? level.at_mm : level.from_mm, &low[0], &low[1]);
    ecg_mesh_map(builder->mesh, axis ? level.to_mm : level.at_mm, axis ? level.at_mm : level.to_mm,
        &high[0], &high[1]);
    double end = bulge((double)line->width0_mm * scale[!axis]);
    add_ruling(builder, run,
        &(struct ecg_ruling){
            .way = { (float)way[0], (float)way[1] },
            .start = (float)(low[0] * way[0] + low[1] * way[1]),
            .step = (float)(run->step_mm * scale[axis]),
            .half = (float)((double)line->width0_mm * scale[axis] / 2),
            .from = (float)(low[0] * along[0] + low[1] * along[1] - end),
            .to = (float)(high[0] * along[0] + high[1] * along[1] + end),
        });
}

/* On a bent sheet: in its own millimetres, to which the printer brings the page's. */
static void add_bent(struct ecg_ink_builder *builder, const struct run *run)
{
    const struct ecg_print *print = &builder->mesh->print;
    const struct ecg_line *line = &builder->page->lines[run->first];
    struct level level = level_of(line);
    int axis = level.axis;
    double scale = print->scale[!axis], offset_mm = print->offset_mm[!axis];
    double end = bulge((double)line->width0_mm * scale);
    add_ruling(builder, run,
        &(struct ecg_ruling){
            .way = { axis ? 0 : 1, axis ? 1 : 0 },
            .start = (float)(print->offset_mm[axis] + print->scale[axis] * level.at_mm),
            .step = (float)(print->scale[axis] * run->step_mm),
            .half = (float)(print->scale[axis] * (double)line->width0_mm / 2),
            .from = (float)(offset_mm + scale * level.from_mm - end),
            .to = (float)(offset_mm + scale * level.to_mm + end),
        });
}

/* How many straight pieces a page line has in the image. */
static size_t pieces(struct ecg_ink_builder *builder, const struct ecg_line *line)
{
    ecg_path_start(builder->path, builder->mesh);
    ecg_path_to(builder->path, line->x0_mm, line->y0_mm);
    ecg_path_to(builder->path, line->x1_mm, line->y1_mm);
    ecg_path_simplify(builder->path);
    return builder->path->n_points > 1 ? builder->path->n_points - 1 : 0;
}

/* Whether the lines of a bent sheet fall into so many pieces that evaluating them at each pixel
 * costs less: with llvmpipe it does from some 8,000 to 12,000 pieces on at 2200 x 1700. One line
 * in so many is looked at. */
static int is_rough(struct ecg_ink_builder *builder, const struct run *runs, int n_runs)
{
    enum { STRIDE = 16, MOST_PIECES = 8000 };
    size_t n = 0;
    if (builder->mesh->is_affine || !builder->mesh->print.is_affine)
        return 0;
    for (int k = 0; k < n_runs; k++)
        for (size_t i = STRIDE / 2; i < runs[k].n; i += STRIDE)
            n += STRIDE * pieces(builder, &builder->page->lines[runs[k].first + i]);
    return n > MOST_PIECES;
}

static int find_runs(const struct ecg_page *page, struct run runs[ECG_MAX_RULINGS])
{
    int n = 0;
    for (size_t i = 0; i < page->n_lines && n < ECG_MAX_RULINGS;) {
        struct run run = { .first = i, .n = run_length(page, i) };
        if (run.n >= FEWEST &&
            find_spacing(page, i, run.n, &run.step_mm, &run.places, &run.every, &run.skipped))
            runs[n++] = run;
        i += run.n > 0 ? run.n : 1;
    }
    return n;
}

void ecg_ink_rulings(struct ecg_ink_builder *builder)
{
    struct run runs[ECG_MAX_RULINGS];
    ecg_path_start(builder->path, builder->mesh); /* for its derivative */
    int is_square = is_nearly_square(builder->mesh, &builder->path->jacobian);
    int n = is_square || !builder->mesh->is_affine ? find_runs(builder->page, runs) : 0;
    builder->drawing->is_bent = is_rough(builder, runs, n);
    for (int k = 0; k < n; k++)
        if (builder->drawing->is_bent)
            add_bent(builder, &runs[k]);
        else if (is_square)
            add_square(builder, &runs[k]);
}

int ecg_ink_is_ruled(const struct ecg_ink_builder *builder, size_t line)
{
    for (int i = 0; i < builder->drawing->n_rulings; i++)
        if (line >= builder->ruled[i][0] && line < builder->ruled[i][1])
            return 1;
    return 0;
}
