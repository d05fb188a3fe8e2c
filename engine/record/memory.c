/* A recording handed over in memory: the reader for programs that have their own files. */
#include "core/alloc.h"
#include "record/build.h"

#include <math.h>
#include <string.h>

static int check(
    double fs_hz, int n_leads, size_t n_samples, const char *id, struct ecg_error *error)
{
    if (!(fs_hz > 0) || !isfinite(fs_hz))
        return ecg_fail(error, ECG_E_ARGUMENT, "fs_hz: expected a positive number");
    if (n_leads < 1 || n_samples < 1)
        return ecg_fail(error, ECG_E_ARGUMENT, "n_leads, n_samples: expected at least 1");
    if (!id || !*id)
        return ecg_fail(error, ECG_E_ARGUMENT, "id: expected a name");
    return ecg_record_check_size(id, (size_t)n_leads, n_samples, error);
}

/* Infinite values cannot be printed; they count as missing. */
static double *copy_samples(const double *samples, size_t n)
{
    double *copy = ecg_samples_make(n);
    for (size_t i = 0; copy && i < n; i++)
        copy[i] = isfinite(samples[i]) ? samples[i] : (double)NAN;
    return copy;
}

int ecg_record_from_samples(struct ecg_record **out, const char *id, double fs_hz, int n_leads,
    const char *const *lead_names, size_t n_samples, const double *samples_mv,
    struct ecg_error *error)
{
    *out = NULL;
    struct ecg_record *record = NULL;
    int code = check(fs_hz, n_leads, n_samples, id, error);
    if (code == 0)
        code = ecg_record_make(&record, id, n_leads, error);
    for (int i = 0; code == 0 && i < n_leads; i++) {
        ecg_record_label(record, i, lead_names[i], "mV");
        struct ecg_lead *lead = &record->leads[i];
        lead->samples = copy_samples(samples_mv + (size_t)i * n_samples, n_samples);
        if (lead->samples)
            ecg_digest_all(&lead->digest, lead->samples, n_samples);
        else
            code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", id);
    }
    if (code == 0) {
        record->fs_hz = record->raw_fs_hz = fs_hz;
        record->n_samples = record->n_raw_samples = n_samples;
        code = ecg_record_finish(record, error);
    }
    if (code < 0) {
        ecg_record_destroy(&record);
        return code;
    }
    *out = record;
    return 0;
}
