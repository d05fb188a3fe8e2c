/* Datasets: the same bytes whatever the threads, order, shards or interruptions; bad records
 * reported and skipped; nothing of anybody else's overwritten. */
#include "core/buffer.h"
#include "core/file.h"
#include "ecgpress.h"
#include "support/check.h"
#include "support/dataset.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct listener {
    int failures, warnings;
    char last_failure[512];
    atomic_int cancel;
    size_t cancel_at;
};

static void on_failure(void *priv, const char *line)
{
    struct listener *l = priv;
    l->failures++;
    snprintf(l->last_failure, sizeof l->last_failure, "%s", line);
}

static void on_warning(void *priv, const char *line)
{
    struct listener *l = priv;
    l->warnings += line != NULL;
}

static void on_progress(void *priv, const struct ecg_progress *progress)
{
    struct listener *l = priv;
    if (l->cancel_at && progress->done >= l->cancel_at)
        atomic_store(&l->cancel, 1);
}

static int is_cancelled(void *priv)
{
    struct listener *l = priv;
    return atomic_load(&l->cancel);
}

static const char *const small_pages[] = { "output.dpi=50" };

static struct ecg_job_params base_params(const char *output, struct listener *listener)
{
    struct ecg_job_params params = {
        .synthetic = 5,
        .output = output,
        .recipe = "clean",
        .sets = small_pages,
        .n_sets = 1,
        .seed = 3,
        .variants = 2,
        .device = "software",
        .jobs = 1,
        .on_failure = on_failure,
        .on_warning = on_warning,
        .on_progress = on_progress,
        .is_cancelled = is_cancelled,
        .priv = listener,
    };
    return params;
}

static int is_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Every file's name and bytes, in order of name; `skip` leaves names out that begin with it, and
 * the lists of what shards are to make. */
static void snapshot(const char *folder, const char *skip, struct ecg_buffer *out)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_hidden, alphasort);
    for (int i = 0; i < n; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (!skip || (strncmp(entries[i]->d_name, skip, strlen(skip)) != 0 &&
                         strncmp(entries[i]->d_name, "todo-", 5) != 0)) {
            ecg_buffer_format(out, "\n== %s\n", entries[i]->d_name);
            CHECK_INT(ecg_file_read(out, path, 1 << 26, NULL), 0);
        }
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static int same(const char *folder, const char *other, const char *skip)
{
    struct ecg_buffer a = { 0 }, b = { 0 };
    snapshot(folder, skip, &a);
    snapshot(other, skip, &b);
    int equal = a.size > 1000 && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
    ecg_buffer_free(&a);
    ecg_buffer_free(&b);
    return equal;
}

static int run(const struct ecg_job_params *params, struct ecg_job_result *result)
{
    struct ecg_error error = { 0 };
    int code = ecg_job_run(params, result, &error);
    if (code < 0 && code != ECG_E_CANCELLED)
        printf("job: %s\n", error.message);
    return code;
}

static void test_threads(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    struct ecg_job_params params = base_params("reference", &listener);
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made, 10);
    CHECK_INT(result.failed, 0);
    params.output = "threads";
    params.jobs = 4;
    CHECK_INT(run(&params, &result), 0);
    CHECK(same("reference", "threads", NULL));
    /* A part of the set gives the same files. */
    params.output = "fewer";
    params.synthetic = 2;
    params.variants = 1;
    CHECK_INT(run(&params, &result), 0);
    struct ecg_buffer all = { 0 }, one = { 0 };
    CHECK_INT(ecg_file_read(&all, "reference/synthetic-0001-0.png", 1 << 26, NULL), 0);
    CHECK_INT(ecg_file_read(&one, "fewer/synthetic-0001-0.png", 1 << 26, NULL), 0);
    CHECK(all.size == one.size && memcmp(all.data, one.data, all.size) == 0);
    ecg_buffer_free(&all);
    ecg_buffer_free(&one);
}

