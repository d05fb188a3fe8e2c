/* ecgpress bench: how fast this machine is, and what limits it. */
#include "bench/bench.h"
#include "core/file.h"
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 32, TEXT_SIZE = 512 };

/* A list such as "kit,damaged", cut up. */
struct items {
    char text[TEXT_SIZE];
    const char *item[MOST_ITEMS];
    size_t count;
};

static int split(struct items *items, const char *option, const char *text)
{
    items->count = 0;
    if (strlen(text) >= TEXT_SIZE) {
        complain(&command_bench, "--%s: too long", option);
        return -1;
    }
    strcpy(items->text, text);
    char *rest = NULL;
    for (char *item = strtok_r(items->text, ",", &rest); item; item = strtok_r(NULL, ",", &rest)) {
        if (items->count == MOST_ITEMS) {
            complain(&command_bench, "--%s: more than %d", option, MOST_ITEMS);
            return -1;
        }
        items->item[items->count++] = item;
    }
    if (items->count)
        return 0;
    complain(&command_bench, "--%s: expected a list, got \"%s\"", option, text);
    return -1;
}

static int parse_parts(const char *text, int *parts)
{
    static const struct {
        const char *name;
        int part;
    } table[] = {
        { "passes", BENCH_PASSES },
        { "effects", BENCH_EFFECTS },
        { "stages", BENCH_STAGES },
        { "encoders", BENCH_ENCODERS },
        { "flow", BENCH_FLOW },
        { "all", BENCH_ALL },
    };
    struct items items;
    *parts = 0;
    if (split(&items, "parts", text) < 0)
        return -1;
    for (size_t i = 0; i < items.count; i++) {
        size_t k = 0, n = sizeof table / sizeof table[0];
        while (k < n && strcmp(items.item[i], table[k].name) != 0)
            k++;
        if (k == n) {
            complain(&command_bench,
                "--parts: expected passes, effects, stages, encoders, flow or all, got \"%s\"",
                items.item[i]);
            return -1;
        }
        *parts |= table[k].part;
    }
    return 0;
}

static int parse_sizes(const char *text, struct bench_size *sizes, size_t *n_sizes)
{
    struct items items;
    if (split(&items, "sizes", text) < 0)
        return -1;
    for (size_t i = 0; i < items.count; i++) {
        int used = 0;
        struct bench_size *size = &sizes[i];
        if (sscanf(items.item[i], "%dx%d%n", &size->width_px, &size->height_px, &used) != 2 ||
            items.item[i][used] || size->width_px < 550 || size->width_px > 13200 ||
            size->height_px < 400 || size->height_px > 13200) {
            complain(&command_bench,
                "--sizes: expected WIDTHxHEIGHT of 550x400 to 13200x13200 px, got \"%s\"",
                items.item[i]);
            return -1;
        }
    }
    *n_sizes = items.count;
    return 0;
}

static int run_bench(const struct bench_params *params, const char *json_file)
{
    struct ecg_buffer json = { 0 };
    struct ecg_error error = { 0 };
    int code = bench_run(params, stdout, &json, &error);
    if (code == 0 && json_file)
        code = ecg_file_write(json_file, json.data, json.size, &error);
    if (code < 0)
        complain(&command_bench, "%s", error.message);
    ecg_buffer_free(&json);
    return code < 0 ? EXIT_FAILED : EXIT_OK;
}

static int check_counts(uint64_t images, uint64_t rounds, double seconds)
{
    if (images < 1 || images > 1000)
        complain(&command_bench, "--images: expected 1 to 1000");
    else if (rounds < 1 || rounds > 1000)
        complain(&command_bench, "--rounds: expected 1 to 1000");
    else if (!(seconds > 0 && seconds <= 86400))
        complain(&command_bench, "--seconds: expected more than 0, at most 86400");
    else
        return 0;
    return -1;
}

