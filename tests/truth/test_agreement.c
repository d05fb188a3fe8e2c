/*
 * All that is told of a picture agrees: points, masks, maps, boxes, crossings and what is hidden,
 * over random recipes and seeds. ECGPRESS_SEEDS=200 looks at so many pictures instead of a few.
 *
 * That the comparisons can fail is tried too: with everything moved by a pixel, they must.
 */
#include "core/alloc.h"
#include "job/extras.h"
#include "job/work.h"
#include "recipe/recipe.h"
#include "record/record.h"
#include "support/check.h"
#include "truth/maps.h"
#include "truth/truth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 12 };

static const char *const recipes[] = { "clean", "crumpled", "0005-photo", "notes-full", "damaged",
    "0006-screen", "folded", "0003-scan-color", "torn", "old", "0010-photo-damaged", "fax",
    "photocopy", "mixed", "kit", "handled", "soaked" };
/* Small pictures, and now and then what recipes draw seldom. */
static const char *const sets[] = { "output.dpi=100", "capture.scan.dpi=100",
    "capture.width_px=int(1300, 1700)", "capture.height_px=0" };
static const char *const seldom[] = { "bend.fold.pattern=choice(half:1, thirds:1, quarters:1)",
    "bend.print.scale=0.954", "sheet.tear.holes=3", "page.grid.turn_deg=0.6",
    "page.clip=choice(row:1, area:1)", "notes.sticker.patient=2", "sheet.stuck.tapes=2",
    "sheet.stuck.tape=choice(clear:1, white:2)", "bend.print.wander_mm=0.4" };

struct picture {
    char name[96];
    struct ecg_work *work;
    struct ecg_truth *truth;
    struct ecg_masks *masks;
    float *uv;
    uint8_t *covered, *gone;
    double px_mm;   /* page mm a pixel, in the sheet's middle */
    size_t *looked; /* how much was looked at, by tally */
    double slip_px; /* for showing that the comparisons can fail */
};

/* Of one comparison over a picture. */
enum what {
    POINTS,
    CROSSINGS,
    SEEN_CROSSINGS,
    MAP,
    MIDDLES,
    SEEN,
    HIDDEN,
    BOXED,
    WORDS,
    SLACK,
    WHATS
};

static const char *const names[WHATS] = { "uv of a point, mm", "uv of a crossing, mm",
    "crossings being seen", "uv and back, px", "a mask's middle from the points, px",
    "seen points on ink", "hidden points", "ink outside its boxes, px",
    "a word's ink outside its box, px", "a word's box too large, px" };

struct tally {
    enum what what;
    size_t n, bad;
    double sum, worst;
};

static void count(struct tally *tally, double error, double limit)
{
    tally->n++;
    tally->sum += error;
    if (!(fabs(error) <= limit))
        tally->bad++;
    if (!(fabs(error) <= tally->worst))
        tally->worst = fabs(error);
}

/* At most that share may be beyond the limit. */
static int judge(const struct picture *p, const struct tally *tally, double share)
{
    p->looked[tally->what] += tally->n;
    int ok = (double)tally->bad <= share * (double)tally->n;
    if (!ok && p->slip_px == 0)
        printf("%s: %s: %zu of %zu beyond the limit, worst %.3f\n", p->name, names[tally->what],
            tally->bad, tally->n, tally->worst);
    return ok;
}

static size_t px_at(const struct picture *p, int column, int row)
{
    return (size_t)row * (size_t)p->work->mesh->width_px + (size_t)column;
}

static int is_inside(const struct picture *p, double row, double column, double margin)
{
    const struct ecg_mesh *mesh = p->work->mesh;
    return row >= margin && column >= margin && row < mesh->height_px - margin &&
           column < mesh->width_px - margin;
}

static int hides(uint8_t class)
{
    return class == ECG_MASK_BACKGROUND || class == ECG_MASK_STUCK || class == ECG_MASK_COVER ||
           class == ECG_MASK_GONE;
}

