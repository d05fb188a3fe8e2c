/* What an earlier run left in a dataset's folder, as merge and resuming read it: manifests, lists
 * of what a shard is to make, settings. The input is some files (see fuzz_unpack). */
#include "fuzz/fuzz.h"
#include "job/journal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void check_line(void *priv, const char *line)
{
    size_t *lines = priv;
    FUZZ_ASSERT(line[0] && !strpbrk(line, "\n\r\x1b"));
    ++*lines;
}

static void merge(void)
{
    static const char *const folders[] = { "." };
    struct ecg_merge_result result = { 0 };
    struct ecg_error error = { 0 };
    size_t lines = 0;
    int code = ecg_merge(folders, 1, check_line, &lines, &result, &error);
    if (code < 0)
        fuzz_check_refusal(code, &error);
    else
        FUZZ_ASSERT(result.missing == 0 && result.doubles == 0);
    unlink("manifest.jsonl");
}

static void resume(const char *manifest, const char *shard_prefix)
{
    struct ecg_journal_params params = {
        .folder = ".",
        .file_name = manifest,
        .scratch = ".",
        .shard_prefix = shard_prefix,
    };
    struct ecg_journal *journal = NULL;
    struct ecg_error error = { 0 };
    int code = ecg_journal_open(&journal, &params, &error);
    if (code < 0) {
        FUZZ_ASSERT(journal == NULL);
        fuzz_check_refusal(code, &error);
        return;
    }
    ecg_journal_has(journal, "a-0");
    ecg_journal_close(&journal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unpack(data, size);
    merge();
    fuzz_unpack(data, size);
    resume("manifest-0-of-2.jsonl", NULL);
    resume("manifest-1-of-2.jsonl", "shard-1-of-2-");
    fuzz_clear();
    unlink("manifest.jsonl");
    unlink("manifest-0-of-2.jsonl");
    unlink("manifest-1-of-2.jsonl");
    return 0;
}
