#include "output/sink.h"

#include "core/alloc.h"
#include "core/file.h"
#include "output/hash.h"
#include "output/shard.h"

#include <pthread.h>
#include <string.h>

/* A set that came before its turn, all of it ours; without a name, a gap. */
struct waiting {
    uint64_t number;
    int part, parts, group;
    char *name, *note;
    size_t n_files;
    struct ecg_sink_file *files;
};

/* Beyond these, ecg_sink_wants only the set whose turn it is. */
enum { MOST_WAITING = 256, MOST_WAITING_BYTES = 128 << 20 };

struct kind {
    const char *name;
    int writes;
    int (*open)(struct ecg_sink *sink, struct ecg_error *error);
    /* Called without the lock, by several threads; may set *hash. */
    int (*put)(struct ecg_sink *sink, const struct ecg_sink_set *set, uint64_t *hash,
        struct ecg_error *error);
    /* Called with the lock, in the order of numbers. */
    int (*put_in_order)(
        struct ecg_sink *sink, const struct ecg_sink_set *set, struct ecg_error *error);
};

struct ecg_sink {
    const struct kind *kind;
    struct ecg_sink_params params;
    char *folder, *scratch;
    struct ecg_shards **shards; /* of each group, or the only ones */
    size_t n_shards;
    pthread_mutex_t lock; /* of all below, of the shards and of on_kept */
    uint64_t next;        /* number whose turn it is */
    int next_part;        /* of it */
    struct waiting *waiting;
    size_t n_waiting, cap_waiting;
    uint64_t waiting_bytes;
    uint64_t hash;
};

/* ---- folder ---- */

static int open_folder(struct ecg_sink *sink, struct ecg_error *error)
{
    int code = 0;
    for (size_t k = 0; k < sink->params.n_groups && code == 0; k++) {
        struct ecg_buffer path = { 0 };
        ecg_buffer_format(&path, "%s/%s", sink->folder, sink->params.groups[k]);
        code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", sink->folder)
                           : ecg_folder_make((const char *)path.data, error);
        ecg_buffer_free(&path);
    }
    return code;
}

static int put_in_folder(
    struct ecg_sink *sink, const struct ecg_sink_set *set, uint64_t *hash, struct ecg_error *error)
{
    (void)hash;
    int code = 0;
    for (size_t k = 0; k < set->n_files && code == 0; k++) {
        struct ecg_buffer path = { 0 };
        ecg_buffer_format(&path, "%s/", sink->folder);
        if (sink->params.n_groups)
            ecg_buffer_format(&path, "%s/", sink->params.groups[set->group]);
        ecg_buffer_format(&path, "%.*s%s", (int)(strlen(set->name) - set->files[k].cut), set->name,
            set->files[k].ending);
        code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", set->name)
                           : ecg_file_write_from(sink->scratch, (const char *)path.data,
                                 set->files[k].data, set->files[k].size, error);
        ecg_buffer_free(&path);
    }
    return code;
}

/* ---- hash ---- */

static int put_in_hash(
    struct ecg_sink *sink, const struct ecg_sink_set *set, uint64_t *hash, struct ecg_error *error)
{
    (void)error;
    *hash = 1;
    for (size_t k = 0; k < set->n_files; k++) {
        const struct ecg_sink_file *file = &set->files[k];
        *hash = ecg_hash64(*hash, file->ending, strlen(file->ending));
        *hash = ecg_hash64(*hash, file->data, file->size);
    }
    pthread_mutex_lock(&sink->lock);
    /* A sum: sets come in any order. */
    sink->hash += ecg_hash64(*hash, set->name, strlen(set->name));
    pthread_mutex_unlock(&sink->lock);
    return 0;
}

/* ---- tar ---- */

static int open_tar(struct ecg_sink *sink, struct ecg_error *error)
{
    size_t n = sink->params.n_groups ? sink->params.n_groups : 1;
    int code = 0;
    sink->next = sink->params.first_number;
    sink->shards = ecg_calloc(n, sizeof *sink->shards);
    if (!sink->shards)
        return ecg_fail(error, ECG_E_MEMORY, "sink: out of memory");
    for (; sink->n_shards < n && code == 0; sink->n_shards++) {
        const size_t group = sink->n_shards;
        const char *prefix = sink->params.prefix ? sink->params.prefix : "shard-";
        struct ecg_sink_params params = sink->params;
        struct ecg_buffer own = { 0 };
        if (params.n_groups) {
            ecg_buffer_format(&own, "%s-%s", params.groups[group], prefix);
            params.prefix = (const char *)own.data;
            params.first_shard = params.first_shards ? params.first_shards[group] : 0;
        }
        code = own.failed ? ecg_fail(error, ECG_E_MEMORY, "sink: out of memory")
                          : ecg_shards_open(&sink->shards[group], &params, error);
        ecg_buffer_free(&own);
    }
    return code;
}

