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

/* Whether the page lies square in the image, though perhaps stretched. */
static int is_square(const struct ecg_mesh *mesh, const struct ecg_jacobian *j)
{
    double slack = 1e-7 * fmax(fabs(j->xx), fabs(j->yy));
    return mesh->is_affine && fabs(j->xy) < slack && fabs(j->yx) < slack && j->xx > 0 && j->yy > 0;
}

static void add_ruling(struct ecg_ink_builder *builder, size_t first, double step_mm, int places,
    int every, int skipped)
{
    struct ecg_drawing *drawing = builder->drawing;
    const struct ecg_line *line = &builder->page->lines[first];
    const struct ecg_jacobian *j = &builder->path->jacobian;
    struct level level = level_of(line);
    double low[2], high[2], scale[2] = { j->xx, j->yy };
    ecg_mesh_map(builder->mesh, level.axis ? level.from_mm : level.at_mm,
        level.axis ? level.at_mm : level.from_mm, &low[0], &low[1]);
    ecg_mesh_map(builder->mesh, level.axis ? level.to_mm : level.at_mm,
        level.axis ? level.at_mm : level.to_mm, &high[0], &high[1]);
    double half = (double)line->width0_mm * scale[level.axis] / 2;
    /* A round end's mean bulge. */
    double bulge = acos(-1.0) / 4 * (double)line->width0_mm * scale[!level.axis] / 2;
    drawing->rulings[drawing->n_rulings++] = (struct ecg_ruling){
        .start_px = (float)low[level.axis],
        .step_px = (float)(step_mm * scale[level.axis]),
        .last = (float)(places - 1),
        .half_px = (float)half,
        .from_px = (float)(low[!level.axis] - bulge),
        .to_px = (float)(high[!level.axis] + bulge),
        .every = (float)every,
        .skipped = (float)skipped,
        .is_level = level.axis,
        .layer = line->layer,
    };
}

void ecg_ink_rulings(struct ecg_ink_builder *builder)
{
    const struct ecg_page *page = builder->page;
    ecg_path_start(builder->path, builder->mesh); /* for its derivative */
    if (!is_square(builder->mesh, &builder->path->jacobian))
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
