/* What values parameters took in many scenes. */
#ifndef RECIPE_TALLY_H
#define RECIPE_TALLY_H

#include "core/counts.h"
#include "core/histogram.h"
#include "recipe/recipe.h"

struct ecg_tally; /* used by one thread at a time */

/* One parameter's: numbers have histograms, colours one for each of red, green and blue (0..255),
 * the others counts; colours counts as well, of up to 64 of them. */
struct ecg_tallied {
    struct ecg_histogram numbers[3];
    struct ecg_counts words;
};

/* NULL when out of memory. */
struct ecg_tally *ecg_tally_make(void);
void ecg_tally_destroy(struct ecg_tally **tally);
/* 0 or ECG_E_MEMORY */
int ecg_tally_add(struct ecg_tally *tally, const struct ecg_scene *scene);
/* Of the parameter of that index in the table. */
const struct ecg_tallied *ecg_tally_of(const struct ecg_tally *tally, int param);
/* Whether it took more than one value. */
int ecg_tally_varies(const struct ecg_tally *tally, int param);

#endif
