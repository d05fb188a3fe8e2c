/* What a dataset's card says that its files do not: the command that made it, the licences that
 * lie with the recordings, inputs that gave nothing. The same for all shards of one job. */
#ifndef JOB_ABOUT_H
#define JOB_ABOUT_H

#include "core/buffer.h"
#include "job/worklist.h"

/* Appends an object on one line: "command", "licence", "unreadable_inputs". The command is as one
 * would type it for the whole, without where it ran (output, jobs, shard, device, progress) and
 * without folders. ECG_E_MEMORY. */
int ecg_about_write(const struct ecg_job_params *params, const struct ecg_worklist *list,
    struct ecg_buffer *out, struct ecg_error *error);

#endif
