/*
 * Files that fail: in a small run from recordings to a dataset, each call that opens, reads,
 * lists, writes, closes or renames a file fails in turn, or a file ends early while it is read.
 * Every time the run says so with a failing status or comes out as if nothing had been; what lies
 * in the folder is whole, and the same command again makes what an undisturbed run makes. Reads
 * and writes that do only part of what was asked, and signals between, change nothing.
 *
 * This program has functions of its own under the C library's names, which the engine then calls.
 * Every STRIDE-th call in an ordinary run, each with ECGPRESS_FAULTS=all in the environment.
 */
#include "core/file.h"
#include "ecgpress.h"
#include "support/check.h"
#include "support/dataset.h"
#include "support/faults.h"
#include "support/wfdb_writer.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STRIDE = 11 };

enum mode { MODE_OFF, MODE_FAIL, MODE_END, MODE_PARTS };

static _Atomic enum mode mode;
static atomic_long calls, fatal_call; /* of those that can fail; the one that does, 0: none */
static atomic_int parts;

static void *real(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

/* Defines a pointer of the function's type to the C library's function of that name. */
#define REAL(name, type)                                                                          \
    type;                                                                                         \
    *(void **)&libc = real(name)

static bool fails(enum mode kind, int why)
{
    if (atomic_load(&mode) != kind || atomic_fetch_add(&calls, 1) + 1 != atomic_load(&fatal_call))
        return false;
    errno = why;
    return true;
}

/* ---- Files as the engine sees them ---- */

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    int permissions = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    REAL("open", int (*libc)(const char *, int, ...));
    return fails(MODE_FAIL, EACCES) ? -1 : libc(path, flags, permissions);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    REAL("read", ssize_t(*libc)(int, void *, size_t));
    if (fails(MODE_FAIL, EIO))
        return -1;
    if (fails(MODE_END, 0))
        return 0;
    if (atomic_load(&mode) == MODE_PARTS) {
        if (atomic_fetch_add(&parts, 1) % 3 == 1) {
            errno = EINTR;
            return -1;
        }
        size = size < 97 ? size : 97;
    }
    return libc(fd, bytes, size);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL("write", ssize_t(*libc)(int, const void *, size_t));
    if (fails(MODE_FAIL, ENOSPC)) { /* half of it finds room */
        libc(fd, bytes, size / 2);
        errno = ENOSPC;
        return -1;
    }
    if (atomic_load(&mode) == MODE_PARTS && size > 4096) {
        if (atomic_fetch_add(&parts, 1) % 3 == 1) {
            errno = EINTR;
            return -1;
        }
        size /= 2;
    }
    return libc(fd, bytes, size);
}

int close(int fd)
{
    REAL("close", int (*libc)(int));
    int code = libc(fd);
    return fails(MODE_FAIL, EIO) ? -1 : code;
}

int rename(const char *from, const char *to)
{
    REAL("rename", int (*libc)(const char *, const char *));
    return fails(MODE_FAIL, ENOSPC) ? -1 : libc(from, to);
}

int mkdir(const char *path, mode_t permissions)
{
    REAL("mkdir", int (*libc)(const char *, mode_t));
    return fails(MODE_FAIL, EROFS) ? -1 : libc(path, permissions);
}

DIR *opendir(const char *path)
{
    REAL("opendir", DIR * (*libc)(const char *));
    return fails(MODE_FAIL, EACCES) ? NULL : libc(path);
}

struct dirent *readdir(DIR *dir)
{
    REAL("readdir", struct dirent * (*libc)(DIR *));
    return fails(MODE_FAIL, EIO) ? NULL : libc(dir);
}

FILE *fopen(const char *path, const char *how)
{
    REAL("fopen", FILE * (*libc)(const char *, const char *));
    return fails(MODE_FAIL, EMFILE) ? NULL : libc(path, how);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
    REAL("fwrite", size_t(*libc)(const void *, size_t, size_t, FILE *));
    return libc(bytes, size, fails(MODE_FAIL, ENOSPC) ? count / 2 : count, file);
}

int fflush(FILE *file)
{
    REAL("fflush", int (*libc)(FILE *));
    return fails(MODE_FAIL, ENOSPC) ? EOF : libc(file);
}

int fsync(int fd)
{
    REAL("fsync", int (*libc)(int));
    return fails(MODE_FAIL, EIO) ? -1 : libc(fd);
}

int fclose(FILE *file)
{
    REAL("fclose", int (*libc)(FILE *));
    int code = libc(file);
    return fails(MODE_FAIL, EIO) ? EOF : code;
}

/* ---- Runs ---- */

static const char *sink;
static int warnings, failures;

static void on_warning(void *priv, const char *line)
{
    (void)priv;
    warnings += line != NULL;
}

