/*
 * A trace as the line whose ink is most like the ink in the picture: all its points at once, by
 * least squares over the pixels around it.
 */
#ifndef CHECK_FIT_H
#define CHECK_FIT_H

#include "check/ink.h"

/* One sample: the image column (down the page) that it lies on, and where on it. */
struct ecg_fit_point {
    int is_read;                  /* 0: the line is broken here */
    struct ecg_claim_place place; /* the page's axes there */
    double row, column;           /* of a place on the image column; moved by `trace` px */
    double down[2];               /* [row, column] of 1 px down the page */
    double level;                 /* of that place down the page, px: to tell smooth from rough */
    double width;                 /* of the line, px */
    double trace;                 /* in: about where the line is; out: where it fits best */
};

/* Points of one lead, in the order of time. Nothing else of the annotation goes in: where ink is
 * missing the line goes on smoothly. ECG_E_MEMORY. */
int ecg_fit_trace(const struct ecg_ink_reader *reader, size_t lead, struct ecg_fit_point *points,
    size_t n_points);

#endif
