/* Pens: how a moving tip leaves ink. */
#ifndef NOTES_PEN_H
#define NOTES_PEN_H

#include "core/random.h"
#include "notes/kinematic.h"
#include "page/page.h"

/* In the order of the parameters' choices. */
enum ecg_nib_kind {
    ECG_NIB_BALLPOINT,
    ECG_NIB_FELT,
    ECG_NIB_FOUNTAIN,
    ECG_NIB_PENCIL,
    ECG_NIB_HIGHLIGHTER,
};

struct ecg_writing_pen {
    int kind; /* enum ecg_nib_kind */
    double width_mm;
    double flow;     /* 0 dry .. 1 wet */
    double nib_rad;  /* fountain: direction of its thinnest strokes, clockwise from +x */
    uint8_t layer;   /* enum ecg_layer */
    uint8_t rgba[4]; /* for ECG_LAYER_STUCK */
};

/* A pen of that kind: width_mm, or its usual one where 0, and a flow and nib by chance. */
void ecg_writing_pen_draw(struct ecg_writing_pen *pen, int kind, double width_mm, uint8_t layer,
    struct ecg_random *random);

/* Step at which its movement should be sampled, mm. */
double ecg_writing_pen_step_mm(const struct ecg_writing_pen *pen);

/* Strength of its ink at full coverage, 0..1. */
double ecg_writing_pen_opacity(const struct ecg_writing_pen *pen);

/* Appends the trail's ink to the page as lines of that kind (enum ecg_kind). */
int ecg_writing_pen_ink(struct ecg_page *page, const struct ecg_writing_pen *pen,
    const struct ecg_trail *trail, uint8_t kind, struct ecg_random *random);

#endif
