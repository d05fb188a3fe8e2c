#include "core/buffer.h"
#include "core/plain.h"
#include "record/record.h"
#include "record/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The shortest decimal that reads back as the value, with '.' whatever the locale; "null" for what
 * JSON cannot say. */
static void add_number(struct ecg_buffer *buffer, double value)
{
    char text[40];
    if (!isfinite(value)) {
        ecg_buffer_text(buffer, "null");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        ecg_plain_snprintf(text, sizeof text, "%.*g", digits, value == 0 ? 0.0 : value);
        double back;
        if (ecg_text_number(text, &back) && back == value)
            break;
    }
    ecg_buffer_text(buffer, text);
}

/* Rounded to so many parts of one, where a double has them. */
static double rounded(double value, double parts)
{
    return fabs(value) < 1e15 / parts ? round(value * parts) / parts : value;
}

static void add_values(struct ecg_buffer *buffer, const char *key, const double *values, size_t n)
{
    ecg_buffer_format(buffer, ", \"%s\": [", key);
    for (size_t i = 0; i < n && i < 5; i++) {
        ecg_buffer_text(buffer, i ? ", " : "");
        add_number(buffer, rounded(values[i], 1e7));
    }
    ecg_buffer_text(buffer, "]");
}

static void add_signal(struct ecg_buffer *buffer, const struct ecg_lead *lead)
{
    const struct ecg_digest *d = &lead->digest;
    ecg_buffer_text(buffer, "{\"name\": ");
    ecg_buffer_quoted(buffer, lead->raw_name);
    ecg_buffer_text(buffer, ", \"units\": ");
    ecg_buffer_quoted(buffer, lead->raw_units);
    ecg_buffer_format(buffer, ", \"nan\": %zu, \"sum\": ", d->n_missing);
    add_number(buffer, rounded(d->sum, 1e6));
    ecg_buffer_text(buffer, ", \"sumsq\": ");
    add_number(buffer, rounded(d->sum_squares, 1e6));
    add_values(buffer, "first", d->first, d->n);
    add_values(buffer, "last", d->last, d->n);
    ecg_buffer_text(buffer, "}");
}

int ecg_record_describe_json(const struct ecg_record *record, struct ecg_buffer *buffer)
{
    ecg_buffer_text(buffer, "{\"fs\": ");
    add_number(buffer, record->raw_fs_hz);
    ecg_buffer_format(buffer, ", \"samples\": %zu, \"signals\": [", record->n_raw_samples);
    int n = 0;
    for (int i = 0; i < record->n_leads; i++) {
        if (record->leads[i].is_derived)
            continue;
        ecg_buffer_text(buffer, n++ ? ",\n  " : "\n  ");
        add_signal(buffer, &record->leads[i]);
    }
    ecg_buffer_text(buffer, "]}");
    return buffer->failed ? ECG_E_MEMORY : 0;
}

static void describe_lead(const struct ecg_lead *lead, size_t n, struct ecg_buffer *buffer)
{
    double lo = INFINITY, hi = -INFINITY;
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        missing += isnan(lead->samples[i]) != 0;
        lo = fmin(lo, lead->samples[i]);
        hi = fmax(hi, lead->samples[i]);
    }
    ecg_buffer_format(buffer, "  %-8s ", lead->name);
    if (missing < n)
        ecg_buffer_format(buffer, "%9.3f to %8.3f %s", lo, hi, lead->units);
    else
        ecg_buffer_text(buffer, "no values");
    if (missing && missing < n)
        ecg_buffer_format(buffer, ", %zu missing", missing);
    if (strcmp(lead->name, lead->raw_name) != 0 && !lead->is_derived)
        ecg_buffer_format(buffer, ", \"%s\" in the file", lead->raw_name);
    if (strcmp(lead->units, lead->raw_units) != 0)
        ecg_buffer_format(buffer, ", %s in the file", lead->raw_units);
    if (lead->is_derived)
        ecg_buffer_text(buffer, ", derived");
    if (!lead->is_ecg)
        ecg_buffer_text(buffer, ", no ECG lead");
    ecg_buffer_text(buffer, "\n");
}

static void describe_patient(const struct ecg_record *record, struct ecg_buffer *buffer)
{
    if (record->age_years >= 0)
        ecg_buffer_format(buffer, "  age      %g\n", record->age_years);
    if (record->sex != ECG_SEX_UNKNOWN)
        ecg_buffer_format(
            buffer, "  sex      %s\n", record->sex == ECG_SEX_MALE ? "male" : "female");
    if (record->base_date[0] || record->base_time[0])
        ecg_buffer_format(buffer, "  taken    %s%s%s\n", record->base_date,
            record->base_date[0] && record->base_time[0] ? " " : "", record->base_time);
    if (record->diagnosis[0])
        ecg_buffer_format(buffer, "  Dx       %s\n", record->diagnosis);
    if (record->diagnosis_text[0] && strcmp(record->diagnosis, record->diagnosis_text) != 0)
        ecg_buffer_format(buffer, "           %s\n", record->diagnosis_text);
}

int ecg_record_describe_text(const struct ecg_record *record, struct ecg_buffer *buffer)
{
    ecg_buffer_format(buffer, "%s\n  id       %s\n  length   %.3f s, %zu samples at %g Hz\n",
        record->path, record->id, (double)record->n_samples / record->fs_hz, record->n_samples,
        record->fs_hz);
    if (record->fs_hz != record->raw_fs_hz)
        ecg_buffer_format(buffer, "  frames   %zu at %g Hz in the file\n", record->n_raw_samples,
            record->raw_fs_hz);
    describe_patient(record, buffer);
    for (int i = 0; i < record->n_leads; i++)
        describe_lead(&record->leads[i], record->n_samples, buffer);
    for (int i = 0; i < record->n_comments; i++)
        ecg_buffer_format(buffer, "  # %s\n", record->comments[i]);
    for (int i = 0; i < record->n_warnings; i++)
        ecg_buffer_format(buffer, "  warning: %s\n", record->warnings[i]);
    return buffer->failed ? ECG_E_MEMORY : 0;
}
