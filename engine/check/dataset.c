#include "check/dataset_internal.h"
#include "core/alloc.h"
#include "core/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char WHOLE[] = "manifest.jsonl";

/* ---- opened ---- */

int ecg_dataset_out_of_memory(const struct ecg_dataset *d, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", d->folder ? d->folder : "dataset");
}

static int is_manifest_of_shard(const char *name)
{
    unsigned long long shard, shards;
    int used = 0;
    return sscanf(name, "manifest-%20llu-of-%20llu.jsonl%n", &shard, &shards, &used) == 2 &&
           used && !name[used];
}

static int add_manifest(struct ecg_dataset *d, const char *name, struct ecg_error *error)
{
    char *copy = ecg_strdup(name);
    if (!copy || ecg_grow(&d->manifests, &d->cap_manifests, d->n_manifests + 1, sizeof copy) < 0) {
        ecg_free(copy);
        return ecg_dataset_out_of_memory(d, error);
    }
    d->manifests[d->n_manifests++] = copy;
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_tar_name(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && *name != '.' && strcmp(name + n - 4, ".tar") == 0;
}

static void forget_manifests(struct ecg_dataset *d)
{
    for (size_t k = 0; k < d->n_manifests; k++)
        ecg_free(d->manifests[k]);
    d->n_manifests = 0;
}

/* Takes the folder's names of that kind, sorted. */
static int take_names(struct ecg_dataset *d,
    int (*is_wanted)(const struct ecg_dataset *d, const char *name), struct ecg_error *error)
{
    DIR *dir = opendir(d->folder);
    const char *name;
    int code = 0, more;
    if (!dir)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", d->folder, strerror(errno));
    forget_manifests(d);
    while (code == 0 && (more = ecg_folder_next(dir, d->folder, &name, error)) != 0)
        code = more < 0 ? more : is_wanted(d, name) ? add_manifest(d, name, error) : 0;
    closedir(dir);
    if (d->n_manifests)
        qsort(d->manifests, d->n_manifests, sizeof *d->manifests, compare_names);
    return code;
}

static int is_tar(const struct ecg_dataset *d, const char *name)
{
    return d->only_shard ? strcmp(name, d->only_shard) == 0 : is_tar_name(name);
}

/* All tars of the folder, or the one. */
static int find_tars(struct ecg_dataset *d, struct ecg_error *error)
{
    d->is_listed = 0;
    int code = take_names(d, is_tar, error);
    if (code == 0 && d->n_manifests == 0)
        code =
            ecg_fail(error, ECG_E_ARGUMENT, "%s: neither a manifest nor a tar there", d->folder);
    return code;
}

static int is_manifest(const struct ecg_dataset *d, const char *name)
{
    (void)d;
    return strcmp(name, WHOLE) == 0 || is_manifest_of_shard(name);
}

/* None found is no failure: there may be tars. The whole one makes those of shards superfluous. */
static int find_manifests(struct ecg_dataset *d, struct ecg_error *error)
{
    int code = take_names(d, is_manifest, error), has_whole = 0;
    for (size_t k = 0; k < d->n_manifests; k++)
        has_whole |= strcmp(d->manifests[k], WHOLE) == 0;
    if (code == 0 && has_whole) {
        forget_manifests(d);
        code = add_manifest(d, WHOLE, error);
    }
    d->is_listed = d->n_manifests > 0;
    return code;
}

/* Folder and, for a tar, its name. */
static int take_path(struct ecg_dataset *d, const char *path)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    if (stat(path, &st) < 0 || S_ISDIR(st.st_mode)) {
        d->folder = ecg_strdup(path);
        return d->folder ? 0 : ECG_E_MEMORY;
    }
    d->only_shard = ecg_strdup(slash ? slash + 1 : path);
    d->folder = ecg_strdup(slash ? path : ".");
    if (!d->only_shard || !d->folder)
        return ECG_E_MEMORY;
    if (slash)
        d->folder[slash > path ? slash - path : 1] = 0;
    return 0;
}

