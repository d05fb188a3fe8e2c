#include "record/csv.h"
#include "record/text.h"

#include <math.h>
#include <string.h>

static int ends_line(char c)
{
    return c == 0 || c == '\n' || c == '\r';
}

static int is_quote(char c)
{
    return c == '"' || c == '\'';
}

char ecg_csv_separator(const char *line)
{
    const char *choices = "\t;,";
    for (const char *choice = choices; *choice; choice++) {
        char quote = 0;
        for (const char *s = line; !ends_line(*s); s++) {
            if (quote ? *s == quote : is_quote(*s))
                quote = quote ? 0 : *s;
            else if (!quote && *s == *choice)
                return *choice;
        }
    }
    return ',';
}

static struct ecg_cell trimmed(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end - start >= 2 && is_quote(*start) && end[-1] == *start)
        return trimmed(start + 1, end - 1);
    return (struct ecg_cell){ start, (size_t)(end - start) };
}

struct ecg_cell ecg_csv_cell(const char **at, char separator)
{
    const char *start = *at, *s = start;
    while (*s == ' ')
        s++;
    if (is_quote(*s)) {
        char quote = *s++;
        while (!ends_line(*s) && *s != quote)
            s++;
    }
    while (!ends_line(*s) && *s != separator)
        s++;
    *at = ends_line(*s) ? NULL : s + 1;
    return trimmed(start, s);
}

/* Splits "II (mV)", "II [mV]", "II/mV" and "time_ms" into name and units. */
static void split_units(struct ecg_column *column, struct ecg_cell head)
{
    const char *open = NULL;
    for (size_t i = 1; i < head.length && !open; i++)
        if (strchr("([/", head.start[i]))
            open = head.start + i;
    size_t name_length = open ? (size_t)(open - head.start) : head.length;
    ecg_text_clean(column->name, sizeof column->name, head.start, name_length);
    if (open) {
        size_t n = head.length - name_length - 1;
        while (n && strchr(")] ", open[n]))
            n--;
        ecg_text_clean(column->units, sizeof column->units, open + 1, n);
        return;
    }
    char *underscore = strrchr(column->name, '_');
    static const char *const units[] = { "mV", "uV", "V", "s", "ms", "sec" };
    for (size_t i = 0; underscore && i < sizeof units / sizeof *units; i++)
        if (ecg_text_same(underscore + 1, units[i])) {
            memcpy(column->units, units[i], strlen(units[i]) + 1);
            *underscore = 0;
            return;
        }
}

void ecg_csv_column(struct ecg_column *column, struct ecg_cell head)
{
    static const char *const time_names[] = { "time", "t", "elapsed time", "timestamp", "seconds",
        "sec", "ms", "milliseconds" };
    static const char *const row_names[] = { "", "index", "sample", "samples", "sample #", "#",
        "sample number", "row", "unnamed: 0" };
    *column = (struct ecg_column){ .kind = ECG_COLUMN_LEAD };
    split_units(column, head);
    for (size_t i = 0; i < sizeof time_names / sizeof *time_names; i++)
        if (ecg_text_same(column->name, time_names[i]))
            column->kind = ECG_COLUMN_TIME;
    for (size_t i = 0; i < sizeof row_names / sizeof *row_names; i++)
        if (ecg_text_same(column->name, row_names[i]))
            column->kind = ECG_COLUMN_IGNORED;
    const char *units = column->units[0] ? column->units : column->name;
    int is_ms = ecg_text_after(units, "ms") || ecg_text_after(units, "milli");
    column->seconds = is_ms ? 1e-3 : 1;
}

static int says_missing(const char *text)
{
    static const char *const words[] = { "", "nan", "na", "n/a", "null", "none", "-", "?" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ecg_text_same(text, words[i]))
            return 1;
    return 0;
}

/* h:m:s, m:s */
static int read_clock(const char *text, double *value)
{
    double total = 0, part;
    for (const char *s = text;; s++) {
        size_t n = ecg_text_number(s, &part);
        if (!n || !isfinite(part) || part < 0)
            return 0;
        total = total * 60 + part;
        s += n;
        if (*s == 0)
            break;
        if (*s != ':')
            return 0;
    }
    *value = total;
    return 1;
}

enum ecg_cell_kind ecg_csv_value(struct ecg_cell cell, char separator, double *value)
{
    char text[64];
    *value = NAN;
    if (cell.length >= sizeof text)
        return ECG_CELL_TEXT;
    memcpy(text, cell.start, cell.length);
    text[cell.length] = 0;
    if (says_missing(text))
        return ECG_CELL_MISSING;
    /* "[12:00:00.000]" is how PhysioBank ATM writes the time. */
    char *start = text[0] == '[' ? text + 1 : text;
    start[strcspn(start, " ]")] = 0;
    char *comma = separator == ',' ? NULL : strchr(start, ',');
    if (comma && !strchr(start, '.'))
        *comma = '.';
    return read_clock(start, value) ||
                   (ecg_text_number(start, value) == strlen(start) && isfinite(*value))
               ? ECG_CELL_NUMBER
               : ECG_CELL_TEXT;
}
