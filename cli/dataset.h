/* Runs a job for a command: progress, failures and a summary as people and programs want them. */
#ifndef CLI_DATASET_H
#define CLI_DATASET_H

#include "ecgpress.h"
#include "options.h"

/* progress: "bar", "json", "none", or NULL: a bar on a terminal. Gives the exit status. */
int run_dataset(
    const struct command *command, struct ecg_job_params *params, const char *progress);

#endif