/* How many of the pixels within `reach` of a place hide what is under them; *n: of how many. */
static int hiding_around(const struct picture *p, double row, double column, int reach, int *n)
{
    int hiding = 0;
    *n = 0;
    for (int j = -reach; j <= reach; j++)
        for (int i = -reach; i <= reach; i++) {
            double r = floor(row) + j, c = floor(column) + i;
            if (!is_inside(p, r, c, 0))
                continue;
            ++*n;
            hiding += hides(p->masks->layers[px_at(p, (int)c, (int)r)]);
        }
    return hiding;
}

/* ---- the map ---- */

/* Page position by the map between four pixels; 0 where it breaks off or folds over. */
static int uv_between(const struct picture *p, double row, double column, double mm[2])
{
    double y = row - 0.5, x = column + p->slip_px - 0.5;
    if (!is_inside(p, y, x, 0) || !is_inside(p, y + 1, x + 1, 0))
        return 0;
    int j = (int)y, i = (int)x;
    double u = x - i, v = y - j, span = 0;
    const float *c[4];
    for (int k = 0; k < 4; k++) {
        c[k] = p->uv + 2 * px_at(p, i + (k & 1), j + (k >> 1));
        if (isnan(c[k][0]))
            return 0;
        span = fmax(span, hypot((double)(c[k][0] - c[0][0]), (double)(c[k][1] - c[0][1])));
    }
    for (int a = 0; a < 2; a++)
        mm[a] = (1 - v) * ((1 - u) * (double)c[0][a] + u * (double)c[1][a]) +
                v * ((1 - u) * (double)c[2][a] + u * (double)c[3][a]);
    /* Else two parts of the sheet meet here, or one is seen so much from the side that the map
     * bends from pixel to pixel. */
    return span < 2.2 * p->px_mm;
}

/* Each pixel's middle is where its page position is mapped to. */
static int check_map(const struct picture *p)
{
    struct tally tally = { .what = MAP };
    const struct ecg_mesh *mesh = p->work->mesh;
    size_t n = (size_t)mesh->width_px * (size_t)mesh->height_px;
    for (size_t k = 0; k < n; k += 7) {
        double x, y;
        if (isnan(p->uv[2 * k]))
            continue;
        ecg_mesh_map(mesh, (double)p->uv[2 * k], (double)p->uv[2 * k + 1], &x, &y);
        double column = (double)(k % (size_t)mesh->width_px) + 0.5 + p->slip_px;
        double row = (double)(k / (size_t)mesh->width_px) + 0.5;
        count(&tally, hypot(x - column, y - row), 0.02);
    }
    return judge(p, &tally, 0.0005);
}

static int is_sample_hidden(const struct ecg_truth_lead *lead, size_t sample)
{
    for (size_t k = 0; k < lead->n_hidden; k++)
        if (sample >= lead->hidden[k].start && sample < lead->hidden[k].end)
            return 1;
    return 0;
}

static int check_points(const struct picture *p)
{
    struct tally tally = { .what = POINTS };
    for (size_t k = 0; k < p->truth->n_leads; k++) {
        const struct ecg_truth_lead *lead = &p->truth->leads[k];
        const struct ecg_trace *trace = lead->trace;
        for (size_t i = 0; i < trace->end_sample - trace->start_sample; i++) {
            const struct ecg_point *page = &p->work->page->points[trace->first_point + i];
            double mm[2];
            if (is_sample_hidden(lead, trace->start_sample + i) ||
                !uv_between(p, lead->points[i].row, lead->points[i].column, mm))
                continue;
            count(&tally, hypot(mm[0] - page->x_mm, mm[1] - page->y_mm), 0.05);
        }
    }
    return judge(p, &tally, 0.002);
}

