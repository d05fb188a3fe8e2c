#include "notes/phrases.h"

#include <string.h>
#include <strings.h>

enum { MAX_WORD = 40 };

static const char *const FUNCTION_WORDS[] = { "a", "about", "after", "all", "also", "an", "and",
    "any", "are", "as", "at", "be", "because", "been", "before", "both", "but", "by", "can",
    "could", "did", "do", "does", "during", "each", "for", "from", "had", "has", "have", "he",
    "her", "his", "how", "if", "in", "into", "is", "it", "its", "may", "might", "more", "most",
    "must", "not", "of", "on", "or", "other", "our", "she", "should", "so", "some", "such", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through",
    "to", "under", "until", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "will", "with", "would", "you", "your" };

static int is_function_word(const char *word, size_t size)
{
    for (size_t i = 0; i < sizeof FUNCTION_WORDS / sizeof *FUNCTION_WORDS; i++)
        if (strlen(FUNCTION_WORDS[i]) == size && strncasecmp(FUNCTION_WORDS[i], word, size) == 0)
            return 1;
    return 0;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters beyond ASCII are two bytes or more, all of them above 127. */
static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c > 127;
}

static int is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\n') || c == 0;
}

/* Bytes of the mark at s that ends a clause; 0: none. "2.5", "1,5", "10:30" and "e.g" are whole.
 */
static size_t mark_size(const char *begin, const char *s, const char *end)
{
    static const char *const WIDE[] = { "–", "—", "“", "”", "„", "…", "«", "»" };
    char before = s > begin ? s[-1] : ' ', after = s + 1 < end ? s[1] : ' ';
    if (*s == '\n' || (*s && strchr(";!?()[]{}\"|<>", *s)))
        return 1;
    if (*s == ',')
        return !(is_digit(before) && is_digit(after));
    if (*s == '.' || *s == ':')
        return !is_digit(after) && !is_letter(after) && after != '/';
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++) {
        size_t size = strlen(WIDE[i]);
        if ((size_t)(end - s) >= size && memcmp(s, WIDE[i], size) == 0)
            return size;
    }
    return 0;
}

/* Words of a clause, from *at on: the next one, what is no letter or digit at all passed over. */
static int next_word(const char **at, const char *end, const char **word, size_t *size)
{
    while (*at < end) {
        const char *s = *at;
        int has_text = 0;
        while (s < end && is_blank(*s))
            s++;
        *word = s;
        for (; s < end && !is_blank(*s); s++)
            has_text |= is_letter(*s) || is_digit(*s);
        *size = (size_t)(s - *word);
        *at = s;
        if (has_text)
            return 1;
    }
    return 0;
}

static size_t count_words(const char *at, const char *end)
{
    const char *word;
    size_t size, n = 0;
    while (next_word(&at, end, &word, &size))
        n++;
    return n;
}

/* Goes on to the next clause, over the mark between; 0 when there is none. */
static int begin_clause(struct ecg_picker *p)
{
    const char *s = p->at;
    size_t mark;
    while (s < p->end && (mark = mark_size(p->at, s, p->end)) > 0)
        s += mark;
    p->at = s;
    while (s < p->end && !mark_size(p->at, s, p->end))
        s++;
    p->clause_end = s;
    p->is_long = count_words(p->at, s) > ECG_PICKED_WORDS;
    return s > p->at;
}

/* One phrase of the clause's next words. */
static int take_phrase(struct ecg_picker *p, const char **phrase, size_t *size)
{
    const char *word;
    size_t n, words = 0;
    while (words < ECG_PICKED_WORDS) {
        const char *before = p->at;
        if (!next_word(&p->at, p->clause_end, &word, &n))
            break;
        int is_left_out = n > MAX_WORD || (p->is_long && is_function_word(word, n));
        if (is_left_out && words)
            break;
        if (is_left_out)
            continue;
        if (words && (size_t)(word + n - *phrase) > ECG_PICKED_BYTES) {
            p->at = before;
            break;
        }
        if (!words++)
            *phrase = word;
        *size = (size_t)(word + n - *phrase);
    }
    return words > 0;
}

int ecg_picker_next(struct ecg_picker *picker, const char **phrase, size_t *size)
{
    while (picker->at < picker->clause_end || begin_clause(picker))
        if (take_phrase(picker, phrase, size))
            return 1;
    return 0;
}
