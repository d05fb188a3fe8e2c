#include "record/wfdb_header.h"

#include "core/alloc.h"
#include "core/file.h"
#include "record/record.h"
#include "record/text.h"
#include "record/wfdb_format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_HEADER_BYTES = 8 << 20,
    MAX_SAMPLES_PER_FRAME = 100000,
    MAX_SKEW_FRAMES = 10000000,
};

/* The state of reading one header. */
struct parser {
    struct ecg_wfdb_header *header;
    struct ecg_error *error;
    const char *path;
    char *next; /* start of the line after this one; NULL at the end */
    int line;
    char *rest; /* of the current line */
};

static int wrong(struct parser *p, const char *field, const char *value, const char *expected)
{
    return ecg_fail(p->error, ECG_E_FORMAT, "%s: line %d: %s: \"%.40s\": expected %s", p->path,
        p->line, field, value, expected);
}

static int no_memory(struct parser *p)
{
    return ecg_fail(p->error, ECG_E_MEMORY, "%s: out of memory", p->path);
}

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next blank-separated word of the line, cut out of it; NULL at its end. */
static char *next_word(struct parser *p)
{
    char *s = p->rest;
    while (is_space(*s))
        s++;
    char *end = s;
    while (*end && !is_space(*end))
        end++;
    p->rest = *end ? end + 1 : end;
    *end = 0;
    return end == s ? NULL : s;
}

static int add_comment(struct parser *p, const char *text)
{
    struct ecg_wfdb_header *h = p->header;
    if (h->n_comments >= ECG_MAX_COMMENTS)
        return ecg_fail(p->error, ECG_E_LIMIT, "%s: line %d: comments: expected at most %d",
            p->path, p->line, ECG_MAX_COMMENTS);
    if ((h->n_comments & (h->n_comments - 1)) == 0) {
        size_t wanted = h->n_comments ? 2 * (size_t)h->n_comments : 1;
        const char **grown = ecg_realloc(h->comments, wanted, sizeof *grown);
        if (!grown)
            return no_memory(p);
        h->comments = grown;
    }
    h->comments[h->n_comments++] = text;
    return 0;
}

/* Steps to the next line that is neither empty nor a comment (those are kept): 1, or 0 at the
 * end, or an error. */
static int next_line(struct parser *p)
{
    while (p->next) {
        char *line = p->next;
        char *end = strchr(line, '\n');
        p->next = end ? end + 1 : NULL;
        if (end)
            *end = 0;
        p->line++;
        while (is_space(*line))
            line++;
        if (*line == '#') {
            int code = add_comment(p, line + 1);
            if (code < 0)
                return code;
        } else if (*line) {
            p->rest = line;
            return 1;
        }
    }
    return 0;
}

/* A whole number lo..hi that ends at its word's end, or in front of `stop`. */
static int whole(
    struct parser *p, const char *field, const char *word, int64_t lo, int64_t hi, int64_t *value)
{
    size_t n = ecg_text_whole(word, value);
    if (n && word[n] == 0 && *value >= lo && *value <= hi)
        return 0;
    char expected[80];
    snprintf(expected, sizeof expected, "a whole number from %lld to %lld", (long long)lo,
        (long long)hi);
    wrong(p, field, word, expected);
    if (p->error && n && word[n] == 0)
        p->error->code = ECG_E_LIMIT;
    return p->error ? p->error->code : ECG_E_FORMAT;
}

/* "05/02/2020" and, in some Challenge files, "05-Feb-2020"; anything else is dropped. */
static void set_date(struct ecg_wfdb_header *h, const char *word)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    int day = 0, month = 0, year = 0, used = 0;
    char name[4] = "";
    if (sscanf(word, "%2d-%3[A-Za-z]-%4d%n", &day, name, &year, &used) == 3) {
        for (int i = 0; i < 12 && !month; i++) {
            char candidate[4] = { months[3 * i], months[3 * i + 1], months[3 * i + 2], 0 };
            month = ecg_text_same(name, candidate) ? i + 1 : 0;
        }
    } else if (sscanf(word, "%2d/%2d/%4d%n", &day, &month, &year, &used) != 3) {
        return;
    }
    if (!word[used] && day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 1)
        snprintf(h->base_date, sizeof h->base_date, "%02d/%02d/%04d", day, month, year % 10000);
}

/* Time, then date; the Challenge has them the other way round. */
static void set_base_times(struct parser *p)
{
    for (const char *word; (word = next_word(p));) {
        if (strchr(word, '/') || strchr(word + 1, '-'))
            set_date(p->header, word);
        else if (strspn(word, "0123456789:.") == strlen(word))
            ecg_text_clean(p->header->base_time, sizeof p->header->base_time, word, strlen(word));
    }
}