static int check_crossings(const struct picture *p)
{
    struct tally places = { .what = CROSSINGS }, seen = { .what = SEEN_CROSSINGS };
    const struct ecg_truth_lattice *lattice = &p->truth->lattice;
    for (int j = 0; j < lattice->rows; j++)
        for (int i = 0; i < lattice->columns; i++) {
            size_t at = (size_t)j * (size_t)lattice->columns + (size_t)i;
            struct ecg_spot spot = lattice->spots[at];
            double page[2], mm[2];
            int n;
            if (!is_inside(p, spot.row, spot.column, 2))
                continue;
            ecg_truth_crossing_mm(lattice, p->work->page, i, j, page);
            int hiding = hiding_around(p, spot.row, spot.column, 2, &n);
            int has_uv = uv_between(p, spot.row, spot.column, mm);
            double away = has_uv ? hypot(mm[0] - page[0], mm[1] - page[1]) : 0;
            if (lattice->is_seen[at] && has_uv)
                count(&places, away, 0.05);
            if (hiding != 0 && hiding != n)
                continue; /* on an edge: either is right */
            int is_seen = hiding == 0 && away < 1;
            if (has_uv || hiding == n)
                count(&seen, is_seen != lattice->is_seen[at], 0.5);
        }
    return judge(p, &places, 0.002) & judge(p, &seen, 0.002);
}

/* ---- masks and points ---- */

/* Signed distance of the ink's middle from the line through a point, along the line's normal; 0
 * where other things are too near. */
static int ink_offset(const struct picture *p, uint8_t label, struct ecg_spot at,
    const double along[2], double reach, double *offset)
{
    double weight = 0, sum = 0;
    int r = (int)ceil(reach) + 1;
    for (int j = -r; j <= r; j++)
        for (int i = -r; i <= r; i++) {
            int row = (int)at.row + j, column = (int)at.column + i;
            double y = row + 0.5 - at.row - p->slip_px, x = column + 0.5 - at.column - p->slip_px;
            double t = y * along[0] + x * along[1], s = -y * along[1] + x * along[0];
            if (!is_inside(p, row, column, 0))
                return 0;
            size_t px = px_at(p, column, row);
            if ((p->masks->leads[px] && p->masks->leads[px] != label) ||
                hides(p->masks->layers[px]))
                return 0;
            if (fabs(t) > 2 || fabs(s) > reach)
                continue;
            /* Smoothly less towards the window's ends, so that pixels do not come and go. */
            double w = p->masks->coverage[px] * (1 + cos(acos(-1.0) * t / 2));
            weight += w;
            sum += w * s;
        }
    *offset = sum / weight;
    return weight > 255;
}

/* The same of the points themselves, where they run nearly straight; 0 where they do not. */
static int line_offset(const struct ecg_spot *q, int n, double along[2], double *offset)
{
    double weight = 0, sum = 0, last = 0;
    along[0] = q[2 * n].row - q[0].row;
    along[1] = q[2 * n].column - q[0].column;
    double length = hypot(along[0], along[1]);
    if (!(length > 1))
        return 0;
    along[0] /= length;
    along[1] /= length;
    for (int k = 0; k <= 2 * n; k++) {
        double y = q[k].row - q[n].row, x = q[k].column - q[n].column;
        double t = y * along[0] + x * along[1], s = -y * along[1] + x * along[0];
        if (!(fabs(s) < 0.7))
            return 0;
        double w = k > 0 && fabs(t) < 2 ? (t - last) * (1 + cos(acos(-1.0) * t / 2)) : 0;
        weight += w;
        sum += w * s;
        last = t;
    }
    *offset = sum / weight;
    return weight > 0;
}

static int check_leads(const struct picture *p)
{
    struct tally middle = { .what = MIDDLES };
    double sx, sy;
    ecg_mesh_scale(
        p->work->mesh, p->work->page->width_mm / 2, p->work->page->height_mm / 2, &sx, &sy);
    for (size_t k = 0; k < p->truth->n_leads; k++) {
        const struct ecg_truth_lead *lead = &p->truth->leads[k];
        size_t n = lead->trace->end_sample - lead->trace->start_sample;
        double pitch =
            lead->trace->mm_per_s / p->work->record->fs_hz * sx; /* px from sample to sample */
        int around = (int)ceil(4 / pitch);
        double reach = (double)lead->trace->width_mm * fmax(sx, sy) * 0.8 + 2;
        for (size_t i = (size_t)around; i + (size_t)around < n; i += (size_t)around) {
            double along[2], line, ink;
            if (is_sample_hidden(lead, lead->trace->start_sample + i) ||
                !line_offset(&lead->points[i - (size_t)around], around, along, &line) ||
                !ink_offset(p, (uint8_t)(k + 1), lead->points[i], along, reach, &ink))
                continue;
            count(&middle, ink - line, 0.5);
        }
    }
    int is_unbiased = middle.n < 50 || fabs(middle.sum / (double)middle.n) < 0.05;
    if (!is_unbiased && p->slip_px == 0)
        printf(
            "%s: masks lie %.3f px beside the points\n", p->name, middle.sum / (double)middle.n);
    return judge(p, &middle, 0.04) & is_unbiased;
}

