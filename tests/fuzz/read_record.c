#include "fuzz/read_record.h"

#include "core/buffer.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "record/record.h"

#include <math.h>
#include <string.h>

static void check_text(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    while (*s) {
        size_t n = ecg_utf8_length(s, strlen((const char *)s));
        FUZZ_ASSERT(n > 0 && (n > 1 || (*s >= 0x20 && *s != 0x7f)));
        s += n;
    }
}

static void check_lead(const struct ecg_record *record, int i)
{
    const struct ecg_lead *lead = &record->leads[i];
    FUZZ_ASSERT(lead->samples && lead->name[0]);
    FUZZ_ASSERT(ecg_record_lead(record, lead->name) == i);
    check_text(lead->name);
    check_text(lead->raw_name);
    check_text(lead->units);
    check_text(lead->raw_units);
    for (size_t k = 0; k < record->n_samples; k++)
        FUZZ_ASSERT(!isinf(lead->samples[k]));
}

static void check_record(const struct ecg_record *record)
{
    FUZZ_ASSERT(record->n_leads >= 1 && record->n_leads <= ECG_MAX_LEADS);
    FUZZ_ASSERT(record->n_samples >= 1);
    FUZZ_ASSERT(record->n_samples <= ECG_MAX_SAMPLES / (size_t)record->n_leads);
    FUZZ_ASSERT(record->fs_hz > 0 && isfinite(record->fs_hz));
    FUZZ_ASSERT(record->id[0] && record->id[0] != '.');
    FUZZ_ASSERT(record->age_years < 0 || record->age_years <= 120);
    check_text(record->base_date);
    check_text(record->base_time);
    check_text(record->diagnosis);
    check_text(record->diagnosis_text);
    for (int i = 0; i < record->n_leads; i++)
        check_lead(record, i);
    for (int i = 0; i < record->n_comments; i++)
        check_text(record->comments[i]);
    for (int i = 0; i < record->n_warnings; i++)
        check_text(record->warnings[i]);
}

void fuzz_read_record(const char *path, double fs_hz)
{
    struct ecg_record *record = NULL;
    struct ecg_error error = { 0 };
    int code = ecg_record_read(&record, path, fs_hz, &error);
    if (code < 0) {
        FUZZ_ASSERT(record == NULL);
        fuzz_check_refusal(code, &error);
        return;
    }
    check_record(record);
    struct ecg_buffer text = { 0 };
    FUZZ_ASSERT(ecg_record_describe_json(record, &text) == 0);
    FUZZ_ASSERT(ecg_record_describe_text(record, &text) == 0);
    ecg_buffer_free(&text);
    FUZZ_ASSERT(ecg_record_derive_limb_leads(record, &error) == 0);
    ecg_record_destroy(&record);
}
