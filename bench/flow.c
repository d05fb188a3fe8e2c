/*
 * Images a second from recordings to files, and beside it what each stage gives when it has the
 * machine to itself: preparing, rendering, reading back, encoding (with truth), writing.
 *
 * Both are measured on the same pictures. Of the whole run, those at its start and its end are
 * made but not counted: there the stages are not all at work, and most shaders are compiled.
 *
 * Two limits follow. No pipeline is faster than its slowest stage; that is the limit where stages
 * use different resources, as with a GPU. Where they share the cores, it is cores divided by the
 * CPU time that one image takes in all stages.
 */
#include "bench/clock.h"
#include "bench/crew.h"
#include "bench/parts.h"
#include "core/alloc.h"
#include "ecgpress.h"
#include "gpu/readback.h"
#include "gpu/target.h"
#include "job/finish.h"
#include "output/sink.h"
#include "render/renderer.h"

#include <ftw.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of a recipe, both in the stages and in the whole. */
enum { LEAST_IMAGES = 24 };

enum stage { PREPARE, RENDER, READ, ENCODE, WRITE, STAGE_COUNT };

static const char *const stage_names[STAGE_COUNT] = { "prepare", "render", "read", "encode",
    "write" };

struct flow {
    struct bench_studio *studio;
    const char *name;
    char folder[512]; /* made for this run, removed again */
    struct bench_size size;
    struct ecg_recipe *recipe;
    int first, n; /* pictures at hand, of those that are measured */
    struct bench_picture *pictures;
    struct ecg_files *files;
    struct ecg_finisher *finisher;
    struct ecg_sink *sink;                 /* of the writing stage */
    struct bench_time stages[STAGE_COUNT]; /* an image, each stage alone */
    /* The whole: `images` of it are counted, after `margin` and before as many. */
    size_t images, margin;
    struct bench_time start, time;
    double start_bytes, bytes;
    double first_ms; /* from opening the device to the first image */
    double peak_mb;
};

static int prepare_item(void *priv, int item, struct ecg_error *error)
{
    struct flow *flow = priv;
    bench_picture_free(&flow->pictures[item]);
    return bench_picture_make(
        &flow->pictures[item], flow->studio, flow->recipe, flow->first + item, 0, error);
}

static int encode_item(void *priv, int item, struct ecg_error *error)
{
    struct flow *flow = priv;
    ecg_files_free(&flow->files[item]);
    return ecg_finisher_encode(
        flow->finisher, flow->pictures[item].work, &flow->files[item], error);
}

static int write_item(void *priv, int item, struct ecg_error *error)
{
    struct flow *flow = priv;
    const struct ecg_files *files = &flow->files[item];
    struct ecg_sink_file *list = ecg_calloc(files->n, sizeof *list);
    if (!list)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    for (size_t i = 0; i < files->n; i++)
        list[i] = (struct ecg_sink_file){ files->items[i].ending, files->items[i].bytes.data,
            files->items[i].bytes.size, files->items[i].cut };
    const struct ecg_sink_set set = {
        .number = (uint64_t)(flow->first + item),
        .name = flow->pictures[item].work->name,
        .files = list,
        .n_files = files->n,
    };
    int code = ecg_sink_put(flow->sink, &set, error);
    ecg_free(list);
    return code;
}

static int by_crew(struct flow *flow, bench_item_fn run, struct ecg_error *error)
{
    return bench_crew_run(flow->studio->jobs, flow->n, run, flow, error);
}

static int prepare_all(struct flow *flow, struct ecg_error *error)
{
    return by_crew(flow, prepare_item, error);
}

static int encode_all(struct flow *flow, struct ecg_error *error)
{
    return by_crew(flow, encode_item, error);
}

static int write_all(struct flow *flow, struct ecg_error *error)
{
    const struct ecg_sink_params params = { .kind = "folder", .folder = flow->folder };
    int code = ecg_sink_open(&flow->sink, &params, error);
    if (code == 0)
        code = by_crew(flow, write_item, error);
    int closed = ecg_sink_close(&flow->sink, code == 0, code == 0 ? error : NULL);
    return code < 0 ? code : closed;
}

