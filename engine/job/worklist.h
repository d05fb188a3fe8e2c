/* What a job is asked to print: recordings found and built in, cut into tasks. */
#ifndef JOB_WORKLIST_H
#define JOB_WORKLIST_H

#include "core/error.h"
#include "record/record.h"

struct ecg_worklist; /* read-only once open: threads may share it */

/* Some variants of one recording: reading it is shared among them. */
struct ecg_task {
    size_t index; /* of the recording */
    uint64_t first_variant, end_variant;
};

/* Finds the records of params' inputs, adds its synthetic ones, keeps the first `limit`.
 * ECG_E_ARGUMENT when there is nothing at all. */
int ecg_worklist_open(
    struct ecg_worklist **list, const struct ecg_job_params *params, struct ecg_error *error);
void ecg_worklist_close(struct ecg_worklist **list);

/* Inputs that gave nothing, a line each. */
size_t ecg_worklist_problems(const struct ecg_worklist *list);
const char *ecg_worklist_problem(const struct ecg_worklist *list, size_t i);

size_t ecg_worklist_tasks(const struct ecg_worklist *list);
struct ecg_task ecg_worklist_task(const struct ecg_worklist *list, size_t number);
/* Images of this shard, one page each. */
size_t ecg_worklist_images(const struct ecg_worklist *list);

int ecg_worklist_read(const struct ecg_worklist *list, const struct ecg_task *task,
    struct ecg_record **record, struct ecg_error *error);

/* ECG_E_ARGUMENT when an input lies in the output folder itself: files of ours could go over it.
 */
int ecg_worklist_check_output(
    const struct ecg_worklist *list, const char *output, struct ecg_error *error);

#endif
