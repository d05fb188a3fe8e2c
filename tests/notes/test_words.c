/* The word list: enough of it, blanks filled, in agreement with the record, a user's own file. */
#include "notes/letters.h"
#include "notes/phrases.h"
#include "notes/words.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct ecg_blanks BLANKS = { "V3", "4/3/19", "14:05", "KMR", "Quill" };

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (file) {
        fputs(text, file);
        fclose(file);
    }
}

static void test_enough_and_unique(void)
{
    struct ecg_words *words;
    CHECK_INT(ecg_words_open(&words, "", "", NULL), 0);
    size_t n = 0, doubles = 0;
    for (size_t i = 0; i < words->n_phrases; i++) {
        const struct ecg_phrase *a = &words->phrases[i];
        if (words->groups[a->group].is_aside)
            continue;
        n++;
        for (size_t k = i + 1; k < words->n_phrases; k++) {
            const struct ecg_phrase *b = &words->phrases[k];
            if (words->groups[b->group].is_aside || a->text_size != b->text_size ||
                memcmp(a->text, b->text, a->text_size) != 0)
                continue;
            doubles++;
            fprintf(stderr, "twice: %.*s\n", a->text_size, a->text);
        }
    }
    CHECK(n - doubles >= 400);
    CHECK_INT(doubles, 0);
    CHECK(words->n_groups >= 15);
    printf("%zu phrases in %d groups\n", n, words->n_groups);
    ecg_words_close(&words);
    CHECK(words == NULL);
}

static void test_blanks_are_filled(void)
{
    struct ecg_words *words;
    char phrase[ECG_PHRASE_SIZE];
    struct ecg_random random = ecg_random_named(ecg_key_make(1, "w", 0), "w");
    write_file("blanks.txt", "a {480-480} b{0.25-0.25} {time} {lead}\n");
    CHECK_INT(ecg_words_open(&words, "blanks.txt", "", NULL), 0);
    ecg_words_note(words, &BLANKS, 0, 1, &random, phrase);
    CHECK_STR(phrase, "a 480 b0.25 14:05 V3");
    ecg_words_close(&words);
    /* Nothing of the built-in list keeps a brace, is empty or comes out as no UTF-8. */
    CHECK_INT(ecg_words_open(&words, "", "", NULL), 0);
    for (int i = 0; i < 3000; i++) {
        ecg_words_note(words, &BLANKS, 0, 0, &random, phrase);
        if (!phrase[0] || strpbrk(phrase, "{}") || strlen(phrase) > 60)
            check_that(false, phrase, __FILE__, __LINE__);
    }
    static const char *const ASIDES[] = { "beside", "measure", "stamp" };
    for (size_t i = 0; i < sizeof ASIDES / sizeof ASIDES[0]; i++) {
        ecg_words_of(words, ASIDES[i], &BLANKS, &random, phrase);
        CHECK(phrase[0] && !strpbrk(phrase, "{}"));
    }
    ecg_words_of(words, "no such group", &BLANKS, &random, phrase);
    CHECK_STR(phrase, "");
    ecg_words_close(&words);
}

/* Which group a note came from, by its start; NULL for one that is no claim. */
static bool is_claim(const struct ecg_words *words, const char *phrase, bool *agrees)
{
    for (size_t i = 0; i < words->n_phrases; i++) {
        const struct ecg_phrase *p = &words->phrases[i];
        const char *brace = memchr(p->text, '{', p->text_size);
        size_t n = brace ? (size_t)(brace - p->text) : p->text_size;
        if (n > 2 && strncmp(p->text, phrase, n) == 0 && (brace || strlen(phrase) == n) &&
            words->groups[p->group].is_claim) {
            *agrees = p->agrees;
            return true;
        }
    }
    return false;
}

static void test_agreement(void)
{
    struct ecg_words *words;
    char phrase[ECG_PHRASE_SIZE];
    struct ecg_random random = ecg_random_named(ecg_key_make(2, "w", 0), "w");
    CHECK_INT(ecg_words_open(&words, "", " 164889003 ,59118001", NULL), 0);
    int claims = 0, af = 0;
    for (int i = 0; i < 400; i++) {
        bool agrees = false;
        ecg_words_note(words, &BLANKS, 0.5, 1, &random, phrase);
        if (is_claim(words, phrase, &agrees)) {
            claims++;
            if (!agrees)
                check_that(false, phrase, __FILE__, __LINE__);
        }
        af += strstr(phrase, "AF") != NULL;
    }
    CHECK(claims > 10 && af > 3);
    ecg_words_close(&words);
    /* "Normal" is said only where nothing else is: codes after '='. */
    int normal[2] = { 0, 0 };
    static const char *const DIAGNOSES[] = { "426783006", "426783006,164909002" };
    for (int k = 0; k < 2; k++) {
        CHECK_INT(ecg_words_open(&words, "", DIAGNOSES[k], NULL), 0);
        for (int i = 0; i < 200; i++) {
            ecg_words_note(words, &BLANKS, 0.8, 1, &random, phrase);
            normal[k] += strcmp(phrase, "normal ECG") == 0;
        }
        ecg_words_close(&words);
    }
    CHECK(normal[0] > 0);
    CHECK_INT(normal[1], 0);
}

