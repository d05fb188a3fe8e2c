/* What one image costs, step by step, alone on the machine: time, and CPU time of all threads. */
#include "bench/clock.h"
#include "bench/parts.h"
#include "core/alloc.h"
#include "job/finish.h"
#include "output/jpeg.h"
#include "output/png.h"
#include "render/renderer.h"

enum stage {
    STAGE_RECORD,
    STAGE_DRAW,
    FIRST_WORK_STAGE,
    STAGE_RENDER = FIRST_WORK_STAGE + ECG_WORK_STEPS,
    STAGE_TRUTH,
    STAGE_PNG,
    STAGE_JPEG,
    STAGE_COUNT
};

static const char *const stage_names[STAGE_COUNT] = { "record", "draw", "page", "notes", "sheet",
    "mesh", "ink", "light", "parts", "render", "truth", "png", "jpeg" };

struct ledger {
    struct bench_time stages[STAGE_COUNT];
    double png_bytes, jpeg_bytes, json_bytes;
};

struct bench_encoders {
    struct ecg_png *png;
    struct ecg_jpeg *jpeg;
    struct ecg_finisher *finisher;
};

static void note(struct ledger *ledger, int stage, struct bench_time start)
{
    ledger->stages[stage] = bench_since(start);
}

static int prepare(struct bench_studio *studio, const struct ecg_recipe *recipe, int i,
    struct ledger *ledger, struct bench_picture *picture, struct ecg_error *error)
{
    struct ecg_scene scene;
    struct bench_time start = bench_now();
    int code = bench_record_make(&picture->record, i, error);
    note(ledger, STAGE_RECORD, start);
    if (code < 0)
        return code;
    start = bench_now();
    code = ecg_recipe_draw(recipe, 0, picture->record->id, (uint64_t)i, &scene, error);
    note(ledger, STAGE_DRAW, start);
    if (code == 0)
        code = ecg_work_start(&picture->work, "bench", &scene, picture->record, error);
    for (int step = 0; code == 0 && step < ECG_WORK_STEPS; step++) {
        start = bench_now();
        code = ecg_work_do(picture->work, (enum ecg_work_step)step, studio->fonts, error);
        note(ledger, FIRST_WORK_STAGE + step, start);
    }
    return code;
}

static int render(struct bench_studio *studio, struct ecg_work *work, struct ledger *ledger,
    struct ecg_error *error)
{
    struct ecg_render_job job = ecg_work_job(work);
    struct bench_time start = bench_now();
    int code = ecg_render_frame(studio->renderer, &job, &work->image, error);
    note(ledger, STAGE_RENDER, start);
    return code;
}

static int encode_png(struct bench_encoders *encoders, const struct ecg_work *work,
    struct ledger *ledger, struct ecg_error *error)
{
    struct ecg_png_params params = { .effort = ECG_PNG_FAST, .dpi = work->scene.output_dpi };
    struct ecg_buffer out = { 0 };
    struct bench_time start = bench_now();
    int code = ecg_png_encode(encoders->png, &work->image, &params, &out, error);
    note(ledger, STAGE_PNG, start);
    ledger->png_bytes = (double)out.size;
    ecg_buffer_free(&out);
    return code;
}

static int encode_jpeg(struct bench_encoders *encoders, const struct ecg_work *work,
    struct ledger *ledger, struct ecg_error *error)
{
    struct ecg_jpeg_params params = { .quality = 90 };
    struct ecg_buffer out = { 0 };
    struct bench_time start = bench_now();
    int code = ecg_jpeg_encode(encoders->jpeg, &work->image, &params, &out, error);
    note(ledger, STAGE_JPEG, start);
    ledger->jpeg_bytes = (double)out.size;
    ecg_buffer_free(&out);
    return code;
}

static int encode_truth(struct bench_encoders *encoders, const struct ecg_work *work,
    struct ledger *ledger, struct ecg_error *error)
{
    struct ecg_files files = { 0 };
    struct bench_time start = bench_now();
    int code = ecg_finisher_encode(encoders->finisher, work, &files, error);
    note(ledger, STAGE_TRUTH, start);
    const struct ecg_buffer *json = ecg_files_find(&files, ".json");
    ledger->json_bytes = json ? (double)json->size : 0;
    ecg_files_free(&files);
    return code;
}

static int make_one(struct bench_studio *studio, struct bench_encoders *encoders,
    const struct ecg_recipe *recipe, int i, struct ledger *ledger, struct ecg_error *error)
{
    struct bench_picture picture = { 0 };
    int code = prepare(studio, recipe, i, ledger, &picture, error);
    if (code == 0)
        code = render(studio, picture.work, ledger, error);
    if (code == 0)
        code = encode_truth(encoders, picture.work, ledger, error);
    if (code == 0)
        code = encode_png(encoders, picture.work, ledger, error);
    if (code == 0)
        code = encode_jpeg(encoders, picture.work, ledger, error);
    bench_picture_free(&picture);
    return code;
}

