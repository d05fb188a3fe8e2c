/*
 * Writes JSON straight into a buffer, number by number: no tree, no printf, no locale. A number
 * that JSON cannot hold (NaN, infinity) is written as null. Text is checked UTF-8: a byte that
 * breaks it becomes U+FFFD. Commas and indentation are the writer's business; that objects and
 * arrays are closed in order is the caller's (asserted).
 */
#ifndef OUTPUT_JSON_H
#define OUTPUT_JSON_H

#include "core/buffer.h"

#include <stdint.h>

enum { ECG_JSON_DEPTH = 32 };

struct ecg_json {
    struct ecg_buffer *out;
    int indent; /* blanks a level; 0: all on one line */
    int tall; /* pairs too have a line for each number, as Python's json.dumps(indent) has them */
    int depth;
    unsigned char has_items[ECG_JSON_DEPTH];
    int after_key;
};

void ecg_json_start(struct ecg_json *json, struct ecg_buffer *out, int indent);

void ecg_json_open_object(struct ecg_json *json);
void ecg_json_close_object(struct ecg_json *json);
void ecg_json_open_array(struct ecg_json *json);
void ecg_json_close_array(struct ecg_json *json);
void ecg_json_key(struct ecg_json *json, const char *key);

void ecg_json_string(struct ecg_json *json, const char *utf8);
void ecg_json_int(struct ecg_json *json, int64_t value);
void ecg_json_uint(struct ecg_json *json, uint64_t value);
void ecg_json_bool(struct ecg_json *json, int value);
void ecg_json_null(struct ecg_json *json);
/* Rounded to `decimals` places (0 to 12), trailing zeros left out: 12.5, not 12.500. */
void ecg_json_fixed(struct ecg_json *json, double value, int decimals);
/* 9 significant digits (whole numbers below 1e15 keep all theirs). */
void ecg_json_real(struct ecg_json *json, double value);
/* Text that is JSON already, as one value. */
void ecg_json_raw(struct ecg_json *json, const char *text, size_t size);
/* [a, b] with 3 decimals, on one line whatever the indentation: a point. */
void ecg_json_pair(struct ecg_json *json, double a, double b);

/* "key": value; a NULL text is null. */
void ecg_json_key_string(struct ecg_json *json, const char *key, const char *utf8);
void ecg_json_key_int(struct ecg_json *json, const char *key, int64_t value);
void ecg_json_key_uint(struct ecg_json *json, const char *key, uint64_t value);
void ecg_json_key_bool(struct ecg_json *json, const char *key, int value);
void ecg_json_key_fixed(struct ecg_json *json, const char *key, double value, int decimals);
void ecg_json_key_real(struct ecg_json *json, const char *key, double value);
/* "key": [red, green, blue], with 2 decimals. */
void ecg_json_key_color(struct ecg_json *json, const char *key, const double color[3]);

#endif