static void test_no_repeats(void)
{
    struct ecg_words *words;
    char seen[60][ECG_PHRASE_SIZE];
    struct ecg_random random = ecg_random_named(ecg_key_make(3, "w", 0), "w");
    write_file("five.txt", "one\ntwo\n# no\n\nthree\n  four \n#5\n");
    CHECK_INT(ecg_words_open(&words, "five.txt", "", NULL), 0);
    for (int i = 0; i < 5; i++) {
        ecg_words_note(words, &BLANKS, 0, 1, &random, seen[i]);
        for (int k = 0; k < i; k++)
            CHECK(strcmp(seen[i], seen[k]) != 0);
    }
    ecg_words_note(words, &BLANKS, 0, 1, &random, seen[5]); /* used up: again from the start */
    CHECK(seen[5][0] != 0);
    ecg_words_close(&words);
}

static void test_bad_files(void)
{
    struct ecg_words *words = NULL;
    struct ecg_error error;
    struct ecg_random random = ecg_random_named(ecg_key_make(4, "w", 0), "w");
    char phrase[ECG_PHRASE_SIZE];
    CHECK_INT(ecg_words_open(&words, "not there.txt", "", &error), ECG_E_IO);
    CHECK_HAS(error.message, "not there.txt");
    write_file("long.txt", "fine\n"
                           "0123456789012345678901234567890123456789012345678901234567890123456789"
                           "01234567890123456789012345\n");
    CHECK_INT(ecg_words_open(&words, "long.txt", "", &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "long.txt:2:");
    write_file("group.txt", "[mine\nx\n");
    CHECK_INT(ecg_words_open(&words, "group.txt", "", &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "group.txt:1:");
    write_file("bytes.txt", "caf\xe9 \xff{1-\n{99999999999999999999-1e300}\n{a}\n{\n");
    CHECK_INT(ecg_words_open(&words, "bytes.txt", "", &error), 0);
    for (int i = 0; i < 12; i++) {
        ecg_words_note(words, &BLANKS, 0, 1, &random, phrase);
        const char *s = phrase;
        uint32_t c;
        while ((c = ecg_letter_next(&s)) != 0)
            CHECK(c != '?' || s[-1] == '?'); /* valid UTF-8 */
    }
    ecg_words_close(&words);
    write_file("empty.txt", "");
    CHECK_INT(ecg_words_open(&words, "empty.txt", "", &error), 0);
    ecg_words_note(words, &BLANKS, 0.5, 1, &random, phrase);
    CHECK_STR(phrase, "");
    ecg_words_close(&words);
}

static void check_picked(const char *text, const char *expected)
{
    struct ecg_picker picker = { text, text + strlen(text), text, 0 };
    char got[512] = "";
    const char *phrase;
    size_t size;
    while (ecg_picker_next(&picker, &phrase, &size)) {
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%.*s|", (int)size, phrase);
    }
    CHECK_STR(got, expected);
}

static void test_picking(void)
{
    check_picked("", "");
    check_picked(" \n . -- ,;\n", "");
    check_picked(
        "alpha\r\n  beta gamma\n\nno change\nthe end", "alpha|beta gamma|no change|the end|");
    check_picked("one,two;three: [4] {lead}", "one|two|three|4|lead|");
    check_picked(
        "QT 0.44 s, at 10:30. 1,5 mV \xe2\x80\x94 e.g. V2", "QT 0.44 s|at 10:30|1,5 mV|e.g|V2|");
    check_picked(
        "The patient was seen because of a sinus rhythm with left bundle branch block today.",
        "patient|seen|sinus rhythm|left bundle branch block|today|");
    check_picked("a1 b1 c1 d1 e1 f1 g1 h1 i1 with it", "a1 b1 c1 d1|e1 f1 g1 h1|i1|");
    check_picked("see https://example.org/a/very/long/path/to/some/page.html later", "see|later|");
}

/* Any text is taken, such as lists do not allow. */
static void test_text_files(void)
{
    struct ecg_words *words = NULL;
    struct ecg_random random = ecg_random_named(ecg_key_make(5, "w", 0), "w");
    char phrase[ECG_PHRASE_SIZE];
    write_file("prose.txt", "[1 The heart is a muscular organ that pumps blood through the "
                            "vessels of the body, and its "
                            "rhythm is set by the sinus node. {1-2}\n");
    CHECK_INT(ecg_words_open_text(&words, "prose.txt", "", NULL), 0);
    CHECK_INT(words->n_phrases - words->groups[words->first_note_group].first, 10);
    for (int i = 0; i < 10; i++) {
        ecg_words_note(words, &BLANKS, 0, 1, &random, phrase);
        CHECK(phrase[0] && !strchr(phrase, '{'));
    }
    ecg_words_close(&words);
    FILE *file = fopen("many.txt", "wb");
    CHECK(file != NULL);
    for (int i = 0; file && i < 500000; i++)
        fputs("x ", file);
    if (file)
        fclose(file);
    CHECK_INT(ecg_words_open_text(&words, "many.txt", "", NULL), 0);
    CHECK_INT(words->n_phrases, ECG_MAX_PHRASES);
    ecg_words_close(&words);
}

int main(void)
{
    test_enough_and_unique();
    test_blanks_are_filled();
    test_agreement();
    test_no_repeats();
    test_bad_files();
    test_picking();
    test_text_files();
    return check_done();
}
