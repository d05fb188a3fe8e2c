/*
 * Glyph bitmaps packed into one coverage picture, kept from page to page: a batch prints the same
 * letters again and again. Private to the ink; one for each drawing, so no locks.
 */
#ifndef RENDER_GLYPH_ATLAS_H
#define RENDER_GLYPH_ATLAS_H

#include "page/font.h"

enum {
    ECG_ATLAS_WIDTH = 1024,
    ECG_ATLAS_MAX_HEIGHT = 8192,
    ECG_ATLAS_MAX_GLYPH = 512, /* px, width and height */
    ECG_ATLAS_PHASES = 4,      /* positions within a pixel, each way */
};

struct ecg_atlas_glyph {
    int font, glyph, phase_x, phase_y; /* what it is: the key, with size_px */
    float size_px;                     /* of an em; 0: an empty slot of the table */
    int x, y, width, height;           /* its box; width 0: blank */
    int offset_px[2];                  /* the box's corner from the glyph's origin */
};

struct ecg_glyph_atlas {
    uint8_t *texels; /* ECG_ATLAS_WIDTH x height; a texel of 0 round every glyph */
    int height, cap_height;
    int shelf_x, shelf_y, shelf_height; /* where the next glyph goes */
    struct ecg_atlas_glyph *table;      /* open addressing; a power of two */
    size_t n_table, n_used;
};

/* Before a page: forgets everything when more than half of the room is taken. */
void ecg_atlas_begin(struct ecg_glyph_atlas *atlas);
/* The glyph at `size_px` an em, its origin at phase / ECG_ATLAS_PHASES px right and down; rendered
 * when it is not there yet. *found is valid until the next call. ECG_E_MEMORY, ECG_E_LIMIT. */
int ecg_atlas_get(struct ecg_glyph_atlas *atlas, const struct ecg_fonts *fonts, int font,
    int glyph, float size_px, int phase_x, int phase_y, const struct ecg_atlas_glyph **found);
void ecg_atlas_free(struct ecg_glyph_atlas *atlas);

#endif
