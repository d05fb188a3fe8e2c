#include "job/pipeline.h"

#include "core/alloc.h"

#include <pthread.h>
#include <stdbool.h>
#include <time.h>

struct queue {
    void **frames;
    int capacity, count, first;
};

struct ecg_pipeline {
    const struct ecg_pipeline_params *params;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct queue produced, rendered;
    size_t next_task;
    int producing; /* workers inside produce */
    bool all_rendered;
    int code; /* the first failure */
    struct ecg_error error;
};

static int queue_init(struct queue *queue, int capacity)
{
    *queue = (struct queue){ .capacity = capacity };
    queue->frames = ecg_calloc((size_t)capacity, sizeof *queue->frames);
    return queue->frames ? 0 : ECG_E_MEMORY;
}

static void queue_push(struct queue *queue, void *frame)
{
    queue->frames[(queue->first + queue->count++) % queue->capacity] = frame;
}

static void *queue_pop(struct queue *queue)
{
    void *frame = queue->frames[queue->first];
    queue->first = (queue->first + 1) % queue->capacity;
    queue->count--;
    return frame;
}

static bool is_full(const struct queue *queue)
{
    return queue->count == queue->capacity;
}

/* The functions from here on are called with the lock held; they let go of it while a callback
 * runs. */

static void fail(struct ecg_pipeline *p, int code, const struct ecg_error *error)
{
    if (p->code == 0) {
        p->code = code;
        p->error = *error;
    }
    pthread_cond_broadcast(&p->changed);
}

static bool is_stopping(struct ecg_pipeline *p)
{
    const struct ecg_pipeline_params *params = p->params;
    if (p->code == 0 && params->is_cancelled && params->is_cancelled(params->cancel_priv)) {
        struct ecg_error error;
        fail(p,
            ecg_fail(&error, ECG_E_CANCELLED, "stopped; the same command again makes the rest"),
            &error);
    }
    return p->code < 0;
}

/* A signal handler cannot wake a condition: ask whether it is cancelled now and then. */
static void wait_for_change(struct ecg_pipeline *p)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += 200000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&p->changed, &p->lock, &until);
}

static void finish_one(struct ecg_pipeline *p)
{
    void *frame = queue_pop(&p->rendered);
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
    struct ecg_error error = { 0 };
    int code = p->params->stages.finish(p->params->priv, frame, &error);
    pthread_mutex_lock(&p->lock);
    if (code < 0)
        fail(p, code, &error);
    pthread_cond_broadcast(&p->changed);
}

static void produce_one(struct ecg_pipeline *p)
{
    size_t task = p->next_task++;
    p->producing++;
    pthread_mutex_unlock(&p->lock);
    struct ecg_error error = { 0 };
    int code = p->params->stages.produce(p->params->priv, task, p, &error);
    pthread_mutex_lock(&p->lock);
    p->producing--;
    if (code < 0)
        fail(p, code, &error);
    pthread_cond_broadcast(&p->changed);
}

static bool all_produced(const struct ecg_pipeline *p)
{
    return p->next_task >= p->params->n_tasks && p->producing == 0;
}

