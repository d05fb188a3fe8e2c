#include "output/shard.h"

#include "core/alloc.h"
#include "core/file.h"
#include "output/tar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char WHOLE[] = ".tar", UNFINISHED[] = ".tar.part";

struct kept {
    uint64_t number, offset;
    char *name, *note;
};

struct ecg_shards {
    struct ecg_sink_params params;
    char *prefix, *folder, *scratch; /* copies */
    uint64_t next;                   /* number of the next shard */
    FILE *file;                      /* NULL between shards */
    char *path, *part;               /* its name when whole, and until then */
    uint64_t bytes;                  /* in it */
    struct kept *kept;               /* the sets in it */
    size_t n_kept, cap_kept;
};

static int no_memory(struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_MEMORY, "tar: out of memory");
}

static int cannot_write(const struct ecg_shards *s, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_IO, "%s: cannot write: %s", s->part, strerror(errno));
}

/* The number in PREFIX000000.tar, or in the name of an unfinished one; -1 for other names. */
static long number_of(const char *name, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncmp(name, prefix, n) != 0 || strspn(name + n, "0123456789") != 6 ||
        (strcmp(name + n + 6, WHOLE) != 0 && strcmp(name + n + 6, UNFINISHED) != 0))
        return -1;
    return strtol(name + n, NULL, 10);
}

/* What an earlier run did not finish, and what comes after it. */
static int remove_later(const struct ecg_shards *s, struct ecg_error *error)
{
    DIR *dir = opendir(s->folder);
    if (!dir)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", s->folder, strerror(errno));
    const char *name;
    int code = 0, more;
    while (code == 0 && (more = ecg_folder_next(dir, s->folder, &name, error)) != 0) {
        long number = more > 0 ? number_of(name, s->prefix) : -1;
        code = more < 0 ? more : 0;
        if (number >= 0 && (uint64_t)number >= s->next && unlinkat(dirfd(dir), name, 0) < 0)
            code = ecg_fail(
                error, ECG_E_IO, "%s/%s: cannot remove: %s", s->folder, name, strerror(errno));
    }
    closedir(dir);
    return code;
}

int ecg_shards_open(
    struct ecg_shards **shards, const struct ecg_sink_params *params, struct ecg_error *error)
{
    struct ecg_shards *s = ecg_calloc(1, sizeof *s);
    *shards = s;
    if (!s)
        return no_memory(error);
    s->params = *params;
    s->prefix = ecg_strdup(params->prefix ? params->prefix : "shard-");
    s->folder = ecg_strdup(params->folder);
    s->scratch = ecg_strdup(params->scratch ? params->scratch : params->folder);
    s->next = params->first_shard;
    int code = s->prefix && s->folder && s->scratch ? remove_later(s, error) : no_memory(error);
    if (code < 0)
        ecg_shards_close(shards, 0, NULL);
    return code;
}

static void free_kept(struct kept *kept)
{
    ecg_free(kept->name);
    ecg_free(kept->note);
}

static void forget_shard(struct ecg_shards *s)
{
    for (size_t k = 0; k < s->n_kept; k++)
        free_kept(&s->kept[k]);
    s->n_kept = 0;
    s->bytes = 0;
    free(s->path);
    free(s->part);
    s->path = s->part = NULL;
    s->file = NULL;
}

static int begin_shard(struct ecg_shards *s, struct ecg_error *error)
{
    unsigned long long number = s->next;
    if (number > 999999)
        return ecg_fail(error, ECG_E_LIMIT, "%s: more than a million shards", s->prefix);
    if (asprintf(&s->path, "%s/%s%06llu%s", s->folder, s->prefix, number, WHOLE) < 0)
        s->path = NULL;
    if (asprintf(&s->part, "%s/%s%06llu%s", s->scratch, s->prefix, number, UNFINISHED) < 0)
        s->part = NULL;
    if (!s->path || !s->part)
        return no_memory(error);
    s->file = fopen(s->part, "wbe");
    return s->file ? 0 : cannot_write(s, error);
}

static int write_bytes(
    struct ecg_shards *s, const void *data, size_t size, struct ecg_error *error)
{
    if (size && fwrite(data, 1, size, s->file) != size)
        return cannot_write(s, error);
    s->bytes += size;
    return 0;
}

