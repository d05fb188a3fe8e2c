/*
 * Which squares of a picture take how much work. Where there is nothing but sheet, a pixel's light
 * is the paper's and nothing has to be mixed in: such squares need no edges worked out and no
 * second step that puts something behind them. Pure C: worker threads find the parts ahead of the
 * renderer.
 */
#ifndef RENDER_SHEET_PARTS_H
#define RENDER_SHEET_PARTS_H

#include "render/ink.h"
#include "render/sheet.h"

/* A multiple of what rasterizers shade at once, and of ECG_TILE_STEP_PX. */
enum { ECG_PART_PX = 32 };

enum ecg_part {
    ECG_PART_EMPTY, /* no sheet */
    ECG_PART_OPEN,  /* anything that the other three are not: edges, tears, holes, folds that lie
                       over one another, things on the sheet, what is next to a free place */
    ECG_PART_WHOLE, /* every pixel is sheet, all of it; nothing lies on it, no tear is near */
    ECG_PART_NOTED, /* the same, with notes or stuck things */
    ECG_PARTS
};

/* Zero-initialise; ecg_parts_free. */
struct ecg_parts {
    int columns, rows; /* of squares over the image from its top-left corner; the last ones may
                          reach beyond it */
    uint8_t *part;     /* enum ecg_part of each, row by row; NULL: not known */
    size_t capacity;
};

/* Of that mesh with that sheet (NULL: clean) and that drawing on it, which are only read; keeps
 * its memory from picture to picture. ECG_E_MEMORY: `part` is then NULL. */
int ecg_parts_build(struct ecg_parts *parts, const struct ecg_mesh *mesh,
    const struct ecg_sheet *sheet, const struct ecg_drawing *drawing, struct ecg_error *error);
void ecg_parts_free(struct ecg_parts *parts);

/* The shadow of a sheet's edge on a lid behind it: its length, and how far from a free place the
 * sheet may lie that throws it there, to the left and above. */
double ecg_parts_shadow_px(const struct ecg_mesh *mesh);
int ecg_parts_reach_px(const struct ecg_mesh *mesh);

#endif