static void *work(void *arg)
{
    struct ecg_pipeline *p = arg;
    pthread_mutex_lock(&p->lock);
    while (!is_stopping(p)) {
        if (p->rendered.count)
            finish_one(p);
        else if (p->next_task < p->params->n_tasks &&
                 p->produced.count + p->producing < p->produced.capacity)
            produce_one(p);
        else if (p->all_rendered)
            break;
        else
            wait_for_change(p);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static bool must_wait(const struct ecg_pipeline *p, void *frame)
{
    const struct ecg_pipeline_stages *stages = &p->params->stages;
    return is_full(&p->produced) ||
           (stages->may_pass && !stages->may_pass(p->params->priv, frame));
}

int ecg_pipeline_emit(struct ecg_pipeline *p, void *frame)
{
    pthread_mutex_lock(&p->lock);
    while (!is_stopping(p) && must_wait(p, frame)) {
        if (p->rendered.count)
            finish_one(p);
        else
            wait_for_change(p);
    }
    bool stopping = is_stopping(p);
    if (!stopping)
        queue_push(&p->produced, frame);
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
    if (stopping)
        p->params->stages.drop(p->params->priv, frame);
    return stopping ? ECG_E_CANCELLED : 0;
}

static void hand_to_workers(struct ecg_pipeline *p, void *frame)
{
    while (!is_stopping(p) && is_full(&p->rendered))
        wait_for_change(p);
    if (is_stopping(p)) {
        pthread_mutex_unlock(&p->lock);
        p->params->stages.drop(p->params->priv, frame);
        pthread_mutex_lock(&p->lock);
    } else {
        queue_push(&p->rendered, frame);
        pthread_cond_broadcast(&p->changed);
    }
}

/* A renderer that has nothing new to draw gives back what it holds: whoever produces may be
 * waiting for just that. */
static void render_all(struct ecg_pipeline *p)
{
    bool is_empty = false; /* the renderer, as far as is known */
    while (!is_stopping(p)) {
        void *frame = NULL, *done = NULL;
        bool draining = !p->produced.count && all_produced(p);
        if (p->produced.count) {
            frame = queue_pop(&p->produced);
            is_empty = false;
            pthread_cond_broadcast(&p->changed);
        } else if (is_empty && !draining) {
            wait_for_change(p);
            continue;
        }
        pthread_mutex_unlock(&p->lock);
        struct ecg_error error = { 0 };
        int code = p->params->stages.render(p->params->priv, frame, &done, &error);
        pthread_mutex_lock(&p->lock);
        if (code < 0)
            fail(p, code, &error);
        is_empty = !frame && !done;
        if (done)
            hand_to_workers(p, done);
        else if (draining)
            break;
    }
    p->all_rendered = true;
    pthread_cond_broadcast(&p->changed);
}

/* What a stopped pipeline leaves: in the queues, and inside render. */
static void drop_all(struct ecg_pipeline *p)
{
    const struct ecg_pipeline_stages *stages = &p->params->stages;
    void *priv = p->params->priv;
    while (p->produced.count)
        stages->drop(priv, queue_pop(&p->produced));
    while (p->rendered.count)
        stages->drop(priv, queue_pop(&p->rendered));
    if (p->code == 0)
        return;
    for (;;) {
        void *done = NULL;
        if (stages->render(priv, NULL, &done, NULL) < 0 || !done)
            return;
        stages->drop(priv, done);
    }
}

static int start_and_run(struct ecg_pipeline *p, pthread_t *threads, struct ecg_error *error)
{
    int started = 0;
    while (started < p->params->n_workers && pthread_create(&threads[started], NULL, work, p) == 0)
        started++;
    if (started == 0)
        return ecg_fail(error, ECG_E_MEMORY, "cannot start a worker thread");
    pthread_mutex_lock(&p->lock);
    render_all(p);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    drop_all(p);
    if (p->code < 0 && error)
        *error = p->error;
    return p->code;
}

int ecg_pipeline_run(const struct ecg_pipeline_params *params, struct ecg_error *error)
{
    struct ecg_pipeline p = { .params = params };
    pthread_t *threads = ecg_calloc((size_t)params->n_workers, sizeof *threads);
    pthread_condattr_t attributes;
    pthread_mutex_init(&p.lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&p.changed, &attributes);
    pthread_condattr_destroy(&attributes);
    int code = ECG_E_MEMORY;
    if (threads && queue_init(&p.produced, params->queue_limit) == 0 &&
        queue_init(&p.rendered, params->queue_limit) == 0)
        code = start_and_run(&p, threads, error);
    else
        ecg_fail(error, code, "out of memory");
    ecg_free(p.produced.frames);
    ecg_free(p.rendered.frames);
    ecg_free(threads);
    pthread_cond_destroy(&p.changed);
    pthread_mutex_destroy(&p.lock);
    return code;
}
