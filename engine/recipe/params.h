/*
 * The one parameter table. An entry is a line in a file of engine/recipe/params/, one file a room:
 *
 *   ECG_REAL (field, "dotted.name", "unit", lo, hi, "default", "one line of doc")
 *   ECG_INT  (field, "dotted.name", "unit", lo, hi, "default", "one line of doc")
 *   ECG_BOOL (field, "dotted.name", "default", "one line of doc")           true | false
 *   ECG_ENUM (field, "dotted.name", "a|b|c", "default", "one line of doc")  field = index into
 * choices ECG_TEXT (field, "dotted.name", "default", "one line of doc")           at most 255
 * bytes ECG_COLOR(field, "dotted.name", "default", "one line of doc")           #rrggbb, sRGB 0..1
 * x 3
 *
 * A default is a distribution like any other value (see distribution.h), but keep it a constant:
 * the defaults alone print a plain, clean page; recipes add the variety. From the table come the
 * scene's fields, recipe loading, --set, `ecgpress params`, the preview's sliders and the image's
 * JSON.
 */
#ifndef RECIPE_PARAMS_H
#define RECIPE_PARAMS_H

#include <stddef.h>

enum ecg_param_type {
    ECG_PARAM_REAL,
    ECG_PARAM_INT,
    ECG_PARAM_BOOL,
    ECG_PARAM_ENUM,
    ECG_PARAM_TEXT,
    ECG_PARAM_COLOR,
};

enum { ECG_TEXT_SIZE = 256 };

struct ecg_param {
    const char *name;
    enum ecg_param_type type;
    const char *unit;    /* "" when it has none */
    double lo, hi;       /* REAL and INT */
    const char *choices; /* ENUM: "a|b|c" */
    const char *dflt;
    const char *doc;
    /* Of its value in struct ecg_scene: double, int, int, int, char[ECG_TEXT_SIZE], float[3]. */
    size_t offset;
};

/* The table, in its order, ended by an entry whose name is NULL. */
extern const struct ecg_param ecg_params[];
/* Bytes that a value takes in struct ecg_scene. */
size_t ecg_param_size(const struct ecg_param *param);
/* Number of entries before the end. */
int ecg_param_count(void);
/* Index of that name, or -1. */
int ecg_param_find(const char *name);
/* Index of the entry with the most similar name (edit distance), for "did you mean". */
int ecg_param_nearest(const char *name);
/* The most similar group ("page.grid"): that many bytes of a parameter's name. */
const char *ecg_param_nearest_group(const char *name, size_t *length);

#endif
