#include "job/journal.h"

#include "core/alloc.h"
#include "core/file.h"
#include "output/manifest_read.h"
#include "output/tar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A line of the manifest. */
struct entry {
    struct ecg_journal_image image; /* its texts owned */
    size_t number;                  /* in the file */
    long shard;     /* number of the tar that holds its files; -1: they lie by themselves */
    size_t group;   /* of that tar */
    uint64_t space; /* that they take in it */
};

struct manifest {
    struct entry *entries;
    size_t n, capacity;
};

struct ecg_journal {
    char *folder;
    char *path, *scratch;
    int fd;
    char **prefixes; /* of tars: one a group, or the only one */
    uint64_t *n_shards;
    size_t n_prefixes;
    struct manifest kept; /* found whole when it was opened, sorted by name */
};

static void free_entry(struct entry *entry)
{
    ecg_free(entry->image.name);
    ecg_free(entry->image.line);
}

static void free_manifest(struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->n; i++)
        free_entry(&manifest->entries[i]);
    ecg_free(manifest->entries);
    *manifest = (struct manifest){ 0 };
}

static int out_of_memory(const struct ecg_journal *journal, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", journal->path);
}

/* ---- Reading ---- */

/* -1 when there is none. */
static int64_t file_size(const char *folder, const char *name)
{
    struct ecg_buffer path = { 0 };
    struct stat st;
    ecg_buffer_format(&path, "%s/%s", folder, name);
    int64_t size = !path.failed && stat((const char *)path.data, &st) == 0 ? st.st_size : -1;
    ecg_buffer_free(&path);
    return size;
}

/* The number in PREFIX000012.tar, or -1. */
static long shard_number(const char *prefix, const char *name)
{
    size_t n = prefix ? strlen(prefix) : 0;
    if (!prefix || !name || strncmp(name, prefix, n) != 0 || strspn(name + n, "0123456789") != 6 ||
        strcmp(name + n + 6, ".tar") != 0)
        return -1;
    return strtol(name + n, NULL, 10);
}

/* Whether every file that lies by itself is there at its size. */
static int is_whole(const char *folder, const struct ecg_manifest_line *line)
{
    const char *name;
    json_t *size;
    json_object_foreach(line->files, name, size)
    {
        if (!line->shard && file_size(folder, name) != json_integer_value(size))
            return 0;
    }
    return 1;
}

static uint64_t space_in_tar(const struct ecg_manifest_line *line)
{
    const char *name;
    json_t *size;
    uint64_t space = 0;
    json_object_foreach(line->files, name, size)
    {
        space += ecg_tar_space(strlen(name), (uint64_t)json_integer_value(size));
    }
    return space;
}

/* Takes a copy of the entry, with the texts of its line. */
static int add_entry(struct manifest *manifest, struct entry entry,
    const struct ecg_manifest_line *line, const char *text)
{
    entry.number = manifest->n;
    entry.image = (struct ecg_journal_image){
        .name = ecg_strdup(line->name),
        .line = ecg_strdup(text),
        .page = line->page,
        .pages = line->pages,
    };
    if (!entry.image.name || !entry.image.line ||
        ecg_grow(&manifest->entries, &manifest->capacity, manifest->n + 1,
            sizeof *manifest->entries) < 0) {
        free_entry(&entry);
        return ECG_E_MEMORY;
    }
    manifest->entries[manifest->n++] = entry;
    return 0;
}

/* Where its files lie. */
static struct entry place(const struct ecg_journal *journal, const struct ecg_manifest_line *line)
{
    struct entry entry = { .shard = -1, .space = space_in_tar(line) };
    for (size_t k = 0; k < journal->n_prefixes && entry.shard < 0; k++) {
        entry.shard = shard_number(journal->prefixes[k], line->shard);
        entry.group = k;
    }
    return entry;
}

/* Whether its files are whole, or lie in a shard that is looked at later. */
static int is_kept(const struct ecg_journal *journal, const struct ecg_journal_params *params,
    const struct ecg_manifest_line *line, const struct entry *entry)
{
    int is_ours = !line->shard == (entry->shard < 0) &&
                  (params->either || !line->shard == !params->shard_prefix);
    return is_ours && is_whole(journal->folder, line);
}

