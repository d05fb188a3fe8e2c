#include "support/studio.h"

#include "recipe/recipe.h"
#include "support/must.h"

void studio_open(struct studio *studio)
{
    *studio = (struct studio){ 0 };
    must(ecg_fonts_open(&studio->fonts, &error));
    must(ecg_gpu_open(&studio->gpu, "software", &error));
    must(ecg_renderer_create(&studio->renderer, studio->gpu, &error));
    must(ecg_record_synthesize(&studio->record, 1, 0, 0, &error));
}

void studio_close(struct studio *studio)
{
    ecg_record_destroy(&studio->record);
    ecg_renderer_destroy(&studio->renderer);
    ecg_gpu_close(&studio->gpu);
    ecg_fonts_close(&studio->fonts);
}

void studio_scene(const struct studio *studio, const char *name, const char *const *sets,
    uint64_t seed, uint64_t variant, struct ecg_scene *scene)
{
    struct ecg_recipe *recipe;
    must(ecg_recipe_load(&recipe, name, &error));
    for (; *sets; sets++)
        must(ecg_recipe_set(recipe, *sets, &error));
    must(ecg_recipe_draw(recipe, seed, studio->record->id, variant, scene, &error));
    ecg_recipe_destroy(&recipe);
}

struct ecg_work *studio_work(const struct studio *studio, const char *recipe,
    const char *const *sets, uint64_t seed, uint64_t variant)
{
    struct ecg_scene scene;
    struct ecg_work *work;
    studio_scene(studio, recipe, sets, seed, variant, &scene);
    must(ecg_work_create(&work, "x", &scene, studio->record, studio->fonts, &error));
    return work;
}