static int run(int argc, char **argv)
{
    const char *parts = "all", *sizes = "2200x1700";
    const char *recipes = "kit,kit-all,0003-scan-color,0005-photo,0009-photo-stained,damaged";
    const char *json_file = NULL, *folder = getenv("TMPDIR");
    uint64_t images = 8, rounds = 3, jobs = 0;
    struct text_list sets = { 0 };
    struct bench_params params = { .format = "png", .seconds = 10 };
    params.folder = folder && *folder ? folder : "/tmp";
    const struct option_entry table[] = {
        { "parts", 'p', OPTION_TEXT, &parts, "LIST",
            "of passes, effects, stages, encoders, flow (default all)", 0 },
        { "recipes", 'r', OPTION_TEXT, &recipes, "LIST",
            "what to print (default kit,kit-all,0003-scan-color,0005-photo,0009-photo-stained,"
            "damaged)",
            0 },
        { "set", 's', OPTION_LIST, &sets, "NAME=VALUE",
            "assign a parameter in every recipe; may be repeated", 0 },
        { "only", 0, OPTION_TEXT, &params.only, "TEXT", "effects whose name holds it", 0 },
        { "sizes", 0, OPTION_TEXT, &sizes, "LIST",
            "WIDTHxHEIGHT in pixels; flow takes all, the rest the first (default 2200x1700)", 0 },
        { "images", 'n', OPTION_UINT, &images, "N",
            "different pictures of each recipe (default 8; flow: 24 or more)", 0 },
        { "rounds", 0, OPTION_UINT, &rounds, "N", "the best of so many is taken (default 3)", 0 },
        { "seconds", 0, OPTION_REAL, &params.seconds, "S",
            "flow: length of each run from end to end (default 10)", 0 },
        { "format", 'f', OPTION_TEXT, &params.format, "F",
            "flow: png (default), jpeg, npy or none", 0 },
        { "folder", 0, OPTION_TEXT, &params.folder, "DIR",
            "flow: on the disk to be measured (default $TMPDIR or /tmp); cleared again", 0 },
        { "jobs", 'j', OPTION_UINT, &jobs, "N", "worker threads (default: one a core)", 0 },
        { "device", 0, OPTION_TEXT, &params.device, "D", "auto (default), software, or a number",
            0 },
        { "passes", 0, OPTION_TEXT, &params.passes, "P",
            "auto (default), fragment or compute: kind of shader", 0 },
        { "json", 0, OPTION_TEXT, &json_file, "FILE", "write the figures as JSON, too", 0 },
        { 0 },
    };
    struct items recipe_items;
    struct bench_size size_list[MOST_ITEMS];
    int status = options_parse(&command_bench, table, argc, argv, NULL);
    if (status < 0 &&
        (parse_parts(parts, &params.parts) < 0 || split(&recipe_items, "recipes", recipes) < 0 ||
            parse_sizes(sizes, size_list, &params.n_sizes) < 0 ||
            check_counts(images, rounds, params.seconds) < 0))
        status = EXIT_USAGE;
    if (status < 0) {
        params.sets = sets.items;
        params.n_sets = sets.count;
        params.recipes = recipe_items.item;
        params.n_recipes = recipe_items.count;
        params.sizes = size_list;
        params.images = (int)images;
        params.rounds = (int)rounds;
        params.jobs = jobs > 256 ? 256 : (int)jobs;
        status = run_bench(&params, json_file);
    }
    text_list_free(&sets);
    return status;
}

const struct command command_bench = {
    .name = "bench",
    .summary = "measures this machine: passes, stages, encoders, images a second",
    .usage = "[OPTION...]",
    .epilogue =
        "Prints built-in recordings, so that runs can be compared; docs/bench.md tells what the\n"
        "figures are. Everything takes some minutes; a first look, under one:\n\n"
        "  ecgpress bench --parts passes,stages,flow --recipes kit,damaged --images 3 --seconds "
        "5\n",
    .run = run,
};
