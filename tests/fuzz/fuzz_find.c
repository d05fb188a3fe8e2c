/* Folders and lists of recordings: the input is some files, RECORDS among them. */
#include "fuzz/fuzz.h"
#include "record/find.h"

#include <string.h>

static void check_found(const char *path)
{
    struct ecg_found_list list;
    struct ecg_error error = { 0 };
    FUZZ_ASSERT(ecg_find_records(&list, &path, 1, &error) == 0);
    for (size_t i = 0; i < list.n; i++) {
        const char *id = list.items[i].id;
        FUZZ_ASSERT(id[0] && id[0] != '.' && !strchr(id, '/') && strlen(id) < 200);
        FUZZ_ASSERT(i == 0 || strcmp(list.items[i - 1].id, id) < 0);
        FUZZ_ASSERT(list.items[i].path[0] && !strstr(list.items[i].path, "../"));
    }
    for (size_t i = 0; i < list.n_problems; i++)
        FUZZ_ASSERT(list.problems[i][0] && !strchr(list.problems[i], '\n'));
    ecg_found_free(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unpack(data, size);
    check_found("RECORDS");
    check_found(".");
    fuzz_clear();
    return 0;
}
