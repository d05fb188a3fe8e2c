/* preview: the window in which parameters are moved by hand. */
#include "options.h"

#include <stdio.h>

#ifdef HAVE_PREVIEW
#include "preview.h"

static int parse_size(const char *text, struct preview_params *params)
{
    int used = 0;
    if (sscanf(text, "%dx%d%n", &params->width_px, &params->height_px, &used) == 2 &&
        !text[used] && params->width_px >= 640 && params->height_px >= 400 &&
        params->width_px <= 16384 && params->height_px <= 16384)
        return 0;
    complain(&command_preview, "--size: expected WIDTHxHEIGHT from 640x400, got \"%s\"", text);
    return -1;
}

static int show(const struct preview_params *params)
{
    struct ecg_error error = { 0 };
    int code = preview_run(params, &error);
    if (code == 0)
        return EXIT_OK;
    complain(&command_preview, "%s", error.message);
    return EXIT_FAILED;
}

static int run(int argc, char **argv)
{
    struct text_list inputs = { 0 }, sets = { 0 };
    struct preview_params params = { 0 };
    uint64_t synthetic = 0;
    const char *size = NULL;
    const struct option_entry table[] = {
        { "input", 'i', OPTION_LIST, &inputs, "PATH...",
            "records, folders, or lists such as RECORDS", 1 },
        { "synthetic", 0, OPTION_UINT, &synthetic, "N",
            "add N built-in recordings (one when there are no others)", 0 },
        { "recipe", 'r', OPTION_TEXT, &params.session.recipe, "NAME|FILE",
            "recipe to begin with (default: clean)", 0 },
        { "set", 's', OPTION_LIST, &sets, "NAME=VALUE",
            "assign a parameter to begin with; may be repeated", 0 },
        { "seed", 0, OPTION_UINT, &params.session.seed, "N", "random seed (default: 0)", 0 },
        { "variant", 0, OPTION_UINT, &params.session.variant, "N", "variant (default: 0)", 0 },
        { "fs", 0, OPTION_REAL, &params.session.fs_hz, "HZ",
            "sampling frequency of CSV files without a time column", 0 },
        { "device", 0, OPTION_TEXT, &params.device, "D",
            "for whole pictures: auto (default), software, or a number", 0 },
        { "size", 0, OPTION_TEXT, &size, "WxH", "size of the window (default: 1600x1000)", 0 },
        { "script", 0, OPTION_TEXT, &params.script, "FILE",
            "run these commands in the window, then close it", 0 },
        { 0 },
    };
    int status = options_parse(&command_preview, table, argc, argv, NULL);
    params.session.inputs = inputs.items;
    params.session.n_inputs = inputs.count;
    params.session.synthetic = (size_t)synthetic;
    params.session.sets = sets.items;
    params.session.n_sets = sets.count;
    if (status < 0 && size && parse_size(size, &params) < 0)
        status = EXIT_USAGE;
    if (status < 0)
        status = show(&params);
    text_list_free(&inputs);
    text_list_free(&sets);
    return status;
}

#else

static int run(int argc, char **argv)
{
    const struct option_entry table[] = { { 0 } };
    if (argc > 1 && argv[1][0] == '-' && argv[1][1] == 'h')
        return options_parse(&command_preview, table, argc, argv, NULL);
    complain(&command_preview, "built without it: install libimgui-dev, libglfw3-dev and "
                               "libfreetype-dev, then configure and build again");
    return EXIT_FAILED;
}

#endif

const struct command command_preview = {
    "preview",
    "opens a window to move parameters by hand and save a recipe",
    "[-i PATH...] [--recipe NAME|FILE] [OPTION...]",
    "What is seen is what `ecgpress generate` makes of that recipe, seed, record and variant.\n"
    "Press ? in the window for its shortcuts; docs/preview.md tells the rest.\n\n"
    "  ecgpress preview -i records/ --recipe 0005-photo\n"
    "  ecgpress preview --recipe mine.yaml --set capture.camera.tilt_deg=20\n",
    run,
};
