/* verify: whether images agree with the JSON beside them. */
#include "ecgpress.h"
#include "options.h"

#include <math.h>
#include <stdio.h>

static void print_number(const char *name, double value, const char *unit)
{
    if (isnan(value))
        printf("  %s -", name);
    else
        printf("  %s %.3f%s", name, value, unit);
}

static void print_image(void *priv, const struct ecg_verify_image *image)
{
    int quiet = *(const int *)priv;
    if (quiet && image->passed)
        return;
    printf("%s  %s", image->passed ? "ok  " : "FAIL", image->name);
    if (image->points) {
        printf("  %zu of %zu points", image->measured, image->points);
        print_number("median", image->median_px, " px");
        print_number("p95", image->p95_px, "");
        print_number("p99", image->p99_px, "");
    }
    if (!isnan(image->snr_db))
        printf("  SNR %.1f dB (worst lead %.1f)", image->snr_db, image->least_snr_db);
    printf("\n");
    if (!image->passed)
        printf("      %s\n", image->problem);
    fflush(stdout);
}

static void print_summary(const struct ecg_verify_result *r)
{
    printf("%zu images, %zu failed;  %zu of %zu points measured", r->images, r->failed,
        r->measured, r->points);
    print_number("median", r->median_px, " px");
    print_number("p95", r->p95_px, "");
    print_number("p99", r->p99_px, "");
    if (!isnan(r->snr_db))
        printf("  SNR %.1f dB", r->snr_db);
    printf("\n");
}

static int run(int argc, char **argv)
{
    struct ecg_verify_params params = { .on_image = print_image };
    uint64_t jobs = 0;
    int quiet = 0;
    const struct option_entry table[] = {
        { "median", 0, OPTION_REAL, &params.median_px, "PX",
            "largest median distance (default 0.1; of scans and photos 0.5)", 0 },
        { "p99", 0, OPTION_REAL, &params.p99_px, "PX",
            "largest 99th percentile (default 0.5; of scans and photos 3)", 0 },
        { "share", 0, OPTION_REAL, &params.least_share, "S",
            "share of the points that must be measured (default 0.3)", 0 },
        { "absent", 0, OPTION_REAL, &params.most_absent, "S",
            "share of the points that may lack ink (default 0.05; of 1-bit pictures 0.5)", 0 },
        { "signal", 0, OPTION_FLAG, &params.signal, NULL,
            "also read the signal back and compare it with the WFDB beside the image", 0 },
        { "snr", 0, OPTION_REAL, &params.least_snr_db, "DB",
            "with --signal: least mean SNR of an image", 0 },
        { "jobs", 'j', OPTION_UINT, &jobs, "N", "threads (default: one per core)", 0 },
        { "quiet", 'q', OPTION_FLAG, &quiet, NULL, "images that pass are not listed", 0 },
        { 0 },
    };
    struct text_list paths = { 0 };
    int status = options_parse(&command_verify, table, argc, argv, &paths);
    if (status < 0 && paths.count == 0) {
        complain(&command_verify, "expected a folder or a JSON file");
        status = EXIT_USAGE;
    }
    if (status < 0) {
        struct ecg_verify_result result;
        struct ecg_error error = { 0 };
        params.paths = paths.items;
        params.n_paths = paths.count;
        params.jobs = jobs < 1024 ? (int)jobs : 1024;
        params.priv = &quiet;
        int code = ecg_verify(&params, &result, &error);
        if (result.images)
            print_summary(&result);
        if (code < 0)
            complain(&command_verify, "%s", error.message);
        status = code < 0 ? EXIT_FAILED : EXIT_OK;
    }
    text_list_free(&paths);
    return status;
}

const struct command command_verify = {
    .name = "verify",
    .summary = "finds the ink again and measures how far it is from the annotation",
    .usage = "[OPTIONS] PATH...",
    .epilogue =
        "Opens each image and its JSON and looks for the trace near every annotated point on\n"
        "a slope under 1 px/px, using nothing else. Ends with status 1 when an image lies\n"
        "beyond a tolerance, lacks ink, or could not be measured.\n",
    .run = run,
};
