/* Frames go through once each, queues stay bounded, failures and cancelling stop and leak nothing.
 */
#include "job/pipeline.h"
#include "support/check.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { MAX_TASKS = 200 };

struct frame {
    size_t task;
    int page;
};

struct fixture {
    int pages_a_task;
    int depth; /* frames that render holds back */
    int fail_finish_at, fail_render_at;
    atomic_int cancel;
    int cancel_at;
    struct frame *held[4];
    int n_held;
    int most_passed; /* frames under way at once; 0: no limit */
    atomic_int passed;
    atomic_int alive, most_alive, rendered, dropped;
    atomic_int finished[MAX_TASKS];
};

static int is_cancelled(void *priv)
{
    struct fixture *f = priv;
    return atomic_load(&f->cancel);
}

static int produce(void *priv, size_t task, struct ecg_pipeline *pipeline, struct ecg_error *error)
{
    struct fixture *f = priv;
    (void)error;
    for (int page = 0; page < f->pages_a_task; page++) {
        struct frame *frame = malloc(sizeof *frame);
        *frame = (struct frame){ task, page };
        int alive = atomic_fetch_add(&f->alive, 1) + 1;
        if (alive > atomic_load(&f->most_alive))
            atomic_store(&f->most_alive, alive);
        if (ecg_pipeline_emit(pipeline, frame) < 0)
            return 0;
    }
    return 0;
}

static int render(void *priv, void *frame, void **done, struct ecg_error *error)
{
    struct fixture *f = priv;
    if (frame) {
        int n = atomic_fetch_add(&f->rendered, 1) + 1;
        if (n == f->cancel_at)
            atomic_store(&f->cancel, 1);
        f->held[f->n_held++] = frame;
        if (n == f->fail_render_at)
            return ecg_fail(error, ECG_E_GPU, "render %d", n);
    }
    if (f->n_held && (!frame || f->n_held > f->depth)) {
        *done = f->held[0];
        f->n_held--;
        for (int i = 0; i < f->n_held; i++)
            f->held[i] = f->held[i + 1];
    }
    return 0;
}

static void free_frame(struct fixture *f, struct frame *frame)
{
    atomic_fetch_sub(&f->alive, 1);
    free(frame);
}

static int finish(void *priv, void *data, struct ecg_error *error)
{
    struct fixture *f = priv;
    struct frame *frame = data;
    int n = atomic_fetch_add(&f->finished[frame->task], 1) + 1;
    int fails = (int)frame->task == f->fail_finish_at && n == 1;
    atomic_fetch_sub(&f->passed, 1);
    free_frame(f, frame);
    return fails ? ecg_fail(error, ECG_E_IO, "disk full") : 0;
}

static void drop(void *priv, void *frame)
{
    struct fixture *f = priv;
    atomic_fetch_add(&f->dropped, 1);
    free_frame(f, frame);
}

static int may_pass(void *priv, void *frame)
{
    struct fixture *f = priv;
    (void)frame;
    int passes = !f->most_passed || atomic_load(&f->passed) < f->most_passed;
    atomic_fetch_add(&f->passed, passes);
    return passes;
}

static int run(struct fixture *f, size_t n_tasks, int workers, int limit, struct ecg_error *error)
{
    struct ecg_pipeline_params params = {
        .stages = { produce, may_pass, render, finish, drop },
        .priv = f,
        .n_tasks = n_tasks,
        .n_workers = workers,
        .queue_limit = limit,
        .is_cancelled = is_cancelled,
        .cancel_priv = f,
    };
    return ecg_pipeline_run(&params, error);
}

static void test_all_through(int workers, int limit, int depth, int pages)
{
    struct fixture f = { .pages_a_task = pages, .depth = depth, .fail_finish_at = -1 };
    struct ecg_error error = { 0 };
    CHECK_INT(run(&f, MAX_TASKS, workers, limit, &error), 0);
    for (int i = 0; i < MAX_TASKS; i++)
        CHECK_INT(f.finished[i], pages);
    CHECK_INT(f.alive, 0);
    CHECK_INT(f.dropped, 0);
    /* Two queues, what render holds, and one in each worker's and the renderer's hands. */
    CHECK(f.most_alive <= 2 * limit + depth + 2 * workers + 2);
}

/* The renderer holds back more frames than may be under way: it has to give them up. */
static void test_few_may_pass(int depth)
{
    struct fixture f = {
        .pages_a_task = 2, .depth = depth, .fail_finish_at = -1, .most_passed = 1
    };
    struct ecg_error error = { 0 };
    CHECK_INT(run(&f, MAX_TASKS, 2, 3, &error), 0);
    for (int i = 0; i < MAX_TASKS; i++)
        CHECK_INT(f.finished[i], 2);
    CHECK_INT(f.alive, 0);
}

static void test_failures(void)
{
    struct fixture f = { .pages_a_task = 2, .depth = 1, .fail_finish_at = 20 };
    struct ecg_error error = { 0 };
    CHECK_INT(run(&f, MAX_TASKS, 3, 4, &error), ECG_E_IO);
    CHECK_STR(error.message, "disk full");
    CHECK_INT(f.alive, 0);

    struct fixture g = {
        .pages_a_task = 1, .depth = 2, .fail_finish_at = -1, .fail_render_at = 7
    };
    CHECK_INT(run(&g, MAX_TASKS, 2, 3, &error), ECG_E_GPU);
    CHECK_STR(error.message, "render 7");
    CHECK_INT(g.alive, 0);

    struct fixture h = { .pages_a_task = 1, .fail_finish_at = -1, .cancel_at = 10 };
    CHECK_INT(run(&h, MAX_TASKS, 2, 3, &error), ECG_E_CANCELLED);
    CHECK_INT(h.alive, 0);
    CHECK(h.rendered < MAX_TASKS);
}

int main(void)
{
    test_all_through(1, 1, 0, 1);
    test_all_through(1, 1, 2, 3);
    test_all_through(4, 3, 1, 2);
    test_all_through(8, 8, 3, 1);
    test_few_may_pass(0);
    test_few_may_pass(3);
    test_failures();
    struct fixture f = { .pages_a_task = 0 };
    CHECK_INT(run(&f, 0, 2, 2, NULL), 0);
    CHECK_INT(run(&f, 5, 2, 2, NULL), 0);
    return check_done();
}