static void test_resume(void)
{
    struct listener listener = { .cancel_at = 3 };
    struct ecg_job_result result;
    struct ecg_job_params params = base_params("resumed", &listener);
    CHECK_INT(run(&params, &result), ECG_E_CANCELLED);
    CHECK(result.made >= 3 && result.made < 10);
    size_t first = result.made;
    listener = (struct listener){ 0 };
    /* One image's file is damaged meanwhile: only whole images are kept. */
    CHECK_INT(ecg_file_write("resumed/synthetic-0000-0.png", "x", 1, NULL), 0);
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.kept, first - 1);
    CHECK_INT(result.made, 10 - result.kept);
    CHECK(same("reference", "resumed", NULL));
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made, 0);
    CHECK_INT(result.kept, 10);
    CHECK(same("reference", "resumed", NULL));
}

static void test_shards(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    struct ecg_job_params params = base_params("shards", &listener);
    size_t made = 0;
    params.shards = 3;
    for (params.shard = 0; params.shard < 3; params.shard++) {
        CHECK_INT(run(&params, &result), 0);
        CHECK(result.made >= 3);
        made += result.made;
    }
    CHECK_INT(made, 10);
    CHECK(access("shards/dataset.json", F_OK) != 0);
    CHECK_INT(ecg_merge(&params.output, 1, NULL, NULL, NULL, NULL), 0);
    CHECK(same("reference", "shards", "manifest"));
}

static struct ecg_job_params tar_params(const char *output, struct listener *listener)
{
    struct ecg_job_params params = base_params(output, listener);
    params.sink = "tar";
    params.tar_images = 3;
    return params;
}

static void test_tar(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    struct ecg_job_params params = tar_params("tar", &listener);
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made, 10);
    CHECK_INT(access("tar/shard-000003.tar", F_OK), 0);
    CHECK(access("tar/shard-000004.tar", F_OK) != 0);
    params.output = "tar-threads";
    params.jobs = 5;
    CHECK_INT(run(&params, &result), 0);
    CHECK(same("tar", "tar-threads", NULL));
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made, 0);
    CHECK_INT(result.kept, 10);
    CHECK(same("tar", "tar-threads", NULL));
    /* They hold what a folder does. */
    CHECK(system("rm -rf tar-out && mkdir tar-out && for t in tar/*.tar; do tar xf $t -C tar-out; "
                 "done") == 0);
    CHECK(system("rm -rf plain && cp -r reference plain && cd plain && "
                 "rm ecgpress.json dataset.json manifest.jsonl") == 0);
    CHECK(same("plain", "tar-out", NULL));
}

static void test_tar_resume(void)
{
    struct listener listener = { .cancel_at = 5 };
    struct ecg_job_result result;
    struct ecg_job_params params = tar_params("tar-resumed", &listener);
    CHECK_INT(run(&params, &result), ECG_E_CANCELLED);
    CHECK(result.made % 3 == 0 && result.made < 10);
    listener = (struct listener){ 0 };
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made + result.kept, 10);
    CHECK(same("tar", "tar-resumed", NULL));
    /* A damaged shard, and all after it, are made again; so are those that no line speaks of. */
    CHECK_INT(truncate("tar-resumed/shard-000001.tar", 1000), 0);
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.kept, 3);
    CHECK(same("tar", "tar-resumed", NULL));
    CHECK_INT(unlink("tar-resumed/manifest.jsonl"), 0);
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made, 10);
    CHECK(same("tar", "tar-resumed", NULL));
    struct ecg_error error = { 0 };
    params.tar_images = 4;
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_MISMATCH);
    CHECK_HAS(error.message, "tar images: 4 now, 3 in the earlier run");
    params = tar_params("tar-resumed", &listener);
    params.shards = 2;
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_MISMATCH);
    CHECK_HAS(error.message, "shards: 2 now, 1 in the earlier run");
    params = tar_params("tar-resumed", &listener);
    params.sink = "folder";
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_MISMATCH);
    CHECK_HAS(error.message, "sink: \"folder\" now, \"tar\" in the earlier run");
}

