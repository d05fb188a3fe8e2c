/* Whose ink lies where, coarsely: places where two things meet cannot be measured. */
#ifndef CHECK_CROWD_H
#define CHECK_CROWD_H

#include "check/annotation.h"

struct ecg_crowd; /* read-only once made */

/* ECG_E_MEMORY */
int ecg_crowd_make(struct ecg_crowd **crowd, const struct ecg_annotation *annotation);
void ecg_crowd_destroy(struct ecg_crowd **crowd);

/* 1 when other ink than lead number `lead`'s may lie within `reach` px of the place, or the image
 * ends there. */
int ecg_crowd_disturbs(
    const struct ecg_crowd *crowd, size_t lead, double row, double column, double reach);

#endif
