/*
 * The pictures that the window shows, drawn by the engine's own passes on the window's context: a
 * draft while something moves, then the whole picture, tile by tile. Belongs to the window's
 * thread.
 */
#ifndef PREVIEW_PICTURE_H
#define PREVIEW_PICTURE_H

#include "../model/maker.h"
#include "gpu/context.h"
#include "gpu/shown.h"

enum { PICTURE_MOST_PASSES = 24 };

/* A picture, what it was made of, and the same page without its ageing and photographing. */
struct picture_side {
    struct made *made;
    struct ecg_shown shown, clean;
    int has_clean;
};

struct picture_pass {
    const char *name;
    double ms;
};

struct picture {
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct maker *maker; /* gives what was made, and gets it back */
    struct picture_side draft, whole;
    struct made *coming; /* the whole picture being drawn */
    int is_clean_coming; /* its clean page is being drawn, the last part */
    int step, n_steps;
    struct ecg_shown overlay; /* masks or places, of the draft's size */
    struct picture_pass passes[PICTURE_MOST_PASSES];
    int n_passes;
    double draft_ms, whole_ms, prepare_ms; /* the last ones' times */
    double since_s;
};

/* On the window's current context. */
int picture_open(struct picture *picture, struct maker *maker, struct ecg_error *error);
void picture_close(struct picture *picture);

/* Draws a draft at once and takes it over, also when it fails. */
int picture_draw_draft(
    struct picture *picture, struct made **made, int with_clean, struct ecg_error *error);
/* Begins a whole picture, taken over; the one that is there stays until the last step. */
int picture_begin(struct picture *picture, struct made **made, struct ecg_error *error);
/* Another tile; *left is 0 after the last one. A failure gives the picture up. */
int picture_step(struct picture *picture, int with_clean, int *left, struct ecg_error *error);
void picture_give_up(struct picture *picture);

/* Colours for the overlay texture, RGBA, from the draft: where ink of each kind is; page mm. */
int picture_draw_masks(struct picture *picture, struct ecg_error *error);
int picture_draw_places(struct picture *picture, struct ecg_error *error);

/* Compiles every shader again when it is next used. */
void picture_forget_programs(struct picture *picture);

double picture_now_s(void);

#endif
