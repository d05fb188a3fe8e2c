/* The files of the image that was read last: by themselves, or in a tar. */
#include "check/dataset_internal.h"
#include "core/alloc.h"
#include "core/file.h"
#include "output/tar.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint64_t MOST_FILE_BYTES = (uint64_t)1 << 30;

/* Behind the image's name, which may follow a folder's. */
static const char *ending_of(const char *file, const char *name)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    size_t n = strlen(name);
    const char *dot = strchr(base, '.');
    return strncmp(base, name, n) == 0 ? base + n : dot ? dot : base;
}

const char *ecg_dataset_file(const struct ecg_dataset *d, size_t i, uint64_t *size)
{
    void *at = json_object_iter(d->line.files);
    while (i-- && at)
        at = json_object_iter_next(d->line.files, at);
    *size = (uint64_t)json_integer_value(json_object_iter_value(at));
    return at ? ending_of(json_object_iter_key(at), d->line.name) : "";
}

const char *ecg_dataset_file_name(const struct ecg_dataset *d, const char *ending)
{
    const char *file, *name = d->line.name;
    json_t *size;
    json_object_foreach(
        d->line.files, file, size) if (strcmp(ending_of(file, name), ending) == 0) return file;
    return NULL;
}

/* Names that stay within the dataset. */
static int is_inside(const char *name)
{
    if (*name == '/' || strstr(name, "//"))
        return 0;
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        size_t n = strcspn(at, "/");
        if (n == 0 || (n == 1 && at[0] == '.') || (n == 2 && strncmp(at, "..", 2) == 0))
            return 0;
    }
    return 1;
}

void ecg_dataset_close_file(struct ecg_dataset *d)
{
    if (d->open_fd >= 0)
        close(d->open_fd);
    d->open_fd = -1;
    ecg_free(d->open_path);
    d->open_path = NULL;
}

/* The file, open; that of the last call where it is the same. */
static int open_file(struct ecg_dataset *d, const char *name, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    uint64_t size;
    ecg_buffer_format(&path, "%s/%s", d->line.folder ? d->line.folder : d->folder, name);
    if (path.failed)
        return ecg_dataset_out_of_memory(d, error);
    if (d->open_path && strcmp(d->open_path, (const char *)path.data) == 0) {
        ecg_buffer_free(&path);
        return 0;
    }
    ecg_dataset_close_file(d);
    d->open_path = (char *)path.data;
    d->open_fd = ecg_file_open(d->open_path, &size, error);
    int code = d->open_fd < 0 ? d->open_fd : 0;
    if (code < 0)
        ecg_dataset_close_file(d);
    return code;
}

/* Where in its tar the bytes of the file begin: behind those listed before it. 0: nowhere. */
static uint64_t offset_in_tar(const struct ecg_dataset *d, const char *wanted)
{
    json_t *start = json_object_get(d->line.object, "offset"), *size;
    const char *file;
    if (!d->is_listed)
        return (uint64_t)json_integer_value(
            json_object_get(json_object_get(d->line.object, "at"), wanted));
    if (!json_is_integer(start) || json_integer_value(start) < 0)
        return 0;
    uint64_t at = (uint64_t)json_integer_value(start);
    json_object_foreach(d->line.files, file, size)
    {
        if (file == wanted)
            return at + ecg_tar_space(strlen(file), 0);
        at += ecg_tar_space(strlen(file), (uint64_t)json_integer_value(size));
    }
    return 0;
}

static int read_at(struct ecg_dataset *d, uint64_t offset, size_t size, struct ecg_buffer *out,
    struct ecg_error *error)
{
    unsigned char *to = ecg_buffer_reserve(out, size + 1);
    if (!to)
        return ecg_dataset_out_of_memory(d, error);
    ssize_t n = ecg_file_read_at(d->open_fd, to, size, offset);
    if (n < 0 || (size_t)n < size)
        return ecg_fail(error, n < 0 ? ECG_E_IO : ECG_E_FORMAT, "%s: %s", d->open_path,
            n < 0 ? strerror(errno) : "shorter than the manifest says");
    to[size] = 0;
    out->size += size;
    return 0;
}

/* Whether the block before the bytes is that file's header. Long names stand in a block of their
 * own; their first part is in the header all the same. */
static int is_header_of(struct ecg_dataset *d, uint64_t offset, const char *name)
{
    char block[ECG_TAR_BLOCK];
    size_t n = strlen(name) < 100 ? strlen(name) + 1 : 100;
    return !d->is_listed || (pread(d->open_fd, block, sizeof block,
                                 (off_t)(offset - ECG_TAR_BLOCK)) == (ssize_t)sizeof block &&
                                strncmp(block, name, n) == 0);
}

int ecg_dataset_is_whole(struct ecg_dataset *d)
{
    const char *shard = d->line.shard, *name;
    json_t *size;
    int is_whole = 1;
    json_object_foreach(d->line.files, name, size)
    {
        struct ecg_buffer path = { 0 };
        struct stat st;
        uint64_t offset = shard ? offset_in_tar(d, name) : 0;
        uint64_t bytes = (uint64_t)json_integer_value(size);
        ecg_buffer_format(
            &path, "%s/%s", d->line.folder ? d->line.folder : d->folder, shard ? shard : name);
        int is_there = !path.failed && is_inside(shard ? shard : name) &&
                       stat((const char *)path.data, &st) == 0 && S_ISREG(st.st_mode);
        is_whole &= is_there && (shard ? offset && offset + bytes <= (uint64_t)st.st_size
                                       : (uint64_t)st.st_size == bytes);
        ecg_buffer_free(&path);
    }
    return is_whole;
}

int ecg_dataset_read(struct ecg_dataset *d, const char *ending, size_t most,
    struct ecg_buffer *out, struct ecg_error *error)
{
    const char *name = ecg_dataset_file_name(d, ending), *shard = d->line.shard;
    const char *path = shard ? shard : name;
    if (!name)
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: has no %s", d->line.name, ending);
    uint64_t size = (uint64_t)json_integer_value(json_object_get(d->line.files, name));
    uint64_t offset = shard ? offset_in_tar(d, name) : 0;
    if (!is_inside(path) || (shard && (!offset || offset >> 60)))
        return ecg_fail(error, ECG_E_FORMAT, "%s: expected a file of the dataset in its manifest",
            d->line.name);
    if (size > MOST_FILE_BYTES)
        return ecg_fail(error, ECG_E_LIMIT, "%s: larger than 1 GiB", name);
    int code = open_file(d, path, error);
    if (code == 0 && shard && !is_header_of(d, offset, name))
        code = ecg_fail(error, ECG_E_FORMAT, "%s: does not hold %s where the manifest says",
            d->open_path, name);
    size_t part = most && most < size ? most : (size_t)size;
    if (code == 0)
        code = read_at(d, offset + size - part, part, out, error);
    return code;
}