static void on_failure(void *priv, const char *line)
{
    (void)priv;
    failures += line != NULL;
}

static int run(const char *folder, struct ecg_error *error)
{
    static const char *const inputs[] = { "recordings" };
    static const char *const sets[] = { "output.dpi=50", "output.png.effort=small" };
    struct ecg_job_params params = {
        .inputs = inputs,
        .n_inputs = 1,
        .output = folder,
        .recipe = "plain.yaml",
        .sets = sets,
        .n_sets = 2,
        .seed = 5,
        .variants = 2,
        .sink = sink,
        .tar_images = 3,
        .device = "software",
        .jobs = 1,
        .on_warning = on_warning,
        .on_failure = on_failure,
    };
    struct ecg_job_result result;
    warnings = failures = 0;
    return ecg_job_run(&params, &result, error);
}

/* The n-th call fails; 0: none. */
static int run_failing(enum mode kind, long n, const char *folder, struct ecg_error *error)
{
    atomic_store(&calls, 0);
    atomic_store(&fatal_call, n);
    atomic_store(&mode, kind);
    int code = run(folder, error);
    atomic_store(&mode, MODE_OFF);
    return code;
}

/* ECG_E_FORMAT when it cost a recording, which was told. */
static bool is_honest(int code, const struct ecg_error *error)
{
    if (code == 0)
        return CHECK(dataset_same("reference", "failing"));
    bool told = code == ECG_E_FORMAT ? failures > 0 : code == ECG_E_IO || code == ECG_E_MISMATCH;
    return CHECK(told) && CHECK(strlen(error->message) > 10);
}

static void check_nth(enum mode kind, long n, bool resumes)
{
    struct ecg_error error = { 0 };
    dataset_remove("failing");
    int code = run_failing(kind, n, "failing", &error);
    bool ok = is_honest(code, &error) && CHECK(dataset_is_sound("failing"));
    if (ok && resumes)
        ok = CHECK_INT(run("failing", &error), 0) && CHECK(dataset_is_sound("failing"));
    /* Shards that are whole stay: what was left out of them comes in later ones. */
    bool differs = strcmp(sink, "tar") == 0 && code == ECG_E_FORMAT;
    if (ok && resumes && !differs)
        ok = CHECK(dataset_same("reference", "failing"));
    if (!ok)
        printf("  %s, mode %d, call %ld: %d, %s\n", sink, (int)kind, n, code, error.message);
}

static void sweep(enum mode kind, int stride)
{
    struct ecg_error error = { 0 };
    dataset_remove("failing");
    if (!CHECK_INT(run_failing(kind, 0, "failing", &error), 0))
        return;
    long count = atomic_load(&calls), tried = 0;
    CHECK(count > 5);
    for (long n = 1; n <= count; n += stride, tried++)
        check_nth(kind, n, tried % 4 == 1 || stride == 1);
    printf("%s, mode %d: %ld of %ld calls\n", sink, (int)kind, tried, count);
}

static void test_sink(const char *kind, int stride)
{
    struct ecg_error error = { 0 };
    sink = kind;
    dataset_remove("reference");
    if (!CHECK_INT(run("reference", &error), 0)) {
        printf("%s\n", error.message);
        return;
    }
    dataset_remove("failing");
    CHECK_INT(run_failing(MODE_PARTS, 0, "failing", &error), 0);
    CHECK(dataset_same("reference", "failing"));
    sweep(MODE_END, (stride + 3) / 4);
    sweep(MODE_FAIL, stride);
}

static void write_recordings(void)
{
    enum { FRAMES = 40000 };
    static int32_t samples[FRAMES];
    static const char csv[] = "time,II\n0,0\n0.01,0.1\n0.02,0.2\n0.03,0.3\n0.04,0.1\n0.05,0\n";
    static const char recipe[] = "about: Plain\nbase: clean\n";
    for (int i = 0; i < FRAMES; i++)
        samples[i] = (int32_t)(800 * sin(i / 40.0));
    struct wfdb_writer_signal signal = { .format = 16, .name = "II", .samples = samples };
    mkdir("recordings", 0777);
    mkdir("recordings/more", 0777);
    CHECK_INT(wfdb_write("recordings", "one", 500, FRAMES, &signal, 1, ""), 0);
    CHECK_INT(wfdb_write_file("recordings/more", "two.csv", csv, strlen(csv)), 0);
    CHECK_INT(ecg_file_write("plain.yaml", recipe, strlen(recipe), NULL), 0);
}

int main(void)
{
    int stride = fault_stride(STRIDE);
    write_recordings();
    test_sink("folder", stride);
    test_sink("tar", stride);
    return check_done();
}
