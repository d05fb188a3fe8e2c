/* A writer, and how he or she writes a word: letterforms become a chain of pen movements. */
#ifndef NOTES_HAND_H
#define NOTES_HAND_H

#include "core/random.h"
#include "notes/kinematic.h"
#include "notes/letters.h"

/* The habits of one writer. Lengths are in x-heights where no unit is named. */
struct ecg_writer {
    struct ecg_key key; /* picks the letterforms */
    double size_mm;     /* x-height */
    double slant;       /* x added per y: tan of the lean to the right */
    double aspect;      /* width of letters, 1 as drawn */
    double letter_gap, word_gap;
    double ascender; /* height above the x-height, 1 as drawn */
    double capital;  /* height of capitals and digits, 1 as drawn */
    double descender;
    double size_jitter; /* relative, letter to letter */
    double lean_jitter; /* as slant */
    double aim_jitter;  /* scatter of the aims */
    double turn_jitter; /* rad */
    double own_shape;   /* how far this writer's forms are from those of the asset */
    double roundness;   /* of arcs, 1 as drawn; less: angular */
    double wander;      /* slow rise and fall of the baseline */
    double decay;       /* 0..1: how much a long word has flattened by its end */
    double join;        /* chance of joining two letters that can be */
    double cursive;     /* chance of a cursive form for a letter */
    double drag;        /* 0..1: how often the pen is not quite lifted */
    double tail;        /* chance of a flourish at a word's end */
    double bar_length;  /* of delayed bars, 1 as drawn */
    int all_capitals;   /* writes small letters as small capitals */
    struct ecg_gait gait;
};

/* What a writer is drawn from, each 0..1 unless named otherwise. */
struct ecg_writer_params {
    double size_mm;    /* x-height */
    double legibility; /* 1: forms kept; 0: hardly legible */
    double hurry;      /* rounding, joins, dragging */
    double cursive;    /* 0 prints, 1 joins everything */
    double slant_deg;  /* lean to the right */
    double aspect;     /* width of letters, 1 as drawn */
    double spacing;    /* between letters, 1 usual */
    double tremor;     /* 1: clearly shaking */
    int all_capitals;  /* small letters as small capitals */
};

/* The same key gives the same writer. */
void ecg_writer_draw(
    struct ecg_writer *writer, const struct ecg_writer_params *params, struct ecg_key key);

/* Appends the movements that write one word (no blanks) from (x, y) on, y down, in mm; what is not
 * among the forms is written as '?'. *advance_mm gets its width. `random` makes each writing of it
 * different. 0 or ECG_E_MEMORY. */
int ecg_hand_word(struct ecg_moves *moves, const struct ecg_letters *letters,
    const struct ecg_writer *writer, const char *word, double x_mm, double y_mm,
    struct ecg_random *random, double *advance_mm);

#endif
