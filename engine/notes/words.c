#include "notes/words.h"

#include "core/alloc.h"
#include "core/asset.h"
#include "core/file.h"
#include "core/plain.h"
#include "core/utf8.h"
#include "notes/letters.h"
#include "notes/phrases.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_FILE = 1 << 20 };

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the next of a list's comma- or semicolon-separated items, without blanks about it; empty
 * ones are passed over. 0 at the end. */
static int next_token(const char **list, const char *end, const char **token, size_t *size)
{
    while (*list < end) {
        const char *s = *list, *stop = s;
        while (stop < end && *stop != ',' && *stop != ';')
            stop++;
        *list = stop < end ? stop + 1 : stop;
        while (s < stop && is_blank(*s))
            s++;
        while (s < stop && is_blank(stop[-1]))
            stop--;
        *token = s;
        *size = (size_t)(stop - s);
        if (*size)
            return 1;
    }
    return 0;
}

static int has_token(const char *list, size_t list_size, const char *token, size_t size)
{
    const char *end = list + list_size, *item;
    size_t n;
    while (next_token(&list, end, &item, &n))
        if (n == size && strncasecmp(item, token, n) == 0)
            return 1;
    return 0;
}

/* All of the diagnosis's items, of which there is at least one, are in the list. */
static int has_only(const char *list, size_t size, const char *diagnosis)
{
    const char *end = diagnosis + strlen(diagnosis), *item;
    size_t n;
    int count = 0;
    while (next_token(&diagnosis, end, &item, &n)) {
        if (!has_token(list, size, item, n))
            return 0;
        count++;
    }
    return count > 0;
}

/* One of the codes is the record's; with '=' before them, the record has no other than these. */
static int agrees(const char *codes, size_t size, const char *diagnosis)
{
    int is_sole = size > 0 && codes[0] == '=';
    if (is_sole)
        return size > 1 && has_only(codes + 1, size - 1, diagnosis);
    const char *end = codes + size, *code;
    size_t n;
    while (next_token(&codes, end, &code, &n))
        if (has_token(diagnosis, strlen(diagnosis), code, n))
            return 1;
    return 0;
}

/* "[name]", "[name claim]", "[name aside]" */
static int begin_group(struct ecg_words *words, const char *line, size_t size)
{
    if (words->n_groups >= ECG_MAX_WORD_GROUPS)
        return ECG_E_LIMIT;
    struct ecg_word_group *group = &words->groups[words->n_groups];
    memset(group, 0, sizeof *group);
    group->first = words->n_phrases;
    char head[64] = "", tag[16] = "";
    if (size < 3 || size >= sizeof head || line[size - 1] != ']')
        return ECG_E_FORMAT;
    memcpy(head, line + 1, size - 2);
    int fields = sscanf(head, "%23s %15s", group->name, tag);
    group->is_claim = strcmp(tag, "claim") == 0;
    group->is_aside = strcmp(tag, "aside") == 0;
    if (fields < 1 || (fields == 2 && !group->is_claim && !group->is_aside))
        return ECG_E_FORMAT;
    words->n_groups++;
    return 0;
}

static int push_phrase(struct ecg_words *words, const struct ecg_phrase *phrase)
{
    if (words->n_phrases >= ECG_MAX_PHRASES)
        return ECG_E_LIMIT;
    if (ecg_grow(&words->phrases, &words->cap_phrases, words->n_phrases + 1, sizeof *phrase))
        return ECG_E_MEMORY;
    words->phrases[words->n_phrases++] = *phrase;
    words->groups[words->n_groups - 1].count++;
    return 0;
}

static int add_phrase(
    struct ecg_words *words, const char *line, size_t size, const char *diagnosis)
{
    struct ecg_phrase phrase = {
        .text = line, .codes = "", .group = (uint8_t)(words->n_groups - 1)
    };
    size_t text = size;
    for (size_t i = 1; i + 1 < size; i++)
        if (line[i] == '@' && is_blank(line[i - 1]) && !is_blank(line[i + 1])) {
            text = i;
            phrase.codes = line + i + 1;
            phrase.codes_size = (uint16_t)(size - i - 1);
            break;
        }
    while (text && is_blank(line[text - 1]))
        text--;
    if (text >= ECG_PHRASE_SIZE || size > UINT16_MAX)
        return ECG_E_FORMAT;
    phrase.text_size = (uint16_t)text;
    phrase.agrees = (uint8_t)agrees(phrase.codes, phrase.codes_size, diagnosis);
    return push_phrase(words, &phrase);
}

