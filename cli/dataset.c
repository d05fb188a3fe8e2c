#include "dataset.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static atomic_int was_stopped;

static void on_signal(int number)
{
    (void)number;
    atomic_store(&was_stopped, 1);
}

static int is_cancelled(void *priv)
{
    (void)priv;
    return atomic_load(&was_stopped);
}

struct display {
    const struct command *command;
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
    struct display *display = priv;
    clear_bar(display);
    complain(display->command, "%s", line);
}

static double per_s(double amount, double seconds)
{
    return seconds > 0 ? amount / seconds : 0;
}

/* "busy" is of one core: stages that run on several threads go above 1. */
static void print_progress_json(const struct ecg_progress *progress, double rate, double left_s,
    const struct ecg_job_result *ended)
{
    fprintf(stderr,
        "{\"done\":%zu,\"failed\":%zu,\"total\":%zu,\"seconds\":%.1f,\"images_per_s\":%.2f,"
        "\"left_s\":%.0f,\"mb\":%.1f,\"mb_per_s\":%.1f,\"busy\":{",
        progress->done, progress->failed, progress->total, progress->seconds, rate, left_s,
        (double)progress->bytes / 1e6, per_s((double)progress->bytes / 1e6, progress->seconds));
    for (size_t i = 0; i < sizeof progress->stages / sizeof progress->stages[0]; i++)
        fprintf(stderr, "%s\"%s\":%.2f", i ? "," : "", progress->stages[i].name,
            per_s(progress->stages[i].busy_s, progress->seconds));
    fprintf(stderr, "}");
    if (ended)
        fprintf(stderr, ",\"ended\":true,\"kept\":%zu", ended->kept);
    fprintf(stderr, "}\n");
}

/* The last line, whenever the one before it was. */
static void print_end_json(const struct ecg_job_result *result)
{
    struct ecg_progress progress = {
        .done = result->made,
        .failed = result->failed,
        .total = result->made + result->failed,
        .bytes = result->bytes,
        .seconds = result->seconds,
    };
    memcpy(progress.stages, result->stages, sizeof progress.stages);
    print_progress_json(&progress, per_s((double)result->made, result->seconds), 0, result);
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
    double rate = per_s((double)progress->done, progress->seconds);
    size_t left = progress->total > progress->done ? progress->total - progress->done : 0;
    double left_s = rate > 0 ? (double)left / rate : 0;
    if (display->json) {
        print_progress_json(progress, rate, left_s, NULL);
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
    if (params->verify_share > 0)
        printf("; %zu opened again, pixels and truth agree", result->verified);
    double seconds = result->seconds > 0 ? result->seconds : 1e-9;
    printf("\n%.2f s, %.1f images/s, %.1f MB/s on %s, %s shaders\n", result->seconds,
        (double)result->made / seconds, (double)result->bytes / 1e6 / seconds, result->device,
        result->passes);
    size_t slowest = 0;
    printf("busy:");
    for (size_t i = 0; i < sizeof result->stages / sizeof result->stages[0]; i++) {
        printf(" %s %.0f %%", result->stages[i].name, 100 * result->stages[i].busy_s / seconds);
        if (result->stages[i].busy_s > result->stages[slowest].busy_s)
            slowest = i;
    }
    printf(" of one core (most: %s)\n", result->stages[slowest].name);
}

int run_dataset(const struct command *command, struct ecg_job_params *params, const char *progress)
{
    struct display display = { .command = command };
    if (progress && strcmp(progress, "bar") != 0 && strcmp(progress, "json") != 0 &&
        strcmp(progress, "none") != 0) {
        complain(command, "--progress: expected bar, json or none, got \"%s\"", progress);
        return EXIT_USAGE;
    }
    display.json = progress && strcmp(progress, "json") == 0;
    display.bar = !display.json && (progress ? strcmp(progress, "bar") == 0 : isatty(2));
    params->on_warning = on_line;
    params->on_failure = on_line;
    params->on_progress = on_progress;
    params->priv = &display;
    params->is_cancelled = is_cancelled;
    /* A second Ctrl-C ends the program at once. */
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* A file that may not grow is an error like a full disk, not the end of the program. */
    signal(SIGXFSZ, SIG_IGN);

    struct ecg_job_result result = { 0 };
    struct ecg_error error = { 0 };
    int code = ecg_job_run(params, &result, &error);
    clear_bar(&display);
    if (result.device[0] && display.json)
        print_end_json(&result);
    if (result.device[0])
        print_summary(params, &result);
    if (code == ECG_E_CANCELLED)
        complain(command, "stopped; the same command goes on where this one ended");
    else if (code < 0)
        complain(command, "%s", error.message);
    return code == 0 ? EXIT_OK : code == ECG_E_CANCELLED ? EXIT_STOPPED : EXIT_FAILED;
}
