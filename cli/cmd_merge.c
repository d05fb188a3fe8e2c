/* merge: the shards of a dataset become one. */
#include "ecgpress.h"
#include "options.h"

#include <stdio.h>

static void report(void *priv, const char *line)
{
    (void)priv;
    printf("%s\n", line);
}

static int run(int argc, char **argv)
{
    const struct option_entry table[] = { { 0 } };
    struct text_list folders = { 0 };
    int status = options_parse(&command_merge, table, argc, argv, &folders);
    if (status < 0 && folders.count == 0) {
        complain(&command_merge, "expected the folder of a dataset");
        status = EXIT_USAGE;
    }
    if (status < 0) {
        struct ecg_merge_result result;
        struct ecg_error error = { 0 };
        int code = ecg_merge(folders.items, folders.count, report, NULL, &result, &error);
        if (code == 0 || result.missing || result.doubles || result.absent_shards)
            printf("%zu images in %s/manifest.jsonl\n", result.images, folders.items[0]);
        if (code < 0)
            complain(&command_merge, "%s", error.message);
        status = code < 0 ? EXIT_FAILED : EXIT_OK;
    }
    text_list_free(&folders);
    return status;
}

const struct command command_merge = {
    .name = "merge",
    .summary = "joins the manifests of a dataset's shards, says what is missing",
    .usage = "DIR...",
    .epilogue =
        "For datasets made in parts by `generate --shard I/N`. Writes DIR/manifest.jsonl and "
        "names\n"
        "every image that is missing or double and every shard that was not begun; the exit "
        "status\n"
        "is then 1. Running that shard's command again makes what is missing. Shards may have "
        "been\n"
        "written to several folders: the joint manifest goes to the first, and lines from the\n"
        "others name their \"folder\".\n\n"
        "  ecgpress merge out\n",
    .run = run,
};
