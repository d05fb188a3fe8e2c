#include "job/worklist.h"

#include "core/alloc.h"
#include "output/hash.h"
#include "record/find.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ecg_worklist {
    struct ecg_found_list found;
    size_t n_found, n_synthetic; /* within the limit */
    double fs_hz;
    int anonymize;
    uint64_t seed;
    uint64_t variants;
    uint64_t shard, shards;
    size_t n_tasks;
};

/* The shard's first variant of a recording; its others follow in steps of `shards`. */
static uint64_t first_variant(const struct ecg_worklist *list, size_t index)
{
    return (list->shard + list->shards - index % list->shards) % list->shards;
}

static uint64_t count_variants(const struct ecg_worklist *list, size_t index)
{
    uint64_t first = first_variant(list, index);
    return first < list->variants ? (list->variants - first - 1) / list->shards + 1 : 0;
}

/* Tasks of all recordings before this one: in each round of `shards` of them, every variant is
 * this shard's once. */
static size_t tasks_before(const struct ecg_worklist *list, size_t index)
{
    size_t rounds = index / (size_t)list->shards, tasks = rounds * (size_t)list->variants;
    for (size_t i = rounds * (size_t)list->shards; i < index; i++)
        tasks += (size_t)count_variants(list, i);
    return tasks;
}

/* ECG-Image-Kit prints WFDB records only, and never its own: an output folder inside the input
 * holds what an earlier run made. */
static void keep_for_kit(struct ecg_worklist *list, const struct ecg_job_params *params)
{
    struct ecg_found_list *found = &list->found;
    char *output = params->output ? realpath(params->output, NULL) : NULL;
    char *input = params->n_inputs ? realpath(params->inputs[0], NULL) : NULL;
    size_t kept = 0, n = output ? strlen(output) : 0;
    int is_inside = output && input && strncmp(output, input, strlen(input)) == 0 &&
                    output[strlen(input)] == '/';
    for (size_t i = 0; i < found->n; i++) {
        struct ecg_found item = found->items[i];
        size_t length = strlen(item.path);
        int is_ours = length > 4 && strcmp(item.path + length - 4, ".hea") == 0;
        char *real = is_ours && is_inside ? realpath(item.path, NULL) : NULL;
        if (real && strncmp(real, output, n) == 0 && real[n] == '/')
            is_ours = 0;
        free(real);
        /* What is left out goes behind the others, to be freed with them. */
        found->items[i] = found->items[kept];
        found->items[kept] = item;
        kept += is_ours ? 1 : 0;
    }
    list->n_found = kept < list->n_found ? kept : list->n_found;
    free(output);
    free(input);
}

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
    if (params->kit)
        keep_for_kit(list, params);
    limit -= list->n_found;
    list->n_synthetic = params->synthetic < limit ? params->synthetic : limit;
    list->fs_hz = params->fs_hz;
    list->anonymize = !params->keep_identity && !params->kit;
    list->seed = params->seed;
    list->variants = params->variants ? params->variants : 1;
    list->shard = params->shard;
    list->shards = params->shards > 1 ? params->shards : 1;
    size_t records = list->n_found + list->n_synthetic;
    if (code == 0 && records == 0 && list->found.n_problems == 0)
        code = ecg_fail(error, ECG_E_ARGUMENT, "input: no recordings there");
    if (code == 0 && records && list->variants > SIZE_MAX / records)
        code = ecg_fail(error, ECG_E_LIMIT, "variants: too many");
    if (code < 0) {
        ecg_worklist_close(&list);
        return code;
    }
    list->n_tasks = tasks_before(list, records);
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
    return list->n_tasks;
}

struct ecg_task ecg_worklist_task(const struct ecg_worklist *list, size_t number)
{
    /* The last recording with no more tasks before it than that: by halving. */
    size_t low = 0, high = list->n_found + list->n_synthetic;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (tasks_before(list, middle) <= number)
            low = middle;
        else
            high = middle;
    }
    uint64_t rank = number - tasks_before(list, low);
    return (struct ecg_task){
        .index = low,
        .variant = first_variant(list, low) + rank * list->shards,
    };
}

void ecg_worklist_name(
    const struct ecg_worklist *list, const struct ecg_task *task, char name[ECG_IMAGE_NAME])
{
    char built_in[32];
    const char *id = built_in;
    if (task->index < list->n_found)
        id = list->found.items[task->index].id;
    else
        ecg_synthetic_id(built_in, task->index - list->n_found);
    snprintf(name, ECG_IMAGE_NAME, "%s-%llu", id, (unsigned long long)task->variant);
}

uint64_t ecg_worklist_fingerprint(const struct ecg_worklist *list)
{
    const uint64_t counts[2] = { list->n_synthetic, list->variants };
    uint64_t hash = ecg_hash64(1, counts, sizeof counts);
    for (size_t i = 0; i < list->n_found; i++)
        hash = ecg_hash64(hash, list->found.items[i].id, strlen(list->found.items[i].id));
    return hash;
}

int ecg_worklist_read(const struct ecg_worklist *list, size_t index, struct ecg_record **record,
    struct ecg_error *error)
{
    if (index < list->n_found) {
        int code = ecg_found_read(record, &list->found.items[index], list->fs_hz, error);
        if (code == 0 && list->anonymize)
            ecg_record_anonymize(*record);
        return code;
    }
    return ecg_record_synthesize(record, list->seed, index - list->n_found, 0, error);
}

size_t ecg_worklist_found_count(const struct ecg_worklist *list)
{
    return list->n_found;
}

const struct ecg_found *ecg_worklist_found(const struct ecg_worklist *list, size_t index)
{
    return &list->found.items[index];
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
