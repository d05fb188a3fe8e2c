/* The stages of a job, from task to files. */
#include "job/job.h"

#include "check/verify.h"
#include "core/alloc.h"
#include "core/clock.h"
#include "job/extras.h"
#include "job/job_kit.h"

#include <stdio.h>
#include <string.h>

static void add_time(struct job *job, enum stage stage, double since_s)
{
    double busy_s = ecg_now_s() - since_s;
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
        .done = job->done,
        .failed = job->failed,
        .total = job->total,
        .bytes = job->bytes,
        .seconds = ecg_now_s() - job->start_s,
    };
    for (int i = 0; i < STAGE_COUNT; i++)
        progress.stages[i] = (struct ecg_stage_time){ ecg_stage_names[i], job->busy_s[i] };
    job->params->on_progress(job->params->priv, &progress);
}

void ecg_job_lose(struct job *job, const char *line)
{
    pthread_mutex_lock(&job->lock);
    job->failed++;
    if (line && job->params->on_failure)
        job->params->on_failure(job->params->priv, line);
    tell_progress(job);
    pthread_mutex_unlock(&job->lock);
}

static void tell_warnings(struct job *job, const struct ecg_record *record)
{
    char text[700];
    pthread_mutex_lock(&job->lock);
    for (int i = 0; job->params->on_warning && i < record->n_warnings; i++) {
        snprintf(text, sizeof text, "warning: %s: %s", record->path, record->warnings[i]);
        job->params->on_warning(job->params->priv, text);
    }
    pthread_mutex_unlock(&job->lock);
}

/* What stops the job rather than cost it one picture. */
static int is_fatal(int code)
{
    return code == ECG_E_MEMORY || code == ECG_E_GPU || code == ECG_E_IO ||
           code == ECG_E_CANCELLED;
}

static void free_work(struct job *job, struct ecg_work *work)
{
    struct ecg_shared_record *shared = work->owner;
    pthread_mutex_lock(&job->lock);
    job->held_bytes -= work->held_bytes;
    pthread_mutex_unlock(&job->lock);
    ecg_work_destroy(&work);
    ecg_records_release(job->records, shared);
}

/* Ends a picture that cannot be made; the job goes on. */
static int lose_work(
    struct job *job, struct ecg_work *work, struct ecg_error *why, struct ecg_error *error)
{
    ecg_fail_in(why, work->record->path);
    ecg_job_lose(job, why->message);
    int code = ecg_sink_skip(job->sink, work->number, work->page_number, work->pages, error);
    free_work(job, work);
    return code;
}

/* ---- Produce ---- */

int ecg_job_is_known(struct job *job, const char *name)
{
    pthread_mutex_lock(&job->lock);
    int known = ecg_journal_has(job->journal, name);
    job->kept += known ? 1 : 0;
    job->total -= known ? 1 : 0;
    pthread_mutex_unlock(&job->lock);
    return known;
}

int ecg_job_make_page(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const struct ecg_scene *scene, const char *name,
    const struct ecg_page_place *place, struct ecg_error *error)
{
    const struct ecg_record *record = ecg_shared_record(shared);
    struct ecg_work *work = NULL;
    struct ecg_error bad = { 0 };
    double since_s = ecg_now_s();
    int code = ecg_work_create(&work, name, scene, record, job->fonts, &bad);
    if (code == 0 && (code = ecg_extras_prepare(work, job->products, job->fonts, &bad)) < 0)
        ecg_work_destroy(&work);
    add_time(job, STAGE_PREPARE, since_s);
    if (code < 0) {
        ecg_fail_in(&bad, record->path);
        ecg_job_lose(job, bad.message);
        return ecg_sink_skip(job->sink, place->number, place->page, place->pages, error);
    }
    work->number = place->number;
    work->page_number = place->page;
    work->pages = place->pages;
    work->owner = shared;
    ecg_records_use(job->records, shared);
    return ecg_pipeline_emit(pipeline, work);
}