/* Points that can be seen lie on their lead's ink (another's where they cross), others do not. */
static int check_seen(const struct picture *p)
{
    struct tally seen = { .what = SEEN }, hidden = { .what = HIDDEN };
    for (size_t k = 0; k < p->truth->n_leads; k++) {
        const struct ecg_truth_lead *lead = &p->truth->leads[k];
        const struct ecg_trace *trace = lead->trace;
        for (size_t i = 0; i < trace->end_sample - trace->start_sample; i++) {
            struct ecg_spot at = lead->points[i];
            const struct ecg_point *page = &p->work->page->points[trace->first_point + i];
            double mm[2], drift = 4 * p->slip_px;
            int n;
            if (isnan(at.row) || page->x_mm < trace->clip_mm[0] + 0.5 ||
                page->x_mm > trace->clip_mm[2] - 0.5 || page->y_mm < trace->clip_mm[1] + 0.5 ||
                page->y_mm > trace->clip_mm[3] - 0.5 ||
                !is_inside(p, at.row + drift, at.column, 2))
                continue;
            int hiding = hiding_around(p, at.row + drift, at.column, 1, &n);
            int wider = hiding_around(p, at.row + drift, at.column, 3, &n);
            if (is_sample_hidden(lead, trace->start_sample + i)) {
                int folded = wider == 0 && uv_between(p, at.row, at.column, mm) &&
                             hypot(mm[0] - page->x_mm, mm[1] - page->y_mm) > 0.3;
                if (wider == 0 || wider == n)
                    count(&hidden, !(hiding || folded), 0.5);
            } else if (wider == 0) {
                count(&seen,
                    p->masks->coverage[px_at(p, (int)at.column, (int)(at.row + drift))] == 0, 0.5);
            }
        }
    }
    return judge(p, &seen, 0.01) & judge(p, &hidden, 0.02);
}

/* ---- boxes ---- */

/* How far inside all four edges a pixel's middle is; negative outside. */
static double depth_in(const struct ecg_quad *quad, double row, double column, double edge[4])
{
    double area = 0, least = INFINITY;
    for (int k = 0; k < 4; k++) {
        struct ecg_spot a = quad->corner[k], b = quad->corner[(k + 1) & 3];
        area += a.column * b.row - b.column * a.row;
    }
    for (int k = 0; k < 4; k++) {
        struct ecg_spot a = quad->corner[k], b = quad->corner[(k + 1) & 3];
        double dx = b.column - a.column, dy = b.row - a.row, length = hypot(dx, dy);
        double d = (dx * (row - a.row) - dy * (column - a.column)) / (length > 0 ? length : 1);
        edge[k] = area < 0 ? -d : d;
        least = fmin(least, edge[k]);
    }
    return least;
}

static int class_of_kind(enum ecg_kind kind)
{
    switch (kind) {
    case ECG_KIND_PULSE:
    case ECG_KIND_SEPARATOR:
        return ECG_MASK_PULSE;
    case ECG_KIND_HANDWRITING:
    case ECG_KIND_MARK:
        return ECG_MASK_PEN;
    case ECG_KIND_STAMP:
        return ECG_MASK_STAMP;
    default:
        return -1;
    }
}

