#include "core/alloc.h"
#include "record/build.h"
#include "record/lead_name.h"
#include "record/text.h"

#include <stdio.h>
#include <string.h>

enum { OLDEST_YEARS = 90 };

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One letter, or a word that names electrodes, channels or what was done to them. */
static int is_harmless(const char *word, size_t n)
{
    static const char *const words[] = { "ecg", "ekg", "lead", "ch", "chan", "channel", "signal",
        "sig", "aux", "raw", "filt", "filtered", "derived", "limb", "chest", "holter", "cm", "cc",
        "cs", "mcl", "mv", "resp", "pleth", "abp", "abdomen", "thorax", "direct", "bipolar" };
    char copy[16];
    if (n >= sizeof copy)
        return 0;
    memcpy(copy, word, n);
    copy[n] = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ecg_text_same(copy, words[i]))
            return 1;
    return n == 1;
}

/* Words of that kind and at most two digits behind each: "ECG 1", "ch2", "CM5 raw". */
static int is_plain_name(const char *name)
{
    for (const char *s = name; *s;) {
        size_t letters = 0, digits = 0;
        while (is_letter(s[letters]))
            letters++;
        while (is_digit(s[letters + digits]))
            digits++;
        if (letters + digits == 0) {
            if (!strchr(" _-.", *s))
                return 0;
            s++;
            continue;
        }
        if (digits > 2 || (letters && !is_harmless(s, letters)))
            return 0;
        s += letters + digits;
    }
    return 1;
}

static void rename_lead(struct ecg_record *record, int i)
{
    struct ecg_lead *lead = &record->leads[i];
    char known[sizeof lead->name];
    if (!ecg_lead_name(known, lead->name) && !is_plain_name(lead->name)) {
        lead->name[0] = 0;
        char name[sizeof lead->name];
        int number = i + 1;
        do
            snprintf(name, sizeof name, "signal %d", number++);
        while (ecg_record_lead(record, name) >= 0);
        memcpy(lead->name, name, sizeof name);
    }
    memcpy(lead->raw_name, lead->name, sizeof lead->name);
}

void ecg_record_anonymize(struct ecg_record *record)
{
    for (int i = 0; i < record->n_comments; i++)
        ecg_free(record->comments[i]);
    ecg_free(record->comments);
    record->comments = NULL;
    record->n_comments = 0;
    record->base_date[0] = record->base_time[0] = 0;
    if (record->age_years >= OLDEST_YEARS)
        record->age_years = OLDEST_YEARS;
    for (int i = 0; i < record->n_leads; i++)
        rename_lead(record, i);
}
