/* What the notes of one sheet are made with, and what every kind of them needs: writing a chain of
 * movements, moving what was just made to its place, saying in the truth where it is. */
#ifndef NOTES_DESK_H
#define NOTES_DESK_H

#include "notes/ground.h"
#include "notes/hand.h"
#include "notes/letters.h"
#include "notes/pen.h"
#include "notes/words.h"
#include "page/font.h"
#include "page/identity.h"
#include "page/page.h"

struct ecg_desk {
    struct ecg_page *page;
    const struct ecg_scene *scene;
    const struct ecg_record *record;
    const struct ecg_fonts *fonts;
    struct ecg_key key; /* the scene's, narrowed to notes */
    struct ecg_letters *letters;
    struct ecg_words *words;
    struct ecg_ground ground;
    struct ecg_blanks blanks;
    struct ecg_identity identity; /* whose sheet it is, where and when: as in its header */
    double *beats_s;              /* see beats.h: times in the record */
    int n_beats, has_beats;
    struct ecg_writer writer;
    struct ecg_writing_pen pen, mark_pen;
    struct ecg_moves moves; /* scratch */
    struct ecg_trail trail; /* scratch */
    struct ecg_error *error;
};

int ecg_desk_open(struct ecg_desk *desk, struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error);
void ecg_desk_close(struct ecg_desk *desk);

/* The stream of the index-th thing of a kind. */
struct ecg_random ecg_desk_random(const struct ecg_desk *desk, const char *name, int index);

/* How much was on the page at some moment: what came later is one thing. */
struct ecg_pile {
    size_t lines, fills, texts, regions;
};
struct ecg_pile ecg_desk_pile(const struct ecg_desk *desk);
/* Moves all that was added since. */
void ecg_desk_shift(struct ecg_desk *desk, const struct ecg_pile *since, double dx, double dy);
/* Takes it away again. */
void ecg_desk_drop(struct ecg_desk *desk, const struct ecg_pile *since);
/* The box of its ink and regions; 0 when there is none, else 1. */
int ecg_desk_box(const struct ecg_desk *desk, const struct ecg_pile *since, struct ecg_box *box);
/* Counts it as lying on the sheet (ECG_GROUND_...). */
void ecg_desk_settle(struct ecg_desk *desk, const struct ecg_pile *since, int what);
/* Shifts it onto the sheet where it sticks out by a little, drops it where it cannot fit or has no
 * ink. 1 when it is there in the end. */
int ecg_desk_keep_on_sheet(struct ecg_desk *desk, const struct ecg_pile *since);

/* A region round the lines and fills added since, as tight as a quad turned by angle_rad
 * (clockwise) can be. Without ink there is none. 0 or ECG_E_MEMORY. */
int ecg_desk_region(struct ecg_desk *desk, const struct ecg_pile *since, double angle_rad,
    uint8_t kind, const char *content);

/* The writer with another pen: nobody writes smaller than the pen's line allows. */
struct ecg_writer ecg_desk_writer_for(
    const struct ecg_desk *desk, const struct ecg_writing_pen *pen);

/* Runs desk->moves and inks them, then empties them. */
int ecg_desk_ink(struct ecg_desk *desk, const struct ecg_writing_pen *pen,
    const struct ecg_gait *gait, uint8_t kind, struct ecg_random *random);
/* Turns desk->moves from `first` on clockwise about a point. */
void ecg_desk_turn_moves(
    struct ecg_desk *desk, size_t first, double x_mm, double y_mm, double angle_rad);

/* One line of words from (x, y) on, turned by angle_rad, a region for each word, in a writer's
 * hand. *width_mm (may be NULL) gets its length. */
int ecg_desk_write(struct ecg_desk *desk, const struct ecg_writer *writer,
    const struct ecg_writing_pen *pen, const char *text, double x_mm, double y_mm,
    double angle_rad, struct ecg_random *random, double *width_mm);

#endif
