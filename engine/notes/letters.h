/* The letterforms of assets/letters/hand.txt: what a pen aims at, as arcs between points. */
#ifndef NOTES_LETTERS_H
#define NOTES_LETTERS_H

#include "core/error.h"

#include <stddef.h>
#include <stdint.h>

/* Tags of a form; see the asset's head. */
enum {
    ECG_FORM_PRINT = 1,
    ECG_FORM_CURSIVE = 2,
    ECG_FORM_BLOCK = 4,
    ECG_FORM_JOINS_IN = 8,
    ECG_FORM_JOINS_OUT = 16,
};

/* x right, y up, in x-heights; turn_rad: angle turned on the way here, counter-clockwise. */
struct ecg_aim {
    float x, y, turn_rad;
};

struct ecg_form_stroke {
    uint16_t first_aim, n_aims;
    uint8_t is_delayed; /* written when the word is done: dots and bars */
};

struct ecg_form {
    uint32_t code; /* Unicode */
    float advance; /* in x-heights */
    uint16_t first_stroke, n_strokes;
    uint8_t tags;
};

struct ecg_letters {
    struct ecg_form *forms; /* grouped by code, in ascending order of code */
    size_t n_forms, cap_forms;
    struct ecg_form_stroke *strokes;
    size_t n_strokes, cap_strokes;
    struct ecg_aim *aims;
    size_t n_aims, cap_aims;
};

/* Parses the embedded asset: about 0.1 ms. ECG_E_FORMAT names the line. */
int ecg_letters_open(struct ecg_letters **letters, struct ecg_error *error);
/* The same from any text of that format. */
int ecg_letters_parse(struct ecg_letters **letters, const char *text, struct ecg_error *error);
void ecg_letters_close(struct ecg_letters **letters);

/* The forms of a character, *count of them; NULL when there are none. */
const struct ecg_form *ecg_letters_find(
    const struct ecg_letters *letters, uint32_t code, size_t *count);

/* Splits an accented Latin letter into its base and the spacing accent of the asset that goes on
 * it ("é" -> 'e', 0xb4); base and 0 for anything else. */
uint32_t ecg_letter_base(uint32_t code, uint32_t *accent);

/* 1 for an accent that hangs below its letter, and so is not raised over a capital. */
int ecg_accent_is_under(uint32_t accent);

/* The capital of a small Latin letter; anything else as it is. */
uint32_t ecg_letter_capital(uint32_t code);
/* A text in capitals, cut between characters where it does not fit. */
void ecg_letters_raise(const char *text, char *out, size_t size);

/* The next character of a UTF-8 string, *text moved past it; 0 at the end, '?' for malformed
 * bytes (one a byte). */
uint32_t ecg_letter_next(const char **text);

#endif
