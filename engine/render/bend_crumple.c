/*
 * Crumples and crossing folds as facets. Crumpling is folding at random, over and over: edges are
 * halved at a point off their middle that rises or sinks, until the facets have the asked size;
 * ridges of every length come of it. Each round the sheet is drawn in to keep its edges' lengths.
 */
#include "core/bound.h"
#include "render/bend.h"
#include "render/facets.h"

#include <math.h>

enum { FIRST_FOLD_LINE = 4, COVER_WAVES = 5, MOST_ROUNDS = 24 };

struct crumple {
    struct ecg_random random;
    double depth_mm, scale_mm;
    double threshold; /* of the cover field; below it the sheet is smooth */
    double wave[COVER_WAVES][3];
};

/* The x with P(normal < x) = p, to 0.02 (Tukey's lambda). */
static double normal_quantile(double p)
{
    return (pow(p, 0.135) - pow(1 - p, 0.135)) / 0.1975;
}

static struct crumple start_crumple(
    const struct ecg_scene *scene, double depth_mm, double width_mm, double height_mm)
{
    struct crumple crumple = { .random = ecg_random_named(scene->key, "bend.crumple"),
        .depth_mm = depth_mm,
        .scale_mm = scene->bend_crumple_scale_mm };
    double cover = scene->bend_crumple_cover, size_mm = ecg_max(width_mm, height_mm);
    crumple.threshold = cover >= 1 ? -INFINITY : normal_quantile(1 - ecg_max(cover, 1e-6));
    for (int k = 0; k < COVER_WAVES; k++) {
        double turn = ecg_random_uniform(&crumple.random, 0, 2 * M_PI);
        double rad_per_mm = 2 * M_PI / (size_mm * ecg_random_uniform(&crumple.random, 0.5, 1.4));
        crumple.wave[k][0] = rad_per_mm * cos(turn);
        crumple.wave[k][1] = rad_per_mm * sin(turn);
        crumple.wave[k][2] = ecg_random_uniform(&crumple.random, 0, 2 * M_PI);
    }
    return crumple;
}

/* 0..1: how much of the crumple there is at a point. */
static double cover_at(const struct crumple *crumple, double x_mm, double y_mm)
{
    if (crumple->threshold == -INFINITY)
        return 1;
    double sum = 0;
    for (int k = 0; k < COVER_WAVES; k++) {
        const double *w = crumple->wave[k];
        sum += cos(w[0] * x_mm + w[1] * y_mm + w[2]);
    }
    double above = sum / sqrt(COVER_WAVES / 2.0) - crumple->threshold;
    double t = ecg_max(0, ecg_min(1, (above + 0.3) / 0.6));
    return t * t * (3 - 2 * t);
}

static int halve_edge(struct facets *facets, size_t index, struct crumple *crumple)
{
    struct facet_edge *edge = &facets->edges[index];
    struct ecg_random *random = &crumple->random;
    struct facet_vertex a = facets->vertices[edge->a], b = facets->vertices[edge->b], mid;
    double t = ecg_random_uniform(random, 0.36, 0.64);
    double aside_mm = ecg_random_uniform(random, -0.16, 0.16) * edge->altitude_mm;
    double rise = ecg_random_normal(random);
    /* A few strong ridges among many weak ones. */
    rise *= 0.35 + 0.65 * fabs(rise);
    double ex = (b.x_mm - a.x_mm) / edge->length_mm, ey = (b.y_mm - a.y_mm) / edge->length_mm;
    if (edge->lines) /* sides and folds stay straight */
        aside_mm = 0;
    mid.lines = edge->lines;
    mid.x_mm = a.x_mm + t * (b.x_mm - a.x_mm) - aside_mm * ey;
    mid.y_mm = a.y_mm + t * (b.y_mm - a.y_mm) + aside_mm * ex;
    for (int k = 0; k < 3; k++)
        mid.at_mm[k] = a.at_mm[k] + t * (b.at_mm[k] - a.at_mm[k]);
    mid.at_mm[0] -= aside_mm * ey;
    mid.at_mm[1] += aside_mm * ex;
    double relative = edge->length_mm / crumple->scale_mm;
    /* Half as much again beyond the facets' size, and less over thin triangles, which would stand
     * up like walls. */
    double height_mm = 0.5 * crumple->depth_mm * ecg_min(1.7, sqrt(relative)) *
                       ecg_min(1, 2.2 * edge->altitude_mm / edge->length_mm);
    mid.at_mm[2] += height_mm * rise * cover_at(crumple, mid.x_mm, mid.y_mm);
    return facets_add_vertex(facets, &mid, &edge->split);
}

