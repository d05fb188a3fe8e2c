/* Single effects to be measured. */
#ifndef BENCH_CASES_H
#define BENCH_CASES_H

#include <stddef.h>

enum { BENCH_EFFECT_SETS = 6 };

struct bench_effect {
    const char *name;
    int is_base;                         /* those that follow are measured against it */
    const char *sets[BENCH_EFFECT_SETS]; /* over the recipe `kit`; NULL ends */
};

extern const struct bench_effect bench_effects_list[];
extern const size_t bench_n_effects;

#endif
