/*
 * Tables: a row of lead names, then a row a sample.
 *
 *   separators   ',' ';' or tab; ';' and tab allow a decimal comma; quotes are dropped
 *   units        "II (uV)", "II [uV]", "II_uV", or a second row of units; mV when nothing is said
 *   time         a column "time", in s ("time (ms)" in ms) or as h:m:s; row numbers are skipped
 *   rate         the caller's, else a line "# fs: 500" before the names, else the time column's
 *   missing      an empty cell, "nan", "NA", "-"
 *   comments     lines that start with '#' before the names
 */
#include "record/csv.h"

#include "core/alloc.h"
#include "core/file.h"
#include "record/build.h"
#include "record/readers.h"
#include "record/text.h"
#include "record/voltage.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_BYTES = 1 << 30,
    MAX_COLUMNS = ECG_MAX_LEADS + 8,
};

struct table {
    const char *path;
    struct ecg_error *error;
    struct ecg_buffer text;
    const char *next; /* the next line */
    int line;
    char separator;
    int n_columns, n_leads;
    struct ecg_column columns[MAX_COLUMNS];
    double comment_fs_hz;
    size_t n_rows;
    double *values[MAX_COLUMNS]; /* n_rows each; ignored columns have none */
    struct ecg_record *record;
};

static int wrong(struct table *t, const char *column, struct ecg_cell cell, const char *expected)
{
    return ecg_fail(t->error, ECG_E_FORMAT, "%s: line %d: %s: \"%.*s\": expected %s", t->path,
        t->line, column, (int)(cell.length < 40 ? cell.length : 40), cell.start, expected);
}

/* The next line that is not empty, or NULL; lines may end in \n, \r\n or \r. */
static const char *next_line(struct table *t)
{
    while (*t->next) {
        const char *line = t->next;
        size_t n = strcspn(line, "\r\n");
        t->next = line + n;
        t->next += t->next[0] == '\r' && t->next[1] == '\n' ? 2 : *t->next != 0;
        t->line++;
        if (n > strspn(line, " \t"))
            return line;
    }
    return NULL;
}

static void take_rate_comment(struct table *t, const char *line)
{
    static const char *const keys[] = { "fs", "sampling_frequency", "sampling frequency",
        "sampling rate", "sampling_rate", "sample rate", "sample_rate", "rate" };
    line += strspn(line, "# \t");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *rest = ecg_text_after(line, keys[i]);
        double fs;
        if (!rest || !strchr(":= ", *rest) || !*rest)
            continue;
        rest += strspn(rest, ":= \t");
        if (ecg_text_number(rest, &fs) && fs > 0 && isfinite(fs))
            t->comment_fs_hz = fs;
    }
}

static int read_comments(struct table *t, const char **names)
{
    const char *line;
    while ((line = next_line(t)) && *line == '#') {
        take_rate_comment(t, line);
        int code = ecg_record_comment(t->record, line, strcspn(line, "\r\n"));
        if (code < 0)
            return ecg_fail(t->error, code, "%s: line %d: too many comments, or out of memory",
                t->path, t->line);
    }
    *names = line;
    return 0;
}

static int read_names(struct table *t, const char *line)
{
    int numbers = 0;
    t->separator = ecg_csv_separator(line);
    for (const char *at = line; at;) {
        struct ecg_cell cell = ecg_csv_cell(&at, t->separator);
        /* A separator at the end of every line makes no column. */
        if (!at && !cell.length && t->n_columns)
            break;
        if (t->n_columns == MAX_COLUMNS)
            return ecg_fail(t->error, ECG_E_LIMIT, "%s: line %d: columns: expected at most %d",
                t->path, t->line, MAX_COLUMNS);
        struct ecg_column *column = &t->columns[t->n_columns];
        ecg_csv_column(column, cell);
        double value;
        numbers += ecg_csv_value(cell, t->separator, &value) == ECG_CELL_NUMBER;
        t->n_columns++;
        t->n_leads += column->kind == ECG_COLUMN_LEAD;
    }
    if (numbers == t->n_columns || t->n_leads == 0)
        return ecg_fail(
            t->error, ECG_E_FORMAT, "%s: line %d: expected a row of lead names", t->path, t->line);
    return 0;
}

/* Takes the row after the names when it holds units instead of numbers. */
static void read_units(struct table *t)
{
    const char *next = t->next;
    int number = t->line;
    const char *line = next_line(t);
    struct ecg_cell cells[MAX_COLUMNS];
    int n = 0, numbers = 0, voltages = 0;
    for (const char *at = line; at && n < t->n_columns; n++) {
        double value;
        char units[16];
        cells[n] = ecg_csv_cell(&at, t->separator);
        ecg_text_clean(units, sizeof units, cells[n].start, cells[n].length);
        numbers += ecg_csv_value(cells[n], t->separator, &value) == ECG_CELL_NUMBER;
        voltages += units[0] && ecg_voltage_scale(units) > 0;
    }
    if (numbers || !voltages) {
        t->next = next;
        t->line = number;
        return;
    }
    for (int i = 0; i < n; i++) {
        struct ecg_column *column = &t->columns[i];
        ecg_text_clean(column->units, sizeof column->units, cells[i].start, cells[i].length);
        if (column->kind == ECG_COLUMN_TIME && ecg_text_after(column->units, "ms"))
            column->seconds = 1e-3;
    }
}

static int read_row(struct table *t, const char *line, size_t row)
{
    int i = 0;
    for (const char *at = line; at; i++) {
        struct ecg_cell cell = ecg_csv_cell(&at, t->separator);
        if (i >= t->n_columns) {
            if (cell.length)
                return wrong(t, "cell after the last column", cell, "none");
            continue;
        }
        const struct ecg_column *column = &t->columns[i];
        if (column->kind == ECG_COLUMN_IGNORED)
            continue;
        if (ecg_csv_value(cell, t->separator, &t->values[i][row]) == ECG_CELL_TEXT)
            return wrong(t, column->name, cell, "a number or an empty cell");
    }
    return 0;
}