/* Each stage's best of the rounds, added up over the images. */
static int measure(struct bench_studio *studio, struct bench_encoders *encoders,
    const struct ecg_recipe *recipe, struct ledger *mean, struct ecg_error *error)
{
    const struct bench_params *params = studio->params;
    double share = 1.0 / params->images;
    int code = 0;
    *mean = (struct ledger){ 0 };
    for (int i = 0; code == 0 && i < params->images; i++) {
        struct ledger best = { 0 }, ledger = { 0 };
        for (int round = -1; code == 0 && round < params->rounds; round++) {
            code = make_one(studio, encoders, recipe, i, &ledger, error);
            for (int s = 0; s < STAGE_COUNT; s++)
                if (round <= 0 || ledger.stages[s].cpu_ms < best.stages[s].cpu_ms)
                    best.stages[s] = ledger.stages[s];
        }
        for (int s = 0; s < STAGE_COUNT; s++) {
            mean->stages[s].wall_ms += share * best.stages[s].wall_ms;
            mean->stages[s].cpu_ms += share * best.stages[s].cpu_ms;
        }
        mean->png_bytes += share * ledger.png_bytes;
        mean->jpeg_bytes += share * ledger.jpeg_bytes;
        mean->json_bytes += share * ledger.json_bytes;
    }
    return code;
}

static void write_ledger(struct bench_studio *studio, const char *name, const struct ledger *mean)
{
    struct ecg_json *json = &studio->json;
    ecg_json_open_object(json);
    ecg_json_key_string(json, "name", name);
    ecg_json_key_int(json, "width", studio->params->sizes[0].width_px);
    ecg_json_key_int(json, "height", studio->params->sizes[0].height_px);
    ecg_json_key(json, "stages");
    ecg_json_open_object(json);
    fprintf(studio->out, "%-18s", name);
    for (int s = 0; s < STAGE_COUNT; s++) {
        ecg_json_key(json, stage_names[s]);
        ecg_json_open_object(json);
        ecg_json_key_fixed(json, "wall_ms", mean->stages[s].wall_ms, 3);
        ecg_json_key_fixed(json, "cpu_ms", mean->stages[s].cpu_ms, 3);
        ecg_json_close_object(json);
        fprintf(studio->out, " %6.1f", mean->stages[s].cpu_ms);
    }
    fprintf(studio->out, "  %5.2f %5.2f %5.2f\n", mean->png_bytes / 1e6, mean->jpeg_bytes / 1e6,
        mean->json_bytes / 1e6);
    ecg_json_close_object(json);
    ecg_json_key_int(json, "png_bytes", (int64_t)mean->png_bytes);
    ecg_json_key_int(json, "jpeg_bytes", (int64_t)mean->jpeg_bytes);
    ecg_json_key_int(json, "json_bytes", (int64_t)mean->json_bytes);
    ecg_json_close_object(json);
    fflush(studio->out);
}

static int run(
    struct bench_studio *studio, struct bench_encoders *encoders, struct ecg_error *error)
{
    const struct bench_params *params = studio->params;
    int code = 0;
    fprintf(studio->out, "\nStages at %d x %d, CPU ms an image (mean of %d images)\n%-18s",
        params->sizes[0].width_px, params->sizes[0].height_px, params->images, "recipe");
    for (int s = 0; s < STAGE_COUNT; s++)
        fprintf(studio->out, " %6s", stage_names[s]);
    fprintf(studio->out, "  %5s %5s %5s MB\n", "png", "jpeg", "json");
    ecg_json_key(&studio->json, "stages");
    ecg_json_open_array(&studio->json);
    for (size_t r = 0; code == 0 && r < params->n_recipes; r++) {
        struct ecg_recipe *recipe = NULL;
        struct ledger mean;
        code = bench_recipe_load(
            &recipe, params, params->recipes[r], NULL, 0, params->sizes[0], error);
        if (code == 0)
            code = measure(studio, encoders, recipe, &mean, error);
        ecg_recipe_destroy(&recipe);
        if (code == 0)
            write_ledger(studio, params->recipes[r], &mean);
    }
    ecg_json_close_array(&studio->json);
    return code;
}

int bench_stages(struct bench_studio *studio, struct ecg_error *error)
{
    struct bench_encoders encoders = { ecg_png_make(), ecg_jpeg_make(), NULL };
    const struct ecg_finisher_params finisher = { .format = ECG_FORMAT_NONE };
    int code = ecg_finisher_create(&encoders.finisher, &finisher, error);
    if (code == 0 && (!encoders.png || !encoders.jpeg))
        code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    if (code == 0)
        code = run(studio, &encoders, error);
    ecg_finisher_destroy(&encoders.finisher);
    ecg_jpeg_destroy(&encoders.jpeg);
    ecg_png_destroy(&encoders.png);
    return code;
}
