/*
 * One-line distributions: what a recipe says about one parameter.
 *
 *   25  true  dots  #ff8800  "any text"   a constant of the parameter's type
 *   uniform(a, b)             evenly from a to b; the same as int for whole-number parameters
 *   int(a, b)                 whole numbers a to b, each as likely
 *   normal(mean, sd)          redrawn until inside the parameter's range
 *   lognormal(median, sigma)  median * exp(sigma * normal), redrawn likewise
 *   chance(p)                 true with probability p
 *   maybe(p, D)               D with probability p, else the off value: 0, false, "", first choice
 *   choice(D:w, D:w, ...)     one of them by weight; a weight left out is 1
 *   jitter(D, amount)         a colour, varied (ecg_color_jitter), amount 0 to 0.5
 *
 * D is a distribution again, nested at most 8 deep. Texts need quotes ("..." or '...', backslash
 * before a quote or backslash) inside parentheses when they hold any of , : ( ) " ' and outside
 * when they begin like a distribution or a quoted text. All numbers are checked against the
 * parameter's range when the text is parsed: what parses, draws values in range.
 *
 * A redraw is tried 64 times, then the nearest end of the range is taken; with means and medians
 * inside the range and sd at most its width, which is checked, a normal needs that once in 10^11.
 */
#ifndef RECIPE_DISTRIBUTION_H
#define RECIPE_DISTRIBUTION_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/random.h"
#include "recipe/scene.h"

struct ecg_dist; /* immutable, references counted atomically: threads may share it */

/* 0, or ECG_E_ARGUMENT with "name: expected ...", ECG_E_LIMIT (over 4096 bytes, 256 parts or 8
 * levels), ECG_E_MEMORY. */
int ecg_dist_parse(struct ecg_dist **dist, const struct ecg_param *param, const char *text,
    struct ecg_error *error);
struct ecg_dist *ecg_dist_ref(struct ecg_dist *dist);
/* Gives up one reference and writes NULL; accepts NULL. */
void ecg_dist_unref(struct ecg_dist **dist);

/* Draws a value and stores it in the scene's field. */
void ecg_dist_draw(const struct ecg_dist *dist, const struct ecg_param *param,
    struct ecg_random *random, struct ecg_scene *scene);
/* The one text that equal distributions print and that parses back to the same. */
void ecg_dist_print(
    const struct ecg_dist *dist, const struct ecg_param *param, struct ecg_buffer *out);

int ecg_dist_is_constant(const struct ecg_dist *dist);
/* 1 when the two print the same. */
int ecg_dist_equal(const struct ecg_dist *a, const struct ecg_dist *b);
/* Where the values of a number lie: the ends of constants, uniform and int, 3 deviations each way
 * of normal and lognormal, within the range; the widest of choices, with 0 for maybe. */
void ecg_dist_span(
    const struct ecg_dist *dist, const struct ecg_param *param, double *lo, double *hi);

/* Draws a parameter's default without allocating (for ecg_scene_defaults). */
int ecg_dist_draw_text(const char *text, const struct ecg_param *param, struct ecg_random *random,
    struct ecg_scene *scene, struct ecg_error *error);

#endif
