#include "page/header.h"
#include "page/words.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const double RULE_MM = 0.22;

/* ---- Shared parts ---- */

static void print_date(const char *language, int day, int month, int year, char *out, size_t size)
{
    static const char *const months[] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG",
        "SEP", "OCT", "NOV", "DEC" };
    if (strcmp(language, "en") == 0)
        snprintf(out, size, "%02d-%s-%d", day, months[month - 1], year);
    else if (strcmp(language, "sv") == 0)
        snprintf(out, size, "%d-%02d-%02d", year, month, day);
    else if (strstr("de pl cs tr", language))
        snprintf(out, size, "%02d.%02d.%d", day, month, year);
    else
        snprintf(out, size, "%02d/%02d/%d", day, month, year);
}

void ecg_fact_date(const struct ecg_facts *facts, char out[ECG_FACT_SIZE])
{
    const struct ecg_identity *who = &facts->who;
    char date[32];
    print_date(who->language, who->day, who->month, who->year, date, sizeof date);
    snprintf(out, ECG_FACT_SIZE, "%s %02d:%02d:%02d", date, who->hour, who->minute, who->second);
}

void ecg_fact_birth(const struct ecg_facts *facts, char out[ECG_FACT_SIZE])
{
    const struct ecg_identity *who = &facts->who;
    print_date(
        who->language, who->birth_day, who->birth_month, who->birth_year, out, ECG_FACT_SIZE);
}

void ecg_fact_name(const struct ecg_facts *facts, char out[ECG_FACT_SIZE])
{
    snprintf(out, ECG_FACT_SIZE, "%s, %s", facts->who.family, facts->who.given);
}

void ecg_fact_number(double value, char out[ECG_FACT_SIZE])
{
    out[0] = 0;
    if (isfinite(value))
        snprintf(out, ECG_FACT_SIZE, "%ld", lround(value));
}

void ecg_fact_qt(const struct ecg_facts *facts, char out[ECG_FACT_SIZE])
{
    out[0] = 0;
    if (isfinite(facts->measured.qt_ms))
        snprintf(out, ECG_FACT_SIZE, "%ld/%ld", lround(facts->measured.qt_ms),
            lround(facts->measured.qtc_ms));
}

void ecg_fact_axes(const struct ecg_facts *facts, const char *gap, char out[ECG_FACT_SIZE])
{
    const struct ecg_measures *m = &facts->measured;
    const double axes[3] = { m->p_axis_deg, m->qrs_axis_deg, m->t_axis_deg };
    size_t n = 0;
    out[0] = 0;
    if (!isfinite(axes[0]) && !isfinite(axes[1]) && !isfinite(axes[2]))
        return;
    for (int i = 0; i < 3; i++) {
        char number[ECG_FACT_SIZE];
        ecg_fact_number(axes[i], number);
        n += (size_t)snprintf(
            out + n, ECG_FACT_SIZE - n, "%s%s", i ? gap : "", number[0] ? number : "*");
    }
}

/* "label: value" when there is a value. */
static void put_pair(
    struct ecg_pen *pen, double line, double at, double room, const char *key, const char *value)
{
    char label[48];
    if (!value[0])
        return;
    ecg_pen_label(pen, key, label, sizeof label);
    ecg_pen_format(pen, line, at, room, 0, "%s: %s", label, value);
}

static void put_label(
    struct ecg_pen *pen, double line, double at, double room, double h_align, const char *key)
{
    char label[ECG_FACT_SIZE];
    ecg_pen_label(pen, key, label, sizeof label);
    ecg_pen_put(pen, line, at, room, h_align, label);
}

/* Label, value to the right of it, unit; the lines it takes: 1, or 0 without a value. */
static int put_measure(struct ecg_pen *pen, double line, const double at[3], const char *key,
    const char *value, const char *unit)
{
    if (!value[0])
        return 0;
    put_label(pen, line, at[0], at[1] - at[0] - 0.05, 0, key);
    ecg_pen_put(pen, line, at[1], 0.12, 1, value);
    ecg_pen_put(pen, line, at[2], 0.06, 0, unit);
    return 1;
}

