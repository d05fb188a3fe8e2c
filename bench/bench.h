/*
 * The benchmark behind `ecgpress bench`: what each pass, stage and encoder costs on this machine,
 * how many images come out in the end, and how far that is from what the stages allow.
 *
 * Everything is made from built-in recordings and fixed seeds, so that runs can be compared. Times
 * are the best of several rounds, after one that is not counted.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "core/buffer.h"
#include "core/error.h"

#include <stdint.h>
#include <stdio.h>

enum bench_part {
    BENCH_PASSES = 1,   /* of each recipe: every pass by itself */
    BENCH_EFFECTS = 2,  /* the same with one effect at a time on a clean page */
    BENCH_STAGES = 4,   /* of each recipe: what one image costs, step by step */
    BENCH_ENCODERS = 8, /* PNG and JPEG, ours and others' */
    BENCH_FLOW = 16,    /* images a second, and what each stage would allow */
    BENCH_ALL = 31
};

struct bench_size {
    int width_px, height_px;
};

struct bench_params {
    int parts;                  /* enum bench_part, or-ed */
    const char *const *recipes; /* what passes, stages and flow measure */
    size_t n_recipes;
    const char *const *sets; /* assignments on top of every recipe */
    size_t n_sets;
    const char *only;               /* BENCH_EFFECTS: those whose name holds this; NULL: all */
    const struct bench_size *sizes; /* BENCH_FLOW measures all, the other parts the first */
    size_t n_sizes;
    int images;         /* different pictures of each recipe, at least 1 */
    int rounds;         /* at least 1 */
    double seconds;     /* BENCH_FLOW: about how long each whole run is to last */
    const char *device; /* as ecg_press_create */
    const char *passes; /* as ecg_job_params */
    const char *format; /* BENCH_FLOW: as ecg_job_params */
    int jobs;           /* worker threads; 0: one a core */
    const char *folder; /* BENCH_FLOW: existing; a folder is made in it, and removed again */
};

/* Prints tables to `out` as they come and appends one JSON object to *json. The first failure ends
 * it. */
int bench_run(const struct bench_params *params, FILE *out, struct ecg_buffer *json,
    struct ecg_error *error);

#endif
