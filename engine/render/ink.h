/*
 * The page's ink in image px, ready to be drawn: every stroke, fill and glyph carried through the
 * mesh in double precision and cut where the mesh bends. Pure C: worker threads build drawings
 * while another thread renders.
 */
#ifndef RENDER_INK_H
#define RENDER_INK_H

#include "core/error.h"
#include "page/page.h"
#include "render/mesh.h"

#include <stddef.h>
#include <stdint.h>

/* The records below are read by shaders/print/ as they lie: 4-byte floats, no padding. */

/* A stroke piece: the strip between two ends. Beyond an end lies a cap: `reach` is the least that
 * it covers along the stroke's middle. 0 is a free round end; up to half a pixel where the next
 * piece goes on, so that no pixel between the two is covered only in part by both; negative is a
 * square end at the point itself. */
struct ecg_stroke {
    float x0_px, y0_px, x1_px, y1_px;
    float half0_px, half1_px; /* half widths */
    float reach0_px,
        reach1_px; /* dashed: reach0 is where, along the stroke, the first dash lies */
    float alpha;
    float layer;          /* channel 0..3 of its target */
    float dash_half_px;   /* half the length of a dash between its round ends; 0: a dot */
    float dash_period_px; /* from centre to centre; 0: solid. Dashes centred within the two ends
                             are drawn whole */
};

enum { ECG_CHAIN_POINTS = 8 };

/* Short strokes in a row, of one width of at least a pixel: drawn as one shape, by the distance to
 * the nearest. Other strokes go on at both of its ends. */
struct ecg_chain {
    float point_px[ECG_CHAIN_POINTS][2]; /* the last one repeated where there are fewer */
    float half_px;
    float alpha;
    float layer;
    float unused;
};

/* A convex piece of a fill. Edge k goes from corner k to corner k + 1. */
struct ecg_patch {
    float corner_px[4][2];
    float soft[4]; /* 1: an outline edge, anti-aliased; 0: another piece goes on there */
    float layer;
    float unused[3];
};

/* A glyph: a parallelogram of the image and a box of the atlas. */
struct ecg_stamp {
    float origin_px[2]; /* where the box's top-left corner lies */
    float right_px[2];  /* to its top-right corner */
    float down_px[2];   /* to its bottom-left corner */
    float box[4];       /* x0, y0, x1, y1 in atlas texels */
    float layer;
    float is_exact; /* 1: texel for pixel; 0: filtered over what a pixel spans */
};

/* Evenly spaced parallel lines of a grid. On a square page they are in px: places are measured
 * across them along `way`, and along them a quarter turn on: clockwise from upright lines' way,
 * back from level ones'. On a bent sheet they are in sheet mm, and `way` is an axis of the sheet.
 */
struct ecg_ruling {
    float way[2];            /* unit vector in the image, or on the bent sheet */
    float start, step, last; /* line k, 0..last, lies at start + k * step */
    float half;              /* half width */
    float from, to;          /* the lines' ends */
    float every, skipped;    /* lines k = skipped modulo every are missing; every 0: none */
    int is_level;            /* 0: the page's upright lines; 1: its level ones */
    int layer;
};

enum { ECG_MAX_RULINGS = 8 };

enum ecg_ink_target { ECG_INK_PRINT, ECG_INK_NOTES, ECG_INK_STUCK };
enum ecg_ink_shape {
    ECG_INK_PATCHES,
    ECG_INK_STROKES,
    ECG_INK_DASHES,
    ECG_INK_CHAINS,
    ECG_INK_STAMPS,
    ECG_INK_SHAPES
};

/* Neighbours in one array that are drawn together. */
struct ecg_batch {
    enum ecg_ink_target target;
    enum ecg_ink_shape shape;
    size_t first, count; /* in strokes (both STROKES and DASHES), chains, patches or stamps */
    uint8_t rgba[4];     /* STUCK: their colour */
    float box_px[4];     /* NOTES, STUCK: x0, y0, x1, y1 of what they touch */
};

/* The image is cut into so many equal columns and rows, to tell where notes are. */
enum { ECG_INK_CELLS = 24 };

struct ecg_drawing {
    struct ecg_stroke *strokes;
    size_t n_strokes, cap_strokes;
    struct ecg_chain *chains;
    size_t n_chains, cap_chains;
    struct ecg_patch *patches;
    size_t n_patches, cap_patches;
    struct ecg_stamp *stamps;
    size_t n_stamps, cap_stamps;
    struct ecg_batch *batches; /* in drawing order, the targets one after the other */
    size_t n_batches, cap_batches;
    struct ecg_ruling rulings[ECG_MAX_RULINGS];
    int n_rulings;
    int is_bent;          /* the rulings are in sheet mm */
    const uint8_t *atlas; /* coverage, atlas_width x atlas_height; NULL without stamps */
    int atlas_width, atlas_height;
    int has_target[3]; /* by enum ecg_ink_target: something is drawn there */
    /* By row and column: whether something of NOTES or STUCK may touch that cell of the image. */
    uint8_t is_noted[ECG_INK_CELLS][ECG_INK_CELLS];
    struct ecg_drawing_scratch *scratch; /* kept between builds */
};

/* Which of a page's things are drawn, for masks. */
struct ecg_ink_filter {
    uint32_t kinds; /* bits 1 << enum ecg_kind */
    int trace;      /* of the traces only this one; -1: all */
    /* The layer, 0..7, that each of the page's traces is drawn in, 255: it is not; NULL: all in
     * ECG_LAYER_TRACE. */
    const uint8_t *trace_layer;
};

/* What is drawn. */
struct ecg_drawing_source {
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;
    const struct ecg_fonts *fonts;       /* NULL: text is left out */
    const struct ecg_ink_filter *filter; /* NULL: everything */
};

int ecg_drawing_create(struct ecg_drawing **drawing, struct ecg_error *error);
void ecg_drawing_destroy(struct ecg_drawing **drawing);

/* Fills the drawing anew, keeping its memory. Only reads the source, which is not needed after.
 * ECG_E_MEMORY; ECG_E_ARGUMENT for a page whose numbers are not finite; ECG_E_LIMIT for more or
 * larger letters than fit. */
int ecg_drawing_build(
    struct ecg_drawing *drawing, const struct ecg_drawing_source *source, struct ecg_error *error);

#endif
