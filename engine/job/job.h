/* Inside a job: what its stages share. job.c opens, runs and closes it; stages.c does the work. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "job/finish.h"
#include "job/journal.h"
#include "job/kit.h"
#include "job/pipeline.h"
#include "job/records.h"
#include "job/scratch.h"
#include "job/split.h"
#include "job/worklist.h"
#include "output/sink.h"
#include "recipe/recipe.h"

#include <pthread.h>

enum stage { STAGE_PREPARE, STAGE_RENDER, STAGE_ENCODE, STAGE_WRITE, STAGE_COUNT };

extern const char *const ecg_stage_names[STAGE_COUNT];

struct job {
    const struct ecg_job_params *params;
    int writes_nothing;  /* to measure: what is made is not kept */
    int all_windows;     /* a task gives as many pictures as print all of its recording */
    struct ecg_kit *kit; /* NULL: a recipe's pages */
    size_t last_task;    /* of the kit: the one that reaches --max_num_images, */
    size_t last_images;  /* and how many it makes; SIZE_MAX: all */
    struct ecg_worklist *list;
    struct ecg_records *records;
    struct ecg_recipe *recipe;
    struct ecg_fonts *fonts;
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_finisher *finisher;
    struct ecg_scratch *scratch;
    struct ecg_sink *sink;
    struct ecg_journal *journal;
    double start_s;
    uint32_t products; /* of --truth, enum ecg_product */
    struct ecg_split split;
    struct ecg_buffer about; /* see about.h */

    /* Frames inside the renderer, oldest first; the rendering thread's own. */
    struct ecg_work *under_way[8];
    int n_under_way;

    size_t most_bytes; /* of the pictures that were handed on and are not finished */

    pthread_mutex_t lock; /* for all below, the journal, and the callbacks to the caller */
    size_t done;          /* handed to the sink */
    size_t made;          /* kept by it for good */
    size_t failed, total, kept, verified;
    size_t held_bytes; /* of that limit */
    uint64_t bytes;
    double busy_s[STAGE_COUNT];
};

/* One image fewer; `line` says why, NULL when it was said before. */
void ecg_job_lose(struct job *job, const char *line);

/* A page of a task: what tells it from the task's others. */
struct ecg_page_place {
    uint64_t number; /* of the task */
    int page, pages; /* 0 pages: the task gives one picture */
};
/* Whether an earlier run made that page: then it is not made again. */
int ecg_job_is_known(struct job *job, const char *name);
/* Builds the page and hands it on; one that cannot be built is told and skipped. */
int ecg_job_make_page(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const struct ecg_scene *scene, const char *name,
    const struct ecg_page_place *place, struct ecg_error *error);

/* The pipeline's stages, `priv` a struct job; see pipeline.h. */
int ecg_job_produce(
    void *priv, size_t number, struct ecg_pipeline *pipeline, struct ecg_error *error);
int ecg_job_may_pass(void *priv, void *frame);
int ecg_job_render(void *priv, void *frame, void **done, struct ecg_error *error);
int ecg_job_finish(void *priv, void *frame, struct ecg_error *error);
void ecg_job_drop(void *priv, void *frame);

/* The sink's on_kept: what cannot be lost any more goes into the journal. */
int ecg_job_keep(void *priv, const struct ecg_sink_kept *kept, struct ecg_error *error);

#endif
