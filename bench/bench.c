#include "bench/bench.h"

#include "bench/parts.h"
#include "ecgpress.h"
#include "gpu/pass.h"

#include <stdlib.h>

static void describe_machine(struct bench_studio *studio)
{
    struct ecg_json *json = &studio->json;
    double load[3] = { 0, 0, 0 };
    getloadavg(load, 3);
    ecg_json_key_string(json, "version", ecg_version());
    ecg_json_key_string(json, "device", ecg_gpu_name(studio->gpu));
    ecg_json_key_int(json, "cores", studio->cores);
    ecg_json_key_int(json, "jobs", studio->jobs);
    ecg_json_key_fixed(json, "load_1min", load[0], 2);
    fprintf(studio->out, "ecgpress %s on %s, %d cores, load %.2f\n", ecg_version(),
        ecg_gpu_name(studio->gpu), studio->cores, load[0]);
    if (load[0] > 0.5 * studio->cores)
        fprintf(studio->out,
            "the machine is busy with other things: times will be too long, CPU times less so\n");
}

/* What passes are built as, and what both builds take. */
static int describe_passes(struct bench_studio *studio, struct ecg_error *error)
{
    struct ecg_json *json = &studio->json;
    const char *name = ecg_pass_name(ecg_gpu_passes(studio->gpu));
    struct ecg_pass_probe probe;
    int code = ecg_pass_measure(studio->gpu, &probe, error);
    if (code < 0)
        return code;
    ecg_json_key(json, "shaders");
    ecg_json_open_object(json);
    ecg_json_key_string(json, "passes", name);
    ecg_json_key_fixed(json, "fragment_ms", probe.fragment_ms, 4);
    ecg_json_key_fixed(json, "compute_ms", probe.compute_ms, 4);
    ecg_json_key_bool(json, "same_bytes", probe.is_same);
    ecg_json_close_object(json);
    fprintf(studio->out,
        "passes are %s shaders; two over 1024 x 1024 px take %.3f ms as fragment, %.3f ms as "
        "compute shaders, and give %s bytes\n",
        name, probe.fragment_ms, probe.compute_ms, probe.is_same ? "the same" : "other");
    return 0;
}

static int run_parts(struct bench_studio *studio, struct ecg_error *error)
{
    static const struct {
        enum bench_part part;
        int (*run)(struct bench_studio *studio, struct ecg_error *error);
    } parts[] = {
        { BENCH_PASSES, bench_passes },
        { BENCH_EFFECTS, bench_effects },
        { BENCH_STAGES, bench_stages },
        { BENCH_ENCODERS, bench_encoders },
        { BENCH_FLOW, bench_flow },
    };
    int code = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == 0; i++)
        if (studio->params->parts & (int)parts[i].part)
            code = parts[i].run(studio, error);
    return code;
}

int bench_run(
    const struct bench_params *params, FILE *out, struct ecg_buffer *json, struct ecg_error *error)
{
    struct bench_studio studio = { .out = out };
    int code = bench_studio_open(&studio, params, error);
    if (code < 0)
        return code;
    ecg_json_start(&studio.json, json, 2);
    ecg_json_open_object(&studio.json);
    describe_machine(&studio);
    code = describe_passes(&studio, error);
    if (code == 0)
        code = run_parts(&studio, error);
    ecg_json_close_object(&studio.json);
    ecg_buffer_text(json, "\n");
    bench_studio_close(&studio);
    if (code == 0 && json->failed)
        code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    return code;
}
