#include "page/words.h"

#include "core/asset.h"

#include <stdio.h>
#include <string.h>

void ecg_utf8_copy(char *out, size_t size, const char *text, size_t n)
{
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(out, text, n);
    out[n] = 0;
}

const char *ecg_language_name(int choice)
{
    static const char *const names[] = { "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv",
        "cs", "tr" };
    return names[choice];
}

/* Start of the value on the next line of that key from *at on, and its length; NULL when there is
 * no more. */
static const char *next_value(const char **at, const char *key, size_t *length)
{
    size_t key_length = strlen(key);
    for (const char *line = *at; *line;) {
        size_t n = strcspn(line, "\n");
        const char *next = line + n + (line[n] == '\n');
        if (n > key_length && strncmp(line, key, key_length) == 0 && line[key_length] == ':') {
            const char *value = line + key_length + 1;
            value += strspn(value, " ");
            *length = (size_t)(line + n - value);
            *at = next;
            return value;
        }
        line = next;
    }
    return NULL;
}

/* Visits the words of a key; stops at number `wanted` and copies it; the number of words seen. */
static int64_t visit_words(
    const char *text, const char *key, int64_t wanted, char *out, size_t size)
{
    int64_t n = 0;
    size_t left;
    for (const char *value; (value = next_value(&text, key, &left));) {
        while (left > 0) {
            const char *comma = memchr(value, ',', left);
            size_t length = comma ? (size_t)(comma - value) : left;
            if (n++ == wanted) {
                ecg_utf8_copy(out, size, value, length);
                return n;
            }
            size_t step = length + (comma ? 1 + strspn(value + length + 1, " ") : 0);
            value += step;
            left -= step < left ? step : left;
        }
    }
    return n;
}

static const char *find_list(
    const char *list, const char *language, const char *key, char path[64], size_t size)
{
    snprintf(path, size, "assets/words/%s.txt", list);
    const struct ecg_asset *asset = ecg_asset_find(path);
    snprintf(path, size, "%s.%s", language, key);
    return asset ? (const char *)asset->data : "";
}

void ecg_word_pick(const char *list, const char *language, const char *key,
    struct ecg_random *random, char *out, size_t size)
{
    char full_key[64];
    const char *text = find_list(list, language, key, full_key, sizeof full_key);
    int64_t n = visit_words(text, full_key, -1, out, size);
    out[0] = 0;
    if (n > 0)
        visit_words(text, full_key, ecg_random_int(random, 0, n - 1), out, size);
}

void ecg_word_get(const char *list, const char *language, const char *key, char *out, size_t size)
{
    char full_key[64];
    const char *text = find_list(list, language, key, full_key, sizeof full_key);
    size_t length;
    const char *value = next_value(&text, full_key, &length);
    if (value)
        ecg_utf8_copy(out, size, value, length);
    else
        out[0] = 0;
}
