/* Sinks: folders whole set by set, tar shards the same bytes for any order and any threads, valid
 * for GNU tar and libarchive; hashes that tell. */
#include "core/file.h"
#include "output/hash.h"
#include "output/sink.h"
#include "output/tar.h"
#include "support/check.h"

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#endif
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SETS = 40, MISSING = 7 };

static void empty_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    ecg_folder_make(folder, NULL);
}

/* Contents of set k: sizes around the block size, 0 among them. */
static size_t content(int k, int file, char *bytes)
{
    size_t size = (size_t)(k * 131 + file * 512) % 1600;
    if (k == 3)
        size = 0;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)('a' + (i * 7 + (size_t)k + (size_t)file) % 26);
    return size;
}

static int put(struct ecg_sink *sink, int k)
{
    static const char *const endings[] = { ".png", ".json" };
    char bytes[2][1600], name[16];
    struct ecg_sink_file files[2];
    for (int f = 0; f < 2; f++)
        files[f] = (struct ecg_sink_file){ endings[f], bytes[f], content(k, f, bytes[f]), 0 };
    snprintf(name, sizeof name, "rec%02d-0", k);
    struct ecg_sink_set set = {
        .number = (uint64_t)k, .name = name, .note = "a note", .files = files, .n_files = 2
    };
    return k == MISSING ? ecg_sink_skip(sink, (uint64_t)k, 0, 1, NULL)
                        : ecg_sink_put(sink, &set, NULL);
}

struct told {
    int count, last, disordered;
    char file[64];
};

static int remember(void *priv, const struct ecg_sink_kept *kept, struct ecg_error *error)
{
    struct told *told = priv;
    (void)error;
    CHECK_STR(kept->note, "a note");
    told->count++;
    told->disordered += (int)kept->number < told->last;
    told->last = (int)kept->number;
    snprintf(told->file, sizeof told->file, "%s", kept->shard ? kept->shard : "");
    return 0;
}

static struct ecg_sink *open_tar(const char *folder, struct told *told)
{
    struct ecg_sink *sink = NULL;
    struct ecg_sink_params params = { .kind = "tar",
        .folder = folder,
        .on_kept = remember,
        .priv = told,
        .shard_sets = 9,
        .shard_bytes = 40000 };
    CHECK_INT(ecg_sink_open(&sink, &params, NULL), 0);
    return sink;
}

static int same_file(const char *a, const char *b)
{
    struct ecg_buffer x = { 0 }, y = { 0 };
    int same = ecg_file_read(&x, a, 1 << 24, NULL) == 0 &&
               ecg_file_read(&y, b, 1 << 24, NULL) == 0 && x.size == y.size &&
               memcmp(x.data, y.data, x.size) == 0;
    ecg_buffer_free(&x);
    ecg_buffer_free(&y);
    return same;
}

/* Number of shards of both folders when they hold the same, else -1. */
static int same_shards(const char *a, const char *b)
{
    for (int n = 0;; n++) {
        char x[64], y[64];
        snprintf(x, sizeof x, "%s/shard-%06d.tar", a, n);
        snprintf(y, sizeof y, "%s/shard-%06d.tar", b, n);
        if (access(x, F_OK) < 0)
            return access(y, F_OK) < 0 ? n : -1;
        if (!same_file(x, y))
            return -1;
    }
}

struct putter {
    struct ecg_sink *sink;
    int first;
};

static void *put_every_third(void *priv)
{
    struct putter *p = priv;
    for (int k = p->first; k < SETS; k += 3)
        CHECK_INT(put(p->sink, k), 0);
    return NULL;
}

static void test_order(void)
{
    struct told one = { 0 }, two = { 0 }, three = { 0 };
    empty_folder("in-order");
    struct ecg_sink *sink = open_tar("in-order", &one);
    for (int k = 0; k < SETS; k++)
        CHECK_INT(put(sink, k), 0);
    CHECK(access("in-order/shard-000000.tar", F_OK) == 0);
    CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
    CHECK_INT(one.count, SETS - 1);
    CHECK_INT(one.disordered, 0);

    empty_folder("backwards");
    sink = open_tar("backwards", &two);
    for (int k = SETS - 1; k >= 0; k--)
        CHECK_INT(put(sink, k), 0);
    CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
    CHECK(same_shards("in-order", "backwards") >= 5);

    empty_folder("threads");
    sink = open_tar("threads", &three);
    pthread_t threads[3];
    struct putter putters[3];
    for (int k = 0; k < 3; k++) {
        putters[k] = (struct putter){ sink, k };
        pthread_create(&threads[k], NULL, put_every_third, &putters[k]);
    }
    for (int k = 0; k < 3; k++)
        pthread_join(threads[k], NULL);
    CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
    CHECK_INT(same_shards("in-order", "threads"), same_shards("in-order", "backwards"));
    CHECK_INT(three.count, SETS - 1);
}

