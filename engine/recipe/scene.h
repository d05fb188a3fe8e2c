/* A scene: one image with nothing left to chance. Flat, printable as JSON, and enough (with the
 * recording) to make the same image again. */
#ifndef RECIPE_SCENE_H
#define RECIPE_SCENE_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/random.h"
#include "recipe/params.h"

enum { ECG_RECIPE_NAME_SIZE = 128 };

struct ecg_scene {
    /* Arrangements with too many numbers to be parameters (where each of twelve stains lies)
     * follow from streams of this key: ecg_random_named(scene->key, "sheet.coffee"). */
    struct ecg_key key;
    uint64_t seed;
    uint64_t variant;
    /* The recipe drawn from and, where it mixes others, what was chosen for this image:
     * "mixed/0005-photo/table". */
    char recipe[ECG_RECIPE_NAME_SIZE];
#define ECG_REAL(field, name, unit, lo, hi, dflt, doc) double field;
#define ECG_INT(field, name, unit, lo, hi, dflt, doc) int field;
#define ECG_BOOL(field, name, dflt, doc) int field;
#define ECG_ENUM(field, name, choices, dflt, doc) int field;
#define ECG_TEXT(field, name, dflt, doc) char field[ECG_TEXT_SIZE];
#define ECG_COLOR(field, name, dflt, doc) float field[3];
#include "recipe/params/all.h"
#undef ECG_REAL
#undef ECG_INT
#undef ECG_BOOL
#undef ECG_ENUM
#undef ECG_TEXT
#undef ECG_COLOR
};

/* Every parameter at its table default (the stream of key (0, "", 0) where a default is no
 * constant), seed and variant 0, recipe "default". */
void ecg_scene_defaults(struct ecg_scene *scene);

/* The values of a group ("capture": every "capture." parameter) as they are in another scene. */
void ecg_scene_copy_group(
    struct ecg_scene *scene, const struct ecg_scene *from, const char *group);

/* One value as text: "25", "true", "dots", "#ff8800", a text as it is (no quotes). Appended. */
void ecg_scene_get(
    const struct ecg_scene *scene, const struct ecg_param *param, struct ecg_buffer *out);
/* Sets one value from such a text; 0 or ECG_E_ARGUMENT, ECG_E_LIMIT with "name: expected ...". */
int ecg_scene_put(struct ecg_scene *scene, const struct ecg_param *param, const char *text,
    struct ecg_error *error);

/* {"scene.key": "0123456789abcdef", "scene.seed": "1", "scene.variant": "0", "scene.recipe":
 * "kit", "page.paper_speed_mm_s": 25, ...}: one object on one line, every parameter in the table's
 * order, reals with the digits that read back as the same double, colours as "#rrggbb". The 64-bit
 * numbers are texts because JSON readers keep 53 bits. */
void ecg_scene_print_json(const struct ecg_scene *scene, struct ecg_buffer *out);

/* Reads that object back, or the one at "ecgpress" / "scene" in an image's JSON. The same scene,
 * bit for bit; parameters that are not there (an older file) take their defaults. Errors name the
 * key: ECG_E_FORMAT, ECG_E_ARGUMENT, ECG_E_LIMIT (over 256 MiB). */
int ecg_scene_read_json(
    struct ecg_scene *scene, const char *json, size_t size, struct ecg_error *error);

#endif
