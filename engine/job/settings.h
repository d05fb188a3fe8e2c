/*
 * What fixes the bytes of a dataset, kept beside it as ecgpress.json: a later run with other
 * settings would mix two datasets in one folder, and is refused. How much is made (inputs, limit,
 * variants, shards, threads) is not part of it: a dataset may grow. But for tar archives, where
 * the number of shards decides which pictures lie together.
 */
#ifndef JOB_SETTINGS_H
#define JOB_SETTINGS_H

#include "core/error.h"
#include "recipe/recipe.h"

struct ecg_settings {
    const char *recipe;      /* its name */
    const char *recipe_text; /* merged YAML */
    const char *window;      /* "" when as the recipe says */
    const char *format;
    const char *sink;
    const char *truth;                   /* the products' names */
    const char *split;                   /* as ecg_split_print; "" when not split */
    uint64_t tar_images, tar_mb, shards; /* of the sink "tar" only */
    uint64_t seed;
    int anonymize;
};

/* Writes folder/ecgpress.json, or compares with the one there. ECG_E_MISMATCH names the first
 * setting that differs and both its values; ECG_E_ARGUMENT when there is none but other files are.
 */
int ecg_settings_claim(const char *folder, const char *scratch,
    const struct ecg_settings *settings, struct ecg_error *error);

/* Those of a dataset made earlier; anybody may have changed the file. */
struct ecg_settings_file {
    struct ecg_settings is; /* texts belong to `json`; "" and 0 where the file says nothing */
    const char *version;    /* of the ecgpress that began it */
    void *json;
};

/* ECG_E_IO, ECG_E_FORMAT, ECG_E_LIMIT (over 1 MiB), ECG_E_MEMORY. Zero-initialise; free in any
 * case. */
int ecg_settings_read(struct ecg_settings_file *file, const char *folder, struct ecg_error *error);
void ecg_settings_free(struct ecg_settings_file *file);

#endif
