/* The same work by several threads, each taking the next item that none has begun. */
#ifndef BENCH_CREW_H
#define BENCH_CREW_H

#include "core/error.h"

/* 0, or a negative code with *error filled, which ends the run. */
typedef int (*bench_item_fn)(void *priv, int item, struct ecg_error *error);

/* Items 0 to n_items - 1. The first error wins. */
int bench_crew_run(
    int n_threads, int n_items, bench_item_fn run, void *priv, struct ecg_error *error);

#endif
