/*
 * Label masks: what is to be seen in each pixel, drawn by the print pass itself. A page's things
 * are sorted into layers by what they are, and each lead's trace gets a layer of its own; where a
 * layer covers enough of a pixel, the pixel gets its label.
 *
 * Enough is half of what a line of that layer's width can cover at most: half a pixel, or for a
 * line thinner than a pixel half its width, so that no thin line breaks.
 */
#ifndef RENDER_MASK_H
#define RENDER_MASK_H

#include "page/font.h"
#include "render/renderer.h"

/* The labels of mask-layers, which files hold: never renumber. */
enum ecg_mask_class {
    ECG_MASK_BACKGROUND, /* no sheet is there */
    ECG_MASK_PAPER,
    ECG_MASK_GRID,
    ECG_MASK_TRACE,
    ECG_MASK_PULSE, /* calibration pulses and separators */
    ECG_MASK_TEXT,  /* printed */
    ECG_MASK_PEN,   /* handwriting and pen marks */
    ECG_MASK_STAMP,
    ECG_MASK_STUCK, /* stickers, post-its, bar and QR codes */
    ECG_MASK_COVER, /* lies on the sheet and hides it: redaction, fluid, opaque tape, dog-ears...
                     */
    ECG_MASK_GONE,  /* holes, what was torn off */
    ECG_MASK_CLASSES
};

/* Of width_px x height_px bytes each, rows from the top. As drawn they know the page's ink and
 * what is stuck on it, PAPER elsewhere; ecg_maps_finish_masks (truth/maps.h) adds the sheet's own
 * fate. */
struct ecg_masks {
    int width_px, height_px;
    uint8_t *layers; /* enum ecg_mask_class */
    uint8_t *leads;  /* k + 1 where the ink of page->traces[k] is, 0 elsewhere; NULL: not asked */
    uint8_t *coverage; /* how much of the pixel that ink covers, 0..255; NULL like leads */
    struct ecg_mask_pass *passes;
    int n_passes;
};

/* Prepares the drawings, on any thread. ECG_E_LIMIT for more than 255 traces; else as
 * ecg_drawing_build. */
int ecg_masks_create(struct ecg_masks **masks, const struct ecg_page *page,
    const struct ecg_mesh *mesh, const struct ecg_fonts *fonts, int with_leads,
    struct ecg_error *error);
/* Draws them, on the renderer's thread; page and mesh are those of the creation. */
int ecg_masks_draw(struct ecg_masks *masks, struct ecg_renderer *renderer,
    const struct ecg_scene *scene, const struct ecg_page *page, const struct ecg_mesh *mesh,
    struct ecg_error *error);
void ecg_masks_destroy(struct ecg_masks **masks);

#endif
