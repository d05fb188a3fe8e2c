#include "bench/crew.h"

#include <pthread.h>

enum { MOST_THREADS = 256 };

struct crew {
    pthread_mutex_t lock; /* for next, code and error */
    int next, n_items;
    int code;
    struct ecg_error error;
    bench_item_fn run;
    void *priv;
};

static int take(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    int item = crew->code == 0 && crew->next < crew->n_items ? crew->next++ : -1;
    pthread_mutex_unlock(&crew->lock);
    return item;
}

static void *work(void *priv)
{
    struct crew *crew = priv;
    for (int item = take(crew); item >= 0; item = take(crew)) {
        struct ecg_error error = { 0 };
        int code = crew->run(crew->priv, item, &error);
        pthread_mutex_lock(&crew->lock);
        if (code < 0 && crew->code == 0) {
            crew->code = code;
            crew->error = error;
        }
        pthread_mutex_unlock(&crew->lock);
    }
    return NULL;
}

int bench_crew_run(
    int n_threads, int n_items, bench_item_fn run, void *priv, struct ecg_error *error)
{
    struct crew crew = { .n_items = n_items, .run = run, .priv = priv };
    pthread_t threads[MOST_THREADS];
    int started = 0;
    pthread_mutex_init(&crew.lock, NULL);
    while (started < n_threads - 1 && started < MOST_THREADS &&
           pthread_create(&threads[started], NULL, work, &crew) == 0)
        started++;
    work(&crew); /* this thread is one of them */
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&crew.lock);
    if (crew.code < 0 && error)
        *error = crew.error;
    return crew.code;
}
