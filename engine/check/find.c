#include "check/find.h"

#include "core/alloc.h"
#include "core/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_DEPTH = 32, HEAD_BYTES = 8192 };

static int add(struct ecg_path_list *list, const char *path, struct ecg_error *error)
{
    char *copy = ecg_strdup(path);
    if (!copy ||
        ecg_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items) < 0) {
        ecg_free(copy);
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    }
    list->items[list->count++] = copy;
    return 0;
}

static int is_json_name(const char *name)
{
    size_t n = strlen(name);
    return n > 5 && name[0] != '.' && strcmp(name + n - 5, ".json") == 0;
}

/* A dataset's own files (settings, cards, COCO) lie among the annotations: those of images have
 * "leads" among their first keys. */
static int looks_like_annotation(const char *path)
{
    char head[HEAD_BYTES + 1];
    FILE *file = fopen(path, "rbe");
    if (!file)
        return 1; /* the reader will say why */
    size_t n = fread(head, 1, HEAD_BYTES, file);
    fclose(file);
    head[n] = 0;
    return strstr(head, "\"leads\"") != NULL;
}

static int walk(
    struct ecg_path_list *list, const char *folder, int depth, struct ecg_error *error);

static int visit(struct ecg_path_list *list, const char *path, const char *name, int depth,
    struct ecg_error *error)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        return ecg_fail(error, ECG_E_IO, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return walk(list, path, depth + 1, error);
    if (S_ISREG(st.st_mode) && is_json_name(name) && looks_like_annotation(path))
        return add(list, path, error);
    return 0;
}

static int walk(struct ecg_path_list *list, const char *folder, int depth, struct ecg_error *error)
{
    if (depth > MAX_DEPTH)
        return ecg_fail(error, ECG_E_LIMIT, "%s: folders more than %d deep", folder, MAX_DEPTH);
    DIR *dir = opendir(folder);
    if (!dir)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", folder, strerror(errno));
    const char *name;
    int code = 0, more;
    while (code == 0 && (more = ecg_folder_next(dir, folder, &name, error)) != 0) {
        code = more < 0 ? more : 0;
        if (code < 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        char *path;
        if (asprintf(&path, "%s/%s", folder, name) < 0) {
            code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder);
            break;
        }
        code = visit(list, path, name, depth, error);
        free(path);
    }
    closedir(dir);
    return code;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int ecg_find_annotations(
    struct ecg_path_list *list, const char *const *paths, size_t n_paths, struct ecg_error *error)
{
    int code = 0;
    for (size_t k = 0; k < n_paths && code == 0; k++) {
        struct stat st;
        if (stat(paths[k], &st) < 0)
            code = ecg_fail(error, ECG_E_IO, "%s: %s", paths[k], strerror(errno));
        else
            code =
                S_ISDIR(st.st_mode) ? walk(list, paths[k], 0, error) : add(list, paths[k], error);
    }
    if (list->count == 0)
        return code;
    qsort(list->items, list->count, sizeof *list->items, by_name);
    size_t kept = 1;
    for (size_t k = 1; k < list->count; k++) {
        if (strcmp(list->items[k], list->items[kept - 1]) == 0)
            ecg_free(list->items[k]);
        else
            list->items[kept++] = list->items[k];
    }
    list->count = kept;
    return code;
}

void ecg_path_list_free(struct ecg_path_list *list)
{
    for (size_t k = 0; k < list->count; k++)
        ecg_free(list->items[k]);
    ecg_free(list->items);
    *list = (struct ecg_path_list){ 0 };
}