/* fs[/counter frequency[(base counter)]] */
static int parse_rate(struct parser *p, const char *word)
{
    double fs;
    size_t n = ecg_text_number(word, &fs);
    if (!n || (word[n] && word[n] != '/') || !(fs > 0) || fs > 1e6)
        return wrong(p, "sampling frequency", word, "a number above 0, at most 1000000 Hz");
    p->header->fs_hz = fs;
    return 0;
}

/* name[/segments] signals [rate [frames [time [date]]]] */
static int parse_record_line(struct parser *p)
{
    struct ecg_wfdb_header *h = p->header;
    int64_t value;
    char *name = next_word(p);
    char *slash = strchr(name, '/');
    if (slash) {
        if (whole(p, "number of segments", slash + 1, 1, MAX_HEADER_BYTES / 4, &value) < 0)
            return p->error ? p->error->code : ECG_E_FORMAT;
        h->n_segments = (size_t)value;
    }
    const char *word = next_word(p);
    int code = whole(p, "number of signals", word ? word : "", 1, ECG_MAX_LEADS, &value);
    if (code < 0)
        return code;
    h->n_signals = (int)value;
    h->fs_hz = 250;
    word = next_word(p);
    if (word && (code = parse_rate(p, word)) < 0)
        return code;
    word = word ? next_word(p) : NULL;
    if (word) {
        if ((code = whole(p, "number of samples", word, 0, ECG_MAX_SAMPLES, &value)) < 0)
            return code;
        h->has_length = value > 0;
        h->n_frames = (size_t)value;
    }
    set_base_times(p);
    return 0;
}

/* format[xsamples-per-frame][:skew][+offset] */
static int parse_format(struct parser *p, const char *word, struct ecg_wfdb_signal *signal)
{
    static const char expected[] = "FORMAT[xSAMPLES][:SKEW][+OFFSET]";
    int64_t value;
    size_t n = ecg_text_whole(word, &value);
    if (!n || value < 0 || value > 1000)
        return wrong(p, "format", word, expected);
    signal->format = (int)value;
    signal->samples_per_frame = 1;
    if (signal->format != 0 && !ecg_wfdb_format(signal->format))
        return ecg_fail(p->error, ECG_E_UNSUPPORTED,
            "%s: line %d: format: %d: expected one of " ECG_WFDB_FORMATS, p->path, p->line,
            signal->format);
    for (const char *s = word + n; *s; s += n + 1) {
        n = ecg_text_whole(s + 1, &value);
        if (!n || s[1] == '+')
            return wrong(p, "format", word, expected);
        if (*s == 'x' && value >= 1 && value <= MAX_SAMPLES_PER_FRAME)
            signal->samples_per_frame = (int)value;
        else if (*s == ':' && value >= 0 && value <= MAX_SKEW_FRAMES)
            signal->skew_frames = (int)value;
        else if (*s == '+' && value >= 0)
            signal->offset_bytes = (size_t)value;
        else
            return wrong(p, "format", word, expected);
    }
    return 0;
}

/* gain[(baseline)][/units]; 1 when it gave a baseline */
static int parse_gain(struct parser *p, const char *word, struct ecg_wfdb_signal *signal)
{
    int has_baseline = 0;
    size_t n = ecg_text_number(word, &signal->gain);
    const char *s = word + n;
    if (!n || !(signal->gain > 0) || !isfinite(signal->gain) || signal->gain < 1e-12 ||
        signal->gain > 1e15)
        return wrong(p, "gain", word, "a number above 0");
    if (*s == '(') {
        n = ecg_text_number(s + 1, &signal->baseline);
        if (!n || s[n + 1] != ')' || !(fabs(signal->baseline) < 1e15))
            return wrong(p, "baseline", word, "a number in parentheses");
        has_baseline = 1;
        s += n + 2;
    }
    if (*s == '/')
        ecg_text_clean(signal->units, sizeof signal->units, s + 1, strlen(s + 1));
    else if (*s)
        return wrong(p, "gain", word, "GAIN[(BASELINE)][/UNITS]");
    if (!signal->units[0])
        memcpy(signal->units, "mV", 3);
    return has_baseline;
}

/* The fields after the gain: resolution, zero, initial value, checksum, block size, name. Each
 * may be missing together with all that follow. */
