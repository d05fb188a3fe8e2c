/*
 * How much trace ink there is at a place of an image, in parts of a full line: 0 on paper and
 * grid, 1 where the line covers.
 *
 * Light is made linear first (the page's inks were mixed in linear light) and divided by the paper
 * around. A colour then lies on lines from paper to grid and from paper to trace; ink is read
 * along the one direction that tells the trace from everything else best: w ~ C^-1 t, with t from
 * paper to trace and C the covariance of the surroundings (Fisher 1936). Where colour cannot tell
 * them apart, on grey pages, the grid is taken from the same place in the neighbouring 5 mm
 * squares.
 */
#ifndef CHECK_INK_H
#define CHECK_INK_H

#include "check/annotation.h"
#include "check/crowd.h"
#include "core/image.h"

struct ecg_ink_reader {
    const struct ecg_image *image;
    const struct ecg_annotation *annotation;
    const struct ecg_crowd *crowd;
    float linear[256];
    int tile_columns, tile_rows;
    float *paper; /* linear RGB of each tile's paper */
    double weight[3];
    double
        distinction; /* share of annotated places with ink less that of places beside: 1 is best */
    double noise;    /* standard deviation of ink() beside the trace */
    int uses_neighbours;
};

/* Learns paper, trace and surroundings from the image and the annotated points. The arguments must
 * outlive the reader. ECG_E_MEMORY. */
int ecg_ink_reader_make(struct ecg_ink_reader *reader, const struct ecg_image *image,
    const struct ecg_annotation *annotation, const struct ecg_crowd *crowd);
void ecg_ink_reader_free(struct ecg_ink_reader *reader);

/* Ink at a place, between pixels by bilinear interpolation. axes: the page's axes there. *room
 * gets what a full line adds there: 1, less where it lies on dark grid. */
double ecg_ink_at(const struct ecg_ink_reader *reader, double row, double column,
    const struct ecg_claim_place *axes, double *room);

#endif
