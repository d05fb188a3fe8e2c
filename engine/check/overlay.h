/* The truth of an image drawn on it, for the eye: its masks as tints, its points and boxes as
 * lines. The colours are listed in docs/dataset.md. */
#ifndef CHECK_OVERLAY_H
#define CHECK_OVERLAY_H

#include "check/sample.h"

/* Where an image, made smaller, lies in another. */
struct ecg_cell {
    int x_px, y_px, width_px, height_px;
    double scale; /* px there per px of the image, at most 1 */
};

/* Tints the sample's picture by its masks: where mask-layers has a label that is no bare paper, in
 * that label's colour; where mask-leads has a lead, in that lead's. Nothing without masks. */
void ecg_overlay_masks(struct ecg_sample *sample);

/* Draws samples in a colour for each lead, hidden ones in grey, and boxes of other ink, onto the
 * cell of `sheet` (RGB) that the image was put into. */
void ecg_overlay_truth(
    struct ecg_image *sheet, const struct ecg_cell *cell, const struct ecg_annotation *annotation);

#endif
