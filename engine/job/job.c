/* A dataset: recordings in, pictures with their truth out, through the pipeline's three stages. */
#include "core/alloc.h"
#include "core/file.h"
#include "gpu/context.h"
#include "job/finish.h"
#include "job/journal.h"
#include "job/pipeline.h"
#include "job/settings.h"
#include "job/work.h"
#include "job/worklist.h"
#include "output/sink.h"
#include "recipe/recipe.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum stage { STAGE_PREPARE, STAGE_RENDER, STAGE_ENCODE, STAGE_WRITE, STAGE_COUNT };

static const char *const stage_names[STAGE_COUNT] = { "prepare", "render", "encode", "write" };

struct job {
    const struct ecg_job_params *params;
    struct ecg_worklist *list;
    struct ecg_recipe *recipe;
    struct ecg_fonts *fonts;
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_finisher *finisher;
    struct ecg_sink *sink;
    struct ecg_journal *journal;
    double start_s;

    /* Frames inside the renderer, oldest first; the rendering thread's own. */
    struct ecg_work *under_way[8];
    int n_under_way;

    pthread_mutex_t lock; /* for all below, the journal, and the callbacks to the caller */
    size_t made, failed, total, kept;
    uint64_t bytes;
    double busy_s[STAGE_COUNT];
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void add_time(struct job *job, enum stage stage, double since_s)
{
    double busy_s = now_s() - since_s;
    pthread_mutex_lock(&job->lock);
    job->busy_s[stage] += busy_s;
    pthread_mutex_unlock(&job->lock);
}

/* With the lock held. */
static void tell_progress(struct job *job)
{
    if (!job->params->on_progress)
        return;
    struct ecg_progress progress = {
        .done = job->made,
        .failed = job->failed,
        .total = job->total,
        .bytes = job->bytes,
        .seconds = now_s() - job->start_s,
    };
    job->params->on_progress(job->params->priv, &progress);
}

/* `lost`: images that will not come. */
static void tell_failure(struct job *job, const char *line, size_t lost)
{
    pthread_mutex_lock(&job->lock);
    job->failed += lost;
    if (job->params->on_failure)
        job->params->on_failure(job->params->priv, line);
    tell_progress(job);
    pthread_mutex_unlock(&job->lock);
}

static void tell_warning(struct job *job, const char *record, const char *line)
{
    char text[700];
    snprintf(text, sizeof text, "warning: %s: %s", record, line);
    pthread_mutex_lock(&job->lock);
    if (job->params->on_warning)
        job->params->on_warning(job->params->priv, text);
    pthread_mutex_unlock(&job->lock);
}

/* Records are shared by the frames made of them and freed with the last one. */
struct shared_record {
    struct ecg_record *record;
    int users;
};

static void let_go(struct job *job, struct shared_record *shared)
{
    pthread_mutex_lock(&job->lock);
    int left = --shared->users;
    pthread_mutex_unlock(&job->lock);
    if (left > 0)
        return;
    ecg_record_destroy(&shared->record);
    ecg_free(shared);
}

static void free_work(struct job *job, struct ecg_work *work)
{
    struct shared_record *shared = work->owner;
    ecg_work_destroy(&work);
    let_go(job, shared);
}

static struct shared_record *read_record(
    struct job *job, const struct ecg_task *task, struct ecg_error *error)
{
    struct shared_record *shared = ecg_calloc(1, sizeof *shared);
    if (!shared) {
        ecg_fail(error, ECG_E_MEMORY, "out of memory");
        return NULL;
    }
    shared->users = 1;
    int code = ecg_worklist_read(job->list, task, &shared->record, error);
    if (code < 0) {
        ecg_free(shared);
        return NULL;
    }
    if (task->first_variant == 0)
        for (int i = 0; i < shared->record->n_warnings; i++)
            tell_warning(job, shared->record->path, shared->record->warnings[i]);
    return shared;
}

/* Whether this run makes the image of that number: shards share images out one by one. */
static int is_ours(const struct job *job, uint64_t number)
{
    return job->params->shards < 2 || number % job->params->shards == job->params->shard;
}

static int make_page(struct job *job, struct ecg_pipeline *pipeline, struct shared_record *shared,
    const struct ecg_scene *scene, const char *name)
{
    pthread_mutex_lock(&job->lock);
    int known = ecg_journal_has(job->journal, name);
    job->kept += known ? 1 : 0;
    job->total -= known ? 1 : 0;
    pthread_mutex_unlock(&job->lock);
    if (known)
        return 0;
    struct ecg_work *work = NULL;
    struct ecg_error bad = { 0 };
    double since_s = now_s();
    int code = ecg_work_create(&work, name, scene, shared->record, job->fonts, &bad);
    add_time(job, STAGE_PREPARE, since_s);
    if (code < 0) {
        ecg_fail_in(&bad, shared->record->path);
        tell_failure(job, bad.message, 1);
        return 0;
    }
    work->owner = shared;
    pthread_mutex_lock(&job->lock);
    shared->users++;
    pthread_mutex_unlock(&job->lock);
    return ecg_pipeline_emit(pipeline, work);
}

/* All sheets that the record needs in this scene's layout. */
static int make_all_pages(struct job *job, struct ecg_pipeline *pipeline,
    struct shared_record *shared, const struct ecg_task *task, const struct ecg_scene *scene)
{
    int windows = 0, lead_pages = 0, code;
    double window_s = 0;
    struct ecg_error bad = { 0 };
    if (ecg_page_count(scene, shared->record, &windows, &window_s, &lead_pages, &bad) < 0) {
        ecg_fail_in(&bad, shared->record->path);
        tell_failure(job, bad.message, 1);
        return 0;
    }
    pthread_mutex_lock(&job->lock);
    job->total -= is_ours(job, task->index + scene->variant) ? 1 : 0;
    pthread_mutex_unlock(&job->lock);
    for (int page = 0; page < windows * lead_pages; page++) {
        if (!is_ours(job, task->index + scene->variant + (uint64_t)page))
            continue;
        struct ecg_scene one = *scene;
        char name[400];
        one.page_window = 0;
        one.page_window_start_s = page / lead_pages * window_s;
        one.page_lead_page = page % lead_pages;
        one.key = ecg_key_index(scene->key, (uint64_t)page);
        snprintf(name, sizeof name, "%s-%llu-p%d", shared->record->id,
            (unsigned long long)scene->variant, page);
        pthread_mutex_lock(&job->lock);
        job->total++;
        pthread_mutex_unlock(&job->lock);
        if ((code = make_page(job, pipeline, shared, &one, name)) < 0)
            return code;
    }
    return 0;
}

static int make_variant(struct job *job, struct ecg_pipeline *pipeline,
    struct shared_record *shared, const struct ecg_task *task, uint64_t variant,
    struct ecg_error *error)
{
    struct ecg_scene scene;
    char name[400];
    int code = ecg_recipe_draw(
        job->recipe, job->params->seed, shared->record->id, variant, &scene, error);
    if (code < 0)
        return code;
    if (job->params->window && strcmp(job->params->window, "all") == 0)
        return make_all_pages(job, pipeline, shared, task, &scene);
    if (!is_ours(job, task->index + variant))
        return 0;
    snprintf(name, sizeof name, "%s-%llu", shared->record->id, (unsigned long long)variant);
    return make_page(job, pipeline, shared, &scene, name);
}

static int produce(
    void *priv, size_t number, struct ecg_pipeline *pipeline, struct ecg_error *error)
{
    struct job *job = priv;
    struct ecg_task task = ecg_worklist_task(job->list, number);
    struct ecg_error bad = { 0 };
    double since_s = now_s();
    struct shared_record *shared = read_record(job, &task, &bad);
    add_time(job, STAGE_PREPARE, since_s);
    if (!shared) {
        tell_failure(job, bad.message, (size_t)(task.end_variant - task.first_variant));
        return 0;
    }
    int code = 0;
    for (uint64_t v = task.first_variant; code == 0 && v < task.end_variant; v++)
        code = make_variant(job, pipeline, shared, &task, v, error);
    let_go(job, shared);
    return code == ECG_E_CANCELLED ? 0 : code;
}

static int take_oldest(struct job *job, void **done, struct ecg_error *error)
{
    struct ecg_work *work = job->under_way[0];
    job->n_under_way--;
    memmove(
        job->under_way, job->under_way + 1, (size_t)job->n_under_way * sizeof job->under_way[0]);
    *done = work;
    return ecg_renderer_fetch(job->renderer, &work->image, error);
}

static int render(void *priv, void *frame, void **done, struct ecg_error *error)
{
    struct job *job = priv;
    double since_s = now_s();
    int code = 0;
    if (frame) {
        struct ecg_work *work = frame;
        struct ecg_render_job render_job = ecg_work_job(work);
        code = ecg_renderer_submit(job->renderer, &render_job, error);
        if (code < 0) {
            free_work(job, work);
            return code;
        }
        job->under_way[job->n_under_way++] = work;
    }
    int depth = ecg_renderer_depth(job->renderer);
    if (job->n_under_way && (!frame || job->n_under_way >= depth))
        code = take_oldest(job, done, error);
    add_time(job, STAGE_RENDER, since_s);
    return code;
}

/* Called by the sink: what it keeps is journalled. */
static int keep(void *priv, const struct ecg_sink_kept *kept, struct ecg_error *error)
{
    struct job *job = priv;
    struct ecg_buffer line = { 0 };
    ecg_buffer_format(&line, "{%s", kept->note);
    if (kept->hash)
        ecg_buffer_format(&line, ",\"hash\":\"%016llx\"", (unsigned long long)kept->hash);
    ecg_buffer_text(&line, "}");
    pthread_mutex_lock(&job->lock);
    int code = line.failed
                   ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", kept->name)
                   : ecg_journal_add(job->journal, kept->name, (const char *)line.data, error);
    if (code == 0) {
        job->made++;
        tell_progress(job);
    }
    pthread_mutex_unlock(&job->lock);
    ecg_buffer_free(&line);
    return code;
}

static int put_files(struct job *job, const struct ecg_work *work, const struct ecg_files *files,
    struct ecg_error *error)
{
    struct ecg_sink_file *sink_files = ecg_calloc(files->n, sizeof *sink_files);
    struct ecg_buffer note = { 0 };
    uint64_t bytes = 0;
    ecg_finish_describe(work, ecg_sink_writes(job->sink) ? files : NULL, &note);
    for (size_t i = 0; sink_files && i < files->n; i++) {
        const struct ecg_out_file *file = &files->items[i];
        sink_files[i] = (struct ecg_sink_file){ file->ending, file->bytes.data, file->bytes.size };
        bytes += file->bytes.size;
    }
    const struct ecg_sink_set set = {
        .name = work->name,
        .note = (const char *)note.data,
        .files = sink_files,
        .n_files = files->n,
    };
    int code = sink_files && !note.failed
                   ? ecg_sink_put(job->sink, &set, error)
                   : ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    pthread_mutex_lock(&job->lock);
    job->bytes += code == 0 ? bytes : 0;
    pthread_mutex_unlock(&job->lock);
    ecg_buffer_free(&note);
    ecg_free(sink_files);
    return code;
}

static int finish(void *priv, void *frame, struct ecg_error *error)
{
    struct job *job = priv;
    struct ecg_work *work = frame;
    struct ecg_files files = { 0 };
    double since_s = now_s();
    int code = ecg_finisher_encode(job->finisher, work, &files, error);
    add_time(job, STAGE_ENCODE, since_s);
    since_s = now_s();
    if (code == 0)
        code = put_files(job, work, &files, error);
    add_time(job, STAGE_WRITE, since_s);
    ecg_files_free(&files);
    free_work(job, work);
    return code;
}

static void drop(void *priv, void *frame)
{
    free_work(priv, frame);
}

/* --window is a parameter like others, but for "all", which asks for several pages. */
static int apply_window(struct ecg_recipe *recipe, const char *window, struct ecg_error *error)
{
    char assignment[120];
    if (!window || strcmp(window, "all") == 0)
        return 0;
    if (strcmp(window, "random") == 0)
        return ecg_recipe_set(recipe, "page.window=random", error);
    const char *start_s = strcmp(window, "start") == 0 ? "0" : window;
    if (strspn(start_s, "0123456789.") != strlen(start_s) || strlen(start_s) > 32)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "window: expected start, random, all or seconds, got \"%s\"", window);
    snprintf(assignment, sizeof assignment, "page.window_start_s=%s", start_s);
    int code = ecg_recipe_set(recipe, "page.window=at", error);
    return code < 0 ? code : ecg_recipe_set(recipe, assignment, error);
}

