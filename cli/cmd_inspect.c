/* inspect: what a recording holds. */
#include "ecgpress.h"
#include "options.h"

#include <stdio.h>

static void report(void *priv, const char *line)
{
    (void)priv;
    complain(&command_inspect, "%s", line);
}

static int run(int argc, char **argv)
{
    int as_json = 0;
    double fs_hz = 0;
    const struct option_entry table[] = {
        { "json", 0, OPTION_FLAG, &as_json, NULL, "one JSON object keyed by record", 0 },
        { "fs", 0, OPTION_REAL, &fs_hz, "HZ",
            "sampling frequency of CSV files without a time column", 0 },
        { 0 },
    };
    struct text_list paths = { 0 };
    int status = options_parse(&command_inspect, table, argc, argv, &paths);
    if (status < 0 && paths.count == 0) {
        complain(&command_inspect, "expected a file or folder");
        status = EXIT_USAGE;
    }
    if (status < 0) {
        struct ecg_string text = { 0 };
        struct ecg_error error = { 0 };
        int code = ecg_inspect_records(
            paths.items, paths.count, fs_hz, as_json, report, NULL, &text, &error);
        if (text.size)
            fwrite(text.data, 1, text.size, stdout);
        if (code < 0)
            complain(&command_inspect, "%s", error.message);
        ecg_string_free(&text);
        status = code < 0 ? EXIT_FAILED : EXIT_OK;
    }
    text_list_free(&paths);
    return status;
}

const struct command command_inspect = {
    "inspect",
    "prints what is in recordings",
    "PATH... [--json] [--fs HZ]",
    "PATH is a record (.hea, .mat, .csv, .edf), a folder, or a list such as PhysioNet's "
    "RECORDS.\n",
    run,
};