static int read_rows(struct table *t)
{
    const char *first = t->next;
    int line = t->line;
    while (next_line(t))
        t->n_rows++;
    t->next = first;
    t->line = line;
    int code = ecg_record_check_size(t->path, (size_t)t->n_columns, t->n_rows, t->error);
    if (code < 0)
        return code;
    for (int i = 0; i < t->n_columns; i++) {
        if (t->columns[i].kind == ECG_COLUMN_IGNORED)
            continue;
        t->values[i] = ecg_samples_make(t->n_rows);
        if (!t->values[i])
            return ecg_fail(t->error, ECG_E_MEMORY, "%s: out of memory", t->path);
    }
    for (size_t row = 0; row < t->n_rows && code == 0; row++)
        code = read_row(t, next_line(t), row);
    return code;
}

/* The rate of a time column; its steps must all go forward. */
static int rate_from_times(struct table *t, const double *times, double seconds, double *fs_hz)
{
    double span = t->n_rows > 1 ? times[t->n_rows - 1] - times[0] : 0;
    double step = span / (double)(t->n_rows - 1);
    if (!(span > 0))
        return ecg_fail(t->error, ECG_E_FORMAT,
            "%s: time column: expected times that grow, in at least 2 rows", t->path);
    size_t uneven = 0;
    for (size_t i = 1; i < t->n_rows; i++) {
        double d = times[i] - times[i - 1];
        if (!(d > 0))
            return ecg_fail(t->error, ECG_E_FORMAT,
                "%s: time column: sample %zu: expected a later time than before", t->path, i);
        uneven += fabs(d - step) > 0.6 * step;
    }
    if (uneven)
        ecg_record_warn(
            t->record, "%s: time column: %zu uneven steps: taken as even", t->path, uneven);
    *fs_hz = 1 / (step * seconds);
    /* Times are written with few decimals: 359.99 is 360. */
    if (fabs(*fs_hz - round(*fs_hz)) < 2e-4 * *fs_hz)
        *fs_hz = round(*fs_hz);
    return 0;
}

static int find_rate(struct table *t, double given_hz)
{
    double fs = given_hz > 0 ? given_hz : t->comment_fs_hz;
    int code = 0;
    for (int i = 0; i < t->n_columns && !(fs > 0) && code == 0; i++)
        if (t->columns[i].kind == ECG_COLUMN_TIME)
            code = rate_from_times(t, t->values[i], t->columns[i].seconds, &fs);
    if (code == 0 && (!(fs > 0) || fs > 1e6))
        return ecg_fail(t->error, ECG_E_ARGUMENT,
            "%s: sampling frequency: unknown: expected a time column, a line \"# fs: 500\" or the "
            "option",
            t->path);
    t->record->fs_hz = t->record->raw_fs_hz = fs;
    return code;
}

/* The lead columns become the record's leads. */
static void take_leads(struct table *t)
{
    struct ecg_record *record = t->record;
    record->n_samples = record->n_raw_samples = t->n_rows;
    for (int i = 0, k = 0; i < t->n_columns; i++) {
        const struct ecg_column *column = &t->columns[i];
        if (column->kind != ECG_COLUMN_LEAD)
            continue;
        struct ecg_lead *lead = &record->leads[k];
        ecg_record_label(record, k++, column->name, column->units[0] ? column->units : "mV");
        lead->samples = t->values[i];
        t->values[i] = NULL;
        ecg_digest_all(&lead->digest, lead->samples, t->n_rows);
    }
}

static int open_table(struct table *t)
{
    int code = ecg_file_read(&t->text, t->path, MAX_BYTES, t->error);
    if (code < 0)
        return code;
    const char *text = t->text.size ? (const char *)t->text.data : "";
    if (memchr(text, 0, t->text.size))
        return ecg_fail(t->error, ECG_E_FORMAT,
            "%s: holds zero bytes: expected a text table in UTF-8 or ASCII", t->path);
    t->next = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
    return ecg_record_make(&t->record, t->path, ECG_MAX_LEADS, t->error);
}

static int read_table(struct table *t, double fs_hz)
{
    const char *names = NULL;
    int code = open_table(t);
    if (code == 0)
        code = read_comments(t, &names);
    if (code == 0 && !names)
        code =
            ecg_fail(t->error, ECG_E_FORMAT, "%s: empty: expected a row of lead names", t->path);
    if (code == 0)
        code = read_names(t, names);
    if (code == 0 && t->n_leads > ECG_MAX_LEADS)
        code = ecg_fail(t->error, ECG_E_LIMIT, "%s: leads: %d: expected at most %d", t->path,
            t->n_leads, ECG_MAX_LEADS);
    if (code < 0)
        return code;
    t->record->n_leads = t->n_leads;
    read_units(t);
    code = read_rows(t);
    if (code == 0)
        code = find_rate(t, fs_hz);
    if (code < 0)
        return code;
    take_leads(t);
    return ecg_record_finish(t->record, t->error);
}

int ecg_csv_read(
    struct ecg_record **record, const char *path, double fs_hz, struct ecg_error *error)
{
    *record = NULL;
    struct table *t = ecg_calloc(1, sizeof *t);
    if (!t)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    t->path = path;
    t->error = error;
    int code = read_table(t, fs_hz);
    if (code < 0)
        ecg_record_destroy(&t->record);
    *record = t->record;
    for (int i = 0; i < t->n_columns; i++)
        ecg_free(t->values[i]);
    ecg_buffer_free(&t->text);
    ecg_free(t);
    return code;
}
