/* The tar sink's writer: sets in order into one shard after another. Not for several threads. */
#ifndef OUTPUT_SHARD_H
#define OUTPUT_SHARD_H

#include "output/sink.h"

struct ecg_shards;

int ecg_shards_open(
    struct ecg_shards **shards, const struct ecg_sink_params *params, struct ecg_error *error);
/* Appends a set, beginning a new shard where a limit asks for it. */
int ecg_shards_add(
    struct ecg_shards *shards, const struct ecg_sink_set *set, struct ecg_error *error);
int ecg_shards_close(struct ecg_shards **shards, int is_complete, struct ecg_error *error);

#endif
