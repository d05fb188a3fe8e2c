/* The parts of the benchmark; each prints its table and adds a member to the open JSON object. */
#ifndef BENCH_PARTS_H
#define BENCH_PARTS_H

#include "bench/studio.h"

int bench_passes(struct bench_studio *studio, struct ecg_error *error);
int bench_effects(struct bench_studio *studio, struct ecg_error *error);
int bench_stages(struct bench_studio *studio, struct ecg_error *error);
int bench_encoders(struct bench_studio *studio, struct ecg_error *error);
int bench_flow(struct bench_studio *studio, struct ecg_error *error);

#endif
