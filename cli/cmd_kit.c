/* kit: ECG-Image-Kit's command line, its files and their names, made by this engine. */
#include "dataset.h"
#include "kit_options.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A path up to the dot of its ending. */
static size_t stem_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    return dot && (!slash || dot > slash) ? (size_t)(dot - path) : strlen(path);
}

/* The one record: its header says which signal file is its own, which must be the one given. */
static int check_record(const struct kit_options *o)
{
    const char *slash = strrchr(o->header, '/'), *base = slash ? slash + 1 : o->header;
    const char *input_slash = strrchr(o->input, '/');
    const char *input = input_slash ? input_slash + 1 : o->input;
    struct stat st;
    if (stat(o->input, &st) != 0)
        complain(&command_kit, "input_file: no such file: %s", o->input);
    else if (stem_of(base) != stem_of(input) || strncmp(base, input, stem_of(base)) != 0)
        complain(
            &command_kit, "input_file: expected the signals of %s, got %s", o->header, o->input);
    else
        return 0;
    return -1;
}

static int check_usage(const struct kit_options *o)
{
    if (!o->input)
        complain(&command_kit, "expected -i PATH");
    else if (!o->output)
        complain(&command_kit, "expected -o DIR");
    else if (o->has_start && !o->header)
        complain(&command_kit, "start_index: only with one record (-i FILE -hea HEADER)");
    else if (!o->header && !is_folder(o->input))
        complain(&command_kit, "input_directory: no such folder: %s", o->input);
    else if (o->jobs < 0)
        complain(&command_kit, "jobs: expected 0 or more, got %d", o->jobs);
    else
        return o->header ? check_record(o) : 0;
    return -1;
}

static int run(int argc, char **argv)
{
    struct kit_options o;
    int status = kit_options_parse(&command_kit, &o, argc, argv);
    if (status >= 0)
        return status;
    if (check_usage(&o) < 0)
        return EXIT_USAGE;
    const char *input = o.header ? o.header : o.input;
    struct ecg_job_params params = {
        .inputs = &input,
        .n_inputs = 1,
        .output = o.output,
        .seed = (uint64_t)o.seed,
        .device = o.device,
        .jobs = o.jobs > 1024 ? 1024 : o.jobs,
        .kit = &o.kit,
    };
    return run_dataset(&command_kit, &params, o.progress);
}

const struct command command_kit = {
    "kit",
    "takes ECG-Image-Kit's command line and writes its files",
    "-i PATH -o DIR [FLAG...]",
    "Takes the place of the kit's gen_ecg_images_from_data_batch.py and, with -hea and -st, of "
    "its\n"
    "gen_ecg_image_from_data.py: DIR/RECORD-0.png, DIR/RECORD-1.png and so on, a page of 10 s "
    "each,\n"
    "with RECORD.hea and RECORD.dat, and on request RECORD-0.json. Where DIR is the input itself, "
    "the\n"
    "recordings stay as they are. \"Up to\" is the upper end of a draw for each image. Running "
    "the "
    "same\n"
    "command again makes what is missing. docs/kit.md says, flag by flag, what is better here.\n\n"
    "  ecgpress kit -i records/ -o out -se 10 --store_config 2 --print_header\n"
    "  ecgpress kit -i records/ -o out --hw_text --wrinkles --augment -rot 5 -noise 40\n"
    "  ecgpress kit -i a/rec.dat -hea a/rec.hea -o out -st 0\n",
    run,
};
