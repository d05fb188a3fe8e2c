/* Phrases worth writing by hand, picked out of any text. */
#ifndef NOTES_PHRASES_H
#define NOTES_PHRASES_H

#include <stddef.h>

enum { ECG_PICKED_WORDS = 4, ECG_PICKED_BYTES = 95 }; /* at most, in one phrase */

/* Where picking has got to; begin with { text, text + size, text, 0 }. */
struct ecg_picker {
    const char *at, *end;   /* what is left */
    const char *clause_end; /* of the clause that `at` is in; not beyond `at`: find the next one */
    int is_long;            /* it has more words than a phrase */
};

/* Takes the next phrase: 1 with *phrase and *size set (a piece of the text, not 0-terminated), 0
 * when there is none left. A phrase ends with its line and at punctuation; in a clause of more
 * than ECG_PICKED_WORDS words also at English function words, which are left out, and after so
 * many words. Words of more than 40 bytes, such as addresses, are left out. */
int ecg_picker_next(struct ecg_picker *picker, const char **phrase, size_t *size);

#endif