/* The file's lines; all of them where params is NULL. None when there is no file. */
static int load(const struct ecg_journal *journal, const struct ecg_journal_params *params,
    struct manifest *manifest, struct ecg_error *error)
{
    struct ecg_manifest *file = NULL;
    struct ecg_manifest_line line = { 0 };
    struct ecg_error problem = { 0 };
    if (access(journal->path, F_OK) < 0)
        return 0;
    int more = 0, code = ecg_manifest_open(&file, journal->path, &problem);
    while (code == 0 && (more = ecg_manifest_next(file, &line, &problem)) == 1) {
        const struct entry entry = place(journal, &line);
        if (!params || is_kept(journal, params, &line, &entry))
            code = add_entry(manifest, entry, &line, ecg_manifest_text(file));
    }
    ecg_manifest_line_free(&line);
    ecg_manifest_close(&file);
    if (code < 0)
        return problem.code ? ecg_fail(error, code, "%s", problem.message)
                            : out_of_memory(journal, error);
    return more == 0 ? 0
                     : ecg_fail(error, more, "%s%s", problem.message,
                           more == ECG_E_FORMAT ? "; move the file away to start anew" : "");
}

/* ---- Order ---- */

/* Those of one name in the order of the file. */
static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->image.name, y->image.name);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Sorts and drops later doubles of a name. */
static void sort_entries(struct manifest *manifest)
{
    struct entry *entries = manifest->entries;
    if (manifest->n == 0)
        return;
    qsort(entries, manifest->n, sizeof *entries, compare_entries);
    size_t n = 1;
    for (size_t i = 1; i < manifest->n; i++)
        if (strcmp(entries[i].image.name, entries[n - 1].image.name) != 0)
            entries[n++] = entries[i];
        else
            free_entry(&entries[i]);
    manifest->n = n;
}

/* ---- Shards ---- */

/* How many shards from number 0 on are exactly what their lines say. */
static uint64_t count_shards(
    const struct ecg_journal *journal, const char *prefix, const uint64_t *space, size_t n)
{
    uint64_t whole = 0;
    for (; whole < n && space[whole]; whole++) {
        char name[100];
        snprintf(name, sizeof name, "%s%06llu.tar", prefix, (unsigned long long)whole);
        if (file_size(journal->folder, name) != (int64_t)(space[whole] + ECG_TAR_END))
            break;
    }
    return whole;
}

static int is_in(const struct entry *entry, size_t group)
{
    return entry->shard >= 0 && entry->group == group;
}

/* Keeps what lies in the group's whole shards, up to the first that is not. */
static int check_shards(struct ecg_journal *journal, size_t group, struct ecg_error *error)
{
    struct entry *entries = journal->kept.entries;
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < journal->kept.n; i++)
        if (is_in(&entries[i], group) && (size_t)entries[i].shard >= n)
            n = (size_t)entries[i].shard + 1;
    uint64_t *space = ecg_calloc(n, sizeof *space);
    if (!space)
        return out_of_memory(journal, error);
    for (size_t i = 0; i < journal->kept.n; i++)
        if (is_in(&entries[i], group))
            space[entries[i].shard] += entries[i].space;
    uint64_t whole = count_shards(journal, journal->prefixes[group], space, n);
    journal->n_shards[group] = whole;
    ecg_free(space);
    for (size_t i = 0; i < journal->kept.n; i++)
        if (!is_in(&entries[i], group) || (uint64_t)entries[i].shard < whole)
            entries[kept++] = entries[i];
        else
            free_entry(&entries[i]);
    journal->kept.n = kept;
    return 0;
}

/* ---- Writing ---- */

static int write_lines(
    const struct ecg_journal *journal, const struct manifest *manifest, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    for (size_t i = 0; i < manifest->n; i++) {
        ecg_buffer_text(&text, manifest->entries[i].image.line);
        ecg_buffer_text(&text, "\n");
    }
    int code = text.failed ? out_of_memory(journal, error)
                           : ecg_file_write_from(
                                 journal->scratch, journal->path, text.data, text.size, error);
    ecg_buffer_free(&text);
    return code;
}

