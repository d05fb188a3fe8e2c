#include "shard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static int set_shard(
    struct ecg_job_params *params, unsigned long long shard, unsigned long long shards)
{
    params->shard = shard;
    params->shards = shards;
    return 0;
}

static int parse_shard(
    const struct command *command, const char *text, struct ecg_job_params *params)
{
    unsigned long long shard, shards;
    int used = 0;
    if (sscanf(text, "%llu/%llu%n", &shard, &shards, &used) == 2 && !text[used] && shard < shards)
        return set_shard(params, shard, shards);
    complain(command, "--shard: expected I/N with I from 0 to N-1, got \"%s\"", text);
    return -1;
}

/* A whole number from the environment: 1 when it is there, 0 when not, -1 after a complaint. */
static int number_of(const struct command *command, const char *name, unsigned long long *value)
{
    const char *text = getenv(name);
    char *end = NULL;
    if (!text || !*text)
        return 0;
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (*text >= '0' && *text <= '9' && !*end && !errno)
        return 1;
    complain(command, "%s: expected a whole number, got \"%s\"", name, text);
    return -1;
}

static int use(const struct command *command, const char *variable, unsigned long long shard,
    unsigned long long shards, struct ecg_job_params *params)
{
    if (shard >= shards) {
        complain(command, "%s: part %llu, but there are %llu, from 0; give --shard I/N", variable,
            shard, shards);
        return -1;
    }
    fprintf(
        stderr, "ecgpress %s: part %llu/%llu, by %s\n", command->name, shard, shards, variable);
    return set_shard(params, shard, shards);
}

/* The rank of a task in its array: --array=10-40:10 has tasks 10, 20, 30, 40. */
static int use_slurm_rank(
    const struct command *command, unsigned long long id, struct ecg_job_params *params)
{
    unsigned long long count = 0, least = 0, step = 1;
    int has_count = number_of(command, "SLURM_ARRAY_TASK_COUNT", &count);
    if (has_count < 0 || number_of(command, "SLURM_ARRAY_TASK_MIN", &least) < 0 ||
        number_of(command, "SLURM_ARRAY_TASK_STEP", &step) < 0)
        return -1;
    if (!has_count || step == 0 || id < least || (id - least) % step != 0) {
        complain(command,
            "SLURM_ARRAY_TASK_ID: cannot tell which part task %llu makes; set ECGPRESS_SHARDS or "
            "give --shard I/N",
            id);
        return -1;
    }
    return use(command, "SLURM_ARRAY_TASK_ID", (id - least) / step, count, params);
}

int choose_shard(const struct command *command, const char *text, struct ecg_job_params *params)
{
    if (text)
        return parse_shard(command, text, params);
    unsigned long long shards = 0, id = 0;
    int has_shards = number_of(command, "ECGPRESS_SHARDS", &shards);
    const char *variable = "SLURM_ARRAY_TASK_ID";
    int has_slurm = number_of(command, variable, &id), has_id = has_slurm;
    if (has_slurm == 0) {
        variable = "JOB_COMPLETION_INDEX";
        has_id = number_of(command, variable, &id);
    }
    if (has_shards < 0 || has_id < 0)
        return -1;
    if (has_shards > 0 && has_id > 0)
        return use(command, variable, id, shards, params);
    if (has_slurm)
        return use_slurm_rank(command, id, params);
    if (has_id)
        complain(command,
            "%s is set: set ECGPRESS_SHARDS to the job's completions, or give "
            "--shard I/N",
            variable);
    else if (has_shards)
        complain(command, "ECGPRESS_SHARDS is set, but neither SLURM_ARRAY_TASK_ID nor "
                          "JOB_COMPLETION_INDEX; give --shard I/N");
    return has_id || has_shards ? -1 : 0;
}
