/* A dataset: recordings in, pictures with their truth out, through the pipeline's three stages. */
#include "job/job.h"

#include "core/alloc.h"
#include "core/clock.h"
#include "core/file.h"
#include "gpu/pass.h"
#include "job/about.h"
#include "job/card.h"
#include "job/collect.h"
#include "job/job_kit.h"
#include "job/settings.h"
#include "job/todo.h"
#include "truth/products.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *const ecg_stage_names[STAGE_COUNT] = { "prepare", "render", "encode", "write" };

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
    if (params->kit)
        return ecg_recipe_load(&job->recipe, "kit-page", error);
    int code = ecg_recipe_load(&job->recipe, params->recipe ? params->recipe : "clean", error);
    if (code == 0)
        code = apply_window(job->recipe, params->window, error);
    for (size_t i = 0; code == 0 && i < params->n_sets; i++)
        code = ecg_recipe_set(job->recipe, params->sets[i], error);
    return code;
}

enum { TAR_IMAGES = 1000, TAR_MB = 1000 };

static uint64_t tar_images(const struct ecg_job_params *params)
{
    return params->tar_images ? params->tar_images : TAR_IMAGES;
}

static uint64_t tar_mb(const struct ecg_job_params *params)
{
    return params->tar_mb ? params->tar_mb : TAR_MB;
}

static const char *sink_kind(const struct ecg_job_params *params)
{
    return params->sink ? params->sink : "folder";
}

static int is_tar(const struct ecg_job_params *params)
{
    return strcmp(sink_kind(params), "tar") == 0;
}

static int claim_settings(struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    struct ecg_buffer recipe_text = { 0 }, truth = { 0 }, split = { 0 };
    if (job->kit)
        return ecg_job_kit_claim(job, error);
    int code = ecg_recipe_print(job->recipe, &recipe_text, error);
    ecg_products_print(job->products, &truth);
    ecg_split_print(&job->split, &split);
    if (code == 0 && (truth.failed || split.failed))
        code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    if (code == 0) {
        struct ecg_settings settings = {
            .recipe = ecg_recipe_name(job->recipe),
            .recipe_text = (const char *)recipe_text.data,
            .window = params->window ? params->window : "",
            .format = params->format ? params->format : "png",
            .sink = sink_kind(params),
            .truth = (const char *)truth.data,
            .split = split.data ? (const char *)split.data : "",
            .tar_images = tar_images(params),
            .tar_mb = tar_mb(params),
            .shards = params->shards > 1 ? params->shards : 1,
            .seed = params->seed,
            .anonymize = !params->keep_identity,
        };
        code =
            ecg_settings_claim(params->output, ecg_scratch_path(job->scratch), &settings, error);
    }
    ecg_buffer_free(&recipe_text);
    ecg_buffer_free(&truth);
    ecg_buffer_free(&split);
    return code;
}

static int open_output(struct job *job, const char *suffix, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    char manifest[80], prefix[80];
    snprintf(manifest, sizeof manifest, "manifest%s.jsonl", suffix);
    if (job->kit)
        snprintf(manifest, sizeof manifest, ECG_KIT_MANIFEST);
    snprintf(prefix, sizeof prefix, "shard%s-", suffix);
    const struct ecg_journal_params journal = {
        .folder = params->output,
        .file_name = manifest,
        .scratch = ecg_scratch_path(job->scratch),
        .shard_prefix = is_tar(params) ? prefix : NULL,
        .groups = job->split.names,
        .n_groups = (size_t)job->split.n,
    };
    int code = ecg_journal_open(&job->journal, &journal, error);
    if (code < 0)
        return code;
    uint64_t first_shards[ECG_SPLIT_PARTS] = { 0 };
    for (size_t k = 0; k < (size_t)job->split.n; k++)
        first_shards[k] = ecg_journal_shards(job->journal, k);
    const struct ecg_sink_params sink = {
        .kind = sink_kind(params),
        .folder = params->output,
        .scratch = ecg_scratch_path(job->scratch),
        .on_kept = ecg_job_keep,
        .priv = job,
        .prefix = prefix,
        .shard_sets = tar_images(params),
        .shard_bytes = tar_mb(params) * 1000000,
        .first_shard = ecg_journal_shards(job->journal, 0),
        .groups = job->split.names,
        .n_groups = (size_t)job->split.n,
        .first_shards = first_shards,
    };
    code = ecg_sink_open(&job->sink, &sink, error);
    job->writes_nothing = code == 0 && !ecg_sink_writes(job->sink);
    return code;
}

