/* One value of one parameter: as text, in a scene, in between. */
#ifndef RECIPE_VALUE_H
#define RECIPE_VALUE_H

#include "core/buffer.h"
#include "core/error.h"
#include "recipe/scene.h"

/* Which member holds it follows from the parameter's type. */
struct ecg_value {
    double number; /* REAL, INT; BOOL: 0 or 1; ENUM: the index of its choice */
    float rgb[3];  /* COLOR: whole 255ths, so that #rrggbb loses nothing */
    char text[ECG_TEXT_SIZE];
};

/* A constant: a number in the parameter's range, true or false (also yes, no, on, off, 1, 0), one
 * of the choices, a text (UTF-8 without control characters), a colour. Spaces around the text are
 * not removed. 0 or ECG_E_ARGUMENT with "name: expected ...". */
int ecg_value_parse(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error);
/* What ecg_value_parse reads back exactly. */
void ecg_value_print(
    const struct ecg_value *value, const struct ecg_param *param, struct ecg_buffer *out);

void ecg_value_store(
    const struct ecg_value *value, const struct ecg_param *param, struct ecg_scene *scene);
struct ecg_value ecg_value_of(const struct ecg_scene *scene, const struct ecg_param *param);

/* Strict decimal number of `length` bytes: digits, sign, point, exponent; finite. 1 when it is. */
int ecg_number_parse(const char *text, size_t length, double *number);
/* The fewest of 15 to 17 significant digits that read back as the same double. */
void ecg_number_print(double number, struct ecg_buffer *out);

/* 1 for UTF-8 without control characters. */
int ecg_text_is_clean(const char *text, size_t length);

/* The i-th of "a|b|c": its start and length; NULL past the last. */
const char *ecg_choice_at(const char *choices, int i, size_t *length);

#endif