/* All sheets that the record needs in this scene's layout. */
static int make_all_pages(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const struct ecg_scene *scene, uint64_t number,
    struct ecg_error *error)
{
    const struct ecg_record *record = ecg_shared_record(shared);
    int windows = 0, lead_pages = 0, code = 0;
    double window_s = 0;
    struct ecg_error bad = { 0 };
    if (ecg_page_count(scene, record, &windows, &window_s, &lead_pages, &bad) < 0) {
        ecg_fail_in(&bad, record->path);
        ecg_job_lose(job, bad.message);
        return ecg_sink_skip(job->sink, number, 0, 1, error);
    }
    int pages = windows * lead_pages;
    pthread_mutex_lock(&job->lock);
    job->total += (size_t)pages - 1;
    pthread_mutex_unlock(&job->lock);
    for (int page = 0; page < pages && code == 0; page++) {
        const struct ecg_page_place place = { number, page, pages };
        struct ecg_scene one = *scene;
        char name[400];
        one.page_window = 0;
        one.page_window_start_s = page / lead_pages * window_s;
        one.page_lead_page = page % lead_pages;
        one.key = ecg_key_index(scene->key, (uint64_t)page);
        snprintf(name, sizeof name, "%s-%llu-p%d", record->id, (unsigned long long)scene->variant,
            page);
        code = ecg_job_is_known(job, name)
                   ? ecg_sink_skip(job->sink, number, page, pages, error)
                   : ecg_job_make_page(job, pipeline, shared, &one, name, &place, error);
    }
    return code;
}

static int make_pages(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const struct ecg_task *task, uint64_t number,
    const char *name, struct ecg_error *error)
{
    struct ecg_scene scene;
    if (job->kit)
        return ecg_job_kit_produce(job, pipeline, shared, task, number, error);
    int code = ecg_recipe_draw(job->recipe, job->params->seed, ecg_shared_record(shared)->id,
        task->variant, &scene, error);
    if (code < 0)
        return code;
    if (job->all_windows)
        return make_all_pages(job, pipeline, shared, &scene, number, error);
    const struct ecg_page_place place = { .number = number };
    return ecg_job_make_page(job, pipeline, shared, &scene, name, &place, error);
}

int ecg_job_produce(
    void *priv, size_t number, struct ecg_pipeline *pipeline, struct ecg_error *error)
{
    struct job *job = priv;
    struct ecg_task task = ecg_worklist_task(job->list, number);
    struct ecg_shared_record *shared;
    struct ecg_error bad = { 0 };
    char name[ECG_IMAGE_NAME];
    ecg_worklist_name(job->list, &task, name);
    if (!job->all_windows && ecg_job_is_known(job, name))
        return ecg_sink_skip(job->sink, number, 0, 1, error);
    double since_s = ecg_now_s();
    int is_new, code = ecg_records_get(job->records, task.index, &shared, &is_new, &bad);
    add_time(job, STAGE_PREPARE, since_s);
    if (code < 0) {
        ecg_job_lose(job, is_new ? bad.message : NULL);
        return ecg_sink_skip(job->sink, number, 0, 1, error);
    }
    if (is_new)
        tell_warnings(job, ecg_shared_record(shared));
    code = make_pages(job, pipeline, shared, &task, number, name, error);
    ecg_records_release(job->records, shared);
    return code == ECG_E_CANCELLED ? 0 : code;
}

/* What it takes from here on: what was prepared, the picture, its file, and what else is told. */
static size_t bytes_of(const struct job *job, const struct ecg_work *work)
{
    enum { PREPARED = 8 << 20 };
    size_t n_px = (size_t)work->mesh->width_px * (size_t)work->mesh->height_px;
    return PREPARED + n_px * (4 + 2 + ecg_extras_bytes_px(job->products));
}

int ecg_job_may_pass(void *priv, void *frame)
{
    struct job *job = priv;
    struct ecg_work *work = frame;
    if (!ecg_sink_wants(job->sink, work->number))
        return 0;
    size_t bytes = bytes_of(job, work);
    pthread_mutex_lock(&job->lock);
    int fits = job->held_bytes == 0 || job->held_bytes + bytes <= job->most_bytes;
    if (fits && !work->held_bytes) {
        work->held_bytes = bytes;
        job->held_bytes += bytes;
    }
    pthread_mutex_unlock(&job->lock);
    return fits;
}

/* ---- Render ---- */

static int take_oldest(struct job *job, void **done, struct ecg_error *error)
{
    struct ecg_work *work = job->under_way[0];
    job->n_under_way--;
    memmove(
        job->under_way, job->under_way + 1, (size_t)job->n_under_way * sizeof job->under_way[0]);
    *done = work;
    int code = ecg_renderer_fetch(job->renderer, &work->image, error);
    ecg_work_rendered(work);
    return code;
}

int ecg_job_render(void *priv, void *frame, void **done, struct ecg_error *error)
{
    struct job *job = priv;
    double since_s = ecg_now_s();
    int code = 0;
    if (frame) {
        struct ecg_work *work = frame;
        struct ecg_render_job render_job = ecg_work_job(work);
        struct ecg_error bad = { 0 };
        code = ecg_renderer_submit(job->renderer, &render_job, &bad);
        if (is_fatal(code)) {
            if (error)
                *error = bad;
            free_work(job, work);
            return code;
        }
        if (code < 0)
            code = lose_work(job, work, &bad, error);
        else
            job->under_way[job->n_under_way++] = work;
    }
    int depth = ecg_extras_are_drawn(job->products) ? 1 : ecg_renderer_depth(job->renderer);
    if (code == 0 && job->n_under_way && (!frame || job->n_under_way >= depth))
        code = take_oldest(job, done, error);
    if (code == 0 && *done)
        code = ecg_extras_draw(*done, job->renderer, error);
    add_time(job, STAGE_RENDER, since_s);
    return code;
}

