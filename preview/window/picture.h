/*
 * The pictures that the window shows: drafts, drawn by the engine's own passes on the window's
 * context, and whole pictures, which the maker has drawn. Belongs to the window's thread.
 */
#ifndef PREVIEW_PICTURE_H
#define PREVIEW_PICTURE_H

#include "../model/maker.h"
#include "gpu/context.h"
#include "gpu/shown.h"

/* A picture, what it was made of, and the same page without its ageing and photographing. */
struct picture_side {
    struct made *made;
    struct ecg_shown shown, clean;
    int has_clean;
};

struct picture {
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct maker *maker; /* gives what was made, and gets it back */
    struct picture_side draft, whole;
    struct ecg_shown overlay; /* masks or places, of the draft's size */
    double draft_ms;          /* of the last one's passes */
};

/* On the window's current context. */
int picture_open(struct picture *picture, struct maker *maker, struct ecg_error *error);
void picture_close(struct picture *picture);

/* Draws a draft at once and takes it over, also when it fails. */
int picture_draw_draft(
    struct picture *picture, struct made **made, int with_clean, struct ecg_error *error);
/* Takes a whole picture over, also when it fails. */
int picture_take_whole(struct picture *picture, struct made **made, struct ecg_error *error);

/* Colours for the overlay texture, RGBA, from the draft: where ink of each kind is; page mm. */
int picture_draw_masks(struct picture *picture, struct ecg_error *error);
int picture_draw_places(struct picture *picture, struct ecg_error *error);

/* Drafts compile every shader again when it is next used. */
void picture_forget_programs(struct picture *picture);

#endif
