#include "job/worklist.h"

#include "core/alloc.h"
#include "record/find.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VARIANTS_A_TASK = 8 };

struct ecg_worklist {
    struct ecg_found_list found;
    size_t n_found, n_synthetic; /* within the limit */
    double fs_hz;
    uint64_t seed;
    uint64_t variants;
    uint64_t tasks_a_record;
    uint64_t shard, shards;
};

int ecg_worklist_open(
    struct ecg_worklist **out, const struct ecg_job_params *params, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_worklist *list = ecg_calloc(1, sizeof *list);
    if (!list)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    int code = ecg_find_records(&list->found, params->inputs, params->n_inputs, error);
    size_t limit = params->limit ? params->limit : SIZE_MAX;
    list->n_found = list->found.n < limit ? list->found.n : limit;
    limit -= list->n_found;
    list->n_synthetic = params->synthetic < limit ? params->synthetic : limit;
    list->fs_hz = params->fs_hz;
    list->seed = params->seed;
    list->variants = params->variants ? params->variants : 1;
    list->tasks_a_record = (list->variants + VARIANTS_A_TASK - 1) / VARIANTS_A_TASK;
    list->shard = params->shard;
    list->shards = params->shards > 1 ? params->shards : 1;
    size_t records = list->n_found + list->n_synthetic;
    if (code == 0 && records == 0 && list->found.n_problems == 0)
        code = ecg_fail(error, ECG_E_ARGUMENT, "input: no recordings there");
    if (code == 0 && records && list->tasks_a_record > SIZE_MAX / records)
        code = ecg_fail(error, ECG_E_LIMIT, "variants: too many");
    if (code < 0) {
        ecg_worklist_close(&list);
        return code;
    }
    *out = list;
    return 0;
}

void ecg_worklist_close(struct ecg_worklist **list)
{
    if (!*list)
        return;
    ecg_found_free(&(*list)->found);
    ecg_free(*list);
    *list = NULL;
}

size_t ecg_worklist_problems(const struct ecg_worklist *list)
{
    return list->found.n_problems;
}

const char *ecg_worklist_problem(const struct ecg_worklist *list, size_t i)
{
    return list->found.problems[i];
}

size_t ecg_worklist_tasks(const struct ecg_worklist *list)
{
    return (list->n_found + list->n_synthetic) * (size_t)list->tasks_a_record;
}

struct ecg_task ecg_worklist_task(const struct ecg_worklist *list, size_t number)
{
    uint64_t first = number % list->tasks_a_record * VARIANTS_A_TASK;
    uint64_t end = first + VARIANTS_A_TASK;
    return (struct ecg_task){
        .index = number / (size_t)list->tasks_a_record,
        .first_variant = first,
        .end_variant = end < list->variants ? end : list->variants,
    };
}

size_t ecg_worklist_images(const struct ecg_worklist *list)
{
    size_t images = 0;
    for (size_t i = 0; i < list->n_found + list->n_synthetic; i++) {
        /* Variants v with (i + v) % shards == shard. */
        uint64_t first = (list->shard + list->shards - i % list->shards) % list->shards;
        if (first < list->variants)
            images += (size_t)((list->variants - first + list->shards - 1) / list->shards);
    }
    return images;
}

int ecg_worklist_read(const struct ecg_worklist *list, const struct ecg_task *task,
    struct ecg_record **record, struct ecg_error *error)
{
    if (task->index < list->n_found)
        return ecg_found_read(record, &list->found.items[task->index], list->fs_hz, error);
    return ecg_record_synthesize(record, list->seed, task->index - list->n_found, 0, error);
}

/* The folder of a file, links resolved; NULL when it cannot be told. */
static char *folder_of(const char *path)
{
    char *copy = ecg_strdup(path);
    char *folder = copy ? realpath(dirname(copy), NULL) : NULL;
    ecg_free(copy);
    return folder;
}

int ecg_worklist_check_output(
    const struct ecg_worklist *list, const char *output, struct ecg_error *error)
{
    char *real_output = realpath(output, NULL);
    int code = 0;
    for (size_t i = 0; real_output && code == 0 && i < list->n_found; i++) {
        char *folder = folder_of(list->found.items[i].path);
        if (folder && strcmp(folder, real_output) == 0)
            code = ecg_fail(error, ECG_E_ARGUMENT,
                "%s: output: holds the input %s; choose another folder", output,
                list->found.items[i].path);
        free(folder);
    }
    free(real_output);
    return code;
}
