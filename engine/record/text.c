#include "record/text.h"

#include "core/alloc.h"
#include "core/plain.h"
#include "core/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ID = 120 };

size_t ecg_text_number(const char *s, double *value)
{
    if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        return 0;
    char *end;
    *value = ecg_plain_strtod(s, &end);
    return (size_t)(end - s);
}

size_t ecg_text_whole(const char *s, int64_t *value)
{
    const char *digits = s + (*s == '-' || *s == '+');
    if (*digits < '0' || *digits > '9')
        return 0;
    char *end;
    errno = 0;
    *value = strtoll(s, &end, 10);
    return errno ? 0 : (size_t)(end - s);
}

/* Bytes of the character at s, 0 when it is none or, as U+0080 to U+009F, controls something. */
static size_t printable_length(const unsigned char *s, size_t left)
{
    return s[0] == 0xc2 && left > 1 && s[1] < 0xa0 ? 0 : ecg_utf8_length(s, left);
}

static int is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f;
}

void ecg_text_clean(char *to, size_t size, const char *from, size_t length)
{
    while (length && is_blank(*from)) {
        from++;
        length--;
    }
    while (length && is_blank(from[length - 1]))
        length--;
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        size_t n = printable_length((const unsigned char *)from + i, length - i);
        size_t wanted = n ? n : 1;
        if (used + wanted >= size)
            break;
        if (n)
            memcpy(to + used, from + i, n);
        else
            to[used] = '?';
        if (n == 1 && is_blank(to[used]))
            to[used] = ' ';
        used += wanted;
        i += wanted;
    }
    to[used] = 0;
}

static int is_safe(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-';
}

static uint32_t hash_bytes(const char *s, size_t length)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

uint32_t ecg_text_hash(const char *s)
{
    return hash_bytes(s, strlen(s));
}

char *ecg_text_id(const char *name, size_t length)
{
    char *id = ecg_calloc(MAX_ID + 16, 1);
    if (!id)
        return NULL;
    size_t n = length < MAX_ID ? length : MAX_ID;
    int changed = n < length || n == 0;
    for (size_t i = 0; i < n; i++) {
        int ok = is_safe(name[i]);
        id[i] = ok ? name[i] : '_';
        changed |= !ok;
    }
    if (n == 0)
        memcpy(id, "record", 7);
    else if (changed)
        snprintf(id + n, 16, "-%08x", (unsigned)hash_bytes(name, length));
    return id;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

const char *ecg_text_after(const char *text, const char *prefix)
{
    for (; *prefix; prefix++, text++)
        if (lower(*text) != lower(*prefix))
            return NULL;
    return text;
}

int ecg_text_same(const char *a, const char *b)
{
    const char *rest = ecg_text_after(a, b);
    return rest && !*rest;
}
