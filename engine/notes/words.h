/* What to write: phrases by group, those that agree with a record's diagnosis, blanks filled in.
 */
#ifndef NOTES_WORDS_H
#define NOTES_WORDS_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/random.h"

#include <stddef.h>
#include <stdint.h>

enum { ECG_PHRASE_SIZE = 96, ECG_MAX_PHRASES = 20000, ECG_MAX_WORD_GROUPS = 64 };

/* Pieces of the list's text, not 0-terminated. */
struct ecg_phrase {
    const char *text, *codes;
    uint16_t text_size, codes_size;
    uint8_t group;   /* index into the list's groups */
    uint8_t agrees;  /* its codes have one of the record's */
    uint8_t is_used; /* written on this sheet already */
};

struct ecg_word_group {
    char name[24];
    int is_claim;        /* states something about the recording */
    int is_aside;        /* not for notes */
    size_t first, count; /* in phrases */
};

struct ecg_words {
    struct ecg_buffer file; /* a user's list */
    struct ecg_phrase *phrases;
    size_t n_phrases, cap_phrases;
    struct ecg_word_group groups[ECG_MAX_WORD_GROUPS];
    int n_groups;
    int first_note_group; /* notes come from this group on */
    int has_diagnosis;    /* of the record it was opened for */
};

/* The built-in list (assets/words/clinical.txt, which says how one is written). With `file` not ""
 * notes come from that file alone, at most 1 MiB: a phrase a line, groups as in the built-in list
 * or none. `diagnosis` as ecg_record.diagnosis. ECG_E_IO, ECG_E_FORMAT (with file and line),
 * ECG_E_LIMIT, ECG_E_MEMORY. */
int ecg_words_open(
    struct ecg_words **words, const char *file, const char *diagnosis, struct ecg_error *error);
/* The same, where `file` is any text, of which phrases are picked (notes/phrases.h): no groups, no
 * blanks, no limit to its lines; what comes after the ECG_MAX_PHRASES first is left out. */
int ecg_words_open_text(
    struct ecg_words **words, const char *file, const char *diagnosis, struct ecg_error *error);
void ecg_words_close(struct ecg_words **words);

/* What the blanks of a phrase are filled with. */
struct ecg_blanks {
    const char *lead; /* {lead}: what is written beside it; "" for none */
    char date[40], time[32], initials[8], surname[48];
};

/* A note. With must_agree, statements about the recording only when they agree with its diagnosis
 * or it has none; `matching` is the chance of asking for one that agrees. None comes twice while
 * others are left. "" when there is none (an empty file). */
void ecg_words_note(struct ecg_words *words, const struct ecg_blanks *blanks, double matching,
    int must_agree, struct ecg_random *random, char phrase[ECG_PHRASE_SIZE]);
/* One of a named group; "" when there is no such group. */
void ecg_words_of(const struct ecg_words *words, const char *group,
    const struct ecg_blanks *blanks, struct ecg_random *random, char phrase[ECG_PHRASE_SIZE]);

#endif