static int claim_output(struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    char suffix[ECG_SHARD_SUFFIX];
    ecg_shard_suffix(params->shard, params->shards, suffix);
    int code = ecg_folder_make(params->output, error);
    if (code == 0 && !job->kit)
        code = ecg_worklist_check_output(job->list, params->output, error);
    if (code == 0)
        code = ecg_scratch_open(&job->scratch, params->output, suffix, error);
    if (code == 0)
        code = claim_settings(job, error);
    if (code == 0 && *suffix)
        code = ecg_todo_write(job->list, (const char *)job->about.data, params->output,
            ecg_scratch_path(job->scratch), suffix, error);
    return code < 0 ? code : open_output(job, suffix, error);
}

static int open_job(struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    struct ecg_finisher_params finisher = { .with_source_text = params->keep_identity };
    if (params->tar_mb > UINT64_MAX / 1000000)
        return ecg_fail(error, ECG_E_ARGUMENT, "tar_mb: too large");
    if (!params->output || !*params->output)
        return ecg_fail(error, ECG_E_ARGUMENT, "output: expected a folder");
    if (params->shards > 1 && params->shard >= params->shards)
        return ecg_fail(error, ECG_E_ARGUMENT, "shard: expected a number below the count");
    int code = ecg_format_parse(params->format, &finisher.format, error);
    if (code == 0 && !(params->verify_share >= 0 && params->verify_share <= 1))
        code = ecg_fail(error, ECG_E_ARGUMENT, "verify: expected a share from 0 to 1");
    if (code == 0 && params->verify_share > 0 && finisher.format != ECG_FORMAT_PNG &&
        finisher.format != ECG_FORMAT_JPEG)
        code = ecg_fail(error, ECG_E_ARGUMENT, "verify: expected the format png or jpeg with it");
    if (code == 0)
        code = ecg_products_parse(params->truth, &job->products, error);
    if (code == 0 && job->products & ECG_PRODUCTS_LABELS && finisher.format == ECG_FORMAT_NONE)
        code = ecg_fail(error, ECG_E_ARGUMENT,
            "truth: coco and yolo label pictures: expected another format than none");
    if (code == 0)
        code = ecg_split_parse(&job->split, params->split, error);
    if (code == 0)
        code = ecg_sink_check_kind(sink_kind(params), error);
    if (code == 0)
        code = load_recipe(job, error);
    if (code == 0 && params->kit)
        code = ecg_kit_open(&job->kit, params->kit, error);
    if (code == 0)
        code = ecg_worklist_open(&job->list, params, error);
    if (code == 0 && !params->kit)
        code = ecg_about_write(params, job->list, &job->about, error);
    if (code == 0 && job->kit)
        ecg_job_kit_limit(job);
    finisher.kit = job->kit;
    finisher.split = &job->split;
    finisher.products = job->products;
    finisher.without_wfdb =
        !(job->products & ECG_PRODUCT_WFDB) || (job->kit && ecg_job_kit_is_in_place(params));
    if (code == 0 && !(job->records = ecg_records_make(job->list)))
        code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    if (code == 0)
        code = ecg_fonts_open(&job->fonts, error);
    if (code == 0)
        code = ecg_pass_open_gpu(&job->gpu, params->device, params->passes, error);
    if (code == 0)
        code = ecg_renderer_create(&job->renderer, job->gpu, error);
    if (code == 0)
        code = ecg_finisher_create(&job->finisher, &finisher, error);
    if (code == 0)
        code = claim_output(job, error);
    return code;
}

static void close_job(struct job *job)
{
    ecg_sink_close(&job->sink, 0, NULL);
    ecg_journal_close(&job->journal);
    ecg_scratch_close(&job->scratch);
    ecg_finisher_destroy(&job->finisher);
    ecg_renderer_destroy(&job->renderer);
    ecg_gpu_close(&job->gpu);
    ecg_fonts_close(&job->fonts);
    ecg_records_destroy(&job->records);
    ecg_worklist_close(&job->list);
    ecg_buffer_free(&job->about);
    ecg_recipe_destroy(&job->recipe);
    ecg_kit_close(&job->kit);
}

