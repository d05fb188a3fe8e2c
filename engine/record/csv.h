/* The pieces of a table file, for csv.c. */
#ifndef RECORD_CSV_H
#define RECORD_CSV_H

#include <stddef.h>

enum ecg_column_kind {
    ECG_COLUMN_LEAD,
    ECG_COLUMN_TIME,
    ECG_COLUMN_IGNORED, /* a row number */
};

struct ecg_column {
    enum ecg_column_kind kind;
    char name[64];
    char units[16];
    double seconds; /* in one unit of a time column */
};

/* One cell: [start, start + length), outer blanks and quotes dropped. */
struct ecg_cell {
    const char *start;
    size_t length;
};

/* What separates cells in the line: '\t', ';' or ','. */
char ecg_csv_separator(const char *line);

/* The cell at *at, which steps to the next one and becomes NULL after the last of the line (which
 * ends at '\n', '\r' or 0). A quoted cell may hold the separator. */
struct ecg_cell ecg_csv_cell(const char **at, char separator);

/* What the head of a column says: "time (ms)", "II [uV]", "sample". */
void ecg_csv_column(struct ecg_column *column, struct ecg_cell head);

enum ecg_cell_kind { ECG_CELL_NUMBER, ECG_CELL_MISSING, ECG_CELL_TEXT };

/* Reads a number, a time as h:m:s or m:s (in s), or a word for "missing" (then *value is NaN);
 * a decimal comma is understood where ',' does not separate cells. */
enum ecg_cell_kind ecg_csv_value(struct ecg_cell cell, char separator, double *value);

#endif