/* Every labelled pixel of these kinds lies in a box of such a thing. */
static int check_ink_is_boxed(const struct picture *p)
{
    struct tally tally = { .what = BOXED };
    const struct ecg_mesh *mesh = p->work->mesh;
    for (int row = 0; row < mesh->height_px; row++)
        for (int column = 0; column < mesh->width_px; column++) {
            int class = p->masks->layers[px_at(p, column, row)];
            if (class != ECG_MASK_PULSE && class != ECG_MASK_PEN && class != ECG_MASK_STAMP)
                continue;
            double most = -INFINITY, edge[4];
            for (size_t k = 0; k < p->truth->n_things && most < 0; k++)
                if (class_of_kind(p->truth->things[k].kind) == class)
                    most = fmax(most, depth_in(&p->truth->things[k].quad, row + 0.5,
                                          column + 0.5 + 4 * p->slip_px, edge));
            count(&tally, fmax(-most, 0), 0.75);
        }
    for (size_t k = 0; k < p->truth->n_leads; k++) {
        const struct ecg_quad *box = &p->truth->leads[k].box;
        for (int row = 0; row < mesh->height_px; row++)
            for (int column = 0; column < mesh->width_px; column++) {
                double edge[4];
                if (p->masks->leads[px_at(p, column, row)] == k + 1)
                    count(&tally, fmax(-depth_in(box, row + 0.5, column + 0.5, edge), 0), 0.75);
            }
    }
    return judge(p, &tally, 0);
}

/* Whether another thing's box comes near this one, or it is not all in the picture. */
static int stands_alone(const struct picture *p, const struct ecg_text *text)
{
    const double margin_mm = 2;
    double box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
    for (int k = 0; k < 4; k++)
        for (int a = 0; a < 2; a++) {
            box[a] = fmin(box[a], text->quad_mm[k][a] - margin_mm);
            box[a + 2] = fmax(box[a + 2], text->quad_mm[k][a] + margin_mm);
        }
    const struct ecg_page *page = p->work->page;
    for (size_t k = 0; k < page->n_lines; k++) {
        const struct ecg_line *line = &page->lines[k];
        if (line->kind != ECG_KIND_GRID && fmax(line->x0_mm, line->x1_mm) > box[0] &&
            fmin(line->x0_mm, line->x1_mm) < box[2] && fmax(line->y0_mm, line->y1_mm) > box[1] &&
            fmin(line->y0_mm, line->y1_mm) < box[3])
            return 0;
    }
    for (size_t k = 0; k < page->n_points; k++) {
        const struct ecg_point *point = &page->points[k];
        if (point->x_mm > box[0] && point->x_mm < box[2] && point->y_mm > box[1] &&
            point->y_mm < box[3])
            return 0;
    }
    for (size_t k = 0; k < page->n_texts; k++)
        for (int c = 0; c < 4 && &page->texts[k] != text; c++) {
            const double *q = page->texts[k].quad_mm[c];
            const double *o = page->texts[k].quad_mm[(c + 2) & 3];
            if (fmax(q[0], o[0]) > box[0] && fmin(q[0], o[0]) < box[2] &&
                fmax(q[1], o[1]) > box[1] && fmin(q[1], o[1]) < box[3])
                return 0;
        }
    return 1;
}

/* Printed words that stand alone: their ink reaches each edge of their box to a pixel, and none
 * lies outside. From coverage, which also shows where a pixel is only touched. */
