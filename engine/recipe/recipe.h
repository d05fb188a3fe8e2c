/*
 * A recipe: a distribution for each parameter. Made of the table's defaults, then a chain of YAML
 * recipes (each may `base:` another), then --set assignments, later ones winning.
 */
#ifndef RECIPE_RECIPE_H
#define RECIPE_RECIPE_H

#include "core/buffer.h"
#include "core/error.h"
#include "recipe/scene.h"

struct ecg_recipe; /* immutable once set up: threads may share it */

/* name_or_file: a built-in recipe ("kit"), or a path (has '/' or ends in .yaml/.yml). Errors name
 * file, line, what was expected and the nearest right name. */
int ecg_recipe_load(struct ecg_recipe **recipe, const char *name_or_file, struct ecg_error *error);
void ecg_recipe_destroy(struct ecg_recipe **recipe);

/* One "--set": "page.paper_speed_mm_s=50" or "page.grid.color=choice(pink:2, #ff8800:1)". */
int ecg_recipe_set(struct ecg_recipe *recipe, const char *assignment, struct ecg_error *error);

/* The name it was loaded by, for the JSON. */
const char *ecg_recipe_name(const struct ecg_recipe *recipe);
/* The recipe as one YAML text with every base and --set merged in: what differs from the defaults.
 */
int ecg_recipe_print(
    const struct ecg_recipe *recipe, struct ecg_buffer *out, struct ecg_error *error);

/* Draws every parameter: value = f(seed, record id, variant, parameter name). */
int ecg_recipe_draw(const struct ecg_recipe *recipe, uint64_t seed, const char *record_id,
    uint64_t variant, struct ecg_scene *scene, struct ecg_error *error);

/* {"page.paper_speed_mm_s": 25, ...}, every parameter, numbers with 9 significant digits. */
void ecg_scene_print_json(const struct ecg_scene *scene, struct ecg_buffer *out);

#endif