static int parse(struct ecg_words *words, const char *text, const char *path,
    const char *diagnosis, struct ecg_error *error)
{
    int code = begin_group(words, "[notes]", 7);
    for (int line = 1; !code && *text; line++) {
        size_t size = strcspn(text, "\n"), n = size;
        const char *s = text;
        while (n && is_blank(*s))
            s++, n--;
        while (n && is_blank(s[n - 1]))
            n--;
        /* '#' alone or before a blank starts a comment: "#3" is something to write. */
        if (n == 0 || (s[0] == '#' && (n == 1 || is_blank(s[1]))))
            code = 0;
        else if (s[0] == '[')
            code = begin_group(words, s, n);
        else
            code = add_phrase(words, s, n, diagnosis);
        if (code == ECG_E_FORMAT)
            return ecg_fail(error, code,
                "%s:%d: expected [group], [group claim], [group aside] or a phrase of at most "
                "%d bytes",
                path, line, ECG_PHRASE_SIZE - 1);
        text += size + (text[size] == '\n');
    }
    if (code == ECG_E_LIMIT)
        return ecg_fail(error, code, "%s: expected at most %d phrases in %d groups", path,
            ECG_MAX_PHRASES, ECG_MAX_WORD_GROUPS);
    return code ? ecg_fail(error, code, "%s: out of memory", path) : 0;
}

static int pick_phrases(struct ecg_words *words, const char *text, size_t size, const char *path,
    struct ecg_error *error)
{
    struct ecg_picker picker = { text, text + size, text, 0 };
    struct ecg_phrase phrase = { 0 };
    size_t n;
    int code = begin_group(words, "[notes]", 7);
    phrase.group = (uint8_t)(words->n_groups - 1);
    while (!code && words->n_phrases < ECG_MAX_PHRASES &&
           ecg_picker_next(&picker, &phrase.text, &n)) {
        phrase.text_size = (uint16_t)n;
        code = push_phrase(words, &phrase);
    }
    return code ? ecg_fail(error, code, "%s: out of memory", path) : 0;
}

static int read_file(struct ecg_words *words, const char *file, int is_text, const char *diagnosis,
    struct ecg_error *error)
{
    words->first_note_group = words->n_groups;
    int code = ecg_file_read(&words->file, file, MAX_FILE, error);
    const char *text = words->file.data ? (const char *)words->file.data : "";
    if (code)
        return code;
    return is_text ? pick_phrases(words, text, words->file.size, file, error)
                   : parse(words, text, file, diagnosis, error);
}

static int open_list(struct ecg_words **out, const char *file, int is_text, const char *diagnosis,
    struct ecg_error *error)
{
    static const char BUILT_IN[] = "assets/words/clinical.txt";
    const struct ecg_asset *asset = ecg_asset_find(BUILT_IN);
    struct ecg_words *words = ecg_calloc(1, sizeof *words);
    if (!words)
        return ecg_fail(error, ECG_E_MEMORY, "words: out of memory");
    for (const char *s = diagnosis; *s && !words->has_diagnosis; s++)
        words->has_diagnosis = !is_blank(*s);
    int code = asset ? parse(words, (const char *)asset->data, BUILT_IN, diagnosis, error)
                     : ecg_fail(error, ECG_E_IO, "%s: not embedded", BUILT_IN);
    if (!code && file[0])
        code = read_file(words, file, is_text, diagnosis, error);
    if (code) {
        ecg_words_close(&words);
        return code;
    }
    *out = words;
    return 0;
}

int ecg_words_open(
    struct ecg_words **out, const char *file, const char *diagnosis, struct ecg_error *error)
{
    return open_list(out, file, 0, diagnosis, error);
}

int ecg_words_open_text(
    struct ecg_words **out, const char *file, const char *diagnosis, struct ecg_error *error)
{
    return open_list(out, file, 1, diagnosis, error);
}

void ecg_words_close(struct ecg_words **words)
{
    if (!*words)
        return;
    ecg_buffer_free(&(*words)->file);
    ecg_free((*words)->phrases);
    ecg_free(*words);
    *words = NULL;
}

/* {a-b}: a number between, with the decimals of a. */
static void fill_range(const char *field, struct ecg_random *random, char *out, size_t size)
{
    char *end;
    double lo = ecg_plain_strtod(field, &end);
    double hi = *end == '-' ? ecg_plain_strtod(end + 1, NULL) : lo;
    const char *point = memchr(field, '.', (size_t)(end - field));
    int decimals = point ? (int)(end - point - 1) : 0;
    const double LIMIT = 1e9;
    lo = fmin(fmax(lo, -LIMIT), LIMIT);
    hi = fmin(fmax(hi, -LIMIT), LIMIT);
    if (decimals == 0)
        snprintf(out, size, "%lld", (long long)ecg_random_int(random, (int64_t)lo, (int64_t)hi));
    else
        ecg_plain_snprintf(
            out, size, "%.*f", decimals < 4 ? decimals : 4, ecg_random_uniform(random, lo, hi));
}