static int load_recipe(struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    int code = ecg_recipe_load(&job->recipe, params->recipe ? params->recipe : "clean", error);
    if (code == 0)
        code = apply_window(job->recipe, params->window, error);
    for (size_t i = 0; code == 0 && i < params->n_sets; i++)
        code = ecg_recipe_set(job->recipe, params->sets[i], error);
    return code;
}

static const char *sink_kind(const struct ecg_job_params *params)
{
    return params->sink ? params->sink : "folder";
}

static int claim_output(struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    struct ecg_buffer recipe_text = { 0 };
    char manifest[80] = "manifest.jsonl";
    if (params->shards > 1)
        snprintf(manifest, sizeof manifest, "manifest-%llu-of-%llu.jsonl",
            (unsigned long long)params->shard, (unsigned long long)params->shards);
    int code = ecg_recipe_print(job->recipe, &recipe_text, error);
    if (code == 0)
        code = ecg_folder_make(params->output, error);
    if (code == 0)
        code = ecg_worklist_check_output(job->list, params->output, error);
    if (code == 0) {
        struct ecg_settings settings = {
            .recipe = ecg_recipe_name(job->recipe),
            .recipe_text = (const char *)recipe_text.data,
            .window = params->window ? params->window : "",
            .format = params->format ? params->format : "png",
            .sink = sink_kind(params),
            .seed = params->seed,
        };
        code = ecg_settings_claim(params->output, &settings, error);
    }
    if (code == 0)
        code = ecg_journal_open(&job->journal, params->output, manifest, error);
    ecg_buffer_free(&recipe_text);
    return code;
}

