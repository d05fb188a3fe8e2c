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

static void add_ruling(struct ecg_ink_builder *builder, size_t first, double step_mm, int places,
    int every, int skipped)
{
    struct ecg_drawing *drawing = builder->drawing;
    const struct ecg_line *line = &builder->page->lines[first];
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
    double half = (double)line->width0_mm * scale[axis] / 2;
    /* A round end's mean bulge. */
    double bulge = acos(-1.0) / 4 * (double)line->width0_mm * scale[!axis] / 2;
    drawing->rulings[drawing->n_rulings++] = (struct ecg_ruling){
        .way = { (float)way[0], (float)way[1] },
        .start_px = (float)(low[0] * way[0] + low[1] * way[1]),
        .step_px = (float)(step_mm * scale[axis]),
        .last = (float)(places - 1),
        .half_px = (float)half,
        .from_px = (float)(low[0] * along[0] + low[1] * along[1] - bulge),
        .to_px = (float)(high[0] * along[0] + high[1] * along[1] + bulge),
        .every = (float)every,
        .skipped = (float)skipped,
        .is_level = axis,
        .layer = line->layer,
    };
}

void ecg_ink_rulings(struct ecg_ink_builder *builder)
{
    const struct ecg_page *page = builder->page;
    ecg_path_start(builder->path, builder->mesh); /* for its derivative */
    if (!is_nearly_square(builder->mesh, &builder->path->jacobian))
        return;
    for (size_t i = 0; i < page->n_lines && builder->drawing->n_rulings < ECG_MAX_RULINGS;) {
        size_t n = run_length(page, i);
        double step_mm;
        int places, every, skipped;
        if (n >= FEWEST && find_spacing(page, i, n, &step_mm, &places, &every, &skipped)) {
            builder->ruled[builder->drawing->n_rulings][0] = i;
            builder->ruled[builder->drawing->n_rulings][1] = i + n;
            add_ruling(builder, i, step_mm, places, every, skipped);
        }
        i += n > 0 ? n : 1;
    }
}

int ecg_ink_is_ruled(const struct ecg_ink_builder *builder, size_t line)
{
    for (int i = 0; i < builder->drawing->n_rulings; i++)
        if (line >= builder->ruled[i][0] && line < builder->ruled[i][1])
            return 1;
    return 0;
}
