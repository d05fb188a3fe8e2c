/*
 * How far rollers that do not turn quite evenly have moved paper from its place: a sum of a few
 * slow waves along the feed. Its slope stays below one tenth, so s -> s + wander(s) has an
 * inverse.
 */
#ifndef RENDER_WANDER_H
#define RENDER_WANDER_H

#include "core/random.h"

enum { ECG_WANDER_WAVES = 4 };

struct ecg_wander {
    int waves; /* 0: none */
    double height_mm[ECG_WANDER_WAVES], rad_per_mm[ECG_WANDER_WAVES], phase_rad[ECG_WANDER_WAVES];
};

/* Waves of 25 to 180 mm with that root mean square (less where the slope would be too steep). */
void ecg_wander_draw(struct ecg_wander *wander, struct ecg_random random, double rms_mm);
double ecg_wander_at(const struct ecg_wander *wander, double s_mm);
/* d(wander)/ds, within +-0.1 */
double ecg_wander_slope(const struct ecg_wander *wander, double s_mm);
/* The s for which scale * s + wander(s) is t, to 1e-9 mm; scale at least 0.4. */
double ecg_wander_undo(const struct ecg_wander *wander, double scale, double t_mm);

#endif
