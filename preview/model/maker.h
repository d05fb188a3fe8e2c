/*
 * The thread that prepares pictures (page, mesh, ink, sheet, light) while the window goes on: the
 * newest wish is worked on, older ones are forgotten; drafts go before whole pictures.
 *
 * All functions are for one thread, the window's.
 */
#ifndef PREVIEW_MAKER_H
#define PREVIEW_MAKER_H

#include "job/draft.h"
#include "session.h"
#include "truth/truth.h"

struct maker;

enum made_kind { MADE_DRAFT, MADE_WHOLE };

struct maker_wish {
    uint64_t generation; /* the caller's, given back with what was made */
    struct ecg_scene scene;
    struct record_source source;
    uint64_t variant; /* for the whole picture's name */
    int longest_px;   /* MADE_DRAFT */
    int wants_truth;  /* also where everything ended up */
    int wants_masks;  /* MADE_DRAFT: also the ink of each kind, */
    int wants_places; /* and the inverse map */
};

/* Kinds of ink that are told apart: grid, traces, printed text, what was written or stuck on. */
enum { MADE_MASKS = 4 };

struct made {
    enum made_kind kind;
    uint64_t generation;
    struct ecg_work *work; /* NULL: it failed, see `error` */
    double scale;          /* draft px = scale * picture px; 1 of a whole picture */
    struct ecg_truth *truth;
    struct ecg_drawing *clean; /* of a screen: the drawing through the camera's mesh; else NULL */
    struct ecg_drawing *masks[MADE_MASKS]; /* NULL unless wished */
    float *places_mm; /* x, y of each pixel, NaN off the sheet; NULL unless wished */
    double seconds;
    struct ecg_error error;
    void *owner; /* the maker's */
};

/* wake: called from the thread when something was made; may be NULL. */
int maker_create(struct maker **maker, const struct ecg_fonts *fonts, void (*wake)(void),
    struct ecg_error *error);
void maker_destroy(struct maker **maker);

void maker_wish(struct maker *maker, enum made_kind kind, const struct maker_wish *wish);
/* Forgets a wish that is not being worked on. */
void maker_forget(struct maker *maker, enum made_kind kind);
/* What was made, to be given back; NULL when there is nothing new. Only two drafts exist: while
 * both are with the caller no other is begun. */
struct made *maker_take(struct maker *maker);
void maker_give_back(struct maker *maker, struct made **made);
/* 1 while something is wished for or being made. */
int maker_is_busy(struct maker *maker);

#endif
