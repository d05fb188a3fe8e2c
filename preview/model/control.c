#include "control.h"

#include "recipe/value.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const stage_names[STAGE_COUNT] = { "record", "page", "notes", "sheet", "bend", "light",
    "capture", "output" };
const char *const stage_titles[STAGE_COUNT] = { "Record", "Page", "Notes", "Sheet", "Bend",
    "Light", "Capture", "Output" };

enum stage stage_of(const struct ecg_param *param)
{
    size_t n = strcspn(param->name, ".");
    for (int i = 0; i < STAGE_COUNT; i++)
        if (strlen(stage_names[i]) == n && strncmp(stage_names[i], param->name, n) == 0)
            return (enum stage)i;
    return STAGE_OUTPUT;
}

/* Length of the part that heads a group: "capture.camera"; of "page.size" that is "page". */
static size_t group_length(const struct ecg_param *param)
{
    const char *first = strchr(param->name, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    return second ? (size_t)(second - param->name) : strcspn(param->name, ".");
}

/* Words for people: underscores become blanks, the first letter is large. */
static void words(const char *text, size_t n, char *out, size_t size)
{
    if (n >= size)
        n = size - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = text[i] == '_' || text[i] == '.' ? ' ' : text[i];
    out[n] = 0;
    if (n)
        out[0] = (char)toupper((unsigned char)out[0]);
}

void control_group(const struct ecg_param *param, char *out, size_t size)
{
    size_t n = group_length(param);
    const char *dot = memchr(param->name, '.', n);
    if (dot)
        words(dot + 1, n - (size_t)(dot + 1 - param->name), out, size);
    else
        snprintf(out, size, "%s", "General");
}

int control_same_group(const struct ecg_param *a, const struct ecg_param *b)
{
    size_t n = group_length(a);
    return n == group_length(b) && strncmp(a->name, b->name, n) == 0;
}

/* Units last in names are shown beside the value instead. */
static size_t without_unit(const char *text, size_t n)
{
    static const char *const units[] = { "_mm_s", "_mm_mv", "_mm", "_px", "_deg", "_s", "_hz",
        "_k", "_ev", "_um", "_mv" };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t m = strlen(units[i]);
        if (n > m && memcmp(text + n - m, units[i], m) == 0)
            return n - m;
    }
    return n;
}

void control_label(const struct ecg_param *param, char *out, size_t size)
{
    const char *text = param->name + group_length(param) + 1;
    size_t n = strlen(text);
    if (*param->unit)
        n = without_unit(text, n);
    words(text, n, out, size);
}

static int has_word(const char *text, const char *word, size_t n)
{
    for (; *text; text++) {
        size_t i = 0;
        while (i < n && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
            i++;
        if (i == n)
            return 1;
    }
    return 0;
}

int control_matches(const struct ecg_param *param, const char *query)
{
    for (query += strspn(query, " "); *query; query += strspn(query, " ")) {
        size_t n = strcspn(query, " ");
        if (!has_word(param->name, query, n) && !has_word(param->doc, query, n) &&
            !(param->choices && has_word(param->choices, query, n)))
            return 0;
        query += n;
    }
    return 1;
}

struct control control_of(const struct ecg_param *param, const struct ecg_dist *dist)
{
    struct control control = { .form = dist ? CONTROL_OTHER : CONTROL_MIXED };
    struct ecg_buffer text = { 0 };
    if (!dist)
        return control;
    if (ecg_dist_is_constant(dist)) {
        control.form = CONTROL_VALUE;
        return control;
    }
    ecg_dist_print(dist, param, &text);
    const char *s = text.failed || !text.data ? "" : (const char *)text.data;
    int used = 0;
    if ((sscanf(s, "uniform(%lf, %lf)%n", &control.lo, &control.hi, &used) == 2 ||
            sscanf(s, "int(%lf, %lf)%n", &control.lo, &control.hi, &used) == 2) &&
        used && !s[used])
        control.form = CONTROL_RANGE;
    else if (sscanf(s, "chance(%lf)%n", &control.lo, &used) == 1 && used && !s[used])
        control.form = CONTROL_CHANCE;
    ecg_buffer_free(&text);
    return control;
}

/* Digits after the point that divide the range in at least a thousand. */
static int digits_of(const struct ecg_param *param)
{
    double range = param->hi - param->lo;
    if (param->type != ECG_PARAM_REAL || !(range > 0))
        return 0;
    int digits = (int)ceil(3 - log10(range));
    return digits < 0 ? 0 : digits > 6 ? 6 : digits;
}

static double within(const struct ecg_param *param, double value)
{
    value = param->type == ECG_PARAM_INT ? round(value) : value;
    return value < param->lo ? param->lo : value > param->hi ? param->hi : value;
}

/* "12.500" -> "12.5" */
static void drop_zeros(char *text)
{
    char *end = text + strlen(text);
    if (!strchr(text, '.'))
        return;
    while (end[-1] == '0')
        *--end = 0;
    if (end[-1] == '.')
        end[-1] = 0;
    if (strcmp(text, "-0") == 0)
        memmove(text, text + 1, 2);
}

void control_value_text(const struct ecg_param *param, double value, char *out, size_t size)
{
    snprintf(out, size, "%.*f", digits_of(param), within(param, value));
    drop_zeros(out);
}

void control_range_text(
    const struct ecg_param *param, double lo, double hi, char *out, size_t size)
{
    char a[64], b[64];
    control_value_text(param, lo < hi ? lo : hi, a, sizeof a);
    control_value_text(param, lo < hi ? hi : lo, b, sizeof b);
    if (strcmp(a, b) == 0)
        snprintf(out, size, "%s", a);
    else
        snprintf(out, size, "%s(%s, %s)", param->type == ECG_PARAM_INT ? "int" : "uniform", a, b);
}

void control_format(const struct ecg_param *param, char *out, size_t size)
{
    const char *unit = strcmp(param->unit, "deg") == 0 ? "\xc2\xb0" : param->unit;
    if (param->type == ECG_PARAM_INT)
        snprintf(out, size, "%%.0f %s", unit);
    else
        snprintf(out, size, "%%.%df%s%s", digits_of(param), *unit && unit[0] != '\xc2' ? " " : "",
            unit);
}

void control_spread(const struct ecg_param *param, double value, double *lo, double *hi)
{
    double by = (param->hi - param->lo) / 10;
    *lo = within(param, value - by);
    *hi = within(param, value + by);
}
