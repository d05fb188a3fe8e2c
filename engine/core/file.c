#include "core/file.h"

#include "core/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(
    struct ecg_buffer *buffer, int fd, const char *path, size_t limit, struct ecg_error *error)
{
    size_t total = 0;
    for (;;) {
        unsigned char *end = ecg_buffer_reserve(buffer, 65536);
        if (!end)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
        ssize_t n = read(fd, end, 65536);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ecg_fail(error, ECG_E_IO, "%s: cannot read: %s", path, strerror(errno));
        buffer->size += (size_t)n;
        buffer->data[buffer->size] = 0;
        total += (size_t)n;
        if (total > limit)
            return ecg_fail(error, ECG_E_LIMIT, "%s: larger than %zu bytes", path, limit);
        if (n == 0)
            return 0;
    }
}

int ecg_file_open(const char *path, uint64_t *size, struct ecg_error *error)
{
    /* Non-blocking, for FIFOs. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", path, strerror(errno));
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return ecg_fail(error, ECG_E_IO, "%s: not a regular file", path);
    }
    *size = (uint64_t)st.st_size;
    return fd;
}

int ecg_file_read(
    struct ecg_buffer *buffer, const char *path, size_t limit, struct ecg_error *error)
{
    uint64_t size;
    size_t before = buffer->size;
    int fd = ecg_file_open(path, &size, error);
    if (fd < 0)
        return fd;
    int code = size > limit
                   ? ecg_fail(error, ECG_E_LIMIT, "%s: larger than %zu bytes", path, limit)
                   : read_all(buffer, fd, path, limit, error);
    /* Half a recipe or a list is often a valid one. */
    if (code == 0 && buffer->size - before < size)
        code = ecg_fail(error, ECG_E_IO, "%s: became shorter while it was read", path);
    close(fd);
    return code;
}

static int write_all(int fd, const unsigned char *data, size_t size)
{
    while (size) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        data += n;
        size -= (size_t)n;
    }
    return 0;
}

/* path.tmp-PID-N, in `scratch` when that is not NULL; freed by free, NULL when out of memory. */
static char *temporary_name(const char *scratch, const char *path)
{
    static atomic_uint counter; /* only makes the names unique within the process */
    const char *slash = strrchr(path, '/');
    const char *name = scratch && slash ? slash + 1 : path;
    char *temporary;
    if (asprintf(&temporary, "%s%s%s.tmp-%ld-%u", scratch ? scratch : "", scratch ? "/" : "", name,
            (long)getpid(), atomic_fetch_add(&counter, 1)) < 0)
        return NULL;
    return temporary;
}

int ecg_file_write(const char *path, const void *data, size_t size, struct ecg_error *error)
{
    return ecg_file_write_from(NULL, path, data, size, error);
}

int ecg_file_write_from(
    const char *scratch, const char *path, const void *data, size_t size, struct ecg_error *error)
{
    char *temporary = temporary_name(scratch, path);
    if (!temporary)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int ok = fd >= 0 && write_all(fd, data, size) == 0;
    int saved = errno;
    if (fd >= 0 && close(fd) < 0 && ok) {
        ok = 0;
        saved = errno;
    }
    if (ok && rename(temporary, path) < 0) {
        ok = 0;
        saved = errno;
    }
    if (!ok && fd >= 0)
        unlink(temporary);
    free(temporary);
    return ok ? 0 : ecg_fail(error, ECG_E_IO, "%s: cannot write: %s", path, strerror(saved));
}

struct ecg_file_stream {
    char *path, *temporary;
    int fd;
};

static int cannot_write(const struct ecg_file_stream *stream, int cause, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_IO, "%s: cannot write: %s", stream->path, strerror(cause));
}

int ecg_file_stream_open(struct ecg_file_stream **stream, const char *scratch, const char *path,
    struct ecg_error *error)
{
    struct ecg_file_stream *s = *stream = ecg_calloc(1, sizeof **stream);
    if (!s)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    s->fd = -1;
    s->path = ecg_strdup(path);
    s->temporary = temporary_name(scratch, path);
    int code = 0;
    if (!s->path || !s->temporary) {
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    } else {
        s->fd = open(s->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (s->fd < 0)
            code = cannot_write(s, errno, error);
    }
    if (code < 0)
        ecg_file_stream_close(stream, 0, NULL);
    return code;
}

int ecg_file_stream_put(
    struct ecg_file_stream *s, struct ecg_buffer *bytes, struct ecg_error *error)
{
    if (bytes->failed)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", s->path);
    if (bytes->size && write_all(s->fd, bytes->data, bytes->size) < 0)
        return cannot_write(s, errno, error);
    bytes->size = 0;
    return 0;
}

int ecg_file_stream_close(struct ecg_file_stream **stream, int is_whole, struct ecg_error *error)
{
    struct ecg_file_stream *s = *stream;
    int code = 0;
    if (!s)
        return 0;
    int was_open = s->fd >= 0;
    if (was_open && close(s->fd) < 0 && is_whole)
        code = cannot_write(s, errno, error);
    if (was_open && is_whole && code == 0 && rename(s->temporary, s->path) < 0)
        code = cannot_write(s, errno, error);
    if (was_open && (!is_whole || code < 0))
        unlink(s->temporary);
    free(s->temporary);
    ecg_free(s->path);
    ecg_free(s);
    *stream = NULL;
    return code;
}

int ecg_folder_make(const char *path, struct ecg_error *error)
{
    char *copy = ecg_strdup(path);
    if (!copy)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    int code = 0;
    for (char *p = copy + 1; code == 0; p++) {
        if (*p != '/' && *p != 0)
            continue;
        char end = *p;
        *p = 0;
        struct stat st;
        if (mkdir(copy, 0777) < 0 && (stat(copy, &st) < 0 || !S_ISDIR(st.st_mode)))
            code = ecg_fail(error, ECG_E_IO, "%s: cannot make folder: %s", copy, strerror(errno));
        *p = end;
        if (!end)
            break;
    }
    ecg_free(copy);
    return code;
}

ssize_t ecg_file_read_at(int fd, void *to, size_t size, uint64_t offset)
{
    size_t done = 0;
    while (done < size) {
        ssize_t n = pread(fd, (char *)to + done, size - done, (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

int ecg_folder_next(DIR *dir, const char *folder, const char **name, struct ecg_error *error)
{
    errno = 0;
    struct dirent *entry = readdir(dir);
    if (!entry && errno)
        return ecg_fail(error, ECG_E_IO, "%s: cannot list: %s", folder, strerror(errno));
    *name = entry ? entry->d_name : NULL;
    return entry != NULL;
}
