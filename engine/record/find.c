#include "record/find.h"

#include "core/alloc.h"
#include "core/buffer.h"
#include "core/file.h"
#include "record/find_names.h"
#include "record/find_unique.h"
#include "record/text.h"
#include "record/wfdb_header.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    MAX_DEPTH = 64,
    MAX_LIST_BYTES = 1 << 28,
};

/* What is in one folder, or the lines of one list. */
struct names {
    size_t n, capacity;
    char **items;
};

struct place {
    dev_t device;
    ino_t inode;
};

struct search {
    struct ecg_found_list *list;
    size_t root; /* bytes of a path that belong to the folder given, its '/' included */
    int failed;  /* out of memory */
    /* Lists read, and folders that lists named, since the path the user gave: each once, so that
     * lists which name each other end, and end soon. */
    size_t n_seen, cap_seen;
    struct place *seen;
};

static void add_name(struct search *s, struct names *names, char *name)
{
    if (!name || ecg_grow(&names->items, &names->capacity, names->n + 1, sizeof name) < 0) {
        ecg_free(name);
        s->failed = 1;
        return;
    }
    names->items[names->n++] = name;
}

static void free_names(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        ecg_free(names->items[i]);
    ecg_free(names->items);
}

static void add_problem(struct search *s, const char *path, const char *what)
{
    struct ecg_error line = { 0 };
    ecg_fail(&line, ECG_E_IO, "%s: %s", path, what);
    char *copy = ecg_strdup(line.message);
    struct ecg_found_list *list = s->list;
    if (!copy ||
        ecg_grow(&list->problems, &list->cap_problems, list->n_problems + 1, sizeof copy) < 0) {
        ecg_free(copy);
        s->failed = 1;
        return;
    }
    list->problems[list->n_problems++] = copy;
}

/* "folder/name", without doubling the '/' */
static char *join(struct search *s, const char *folder, const char *name)
{
    size_t n = strlen(folder), k = strlen(name);
    char *path = ecg_calloc(n + k + 2, 1);
    if (!path) {
        s->failed = 1;
        return NULL;
    }
    memcpy(path, folder, n);
    if (n && path[n - 1] != '/')
        path[n++] = '/';
    memcpy(path + n, name, k);
    return path;
}

/* What is below the root of a record found at `path`, without extension. */
static char *name_of(const struct search *s, const char *path)
{
    const char *below = path + s->root;
    const char *dot = strrchr(below, '.');
    size_t n = dot && ecg_file_kind(path) != ECG_FILE_OTHER && !strchr(dot, '/')
                   ? (size_t)(dot - below)
                   : strlen(below);
    char *name = ecg_calloc(n + 1, 1);
    if (name)
        ecg_text_clean(name, n + 1, below, n);
    return name;
}

static char *id_of(const char *name)
{
    char *dashed = ecg_strdup(name);
    if (!dashed)
        return NULL;
    for (char *c = dashed; *c; c++)
        *c = *c == '/' ? '-' : *c;
    char *id = ecg_text_id(dashed, strlen(dashed));
    ecg_free(dashed);
    return id;
}

