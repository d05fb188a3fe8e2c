/*
 * A recipe: a distribution for each parameter. Made of the table's defaults, then a chain of YAML
 * recipes, then --set assignments, later ones winning. assets/recipes/README.md is the language.
 *
 * ecgpress.h declares ecg_recipe_load, ecg_recipe_set, ecg_recipe_destroy and the lists. A recipe
 * is changed by one thread; while none changes it, any number may draw from it.
 *
 * ecg_recipe_load's name_or_file: a built-in recipe ("kit", "0003-scan-color" or "0003"), or a path
 * (it holds '/' or ends in .yaml or .yml). Messages read "recipe FILE:LINE: page.papr_speed: no such parameter; did you
 * mean page.paper_speed_mm_s?". Limits: 1 MiB a file, 16 files deep, 256 files in all, 1024
 * recipes in a mix, 100000 YAML nodes visited (aliases count each time).
 */
#ifndef RECIPE_RECIPE_H
#define RECIPE_RECIPE_H

#include "core/buffer.h"
#include "core/error.h"
#include "recipe/distribution.h"
#include "recipe/scene.h"

/* A recipe from YAML in memory. `name` is what messages call it, and where relative paths in it
 * start: "dir/mine.yaml" reads as that file would. */
int ecg_recipe_read(struct ecg_recipe **recipe, const char *name, const char *yaml, size_t size,
    struct ecg_error *error);
/* An independent copy. */
int ecg_recipe_copy(
    struct ecg_recipe **copy, const struct ecg_recipe *recipe, struct ecg_error *error);

/* For the JSON: the built-in's name, a file's name without folder and ending. */
const char *ecg_recipe_name(const struct ecg_recipe *recipe);
/* Its `about:` line, "" without one. */
const char *ecg_recipe_about(const struct ecg_recipe *recipe);

/* The distribution of a parameter (its index in the table); NULL when the recipes of a mix differ
 * in it. Owned by the recipe, gone when that parameter is set again. */
const struct ecg_dist *ecg_recipe_dist(const struct ecg_recipe *recipe, int param);
/* Puts a parameter back to the table's default. */
void ecg_recipe_reset(struct ecg_recipe *recipe, int param);

/* The recipe as one YAML text with every base, mix and --set merged in: what differs from the
 * defaults. Read back, it is the same recipe. Appended to *out; ECG_E_MEMORY. */
int ecg_recipe_print(
    const struct ecg_recipe *recipe, struct ecg_buffer *out, struct ecg_error *error);
/* The same as "base: base_name" and what differs from `base`, the recipe of that name. When that
 * cannot say it (the recipes of a mix were replaced), the whole as by ecg_recipe_print. */
int ecg_recipe_print_over(const struct ecg_recipe *recipe, const struct ecg_recipe *base,
    const char *base_name, struct ecg_buffer *out, struct ecg_error *error);

/* What to write to `path`, the file that the recipe was loaded from, so that it reads as the
 * recipe is now: new values where old ones stand, further ones as dotted names at the end;
 * comments and all else stay. When the file cannot be changed so (a mix was replaced, it is one
 * flow map, a value is shared by an alias), the whole as by ecg_recipe_print. Errors: as
 * ecg_recipe_load. */
int ecg_recipe_print_into(const struct ecg_recipe *recipe, const char *path,
    struct ecg_buffer *out, struct ecg_error *error);

/* Draws every parameter: value = f(seed, record id, variant, parameter name), whatever else the
 * recipe says. scene->recipe names the recipe and what a mix chose. Always 0. */
int ecg_recipe_draw(const struct ecg_recipe *recipe, uint64_t seed, const char *record_id,
    uint64_t variant, struct ecg_scene *scene, struct ecg_error *error);

#endif
