/* Recipes in YAML. */
#include "fuzz/check_recipe.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ecg_recipe *recipe = NULL;
    struct ecg_error error = { 0 };
    int code = ecg_recipe_read(&recipe, "r", (const char *)data, size, &error);
    if (code < 0) {
        FUZZ_ASSERT(recipe == NULL);
        fuzz_check_refusal(code, &error);
    } else {
        fuzz_check_recipe(recipe);
    }
    ecg_recipe_destroy(&recipe);
    return 0;
}
