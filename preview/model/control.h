/* How one parameter is shown and moved: its place among the stages, its words, and what kind of
 * control its distribution asks for. */
#ifndef PREVIEW_CONTROL_H
#define PREVIEW_CONTROL_H

#include "recipe/distribution.h"
#include "recipe/params.h"

/* The stages of a picture, in order; every parameter is of one. */
enum stage {
    STAGE_RECORD,
    STAGE_PAGE,
    STAGE_NOTES,
    STAGE_SHEET,
    STAGE_BEND,
    STAGE_LIGHT,
    STAGE_CAPTURE,
    STAGE_OUTPUT,
    STAGE_COUNT
};

extern const char *const stage_names[STAGE_COUNT]; /* "record", as parameter names begin */
extern const char *const stage_titles[STAGE_COUNT];

enum stage stage_of(const struct ecg_param *param);

/* "Camera" of capture.camera.tilt_deg; the stage's title of page.size. */
void control_group(const struct ecg_param *param, char *out, size_t size);
/* 1 when both are shown under one heading. */
int control_same_group(const struct ecg_param *a, const struct ecg_param *b);
/* "Tilt" of capture.camera.tilt_deg: the name's end without its unit. */
void control_label(const struct ecg_param *param, char *out, size_t size);
/* 1 when each word of the query is in the name, the choices or the doc, in any case. */
int control_matches(const struct ecg_param *param, const char *query);

enum control_form {
    CONTROL_VALUE,  /* a constant */
    CONTROL_RANGE,  /* evenly between two ends: uniform or int */
    CONTROL_CHANCE, /* true with a probability */
    CONTROL_OTHER,  /* any other distribution: its text */
    CONTROL_MIXED,  /* the recipes of a mix differ */
};

struct control {
    enum control_form form;
    double lo, hi; /* RANGE: the ends; CHANCE: lo is the probability */
};

/* dist: NULL for a mix whose recipes differ. */
struct control control_of(const struct ecg_param *param, const struct ecg_dist *dist);

/* A number as a slider gives it, rounded to what can be seen: "12.5". */
void control_value_text(const struct ecg_param *param, double value, char *out, size_t size);
/* "uniform(10, 12.5)", "int(2, 5)"; the lesser end first, within the parameter's range. */
void control_range_text(
    const struct ecg_param *param, double lo, double hi, char *out, size_t size);
/* printf format of a slider, its unit with it: "%.2f mm". */
void control_format(const struct ecg_param *param, char *out, size_t size);
/* Ends for turning a constant into a range: a tenth of the parameter's range to each side. */
void control_spread(const struct ecg_param *param, double value, double *lo, double *hi);

#endif
