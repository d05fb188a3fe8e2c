#include "job/job_kit.h"

#include "core/file.h"
#include "record/find.h"
#include "record/wfdb_header.h"

#include <jansson.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_SETTINGS_BYTES = 1 << 20 };

/* ---- folders ---- */

int ecg_job_kit_is_in_place(const struct ecg_job_params *params)
{
    struct stat st;
    char *input = params->n_inputs ? realpath(params->inputs[0], NULL) : NULL;
    char *output = params->output ? realpath(params->output, NULL) : NULL;
    const char *folder = input;
    if (input && stat(input, &st) == 0 && !S_ISDIR(st.st_mode))
        folder = dirname(input);
    int same = folder && output && strcmp(folder, output) == 0;
    free(input);
    free(output);
    return same;
}

/* The output has the input's folders. */
static int make_folders(const struct job *job, struct ecg_error *error)
{
    char last[4096] = "";
    int code = 0;
    for (size_t i = 0; code == 0 && i < ecg_worklist_tasks(job->list); i++) {
        const char *name = ecg_worklist_found(job->list, i)->name, *slash = strrchr(name, '/');
        struct ecg_buffer path = { 0 };
        int n = slash ? (int)(slash - name) : 0;
        if (n == 0 || (strlen(last) == (size_t)n && strncmp(last, name, (size_t)n) == 0))
            continue;
        snprintf(last, sizeof last, "%.*s", n, name);
        ecg_buffer_format(&path, "%s/%.*s", job->params->output, n, name);
        code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", name)
                           : ecg_folder_make((const char *)path.data, error);
        ecg_buffer_free(&path);
    }
    return code;
}

/* ---- settings ---- */

static char *settings_text(const struct job *job)
{
    struct ecg_buffer kit = { 0 };
    ecg_kit_print(job->kit, &kit);
    json_t *object = kit.failed
                         ? NULL
                         : json_pack("{s:s, s:I, s:s}", "version", ecg_version(), "seed",
                               (json_int_t)job->params->seed, "kit", (const char *)kit.data);
    char *text = object ? json_dumps(object, JSON_INDENT(1)) : NULL;
    json_decref(object);
    ecg_buffer_free(&kit);
    return text;
}

static int holds(const char *path, const char *text)
{
    struct ecg_buffer file = { 0 };
    int same = access(path, F_OK) == 0 &&
               ecg_file_read(&file, path, MAX_SETTINGS_BYTES, NULL) == 0 &&
               strcmp((const char *)file.data, text) == 0;
    ecg_buffer_free(&file);
    return same;
}

/* Other flags make other pictures of the same names: the kit writes over them, and so do we. */
static int claim_settings(const struct job *job, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, manifest = { 0 };
    char *text = settings_text(job);
    int code = 0;
    ecg_buffer_format(&path, "%s/" ECG_KIT_SETTINGS, job->params->output);
    ecg_buffer_format(&manifest, "%s/" ECG_KIT_MANIFEST, job->params->output);
    if (!text || path.failed || manifest.failed) {
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", job->params->output);
    } else if (!holds((const char *)path.data, text)) {
        unlink((const char *)manifest.data);
        code = ecg_file_write_from(
            ecg_scratch_path(job->scratch), (const char *)path.data, text, strlen(text), error);
    }
    free(text);
    ecg_buffer_free(&path);
    ecg_buffer_free(&manifest);
    return code;
}

int ecg_job_kit_claim(struct job *job, struct ecg_error *error)
{
    if (ecg_job_kit_is_in_place(job->params) && ecg_kit_params(job->kit)->mask_unplotted)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "mask_unplotted_samples: would change the recordings themselves, which lie in the "
            "output folder; choose another one");
    int code = ecg_folder_make(job->params->output, error);
    if (code == 0)
        code = make_folders(job, error);
    return code < 0 ? code : claim_settings(job, error);
}

/* ---- how many ---- */

/* From its header alone where that tells; a recording that cannot be read gives none. */
static size_t images_of(const struct job *job, size_t task)
{
    const struct ecg_found *found = ecg_worklist_found(job->list, task);
    struct ecg_wfdb_header header;
    struct ecg_record *record = NULL;
    size_t images = 0, n = 0;
    double fs_hz = 0;
    if (ecg_wfdb_header_read(&header, found->path, NULL) == 0 && header.has_length) {
        n = header.n_frames;
        fs_hz = header.fs_hz;
    }
    ecg_wfdb_header_free(&header);
    if (!n && ecg_found_read(&record, found, 0, NULL) == 0) {
        n = record->n_samples;
        fs_hz = record->fs_hz;
    }
    ecg_record_destroy(&record);
    if (n && ecg_kit_images(job->kit, n, fs_hz, &images, NULL) < 0)
        images = 0;
    return images;
}

void ecg_job_kit_limit(struct job *job)
{
    int most = ecg_kit_params(job->kit)->max_images;
    job->last_task = job->last_images = SIZE_MAX;
    size_t left = most > 0 ? (size_t)most : 0;
    for (size_t task = 0; left && task < ecg_worklist_tasks(job->list); task++) {
        size_t images = images_of(job, task);
        if (images >= left) {
            job->last_task = task;
            job->last_images = left;
            break;
        }
        left -= images;
    }
}

/* ---- pages ---- */

static int make_page(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const char *record_name, const struct ecg_page_place *place,
    struct ecg_error *error)
{
    const struct ecg_record *record = ecg_shared_record(shared);
    struct ecg_scene scene;
    struct ecg_error bad = { 0 };
    char name[4300];
    snprintf(name, sizeof name, "%.4096s-%d", record_name, place->page);
    if (ecg_job_is_known(job, name))
        return ecg_sink_skip(job->sink, place->number, place->page, place->pages, error);
    int code = ecg_recipe_draw(
        job->recipe, job->params->seed, record->id, (uint64_t)place->page, &scene, error);
    if (code < 0)
        return code;
    if (ecg_kit_dress(job->kit, record, record_name, (size_t)place->page, &scene, &bad) < 0) {
        ecg_job_lose(job, bad.message);
        return ecg_sink_skip(job->sink, place->number, place->page, place->pages, error);
    }
    return ecg_job_make_page(job, pipeline, shared, &scene, name, place, error);
}

int ecg_job_kit_produce(struct job *job, struct ecg_pipeline *pipeline,
    struct ecg_shared_record *shared, const struct ecg_task *task, uint64_t number,
    struct ecg_error *error)
{
    const struct ecg_record *record = ecg_shared_record(shared);
    const char *name = ecg_worklist_found(job->list, task->index)->name;
    struct ecg_error bad = { 0 };
    size_t images = 0;
    if (ecg_kit_images(job->kit, record->n_samples, record->fs_hz, &images, &bad) < 0) {
        ecg_fail_in(&bad, record->path);
        ecg_job_lose(job, bad.message);
        return ecg_sink_skip(job->sink, number, 0, 1, error);
    }
    if (number == job->last_task && job->last_images < images)
        images = job->last_images;
    int pages = images < INT32_MAX ? (int)images : INT32_MAX, code = 0;
    pthread_mutex_lock(&job->lock);
    job->total += (size_t)pages - 1;
    pthread_mutex_unlock(&job->lock);
    for (int page = 0; page < pages && code == 0; page++) {
        const struct ecg_page_place place = { number, page, pages };
        code = make_page(job, pipeline, shared, name, &place, error);
    }
    return code;
}