/* ---- Finish ---- */

/* Called by the sink: what it keeps is journalled. */
int ecg_job_keep(void *priv, const struct ecg_sink_kept *kept, struct ecg_error *error)
{
    struct job *job = priv;
    struct ecg_buffer line = { 0 };
    ecg_buffer_format(&line, "{%s", kept->note);
    if (kept->hash)
        ecg_buffer_format(&line, ",\"hash\":\"%016llx\"", (unsigned long long)kept->hash);
    if (kept->shard)
        ecg_buffer_format(&line, ",\"shard\":\"%s\",\"offset\":%llu", kept->shard,
            (unsigned long long)kept->offset);
    ecg_buffer_text(&line, "}");
    pthread_mutex_lock(&job->lock);
    int code = line.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", kept->name)
                           : ecg_journal_add(job->journal, (const char *)line.data, error);
    job->made += code == 0 ? 1 : 0;
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
    ecg_finish_describe(job->finisher, work, ecg_sink_writes(job->sink) ? files : NULL,
        !ecg_sink_keeps_order(job->sink), &note);
    for (size_t i = 0; sink_files && i < files->n; i++) {
        const struct ecg_out_file *file = &files->items[i];
        sink_files[i] =
            (struct ecg_sink_file){ file->ending, file->bytes.data, file->bytes.size, file->cut };
        bytes += file->bytes.size;
    }
    const struct ecg_sink_set set = {
        .number = work->number,
        .part = work->page_number,
        .parts = work->pages,
        .name = work->name,
        .note = (const char *)note.data,
        .group = job->split.n ? ecg_split_of(&job->split, work->record->id) : 0,
        .files = sink_files,
        .n_files = files->n,
    };
    int code = sink_files && !note.failed
                   ? ecg_sink_put(job->sink, &set, error)
                   : ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    if (code == 0) {
        pthread_mutex_lock(&job->lock);
        job->bytes += bytes;
        job->done++;
        tell_progress(job);
        pthread_mutex_unlock(&job->lock);
    }
    ecg_buffer_free(&note);
    ecg_free(sink_files);
    return code;
}

/* Opens a share of the pictures again, chosen by their keys: the same ones whatever the order. */
static int verify(struct job *job, const struct ecg_work *work, const struct ecg_files *files,
    struct ecg_error *error)
{
    static const char *const endings[] = { ".png", ".jpg" };
    struct ecg_random random = ecg_random_named(work->scene.key, "job.verify");
    struct ecg_verify_bytes bytes = { work->name, ecg_files_find(files, ".json"), NULL };
    struct ecg_verify_image image;
    if (!ecg_random_chance(&random, job->params->verify_share))
        return 0;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0] && !bytes.picture; i++)
        bytes.picture = ecg_files_find(files, endings[i]);
    if (!bytes.json || !bytes.picture)
        return 0;
    int code = ecg_verify_bytes(&bytes, &image, error);
    if (code < 0)
        return code;
    if (!image.passed)
        return ecg_fail(
            error, ECG_E_MISMATCH, "%s: pixels and truth disagree: %s", work->name, image.problem);
    pthread_mutex_lock(&job->lock);
    job->verified++;
    pthread_mutex_unlock(&job->lock);
    return 0;
}

int ecg_job_finish(void *priv, void *frame, struct ecg_error *error)
{
    struct job *job = priv;
    struct ecg_work *work = frame;
    struct ecg_files files = { 0 };
    struct ecg_error bad = { 0 };
    double since_s = ecg_now_s();
    int code = ecg_finisher_encode(job->finisher, work, &files, &bad);
    if (code == 0 && job->params->verify_share > 0)
        code = verify(job, work, &files, &bad);
    add_time(job, STAGE_ENCODE, since_s);
    if (code < 0 && !is_fatal(code)) {
        ecg_files_free(&files);
        return lose_work(job, work, &bad, error);
    }
    if (code < 0 && error)
        *error = bad;
    since_s = ecg_now_s();
    if (code == 0)
        code = put_files(job, work, &files, error);
    add_time(job, STAGE_WRITE, since_s);
    ecg_files_free(&files);
    free_work(job, work);
    return code;
}

void ecg_job_drop(void *priv, void *frame)
{
    free_work(priv, frame);
}