/* As the job does it, reading back included: see subtract_reading. */
static int render_all(struct flow *flow, struct ecg_error *error)
{
    struct ecg_renderer *renderer = flow->studio->renderer;
    int depth = ecg_renderer_depth(renderer), submitted = 0, code = 0;
    for (int i = 0; code == 0 && i < flow->n; i++)
        ecg_image_free(&flow->pictures[i].work->image);
    for (int taken = 0; code == 0 && taken < flow->n; taken++) {
        while (code == 0 && submitted < flow->n && submitted - taken < depth) {
            struct ecg_render_job job = ecg_work_job(flow->pictures[submitted++].work);
            code = ecg_renderer_submit(renderer, &job, error);
        }
        if (code == 0)
            code = ecg_renderer_fetch(renderer, &flow->pictures[taken].work->image, error);
    }
    return code;
}

static int read_all(struct flow *flow, struct ecg_error *error)
{
    struct ecg_readback *readback = NULL;
    struct ecg_target target = { 0 };
    int code =
        ecg_target_size(&target, flow->size.width_px, flow->size.height_px, GL_RGBA8, error);
    if (code == 0)
        code = ecg_readback_make(&readback, flow->studio->gpu, ECG_READBACK_AUTO, error);
    for (int i = 0; code == 0 && i < flow->n; i++) {
        struct ecg_image image = { 0 };
        code = ecg_readback_begin(readback, flow->size.width_px, flow->size.height_px, 4, error);
        if (code < 0)
            break;
        code = ecg_readback_copy(readback, &target, NULL, 0, 0, error);
        ecg_readback_end(readback);
        if (code == 0)
            code = ecg_readback_take(readback, &image, error);
        ecg_image_free(&image);
    }
    ecg_readback_destroy(&readback);
    ecg_target_free(&target);
    return code;
}

/* The stages of the pictures at hand, one after the other. Each is run twice and counted once:
 * by then shaders are compiled. */
static int measure_some(struct flow *flow, struct ecg_error *error)
{
    static int (*const run[STAGE_COUNT])(struct flow *, struct ecg_error *) = { prepare_all,
        render_all, read_all, encode_all, write_all };
    int code = 0;
    for (int s = 0; code == 0 && s < STAGE_COUNT; s++) {
        code = run[s](flow, error);
        struct bench_time start = bench_now();
        if (code == 0)
            code = run[s](flow, error);
        struct bench_time time = bench_since(start);
        flow->stages[s].wall_ms += time.wall_ms / LEAST_IMAGES;
        flow->stages[s].cpu_ms += time.cpu_ms / LEAST_IMAGES;
    }
    return code;
}

static int measure_stages(struct flow *flow, struct ecg_error *error)
{
    int most = flow->n, code = 0;
    for (int done = 0; code == 0 && done < LEAST_IMAGES; done += flow->n) {
        flow->first = (int)flow->margin + done;
        flow->n = LEAST_IMAGES - done < most ? LEAST_IMAGES - done : most;
        code = measure_some(flow, error);
    }
    flow->n = most;
    return code;
}

static double slowest_ms(const struct flow *flow)
{
    double ms = 0;
    for (int s = 0; s < STAGE_COUNT; s++)
        if (flow->stages[s].wall_ms > ms)
            ms = flow->stages[s].wall_ms;
    return ms;
}

/* Rendering includes reading back. */
static double cpu_sum_ms(const struct flow *flow)
{
    double ms = 0;
    for (int s = 0; s < STAGE_COUNT; s++)
        ms += s == READ ? 0 : flow->stages[s].cpu_ms;
    return ms;
}

/* As many images as are expected to take so long. */
static size_t images_for(const struct flow *flow, double seconds)
{
    double cpu_ms = cpu_sum_ms(flow) / flow->studio->jobs, alone_ms = slowest_ms(flow);
    double each_ms = cpu_ms > alone_ms ? cpu_ms : alone_ms;
    double images = 1e3 * seconds / (each_ms > 1e-3 ? each_ms : 1e-3);
    return images < LEAST_IMAGES ? LEAST_IMAGES : images > 1e6 ? 1000000 : (size_t)images;
}

/* ---- the whole ---- */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static int make_folder(struct flow *flow, struct ecg_error *error)
{
    snprintf(flow->folder, sizeof flow->folder, "%s/ecgpress-bench-XXXXXX",
        flow->studio->params->folder);
    if (mkdtemp(flow->folder))
        return 0;
    *flow->folder = 0;
    return ecg_fail(
        error, ECG_E_IO, "%s: cannot make a folder in it", flow->studio->params->folder);
}