static int write_file(struct ecg_shards *s, const char *set_name, const struct ecg_sink_file *file,
    struct ecg_error *error)
{
    static const unsigned char zeros[ECG_TAR_BLOCK];
    unsigned char headers[ECG_TAR_HEADERS];
    char name[ECG_TAR_NAME + 2]; /* cut where it is too long for a header, and refused there */
    size_t length;
    snprintf(
        name, sizeof name, "%.*s%s", (int)(strlen(set_name) - file->cut), set_name, file->ending);
    int code = ecg_tar_headers(headers, &length, name, file->size, error);
    if (code == 0)
        code = write_bytes(s, headers, length, error);
    if (code == 0)
        code = write_bytes(s, file->data, file->size, error);
    return code < 0 ? code : write_bytes(s, zeros, ecg_tar_padding(file->size), error);
}

static uint64_t size_of(const struct ecg_sink_set *set)
{
    uint64_t size = 0;
    for (size_t k = 0; k < set->n_files; k++)
        size +=
            ecg_tar_space(strlen(set->name) + strlen(set->files[k].ending), set->files[k].size);
    return size;
}

/* The end blocks, then onto the disk, then under its name: in this order, so that a shard that is
 * there is whole even after a power cut. */
static int end_shard(struct ecg_shards *s, struct ecg_error *error)
{
    static const unsigned char zeros[ECG_TAR_END];
    int code = write_bytes(s, zeros, sizeof zeros, error);
    if (code == 0 && (fflush(s->file) != 0 || fsync(fileno(s->file)) < 0))
        code = cannot_write(s, error);
    if (fclose(s->file) != 0 && code == 0)
        code = cannot_write(s, error);
    s->file = NULL;
    if (code == 0 && rename(s->part, s->path) < 0)
        code = cannot_write(s, error);
    if (code < 0)
        unlink(s->part);
    const char *name = strrchr(s->path, '/') + 1;
    for (size_t k = 0; k < s->n_kept && code == 0 && s->params.on_kept; k++) {
        const struct kept *set = &s->kept[k];
        const struct ecg_sink_kept kept = { set->number, set->name, set->note, name, set->offset,
            0 };
        code = s->params.on_kept(s->params.priv, &kept, error);
    }
    s->next++;
    forget_shard(s);
    return code;
}

static int must_end(const struct ecg_shards *s, const struct ecg_sink_set *set)
{
    const struct ecg_sink_params *p = &s->params;
    return s->n_kept > 0 &&
           ((p->shard_sets && s->n_kept >= p->shard_sets) ||
               (p->shard_bytes && s->bytes + size_of(set) + ECG_TAR_END > p->shard_bytes));
}

static int remember(
    struct ecg_shards *s, const struct ecg_sink_set *set, uint64_t offset, struct ecg_error *error)
{
    struct kept kept = { set->number, offset, ecg_strdup(set->name),
        set->note ? ecg_strdup(set->note) : NULL };
    if (!kept.name || (set->note && !kept.note) ||
        ecg_grow(&s->kept, &s->cap_kept, s->n_kept + 1, sizeof *s->kept) < 0) {
        free_kept(&kept);
        return no_memory(error);
    }
    s->kept[s->n_kept++] = kept;
    return 0;
}

int ecg_shards_add(struct ecg_shards *s, const struct ecg_sink_set *set, struct ecg_error *error)
{
    int code = 0;
    if (strpbrk(set->name, "./"))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s: name of a set in a shard: expected neither '.' nor '/'", set->name);
    if (s->file && must_end(s, set))
        code = end_shard(s, error);
    if (code == 0 && !s->file)
        code = begin_shard(s, error);
    uint64_t offset = s->bytes;
    for (size_t k = 0; k < set->n_files && code == 0; k++)
        code = write_file(s, set->name, &set->files[k], error);
    return code < 0 ? code : remember(s, set, offset, error);
}

int ecg_shards_close(struct ecg_shards **shards, int is_complete, struct ecg_error *error)
{
    struct ecg_shards *s = *shards;
    int code = 0;
    if (!s)
        return 0;
    if (s->file && is_complete) {
        code = end_shard(s, error);
    } else if (s->file) {
        fclose(s->file);
        unlink(s->part);
    }
    forget_shard(s);
    ecg_free(s->kept);
    ecg_free(s->prefix);
    ecg_free(s->folder);
    ecg_free(s->scratch);
    ecg_free(s);
    *shards = NULL;
    return code;
}
