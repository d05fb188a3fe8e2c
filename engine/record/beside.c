#include "record/beside.h"

#include "core/alloc.h"
#include "core/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "folder/" of a path, "./" of a bare name; with room for `more` bytes behind it. */
static char *folder_of(const char *path, size_t more)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 2;
    char *folder = ecg_calloc(n + more + 1, 1);
    if (folder)
        memcpy(folder, slash ? path : "./", n);
    return folder;
}

/* Whether the real place of `path` is directly in or below the real place of `folder`. */
static int stays_inside(const char *folder, const char *path)
{
    char *real_folder = realpath(folder, NULL);
    char *real_path = realpath(path, NULL);
    int inside = 0;
    if (real_folder && real_path) {
        size_t n = strlen(real_folder);
        /* "/" is the one folder that ends in its slash already. */
        n -= n == 1;
        inside = strncmp(real_path, real_folder, n) == 0 && real_path[n] == '/';
    }
    free(real_folder);
    free(real_path);
    return inside;
}

int ecg_beside(
    char **path, const char *beside, const char *name, int line, struct ecg_error *error)
{
    *path = NULL;
    if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return ecg_fail(error, ECG_E_FORMAT,
            "%s: line %d: file name: \"%.80s\": expected a file in the record's own folder",
            beside, line, name);
    char *folder = folder_of(beside, 0);
    char *made = folder_of(beside, strlen(name));
    int code = 0;
    if (!folder || !made) {
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", beside);
    } else {
        strcat(made, name);
        struct stat st;
        if (stat(made, &st) < 0)
            code = ecg_fail(error, ECG_E_IO, "%s: line %d: file name: \"%.80s\": %s", beside, line,
                name, strerror(errno));
        else if (!stays_inside(folder, made))
            code = ecg_fail(error, ECG_E_FORMAT,
                "%s: line %d: file name: \"%.80s\" links out of the record's folder: refused",
                beside, line, name);
    }
    ecg_free(folder);
    if (code < 0)
        ecg_free(made);
    else
        *path = made;
    return code;
}

static int read_part(struct ecg_buffer *buffer, int fd, size_t limit)
{
    while (limit) {
        size_t wanted = limit < 1 << 16 ? limit : 1 << 16;
        unsigned char *end = ecg_buffer_reserve(buffer, wanted);
        if (!end)
            return ECG_E_MEMORY;
        ssize_t n = read(fd, end, wanted);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ECG_E_IO;
        if (n == 0)
            return ECG_E_FORMAT; /* it became shorter */
        buffer->size += (size_t)n;
        buffer->data[buffer->size] = 0;
        limit -= (size_t)n;
    }
    return 0;
}

int ecg_read_part(struct ecg_buffer *buffer, const char *path, size_t offset, size_t limit,
    size_t *file_size, struct ecg_error *error)
{
    uint64_t size;
    int code = 0, fd = ecg_file_open(path, &size, error);
    if (fd < 0)
        return fd;
    *file_size = (size_t)size;
    size_t left = *file_size > offset ? *file_size - offset : 0;
    limit = left < limit ? left : limit;
    if (limit == 0) /* also where no seek could go */
        code = 0;
    else if (lseek(fd, (off_t)offset, SEEK_SET) < 0)
        code = ecg_fail(error, ECG_E_IO, "%s: cannot read: %s", path, strerror(errno));
    else if ((code = read_part(buffer, fd, limit)) < 0)
        ecg_fail(error, code,
            code == ECG_E_MEMORY ? "%s: out of memory"
            : code == ECG_E_IO   ? "%s: cannot read"
                                 : "%s: became shorter while it was read",
            path);
    close(fd);
    return code;
}
