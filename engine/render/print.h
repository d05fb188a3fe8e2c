/* The print pass: the drawing's strokes, fills and glyphs as coverage. */
#ifndef RENDER_PRINT_H
#define RENDER_PRINT_H

#include "render/frame.h"

struct ecg_print_pass;

int ecg_print_create(struct ecg_print_pass **pass, struct ecg_gpu *gpu, struct ecg_error *error);
void ecg_print_destroy(struct ecg_print_pass **pass);

/* Uploads the drawing; once a picture, before its tiles. */
int ecg_print_upload(
    struct ecg_print_pass *pass, const struct ecg_drawing *drawing, struct ecg_error *error);
/* Whether ecg_print_run reads frame->place: place_pass.h. */
int ecg_print_needs_place(const struct ecg_frame *frame);
/* Draws one tile's frame->print, and frame->notes and frame->stuck where the drawing has any
 * (frame->has_notes, has_stuck). */
int ecg_print_run(struct ecg_print_pass *pass, struct ecg_frame *frame, struct ecg_error *error);
/* The picture's last tile was drawn: what was uploaded may be overwritten when that is done. */
void ecg_print_done(struct ecg_print_pass *pass);

#endif
