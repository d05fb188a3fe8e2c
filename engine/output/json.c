#include "output/json.h"

#include "core/utf8.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Longest number this writer makes: a sign, 19 digits, a point. */
enum { NUMBER_SIZE = 32, MAX_DECIMALS = 12 };

static const char digit_pairs[201] = "0001020304050607080910111213141516171819"
                                     "2021222324252627282930313233343536373839"
                                     "4041424344454647484950515253545556575859"
                                     "6061626364656667686970717273747576777879"
                                     "8081828384858687888990919293949596979899";

void ecg_json_start(struct ecg_json *json, struct ecg_buffer *out, int indent)
{
    *json = (struct ecg_json){ .out = out, .indent = indent };
}

static void new_line(struct ecg_json *json)
{
    if (json->indent == 0)
        return;
    size_t blanks = (size_t)json->indent * (size_t)json->depth;
    unsigned char *end = ecg_buffer_reserve(json->out, blanks + 1);
    if (!end)
        return;
    end[0] = '\n';
    memset(end + 1, ' ', blanks);
    json->out->size += blanks + 1;
    json->out->data[json->out->size] = 0;
}

static void before_value(struct ecg_json *json)
{
    if (json->after_key) {
        json->after_key = 0;
        return;
    }
    if (json->depth == 0)
        return;
    if (json->has_items[json->depth - 1])
        ecg_buffer_bytes(json->out, ",", 1);
    json->has_items[json->depth - 1] = 1;
    new_line(json);
}

static void open_level(struct ecg_json *json, const char *bracket)
{
    before_value(json);
    assert(json->depth < ECG_JSON_DEPTH);
    ecg_buffer_bytes(json->out, bracket, 1);
    json->has_items[json->depth++] = 0;
}

static void close_level(struct ecg_json *json, const char *bracket)
{
    assert(json->depth > 0 && !json->after_key);
    json->depth--;
    if (json->has_items[json->depth])
        new_line(json);
    ecg_buffer_bytes(json->out, bracket, 1);
}

void ecg_json_open_object(struct ecg_json *json)
{
    open_level(json, "{");
}

void ecg_json_close_object(struct ecg_json *json)
{
    close_level(json, "}");
}

void ecg_json_open_array(struct ecg_json *json)
{
    open_level(json, "[");
}

void ecg_json_close_array(struct ecg_json *json)
{
    close_level(json, "]");
}

static void put_text(struct ecg_buffer *out, const char *utf8)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *s = (const unsigned char *)utf8;
    ecg_buffer_bytes(out, "\"", 1);
    while (*s) {
        size_t plain = 0;
        while (s[plain] >= 0x20 && s[plain] < 0x80 && s[plain] != '"' && s[plain] != '\\')
            plain++;
        ecg_buffer_bytes(out, s, plain);
        s += plain;
        if (!*s)
            break;
        size_t n = ecg_utf8_length(s, 4);
        if (n > 1) {
            ecg_buffer_bytes(out, s, n);
        } else if (n == 0) {
            ecg_buffer_bytes(out, "\xef\xbf\xbd", 3);
            n = 1;
        } else if (*s == '"' || *s == '\\') {
            ecg_buffer_bytes(out, (const char[]){ '\\', (char)*s }, 2);
        } else {
            const char escaped[6] = { '\\', 'u', '0', '0', hex[*s >> 4], hex[*s & 15] };
            ecg_buffer_bytes(out, escaped, 6);
        }
        s += n;
    }
    ecg_buffer_bytes(out, "\"", 1);
}

void ecg_json_key(struct ecg_json *json, const char *key)
{
    before_value(json);
    put_text(json->out, key);
    ecg_buffer_bytes(json->out, ": ", json->indent ? 2 : 1);
    json->after_key = 1;
}

void ecg_json_string(struct ecg_json *json, const char *utf8)
{
    before_value(json);
    put_text(json->out, utf8);
}

/* Digits of v, ending before `end`; where they start. */
static char *put_digits(char *end, uint64_t v)
{
    while (v >= 100) {
        end -= 2;
        memcpy(end, digit_pairs + 2 * (v % 100), 2);
        v /= 100;
    }
    if (v >= 10) {
        end -= 2;
        memcpy(end, digit_pairs + 2 * v, 2);
    } else {
        *--end = (char)('0' + v);
    }
    return end;
}

void ecg_json_uint(struct ecg_json *json, uint64_t value)
{
    char text[NUMBER_SIZE], *end = text + sizeof text, *start = put_digits(end, value);
    before_value(json);
    ecg_buffer_bytes(json->out, start, (size_t)(end - start));
}

void ecg_json_int(struct ecg_json *json, int64_t value)
{
    char text[NUMBER_SIZE], *end = text + sizeof text;
    char *start = put_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (value < 0)
        *--start = '-';
    before_value(json);
    ecg_buffer_bytes(json->out, start, (size_t)(end - start));
}

void ecg_json_bool(struct ecg_json *json, int value)
{
    before_value(json);
    ecg_buffer_text(json->out, value ? "true" : "false");
}

void ecg_json_null(struct ecg_json *json)
{
    before_value(json);
    ecg_buffer_bytes(json->out, "null", 4);
}