/* Each part has tars of its own; pages of all windows stay in order. */
static void test_tar_shards(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    const char *sets[] = { "output.dpi=50", "page.duration_s=2.5", "page.layout=12x1" };
    struct ecg_job_params params = tar_params("tar-shards", &listener);
    params.synthetic = 2;
    params.sets = sets;
    params.n_sets = 3;
    params.window = "all";
    params.shards = 2;
    size_t made = 0;
    for (int jobs = 1; jobs <= 4; jobs += 3) {
        params.output = jobs == 1 ? "tar-shards" : "tar-shards-threads";
        params.jobs = jobs;
        for (params.shard = 0; params.shard < 2; params.shard++) {
            CHECK_INT(run(&params, &result), 0);
            made += result.made;
        }
    }
    CHECK(made >= 2 * 2 * 2 * 4);
    CHECK(same("tar-shards", "tar-shards-threads", NULL));
    CHECK_INT(access("tar-shards/shard-0-of-2-000002.tar", F_OK), 0);
    CHECK_INT(access("tar-shards/shard-1-of-2-000002.tar", F_OK), 0);
    char command[128];
    snprintf(command, sizeof command,
        "cd tar-shards && test $(for t in *.tar; do tar tf $t; done | sort -u | wc -l) -eq %zu",
        made / 2 * 4);
    CHECK(system(command) == 0);
}

static void test_other_settings(void)
{
    struct listener listener = { 0 };
    struct ecg_error error = { 0 };
    struct ecg_job_params params = base_params("reference", &listener);
    params.seed = 4;
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_MISMATCH);
    CHECK_HAS(error.message, "seed: 4 now, 3 in the earlier run");
    params = base_params("reference", &listener);
    params.n_sets = 0;
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_MISMATCH);
    CHECK_HAS(error.message, "recipe or --set");
    params = base_params("reference", &listener);
    params.format = "gif";
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "gif");
    params = base_params("reference", &listener);
    params.window = "later";
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_ARGUMENT);
}

static void write_text(const char *path, const char *text)
{
    CHECK_INT(ecg_file_write(path, text, strlen(text), NULL), 0);
}

/* Issue "The main job", point 5. */
static void test_bad_records(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    CHECK_INT(ecg_folder_make("inputs", NULL), 0);
    write_text("inputs/good.csv", "time,I,II\n0,0.1,0.2\n0.5,0.2,0.3\n1,0.1,0.2\n1.5,0,0.1\n");
    write_text("inputs/dotted.name.csv", "time,I\n0,0.1\n0.5,0.2\n1,0.1\n");
    write_text("inputs/truncated.hea", "truncated 2 500 5000\ntruncated.dat 16 1000 16 0 0 0 0 I\n"
                                       "truncated.dat 16 1000 16 0 0 0 0 II\n");
    write_text("inputs/truncated.dat", "only a few bytes");
    write_text("inputs/garbage.hea", "\x01\x02 this is no header \xff\xfe");
    write_text("inputs/empty.hea", "");
    write_text("inputs/unknown.hea", "unknown 1 500 10\nunknown.dat 99 1000 16 0 0 0 0 I\n");
    write_text("inputs/unknown.dat", "01234567890123456789");
    write_text("inputs/missing.hea", "missing 1 500 10\nnowhere.dat 16 1000 16 0 0 0 0 I\n");
    const char *inputs[] = { "inputs" };
    struct ecg_job_params params = base_params("survivors", &listener);
    params.inputs = inputs;
    params.n_inputs = 1;
    params.variants = 1;
    CHECK_INT(run(&params, &result), ECG_E_FORMAT);
    CHECK_INT(result.made, 7);
    CHECK_INT(result.failed, 5);
    CHECK_INT(listener.failures, 5);
    CHECK_INT(access("survivors/good-0.png", F_OK), 0);
    CHECK(access("survivors/truncated-0.json", F_OK) != 0);
    struct dirent **entries;
    int n = scandir("survivors", &entries, is_hidden, alphasort);
    CHECK_INT(n, 7 * 4 + 3);
    for (int i = 0; i < n; i++) {
        CHECK(!strstr(entries[i]->d_name, "tmp"));
        free(entries[i]);
    }
    free(entries);
}