static int check_text(const struct picture *p, const struct ecg_image *coverage, int channel)
{
    struct tally inside = { .what = WORDS }, slack = { .what = SLACK };
    const struct ecg_page *page = p->work->page;
    for (size_t k = 0; k < page->n_texts; k++) {
        const struct ecg_text *text = &page->texts[k];
        struct ecg_quad quad = ecg_quad_around_text(p->work->mesh, page, text);
        double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
        for (int c = 0; c < 4; c++) {
            low[0] = fmin(low[0], quad.corner[c].row);
            low[1] = fmin(low[1], quad.corner[c].column);
            high[0] = fmax(high[0], quad.corner[c].row);
            high[1] = fmax(high[1], quad.corner[c].column);
        }
        if (text->layer != ECG_LAYER_PRINT || text->n_glyphs == 0 ||
            !is_inside(p, low[0], low[1], 5) || !is_inside(p, high[0], high[1], 5) ||
            !stands_alone(p, text))
            continue;
        double nearest[4] = { INFINITY, INFINITY, INFINITY, INFINITY };
        int n_ink = 0;
        for (int row = (int)low[0] - 3; row <= high[0] + 3; row++)
            for (int column = (int)low[1] - 3; column <= high[1] + 3; column++) {
                double edge[4];
                uint8_t value = coverage->data[4 * px_at(p, column, row) + (size_t)channel];
                double depth = depth_in(&quad, row + 0.5, column + 0.5 + 2 * p->slip_px, edge);
                if (value < 24 || depth < -4)
                    continue;
                n_ink++;
                count(&inside, fmax(-depth, 0), 1);
                for (int e = 0; e < 4; e++)
                    nearest[e] = fmin(nearest[e], edge[e]);
            }
        for (int e = 0; e < 4 && n_ink; e++)
            count(&slack, fmax(nearest[e], 0), 1.5); /* a pixel from the middle of one with ink */
    }
    return judge(p, &inside, 0) & judge(p, &slack, 0);
}

/* ---- one picture ---- */

static void pick_recipe(struct ecg_recipe **recipe, unsigned seed, char name[96])
{
    struct ecg_error error = { 0 };
    const char *base = recipes[seed % (sizeof recipes / sizeof recipes[0])];
    int code = ecg_recipe_load(recipe, base, &error);
    for (size_t k = 0; code == 0 && k < sizeof sets / sizeof sets[0]; k++)
        code = ecg_recipe_set(*recipe, sets[k], &error);
    snprintf(name, 96, "%u %s", seed, base);
    size_t n = sizeof seldom / sizeof seldom[0];
    for (size_t k = 0; code == 0 && k < n; k++)
        if ((seed * 2654435761u >> (4 + 3 * k)) % 4 == 0)
            code = ecg_recipe_set(*recipe, seldom[k], &error);
    if (!CHECK_INT(code, 0))
        printf("%s: %s\n", name, error.message);
}

static int make_picture(struct picture *p, const struct ecg_recipe *recipe,
    const struct ecg_record *record, unsigned seed, const struct ecg_fonts *fonts,
    struct ecg_renderer *renderer, struct ecg_error *error)
{
    struct ecg_scene scene;
    int code = ecg_recipe_draw(recipe, seed, record->id, 0, &scene, error);
    if (code == 0)
        code = ecg_work_create(&p->work, "picture", &scene, record, fonts, error);
    if (code < 0)
        return code;
    struct ecg_fate fate = { ecg_work_fate, p->work };
    struct ecg_truth_params params = { .scene = &p->work->scene,
        .is_hidden = ecg_work_fate,
        .priv = p->work,
        .with_seen_crossings = 1 };
    code = ecg_truth_make(&p->truth, p->work->page, p->work->mesh, &params, error);
    if (code == 0)
        code = ecg_masks_create(&p->masks, p->work->page, p->work->mesh, fonts, 1, error);
    if (code == 0)
        code = ecg_masks_draw(
            p->masks, renderer, &p->work->scene, p->work->page, p->work->mesh, error);
    if (code == 0)
        code = ecg_uv_make(&p->uv, &p->covered, &p->gone, p->work->mesh,
            ecg_work_has_fate(p->work) ? &fate : NULL, error);
    double sx, sy;
    ecg_mesh_scale(
        p->work->mesh, p->work->page->width_mm / 2, p->work->page->height_mm / 2, &sx, &sy);
    p->px_mm = 1 / fmin(sx, sy);
    if (code == 0)
        ecg_maps_finish_masks(p->masks, p->uv, p->covered, p->gone);
    return code;
}

static void free_picture(struct picture *p)
{
    ecg_free(p->uv);
    ecg_free(p->covered);
    ecg_free(p->gone);
    ecg_masks_destroy(&p->masks);
    ecg_truth_destroy(&p->truth);
    ecg_work_destroy(&p->work);
}