static void test_limits(void)
{
    int n = same_shards("in-order", "in-order"), sets = 0;
    for (int k = 0; k < n; k++) {
        char command[96], line[256];
        struct stat st;
        snprintf(command, sizeof command, "in-order/shard-%06d.tar", k);
        stat(command, &st);
        CHECK(st.st_size <= 40000);
        snprintf(command, sizeof command, "tar tf in-order/shard-%06d.tar", k);
        FILE *list = popen(command, "r");
        int files = 0;
        while (list && fgets(line, sizeof line, list))
            files++;
        CHECK_INT(pclose(list), 0);
        CHECK(files <= 18 && files % 2 == 0);
        sets += files / 2;
    }
    CHECK_INT(sets, SETS - 1);
}

/* Stopped before its end and taken up again, the set of shards is as if nothing had happened. */
static void test_resume(void)
{
    struct told told = { 0 };
    empty_folder("resumed");
    struct ecg_sink *sink = open_tar("resumed", &told);
    for (int k = 0; k < 25; k++)
        put(sink, k);
    ecg_sink_close(&sink, 0, NULL);
    CHECK(told.count > 0 && told.count < 24);
    FILE *stale = fopen("resumed/shard-000009.tar.part", "w");
    fclose(stale);
    struct ecg_sink_params params = { .kind = "tar",
        .folder = "resumed",
        .on_kept = remember,
        .priv = &told,
        .shard_sets = 9,
        .shard_bytes = 40000,
        .first_number = (uint64_t)told.last + 1,
        .first_shard = strtoull(told.file + 6, NULL, 10) + 1 };
    CHECK_INT(ecg_sink_open(&sink, &params, NULL), 0);
    CHECK(access("resumed/shard-000009.tar.part", F_OK) < 0);
    for (int k = told.last + 1; k < SETS; k++)
        CHECK_INT(put(sink, k), 0);
    CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
    CHECK_INT(same_shards("in-order", "resumed"), same_shards("in-order", "in-order"));
}

/* GNU tar reads names that no plain header holds. */
static void test_long_names(void)
{
    struct told told = { 0 };
    char name[240], wanted[300], line[300] = "", *end;
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = 0;
    empty_folder("long");
    struct ecg_sink *sink = open_tar("long", &told);
    struct ecg_sink_file files[] = { { ".txt", "abc", 3, 0 }, { ".json", "{}", 2, 0 } };
    for (int k = 0; k < 2; k++) {
        struct ecg_sink_set set = { .number = (uint64_t)k,
            .name = k ? "short" : name,
            .note = "a note",
            .files = files,
            .n_files = 2 };
        CHECK_INT(ecg_sink_put(sink, &set, NULL), 0);
    }
    CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
    struct stat st;
    CHECK_INT(stat("long/shard-000000.tar", &st), 0);
    CHECK_INT(st.st_size, ecg_tar_space(243, 3) + ecg_tar_space(244, 2) + ecg_tar_space(9, 3) +
                              ecg_tar_space(10, 2) + ECG_TAR_END);
    FILE *list = popen("tar tf long/shard-000000.tar && tar xOf long/shard-000000.tar", "r");
    for (int k = 0; k < 4; k++) {
        CHECK(fgets(line, sizeof line, list) != NULL);
        if ((end = strchr(line, '\n')))
            *end = 0;
        snprintf(wanted, sizeof wanted, "%s%s", k / 2 ? "short" : name, files[k % 2].ending);
        CHECK_STR(line, wanted);
    }
    CHECK(fgets(line, sizeof line, list) != NULL);
    CHECK_STR(line, "abc{}abc{}");
    CHECK_INT(pclose(list), 0);
}

/* A number of several sets: each in its place, whatever the order; a part may be skipped. */
static void test_parts(void)
{
    static const int orders[][6] = { { 0, 1, 2, 3, 4, 5 }, { 5, 3, 1, 4, 0, 2 } };
    static const struct {
        int number, part, parts;
        const char *name;
    } sets[] = { { 0, 0, 2, "a0" }, { 0, 1, 2, "a1" }, { 1, 0, 1, "b" }, { 2, 0, 3, "c0" },
        { 2, 1, 3, NULL }, { 2, 2, 3, "c2" } };
    for (int order = 0; order < 2; order++) {
        struct told told = { 0 };
        const char *folder = order ? "parts-1" : "parts-0";
        empty_folder(folder);
        struct ecg_sink *sink = open_tar(folder, &told);
        for (int k = 0; k < 6; k++) {
            int i = orders[order][k];
            struct ecg_sink_file file = { ".txt", sets[i].name, 1, 0 };
            struct ecg_sink_set set = { .number = (uint64_t)sets[i].number,
                .part = sets[i].part,
                .parts = sets[i].parts,
                .name = sets[i].name,
                .note = "a note",
                .files = &file,
                .n_files = 1 };
            CHECK(ecg_sink_wants(sink, set.number));
            CHECK_INT(
                sets[i].name ? ecg_sink_put(sink, &set, NULL) : ecg_sink_skip(sink, 2, 1, 3, NULL),
                0);
        }
        CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
        CHECK_INT(told.count, 5);
    }
    CHECK_INT(same_shards("parts-0", "parts-1"), 1);
}