static int parse_tail(struct parser *p, struct ecg_wfdb_signal *signal, int has_baseline)
{
    static const char *const fields[] = { "ADC resolution", "ADC zero", "initial value",
        "checksum", "block size" };
    int64_t value[5] = { 0 };
    int n = 0;
    for (const char *word; n < 5 && (word = next_word(p)); n++) {
        int code = whole(p, fields[n], word, -((int64_t)1 << 32), (int64_t)1 << 32, &value[n]);
        if (code < 0)
            return code;
    }
    if (!has_baseline)
        signal->baseline = (double)value[1];
    int64_t initial = n > 2 ? value[2] : value[1];
    if (initial < INT32_MIN || initial > INT32_MAX)
        return ecg_fail(p->error, ECG_E_FORMAT,
            "%s: line %d: initial value: %lld: expected 32 bits", p->path, p->line,
            (long long)initial);
    signal->initial = (int32_t)initial;
    signal->has_checksum = n > 3;
    signal->checksum = (uint16_t)(uint64_t)value[3];
    while (is_space(*p->rest))
        p->rest++;
    signal->name = p->rest;
    return 0;
}

static int parse_signal_line(struct parser *p, struct ecg_wfdb_signal *signal)
{
    signal->line = p->line;
    signal->file = next_word(p);
    const char *word = next_word(p);
    if (!word)
        return wrong(p, "format", "", "a signal line: FILE FORMAT [GAIN ...] [NAME]");
    int code = parse_format(p, word, signal);
    if (code < 0)
        return code;
    signal->gain = 200;
    memcpy(signal->units, "mV", 3);
    word = next_word(p);
    int has_baseline = word ? parse_gain(p, word, signal) : 0;
    return has_baseline < 0 ? has_baseline : parse_tail(p, signal, has_baseline);
}

static int parse_signals(struct parser *p)
{
    struct ecg_wfdb_header *h = p->header;
    h->signals = ecg_calloc((size_t)h->n_signals, sizeof *h->signals);
    if (!h->signals)
        return no_memory(p);
    for (int i = 0; i < h->n_signals; i++) {
        int code = next_line(p);
        if (code == 0)
            code = ecg_fail(p->error, ECG_E_FORMAT,
                "%s: signal lines: the file ends after %d: expected %d", p->path, i, h->n_signals);
        if (code > 0)
            code = parse_signal_line(p, &h->signals[i]);
        if (code < 0)
            return code;
    }
    return 0;
}

static int parse_segments(struct parser *p)
{
    struct ecg_wfdb_header *h = p->header;
    size_t capacity = 0;
    for (size_t i = 0; i < h->n_segments; i++) {
        int code = next_line(p);
        if (code == 0)
            return ecg_fail(p->error, ECG_E_FORMAT,
                "%s: segment lines: the file ends after %zu: expected %zu", p->path, i,
                h->n_segments);
        if (code < 0)
            return code;
        if (ecg_grow(&h->segments, &capacity, i + 1, sizeof *h->segments) < 0)
            return no_memory(p);
        int64_t value;
        const char *name = next_word(p);
        const char *word = next_word(p);
        code = whole(p, "segment length", word ? word : "", 0, ECG_MAX_SAMPLES, &value);
        if (code < 0)
            return code;
        h->segments[i] = (struct ecg_wfdb_segment){ name, (size_t)value, p->line };
    }
    return 0;
}

static int parse_header(struct parser *p)
{
    int code = next_line(p);
    if (code == 0)
        return ecg_fail(p->error, ECG_E_FORMAT,
            "%s: record line: none: expected \"NAME SIGNALS RATE SAMPLES\"", p->path);
    if (code > 0)
        code = parse_record_line(p);
    if (code >= 0)
        code = p->header->n_segments ? parse_segments(p) : parse_signals(p);
    /* What follows can only be comments. */
    while (code >= 0 && (code = next_line(p)) > 0)
        code = wrong(p, "line", p->rest, "a comment or the end after the signals");
    return code;
}

int ecg_wfdb_header_read(struct ecg_wfdb_header *header, const char *path, struct ecg_error *error)
{
    *header = (struct ecg_wfdb_header){ 0 };
    struct ecg_error ignored = { 0 };
    struct parser p = { .header = header, .error = error ? error : &ignored, .path = path };
    int code = ecg_file_read(&header->text, path, MAX_HEADER_BYTES, p.error);
    if (code < 0)
        return code;
    if (header->text.size == 0)
        return ecg_fail(p.error, ECG_E_FORMAT, "%s: empty: expected a WFDB header", path);
    p.next = (char *)header->text.data;
    if (memchr(p.next, 0, header->text.size))
        return ecg_fail(
            p.error, ECG_E_FORMAT, "%s: holds zero bytes: expected a text header", path);
    return parse_header(&p);
}

void ecg_wfdb_header_free(struct ecg_wfdb_header *header)
{
    ecg_free(header->signals);
    ecg_free(header->segments);
    ecg_free(header->comments);
    ecg_buffer_free(&header->text);
    *header = (struct ecg_wfdb_header){ 0 };
}
