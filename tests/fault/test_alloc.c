/*
 * Memory that runs out: a small dataset is made again and again, each time with another one of its
 * allocations failing, the GPU's and the JSON library's among them. Each run either comes out as
 * if nothing had been, or says so with a failing status; after it there is no partial file and no
 * manifest line for an image that is not whole, and the same command again makes the rest.
 *
 * Every STRIDE-th allocation in an ordinary run. ECGPRESS_FAULTS=all in the environment: every
 * one (sh tests/run.sh --faults); ECGPRESS_FAULTS=only:N: the N-th, for a debugger.
 */
#include "core/alloc.h"
#include "ecgpress.h"
#include "support/check.h"
#include "support/dataset.h"
#include "support/faults.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRIDE = 61 };

static void *json_alloc(size_t size)
{
    return ecg_realloc(NULL, size, 1);
}

static const char *const sets[] = { "output.dpi=50", "output.png.effort=small" };

static int run(const char *folder, struct ecg_error *error)
{
    struct ecg_job_params params = {
        .synthetic = 1,
        .output = folder,
        .recipe = "damaged",
        .sets = sets,
        .n_sets = 1,
        .seed = 5,
        .device = "software",
        .jobs = 1,
    };
    struct ecg_job_result result;
    return ecg_job_run(&params, &result, error);
}

/* With the n-th allocation failing; how many were not reached. */
static long run_failing(long n)
{
    struct ecg_error error = { 0 };
    dataset_remove("starved");
    ecg_alloc_fail_once(n);
    int code = run("starved", &error);
    long left = ecg_alloc_left();
    ecg_alloc_fail_once(0);
    if (code == 0) {
        bool same = dataset_same("reference", "starved");
        if (!CHECK(same))
            printf("  allocation %ld failed, nobody noticed, and the files differ\n", n);
    } else {
        bool ok = CHECK(code == ECG_E_MEMORY || code == ECG_E_FORMAT) && CHECK(error.message[0]) &&
                  CHECK(dataset_is_sound("starved"));
        if (!ok)
            printf("  allocation %ld: %d, %s\n", n, code, error.message);
    }
    return left;
}

static void check_resume(long n)
{
    struct ecg_error error = { 0 };
    int code = run("starved", &error);
    if (!CHECK_INT(code, 0) || !CHECK(dataset_same("reference", "starved")))
        printf("  after allocation %ld: %s\n", n, error.message);
}

int main(void)
{
    const char *wish = getenv("ECGPRESS_FAULTS");
    long stride = fault_stride(STRIDE);
    struct ecg_error error = { 0 };
    json_set_alloc_funcs(json_alloc, ecg_free);
    dataset_remove("reference");
    ecg_alloc_fail_once(LONG_MAX);
    if (!CHECK_INT(run("reference", &error), 0)) {
        printf("%s\n", error.message);
        return check_done();
    }
    long count = LONG_MAX - ecg_alloc_left();
    long tried = 0;
    printf("%ld allocations\n", count);
    if (wish && strncmp(wish, "only:", 5) == 0) {
        run_failing(strtol(wish + 5, NULL, 10));
        return check_done();
    }
    for (long n = 1; n <= count; n += stride, tried++) {
        run_failing(n);
        if (tried % 8 == 0)
            check_resume(n);
    }
    printf("%ld of them failed in turn\n", tried);
    return check_done();
}
