/* Which part of a dataset this process makes. */
#ifndef CLI_SHARD_H
#define CLI_SHARD_H

#include "ecgpress.h"
#include "options.h"

/*
 * Sets params->shard and shards, from "I/N" or, when that is NULL, from the environment, and then
 * says so in one line on stderr:
 *
 * ECGPRESS_SHARDS=N with SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX: the part of that number,
 * from 0. Kubernetes does not tell a pod how many there are, hence the variable. Without it, in a
 * Slurm array: the task's rank among SLURM_ARRAY_TASK_COUNT, by SLURM_ARRAY_TASK_MIN and _STEP.
 * That holds for an array as it was first submitted; a later one of some of its tasks would count
 * other parts, so scripts better set ECGPRESS_SHARDS.
 *
 * 0, or -1 after a line on what is wrong.
 */
int choose_shard(const struct command *command, const char *text, struct ecg_job_params *params);

#endif
