#include "bench/studio.h"

#include "gpu/pass.h"
#include "render/renderer.h"

#include <stdio.h>
#include <unistd.h>

int bench_studio_open_device(struct bench_studio *studio, struct ecg_error *error)
{
    int code =
        ecg_pass_open_gpu(&studio->gpu, studio->params->device, studio->params->passes, error);
    if (code == 0)
        code = ecg_renderer_create(&studio->renderer, studio->gpu, error);
    return code;
}

void bench_studio_close_device(struct bench_studio *studio)
{
    ecg_renderer_destroy(&studio->renderer);
    ecg_gpu_close(&studio->gpu);
}

int bench_studio_open(
    struct bench_studio *studio, const struct bench_params *params, struct ecg_error *error)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    studio->params = params;
    studio->cores = cores > 0 ? (int)cores : 1;
    studio->jobs = params->jobs > 0 ? params->jobs : studio->cores;
    int code = ecg_fonts_open(&studio->fonts, error);
    if (code == 0)
        code = bench_studio_open_device(studio, error);
    if (code < 0)
        bench_studio_close(studio);
    return code;
}

void bench_studio_close(struct bench_studio *studio)
{
    bench_studio_close_device(studio);
    ecg_fonts_close(&studio->fonts);
}

void bench_size_sets(char sets[BENCH_SIZE_SETS][48], struct bench_size size)
{
    double dpi = size.width_px / 11.0; /* of a Letter sheet */
    snprintf(sets[0], sizeof sets[0], "page.size=letter");
    snprintf(sets[1], sizeof sets[1], "page.orientation=landscape");
    snprintf(sets[2], sizeof sets[2], "output.dpi=%.4f", dpi);
    snprintf(sets[3], sizeof sets[3], "capture.scan.dpi=%.4f", dpi);
    snprintf(sets[4], sizeof sets[4], "capture.width_px=%d", size.width_px);
    snprintf(sets[5], sizeof sets[5], "capture.height_px=%d", size.height_px);
    snprintf(sets[6], sizeof sets[6], "capture.turns=0");
}

int bench_recipe_load(struct ecg_recipe **recipe, const struct bench_params *params,
    const char *name, const char *const *sets, size_t n_sets, struct bench_size size,
    struct ecg_error *error)
{
    char size_sets[BENCH_SIZE_SETS][48];
    bench_size_sets(size_sets, size);
    *recipe = NULL;
    int code = ecg_recipe_load(recipe, name, error);
    for (size_t i = 0; code == 0 && i < BENCH_SIZE_SETS; i++)
        code = ecg_recipe_set(*recipe, size_sets[i], error);
    for (size_t i = 0; code == 0 && i < params->n_sets; i++)
        code = ecg_recipe_set(*recipe, params->sets[i], error);
    for (size_t i = 0; code == 0 && i < n_sets; i++)
        code = ecg_recipe_set(*recipe, sets[i], error);
    if (code < 0)
        ecg_recipe_destroy(recipe);
    return code;
}

int bench_record_make(struct ecg_record **record, int i, struct ecg_error *error)
{
    return ecg_record_synthesize(record, 0, (uint64_t)i, 10, error);
}

int bench_picture_make(struct bench_picture *picture, const struct bench_studio *studio,
    const struct ecg_recipe *recipe, int i, int variant, struct ecg_error *error)
{
    char name[32];
    struct ecg_scene scene;
    *picture = (struct bench_picture){ 0 };
    snprintf(name, sizeof name, "bench-%d", i);
    int code = bench_record_make(&picture->record, i, error);
    if (code == 0)
        code = ecg_recipe_draw(recipe, 0, picture->record->id, (uint64_t)variant, &scene, error);
    if (code == 0)
        code =
            ecg_work_create(&picture->work, name, &scene, picture->record, studio->fonts, error);
    if (code < 0)
        bench_picture_free(picture);
    return code;
}

void bench_picture_free(struct bench_picture *picture)
{
    ecg_work_destroy(&picture->work);
    ecg_record_destroy(&picture->record);
}