static int put_in_tar(
    struct ecg_sink *sink, const struct ecg_sink_set *set, struct ecg_error *error)
{
    return ecg_shards_add(sink->shards[set->group], set, error);
}

static const struct kind kinds[] = {
    { "folder", 1, open_folder, put_in_folder, NULL },
    { "tar", 1, open_tar, NULL, put_in_tar },
    { "hash", 0, NULL, put_in_hash, NULL },
    { "null", 0, NULL, NULL, NULL },
};

/* ---- order ---- */

static uint64_t bytes_of(const struct ecg_sink_set *set)
{
    uint64_t bytes = 0;
    for (size_t k = 0; k < set->n_files; k++)
        bytes += set->files[k].size;
    return bytes;
}

static void free_waiting(struct waiting *w)
{
    for (size_t k = 0; k < w->n_files; k++) {
        ecg_free((char *)w->files[k].ending);
        ecg_free((void *)w->files[k].data);
    }
    ecg_free(w->files);
    ecg_free(w->name);
    ecg_free(w->note);
}

static int copy_file(struct ecg_sink_file *to, const struct ecg_sink_file *from)
{
    char *ending = ecg_strdup(from->ending);
    void *data = ecg_calloc(from->size, 1);
    *to = (struct ecg_sink_file){ ending, data, from->size, from->cut };
    if (!ending || !data)
        return ECG_E_MEMORY;
    if (from->size)
        memcpy(data, from->data, from->size);
    return 0;
}

static int copy_set(struct waiting *w, const struct ecg_sink_set *set)
{
    w->name = ecg_strdup(set->name);
    w->files = ecg_calloc(set->n_files, sizeof *w->files);
    w->note = set->note ? ecg_strdup(set->note) : NULL;
    int code = w->name && w->files && (w->note || !set->note) ? 0 : ECG_E_MEMORY;
    for (size_t k = 0; k < set->n_files && code == 0; k++)
        code = copy_file(&w->files[w->n_files++], &set->files[k]);
    return code;
}

static int is_next(const struct ecg_sink *sink, uint64_t number, int part)
{
    return number == sink->next && part == sink->next_part;
}

static void advance(struct ecg_sink *sink, int parts)
{
    if (++sink->next_part >= parts) {
        sink->next++;
        sink->next_part = 0;
    }
}

/* With the lock held: those whose turn has come. */
static int put_waiting(struct ecg_sink *sink, struct ecg_error *error)
{
    int code = 0;
    for (size_t k = 0; k < sink->n_waiting && code == 0;) {
        struct waiting w = sink->waiting[k];
        if (!is_next(sink, w.number, w.part)) {
            k++;
            continue;
        }
        struct ecg_sink_set set = { w.number, w.part, w.parts, w.name, w.note, w.group, w.files,
            w.n_files };
        if (w.name)
            code = sink->kind->put_in_order(sink, &set, error);
        sink->waiting_bytes -= bytes_of(&set);
        free_waiting(&w);
        sink->waiting[k] = sink->waiting[--sink->n_waiting];
        advance(sink, w.parts);
        k = 0;
    }
    return code;
}

/* With the lock held; a set without a name is a gap. */
static int keep_in_order(
    struct ecg_sink *sink, const struct ecg_sink_set *set, struct ecg_error *error)
{
    unsigned long long shown = set->number;
    if (set->number < sink->next || (set->number == sink->next && set->part < sink->next_part))
        return ecg_fail(error, ECG_E_ARGUMENT, "set %llu: was put or skipped before", shown);
    if (is_next(sink, set->number, set->part)) {
        int code = set->name ? sink->kind->put_in_order(sink, set, error) : 0;
        advance(sink, set->parts);
        return code < 0 ? code : put_waiting(sink, error);
    }
    struct waiting w = {
        .number = set->number, .part = set->part, .parts = set->parts, .group = set->group
    };
    if (ecg_grow(&sink->waiting, &sink->cap_waiting, sink->n_waiting + 1, sizeof w) < 0 ||
        (set->name && copy_set(&w, set) < 0)) {
        free_waiting(&w);
        return ecg_fail(error, ECG_E_MEMORY, "set %llu: out of memory", shown);
    }
    sink->waiting[sink->n_waiting++] = w;
    sink->waiting_bytes += bytes_of(set);
    return 0;
}

