/*
 * One place of a trace: the ink across it, and the ink that a line of the stated width through the
 * stated points would leave there. Their displacement is what verification measures.
 */
#ifndef CHECK_STROKE_H
#define CHECK_STROKE_H

#include "check/ink.h"

#define ECG_STROKE_MARGIN_PX 2.75 /* looked at beyond the line's edge */

enum {
    ECG_STROKE_LINES = 3,
    ECG_STROKE_MAX_HALF_PX = 60,
    ECG_STROKE_MAX_STEPS = 512,
    ECG_STROKE_PATCH_PX = 2 * ECG_STROKE_MAX_HALF_PX + 9
};

/* A point of a trace and what is needed to look across there. */
struct ecg_stroke_site {
    struct ecg_claim_point at;
    size_t from, to;              /* points within the window, all of them drawn */
    double across[2];             /* [row, column], length 1 */
    double width;                 /* of the line, px */
    double half;                  /* of the window */
    double slope;                 /* px across the time axis per px along it */
    struct ecg_claim_place place; /* kept from site to site */
};

/* Ink that the stated line leaves in the pixels around a site: the cover of each, near enough.
 * Read between pixels as the image is, so that both are blurred alike. */
struct ecg_stroke_patch {
    int row, column, size; /* of its first pixel; size x size pixels */
    float ink[ECG_STROKE_PATCH_PX * ECG_STROKE_PATCH_PX];
};

/* Readings across the trace along a few parallel lines, and what they should be: working memory,
 * too large for the stack of a small thread. */
struct ecg_stroke_profile {
    struct ecg_stroke_patch patch;
    int steps;
    double found[ECG_STROKE_LINES][ECG_STROKE_MAX_STEPS];
    double room[ECG_STROKE_LINES][ECG_STROKE_MAX_STEPS];
    double expected[ECG_STROKE_LINES]
                   [ECG_STROKE_MAX_STEPS]; /* where there is room for all of it */
    double found_sum, expected_sum;
    double found_middle, expected_middle; /* centroids, px from the point */
    double end;                           /* ink at the darker end of the window */
    double likeness; /* share of the ink's variation that the line explains, once moved: 0 to 1 */
};

/* Point i of a lead as a site; 0 when the trace ends, is hidden or has no direction there, or the
 * place is off the map. */
int ecg_stroke_find(const struct ecg_annotation *annotation, const struct ecg_claim_lead *lead,
    size_t i, struct ecg_stroke_site *site);

/* Of the line at a place, px: perspective makes it wider nearby. */
double ecg_stroke_width(const struct ecg_annotation *annotation, const struct ecg_claim_lead *lead,
    const struct ecg_claim_place *place);

enum ecg_stroke_outcome {
    ECG_STROKE_MEASURED,
    ECG_STROKE_PALE,    /* measured, but of far less ink than the line's */
    ECG_STROKE_CROWDED, /* there is more ink than the line's */
    ECG_STROKE_ABSENT,  /* there is next to none */
};

/* How far the ink lies across from the line, px. Ink of which a part is gone, worn off at a crease
 * or eaten by mould, is measured too: profile->likeness tells it. */
enum ecg_stroke_outcome ecg_stroke_measure(const struct ecg_ink_reader *reader,
    const struct ecg_claim_lead *lead, const struct ecg_stroke_site *site,
    struct ecg_stroke_profile *profile, double *distance);

#endif