static void fill_field(const char *field, const struct ecg_blanks *blanks,
    struct ecg_random *random, char *out, size_t size)
{
    const struct {
        const char *name, *value;
    } named[] = { { "lead", blanks->lead }, { "date", blanks->date }, { "time", blanks->time },
        { "initials", blanks->initials }, { "surname", blanks->surname } };
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (strcmp(field, named[i].name) == 0) {
            snprintf(out, size, "%s", named[i].value);
            return;
        }
    fill_range(field, random, out, size);
}

/* Bytes of a stranger's file (or of a character cut off at the end) that are no UTF-8 become '?',
 * so that the truth's JSON is valid. */
static void make_valid(char *phrase)
{
    size_t n = strlen(phrase);
    for (size_t i = 0, step; i < n; i += step) {
        step = ecg_utf8_length((const unsigned char *)phrase + i, n - i);
        if (step == 0) {
            phrase[i] = '?';
            step = 1;
        }
    }
}

static void fill(const struct ecg_phrase *from, const struct ecg_blanks *blanks,
    struct ecg_random *random, char phrase[ECG_PHRASE_SIZE])
{
    size_t n = 0;
    for (size_t i = 0; i < from->text_size && n + 1 < ECG_PHRASE_SIZE;) {
        const char *s = from->text + i;
        const char *close = *s == '{' ? memchr(s, '}', from->text_size - i) : NULL;
        if (!close) {
            phrase[n++] = *s;
            i++;
            continue;
        }
        char field[ECG_PHRASE_SIZE], value[ECG_PHRASE_SIZE];
        size_t length = (size_t)(close - s) - 1;
        memcpy(field, s + 1, length);
        field[length] = 0;
        fill_field(field, blanks, random, value, sizeof value);
        size_t room = ECG_PHRASE_SIZE - 1 - n, m = strlen(value);
        m = m < room ? m : room;
        memcpy(phrase + n, value, m);
        n += m;
        i += length + 2;
    }
    phrase[n] = 0;
    make_valid(phrase);
}

struct wish {
    int must_agree, wants_agreeing, may_repeat;
};

static int is_allowed(
    const struct ecg_words *words, const struct ecg_phrase *phrase, const struct wish *wish)
{
    const struct ecg_word_group *group = &words->groups[phrase->group];
    if (group->is_aside || phrase->group < words->first_note_group)
        return 0;
    if (phrase->is_used && !wish->may_repeat)
        return 0;
    if (wish->wants_agreeing)
        return phrase->agrees;
    return !group->is_claim || !wish->must_agree || !words->has_diagnosis || phrase->agrees;
}

static struct ecg_phrase *pick(
    struct ecg_words *words, const struct wish *wish, struct ecg_random *random)
{
    int64_t count = 0;
    for (size_t i = 0; i < words->n_phrases; i++)
        count += is_allowed(words, &words->phrases[i], wish);
    int64_t left = ecg_random_int(random, 0, count - 1);
    for (size_t i = 0; i < words->n_phrases && count > 0; i++)
        if (is_allowed(words, &words->phrases[i], wish) && left-- == 0)
            return &words->phrases[i];
    return NULL;
}

void ecg_words_note(struct ecg_words *words, const struct ecg_blanks *blanks, double matching,
    int must_agree, struct ecg_random *random, char phrase[ECG_PHRASE_SIZE])
{
    int wants = ecg_random_chance(random, matching) && words->has_diagnosis;
    struct wish wish = { must_agree, wants, 0 };
    struct ecg_phrase *found = pick(words, &wish, random);
    wish.wants_agreeing = 0;
    if (!found)
        found = pick(words, &wish, random);
    wish.may_repeat = 1;
    if (!found)
        found = pick(words, &wish, random);
    phrase[0] = 0;
    if (found) {
        found->is_used = 1;
        fill(found, blanks, random, phrase);
    }
}

void ecg_words_of(const struct ecg_words *words, const char *name, const struct ecg_blanks *blanks,
    struct ecg_random *random, char phrase[ECG_PHRASE_SIZE])
{
    phrase[0] = 0;
    for (int i = 0; i < words->n_groups; i++) {
        const struct ecg_word_group *group = &words->groups[i];
        if (strcmp(group->name, name) == 0 && group->count) {
            size_t pick = (size_t)ecg_random_int(random, 0, (int64_t)group->count - 1);
            fill(&words->phrases[group->first + pick], blanks, random, phrase);
            return;
        }
    }
}