/* ---- for all kinds ---- */

static const struct kind *find_kind(const char *name)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(kinds[k].name, name) == 0)
            return &kinds[k];
    return NULL;
}

int ecg_sink_check_kind(const char *kind, struct ecg_error *error)
{
    if (find_kind(kind))
        return 0;
    return ecg_fail(
        error, ECG_E_ARGUMENT, "sink: expected folder, tar, hash or null, got \"%s\"", kind);
}

int ecg_sink_open(
    struct ecg_sink **sink, const struct ecg_sink_params *params, struct ecg_error *error)
{
    *sink = NULL;
    int code = ecg_sink_check_kind(params->kind, error);
    if (code < 0)
        return code;
    struct ecg_sink *s = ecg_calloc(1, sizeof *s);
    if (!s)
        return ecg_fail(error, ECG_E_MEMORY, "sink: out of memory");
    s->kind = find_kind(params->kind);
    s->params = *params;
    s->folder = ecg_strdup(params->folder ? params->folder : ".");
    s->params.folder = s->folder;
    s->scratch = params->scratch ? ecg_strdup(params->scratch) : NULL;
    pthread_mutex_init(&s->lock, NULL);
    code = s->folder && (s->scratch || !params->scratch)
               ? 0
               : ecg_fail(error, ECG_E_MEMORY, "sink: out of memory");
    if (code == 0 && s->kind->open)
        code = s->kind->open(s, error);
    *sink = s;
    if (code < 0)
        ecg_sink_close(sink, 0, NULL);
    return code;
}

int ecg_sink_put(struct ecg_sink *sink, const struct ecg_sink_set *set, struct ecg_error *error)
{
    uint64_t hash = 0;
    int code = sink->kind->put ? sink->kind->put(sink, set, &hash, error) : 0;
    const struct ecg_sink_kept kept = { set->number, set->name, set->note, NULL, 0, hash };
    pthread_mutex_lock(&sink->lock);
    if (code == 0 && sink->kind->put_in_order)
        code = keep_in_order(sink, set, error);
    else if (code == 0 && sink->params.on_kept)
        code = sink->params.on_kept(sink->params.priv, &kept, error);
    pthread_mutex_unlock(&sink->lock);
    return code;
}

int ecg_sink_skip(
    struct ecg_sink *sink, uint64_t number, int part, int parts, struct ecg_error *error)
{
    if (!sink->kind->put_in_order)
        return 0;
    const struct ecg_sink_set gap = { .number = number, .part = part, .parts = parts };
    pthread_mutex_lock(&sink->lock);
    int code = keep_in_order(sink, &gap, error);
    pthread_mutex_unlock(&sink->lock);
    return code;
}

int ecg_sink_wants(struct ecg_sink *sink, uint64_t number)
{
    if (!sink->kind->put_in_order)
        return 1;
    pthread_mutex_lock(&sink->lock);
    int wants = number <= sink->next ||
                (sink->n_waiting < MOST_WAITING && sink->waiting_bytes < MOST_WAITING_BYTES);
    pthread_mutex_unlock(&sink->lock);
    return wants;
}

int ecg_sink_close(struct ecg_sink **sink, int is_complete, struct ecg_error *error)
{
    struct ecg_sink *s = *sink;
    int code = 0;
    if (!s)
        return 0;
    if (is_complete && (s->n_waiting || s->next_part)) {
        is_complete = 0;
        code = ecg_fail(error, ECG_E_ARGUMENT, "set %llu: was neither put nor skipped",
            (unsigned long long)s->next);
    }
    for (size_t k = 0; k < s->n_shards; k++) {
        int closed = ecg_shards_close(&s->shards[k], is_complete, code < 0 ? NULL : error);
        code = code < 0 ? code : closed;
    }
    for (size_t k = 0; k < s->n_waiting; k++)
        free_waiting(&s->waiting[k]);
    ecg_free(s->shards);
    ecg_free(s->waiting);
    ecg_free(s->folder);
    ecg_free(s->scratch);
    pthread_mutex_destroy(&s->lock);
    ecg_free(s);
    *sink = NULL;
    return code;
}

int ecg_sink_keeps_order(const struct ecg_sink *sink)
{
    return sink->kind->put_in_order != NULL;
}

int ecg_sink_writes(const struct ecg_sink *sink)
{
    return sink->kind->writes;
}

uint64_t ecg_sink_hash(struct ecg_sink *sink)
{
    pthread_mutex_lock(&sink->lock);
    uint64_t hash = sink->hash;
    pthread_mutex_unlock(&sink->lock);
    return hash;
}
