/* What a job is asked to print: recordings found and built in, and this shard's images of them. */
#ifndef JOB_WORKLIST_H
#define JOB_WORKLIST_H

#include "core/error.h"
#include "record/find.h"
#include "record/record.h"

struct ecg_worklist; /* read-only once open: threads may share it */

/* One variant of one recording: an image, or as many as it takes to print all of the recording. */
struct ecg_task {
    size_t index; /* of the recording */
    uint64_t variant;
};

/* Finds the records of params' inputs, adds its synthetic ones, keeps the first `limit`.
 * ECG_E_ARGUMENT when there is nothing at all. */
int ecg_worklist_open(
    struct ecg_worklist **list, const struct ecg_job_params *params, struct ecg_error *error);
void ecg_worklist_close(struct ecg_worklist **list);

/* Inputs that gave nothing, a line each. */
size_t ecg_worklist_problems(const struct ecg_worklist *list);
const char *ecg_worklist_problem(const struct ecg_worklist *list, size_t i);

/* Tasks of this shard, those of one recording in a row. Shards take turns: variant v of recording
 * i falls to shard (i + v) mod shards. */
size_t ecg_worklist_tasks(const struct ecg_worklist *list);
struct ecg_task ecg_worklist_task(const struct ecg_worklist *list, size_t number);

/* The task's picture is called so, without ending, before anything is read: the recording's id and
 * the variant ("p1-a-0"). Where a task gives several, "-p" and the page follow. */
enum { ECG_IMAGE_NAME = 200 };
void ecg_worklist_name(
    const struct ecg_worklist *list, const struct ecg_task *task, char name[ECG_IMAGE_NAME]);

/* Of the recordings' ids, their order and the number of variants: the same for all shards of one
 * job. */
uint64_t ecg_worklist_fingerprint(const struct ecg_worklist *list);
int ecg_worklist_read(const struct ecg_worklist *list, size_t index, struct ecg_record **record,
    struct ecg_error *error);

/* Recordings that are none of the built-in ones, which follow them; the one of that index. */
size_t ecg_worklist_found_count(const struct ecg_worklist *list);
const struct ecg_found *ecg_worklist_found(const struct ecg_worklist *list, size_t index);

/* ECG_E_ARGUMENT when an input lies in the output folder itself: files of ours could go over it.
 */
int ecg_worklist_check_output(
    const struct ecg_worklist *list, const char *output, struct ecg_error *error);

#endif
