#include "job/settings.h"

#include "core/buffer.h"
#include "core/file.h"
#include "output/json_read.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_SETTINGS_BYTES = 1 << 20 };

static json_t *to_json(const struct ecg_settings *settings)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:b, s:s, s:s}", "version",
        ecg_version(), "recipe", settings->recipe, "recipe_text", settings->recipe_text, "seed",
        (json_int_t)settings->seed, "window", settings->window, "format", settings->format, "sink",
        settings->sink, "anonymize", settings->anonymize, "truth", settings->truth, "split",
        settings->split);
    if (!json || strcmp(settings->sink, "tar") != 0)
        return json;
    json_t *tar = json_pack("{s:I, s:I, s:I}", "tar images", (json_int_t)settings->tar_images,
        "tar MB", (json_int_t)settings->tar_mb, "shards", (json_int_t)settings->shards);
    if (!tar || json_object_update(json, tar) < 0) {
        json_decref(json);
        json = NULL;
    }
    json_decref(tar);
    return json;
}

/* As text, from malloc. The library has been seen to give a piece of it, and no error, when memory
 * ran out: it is read again. NULL when out of memory. */
static char *to_text(const json_t *settings)
{
    char *text = settings ? json_dumps(settings, JSON_INDENT(1)) : NULL;
    json_t *again = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
    if (!json_equal(settings, again)) {
        free(text);
        text = NULL;
    }
    json_decref(again);
    return text;
}

/* A value short enough for one line of an error. */
static void describe(const json_t *value, char *text, size_t size)
{
    char *dump = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    snprintf(text, size, "%.*s", (int)size - 1, dump ? dump : "nothing");
    free(dump);
}

static int compare(const char *path, json_t *now, const json_t *before, struct ecg_error *error)
{
    const char *key;
    json_t *value;
    json_object_foreach(now, key, value)
    {
        const json_t *other = json_object_get(before, key);
        /* What older versions did not know was not there. */
        if (json_equal(value, other) || (!other && json_string_length(value) == 0))
            continue;
        if (strcmp(key, "recipe_text") == 0)
            return ecg_fail(error, ECG_E_MISMATCH,
                "%s: recipe or --set: not those of the earlier run; choose another output folder",
                path);
        char is[80], was[80];
        describe(value, is, sizeof is);
        describe(other, was, sizeof was);
        return ecg_fail(error, ECG_E_MISMATCH,
            "%s: %s: %s now, %s in the earlier run; choose another output folder", path, key, is,
            was);
    }
    return 0;
}

static int check_existing(const char *path, json_t *now, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    int code = ecg_file_read(&text, path, MAX_SETTINGS_BYTES, error);
    if (code == 0) {
        json_t *before = json_loads((const char *)text.data, JSON_REJECT_DUPLICATES, NULL);
        if (json_is_object(before))
            code = compare(path, now, before, error);
        else
            code = ecg_fail(error, ECG_E_FORMAT, "%s: expected the settings of a dataset", path);
        json_decref(before);
    }
    ecg_buffer_free(&text);
    return code;
}

/* Files of ours must never go over somebody else's: a dataset starts in an empty folder. */
static int check_empty(const char *folder, struct ecg_error *error)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return ecg_fail(error, ECG_E_IO, "%s: cannot read: %s", folder, strerror(errno));
    const char *name;
    int code = 0, more;
    while (code == 0 && (more = ecg_folder_next(dir, folder, &name, error)) != 0)
        if (more < 0)
            code = more;
        else if (name[0] != '.' && strcmp(name, "ecgpress.json") != 0)
            code = ecg_fail(error, ECG_E_ARGUMENT,
                "%s: output: holds files that are no dataset of ecgpress (%s); choose a new or "
                "empty folder",
                folder, name);
    closedir(dir);
    return code;
}

int ecg_settings_claim(const char *folder, const char *scratch,
    const struct ecg_settings *settings, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    ecg_buffer_format(&path, "%s/ecgpress.json", folder);
    json_t *now = to_json(settings);
    char *text = to_text(now);
    int code = 0;
    if (path.failed || !text) {
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder);
    } else if (access((const char *)path.data, F_OK) == 0) {
        code = check_existing((const char *)path.data, now, error);
    } else {
        code = check_empty(folder, error);
        if (code == 0)
            code =
                ecg_file_write_from(scratch, (const char *)path.data, text, strlen(text), error);
        else if (access((const char *)path.data, F_OK) == 0) /* another shard was faster */
            code = check_existing((const char *)path.data, now, error);
    }
    free(text);
    json_decref(now);
    ecg_buffer_free(&path);
    return code;
}

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static uint64_t number_of(const json_t *json, const char *key)
{
    return (uint64_t)json_integer_value(json_object_get(json, key));
}

int ecg_settings_read(struct ecg_settings_file *file, const char *folder, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, text = { 0 };
    ecg_buffer_format(&path, "%s/ecgpress.json", folder);
    int code = path.failed
                   ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder)
                   : ecg_file_read(&text, (const char *)path.data, MAX_SETTINGS_BYTES, error);
    json_t *json =
        code == 0 && text.size ? ecg_json_parse((const char *)text.data, text.size) : NULL;
    file->json = json;
    if (code == 0 && !json_is_object(json))
        code = ecg_fail(
            error, ECG_E_FORMAT, "%s/ecgpress.json: expected the settings of a dataset", folder);
    if (code == 0) {
        file->version = text_of(json, "version");
        file->is = (struct ecg_settings){
            .recipe = text_of(json, "recipe"),
            .recipe_text = text_of(json, "recipe_text"),
            .window = text_of(json, "window"),
            .format = text_of(json, "format"),
            .sink = text_of(json, "sink"),
            .truth = text_of(json, "truth"),
            .split = text_of(json, "split"),
            .tar_images = number_of(json, "tar images"),
            .tar_mb = number_of(json, "tar MB"),
            .shards = number_of(json, "shards"),
            .seed = number_of(json, "seed"),
            .anonymize = json_is_true(json_object_get(json, "anonymize")),
        };
    }
    ecg_buffer_free(&path);
    ecg_buffer_free(&text);
    return code;
}

void ecg_settings_free(struct ecg_settings_file *file)
{
    json_decref(file->json);
    *file = (struct ecg_settings_file){ 0 };
}