static int fill(
    struct ecg_journal *journal, const struct ecg_journal_params *params, struct ecg_error *error)
{
    int code = load(journal, params, &journal->kept, error);
    if (code < 0)
        return code;
    sort_entries(&journal->kept);
    for (size_t k = 0; k < journal->n_prefixes && code == 0; k++)
        code = check_shards(journal, k, error);
    if (code < 0 || params->only_read)
        return code;
    code = write_lines(journal, &journal->kept, error);
    if (code < 0)
        return code;
    journal->fd = open(journal->path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (journal->fd < 0)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", journal->path, strerror(errno));
    return 0;
}

static int name_prefixes(struct ecg_journal *journal, const struct ecg_journal_params *params)
{
    size_t n = !params->shard_prefix ? 0 : params->n_groups ? params->n_groups : 1;
    journal->prefixes = ecg_calloc(n, sizeof *journal->prefixes);
    journal->n_shards = ecg_calloc(n, sizeof *journal->n_shards);
    if (!journal->prefixes || !journal->n_shards)
        return ECG_E_MEMORY;
    for (; journal->n_prefixes < n; journal->n_prefixes++) {
        struct ecg_buffer prefix = { 0 };
        if (params->n_groups)
            ecg_buffer_format(&prefix, "%s-", params->groups[journal->n_prefixes]);
        ecg_buffer_text(&prefix, params->shard_prefix);
        if (prefix.failed) {
            ecg_buffer_free(&prefix);
            return ECG_E_MEMORY;
        }
        journal->prefixes[journal->n_prefixes] = (char *)prefix.data;
    }
    return 0;
}

int ecg_journal_open(
    struct ecg_journal **out, const struct ecg_journal_params *params, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_journal *journal = ecg_calloc(1, sizeof *journal);
    struct ecg_buffer path = { 0 };
    if (!journal)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", params->folder);
    ecg_buffer_format(&path, "%s/%s", params->folder, params->file_name);
    journal->fd = -1;
    journal->folder = ecg_strdup(params->folder);
    journal->scratch = params->scratch ? ecg_strdup(params->scratch) : NULL;
    journal->path = (char *)path.data;
    int is_made = journal->folder && (journal->scratch || !params->scratch) && !path.failed &&
                  name_prefixes(journal, params) == 0;
    int code = is_made ? fill(journal, params, error)
                       : ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", params->folder);
    if (code < 0)
        ecg_journal_close(&journal);
    *out = journal;
    return code;
}

void ecg_journal_close(struct ecg_journal **journal)
{
    struct ecg_journal *j = *journal;
    if (!j)
        return;
    if (j->fd >= 0)
        close(j->fd);
    free_manifest(&j->kept);
    for (size_t k = 0; k < j->n_prefixes; k++)
        ecg_free(j->prefixes[k]);
    ecg_free(j->prefixes);
    ecg_free(j->n_shards);
    ecg_free(j->folder);
    ecg_free(j->path);
    ecg_free(j->scratch);
    ecg_free(j);
    *journal = NULL;
}

static int compare_to_entry(const void *name, const void *entry)
{
    return strcmp(name, ((const struct entry *)entry)->image.name);
}

int ecg_journal_has(const struct ecg_journal *journal, const char *name)
{
    const struct manifest *kept = &journal->kept;
    return kept->n &&
           bsearch(name, kept->entries, kept->n, sizeof *kept->entries, compare_to_entry) != NULL;
}

size_t ecg_journal_kept(const struct ecg_journal *journal)
{
    return journal->kept.n;
}

const struct ecg_journal_image *ecg_journal_image(const struct ecg_journal *journal, size_t i)
{
    return &journal->kept.entries[i].image;
}

uint64_t ecg_journal_shards(const struct ecg_journal *journal, size_t group)
{
    return group < journal->n_prefixes ? journal->n_shards[group] : 0;
}

/* One write, so that a killed process leaves at most a torn last line; on a full disk, what was
 * written of it is taken back. */
static int append(const struct ecg_journal *journal, const struct ecg_buffer *text)
{
    struct stat before;
    if (fstat(journal->fd, &before) < 0)
        return -1;
    if (write(journal->fd, text->data, text->size) == (ssize_t)text->size)
        return 0;
    int cause = errno;
    int undone = ftruncate(journal->fd, before.st_size);
    errno = undone < 0 ? errno : cause;
    return -1;
}

int ecg_journal_add(struct ecg_journal *journal, const char *line, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    ecg_buffer_format(&text, "%s\n", line);
    int code = 0;
    if (text.failed)
        code = out_of_memory(journal, error);
    else if (append(journal, &text) < 0)
        code = ecg_fail(error, ECG_E_IO, "%s: cannot write: %s", journal->path, strerror(errno));
    ecg_buffer_free(&text);
    return code;
}

int ecg_journal_finish(struct ecg_journal *journal, struct ecg_error *error)
{
    struct manifest all = { 0 };
    int code = load(journal, NULL, &all, error);
    if (code == 0) {
        sort_entries(&all);
        code = write_lines(journal, &all, error);
    }
    free_manifest(&all);
    return code;
}
