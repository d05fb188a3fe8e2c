/* generate: many pictures from many recordings. */
#include "ecgpress.h"
#include "options.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile int cancel;

static void on_signal(int number)
{
    (void)number;
    cancel = 1;
}

struct display {
    int bar;  /* a progress bar on a terminal */
    int json; /* one JSON line a second */
    int bar_shown;
    double last_s;
};

static void clear_bar(struct display *display)
{
    if (display->bar_shown)
        fprintf(stderr, "\r\033[K");
    display->bar_shown = 0;
}

static void on_line(void *priv, const char *line)
{
    clear_bar(priv);
    fprintf(stderr, "ecgpress generate: %s\n", line);
}

static void print_progress_json(const struct ecg_progress *progress, double rate, double left_s)
{
    fprintf(stderr,
        "{\"done\":%zu,\"failed\":%zu,\"total\":%zu,\"images_per_s\":%.2f,\"left_s\":%.0f,"
        "\"mb\":%.1f}\n",
        progress->done, progress->failed, progress->total, rate, left_s,
        (double)progress->bytes / 1e6);
}

static void print_progress_bar(const struct ecg_progress *progress, double rate, double left_s)
{
    enum { WIDTH = 30 };
    char bar[WIDTH + 1];
    size_t filled = progress->total ? progress->done * WIDTH / progress->total : 0;
    for (size_t i = 0; i < WIDTH; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[WIDTH] = 0;
    fprintf(stderr, "\r\033[K[%s] %zu/%zu  %.1f images/s  %.0f s left", bar, progress->done,
        progress->total, rate, left_s);
    if (progress->failed)
        fprintf(stderr, "  %zu failed", progress->failed);
    fflush(stderr);
}

static void on_progress(void *priv, const struct ecg_progress *progress)
{
    struct display *display = priv;
    double interval_s = display->json ? 1.0 : 0.1;
    if ((!display->bar && !display->json) || progress->seconds - display->last_s < interval_s)
        return;
    display->last_s = progress->seconds;
    double rate = (double)progress->done / progress->seconds;
    size_t left = progress->total > progress->done ? progress->total - progress->done : 0;
    double left_s = rate > 0 ? (double)left / rate : 0;
    if (display->json) {
        print_progress_json(progress, rate, left_s);
    } else {
        print_progress_bar(progress, rate, left_s);
        display->bar_shown = 1;
    }
}

static void print_summary(const struct ecg_job_params *params, const struct ecg_job_result *result)
{
    printf("%zu images in %s", result->made, params->output);
    if (result->kept)
        printf(" (and %zu from an earlier run)", result->kept);
    if (result->failed)
        printf(", %zu failed", result->failed);
    double seconds = result->seconds > 0 ? result->seconds : 1e-9;
    printf("\n%.2f s, %.1f images/s, %.1f MB/s on %s\n", result->seconds,
        (double)result->made / seconds, (double)result->bytes / 1e6 / seconds, result->device);
    size_t slowest = 0;
    printf("busy:");
    for (size_t i = 0; i < sizeof result->stages / sizeof result->stages[0]; i++) {
        printf(" %s %.0f %%", result->stages[i].name, 100 * result->stages[i].busy_s / seconds);
        if (result->stages[i].busy_s > result->stages[slowest].busy_s)
            slowest = i;
    }
    printf(" of one core (most: %s)\n", result->stages[slowest].name);
}

static int run_job(struct ecg_job_params *params, const char *progress)
{
    struct display display = { 0 };
    display.json = progress && strcmp(progress, "json") == 0;
    display.bar = !display.json && (progress ? strcmp(progress, "bar") == 0 : isatty(2));
    params->on_warning = on_line;
    params->on_failure = on_line;
    params->on_progress = on_progress;
    params->priv = &display;
    params->cancel = &cancel;
    /* A second Ctrl-C ends the program at once. */
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    struct ecg_job_result result = { 0 };
    struct ecg_error error = { 0 };
    int code = ecg_job_run(params, &result, &error);
    clear_bar(&display);
    if (code == 0 || code == ECG_E_FORMAT || code == ECG_E_CANCELLED)
        print_summary(params, &result);
    if (code < 0)
        complain(&command_generate, "%s", error.message);
    return code == 0 ? EXIT_OK : code == ECG_E_CANCELLED ? EXIT_STOPPED : EXIT_FAILED;
}

/* "2/8"; parts count from 0, as array task numbers do. */
static int parse_shard(const char *text, struct ecg_job_params *params)
{
    unsigned long long shard, shards;
    int used = 0;
    if (sscanf(text, "%llu/%llu%n", &shard, &shards, &used) != 2 || text[used] ||
        shard >= shards) {
        complain(
            &command_generate, "--shard: expected I/N with I from 0 to N-1, got \"%s\"", text);
        return -1;
    }
    params->shard = shard;
    params->shards = shards;
    return 0;
}

static int check_usage(const struct ecg_job_params *params, const struct text_list *rest)
{
    if (rest->count)
        complain(&command_generate, "unexpected word \"%s\" (inputs follow -i)", rest->items[0]);
    else if (!params->output)
        complain(&command_generate, "expected -o DIR");
    else if (!params->n_inputs && !params->synthetic)
        complain(&command_generate, "expected -i PATH... or --synthetic N");
    else if ((params->tar_images || params->tar_mb) &&
             (!params->sink || strcmp(params->sink, "tar") != 0))
        complain(&command_generate, "--tar-images, --tar-mb: only with --sink tar");
    else
        return 0;
    return -1;
}

static int run(int argc, char **argv)
{
    struct text_list inputs = { 0 }, sets = { 0 }, rest = { 0 };
    struct ecg_job_params params = { 0 };
    uint64_t synthetic = 0, limit = 0, jobs = 0;
    const char *progress = NULL, *shard = NULL;
    const struct option_entry table[] = {
        { "input", 'i', OPTION_LIST, &inputs, "PATH...",
            "records, folders, or lists such as RECORDS", 1 },
        { "synthetic", 0, OPTION_UINT, &synthetic, "N", "N built-in recordings", 0 },
        { "output", 'o', OPTION_TEXT, &params.output, "DIR", "where the dataset goes (required)",
            0 },
        { "recipe", 'r', OPTION_TEXT, &params.recipe, "NAME|FILE",
            "what to draw (see ecgpress recipes; default clean)", 0 },
        { "set", 's', OPTION_LIST, &sets, "NAME=VALUE",
            "assign a parameter (see ecgpress params); may be repeated", 0 },
        { "seed", 0, OPTION_UINT, &params.seed, "N", "fixes every byte of the output (default 0)",
            0 },
        { "variants", 0, OPTION_UINT, &params.variants, "K", "images of each record (default 1)",
            0 },
        { "limit", 0, OPTION_UINT, &limit, "N", "at most N records", 0 },
        { "window", 0, OPTION_TEXT, &params.window, "W",
            "of longer records: start, random, all, or a start in seconds", 0 },
        { "format", 'f', OPTION_TEXT, &params.format, "F", "png (default), jpeg, npy or none", 0 },
        { "sink", 0, OPTION_TEXT, &params.sink, "S",
            "folder (default), tar (WebDataset shards); to measure, hash or null (no files)", 0 },
        { "tar-images", 0, OPTION_UINT, &params.tar_images, "N",
            "with --sink tar: most images in a tar (default 1000)", 0 },
        { "tar-mb", 0, OPTION_UINT, &params.tar_mb, "MB",
            "with --sink tar: most MB in a tar (default 1000)", 0 },
        { "fs", 0, OPTION_REAL, &params.fs_hz, "HZ",
            "sampling frequency of CSV files without a time column", 0 },
        { "jobs", 'j', OPTION_UINT, &jobs, "N", "worker threads (default: one a core)", 0 },
        { "shard", 0, OPTION_TEXT, &shard, "I/N", "only part I (from 0) of N disjoint parts", 0 },
        { "device", 0, OPTION_TEXT, &params.device, "D", "auto (default), software, or a number",
            0 },
        { "progress", 0, OPTION_TEXT, &progress, "P", "bar (default on a terminal), json or none",
            0 },
        { 0 },
    };
    int status = options_parse(&command_generate, table, argc, argv, &rest);
    params.inputs = inputs.items;
    params.n_inputs = inputs.count;
    params.sets = sets.items;
    params.n_sets = sets.count;
    params.synthetic = synthetic;
    params.limit = limit;
    params.jobs = jobs > 1024 ? 1024 : (int)jobs;
    if (status < 0 &&
        (check_usage(&params, &rest) < 0 || (shard && parse_shard(shard, &params) < 0)))
        status = EXIT_USAGE;
    if (status < 0)
        status = run_job(&params, progress);
    text_list_free(&inputs);
    text_list_free(&sets);
    text_list_free(&rest);
    return status;
}

const struct command command_generate = {
    "generate",
    "makes a dataset of page images with their truth",
    "-o DIR (-i PATH... | --synthetic N) [OPTION...]",
    "For each image: NAME.png, NAME.json (truth), NAME.hea and NAME.dat (what is plotted), and a "
    "line\n"
    "in DIR/manifest.jsonl. A record that cannot be read is reported and skipped, and the exit "
    "status\n"
    "is then 1. Running the same command again makes what is missing.\n\n"
    "  ecgpress generate -i records/ -o out --recipe kit\n"
    "  ecgpress generate --synthetic 20 -o out --variants 3 --set page.layout=6x2 --seed 7\n",
    run,
};
