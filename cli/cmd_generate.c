/* generate: many pictures from many recordings. */
#include "dataset.h"
#include "ecgpress.h"
#include "options.h"
#include "shard.h"

#include <stdio.h>
#include <string.h>

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
    const char *progress = NULL, *shard = NULL, *anonymize = NULL;
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
        { "anonymize", 0, OPTION_TEXT, &anonymize, "on|off",
            "off: the .hea repeats the record's comments, date and time (default on)", 0 },
        { "verify", 0, OPTION_REAL, &params.verify_share, "R",
            "opens this share (0 to 1) of the images again: pixels and truth must agree", 0 },
        { "tar-images", 0, OPTION_UINT, &params.tar_images, "N",
            "with --sink tar: most images in a tar (default 1000)", 0 },
        { "tar-mb", 0, OPTION_UINT, &params.tar_mb, "MB",
            "with --sink tar: most MB in a tar (default 1000)", 0 },
        { "truth", 0, OPTION_TEXT, &params.truth, "LIST",
            "of points,wfdb (default), mask-leads, mask-coverage, mask-layers, uv, uv-png, mesh, "
            "depth, normal, grid, clean, rectified, coco, yolo | yolo-seg | yolo-obb, all",
            0 },
        { "split", 0, OPTION_TEXT, &params.split, "PARTS",
            "train:0.8,val:0.1,test:0.1: by recording, in folders or tars of these names", 0 },
        { "licence", 0, OPTION_TEXT, &params.licence, "TEXT",
            "the recordings' terms, for dataset.json; licence files beside them are named there "
            "too",
            0 },
        { "fs", 0, OPTION_REAL, &params.fs_hz, "HZ",
            "sampling frequency of CSV files without a time column", 0 },
        { "jobs", 'j', OPTION_UINT, &jobs, "N", "worker threads (default: one a core)", 0 },
        { "shard", 0, OPTION_TEXT, &shard, "I/N",
            "only part I (from 0) of N; in a job array the default is the task's", 0 },
        { "device", 0, OPTION_TEXT, &params.device, "D", "auto (default), software, or a number",
            0 },
        { "passes", 0, OPTION_TEXT, &params.passes, "P",
            "auto (default), fragment or compute: kind of shader; on a GPU the faster is taken",
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
    params.keep_identity = anonymize && strcmp(anonymize, "off") == 0;
    params.jobs = jobs > 1024 ? 1024 : (int)jobs;
    if (status < 0 && anonymize && !params.keep_identity && strcmp(anonymize, "on") != 0) {
        complain(&command_generate, "--anonymize: expected on or off, got \"%s\"", anonymize);
        status = EXIT_USAGE;
    }
    if (status < 0 &&
        (check_usage(&params, &rest) < 0 || choose_shard(&command_generate, shard, &params) < 0))
        status = EXIT_USAGE;
    if (status < 0)
        status = run_dataset(&command_generate, &params, progress);
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
    "In a Slurm array job each task makes its part; with ECGPRESS_SHARDS=N in the environment, "
    "the\n"
    "part of N that SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX (Kubernetes) says, from 0. "
    "--shard\n"
    "0/1 makes all. `ecgpress merge` joins the parts.\n\n"
    "  ecgpress generate -i records/ -o out --recipe kit\n"
    "  ecgpress generate --synthetic 20 -o out --variants 3 --set page.layout=6x2 --seed 7\n"
    "  ecgpress generate -i records/ -o out --sink tar --tar-images 5000 --format jpeg\n",
    run,
};