static void put_measures(
    struct ecg_pen *pen, double line, const double at[3], const struct ecg_facts *facts)
{
    const struct ecg_measures *m = &facts->measured;
    char value[ECG_FACT_SIZE], bpm[16];
    ecg_pen_label(pen, "bpm", bpm, sizeof bpm);
    ecg_fact_number(m->rate_bpm, value);
    line += put_measure(pen, line, at, "rate", value, bpm);
    ecg_fact_number(m->pr_ms, value);
    line += put_measure(pen, line, at, "pr", value, "ms");
    ecg_fact_number(m->qrs_ms, value);
    line += put_measure(pen, line, at, "qrs", value, "ms");
    ecg_fact_qt(facts, value);
    line += put_measure(pen, line, at, "qt", value, "ms");
    ecg_fact_axes(facts, "  ", value);
    put_measure(pen, line, at, "axes", value, "");
}

/* Statements, then the line that sums them up; how many lines that were. */
static int put_statements(struct ecg_pen *pen, double line, double at, double room,
    const struct ecg_facts *facts, int most)
{
    const struct ecg_statements *s = &facts->statements;
    int n = 0, last = s->conclusion[0] ? most - 1 : most;
    for (; n < s->n && n < last; n++)
        ecg_pen_put(pen, line + n, at, room, 0, s->line[n]);
    if (s->conclusion[0])
        put_label(pen, line + n++, at, room, 0, s->conclusion);
    return n;
}

static void put_confirmation(struct ecg_pen *pen, double line, double at, double room,
    double h_align, const struct ecg_facts *facts)
{
    char label[48];
    if (!facts->is_confirmed) {
        put_label(pen, line, at, room, h_align, "unconfirmed");
        return;
    }
    ecg_pen_label(pen, "confirmed", label, sizeof label);
    ecg_pen_format(pen, line, at, room, h_align, "%s: %s", label, facts->who.doctor);
}

static int bold_of(int font)
{
    int has_bold = font == ECG_FONT_SANS || font == ECG_FONT_SERIF || font == ECG_FONT_MONO;
    return has_bold ? font + 1 : font;
}

/* "63 yr" and "Male", by the pen's language. */
static void age_and_sex(const struct ecg_pen *pen, const struct ecg_facts *facts,
    char age[ECG_FACT_SIZE], char sex[ECG_FACT_SIZE])
{
    char years[24];
    ecg_pen_label(pen, "years", years, sizeof years);
    ecg_pen_label(pen, facts->who.is_female ? "female" : "male", sex, ECG_FACT_SIZE);
    snprintf(age, ECG_FACT_SIZE, "%d %s", facts->who.age_years, years);
}

/* ---- Blocks ---- */

void ecg_header_table(struct ecg_pen *pen, const struct ecg_facts *facts)
{
    static const double measures_at[3] = { 0.195, 0.365, 0.378 };
    const struct ecg_identity *who = &facts->who;
    char name[ECG_FACT_SIZE], date[ECG_FACT_SIZE], age[ECG_FACT_SIZE], sex[ECG_FACT_SIZE];
    char birth[ECG_FACT_SIZE];
    ecg_fact_name(facts, name);
    ecg_fact_date(facts, date);
    ecg_fact_birth(facts, birth);
    age_and_sex(pen, facts, age, sex);
    ecg_pen_put(pen, 0, 0, 0.26, 0, name);
    put_pair(pen, 0, 0.28, 0.13, "id", who->id);
    ecg_pen_put(pen, 0, 0.43, 0.2, 0, date);
    ecg_pen_put(pen, 0, 1, 0.35, 1, who->hospital);
    ecg_pen_format(pen, 2, 0, 0.18, 0, "%s (%s)", birth, age);
    ecg_pen_put(pen, 3, 0, 0.18, 0, sex);
    ecg_pen_format(pen, 4, 0, 0.18, 0, "%d cm  %d kg", who->height_cm, who->weight_kg);
    put_pair(pen, 5, 0, 0.18, "room", who->room);
    put_pair(pen, 6, 0, 0.18, "location", who->department);
    put_measures(pen, 2, measures_at, facts);
    int n = put_statements(pen, 2, 0.43, 0.56, facts, 6);
    if (n > 0 && n < 6)
        put_label(pen, 2 + n, 0.43, 0.56, 0, "previous");
    put_pair(pen, 8.4, 0.1, 0.3, "technician", who->technician);
    put_pair(pen, 9.4, 0.1, 0.3, "order", who->order);
    put_pair(pen, 9.9, 0.43, 0.26, "referred", who->referrer);
    put_confirmation(pen, 9.9, 0.7, 0.3, 0, facts);
}