static int draw_text(const struct picture *p, const struct ecg_fonts *fonts,
    struct ecg_renderer *renderer, struct ecg_image coverage[2])
{
    struct ecg_drawing *drawing;
    const struct ecg_ink_filter filter = {
        1u << ECG_KIND_LEAD_NAME | 1u << ECG_KIND_HEADER | 1u << ECG_KIND_FOOTER, -1, NULL
    };
    int code = ecg_drawing_create(&drawing, NULL);
    if (code == 0)
        code = ecg_drawing_build(drawing,
            &(struct ecg_drawing_source){ p->work->page, p->work->mesh, fonts, &filter }, NULL);
    const struct ecg_render_job job = {
        .scene = &p->work->scene, .page = p->work->page, .mesh = p->work->mesh, .drawing = drawing
    };
    if (code == 0)
        code = ecg_render_coverage(renderer, &job, coverage, NULL);
    ecg_drawing_destroy(&drawing);
    return code;
}

enum { N_COMPARISONS = 7 };

static void compare_all(const struct picture *p, const struct ecg_image *text, int holds[])
{
    holds[0] = check_points(p);
    holds[1] = check_crossings(p);
    holds[2] = check_leads(p);
    holds[3] = check_seen(p);
    holds[4] = check_ink_is_boxed(p);
    holds[5] = check_map(p);
    holds[6] = check_text(p, text, ECG_LAYER_PRINT);
}

static void test_seed(
    unsigned seed, const struct ecg_fonts *fonts, struct ecg_renderer *renderer, size_t *looked)
{
    struct picture p = { .looked = looked };
    struct ecg_recipe *recipe = NULL;
    struct ecg_record *record = NULL;
    struct ecg_error error = { 0 };
    struct ecg_image text[2] = { 0 };
    pick_recipe(&recipe, seed, p.name);
    int code = ecg_record_synthesize(&record, 5, seed, 10, &error);
    if (code == 0)
        code = make_picture(&p, recipe, record, seed, fonts, renderer, &error);
    if (code == 0)
        code = draw_text(&p, fonts, renderer, text);
    if (CHECK_INT(code, 0)) {
        int holds[N_COMPARISONS];
        compare_all(&p, &text[0], holds);
        for (int k = 0; k < N_COMPARISONS; k++)
            CHECK(holds[k]);
        int with_slip = seed == 0;
        p.slip_px = 1;
        if (with_slip)
            compare_all(&p, &text[0], holds);
        for (int k = 0; with_slip && k < N_COMPARISONS; k++)
            if (!CHECK(!holds[k]))
                printf("%s: comparison %d does not notice a pixel\n", p.name, k);
    } else {
        printf("%s: %s\n", p.name, error.message);
    }
    ecg_image_free(&text[0]);
    ecg_image_free(&text[1]);
    free_picture(&p);
    ecg_record_destroy(&record);
    ecg_recipe_destroy(&recipe);
}

int main(void)
{
    const char *asked = getenv("ECGPRESS_SEEDS");
    unsigned n = asked ? (unsigned)strtoul(asked, NULL, 10) : FEW;
    struct ecg_gpu *gpu = NULL;
    struct ecg_renderer *renderer = NULL;
    struct ecg_fonts *fonts = NULL;
    size_t looked[WHATS] = { 0 };
    CHECK_INT(ecg_gpu_open(&gpu, "software", NULL), 0);
    CHECK_INT(ecg_renderer_create(&renderer, gpu, NULL), 0);
    CHECK_INT(ecg_fonts_open(&fonts, NULL), 0);
    for (unsigned seed = 0; seed < n; seed++)
        test_seed(seed, fonts, renderer, looked);
    /* Comparisons that find nothing to compare prove nothing. */
    for (int k = 0; k < WHATS; k++)
        if (!CHECK(looked[k] > 20 * n))
            printf("%s: %zu in %u pictures\n", names[k], looked[k], n);
    ecg_fonts_close(&fonts);
    ecg_renderer_destroy(&renderer);
    ecg_gpu_close(&gpu);
    return check_done();
}
