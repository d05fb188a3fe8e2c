#include "job/split.h"

#include "core/plain.h"
#include "core/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

static int refuse(const char *text, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_ARGUMENT,
        "split: expected NAME:SHARE,... such as train:0.8,val:0.1,test:0.1 (up to %d different "
        "names of letters, digits, _ and -; shares above 0), got \"%.80s\"",
        ECG_SPLIT_PARTS, text);
}

static int has_name(const struct ecg_split *split, const char *name)
{
    for (int k = 0; k < split->n; k++)
        if (strcmp(split->text[k], name) == 0)
            return 1;
    return 0;
}

/* One "name:share" at *text, which goes on to what follows it. -1 when it is none. */
static int parse_part(struct ecg_split *split, const char **text)
{
    char name[ECG_SPLIT_NAME] = "", *end;
    size_t length = strspn(*text, LETTERS);
    if (split->n == ECG_SPLIT_PARTS || length == 0 || length >= sizeof name ||
        strchr("_-", **text) || (*text)[length] != ':')
        return -1;
    memcpy(name, *text, length);
    const char *number = *text + length + 1;
    if (has_name(split, name) || strspn(number, "0123456789.") == 0)
        return -1;
    double share = ecg_plain_strtod(number, &end);
    if (!(share > 0 && share < 1e9))
        return -1;
    memcpy(split->text[split->n], name, sizeof name);
    split->names[split->n] = split->text[split->n];
    split->share[split->n++] = share;
    *text = end;
    return 0;
}

int ecg_split_parse(struct ecg_split *split, const char *text, struct ecg_error *error)
{
    *split = (struct ecg_split){ 0 };
    if (!text || !*text)
        return 0;
    double sum = 0;
    for (const char *at = text;; at++) {
        if (parse_part(split, &at) < 0 || (*at && *at != ',')) {
            *split = (struct ecg_split){ 0 };
            return refuse(text, error);
        }
        sum += split->share[split->n - 1];
        if (!*at)
            break;
    }
    for (int k = 0; k < split->n; k++)
        split->share[k] /= sum;
    return 0;
}

void ecg_split_print(const struct ecg_split *split, struct ecg_buffer *out)
{
    for (int k = 0; k < split->n; k++)
        ecg_buffer_format(out, "%s%s:%.9g", k ? "," : "", split->text[k], split->share[k]);
}

int ecg_split_of(const struct ecg_split *split, const char *record_id)
{
    struct ecg_random random = ecg_random_named(ecg_key_make(0, record_id, 0), "dataset.split");
    double place = ecg_random_unit(&random), end = 0;
    for (int k = 0; k < split->n - 1; k++)
        if (place < (end += split->share[k]))
            return k;
    return split->n - 1;
}

const char *ecg_split_name(const struct ecg_split *split, const char *record_id)
{
    return split && split->n ? split->names[ecg_split_of(split, record_id)] : NULL;
}