/* Edges lie longer in space than on paper: draw the sheet in about its middle by the mean. */
static void draw_in(struct facets *facets)
{
    double flat = 0, space = 0;
    for (size_t k = 0; k < facets->n_edges; k++) {
        const struct facet_edge *edge = &facets->edges[k];
        const double *p = facets->vertices[edge->a].at_mm, *q = facets->vertices[edge->b].at_mm;
        double dx = q[0] - p[0], dy = q[1] - p[1], dz = q[2] - p[2];
        flat += edge->length_mm;
        space += sqrt(dx * dx + dy * dy + dz * dz);
    }
    double gain = space > flat ? 1 - (space - flat) / flat : 1;
    for (size_t k = 0; k < facets->n_vertices; k++) {
        double *at = facets->vertices[k].at_mm;
        at[0] = facets->width_mm / 2 + (at[0] - facets->width_mm / 2) * gain;
        at[1] = facets->height_mm / 2 + (at[1] - facets->height_mm / 2) * gain;
    }
}

/* One round of halving; *halved says whether any edge still was too long. */
static int crumple_round(struct facets *facets, struct crumple *crumple, int *halved)
{
    size_t n_edges = facets->n_edges;
    *halved = 0;
    for (size_t k = 0; k < n_edges; k++) {
        double longest_mm = crumple->scale_mm * ecg_random_uniform(&crumple->random, 0.8, 1.9);
        facets->edges[k].is_marked = facets->edges[k].length_mm > longest_mm;
        *halved |= facets->edges[k].is_marked;
    }
    facets_close_marks(facets);
    for (size_t k = 0; k < n_edges; k++) {
        int code = facets->edges[k].is_marked ? halve_edge(facets, k, crumple) : ECG_OK;
        if (code)
            return code;
    }
    return *halved ? facets_split(facets) : ECG_OK;
}

static int crumple_facets(struct facets *facets, struct crumple *crumple)
{
    int code = ECG_OK, halved = 1;
    for (int round = 0; round < MOST_ROUNDS && halved && !code; round++) {
        code = facets_link(facets);
        if (!code) {
            draw_in(facets);
            facets_relax(facets, 4, 3);
        }
        if (!code)
            code = crumple_round(facets, crumple, &halved);
    }
    if (!code)
        code = facets_link(facets);
    if (!code)
        facets_relax(facets, 16, 3);
    return code;
}

static int fold_facets(struct facets *facets, const struct bend_fold *folds, int n_folds)
{
    int crosses = 0;
    for (int k = 0; k < n_folds; k++) {
        int code =
            facets_cut(facets, folds[k].x_mm, folds[k].y_mm, folds[k].normal, FIRST_FOLD_LINE + k);
        if (code)
            return code;
        crosses |= folds[k].crosses && folds[k].angle != 0;
    }
    if (!crosses)
        return ECG_OK;
    for (size_t n = 0; n < facets->n_vertices; n++) {
        struct facet_vertex *v = &facets->vertices[n];
        for (int k = 0; k < n_folds; k++) {
            double off_mm = (v->x_mm - folds[k].x_mm) * folds[k].normal[0] +
                            (v->y_mm - folds[k].y_mm) * folds[k].normal[1];
            /* Less the mean slope: the sheet as a whole lies level. */
            if (folds[k].crosses)
                v->at_mm[2] +=
                    sin(folds[k].angle / 2) * (fabs(off_mm) - (1 - 2 * folds[k].share) * off_mm);
        }
    }
    int code = facets_link(facets);
    if (!code)
        facets_relax(facets, 200, 2); /* each panel stays a plane */
    return code;
}

int bend_facets_make(struct facets *facets, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, double width_mm, double height_mm)
{
    struct bend_fold folds[BEND_MAX_FOLDS];
    int n_folds = bend_folds(scene, width_mm, height_mm, amounts->fold, folds);
    int code = facets_make(facets, width_mm, height_mm);
    if (!code)
        code = fold_facets(facets, folds, n_folds);
    if (!code && amounts->crumple_mm > 0) {
        struct crumple crumple = start_crumple(scene, amounts->crumple_mm, width_mm, height_mm);
        code = crumple_facets(facets, &crumple);
    }
    return code;
}
