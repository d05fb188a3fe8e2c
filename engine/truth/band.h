/* A band around a trace: the outline of what its line covers, as a segmenter is taught it. */
#ifndef TRUTH_BAND_H
#define TRUTH_BAND_H

#include "truth/outline.h"
#include "truth/truth.h"

/*
 * The points as a line of half that width, seen along a direction (a unit vector, x and y): at
 * each pixel of that axis the band reaches from the line's highest to its lowest place there, so
 * that its outline never crosses itself. Simplified outwards: every point lies inside, and the
 * outline is no more than half a pixel, or 0.7 of a wider line's half width, beyond the ink, but
 * for the pixel beside a steep flank. Appended to an outline without points; none when there is no
 * number among the points. 0 or ECG_E_MEMORY.
 */
int ecg_band_around(struct ecg_outline *outline, const struct ecg_spot *points, size_t n,
    const double along[2], double half_width_px);

#endif
