/* A scene: one image with nothing left to chance. Flat, printable as JSON, and enough (with the
 * recording) to make the same image again. */
#ifndef RECIPE_SCENE_H
#define RECIPE_SCENE_H

#include "core/random.h"
#include "recipe/params.h"

struct ecg_scene {
    /* Arrangements with too many numbers to be parameters (where each of twelve stains lies)
     * follow from streams of this key: ecg_random_named(scene->key, "sheet.coffee"). */
    struct ecg_key key;
    uint64_t seed;
    uint64_t variant;
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
 * constant). */
void ecg_scene_defaults(struct ecg_scene *scene);

#endif