#ifdef HAVE_LIBARCHIVE
static void test_libarchive(void)
{
    struct archive *in = archive_read_new();
    struct archive_entry *entry;
    char got[4096], wanted[1600];
    int files = 0;
    archive_read_support_format_tar(in);
    CHECK_INT(archive_read_open_filename(in, "in-order/shard-000000.tar", 10240), ARCHIVE_OK);
    while (archive_read_next_header(in, &entry) == ARCHIVE_OK) {
        int k = 0;
        sscanf(archive_entry_pathname(entry), "rec%d", &k);
        size_t size = content(k, files % 2, wanted);
        CHECK_INT(archive_entry_size(entry), size);
        CHECK_INT(archive_entry_mtime(entry), 0);
        CHECK_INT(archive_entry_perm(entry), 0644);
        CHECK_INT(archive_read_data(in, got, sizeof got), size);
        CHECK(memcmp(got, wanted, size) == 0);
        files++;
    }
    CHECK(files > 8);
    archive_read_free(in);
}
#endif

static void test_folder(void)
{
    struct ecg_sink *sink;
    struct told told = { 0 };
    struct ecg_sink_params params = {
        .kind = "folder", .folder = "plain", .on_kept = remember, .priv = &told
    };
    empty_folder("plain");
    CHECK_INT(ecg_sink_open(&sink, &params, NULL), 0);
    CHECK_INT(put(sink, 12), 0);
    CHECK_INT(told.count, 1);
    struct ecg_buffer file = { 0 };
    char wanted[1600];
    CHECK_INT(ecg_file_read(&file, "plain/rec12-0.json", 10000, NULL), 0);
    CHECK_INT(file.size, content(12, 1, wanted));
    CHECK(memcmp(file.data, wanted, file.size) == 0);
    ecg_buffer_free(&file);
    /* A file that cannot be written ends the set before its last file. */
    mkdir("plain/rec13-0.png", 0777);
    CHECK_INT(put(sink, 13), ECG_E_IO);
    CHECK(access("plain/rec13-0.json", F_OK) < 0);
    CHECK_INT(told.count, 1);
    rmdir("plain/rec13-0.png");
    CHECK_INT(ecg_sink_close(&sink, 1, NULL), 0);
}

static uint64_t hash_of(int first, int step)
{
    struct ecg_sink *sink;
    struct ecg_sink_params params = { .kind = "hash" };
    ecg_sink_open(&sink, &params, NULL);
    for (int k = 0; k < 10; k++)
        put(sink, first + (k * step) % 10);
    uint64_t hash = ecg_sink_hash(sink);
    ecg_sink_close(&sink, 1, NULL);
    return hash;
}

static void test_hash(void)
{
    CHECK(hash_of(10, 1) == hash_of(10, 3));
    CHECK(hash_of(10, 1) != hash_of(11, 1));
    unsigned char bytes[100] = { 0 };
    uint64_t plain = ecg_hash64(0, bytes, 100), seen = plain;
    for (int bit = 0; bit < 800; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        CHECK(ecg_hash64(0, bytes, 100) != plain);
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t n = 0; n < 100; n++) {
        uint64_t shorter = ecg_hash64(0, bytes, n);
        CHECK(shorter != seen);
        seen = shorter;
    }
    CHECK(ecg_hash64(1, bytes, 5) != ecg_hash64(2, bytes, 5));
}

static void test_refusals(void)
{
    struct ecg_sink *sink = NULL;
    struct ecg_error error;
    struct ecg_sink_params params = { .kind = "zip" };
    CHECK_INT(ecg_sink_open(&sink, &params, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "\"zip\"");
    CHECK(sink == NULL);
    params = (struct ecg_sink_params){ .kind = "tar", .folder = "nowhere" };
    CHECK_INT(ecg_sink_open(&sink, &params, &error), ECG_E_IO);
    CHECK_HAS(error.message, "nowhere");
    empty_folder("refused");
    params.folder = "refused";
    CHECK_INT(ecg_sink_open(&sink, &params, &error), 0);
    struct ecg_sink_set set = { .name = "a.b" };
    CHECK_INT(ecg_sink_put(sink, &set, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "a.b");
    set.name = "ab";
    set.number = 5;
    CHECK_INT(ecg_sink_put(sink, &set, &error), 0);
    CHECK_INT(ecg_sink_put(sink, &(struct ecg_sink_set){ .name = "x" }, &error), ECG_E_ARGUMENT);
    CHECK_INT(ecg_sink_close(&sink, 1, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "neither put nor skipped");
    unsigned char headers[ECG_TAR_HEADERS];
    size_t length;
    CHECK_INT(ecg_tar_headers(headers, &length, "big", (uint64_t)1 << 33, &error), ECG_E_LIMIT);
    CHECK_INT(ecg_tar_headers(headers, &length, "/etc/x", 1, &error), ECG_E_ARGUMENT);
}

int main(void)
{
    test_order();
    test_limits();
    test_resume();
    test_long_names();
    test_parts();
#ifdef HAVE_LIBARCHIVE
    test_libarchive();
#endif
    test_folder();
    test_hash();
    test_refusals();
    return check_done();
}