/* Whether the manifests have an image of that tar. */
static int know_shard(struct ecg_dataset *d)
{
    const struct ecg_manifest_line *image;
    int knows = d->is_listed && ecg_dataset_next(d, &image, NULL) == 1;
    ecg_dataset_rewind(d, NULL);
    return knows;
}

int ecg_dataset_open(struct ecg_dataset **dataset, const char *path, struct ecg_error *error)
{
    struct ecg_dataset *d = *dataset = ecg_calloc(1, sizeof **dataset);
    if (!d)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    d->open_fd = -1;
    int code =
        take_path(d, path) < 0 ? ecg_dataset_out_of_memory(d, error) : find_manifests(d, error);
    if (code == 0 && (!d->is_listed || (d->only_shard && !know_shard(d))))
        code = find_tars(d, error);
    if (code < 0)
        ecg_dataset_close(dataset);
    return code;
}

int ecg_dataset_is(const char *path)
{
    struct stat st;
    struct ecg_dataset *dataset = NULL;
    if (stat(path, &st) < 0 || (!S_ISDIR(st.st_mode) && !is_tar_name(path)))
        return 0;
    int is = ecg_dataset_open(&dataset, path, NULL) == 0;
    ecg_dataset_close(&dataset);
    return is;
}

void ecg_dataset_close(struct ecg_dataset **dataset)
{
    struct ecg_dataset *d = *dataset;
    if (!d)
        return;
    ecg_dataset_close_file(d);
    ecg_dataset_rewind(d, NULL);
    ecg_manifest_line_free(&d->line);
    forget_manifests(d);
    ecg_free(d->manifests);
    ecg_free(d->only_shard);
    ecg_free(d->folder);
    ecg_free(d);
    *dataset = NULL;
}

/* ---- lines ---- */

int ecg_dataset_rewind(struct ecg_dataset *d, struct ecg_error *error)
{
    (void)error;
    ecg_manifest_close(&d->file);
    ecg_tar_images_close(&d->tar);
    d->manifest = 0;
    return 0;
}

static int open_manifest(struct ecg_dataset *d, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    ecg_buffer_format(&path, "%s/%s", d->folder, d->manifests[d->manifest]);
    int code = path.failed ? ecg_dataset_out_of_memory(d, error)
                           : ecg_manifest_open(&d->file, (const char *)path.data, error);
    ecg_buffer_free(&path);
    return code;
}

static int is_wanted(const struct ecg_dataset *d)
{
    return !d->only_shard || (d->line.shard && strcmp(d->line.shard, d->only_shard) == 0);
}

static int next_line(struct ecg_dataset *d, struct ecg_error *error)
{
    while (d->manifest < d->n_manifests) {
        int code = d->file ? 0 : open_manifest(d, error);
        if (code == 0)
            code = ecg_manifest_next(d->file, &d->line, error);
        if (code < 0 || (code == 1 && is_wanted(d)))
            return code;
        if (code == 0) {
            ecg_manifest_close(&d->file);
            d->manifest++;
        }
    }
    return 0;
}

/* ---- tars without a manifest ---- */

static int next_in_tars(struct ecg_dataset *d, struct ecg_error *error)
{
    for (; d->manifest < d->n_manifests; d->manifest++) {
        json_t *object = NULL;
        int code =
            d->tar ? 0 : ecg_tar_images_open(&d->tar, d->folder, d->manifests[d->manifest], error);
        if (code == 0)
            code = ecg_tar_images_next(d->tar, &object, error);
        if (code == 1 && ecg_manifest_line_take(&d->line, object, NULL) < 0)
            code = ecg_dataset_out_of_memory(d, error);
        if (code != 0)
            return code;
        ecg_tar_images_close(&d->tar);
    }
    return 0;
}

int ecg_dataset_next(
    struct ecg_dataset *d, const struct ecg_manifest_line **image, struct ecg_error *error)
{
    ecg_manifest_line_free(&d->line);
    *image = &d->line;
    return d->is_listed ? next_line(d, error) : next_in_tars(d, error);
}

const char *ecg_dataset_lead(const struct ecg_dataset *d, size_t i)
{
    const char *name = json_string_value(json_array_get(d->line.leads, i));
    return name ? name : "";
}
