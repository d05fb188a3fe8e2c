#include "job/scratch.h"

#include "core/alloc.h"
#include "core/buffer.h"
#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char LOCK[] = "lock";

struct ecg_scratch {
    char *path, *lock_path;
    int lock_fd;
};

/* -1 with errno, EWOULDBLOCK when another process has it. */
static int lock(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    struct stat ours, there;
    int is_taken = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    /* Whoever had the lock may just have removed the file that was locked. */
    if (fd >= 0 && !is_taken &&
        (fstat(fd, &ours) < 0 || stat(path, &there) < 0 || ours.st_ino != there.st_ino))
        is_taken = 1;
    if (is_taken)
        close(fd);
    errno = is_taken ? EWOULDBLOCK : errno;
    return is_taken ? -1 : fd;
}

static void empty(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, LOCK) != 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
}

static void free_scratch(struct ecg_scratch *scratch)
{
    ecg_free(scratch->path);
    ecg_free(scratch->lock_path);
    ecg_free(scratch);
}

int ecg_scratch_open(
    struct ecg_scratch **out, const char *folder, const char *suffix, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, lock_path = { 0 };
    *out = NULL;
    ecg_buffer_format(&path, "%s/.unfinished%s", folder, suffix);
    ecg_buffer_format(&lock_path, "%s/.unfinished%s/%s", folder, suffix, LOCK);
    struct ecg_scratch *scratch = ecg_calloc(1, sizeof *scratch);
    if (path.failed || lock_path.failed || !scratch) {
        ecg_buffer_free(&path);
        ecg_buffer_free(&lock_path);
        ecg_free(scratch);
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder);
    }
    scratch->path = (char *)path.data;
    scratch->lock_path = (char *)lock_path.data;
    scratch->lock_fd = -1;
    int code = ecg_folder_make(scratch->path, error);
    if (code == 0 && (scratch->lock_fd = lock(scratch->lock_path)) < 0) {
        int is_taken = errno == EWOULDBLOCK;
        code = ecg_fail(error, ECG_E_IO, "%s: %s", folder,
            is_taken ? "another process is making this dataset, or this part of it"
                     : strerror(errno));
    }
    if (code < 0) {
        free_scratch(scratch);
        return code;
    }
    empty(scratch->path);
    *out = scratch;
    return 0;
}

const char *ecg_scratch_path(const struct ecg_scratch *scratch)
{
    return scratch->path;
}

void ecg_scratch_close(struct ecg_scratch **scratch)
{
    struct ecg_scratch *s = *scratch;
    if (!s)
        return;
    empty(s->path);
    unlink(s->lock_path);
    rmdir(s->path);
    close(s->lock_fd);
    free_scratch(s);
    *scratch = NULL;
}