static int open_sink(struct job *job, struct ecg_error *error)
{
    const struct ecg_sink_params params = {
        .kind = sink_kind(job->params),
        .folder = job->params->output,
        .on_kept = keep,
        .priv = job,
    };
    return ecg_sink_open(&job->sink, &params, error);
}

static int open_job(struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    struct ecg_finisher_params finisher = { 0 };
    if (!params->output || !*params->output)
        return ecg_fail(error, ECG_E_ARGUMENT, "output: expected a folder");
    if (params->shards > 1 && params->shard >= params->shards)
        return ecg_fail(error, ECG_E_ARGUMENT, "shard: expected a number below the count");
    int code = ecg_format_parse(params->format, &finisher.format, error);
    if (code == 0)
        code = ecg_sink_check_kind(sink_kind(params), error);
    if (code == 0)
        code = load_recipe(job, error);
    if (code == 0)
        code = ecg_worklist_open(&job->list, params, error);
    if (code == 0)
        code = ecg_fonts_open(&job->fonts, error);
    if (code == 0)
        code = ecg_gpu_open(&job->gpu, params->device, error);
    if (code == 0)
        code = ecg_renderer_create(&job->renderer, job->gpu, error);
    if (code == 0)
        code = ecg_finisher_create(&job->finisher, &finisher, error);
    if (code == 0)
        code = claim_output(job, error);
    if (code == 0)
        code = open_sink(job, error);
    return code;
}

