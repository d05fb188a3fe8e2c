#include "record/comments.h"

#include "record/snomed.h"
#include "record/text.h"

#include <string.h>

enum { MAX_AGE_YEARS = 120 };

/* The value of "key: value" at the line's start or "<key>: value" inside it, cleaned, into
 * to[size]; 0 when the line has no such key or an empty value. */
static int value_of(char *to, size_t size, const char *line, const char *key)
{
    const char *rest = ecg_text_after(line, key);
    if (rest && *rest == ':') {
        ecg_text_clean(to, size, rest + 1, strlen(rest + 1));
        return to[0] != 0;
    }
    for (const char *open = strchr(line, '<'); open; open = strchr(open + 1, '<')) {
        rest = ecg_text_after(open + 1, key);
        if (!rest || rest[0] != '>' || rest[1] != ':')
            continue;
        const char *end = strchr(rest, '<');
        ecg_text_clean(to, size, rest + 2, end ? (size_t)(end - rest - 2) : strlen(rest + 2));
        return to[0] != 0;
    }
    return 0;
}

static int says_nothing(const char *value)
{
    static const char *const words[] = { "", "unknown", "nan", "n/a", "na", "none", "(none)", "no",
        "?", "-", "not available", "null" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ecg_text_same(value, words[i]))
            return 1;
    return 0;
}

static void set_age(struct ecg_record *record, const char *value)
{
    double age;
    if (record->age_years < 0 && ecg_text_number(value, &age) && age >= 0 && age <= MAX_AGE_YEARS)
        record->age_years = age;
}

/* "Male", "M", "m/..."; numbers mean different things in different data sets and are left alone.
 */
static void set_sex(struct ecg_record *record, const char *value)
{
    static const struct {
        const char *word;
        enum ecg_sex sex;
    } words[] = { { "male", ECG_SEX_MALE }, { "female", ECG_SEX_FEMALE }, { "man", ECG_SEX_MALE },
        { "woman", ECG_SEX_FEMALE }, { "m", ECG_SEX_MALE }, { "f", ECG_SEX_FEMALE } };
    for (size_t i = 0; record->sex == ECG_SEX_UNKNOWN && i < sizeof words / sizeof *words; i++) {
        const char *rest = ecg_text_after(value, words[i].word);
        if (rest && (*rest == 0 || *rest == ' ' || *rest == ',' || *rest == '.'))
            record->sex = words[i].sex;
    }
}

static void set_diagnosis(struct ecg_record *record, const char *value)
{
    if (!record->diagnosis[0] && !says_nothing(value))
        ecg_text_clean(record->diagnosis, sizeof record->diagnosis, value, strlen(value));
}

/* MIT-BIH: age, sex, then numbers of tapes. */
static void understand_bare(struct ecg_record *record, const char *line)
{
    int64_t age;
    size_t n = ecg_text_whole(line, &age);
    const char *rest = line + n;
    if (!n || rest[0] != ' ' || (rest[1] != 'M' && rest[1] != 'F') || (rest[2] && rest[2] != ' '))
        return;
    set_age(record, line);
    set_sex(record, rest + 1);
}

void ecg_comments_understand(struct ecg_record *record)
{
    static const char *const diagnosis_keys[] = { "dx", "labels", "diagnosis", "diagnoses",
        "diagnose", "reason for admission" };
    char value[sizeof record->diagnosis];
    for (int i = 0; i < record->n_comments; i++) {
        const char *line = record->comments[i];
        if (value_of(value, sizeof value, line, "age"))
            set_age(record, value);
        if (value_of(value, sizeof value, line, "sex") ||
            value_of(value, sizeof value, line, "gender"))
            set_sex(record, value);
        understand_bare(record, line);
    }
    /* By key first: "Dx" wins over "Reason for admission" wherever they stand. */
    for (size_t k = 0; k < sizeof diagnosis_keys / sizeof *diagnosis_keys; k++)
        for (int i = 0; i < record->n_comments; i++)
            if (value_of(value, sizeof value, record->comments[i], diagnosis_keys[k]))
                set_diagnosis(record, value);
    if (!record->diagnosis_text[0])
        ecg_snomed_words(record->diagnosis_text, sizeof record->diagnosis_text, record->diagnosis);
}