void ecg_header_report(struct ecg_pen *pen, const struct ecg_facts *facts)
{
    const struct ecg_identity *who = &facts->who;
    const struct ecg_measures *m = &facts->measured;
    char name[ECG_FACT_SIZE], date[ECG_FACT_SIZE], age[ECG_FACT_SIZE], sex[ECG_FACT_SIZE];
    char value[ECG_FACT_SIZE];
    struct ecg_pen big = *pen;
    big.font = bold_of(pen->font);
    big.size_mm *= 1.25;
    ecg_fact_name(facts, name);
    ecg_fact_date(facts, date);
    age_and_sex(pen, facts, age, sex);
    put_pair(&big, 0, 0, 0.2, "id", who->id);
    ecg_pen_put(&big, 0, 0.22, 0.32, 0, name);
    pen->code = big.code;
    ecg_pen_put(pen, 0, 0.56, 0.2, 0, date);
    ecg_pen_put(pen, 0, 1, 0.23, 1, who->hospital);
    ecg_pen_put(pen, 1.3, 0, 0.1, 0, age);
    ecg_pen_put(pen, 1.3, 0.1, 0.11, 0, sex);
    put_pair(pen, 1.3, 0.22, 0.3, "location", who->department);
    put_pair(pen, 1.3, 0.56, 0.2, "room", who->room);
    put_pair(pen, 1.3, 0.77, 0.23, "technician", who->technician);
    ecg_pen_rule(pen, 0, 2.5, 1, 2.5, RULE_MM);
    static const struct {
        const char *label;
        size_t offset;
    } rows[] = { { "Rate", offsetof(struct ecg_measures, rate_bpm) },
        { "PR", offsetof(struct ecg_measures, pr_ms) },
        { "QRSD", offsetof(struct ecg_measures, qrs_ms) },
        { "QT", offsetof(struct ecg_measures, qt_ms) },
        { "QTc", offsetof(struct ecg_measures, qtc_ms) } };
    double line = 2.9;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double number;
        memcpy(&number, (const char *)m + rows[i].offset, sizeof number);
        ecg_fact_number(number, value);
        if (!value[0])
            continue;
        ecg_pen_put(pen, line, 0, 0.06, 0, rows[i].label);
        ecg_pen_put(pen, line, 0.11, 0.05, 1, value);
        line += 1;
    }
    ecg_fact_axes(facts, " / ", value);
    if (value[0]) {
        ecg_pen_put(pen, 2.9, 0.14, 0.12, 0, "-- AXIS --");
        ecg_pen_put(pen, 3.9, 0.14, 0.12, 0, "P / QRS / T");
        ecg_pen_put(pen, 4.9, 0.14, 0.12, 0, value);
    }
    struct ecg_facts body = *facts;
    body.statements.conclusion[0] = 0;
    put_statements(pen, 2.9, 0.3, 0.66, &body, 4);
    if (facts->statements.conclusion[0]) {
        char label[48];
        ecg_pen_label(pen, facts->statements.conclusion, label, sizeof label);
        big.size_mm = pen->size_mm * 1.1;
        big.code = pen->code;
        ecg_pen_format(&big, 7.2, 0.5, 0.4, 0.5, "- %s -", label);
        pen->code = big.code;
    }
    put_confirmation(pen, 7.2, 1, 0.28, 1, facts);
}

