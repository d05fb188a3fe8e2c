/* What the parts of the benchmark share: an engine that is warm, and pictures to measure it on. */
#ifndef BENCH_STUDIO_H
#define BENCH_STUDIO_H

#include "bench/bench.h"
#include "gpu/context.h"
#include "job/work.h"
#include "output/json.h"
#include "recipe/recipe.h"
#include "record/record.h"

struct bench_studio {
    const struct bench_params *params;
    FILE *out;
    struct ecg_json json;
    int cores, jobs;
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_fonts *fonts;
};

int bench_studio_open(
    struct bench_studio *studio, const struct bench_params *params, struct ecg_error *error);
void bench_studio_close(struct bench_studio *studio);
/* The part of it that holds the device and its memory, which a run that has a device of its own
 * does without. */
int bench_studio_open_device(struct bench_studio *studio, struct ecg_error *error);
void bench_studio_close_device(struct bench_studio *studio);

/* A recipe, with the run's assignments and these, whose pictures have that size: Letter,
 * landscape, and what captures it set to fill it. */
int bench_recipe_load(struct ecg_recipe **recipe, const struct bench_params *params,
    const char *name, const char *const *sets, size_t n_sets, struct bench_size size,
    struct ecg_error *error);

/* The assignments that give a recipe's pictures that size. */
enum { BENCH_SIZE_SETS = 7 };
void bench_size_sets(char sets[BENCH_SIZE_SETS][48], struct bench_size size);

/* Built-in recording i, of the seed 0. */
int bench_record_make(struct ecg_record **record, int i, struct ecg_error *error);

struct bench_picture {
    struct ecg_record *record;
    struct ecg_work *work;
};
/* A recipe's picture of recording i, of the seed 0. */
int bench_picture_make(struct bench_picture *picture, const struct bench_studio *studio,
    const struct ecg_recipe *recipe, int i, int variant, struct ecg_error *error);
void bench_picture_free(struct bench_picture *picture);

#endif
