/*
 * Three stages with bounded queues between: worker threads produce frames, the calling thread
 * renders them one after the other (one thread owns OpenGL), worker threads finish them. Every
 * worker does both kinds of work, finishing first, so that cores are busy whatever the stages
 * cost, and a full queue holds producers back: memory does not grow with the number of tasks.
 *
 * Knows nothing of pictures: tasks are numbers, frames are pointers.
 */
#ifndef JOB_PIPELINE_H
#define JOB_PIPELINE_H

#include "core/error.h"

struct ecg_pipeline;

/* Callbacks return 0, or a negative code with *error filled, which stops the whole pipeline; a
 * failure that concerns one task only is the callback's own business. */
struct ecg_pipeline_stages {
    /* By a worker: makes the task's frames, each handed on by ecg_pipeline_emit. */
    int (*produce)(
        void *priv, size_t task, struct ecg_pipeline *pipeline, struct ecg_error *error);
    /* Whether that frame may be handed on now, or should wait for others to be finished; asked
     * again after each. Frames of the oldest task that is under way must be let through once no
     * others are. NULL: always. */
    int (*may_pass)(void *priv, void *frame);
    /* By the caller of ecg_pipeline_run: takes a frame in (NULL: there is none now) and gives back
     * one that is rendered, the same or an earlier one, or NULL. At the end it is called with NULL
     * until it gives back NULL. */
    int (*render)(void *priv, void *frame, void **done, struct ecg_error *error);
    /* By a worker: the last stage; takes the frame over. */
    int (*finish)(void *priv, void *frame, struct ecg_error *error);
    /* Frees a frame that will not be finished, on any thread. */
    void (*drop)(void *priv, void *frame);
};

struct ecg_pipeline_params {
    struct ecg_pipeline_stages stages;
    void *priv;
    size_t n_tasks;
    int n_workers;   /* at least 1 */
    int queue_limit; /* frames waiting in each queue, at least 1 */
    /* NULL, or asked by any thread: non-zero to stop; frames under way are dropped. */
    int (*is_cancelled)(void *cancel_priv);
    void *cancel_priv;
};

/* Runs every task through. 0; ECG_E_CANCELLED; the first negative code of a callback; ECG_E_MEMORY
 * when no thread could be started. All threads have ended when it returns. */
int ecg_pipeline_run(const struct ecg_pipeline_params *params, struct ecg_error *error);

/* Inside produce: hands a frame on, waiting (and finishing other frames meanwhile) while the queue
 * is full. Takes the frame over in any case; ECG_E_CANCELLED when the pipeline is stopping. */
int ecg_pipeline_emit(struct ecg_pipeline *pipeline, void *frame);

#endif
