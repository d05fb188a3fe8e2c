/* --set assignments, one a line. */
#include "fuzz/check_recipe.h"
#include "fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[4096];
    struct ecg_recipe *recipe = NULL;
    struct ecg_error error = { 0 };
    if (size >= sizeof text)
        return 0;
    memcpy(text, data, size);
    text[size] = 0;
    FUZZ_ASSERT(ecg_recipe_read(&recipe, "r", "", 0, &error) == 0);
    int n_set = 0;
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        int code = ecg_recipe_set(recipe, line, &error);
        if (code < 0)
            fuzz_check_refusal(code, &error);
        n_set += code == 0;
    }
    if (n_set)
        fuzz_check_recipe(recipe);
    ecg_recipe_destroy(&recipe);
    return 0;
}
