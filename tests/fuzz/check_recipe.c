#include "fuzz/check_recipe.h"

#include "fuzz/fuzz.h"

#include <string.h>

static void check_in_range(const struct ecg_scene *scene)
{
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        double x = 0;
        int whole = 0;
        if (param->type == ECG_PARAM_REAL)
            memcpy(&x, (const char *)scene + param->offset, sizeof x);
        else if (param->type == ECG_PARAM_INT)
            memcpy(&whole, (const char *)scene + param->offset, sizeof whole);
        else
            continue;
        x += whole;
        FUZZ_ASSERT(x >= param->lo && x <= param->hi);
    }
}

static void check_scene(const struct ecg_recipe *recipe, uint64_t seed)
{
    struct ecg_scene scene, again;
    struct ecg_error error = { 0 };
    struct ecg_buffer json = { 0 };
    FUZZ_ASSERT(ecg_recipe_draw(recipe, seed, "x", 1, &scene, &error) == 0);
    check_in_range(&scene);
    ecg_scene_print_json(&scene, &json);
    FUZZ_ASSERT(ecg_scene_read_json(&again, (const char *)json.data, json.size, &error) == 0);
    check_in_range(&again);
    ecg_buffer_free(&json);
}

void fuzz_check_recipe(const struct ecg_recipe *recipe)
{
    struct ecg_buffer text = { 0 }, again_text = { 0 };
    struct ecg_recipe *again = NULL;
    struct ecg_error error = { 0 };
    check_scene(recipe, 1);
    check_scene(recipe, 2);
    FUZZ_ASSERT(ecg_recipe_print(recipe, &text, &error) == 0);
    ecg_buffer_bytes(&text, "", 0);
    FUZZ_ASSERT(ecg_recipe_read(&again, "again", (const char *)text.data, text.size, &error) == 0);
    FUZZ_ASSERT(ecg_recipe_print(again, &again_text, &error) == 0);
    FUZZ_ASSERT(again_text.size == text.size &&
                (text.size == 0 || memcmp(again_text.data, text.data, text.size) == 0));
    ecg_recipe_destroy(&again);
    ecg_buffer_free(&text);
    ecg_buffer_free(&again_text);
}
