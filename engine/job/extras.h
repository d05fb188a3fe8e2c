/*
 * What else is told of a picture than its points: masks, maps, the clean page, the rectified
 * picture. Made beside the picture, in the same three steps: prepared and encoded by workers,
 * drawn by the renderer's thread. Costs nothing when nothing of it is asked for.
 */
#ifndef JOB_EXTRAS_H
#define JOB_EXTRAS_H

#include "job/files.h"
#include "job/work.h"
#include "output/png.h"
#include "truth/products.h"
#include "truth/truth.h"

/* Whether any of these products has to be drawn, after which the picture must be at hand. */
int ecg_extras_are_drawn(uint32_t products);

/* How much memory they take at most, for each of the picture's pixels. */
size_t ecg_extras_bytes_px(uint32_t products);

/* Prepares work->extras, which goes with the work; nothing when no product needs it. */
int ecg_extras_prepare(struct ecg_work *work, uint32_t products, const struct ecg_fonts *fonts,
    struct ecg_error *error);
/* Once work->image is there and nothing is under way in the renderer. */
int ecg_extras_draw(struct ecg_work *work, struct ecg_renderer *renderer, struct ecg_error *error);
/* Adds a file for each product asked for; truth with seen crossings when the grid is. */
int ecg_extras_encode(const struct ecg_work *work, const struct ecg_truth *truth,
    struct ecg_png *png, struct ecg_files *files, struct ecg_error *error);
/* Frees it; by ecg_work_destroy. */
void ecg_extras_destroy(struct ecg_extras **extras);

#endif