static size_t count_tasks(const struct job *job)
{
    size_t n = ecg_worklist_tasks(job->list);
    return job->kit && job->last_task < n ? job->last_task + 1 : n;
}

/* A photo of 12 megapixels, two at least; of small pictures the queues are full before. */
enum { BYTES_A_WORKER = 96 << 20 };

static int run_pipeline(struct job *job, struct ecg_error *error)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int workers = job->params->jobs > 0 ? job->params->jobs : (int)(cores > 0 ? cores : 1);
    job->most_bytes = (size_t)(workers > 2 ? workers : 2) * BYTES_A_WORKER;
    struct ecg_pipeline_params params = {
        .stages = { ecg_job_produce, ecg_job_may_pass, ecg_job_render, ecg_job_finish,
            ecg_job_drop },
        .priv = job,
        .n_tasks = count_tasks(job),
        .n_workers = workers,
        .queue_limit = workers + 1,
        .is_cancelled = job->params->is_cancelled,
        .cancel_priv = job->params->priv,
    };
    return ecg_pipeline_run(&params, error);
}

static int write_card(const struct job *job, struct ecg_error *error)
{
    struct ecg_settings_file settings = { 0 };
    int code = ecg_settings_read(&settings, job->params->output, error);
    const struct ecg_card_params params = {
        .folder = job->params->output,
        .scratch = ecg_scratch_path(job->scratch),
        .settings = &settings,
        .about = (const char *)job->about.data,
        .n_failed = job->failed - ecg_worklist_problems(job->list),
    };
    if (code == 0)
        code = ecg_card_write(&params, error);
    ecg_settings_free(&settings);
    return code;
}

/* What is there of all images together. Of a shard, merging makes it. */
static int collect(const struct job *job, struct ecg_error *error)
{
    const struct ecg_job_params *params = job->params;
    if (job->kit || job->writes_nothing || params->shards > 1)
        return 0;
    const struct ecg_collect_params collect_params = {
        .folder = params->output,
        .scratch = ecg_scratch_path(job->scratch),
        .products = job->products,
        .split = &job->split,
    };
    int code = ecg_collect(&collect_params, error);
    return code < 0 ? code : write_card(job, error);
}

static int run_job(struct job *job, struct ecg_error *error)
{
    for (size_t i = 0; i < ecg_worklist_problems(job->list); i++)
        ecg_job_lose(job, ecg_worklist_problem(job->list, i));
    job->total = count_tasks(job) + job->failed;
    int code = run_pipeline(job, error);
    int closed = ecg_sink_close(&job->sink, code == 0, code == 0 ? error : NULL);
    code = code < 0 ? code : closed;
    int finished = ecg_journal_finish(job->journal, code == 0 ? error : NULL);
    if (code == 0)
        code = finished;
    if (code == 0)
        code = collect(job, error);
    if (code == 0 && job->failed)
        code = ecg_fail(error, ECG_E_FORMAT, "%zu could not be made (see above)", job->failed);
    return code;
}

static void fill_result(const struct job *job, struct ecg_job_result *result)
{
    result->made = job->made;
    result->kept = job->kept;
    result->failed = job->failed;
    result->verified = job->verified;
    result->bytes = job->bytes;
    result->seconds = ecg_now_s() - job->start_s;
    snprintf(result->device, sizeof result->device, "%s", ecg_gpu_name(job->gpu));
    result->passes = ecg_pass_name(ecg_gpu_passes(job->gpu));
    for (int i = 0; i < STAGE_COUNT; i++)
        result->stages[i] = (struct ecg_stage_time){ ecg_stage_names[i], job->busy_s[i] };
}

int ecg_job_run(
    const struct ecg_job_params *params, struct ecg_job_result *result, struct ecg_error *error)
{
    struct job job = { .params = params, .start_s = ecg_now_s() };
    job.all_windows = params->kit || (params->window && strcmp(params->window, "all") == 0);
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