static void close_job(struct job *job)
{
    ecg_sink_close(&job->sink, 0, NULL);
    ecg_journal_close(&job->journal);
    ecg_finisher_destroy(&job->finisher);
    ecg_renderer_destroy(&job->renderer);
    ecg_gpu_close(&job->gpu);
    ecg_fonts_close(&job->fonts);
    ecg_worklist_close(&job->list);
    ecg_recipe_destroy(&job->recipe);
}

static int run_pipeline(struct job *job, struct ecg_error *error)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int workers = job->params->jobs > 0 ? job->params->jobs : (int)(cores > 0 ? cores : 1);
    struct ecg_pipeline_params params = {
        .stages = { produce, render, finish, drop },
        .priv = job,
        .n_tasks = ecg_worklist_tasks(job->list),
        .n_workers = workers,
        .queue_limit = workers + 1,
        .cancel = job->params->cancel,
    };
    return ecg_pipeline_run(&params, error);
}

static int run_job(struct job *job, struct ecg_error *error)
{
    for (size_t i = 0; i < ecg_worklist_problems(job->list); i++)
        tell_failure(job, ecg_worklist_problem(job->list, i), 1);
    job->total = ecg_worklist_images(job->list) + job->failed;
    int code = run_pipeline(job, error);
    int closed = ecg_sink_close(&job->sink, code == 0, code == 0 ? error : NULL);
    code = code < 0 ? code : closed;
    int finished = ecg_journal_finish(job->journal, code == 0 ? error : NULL);
    if (code == 0)
        code = finished;
    if (code == 0 && job->failed)
        code = ecg_fail(error, ECG_E_FORMAT, "%zu could not be made (see above)", job->failed);
    return code;
}

static void fill_result(const struct job *job, struct ecg_job_result *result)
{
    result->made = job->made;
    result->kept = job->kept;
    result->failed = job->failed;
    result->bytes = job->bytes;
    result->seconds = now_s() - job->start_s;
    snprintf(result->device, sizeof result->device, "%s", ecg_gpu_name(job->gpu));
    for (int i = 0; i < STAGE_COUNT; i++)
        result->stages[i] = (struct ecg_stage_time){ stage_names[i], job->busy_s[i] };
}

int ecg_job_run(
    const struct ecg_job_params *params, struct ecg_job_result *result, struct ecg_error *error)
{
    struct job job = { .params = params, .start_s = now_s() };
    struct ecg_job_result unused;
    if (!result)
        result = &unused;
    *result = (struct ecg_job_result){ 0 };
    pthread_mutex_init(&job.lock, NULL);
    int code = open_job(&job, error);
    if (code == 0) {
        code = run_job(&job, error);
        fill_result(&job, result);
    }
    close_job(&job);
    pthread_mutex_destroy(&job.lock);
    return code;
}
