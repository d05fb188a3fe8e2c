#include "job/files.h"

#include "core/alloc.h"

#include <string.h>

int ecg_files_add(
    struct ecg_files *files, const char *ending, struct ecg_buffer *bytes, struct ecg_error *error)
{
    struct ecg_out_file file = { ecg_strdup(ending), *bytes, 0 };
    *bytes = (struct ecg_buffer){ 0 };
    if (file.bytes.failed || !file.ending ||
        ecg_grow(&files->items, &files->capacity, files->n + 1, sizeof *files->items) < 0) {
        ecg_buffer_free(&file.bytes);
        ecg_free(file.ending);
        return ecg_fail(error, ECG_E_MEMORY, "%s file: out of memory", ending);
    }
    files->items[files->n++] = file;
    return 0;
}

struct ecg_buffer *ecg_files_find(const struct ecg_files *files, const char *ending)
{
    for (size_t i = 0; i < files->n; i++)
        if (strcmp(files->items[i].ending, ending) == 0)
            return &files->items[i].bytes;
    return NULL;
}

void ecg_files_free(struct ecg_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        ecg_free(files->items[i].ending);
        ecg_buffer_free(&files->items[i].bytes);
    }
    ecg_free(files->items);
    *files = (struct ecg_files){ 0 };
}