/* A record that cannot be read is told once, and costs all of its images. */
static void test_bad_record_of_many_images(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    const char *inputs[] = { "inputs/truncated.hea" };
    struct ecg_job_params params = base_params("lost", &listener);
    params.inputs = inputs;
    params.n_inputs = 1;
    params.synthetic = 0;
    params.variants = 20;
    params.jobs = 3;
    params.sink = "tar";
    CHECK_INT(run(&params, &result), ECG_E_FORMAT);
    CHECK_INT(result.made, 0);
    CHECK_INT(result.failed, 20);
    CHECK_INT(listener.failures, 1);
    CHECK_HAS(listener.last_failure, "truncated");
    CHECK(access("lost/shard-000000.tar", F_OK) != 0);
}

static void test_nothing_is_overwritten(void)
{
    struct listener listener = { 0 };
    struct ecg_error error = { 0 };
    const char *inputs[] = { "inputs" };
    struct ecg_job_params params = base_params("inputs", &listener);
    params.inputs = inputs;
    params.n_inputs = 1;
    CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "choose another folder");
    CHECK_INT(ecg_folder_make("taken", NULL), 0);
    write_text("taken/synthetic-0000-0.hea", "mine");
    params = base_params("taken", &listener);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(ecg_job_run(&params, NULL, &error), ECG_E_ARGUMENT);
        CHECK_HAS(error.message, "choose a new or empty folder");
    }
    struct ecg_buffer kept = { 0 };
    CHECK_INT(ecg_file_read(&kept, "taken/synthetic-0000-0.hea", 100, NULL), 0);
    CHECK_STR((const char *)kept.data, "mine");
    ecg_buffer_free(&kept);
}

static void test_all_windows(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    struct ecg_job_params params = base_params("windows", &listener);
    const char *sets[] = { "output.dpi=50", "page.duration_s=2.5", "page.layout=12x1" };
    params.sets = sets;
    params.n_sets = 3;
    params.synthetic = 1;
    params.variants = 1;
    params.window = "all";
    CHECK_INT(run(&params, &result), 0);
    CHECK_INT(result.made, 4);
    CHECK_INT(access("windows/synthetic-0000-0-p3.png", F_OK), 0);
}

static void test_jpeg(void)
{
    struct listener listener = { 0 };
    struct ecg_job_result result;
    struct ecg_job_params params = base_params("jpeg", &listener);
    params.format = "jpeg";
    params.variants = 1;
    CHECK_INT(run(&params, &result), 0);
    struct ecg_buffer file = { 0 };
    CHECK_INT(ecg_file_read(&file, "jpeg/synthetic-0002-0.jpg", 1 << 26, NULL), 0);
    CHECK(file.size > 1000 && memcmp(file.data, "\xff\xd8\xff", 3) == 0);
    ecg_buffer_free(&file);
    CHECK_INT(ecg_file_read(&file, "jpeg/synthetic-0002-0.json", 1 << 26, NULL), 0);
    CHECK_HAS((const char *)file.data, "synthetic-0002-0.jpg");
    ecg_buffer_free(&file);
}

int main(void)
{
    const char *folders[] = { "reference", "threads", "fewer", "resumed", "shards", "survivors",
        "inputs", "taken", "windows", "jpeg", "tar", "tar-threads", "tar-resumed", "tar-shards",
        "tar-shards-threads", "lost" };
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        dataset_remove(folders[i]);
    test_threads();
    test_resume();
    test_shards();
    test_tar();
    test_tar_resume();
    test_tar_shards();
    test_other_settings();
    test_bad_records();
    test_bad_record_of_many_images();
    test_nothing_is_overwritten();
    test_all_windows();
    test_jpeg();
    return check_done();
}
