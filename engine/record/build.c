#include "record/build.h"

#include "core/alloc.h"
#include "core/plain.h"
#include "record/comments.h"
#include "record/lead_name.h"
#include "record/text.h"
#include "record/voltage.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file name between the last '/' and its extension. */
static char *id_from_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return ecg_text_id(name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

int ecg_record_make(
    struct ecg_record **record, const char *path, int n_leads, struct ecg_error *error)
{
    *record = NULL;
    if (n_leads < 1 || n_leads > ECG_MAX_LEADS)
        return ecg_fail(
            error, ECG_E_LIMIT, "%s: leads: %d: expected 1 to %d", path, n_leads, ECG_MAX_LEADS);
    struct ecg_record *made = ecg_calloc(1, sizeof *made);
    if (!made)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    made->age_years = -1;
    made->path = ecg_strdup(path);
    made->id = id_from_path(path);
    made->leads = ecg_calloc((size_t)n_leads, sizeof *made->leads);
    if (!made->path || !made->id || !made->leads) {
        ecg_record_destroy(&made);
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    }
    made->n_leads = n_leads;
    *record = made;
    return 0;
}

static void free_lines(char **lines, int n)
{
    for (int i = 0; i < n; i++)
        ecg_free(lines[i]);
    ecg_free(lines);
}

void ecg_record_destroy(struct ecg_record **record)
{
    struct ecg_record *r = *record;
    if (!r)
        return;
    for (int i = 0; i < r->n_leads; i++)
        ecg_free(r->leads[i].samples);
    ecg_free(r->leads);
    free_lines(r->comments, r->n_comments);
    free_lines(r->warnings, r->n_warnings);
    ecg_free(r->id);
    ecg_free(r->path);
    ecg_free(r);
    *record = NULL;
}

int ecg_record_lead(const struct ecg_record *record, const char *name)
{
    for (int i = 0; i < record->n_leads; i++)
        if (strcmp(record->leads[i].name, name) == 0)
            return i;
    return -1;
}

/* Appends a copy of the text to a list that grows by powers of two. */
static int add_line(char ***lines, int *n, const char *text, size_t length)
{
    if ((*n & (*n - 1)) == 0) {
        char **grown = ecg_realloc(*lines, *n ? 2 * (size_t)*n : 1, sizeof *grown);
        if (!grown)
            return ECG_E_MEMORY;
        *lines = grown;
    }
    char *copy = ecg_calloc(length + 1, 1);
    if (!copy)
        return ECG_E_MEMORY;
    ecg_text_clean(copy, length + 1, text, length);
    (*lines)[(*n)++] = copy;
    return 0;
}

int ecg_record_warn(struct ecg_record *record, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    ecg_plain_vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return add_line(&record->warnings, &record->n_warnings, text, strlen(text));
}

int ecg_record_comment(struct ecg_record *record, const char *text, size_t length)
{
    while (length && (*text == '#' || (unsigned char)*text <= ' ')) {
        text++;
        length--;
    }
    if (length == 0)
        return 0;
    if (record->n_comments >= ECG_MAX_COMMENTS)
        return ECG_E_LIMIT;
    return add_line(&record->comments, &record->n_comments, text, length);
}

double *ecg_samples_make(size_t n)
{
    double *samples = ecg_calloc(n, sizeof *samples);
    for (size_t i = 0; samples && i < n; i++)
        samples[i] = NAN;
    return samples;
}

int ecg_record_check_size(
    const char *path, size_t n_leads, size_t n_samples, struct ecg_error *error)
{
    if (n_samples == 0)
        return ecg_fail(error, ECG_E_FORMAT, "%s: samples: none: expected at least 1", path);
    if (n_samples > ECG_MAX_SAMPLES / n_leads)
        return ecg_fail(error, ECG_E_LIMIT,
            "%s: samples: %zu leads x %zu: expected at most %d in all", path, n_leads, n_samples,
            ECG_MAX_SAMPLES);
    return 0;
}

void ecg_digest_all(struct ecg_digest *digest, const double *values, size_t n)
{
    *digest = (struct ecg_digest){ .n = n };
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i])) {
            digest->n_missing++;
            continue;
        }
        digest->sum += values[i];
        digest->sum_squares += values[i] * values[i];
    }
    size_t ends = n < 5 ? n : 5;
    memcpy(digest->first, values, ends * sizeof *values);
    memcpy(digest->last, values + n - ends, ends * sizeof *values);
}

void ecg_record_label(
    struct ecg_record *record, int i, const char *raw_name, const char *raw_units)
{
    struct ecg_lead *lead = &record->leads[i];
    ecg_text_clean(lead->raw_name, sizeof lead->raw_name, raw_name, strlen(raw_name));
    if (!lead->raw_name[0])
        snprintf(lead->raw_name, sizeof lead->raw_name, "signal %d", i + 1);
    ecg_text_clean(lead->raw_units, sizeof lead->raw_units, raw_units, strlen(raw_units));
    if (!ecg_lead_name(lead->name, lead->raw_name))
        ecg_text_clean(lead->name, sizeof lead->name, lead->raw_name, strlen(lead->raw_name));
    if (ecg_voltage_scale(lead->raw_units) > 0) {
        memcpy(lead->units, "mV", 3);
        lead->is_ecg = !ecg_lead_is_other(lead->name);
    } else {
        memcpy(lead->units, lead->raw_units, sizeof lead->units);
    }
}

static int name_taken(const struct ecg_record *record, int before, const char *name)
{
    for (int i = 0; i < before; i++)
        if (strcmp(record->leads[i].name, name) == 0)
            return 1;
    return 0;
}

/* MLII beside II, or a name twice: the later one goes by its own name, then by a number. */
static void make_name_unique(struct ecg_record *record, int i)
{
    struct ecg_lead *lead = &record->leads[i];
    if (!name_taken(record, i, lead->name))
        return;
    ecg_text_clean(lead->name, sizeof lead->name, lead->raw_name, strlen(lead->raw_name));
    char base[12];
    ecg_text_clean(base, sizeof base, lead->raw_name, strlen(lead->raw_name));
    for (int k = 2; name_taken(record, i, lead->name); k++)
        snprintf(lead->name, sizeof lead->name, "%s %d", base, k);
}

int ecg_record_finish(struct ecg_record *record, struct ecg_error *error)
{
    for (int i = 0; i < record->n_leads; i++) {
        struct ecg_lead *lead = &record->leads[i];
        make_name_unique(record, i);
        double scale = ecg_voltage_scale(lead->raw_units);
        if (scale <= 0 || scale == 1)
            continue;
        for (size_t k = 0; k < record->n_samples; k++)
            lead->samples[k] *= scale;
    }
    ecg_comments_understand(record);
    if (!(record->fs_hz > 0))
        return ecg_fail(error, ECG_E_FORMAT, "%s: rate: expected above 0 Hz", record->path);
    return ecg_record_derive_limb_leads(record, error);
}
