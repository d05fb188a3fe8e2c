/*
 * Where files of a dataset lie until they are whole: a hidden folder within the dataset's, one for
 * each shard. It is locked while a job works in it, so that the same job started twice does not
 * mix, and emptied at the next start: a killed job leaves nothing behind for long.
 */
#ifndef JOB_SCRATCH_H
#define JOB_SCRATCH_H

#include "core/error.h"

struct ecg_scratch;

/* Makes folder/.unfinished + suffix. ECG_E_IO when another process works in it. Where the file
 * system has no locks, nothing is locked. */
int ecg_scratch_open(
    struct ecg_scratch **scratch, const char *folder, const char *suffix, struct ecg_error *error);
const char *ecg_scratch_path(const struct ecg_scratch *scratch);
/* Removes it with what is still in it. */
void ecg_scratch_close(struct ecg_scratch **scratch);

#endif
