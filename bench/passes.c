/* Every pass of the renderer by itself: of recipes, and of single effects on a clean page. */
#include "bench/cases.h"
#include "bench/parts.h"
#include "gpu/timer.h"
#include "render/renderer.h"

#include <string.h>

enum { MOST_PASSES = 24 };

/* One picture's, or the mean of several. */
struct passes {
    int n;
    struct ecg_timing each[MOST_PASSES];
    double upload_ms, readback_ms; /* not among the passes */
    double total_ms, cpu_ms;       /* of the passes */
};

static void read_passes(struct ecg_timers *timers, struct passes *passes)
{
    struct ecg_timing timing;
    *passes = (struct passes){ 0 };
    for (int i = 0; ecg_timers_read(timers, i, &timing); i++) {
        if (strcmp(timing.name, "upload") == 0) {
            passes->upload_ms = timing.total_ms;
        } else if (strcmp(timing.name, "readback") == 0) {
            passes->readback_ms = timing.total_ms;
        } else if (passes->n < MOST_PASSES) {
            passes->each[passes->n++] = timing;
            passes->total_ms += timing.total_ms;
            passes->cpu_ms += timing.cpu_ms;
        }
    }
}

static int render_once(struct bench_studio *studio, struct ecg_work *work, struct ecg_error *error)
{
    struct ecg_render_job job = ecg_work_job(work);
    ecg_image_free(&work->image);
    return ecg_render_frame(studio->renderer, &job, &work->image, error);
}

/* Of two rounds the one that is disturbed less: in software by CPU time, which other programs
 * change least. */
static int is_better(const struct passes *a, const struct passes *b)
{
    return a->cpu_ms > 0 ? a->cpu_ms < b->cpu_ms : a->total_ms < b->total_ms;
}

/* The best round of a picture. */
static int measure_picture(struct bench_studio *studio, struct ecg_work *work, struct passes *best,
    struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(studio->gpu);
    int code = render_once(studio, work, error); /* compiles, sizes targets */
    for (int round = 0; code == 0 && round < studio->params->rounds; round++) {
        struct passes passes;
        ecg_timers_enable(timers, 1);
        code = render_once(studio, work, error);
        read_passes(timers, &passes);
        if (round == 0 || is_better(&passes, best))
            *best = passes;
    }
    ecg_timers_enable(timers, 0);
    return code;
}

static void add_pass(struct passes *sum, const struct ecg_timing *timing, double share)
{
    int i = 0;
    while (i < sum->n && strcmp(sum->each[i].name, timing->name) != 0)
        i++;
    if (i == MOST_PASSES)
        return;
    if (i == sum->n)
        sum->each[sum->n++] = (struct ecg_timing){ .name = timing->name };
    sum->each[i].total_ms += share * timing->total_ms;
    sum->each[i].cpu_ms += share * timing->cpu_ms;
    sum->each[i].runs++;
}

static void add_passes(struct passes *sum, const struct passes *passes, double share)
{
    for (int i = 0; i < passes->n; i++)
        add_pass(sum, &passes->each[i], share);
    sum->upload_ms += share * passes->upload_ms;
    sum->readback_ms += share * passes->readback_ms;
    sum->total_ms += share * passes->total_ms;
    sum->cpu_ms += share * passes->cpu_ms;
}

/* The mean over a recipe's pictures, and the slowest. */
static int measure_recipe(struct bench_studio *studio, const struct ecg_recipe *recipe,
    int n_images, struct passes *mean, double *worst_ms, struct ecg_error *error)
{
    int code = 0;
    *mean = (struct passes){ 0 };
    *worst_ms = 0;
    for (int i = 0; code == 0 && i < n_images; i++) {
        struct bench_picture picture;
        struct passes passes = { 0 };
        code = bench_picture_make(&picture, studio, recipe, i, i, error);
        if (code == 0)
            code = measure_picture(studio, picture.work, &passes, error);
        bench_picture_free(&picture);
        add_passes(mean, &passes, 1.0 / n_images);
        if (passes.total_ms > *worst_ms)
            *worst_ms = passes.total_ms;
    }
    return code;
}

static void write_passes(
    struct ecg_json *json, const char *name, const struct passes *passes, double worst_ms)
{
    ecg_json_key_string(json, "name", name);
    ecg_json_key_fixed(json, "total_ms", passes->total_ms, 2);
    ecg_json_key_fixed(json, "worst_ms", worst_ms, 2);
    ecg_json_key_fixed(json, "cpu_ms", passes->cpu_ms, 2);
    ecg_json_key_fixed(json, "upload_ms", passes->upload_ms, 2);
    ecg_json_key_fixed(json, "readback_ms", passes->readback_ms, 2);
    ecg_json_key(json, "passes");
    ecg_json_open_object(json);
    for (int i = 0; i < passes->n; i++) {
        ecg_json_key(json, passes->each[i].name);
        ecg_json_open_object(json);
        ecg_json_key_fixed(json, "ms", passes->each[i].total_ms, 2);
        ecg_json_key_fixed(json, "cpu_ms", passes->each[i].cpu_ms, 2);
        ecg_json_close_object(json);
    }
    ecg_json_close_object(json);
}

