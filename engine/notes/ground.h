/* Where there is room on a sheet: a coarse map of what is on it already. */
#ifndef NOTES_GROUND_H
#define NOTES_GROUND_H

#include "core/random.h"
#include "page/page.h"

/* What a cell holds, added up. */
enum {
    ECG_GROUND_TRACE = 1,
    ECG_GROUND_TEXT = 2,
    ECG_GROUND_NOTE = 4,
    ECG_GROUND_STUCK = 8,
};

struct ecg_ground {
    double width_mm, height_mm;
    int columns, rows;
    uint8_t *cells; /* row-major */
};

/* x0, y0, x1, y1 in page mm. */
struct ecg_box {
    double x0, y0, x1, y1;
};

/* Marks the page's traces, texts and regions. 0 or ECG_E_MEMORY. */
int ecg_ground_open(struct ecg_ground *ground, const struct ecg_page *page);
void ecg_ground_close(struct ecg_ground *ground);

void ecg_ground_fill(struct ecg_ground *ground, const struct ecg_box *box, int what);

/* What stands in the way of a thing, and how much: cost of a cell that holds it. */
struct ecg_dislike {
    double trace, text, note, stuck;
};

/* Mean cost a cell of a box. */
double ecg_ground_cost(
    const struct ecg_ground *ground, const struct ecg_box *box, const struct ecg_dislike *dislike);

/* Puts a thing of that size somewhere in the zone (its top-left corner in *x_mm, *y_mm): the best
 * of some tries. 0 when it does not fit there, else 1; *cost (may be NULL) as ecg_ground_cost. */
int ecg_ground_find(const struct ecg_ground *ground, const struct ecg_box *zone, double width_mm,
    double height_mm, const struct ecg_dislike *dislike, struct ecg_random *random, double *x_mm,
    double *y_mm, double *cost);

#endif
