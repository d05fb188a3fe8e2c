/* Inside a recipe; shared by recipe.c, recipe_load.c and recipe_print.c. */
#ifndef RECIPE_RECIPE_INTERNAL_H
#define RECIPE_RECIPE_INTERNAL_H

#include "recipe/recipe.h"

enum { ECG_RECIPE_MAX_WAYS = 1024, ECG_RECIPE_ABOUT_SIZE = 200 };

/* One complete choice of distributions. A plain recipe has one way; a mix has one for each recipe
 * it may draw, mixes of mixes being multiplied out. */
struct ecg_way {
    char name[ECG_RECIPE_NAME_SIZE]; /* "0005-photo/table": what was chosen; "": nothing */
    double weight;
    struct ecg_dist **dists; /* one a parameter; NULL: the default */
};

struct ecg_recipe {
    char name[ECG_RECIPE_NAME_SIZE];
    char about[ECG_RECIPE_ABOUT_SIZE];
    size_t n_ways;
    struct ecg_way *ways;
    struct ecg_dist **defaults; /* one a parameter */
};

/* One way, all defaults. name_or_file is cut down to a name. `like`: a recipe whose parsed
 * defaults are shared, NULL to parse them. */
int ecg_recipe_make(struct ecg_recipe **recipe, const char *name_or_file,
    const struct ecg_recipe *like, struct ecg_error *error);
/* Gives it that very name, '/' and all. */
void ecg_recipe_rename(struct ecg_recipe *recipe, const char *name);
/* Leaves no way at all, for ecg_recipe_add_ways. */
void ecg_recipe_clear_ways(struct ecg_recipe *recipe);
/* Sets a parameter in every way; takes a reference of its own. */
void ecg_recipe_put(struct ecg_recipe *recipe, int param, struct ecg_dist *dist);
/* Lays `top` over `recipe`: what top sets wins, every way of one with every way of the other. */
int ecg_recipe_lay_over(
    struct ecg_recipe *recipe, const struct ecg_recipe *top, struct ecg_error *error);
/* Adds the ways of `item`, their weights scaled to sum to `weight`, as further choices. */
int ecg_recipe_add_ways(
    struct ecg_recipe *mix, const struct ecg_recipe *item, double weight, struct ecg_error *error);
/* Never NULL. */
const struct ecg_dist *ecg_recipe_way_dist(const struct ecg_recipe *recipe, size_t way, int param);
/* 1 when all ways agree in that parameter. */
int ecg_recipe_agrees(const struct ecg_recipe *recipe, int param);

/* 1 when every way has the same name, weight and distributions. */
int ecg_recipe_equal(const struct ecg_recipe *a, const struct ecg_recipe *b);
/* 1 when the ways' names and weights are the same. */
int ecg_recipe_same_ways(const struct ecg_recipe *a, const struct ecg_recipe *b);
/* 1 when, way by way, that parameter has the same distribution in both (the ways being the same).
 */
int ecg_recipe_same_in(const struct ecg_recipe *a, const struct ecg_recipe *b, int param);
/* A scalar as YAML: plain where that reads back, else in single quotes. Inside {} or [] plain
 * scalars end at commas. */
void ecg_recipe_print_scalar(const char *text, size_t n, int in_flow, struct ecg_buffer *out);
/* The distribution as such a scalar. */
void ecg_recipe_print_dist(const struct ecg_dist *dist, const struct ecg_param *param, int in_flow,
    struct ecg_buffer *out);

/* "kit" and its length for "assets/recipes/kit.yaml"; NULL for other assets. */
const char *ecg_recipe_asset_name(const char *asset_name, size_t *length);

#endif