static void print_passes(FILE *out, const struct passes *passes)
{
    for (int i = 0; i < passes->n; i++)
        fprintf(out, "%s%s %.1f", i ? ", " : "  ", passes->each[i].name, passes->each[i].total_ms);
    fputc('\n', out);
}

static void write_size(struct ecg_json *json, struct bench_size size)
{
    ecg_json_key_int(json, "width", size.width_px);
    ecg_json_key_int(json, "height", size.height_px);
}

int bench_passes(struct bench_studio *studio, struct ecg_error *error)
{
    const struct bench_params *params = studio->params;
    struct bench_size size = params->sizes[0];
    int code = 0;
    fprintf(studio->out,
        "\nPasses at %d x %d, ms an image (mean of %d images; CPU: over all threads)\n"
        "%-18s %7s %7s %7s %7s %7s\n",
        size.width_px, size.height_px, params->images, "recipe", "passes", "worst", "CPU",
        "upload", "read");
    ecg_json_key(&studio->json, "passes");
    ecg_json_open_array(&studio->json);
    for (size_t r = 0; code == 0 && r < params->n_recipes; r++) {
        struct ecg_recipe *recipe = NULL;
        struct passes mean;
        double worst_ms;
        code = bench_recipe_load(&recipe, params, params->recipes[r], NULL, 0, size, error);
        if (code == 0)
            code = measure_recipe(studio, recipe, params->images, &mean, &worst_ms, error);
        ecg_recipe_destroy(&recipe);
        if (code < 0)
            break;
        ecg_json_open_object(&studio->json);
        write_passes(&studio->json, params->recipes[r], &mean, worst_ms);
        write_size(&studio->json, size);
        ecg_json_close_object(&studio->json);
        fprintf(studio->out, "%-18s %7.1f %7.1f %7.1f %7.1f %7.1f", params->recipes[r],
            mean.total_ms, worst_ms, mean.cpu_ms, mean.upload_ms, mean.readback_ms);
        print_passes(studio->out, &mean);
        fflush(studio->out);
    }
    ecg_json_close_array(&studio->json);
    return code;
}

static int measure_effect(struct bench_studio *studio, const struct bench_effect *effect,
    struct passes *passes, double *worst_ms, struct ecg_error *error)
{
    const char *sets[BENCH_EFFECT_SETS];
    size_t n_sets = 0;
    while (n_sets < BENCH_EFFECT_SETS && effect->sets[n_sets]) {
        sets[n_sets] = effect->sets[n_sets];
        n_sets++;
    }
    struct ecg_recipe *recipe = NULL;
    int code = bench_recipe_load(
        &recipe, studio->params, "kit", sets, n_sets, studio->params->sizes[0], error);
    int images = studio->params->images < 2 ? studio->params->images : 2;
    if (code == 0)
        code = measure_recipe(studio, recipe, images, passes, worst_ms, error);
    ecg_recipe_destroy(&recipe);
    return code;
}

/* Groups start with what they are measured against: a page without an effect, captured likewise.
 */
int bench_effects(struct bench_studio *studio, struct ecg_error *error)
{
    struct bench_size size = studio->params->sizes[0];
    struct passes base = { 0 };
    int code = 0;
    fprintf(studio->out,
        "\nSingle effects, strong, on a `kit` page at %d x %d, ms (more: than without it)\n"
        "%-22s %7s %7s %7s %7s %7s\n",
        size.width_px, size.height_px, "effect", "passes", "more", "CPU", "more", "upload");
    ecg_json_key(&studio->json, "effects");
    ecg_json_open_array(&studio->json);
    for (size_t i = 0; code == 0 && i < bench_n_effects; i++) {
        const struct bench_effect *effect = &bench_effects_list[i];
        struct passes passes;
        double worst_ms;
        int is_shown = !studio->params->only || strstr(effect->name, studio->params->only);
        if (!is_shown && !effect->is_base)
            continue;
        code = measure_effect(studio, effect, &passes, &worst_ms, error);
        if (code < 0)
            break;
        if (effect->is_base)
            base = passes;
        if (!is_shown)
            continue;
        ecg_json_open_object(&studio->json);
        write_passes(&studio->json, effect->name, &passes, worst_ms);
        ecg_json_key_bool(&studio->json, "is_base", effect->is_base);
        ecg_json_key_fixed(&studio->json, "more_ms", passes.total_ms - base.total_ms, 2);
        ecg_json_key_fixed(&studio->json, "more_cpu_ms", passes.cpu_ms - base.cpu_ms, 2);
        write_size(&studio->json, size);
        ecg_json_close_object(&studio->json);
        fprintf(studio->out, "%-22s %7.1f %7.1f %7.1f %7.1f %7.1f", effect->name, passes.total_ms,
            passes.total_ms - base.total_ms, passes.cpu_ms, passes.cpu_ms - base.cpu_ms,
            passes.upload_ms);
        print_passes(studio->out, &passes);
        fflush(studio->out);
    }
    ecg_json_close_array(&studio->json);
    return code;
}
