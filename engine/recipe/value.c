#include "recipe/value.h"

#include "core/plain.h"
#include "core/utf8.h"
#include "recipe/color.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int ecg_number_parse(const char *text, size_t length, double *number)
{
    char copy[64];
    if (length == 0 || length >= sizeof copy)
        return 0;
    memcpy(copy, text, length);
    copy[length] = 0;
    /* strtod alone would take spaces, hexadecimal, inf and nan. */
    if (strspn(copy, "0123456789+-.eE") != length)
        return 0;
    char *end;
    *number = ecg_plain_strtod(copy, &end);
    return end == copy + length && isfinite(*number);
}

void ecg_number_print(double number, struct ecg_buffer *out)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        ecg_plain_snprintf(text, sizeof text, "%.*g", digits, number);
        if (ecg_plain_strtod(text, NULL) == number)
            break;
    }
    ecg_buffer_text(out, text);
}

const char *ecg_choice_at(const char *choices, int i, size_t *length)
{
    for (; i > 0; i--) {
        choices = strchr(choices, '|');
        if (!choices)
            return NULL;
        choices++;
    }
    *length = strcspn(choices, "|");
    return choices;
}

/* Enough of an untrusted text to recognise it in a message, cut between characters. */
static int shown_length(const char *text, size_t length)
{
    size_t n = length < 40 ? length : 40;
    while (n < length && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    return (int)n;
}

#define FOUND ", not \"%.*s\""
#define SHOWN shown_length(text, length), text

static int parse_number(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error)
{
    double number;
    int whole = param->type == ECG_PARAM_INT;
    if (!ecg_number_parse(text, length, &number) || (whole && number != floor(number)))
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected a %snumber from %g to %g%s%s" FOUND,
            param->name, whole ? "whole " : "", param->lo, param->hi, *param->unit ? " " : "",
            param->unit, SHOWN);
    if (number < param->lo || number > param->hi)
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: %.*s is out of range, expected %g to %g%s%s",
            param->name, SHOWN, param->lo, param->hi, *param->unit ? " " : "", param->unit);
    value->number = number == 0 ? 0 : number; /* no -0 */
    return 0;
}

static int parse_bool(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error)
{
    static const char *const words[] = { "false", "true", "no", "yes", "off", "on", "0", "1" };
    for (int i = 0; i < 8; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0) {
            value->number = i & 1;
            return 0;
        }
    return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected true or false" FOUND, param->name, SHOWN);
}

static int parse_choice(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error)
{
    char list[256];
    size_t used = 0, n;
    for (int i = 0;; i++) {
        const char *choice = ecg_choice_at(param->choices, i, &n);
        if (!choice)
            break;
        if (n == length && memcmp(choice, text, n) == 0) {
            value->number = i;
            return 0;
        }
        int printed =
            snprintf(list + used, sizeof list - used, "%s%.*s", i ? ", " : "", (int)n, choice);
        used = printed > 0 && used + (size_t)printed < sizeof list ? used + (size_t)printed
                                                                   : sizeof list - 1;
    }
    return ecg_fail(
        error, ECG_E_ARGUMENT, "%s: expected one of %s" FOUND, param->name, list, SHOWN);
}

int ecg_text_is_clean(const char *text, size_t length)
{
    for (size_t i = 0, n; i < length; i += n) {
        const unsigned char *c = (const unsigned char *)text + i;
        n = ecg_utf8_length(c, length - i);
        if (n == 0 || c[0] < 0x20 || c[0] == 0x7f || (c[0] == 0xc2 && c[1] < 0xa0))
            return 0;
    }
    return 1;
}

static int parse_text(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error)
{
    if (length >= ECG_TEXT_SIZE)
        return ecg_fail(error, ECG_E_LIMIT, "%s: expected a text of at most %d bytes, not %zu",
            param->name, ECG_TEXT_SIZE - 1, length);
    if (!ecg_text_is_clean(text, length))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s: expected UTF-8 text without control characters", param->name);
    memset(value->text, 0, sizeof value->text);
    memcpy(value->text, text, length);
    return 0;
}

static int parse_color(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error)
{
    if (ecg_color_parse(text, length, value->rgb))
        return 0;
    return ecg_fail(error, ECG_E_ARGUMENT,
        "%s: expected a colour such as #ff8800, or black, red, pink, orange, brown, green, blue, "
        "grey, pink-light..." FOUND,
        param->name, SHOWN);
}

int ecg_value_parse(struct ecg_value *value, const struct ecg_param *param, const char *text,
    size_t length, struct ecg_error *error)
{
    *value = (struct ecg_value){ 0 };
    switch (param->type) {
    case ECG_PARAM_REAL:
    case ECG_PARAM_INT:
        return parse_number(value, param, text, length, error);
    case ECG_PARAM_BOOL:
        return parse_bool(value, param, text, length, error);
    case ECG_PARAM_ENUM:
        return parse_choice(value, param, text, length, error);
    case ECG_PARAM_TEXT:
        return parse_text(value, param, text, length, error);
    case ECG_PARAM_COLOR:
        return parse_color(value, param, text, length, error);
    }
    return ecg_fail(error, ECG_E_ARGUMENT, "%s: unknown type", param->name);
}

void ecg_value_print(
    const struct ecg_value *value, const struct ecg_param *param, struct ecg_buffer *out)
{
    char hex[8];
    size_t n = 0;
    const char *choice;
    switch (param->type) {
    case ECG_PARAM_REAL:
    case ECG_PARAM_INT:
        ecg_number_print(value->number, out);
        break;
    case ECG_PARAM_BOOL:
        ecg_buffer_text(out, value->number != 0 ? "true" : "false");
        break;
    case ECG_PARAM_ENUM:
        choice = ecg_choice_at(param->choices, (int)value->number, &n);
        ecg_buffer_bytes(out, choice ? choice : "", choice ? n : 0);
        break;
    case ECG_PARAM_TEXT:
        ecg_buffer_text(out, value->text);
        break;
    case ECG_PARAM_COLOR:
        ecg_color_print(value->rgb, hex);
        ecg_buffer_text(out, hex);
        break;
    }
}

void ecg_value_store(
    const struct ecg_value *value, const struct ecg_param *param, struct ecg_scene *scene)
{
    char *at = (char *)scene + param->offset;
    int whole = (int)value->number;
    switch (param->type) {
    case ECG_PARAM_REAL:
        memcpy(at, &value->number, sizeof value->number);
        break;
    case ECG_PARAM_INT:
    case ECG_PARAM_BOOL:
    case ECG_PARAM_ENUM:
        memcpy(at, &whole, sizeof whole);
        break;
    case ECG_PARAM_TEXT:
        memcpy(at, value->text, sizeof value->text);
        break;
    case ECG_PARAM_COLOR:
        memcpy(at, value->rgb, sizeof value->rgb);
        break;
    }
}

struct ecg_value ecg_value_of(const struct ecg_scene *scene, const struct ecg_param *param)
{
    struct ecg_value value = { 0 };
    const char *at = (const char *)scene + param->offset;
    int whole;
    switch (param->type) {
    case ECG_PARAM_REAL:
        memcpy(&value.number, at, sizeof value.number);
        break;
    case ECG_PARAM_INT:
    case ECG_PARAM_BOOL:
    case ECG_PARAM_ENUM:
        memcpy(&whole, at, sizeof whole);
        value.number = whole;
        break;
    case ECG_PARAM_TEXT:
        memcpy(value.text, at, sizeof value.text);
        break;
    case ECG_PARAM_COLOR:
        memcpy(value.rgb, at, sizeof value.rgb);
        break;
    }
    return value;
}
