/* Word lists of assets/words: lines "KEY: word, word, ..."; several lines may have one key. */
#ifndef PAGE_WORDS_H
#define PAGE_WORDS_H

#include "core/random.h"

#include <stddef.h>

/* A word of the list "people" or "labels" under "LANGUAGE.KEY", in out (cut to size, whole
 * characters); "" when there is none. */
void ecg_word_pick(const char *list, const char *language, const char *key,
    struct ecg_random *random, char *out, size_t size);
/* The whole value, commas and all. */
void ecg_word_get(const char *list, const char *language, const char *key, char *out, size_t size);

/* "en", "de"... by the choice of page.header.language. */
const char *ecg_language_name(int choice);

/* Copies as much as fits of n bytes of UTF-8, cut between characters, 0-terminated. */
void ecg_utf8_copy(char *out, size_t size, const char *text, size_t n);

#endif
