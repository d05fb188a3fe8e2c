#include "check/verify.h"

#include "check/find.h"
#include "core/alloc.h"

#include <math.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

struct run {
    const struct ecg_verify_params *params;
    struct ecg_path_list paths;
    pthread_mutex_t lock; /* of everything below */
    size_t next;          /* path to take */
    size_t reported;      /* images told, in order */
    struct ecg_verify_image *images;
    unsigned char *done;
    uint32_t *histogram;
    struct ecg_verify_result *result;
    double snr_sum;
    size_t n_snr;
    int code;
    struct ecg_error error;
};

static void tally(struct run *run, const struct ecg_verify_image *image)
{
    run->result->images++;
    run->result->failed += image->passed ? 0 : 1;
    run->result->points += image->points;
    run->result->measured += image->measured;
    run->result->absent += image->absent;
    if (!isnan(image->snr_db)) {
        run->snr_sum += image->snr_db;
        run->n_snr++;
    }
}

/* With the lock held: images are told in the order of their names, whoever measured them. */
static void report(struct run *run)
{
    while (run->reported < run->paths.count && run->done[run->reported]) {
        struct ecg_verify_image *image = &run->images[run->reported];
        image->name = run->paths.items[run->reported];
        tally(run, image);
        if (run->params->on_image)
            run->params->on_image(run->params->priv, image);
        run->reported++;
    }
}

static void *work(void *priv)
{
    struct run *run = priv;
    uint32_t *histogram = ecg_calloc(ECG_VERIFY_BINS, sizeof *histogram);
    pthread_mutex_lock(&run->lock);
    if (!histogram && run->code == 0)
        run->code = ecg_fail(&run->error, ECG_E_MEMORY, "out of memory");
    while (run->code == 0 && run->next < run->paths.count) {
        size_t mine = run->next++;
        struct ecg_error error;
        pthread_mutex_unlock(&run->lock);
        int code = ecg_verify_one(
            run->paths.items[mine], run->params, &run->images[mine], histogram, &error);
        pthread_mutex_lock(&run->lock);
        if (code < 0 && run->code == 0) {
            run->code = code;
            run->error = error;
        }
        run->done[mine] = 1;
        report(run);
    }
    for (int k = 0; histogram && k < ECG_VERIFY_BINS; k++)
        run->histogram[k] += histogram[k];
    pthread_mutex_unlock(&run->lock);
    ecg_free(histogram);
    return NULL;
}

static double percentile(const uint32_t *histogram, size_t n, double share)
{
    size_t below = 0;
    for (int k = 0; k < ECG_VERIFY_BINS; k++) {
        below += histogram[k];
        if (n && (double)below >= share * (double)n)
            return k / 1000.0;
    }
    return NAN;
}

static void run_threads(struct run *run)
{
    enum { MAX_THREADS = 64 };
    pthread_t threads[MAX_THREADS];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    long wanted = run->params->jobs > 0 ? run->params->jobs : cores;
    int n = 0;
    /* The caller works too. */
    while (n + 1 < wanted && n < MAX_THREADS && (size_t)n + 1 < run->paths.count &&
           pthread_create(&threads[n], NULL, work, run) == 0)
        n++;
    work(run);
    while (n > 0)
        pthread_join(threads[--n], NULL);
}

int ecg_verify(const struct ecg_verify_params *params, struct ecg_verify_result *result,
    struct ecg_error *error)
{
    struct run run = { .params = params, .result = result, .lock = PTHREAD_MUTEX_INITIALIZER };
    memset(result, 0, sizeof *result);
    int code = ecg_find_annotations(&run.paths, params->paths, params->n_paths, error);
    if (code == 0 && run.paths.count == 0)
        code = ecg_fail(error, ECG_E_MISMATCH, "%s: no image with a JSON beside it",
            params->n_paths ? params->paths[0] : "verify");
    if (code == 0) {
        run.images = ecg_calloc(run.paths.count, sizeof *run.images);
        run.done = ecg_calloc(run.paths.count, 1);
        run.histogram = ecg_calloc(ECG_VERIFY_BINS, sizeof *run.histogram);
        if (!run.images || !run.done || !run.histogram)
            code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    }
    if (code == 0) {
        run_threads(&run);
        result->median_px = percentile(run.histogram, result->measured, 0.5);
        result->p95_px = percentile(run.histogram, result->measured, 0.95);
        result->p99_px = percentile(run.histogram, result->measured, 0.99);
        result->snr_db = run.n_snr ? run.snr_sum / (double)run.n_snr : NAN;
        code = run.code;
        if (code < 0 && error)
            *error = run.error;
        else if (result->failed)
            code = ecg_fail(error, ECG_E_MISMATCH,
                "%zu of %zu images do not agree with their JSON", result->failed, result->images);
    }
    ecg_free(run.images);
    ecg_free(run.done);
    ecg_free(run.histogram);
    ecg_path_list_free(&run.paths);
    return code;
}
