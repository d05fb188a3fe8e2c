#include "support/dataset.h"

#include "core/buffer.h"
#include "core/file.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_BYTES = 1 << 28 };

static int is_listed(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

void dataset_remove(const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_listed, alphasort);
    for (int i = 0; i < n; i++) {
        char path[1000];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (unlink(path) != 0)
            dataset_remove(path);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    rmdir(folder);
}

/* Every file's name and bytes, in order of name. */
static void append_files(const char *folder, struct ecg_buffer *out)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_listed, alphasort);
    for (int i = 0; i < n; i++) {
        char path[1000];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        ecg_buffer_format(out, "\n== %s\n", entries[i]->d_name);
        if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            append_files(path, out);
        else
            ecg_file_read(out, path, MAX_BYTES, NULL);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

bool dataset_same(const char *folder, const char *other)
{
    struct ecg_buffer a = { 0 }, b = { 0 };
    append_files(folder, &a);
    append_files(other, &b);
    bool same = a.size > 0 && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
    ecg_buffer_free(&a);
    ecg_buffer_free(&b);
    return same;
}

static bool wrong(const char *folder, const char *name, const char *what)
{
    printf("  %s/%s: %s\n", folder, name, what);
    return false;
}

static bool line_is_sound(const char *folder, const char *manifest, const char *line)
{
    json_t *object = json_loads(line, 0, NULL), *size;
    const char *name;
    const char *shard = json_string_value(json_object_get(object, "shard"));
    bool sound = object != NULL;
    char path[1000];
    struct stat st;
    if (shard) {
        snprintf(path, sizeof path, "%s/%s", folder, shard);
        sound = sound && stat(path, &st) == 0;
    }
    json_object_foreach(json_object_get(object, "files"), name, size)
    {
        if (shard) {
            sound = sound && st.st_size > json_integer_value(size);
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", folder, name);
        sound = sound && stat(path, &st) == 0 && st.st_size == json_integer_value(size);
    }
    json_decref(object);
    return sound ? true : wrong(folder, manifest, line);
}

static bool manifest_is_sound(const char *folder, const char *name, char *text)
{
    bool sound = true;
    for (char *line = text, *end; line && *line; line = end) {
        end = strchr(line, '\n');
        if (end)
            *end++ = 0;
        /* A line that was cut off is dropped by the next run. */
        if (end)
            sound = line_is_sound(folder, name, line) && sound;
    }
    return sound;
}

static bool file_is_sound(const char *folder, const char *name)
{
    char path[1000];
    size_t n = strlen(name);
    bool sound = true;
    struct ecg_buffer text = { 0 };
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (strstr(name, ".tmp"))
        return wrong(folder, name, "a temporary file is left");
    if (n < 5 || (strcmp(name + n - 5, ".json") != 0 && !strstr(name, ".jsonl")))
        return true;
    if (ecg_file_read(&text, path, MAX_BYTES, NULL) < 0)
        return wrong(folder, name, "cannot be read");
    ecg_buffer_bytes(&text, "", 1);
    if (strstr(name, ".jsonl")) {
        sound = manifest_is_sound(folder, name, (char *)text.data);
    } else {
        json_t *object = json_loads((const char *)text.data, 0, NULL);
        sound = object != NULL || wrong(folder, name, "is no JSON");
        json_decref(object);
    }
    ecg_buffer_free(&text);
    return sound;
}

bool dataset_is_sound(const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_listed, alphasort);
    bool sound = true;
    for (int i = 0; i < n; i++) {
        sound = file_is_sound(folder, entries[i]->d_name) && sound;
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return sound;
}
