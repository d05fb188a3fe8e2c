/* The annotation files that paths mean. */
#ifndef CHECK_FIND_H
#define CHECK_FIND_H

#include "core/error.h"

#include <stddef.h>

struct ecg_path_list {
    char **items; /* owned */
    size_t count, capacity;
};

/* Files are taken as they are; folders are walked (symbolic links not followed) for *.json files
 * that hold a "leads" key. Sorted, each path once. ECG_E_IO, ECG_E_LIMIT (folders
 * more than 32 deep), ECG_E_MEMORY. */
int ecg_find_annotations(
    struct ecg_path_list *list, const char *const *paths, size_t n_paths, struct ecg_error *error);
void ecg_path_list_free(struct ecg_path_list *list);

#endif
