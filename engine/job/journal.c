#include "job/journal.h"

#include "core/alloc.h"
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_MANIFEST_BYTES = 1 << 30 };

struct entry {
    char *name;
    char *line;
};

struct ecg_journal {
    char *folder;
    char *path;
    int fd;
    struct entry *entries; /* the first n_kept are sorted by name */
    size_t n_entries, cap_entries, n_kept;
};

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static int add_entry(struct ecg_journal *journal, const char *name, const char *line)
{
    if (ecg_grow(&journal->entries, &journal->cap_entries, journal->n_entries + 1,
            sizeof *journal->entries) < 0)
        return ECG_E_MEMORY;
    struct entry entry = { ecg_strdup(name), ecg_strdup(line) };
    if (!entry.name || !entry.line) {
        ecg_free(entry.name);
        ecg_free(entry.line);
        return ECG_E_MEMORY;
    }
    journal->entries[journal->n_entries++] = entry;
    return 0;
}

static int file_has_size(const char *folder, const char *name, json_int_t size)
{
    struct ecg_buffer path = { 0 };
    struct stat st;
    ecg_buffer_format(&path, "%s/%s", folder, name);
    int ok = !path.failed && stat((const char *)path.data, &st) == 0 && st.st_size == size;
    ecg_buffer_free(&path);
    return ok;
}

/* 1 when every file of the line is there at its size, 0 when not, ECG_E_FORMAT for no manifest
 * line. */
static int is_whole(const char *folder, const json_t *object)
{
    const json_t *files = json_object_get(object, "files");
    if (!json_is_string(json_object_get(object, "name")) || !json_is_object(files))
        return ECG_E_FORMAT;
    const char *name;
    json_t *size;
    int whole = 1;
    json_object_foreach((json_t *)(uintptr_t)files, name, size)
    {
        if (!json_is_integer(size))
            return ECG_E_FORMAT;
        whole = whole && file_has_size(folder, name, json_integer_value(size));
    }
    return whole;
}

static int load_line(struct ecg_journal *journal, const char *line, int number, int is_last,
    struct ecg_error *error)
{
    json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    int whole = object ? is_whole(journal->folder, object) : ECG_E_FORMAT;
    int code = 0;
    if (whole == 1)
        code = add_entry(journal, json_string_value(json_object_get(object, "name")), line);
    else if (whole < 0 && !is_last)
        code = ecg_fail(error, ECG_E_FORMAT,
            "%s:%d: expected an ecgpress manifest line; move the file away to start anew",
            journal->path, number);
    json_decref(object);
    return code == ECG_E_MEMORY ? ecg_fail(error, code, "%s: out of memory", journal->path) : code;
}

static int load(struct ecg_journal *journal, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    int code = 0;
    if (access(journal->path, F_OK) == 0)
        code = ecg_file_read(&text, journal->path, MAX_MANIFEST_BYTES, error);
    char *line = (char *)text.data;
    for (int number = 1; code == 0 && line && *line; number++) {
        char *end = strchr(line, '\n');
        if (end)
            *end = 0;
        code = load_line(journal, line, number, !end || !end[1], error);
        line = end ? end + 1 : NULL;
    }
    ecg_buffer_free(&text);
    return code;
}

/* Sorts and drops later doubles of a name. */
static void sort_entries(struct ecg_journal *journal)
{
    if (journal->n_entries == 0)
        return;
    qsort(journal->entries, journal->n_entries, sizeof *journal->entries, compare_entries);
    size_t n = 1;
    for (size_t i = 1; i < journal->n_entries; i++) {
        if (strcmp(journal->entries[i].name, journal->entries[n - 1].name) == 0) {
            ecg_free(journal->entries[i].name);
            ecg_free(journal->entries[i].line);
        } else {
            journal->entries[n++] = journal->entries[i];
        }
    }
    journal->n_entries = n;
}

static int write_sorted(struct ecg_journal *journal, struct ecg_error *error)
{
    sort_entries(journal);
    struct ecg_buffer text = { 0 };
    for (size_t i = 0; i < journal->n_entries; i++) {
        ecg_buffer_text(&text, journal->entries[i].line);
        ecg_buffer_text(&text, "\n");
    }
    int code = text.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", journal->path)
                           : ecg_file_write(journal->path, text.data, text.size, error);
    ecg_buffer_free(&text);
    return code;
}

int ecg_journal_open(
    struct ecg_journal **out, const char *folder, const char *file_name, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_journal *journal = ecg_calloc(1, sizeof *journal);
    struct ecg_buffer path = { 0 };
    ecg_buffer_format(&path, "%s/%s", folder, file_name);
    int code = 0;
    if (journal) {
        journal->fd = -1;
        journal->folder = ecg_strdup(folder);
        journal->path = path.failed ? NULL : (char *)path.data;
    }
    if (!journal || !journal->folder || !journal->path) {
        ecg_buffer_free(&path);
        if (journal)
            journal->path = NULL;
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder);
        goto error;
    }
    code = load(journal, error);
    if (code == 0)
        code = write_sorted(journal, error);
    if (code < 0)
        goto error;
    journal->n_kept = journal->n_entries;
    journal->fd = open(journal->path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (journal->fd < 0) {
        code = ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", journal->path, strerror(errno));
        goto error;
    }
    *out = journal;
    return 0;
error:
    ecg_journal_close(&journal);
    return code;
}

void ecg_journal_close(struct ecg_journal **journal)
{
    struct ecg_journal *j = *journal;
    if (!j)
        return;
    if (j->fd >= 0)
        close(j->fd);
    for (size_t i = 0; i < j->n_entries; i++) {
        ecg_free(j->entries[i].name);
        ecg_free(j->entries[i].line);
    }
    ecg_free(j->entries);
    ecg_free(j->folder);
    ecg_free(j->path);
    ecg_free(j);
    *journal = NULL;
}

int ecg_journal_has(const struct ecg_journal *journal, const char *name)
{
    struct entry key = { (char *)(uintptr_t)name, NULL };
    return journal->n_kept &&
           bsearch(&key, journal->entries, journal->n_kept, sizeof key, compare_entries) != NULL;
}

int ecg_journal_add(
    struct ecg_journal *journal, const char *name, const char *line, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    ecg_buffer_format(&text, "%s\n", line);
    int code = 0;
    /* One write, so that a killed process leaves at most a torn last line. */
    if (text.failed || add_entry(journal, name, line) < 0)
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", journal->path);
    else if (write(journal->fd, text.data, text.size) != (ssize_t)text.size)
        code = ecg_fail(error, ECG_E_IO, "%s: cannot write: %s", journal->path, strerror(errno));
    ecg_buffer_free(&text);
    return code;
}

int ecg_journal_finish(struct ecg_journal *journal, struct ecg_error *error)
{
    return write_sorted(journal, error);
}