static void add_record(struct search *s, const char *path)
{
    struct ecg_found_list *list = s->list;
    struct ecg_found found = { .path = ecg_strdup(path), .name = name_of(s, path) };
    found.id = found.name ? id_of(found.name) : NULL;
    if (!found.path || !found.id ||
        ecg_grow(&list->items, &list->capacity, list->n + 1, sizeof found) < 0) {
        ecg_found_free_item(&found);
        s->failed = 1;
        return;
    }
    list->items[list->n++] = found;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_names(struct names *names)
{
    if (names->n)
        qsort(names->items, names->n, sizeof *names->items, compare_names);
}

static int has_name(const struct names *names, const char *name)
{
    return names->n &&
           bsearch(&name, names->items, names->n, sizeof *names->items, compare_names) != NULL;
}

/* Adds the header names of a multi-segment record's segments. */
static void add_segments(struct search *s, struct names *segments, const char *path)
{
    struct ecg_wfdb_header header = { 0 };
    if (ecg_header_has_segments(path) && ecg_wfdb_header_read(&header, path, NULL) == 0)
        for (size_t i = 0; i < header.n_segments; i++) {
            const char *name = header.segments[i].name;
            char *file = ecg_calloc(strlen(name) + 5, 1);
            if (file) {
                strcpy(file, name);
                strcat(file, ".hea");
            }
            add_name(s, segments, file);
        }
    ecg_wfdb_header_free(&header);
}

static void search_folder(struct search *s, const char *folder, int depth);

static void take_from_folder(
    struct search *s, const char *path, const char *name, const struct names *segments, int depth)
{
    struct stat st;
    if (lstat(path, &st) < 0) {
        if (errno != ENOENT)
            add_problem(s, path, strerror(errno));
        return;
    }
    enum ecg_file_kind kind = ecg_file_kind(name);
    if (S_ISDIR(st.st_mode))
        search_folder(s, path, depth + 1);
    else if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
        return;
    else if ((kind == ECG_FILE_HEADER && !has_name(segments, name)) || kind == ECG_FILE_EDF ||
             (kind == ECG_FILE_TABLE && ecg_table_has_leads(path)))
        add_record(s, path);
}

static int read_names(struct search *s, struct names *names, const char *folder)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        add_problem(s, folder, strerror(errno));
        return -1;
    }
    const char *name;
    int more;
    while ((more = ecg_folder_next(dir, folder, &name, NULL)) > 0 && !s->failed)
        if (name[0] != '.')
            add_name(s, names, ecg_strdup(name));
    if (more < 0)
        add_problem(s, folder, strerror(errno));
    closedir(dir);
    sort_names(names);
    return 0;
}

static void search_folder(struct search *s, const char *folder, int depth)
{
    struct names names = { 0 }, segments = { 0 };
    if (depth > MAX_DEPTH)
        add_problem(s, folder, "folders within folders: expected at most 64");
    else if (read_names(s, &names, folder) == 0) {
        for (size_t i = 0; i < names.n && !s->failed; i++) {
            char *path = join(s, folder, names.items[i]);
            if (path && ecg_file_kind(path) == ECG_FILE_HEADER)
                add_segments(s, &segments, path);
            ecg_free(path);
        }
        sort_names(&segments);
        for (size_t i = 0; i < names.n && !s->failed; i++) {
            char *path = join(s, folder, names.items[i]);
            if (path)
                take_from_folder(s, path, names.items[i], &segments, depth);
            ecg_free(path);
        }
    }
    free_names(&names);
    free_names(&segments);
}

static int is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Adds the record that a single path names; 0 when there is none. */
static int take_record(struct search *s, const char *path)
{
    enum ecg_file_kind kind = ecg_file_kind(path);
    if (is_file(path) && kind != ECG_FILE_SIGNAL && kind != ECG_FILE_OTHER) {
        add_record(s, path);
        return 1;
    }
    size_t n = strlen(path);
    char *header = ecg_calloc(n + 5, 1);
    if (!header) {
        s->failed = 1;
        return 1;
    }
    memcpy(header, path, n);
    memcpy(header + n - (kind == ECG_FILE_SIGNAL ? 4 : 0), ".hea", 5);
    int found = is_file(header);
    if (found)
        add_record(s, header);
    ecg_free(header);
    return found;
}

static int leaves_folder(const char *line)
{
    if (*line == '/')
        return 1;
    for (const char *part = line; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || !part[2]))
            return 1;
    }
    return 0;
}

/* Whether a list or folder was not seen yet; from now on it is. */
static int is_new(struct search *s, const char *path)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return 1;
    for (size_t i = 0; i < s->n_seen; i++)
        if (s->seen[i].device == st.st_dev && s->seen[i].inode == st.st_ino)
            return 0;
    if (ecg_grow(&s->seen, &s->cap_seen, s->n_seen + 1, sizeof *s->seen) < 0)
        s->failed = 1;
    else
        s->seen[s->n_seen++] = (struct place){ st.st_dev, st.st_ino };
    return 1;
}

static void search_list(struct search *s, const char *path, int depth);