static void remove_folder(struct flow *flow)
{
    if (*flow->folder)
        nftw(flow->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    *flow->folder = 0;
}

/* The most memory that the process had since the last call, MB; 0 where Linux does not tell. */
static double peak_mb_since_reset(void)
{
    double kb = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %lf", &kb) == 1)
            break;
    if (status)
        fclose(status);
    FILE *reset = fopen("/proc/self/clear_refs", "w");
    if (reset) {
        fputs("5", reset);
        fclose(reset);
    }
    return kb * 1024e-6;
}

static void count_images(void *priv, const struct ecg_progress *progress)
{
    struct flow *flow = priv;
    if (progress->done == 1)
        flow->first_ms = 1e3 * progress->seconds;
    if (progress->done == flow->margin) {
        flow->start = bench_now();
        flow->start_bytes = (double)progress->bytes;
    }
    if (progress->done == flow->margin + flow->images) {
        flow->time = bench_since(flow->start);
        flow->bytes = (double)progress->bytes - flow->start_bytes;
    }
}

static int run_whole(struct flow *flow, struct ecg_error *error)
{
    const struct bench_params *params = flow->studio->params;
    char size_sets[BENCH_SIZE_SETS][48];
    const char **sets = ecg_calloc(BENCH_SIZE_SETS + params->n_sets, sizeof *sets);
    if (!sets)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    bench_size_sets(size_sets, flow->size);
    for (size_t i = 0; i < BENCH_SIZE_SETS; i++)
        sets[i] = size_sets[i];
    for (size_t i = 0; i < params->n_sets; i++)
        sets[BENCH_SIZE_SETS + i] = params->sets[i];
    flow->images = images_for(flow, params->seconds);
    struct ecg_job_params job = {
        .synthetic = flow->images + 2 * flow->margin,
        .output = flow->folder,
        .recipe = flow->name,
        .sets = sets,
        .n_sets = BENCH_SIZE_SETS + params->n_sets,
        .format = params->format,
        .device = params->device,
        .passes = params->passes,
        .jobs = flow->studio->jobs,
        .on_progress = count_images,
        .priv = flow,
    };
    struct ecg_job_result result;
    /* The job's memory alone: what the stages needed is given back first. */
    bench_studio_close_device(flow->studio);
    malloc_trim(0);
    peak_mb_since_reset();
    int code = ecg_job_run(&job, &result, error);
    ecg_free(sets);
    flow->peak_mb = peak_mb_since_reset();
    int back = bench_studio_open_device(flow->studio, code == 0 ? error : NULL);
    return code < 0 ? code : back;
}

/* ---- one recipe at one size ---- */

static int flow_open(struct flow *flow, struct ecg_error *error)
{
    const struct bench_params *params = flow->studio->params;
    double pixels = (double)flow->size.width_px * flow->size.height_px;
    double most = 32e6 / pixels;                         /* about 128 MB of pictures */
    flow->margin = (size_t)(2 * flow->studio->jobs + 4); /* more than are ever under way at once */
    flow->n = most < 2 ? 2 : most < LEAST_IMAGES ? (int)most : LEAST_IMAGES;
    flow->pictures = ecg_calloc((size_t)flow->n, sizeof *flow->pictures);
    flow->files = ecg_calloc((size_t)flow->n, sizeof *flow->files);
    if (!flow->pictures || !flow->files)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    struct ecg_finisher_params finisher = { 0 };
    int code = ecg_format_parse(params->format, &finisher.format, error);
    if (code == 0)
        code = ecg_finisher_create(&flow->finisher, &finisher, error);
    if (code == 0)
        code = make_folder(flow, error);
    if (code == 0)
        code = bench_recipe_load(&flow->recipe, params, flow->name, NULL, 0, flow->size, error);
    return code;
}

/* Pictures and what the stages alone left on the disk. */
static void forget_pictures(struct flow *flow)
{
    for (int i = 0; i < flow->n; i++) {
        if (flow->pictures)
            bench_picture_free(&flow->pictures[i]);
        if (flow->files)
            ecg_files_free(&flow->files[i]);
    }
    ecg_free(flow->pictures);
    ecg_free(flow->files);
    flow->pictures = NULL;
    flow->files = NULL;
    flow->n = 0;
    remove_folder(flow);
}

static void flow_close(struct flow *flow)
{
    forget_pictures(flow);
    ecg_recipe_destroy(&flow->recipe);
    ecg_finisher_destroy(&flow->finisher);
}

static void report(struct flow *flow)
{
    FILE *out = flow->studio->out;
    struct ecg_json *json = &flow->studio->json;
    double seconds = 1e-3 * flow->time.wall_ms, cpu_s = 1e-3 * flow->time.cpu_ms;
    double rate = (double)flow->images / seconds;
    double by_stage = 1e3 / slowest_ms(flow);
    double by_cpu = 1e3 * flow->studio->cores / cpu_sum_ms(flow);
    double busy = cpu_s / seconds / flow->studio->cores;
    double bytes_s = flow->bytes / seconds;
    ecg_json_open_object(json);
    ecg_json_key_string(json, "name", flow->name);
    ecg_json_key_int(json, "width", flow->size.width_px);
    ecg_json_key_int(json, "height", flow->size.height_px);
    ecg_json_key_string(json, "format", flow->studio->params->format);
    ecg_json_key_int(json, "images", (int64_t)flow->images);
    ecg_json_key_fixed(json, "images_s", rate, 3);
    ecg_json_key_fixed(json, "cpu_ms", 1e3 * cpu_s / (double)flow->images, 3);
    ecg_json_key_fixed(json, "first_ms", flow->first_ms, 3);
    ecg_json_key_fixed(json, "cores_busy", busy, 4);
    ecg_json_key_fixed(json, "mb_s", bytes_s / 1e6, 3);
    ecg_json_key_fixed(json, "peak_mb", flow->peak_mb, 1);
    ecg_json_key(json, "alone");
    ecg_json_open_object(json);
    for (int s = 0; s < STAGE_COUNT; s++) {
        ecg_json_key(json, stage_names[s]);
        ecg_json_open_object(json);
        ecg_json_key_fixed(json, "images_s", 1e3 / flow->stages[s].wall_ms, 3);
        ecg_json_key_fixed(json, "cpu_ms", flow->stages[s].cpu_ms, 3);
        ecg_json_close_object(json);
    }
    ecg_json_close_object(json);
    ecg_json_key_fixed(json, "limit_slowest_images_s", by_stage, 3);
    ecg_json_key_fixed(json, "limit_cpu_images_s", by_cpu, 3);
    ecg_json_key_fixed(json, "share_of_slowest", rate / by_stage, 4);
    ecg_json_key_fixed(json, "share_of_cpu", rate / by_cpu, 4);
    ecg_json_close_object(json);
    fprintf(out, "%-18s %9.1f %5.0f%% %5.0f%% %5.0f%% %6.0f  ", flow->name, rate,
        100 * rate / by_stage, 100 * rate / by_cpu, 100 * busy, flow->peak_mb);
    for (int s = 0; s < STAGE_COUNT; s++)
        fprintf(out, " %7.1f", 1e3 / flow->stages[s].wall_ms);
    fprintf(out, "  ");
    for (int s = 0; s < STAGE_COUNT; s++)
        fprintf(out, " %7.1f", flow->stages[s].cpu_ms);
    fputc('\n', out);
    fflush(out);
}

static int run_one(struct flow *flow, struct ecg_error *error)
{
    int code = flow_open(flow, error);
    if (code == 0)
        code = measure_stages(flow, error);
    forget_pictures(flow);
    if (code == 0)
        code = make_folder(flow, error);
    if (code == 0)
        code = run_whole(flow, error);
    if (code == 0)
        report(flow);
    flow_close(flow);
    return code;
}

static void print_head(struct bench_studio *studio, struct bench_size size)
{
    FILE *out = studio->out;
    fprintf(out,
        "\nEnd to end at %d x %d, %s with truth, %d workers. Shares: of the slowest stage alone, "
        "of cores / CPU time;\nbusy: of all cores; then each stage alone, images/s and CPU "
        "ms an image\n%-18s %9s %6s %6s %6s %6s  ",
        size.width_px, size.height_px, studio->params->format, studio->jobs, "recipe", "images/s",
        "slow.", "CPU", "busy", "MB");
    for (int twice = 0; twice < 2; twice++) {
        for (int s = 0; s < STAGE_COUNT; s++)
            fprintf(out, " %7s", stage_names[s]);
        fprintf(out, "  ");
    }
    fputc('\n', out);
}

int bench_flow(struct bench_studio *studio, struct ecg_error *error)
{
    const struct bench_params *params = studio->params;
    int code = 0;
    ecg_json_key(&studio->json, "flow");
    ecg_json_open_array(&studio->json);
    for (size_t z = 0; code == 0 && z < params->n_sizes; z++) {
        print_head(studio, params->sizes[z]);
        for (size_t r = 0; code == 0 && r < params->n_recipes; r++) {
            struct flow flow = {
                .studio = studio, .name = params->recipes[r], .size = params->sizes[z]
            };
            code = run_one(&flow, error);
        }
    }
    ecg_json_close_array(&studio->json);
    return code;
}
