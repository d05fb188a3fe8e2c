#include "output/wfdb.h"

#include "core/alloc.h"
#include "output/json.h"

#include <math.h>
#include <string.h>

enum { MISSING = -32768, FULL_SCALE = 32000 };

static const double most_gain = 1e6; /* a flat lead needs no finer steps than 1 nV */

struct scale {
    double gain; /* steps per unit */
    int baseline;
};

static int is_name(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return n > 0 && name[n] == 0;
}

/* The finest of 1, 2, 5 x 10^n that is at most `limit`. */
static double round_gain(double limit)
{
    double decade = pow(10, floor(log10(limit)));
    double lead = limit / decade;
    return decade * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

static struct scale choose_scale(const double *samples, size_t n)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        low = samples[i] < low ? samples[i] : low;
        high = samples[i] > high ? samples[i] : high;
    }
    if (!(low <= high) || !isfinite(high - low))
        return (struct scale){ 1000, 0 };
    /* A lead that hangs far from zero is written about its middle. */
    double middle = (low + high) / 2, half = (high - low) / 2;
    int offset = fabs(middle) > 2 * half && fabs(middle) > 1e-3;
    double range = offset ? half : fmax(fabs(low), fabs(high));
    double limit = fmin(FULL_SCALE / fmax(range, 1e-12), most_gain);
    if (offset)
        limit = fmin(limit, 1e9 / fabs(middle));
    double gain = round_gain(limit);
    return (struct scale){ gain, offset ? -(int)lround(middle * gain) : 0 };
}

static int16_t quantise(double v, struct scale scale)
{
    if (isnan(v))
        return MISSING;
    double q = rint(v * scale.gain) + scale.baseline;
    return (int16_t)fmin(fmax(q, -32767), 32767);
}

static int check(const struct ecg_record *record, const struct ecg_wfdb_params *params,
    int n_signals, struct ecg_error *error)
{
    if (!is_name(params->name))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s.hea: record name: expected letters, digits, '_' and '-'", params->name);
    if (params->start >= params->end || params->end > record->n_samples)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s.hea: window: expected samples within 0..%zu, got %zu..%zu", params->name,
            record->n_samples, params->start, params->end);
    if (n_signals == 0)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "%s.hea: signals: the record has no ECG lead", params->name);
    return 0;
}

/* Column `column` of the interleaved samples. */
static void fill_column(int16_t *samples, int n_signals, int column, const double *values,
    size_t n, struct scale scale)
{
    for (size_t i = 0; i < n; i++)
        samples[i * (size_t)n_signals + (size_t)column] = quantise(values[i], scale);
}

static void mask_column(
    int16_t *samples, int n_signals, int column, int lead, const struct ecg_wfdb_params *params)
{
    size_t next = params->start;
    while (next < params->end) {
        /* From `next`: masked up to the nearest span's start, kept to its end. */
        size_t keep_from = params->end, keep_to = params->end;
        for (size_t k = 0; k < params->n_plotted; k++) {
            const struct ecg_span *span = &params->plotted[k];
            if (span->lead == lead && span->end > next && span->start < keep_from) {
                keep_from = span->start > next ? span->start : next;
                keep_to = span->end < params->end ? span->end : params->end;
            }
        }
        for (size_t i = next; i < keep_from; i++)
            samples[(i - params->start) * (size_t)n_signals + (size_t)column] = MISSING;
        next = keep_to;
    }
}

static void write_header_line(struct ecg_buffer *hea, const struct ecg_wfdb_params *params,
    const struct ecg_lead *lead, struct scale scale, int first, int checksum)
{
    struct ecg_json number;
    ecg_json_start(&number, hea, 0);
    ecg_buffer_text(hea, params->name);
    ecg_buffer_text(hea, ".dat 16 ");
    ecg_json_real(&number, scale.gain);
    ecg_buffer_format(hea, "(%d)/%s 16 0 %d %d 0 %s\n", scale.baseline,
        lead->units[0] ? lead->units : "mV", first, checksum, lead->name);
}

static int is_written(const struct ecg_lead *lead, const struct ecg_wfdb_params *params)
{
    return lead->is_ecg && !(params->without_derived && lead->is_derived);
}

static int write_signals(const struct ecg_record *record, const struct ecg_wfdb_params *params,
    int n_signals, int16_t *samples, struct ecg_buffer *hea)
{
    size_t n = params->end - params->start;
    int column = 0;
    for (int k = 0; k < record->n_leads; k++) {
        const struct ecg_lead *lead = &record->leads[k];
        if (!is_written(lead, params))
            continue;
        const double *values = lead->samples + params->start;
        struct scale scale = choose_scale(values, n);
        fill_column(samples, n_signals, column, values, n, scale);
        if (params->plotted)
            mask_column(samples, n_signals, column, k, params);
        uint16_t sum = 0;
        for (size_t i = 0; i < n; i++)
            sum = (uint16_t)(sum + (uint16_t)samples[i * (size_t)n_signals + (size_t)column]);
        write_header_line(hea, params, lead, scale, samples[column], (int16_t)sum);
        column++;
    }
    return hea->failed ? ECG_E_MEMORY : 0;
}

static void store_little_endian(unsigned char *bytes, const int16_t *samples, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bytes[2 * i] = (unsigned char)(samples[i] & 255);
        bytes[2 * i + 1] = (unsigned char)((uint16_t)samples[i] >> 8);
    }
}

/* A header has no date without a time. */
static void write_date(const struct ecg_record *record, struct ecg_buffer *hea)
{
    if (record->base_time[0])
        ecg_buffer_format(
            hea, " %s%s%s", record->base_time, record->base_date[0] ? " " : "", record->base_date);
}

int ecg_wfdb_encode(const struct ecg_record *record, const struct ecg_wfdb_params *params,
    struct ecg_buffer *hea, struct ecg_buffer *dat, struct ecg_error *error)
{
    int n_signals = 0;
    for (int k = 0; k < record->n_leads; k++)
        n_signals += is_written(&record->leads[k], params);
    int code = check(record, params, n_signals, error);
    if (code < 0)
        return code;
    size_t n = params->end - params->start, total = n * (size_t)n_signals;
    int16_t *samples = ecg_calloc(total, sizeof *samples);
    unsigned char *bytes = samples ? ecg_buffer_reserve(dat, 2 * total) : NULL;
    if (!bytes) {
        ecg_free(samples);
        return ecg_fail(error, ECG_E_MEMORY, "%s.dat: out of memory", params->name);
    }
    struct ecg_json number;
    ecg_json_start(&number, hea, 0);
    ecg_buffer_format(hea, "%s %d ", params->name, n_signals);
    ecg_json_real(&number, record->fs_hz);
    ecg_buffer_format(hea, " %zu", n);
    if (params->with_source_text)
        write_date(record, hea);
    ecg_buffer_text(hea, "\n");
    code = write_signals(record, params, n_signals, samples, hea);
    for (int k = 0; params->with_source_text && k < record->n_comments; k++)
        ecg_buffer_format(hea, "# %s\n", record->comments[k]);
    store_little_endian(bytes, samples, total);
    dat->size += 2 * total;
    dat->data[dat->size] = 0;
    ecg_free(samples);
    return code < 0 ? ecg_fail(error, code, "%s.hea: out of memory", params->name) : 0;
}