void ecg_header_boxed(struct ecg_pen *pen, const struct ecg_facts *facts)
{
    static const double edges[] = { 0, 0.33, 0.58, 1 };
    static const double measures_at[3] = { 0.34, 0.53, 0.54 };
    const double bottom = 7.3, pad = 0.45;
    const struct ecg_identity *who = &facts->who;
    char text[ECG_FACT_SIZE], age[ECG_FACT_SIZE], sex[ECG_FACT_SIZE];
    age_and_sex(pen, facts, age, sex);
    ecg_pen_rule(pen, 0, 0, 1, 0, RULE_MM);
    ecg_pen_rule(pen, 0, bottom, 1, bottom, RULE_MM);
    for (int i = 0; i < 4; i++)
        ecg_pen_rule(pen, edges[i], 0, edges[i], bottom, RULE_MM);
    ecg_fact_name(facts, text);
    put_pair(pen, pad, 0.01, 0.31, "name", text);
    put_pair(pen, pad + 1.1, 0.01, 0.31, "id", who->id);
    ecg_fact_birth(facts, text);
    put_pair(pen, pad + 2.2, 0.01, 0.19, "birth", text);
    ecg_pen_put(pen, pad + 2.2, 0.32, 0.1, 1, age);
    put_pair(pen, pad + 3.3, 0.01, 0.19, "sex", sex);
    ecg_pen_format(pen, pad + 3.3, 0.32, 0.12, 1, "%d cm / %d kg", who->height_cm, who->weight_kg);
    ecg_fact_date(facts, text);
    ecg_pen_put(pen, pad + 4.4, 0.01, 0.31, 0, text);
    put_pair(pen, pad + 5.5, 0.01, 0.31, "referred", who->referrer);
    put_measures(pen, pad + 0.3, measures_at, facts);
    ecg_pen_put(pen, pad, 0.59, 0.4, 0, who->hospital);
    put_statements(pen, pad + 1.1, 0.59, 0.4, facts, 4);
    put_confirmation(pen, pad + 5.5, 0.99, 0.4, 1, facts);
}

void ecg_header_line(struct ecg_pen *pen, const struct ecg_facts *facts)
{
    const struct ecg_identity *who = &facts->who;
    const struct ecg_measures *m = &facts->measured;
    char name[ECG_FACT_SIZE], date[ECG_FACT_SIZE], age[ECG_FACT_SIZE], sex[ECG_FACT_SIZE];
    char value[ECG_FACT_SIZE], bpm[16];
    ecg_fact_name(facts, name);
    ecg_fact_date(facts, date);
    age_and_sex(pen, facts, age, sex);
    put_pair(pen, 0, 0, 0.17, "id", who->id);
    ecg_pen_put(pen, 0, 0.18, 0.24, 0, name);
    ecg_pen_format(pen, 0, 0.43, 0.13, 0, "%s %s", age, sex);
    ecg_pen_put(pen, 0, 0.57, 0.18, 0, date);
    ecg_pen_put(pen, 0, 1, 0.24, 1, who->hospital);
    ecg_pen_label(pen, "bpm", bpm, sizeof bpm);
    ecg_fact_number(m->rate_bpm, value);
    if (value[0])
        ecg_pen_format(pen, 1.1, 0, 0.12, 0, "HR %s %s", value, bpm);
    ecg_fact_number(m->pr_ms, value);
    if (value[0])
        ecg_pen_format(pen, 1.1, 0.13, 0.1, 0, "PR %s ms", value);
    ecg_fact_number(m->qrs_ms, value);
    if (value[0])
        ecg_pen_format(pen, 1.1, 0.24, 0.1, 0, "QRS %s ms", value);
    ecg_fact_qt(facts, value);
    if (value[0])
        ecg_pen_format(pen, 1.1, 0.35, 0.17, 0, "QT/QTc %s ms", value);
    ecg_fact_axes(facts, "/", value);
    if (value[0])
        ecg_pen_format(pen, 1.1, 0.53, 0.18, 0, "P/QRS/T %s", value);
    if (facts->statements.conclusion[0])
        put_label(pen, 1.1, 1, 0.27, 1, facts->statements.conclusion);
    else
        put_confirmation(pen, 1.1, 1, 0.27, 1, facts);
}

void ecg_header_minimal(struct ecg_pen *pen, const struct ecg_facts *facts)
{
    char name[ECG_FACT_SIZE], date[ECG_FACT_SIZE], value[ECG_FACT_SIZE], bpm[16];
    ecg_fact_name(facts, name);
    ecg_fact_date(facts, date);
    ecg_pen_format(pen, 0, 0, 0.42, 0, "%s   %s", facts->who.id, name);
    ecg_fact_number(facts->measured.rate_bpm, value);
    ecg_pen_label(pen, "bpm", bpm, sizeof bpm);
    if (value[0])
        ecg_pen_format(pen, 0, 0.5, 0.14, 0, "%s %s", value, bpm);
    ecg_pen_put(pen, 0, 1, 0.3, 1, date);
}