/* The number, ending at text + NUMBER_SIZE; NULL when it has no short fixed form. */
static char *put_fixed(char text[NUMBER_SIZE], double value, int decimals, size_t *size)
{
    static const double scales[MAX_DECIMALS + 1] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
        1e9, 1e10, 1e11, 1e12 };
    double scaled = fabs(value) * scales[decimals];
    if (!(scaled < 9e15))
        return NULL;
    uint64_t v = (uint64_t)(scaled + 0.5);
    int negative = value < 0 && v != 0;
    while (decimals > 0 && v % 10 == 0) {
        v /= 10;
        decimals--;
    }
    char *end = text + NUMBER_SIZE, *start = end;
    if (decimals > 0) {
        uint64_t whole = v / (uint64_t)scales[decimals], part = v % (uint64_t)scales[decimals];
        start = put_digits(end, part);
        while (end - start < decimals)
            *--start = '0';
        *--start = '.';
        start = put_digits(start, whole);
    } else {
        start = put_digits(end, v);
    }
    if (negative)
        *--start = '-';
    *size = (size_t)(end - start);
    return start;
}

void ecg_json_fixed(struct ecg_json *json, double value, int decimals)
{
    assert(decimals >= 0 && decimals <= MAX_DECIMALS);
    char text[NUMBER_SIZE];
    size_t size;
    const char *start = put_fixed(text, value, decimals, &size);
    if (!start) {
        ecg_json_real(json, value);
        return;
    }
    before_value(json);
    ecg_buffer_bytes(json->out, start, size);
}

static void put_scientific(struct ecg_json *json, double value, int exponent)
{
    /* In two steps: 10^-exponent alone overflows for the smallest numbers. */
    double mantissa = value * pow(10, -exponent / 2) * pow(10, -exponent + exponent / 2);
    if (fabs(mantissa) >= 9.999999995) {
        mantissa /= 10;
        exponent++;
    }
    char text[NUMBER_SIZE], digits[NUMBER_SIZE], *end = digits + sizeof digits;
    size_t size = 0;
    const char *start = put_fixed(text, mantissa, 8, &size);
    before_value(json);
    ecg_buffer_bytes(json->out, start, size);
    ecg_buffer_bytes(json->out, "e", 1);
    start = put_digits(end, (uint64_t)(exponent < 0 ? -exponent : exponent));
    if (exponent < 0)
        ecg_buffer_bytes(json->out, "-", 1);
    ecg_buffer_bytes(json->out, start, (size_t)(end - start));
}

/* By hand: printf's decimal point is the locale's. */
void ecg_json_real(struct ecg_json *json, double value)
{
    if (!isfinite(value)) {
        ecg_json_null(json);
        return;
    }
    int exponent = value == 0 ? 0 : (int)floor(log10(fabs(value)));
    int decimals = exponent > 8 ? 0 : 8 - exponent;
    if (exponent < 15 && decimals <= MAX_DECIMALS)
        ecg_json_fixed(json, value, decimals);
    else
        put_scientific(json, value, exponent);
}

void ecg_json_raw(struct ecg_json *json, const char *text, size_t size)
{
    before_value(json);
    ecg_buffer_bytes(json->out, text, size);
}

static unsigned char *put_break(unsigned char *at, const struct ecg_json *json, int level)
{
    size_t blanks = (size_t)json->indent * (size_t)level;
    *at++ = '\n';
    memset(at, ' ', blanks);
    return at + blanks;
}

void ecg_json_pair(struct ecg_json *json, double a, double b)
{
    char text[2][NUMBER_SIZE];
    size_t size[2];
    const char *start[2] = { put_fixed(text[0], a, 3, &size[0]),
        put_fixed(text[1], b, 3, &size[1]) };
    int is_tall = json->tall && json->indent > 0;
    size_t blanks = is_tall ? (size_t)json->indent * ((size_t)json->depth + 1) : 0;
    before_value(json);
    unsigned char *at = ecg_buffer_reserve(json->out, 2 * NUMBER_SIZE + 3 * blanks + 12);
    if (!at)
        return;
    unsigned char *first = at;
    *at++ = '[';
    for (int k = 0; k < 2; k++) {
        const char *number = start[k] ? start[k] : "null";
        size_t n = start[k] ? size[k] : 4;
        if (is_tall)
            at = put_break(at, json, json->depth + 1);
        memcpy(at, number, n);
        at += n;
        if (k == 1 && is_tall)
            at = put_break(at, json, json->depth);
        *at++ = k ? ']' : ',';
        if (k == 0 && json->indent && !is_tall)
            *at++ = ' ';
    }
    *at = 0;
    json->out->size += (size_t)(at - first);
}

void ecg_json_key_string(struct ecg_json *json, const char *key, const char *utf8)
{
    ecg_json_key(json, key);
    if (utf8)
        ecg_json_string(json, utf8);
    else
        ecg_json_null(json);
}

void ecg_json_key_int(struct ecg_json *json, const char *key, int64_t value)
{
    ecg_json_key(json, key);
    ecg_json_int(json, value);
}

void ecg_json_key_uint(struct ecg_json *json, const char *key, uint64_t value)
{
    ecg_json_key(json, key);
    ecg_json_uint(json, value);
}

void ecg_json_key_bool(struct ecg_json *json, const char *key, int value)
{
    ecg_json_key(json, key);
    ecg_json_bool(json, value);
}

void ecg_json_key_fixed(struct ecg_json *json, const char *key, double value, int decimals)
{
    ecg_json_key(json, key);
    ecg_json_fixed(json, value, decimals);
}

void ecg_json_key_real(struct ecg_json *json, const char *key, double value)
{
    ecg_json_key(json, key);
    ecg_json_real(json, value);
}

void ecg_json_key_color(struct ecg_json *json, const char *key, const double color[3])
{
    ecg_json_key(json, key);
    ecg_json_open_array(json);
    for (int k = 0; k < 3; k++)
        ecg_json_fixed(json, color[k], 2);
    ecg_json_close_array(json);
}