static void take_line(struct search *s, const char *list, const char *line, int depth)
{
    const char *base = ecg_base_name(list);
    if (strncmp(base, "RECORDS", 7) == 0 && leaves_folder(line)) {
        add_problem(s, list, "a line leaves the list's folder: refused");
        return;
    }
    char *folder = ecg_strdup(list);
    if (!folder) {
        s->failed = 1;
        return;
    }
    folder[base - list] = 0;
    char *path = *line == '/' ? ecg_strdup(line) : join(s, folder, line);
    size_t root = s->root;
    if (path && strncmp(path, list, root) != 0)
        s->root = (size_t)(ecg_base_name(path) - path);
    char *nested = path && is_folder(path) ? join(s, path, "RECORDS") : NULL;
    if (!path)
        s->failed = 1;
    else if (nested && is_file(nested))
        search_list(s, nested, depth + 1);
    else if (nested && is_new(s, path))
        search_folder(s, path, 0);
    else if (!nested && !take_record(s, path))
        add_problem(s, path, "no such record");
    s->root = root;
    ecg_free(nested);
    ecg_free(path);
    ecg_free(folder);
}

static void search_list(struct search *s, const char *path, int depth)
{
    struct ecg_buffer text = { 0 };
    struct ecg_error error = { 0 };
    if (!is_new(s, path))
        return;
    if (depth > MAX_DEPTH)
        add_problem(s, path, "lists within lists: expected at most 64");
    else if (ecg_file_read(&text, path, MAX_LIST_BYTES, &error) < 0)
        add_problem(s, path, "cannot be read");
    char *line = (char *)text.data;
    while (line && *line && !s->failed) {
        size_t n = strcspn(line, "\r\n");
        char *next = line + n + (line[n] != 0);
        while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
            n--;
        line[n] = 0;
        line += strspn(line, " \t");
        if (*line && *line != '#' && depth <= MAX_DEPTH)
            take_line(s, path, line, depth);
        line = next;
    }
    ecg_buffer_free(&text);
}

static void search_path(struct search *s, const char *given)
{
    /* "./a//b/" and "a/b" are one path: ids that hash it must not differ. */
    while (given[0] == '.' && given[1] == '/' && given[2] && given[2] != '/')
        given += 2;
    char *path = ecg_strdup(given);
    if (!path) {
        s->failed = 1;
        return;
    }
    char *to = path;
    for (const char *from = given; *from; from++)
        if (!(*from == '/' && to > path && to[-1] == '/'))
            *to++ = *from;
    while (to > path + 1 && to[-1] == '/')
        to--;
    *to = 0;
    size_t had = s->list->n, had_problems = s->list->n_problems;
    s->n_seen = 0;
    if (is_folder(path)) {
        s->root = strlen(path) + (path[strlen(path) - 1] != '/');
        search_folder(s, path, 0);
        if (s->list->n == had && s->list->n_problems == had_problems)
            add_problem(s, path, "no records in this folder");
    } else {
        s->root = (size_t)(ecg_base_name(path) - path);
        if (ecg_file_kind(path) == ECG_FILE_LIST && is_file(path))
            search_list(s, path, 0);
        else if (!take_record(s, path))
            add_problem(s, path,
                is_file(path) ? "not a record, a list or a folder" : "no such file or record");
    }
    ecg_free(path);
}

int ecg_find_records(
    struct ecg_found_list *list, const char *const *paths, size_t n_paths, struct ecg_error *error)
{
    *list = (struct ecg_found_list){ 0 };
    struct search search = { .list = list };
    for (size_t i = 0; i < n_paths && !search.failed; i++)
        search_path(&search, paths[i]);
    ecg_free(search.seen);
    if (search.failed || ecg_found_make_unique(list) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "finding records: out of memory");
    return 0;
}

void ecg_found_free(struct ecg_found_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        ecg_found_free_item(&list->items[i]);
    for (size_t i = 0; i < list->n_problems; i++)
        ecg_free(list->problems[i]);
    ecg_free(list->items);
    ecg_free(list->problems);
    *list = (struct ecg_found_list){ 0 };
}

int ecg_found_read(struct ecg_record **record, const struct ecg_found *found, double fs_hz,
    struct ecg_error *error)
{
    int code = ecg_record_read(record, found->path, fs_hz, error);
    if (code < 0)
        return code;
    char *id = ecg_strdup(found->id);
    if (!id) {
        ecg_record_destroy(record);
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", found->path);
    }
    ecg_free((*record)->id);
    (*record)->id = id;
    return 0;
}
