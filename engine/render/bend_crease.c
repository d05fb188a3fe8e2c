/* The creases of folds and crumples as lines on the flat sheet, for the wear along them. */
#include "core/alloc.h"
#include "core/bound.h"
#include "render/bend.h"
#include "render/camera.h"
#include "render/crease.h"
#include "render/facets.h"

#include <math.h>
#include <stdlib.h>

/* A crumple's ridge that turned the sheet by this much, rad, is worn like a fold. */
static const double FULL_TURN = 0.9;
static const double WEAKEST = 0.03;
static const uint64_t SIDES = 15; /* the facets' lines that are the sheet's outline */

struct list {
    struct ecg_crease *at;
    size_t count, capacity;
};

static int add(struct list *list, const struct ecg_crease *crease)
{
    int code = ecg_grow(&list->at, &list->capacity, list->count + 1, sizeof *list->at);
    if (!code)
        list->at[list->count++] = *crease;
    return code;
}

/* Keeps what of from..to on the line p + t d lies between 0 and extent. */
static void clip(double p, double d, double extent, double *from, double *to)
{
    if (fabs(d) < 1e-9)
        return;
    double a = -p / d, b = (extent - p) / d;
    *from = ecg_max(*from, ecg_min(a, b));
    *to = ecg_min(*to, ecg_max(a, b));
}

static int add_fold(
    struct list *list, const struct bend_fold *fold, double width_mm, double height_mm)
{
    double from = -INFINITY, to = INFINITY, dx = -fold->normal[1], dy = fold->normal[0];
    clip(fold->x_mm, dx, width_mm, &from, &to);
    clip(fold->y_mm, dy, height_mm, &from, &to);
    if (!(from < to))
        return ECG_OK;
    return add(list, &(struct ecg_crease){ .x0_mm = fold->x_mm + from * dx,
                         .y0_mm = fold->y_mm + from * dy,
                         .x1_mm = fold->x_mm + to * dx,
                         .y1_mm = fold->y_mm + to * dy,
                         .strength = (float)fold->strength,
                         .side = signbit(fold->angle) ? 1 : -1 });
}

static int add_ridges(struct list *list, const struct facets *facets)
{
    for (size_t k = 0; k < facets->n_edges; k++) {
        const struct facet_edge *edge = &facets->edges[k];
        const struct facet_vertex *a = &facets->vertices[edge->a];
        const struct facet_vertex *b = &facets->vertices[edge->b];
        double turn = facets_turn(facets, edge);
        double strength = ecg_min(fabs(turn) / FULL_TURN, 1);
        if (edge->lines & ~SIDES || strength < WEAKEST) /* folds are there already */
            continue;
        int code = add(list, &(struct ecg_crease){ a->x_mm, a->y_mm, b->x_mm, b->y_mm,
                                 (float)strength, turn > 0 ? 1 : -1 });
        if (code)
            return code;
    }
    return ECG_OK;
}

static int add_crumple(
    struct list *list, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    /* As it was before any lid pressed it flat. */
    struct bend_amounts amounts = { .fold = 1, .crumple_mm = scene->bend_crumple_depth_mm };
    struct facets facets;
    if (!(amounts.crumple_mm > 0 && scene->bend_crumple_cover > 0))
        return ECG_OK;
    int code = bend_facets_make(&facets, scene, &amounts, width_mm, height_mm);
    if (!code)
        code = add_ridges(list, &facets);
    facets_free(&facets);
    return code;
}

static int stronger_first(const void *a, const void *b)
{
    const struct ecg_crease *p = a, *q = b;
    if (p->strength != q->strength)
        return p->strength > q->strength ? -1 : 1;
    /* Never equal: no two creases start at the same point and end at the same. */
    if (p->x0_mm != q->x0_mm)
        return p->x0_mm < q->x0_mm ? -1 : 1;
    if (p->y0_mm != q->y0_mm)
        return p->y0_mm < q->y0_mm ? -1 : 1;
    return p->x1_mm != q->x1_mm ? (p->x1_mm < q->x1_mm ? -1 : 1) : (p->y1_mm < q->y1_mm ? -1 : 1);
}

int ecg_creases(const struct ecg_scene *scene, double width_mm, double height_mm,
    struct ecg_crease *creases, int max_creases)
{
    if (scene->capture_kind == ECG_CAPTURE_SCREEN)
        return 0;
    struct bend_fold folds[BEND_MAX_FOLDS];
    struct list list = { 0 };
    int n_folds = bend_folds(scene, width_mm, height_mm, 1, folds), code = ECG_OK;
    for (int k = 0; k < n_folds && !code; k++)
        code = add_fold(&list, &folds[k], width_mm, height_mm);
    if (!code)
        code = add_crumple(&list, scene, width_mm, height_mm);
    if (list.count)
        qsort(list.at, list.count, sizeof *list.at, stronger_first);
    int count = (int)ecg_min((double)list.count, max_creases);
    for (int k = 0; k < count && !code; k++)
        creases[k] = list.at[k];
    ecg_free(list.at);
    return code ? code : count;
}
