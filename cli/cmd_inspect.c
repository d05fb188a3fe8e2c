/* inspect: what recordings or datasets hold, and how a dataset looks. */
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

/* Each path by itself: datasets are summed up, anything else is looked into for recordings. */
static int print_datasets(const struct text_list *paths, int as_json)
{
    int status = EXIT_OK;
    for (size_t i = 0; i < paths->count; i++) {
        struct ecg_string text = { 0 };
        struct ecg_error error = { 0 };
        int code = ecg_inspect_dataset(paths->items[i], as_json, &text, &error);
        if (!as_json && text.size && paths->count > 1)
            printf("%s%s\n", i ? "\n" : "", paths->items[i]);
        if (text.size)
            fwrite(text.data, 1, text.size, stdout);
        if (code < 0) {
            complain(&command_inspect, "%s", error.message);
            status = EXIT_FAILED;
        }
        ecg_string_free(&text);
    }
    return status;
}

static int are_datasets(const struct text_list *paths)
{
    int are = 1;
    for (size_t i = 0; i < paths->count && are; i++)
        are = ecg_is_dataset(paths->items[i]);
    return are;
}

static int print(const struct text_list *paths, double fs_hz, int as_json)
{
    return are_datasets(paths) ? print_datasets(paths, as_json)
                               : print_records(paths, fs_hz, as_json);
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
        { "json", 0, OPTION_FLAG, &as_json, NULL,
            "a JSON object: keyed by record, or the dataset's counts", 0 },
        { "fs", 0, OPTION_REAL, &fs_hz, "HZ",
            "sampling frequency of CSV files without a time column", 0 },
        { "contact", 0, OPTION_TEXT, &contact, "FILE",
            "draw a contact sheet of a dataset's images", 0 },
        { "overlay", 0, OPTION_FLAG, &overlay, NULL, "with the truth drawn on them: points, boxes, and masks, tinted, where there are", 0 },
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
                         : print(&paths, fs_hz, as_json);
    text_list_free(&paths);
    return status;
}

const struct command command_inspect = {
    "inspect",
    "prints what is in recordings or in a dataset, draws its contact sheet",
    "PATH... [--json] [--fs HZ]",
    "PATH is a record (.hea, .mat, .csv, .edf), a folder, or a list such as PhysioNet's\n"
    "RECORDS; or a dataset: its folder, or its tars. Of a dataset: images, recordings, parts,\n"
    "kinds, sizes, leads, and what each parameter that varies was drawn as; the exit status is 1\n"
    "when a file is missing or of another size.\n",
    run,
};
