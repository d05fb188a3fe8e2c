/* What is different in a job that prints ECG-Image-Kit's pages: its records, names and folders. */
#ifndef JOB_JOB_KIT_H
#define JOB_JOB_KIT_H

#include "job/job.h"

/* The kit's own settings and manifest: hidden, for people list the JSON files of its folders. */
#define ECG_KIT_SETTINGS ".ecgpress-kit.json"
#define ECG_KIT_MANIFEST ".ecgpress-kit.jsonl"

/* Whether images go into the very folder that their record lies in. */
int ecg_job_kit_is_in_place(const struct ecg_job_params *params);

/* Makes the folders, and starts anew where the settings are not those of an earlier run there. */
int ecg_job_kit_claim(struct job *job, struct ecg_error *error);

/* --max_num_images: finds the task that makes the last image. */
void ecg_job_kit_limit(struct job *job);

/* Every page of a task's recording. */
int ecg_job_kit_produce(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const struct ecg_task *task, uint64_t number,
    struct ecg_error *error);

#endif
