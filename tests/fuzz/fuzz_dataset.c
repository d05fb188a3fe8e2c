/* A dataset as inspect reads it: a manifest with the files it names, tars with and without one.
 * The input is some files (see fuzz_unpack). */
#include "ecgpress.h"
#include "fuzz/fuzz.h"

#include <string.h>

static void inspect(const char *path, int as_json)
{
    struct ecg_string text = { 0 };
    struct ecg_error error = { 0 };
    if (ecg_is_dataset(path)) {
        int code = ecg_inspect_dataset(path, as_json, &text, &error);
        if (code < 0)
            fuzz_check_refusal(code, &error);
        else
            FUZZ_ASSERT(text.size > 0 && strlen(text.data) == text.size);
    }
    ecg_string_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unpack(data, size);
    inspect(".", 0);
    inspect(".", 1);
    inspect("shard-000000.tar", 1);
    fuzz_clear();
    return 0;
}
