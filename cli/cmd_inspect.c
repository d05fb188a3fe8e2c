/* inspect: what a recording holds, or how a dataset looks. */
#include "ecgpress.h"
#include "options.h"

#include <stdio.h>

static void report(void *priv, const char *line)
{
    (void)priv;
    complain(&command_inspect, "%s", line);
}

static int print_records(const struct text_list *paths, double fs_hz, int as_json)
{
    struct ecg_string text = { 0 };
    struct ecg_error error = { 0 };
    int code = ecg_inspect_records(
        paths->items, paths->count, fs_hz, as_json, report, NULL, &text, &error);
    if (text.size)
        fwrite(text.data, 1, text.size, stdout);
    if (code < 0)
        complain(&command_inspect, "%s", error.message);
    ecg_string_free(&text);
    return code < 0 ? EXIT_FAILED : EXIT_OK;
}

static int draw_contact(const struct text_list *paths, const char *out, uint64_t columns,
    uint64_t cell_px, int overlay)
{
    struct ecg_error error = { 0 };
    int code =
        ecg_contact_sheet(paths->items, paths->count, out, columns < 1000 ? (int)columns : 1000,
            cell_px < 10000 ? (int)cell_px : 10000, overlay, &error);
    if (code < 0)
        complain(&command_inspect, "%s", error.message);
    else
        printf("%s\n", out);
    return code < 0 ? EXIT_FAILED : EXIT_OK;
}

static int run(int argc, char **argv)
{
    int as_json = 0, overlay = 0;
    double fs_hz = 0;
    uint64_t columns = 4, cell_px = 480;
    const char *contact = NULL;
    const struct option_entry table[] = {
        { "json", 0, OPTION_FLAG, &as_json, NULL, "one JSON object keyed by record", 0 },
        { "fs", 0, OPTION_REAL, &fs_hz, "HZ",
            "sampling frequency of CSV files without a time column", 0 },
        { "contact", 0, OPTION_TEXT, &contact, "FILE",
            "draw a contact sheet of a dataset's images", 0 },
        { "overlay", 0, OPTION_FLAG, &overlay, NULL, "with the truth drawn on them", 0 },
        { "columns", 0, OPTION_UINT, &columns, "N", "images in a row of it (default 4)", 0 },
        { "cell", 0, OPTION_UINT, &cell_px, "PX", "size of each (default 480)", 0 },
        { 0 },
    };
    struct text_list paths = { 0 };
    int status = options_parse(&command_inspect, table, argc, argv, &paths);
    if (status < 0 && paths.count == 0) {
        complain(&command_inspect, "expected a file or folder");
        status = EXIT_USAGE;
    }
    if (status < 0)
        status = contact ? draw_contact(&paths, contact, columns, cell_px, overlay)
                         : print_records(&paths, fs_hz, as_json);
    text_list_free(&paths);
    return status;
}

const struct command command_inspect = {
    "inspect",
    "prints what is in recordings, draws a dataset's contact sheet",
    "PATH... [--json] [--fs HZ]",
    "PATH is a record (.hea, .mat, .csv, .edf), a folder, or a list such as PhysioNet's "
    "RECORDS.\n",
    run,
};
