/* Letterforms: the asset is whole, everything our word list needs can be written, and broken text
 * is refused with its line. */
#include "core/asset.h"
#include "notes/letters.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct ecg_letters *open_letters(void)
{
    struct ecg_error error = { 0 };
    struct ecg_letters *letters = NULL;
    CHECK_INT(ecg_letters_open(&letters, &error), 0);
    CHECK_STR(error.message, "");
    return letters;
}

static bool can_write(const struct ecg_letters *letters, uint32_t code)
{
    size_t count;
    uint32_t accent, base = ecg_letter_base(code, &accent);
    return ecg_letters_find(letters, base, &count) &&
           (!accent || ecg_letters_find(letters, accent, &count));
}

static void test_every_character_has_forms(void)
{
    struct ecg_letters *letters = open_letters();
    char what[64];
    for (uint32_t c = 33; c < 127; c++) {
        if (strchr("$\\{}|`^", (int)c) && c != '`' && c != '^')
            continue; /* nobody writes these on an ECG: they come out as '?' */
        snprintf(what, sizeof what, "a form for '%c'", (int)c);
        check_that(can_write(letters, c), what, __FILE__, __LINE__);
    }
    const struct ecg_asset *words = ecg_asset_find("assets/words/clinical.txt");
    CHECK(words != NULL);
    const char *s = words ? (const char *)words->data : "";
    for (uint32_t c; (c = ecg_letter_next(&s)) != 0;) {
        snprintf(what, sizeof what, "a form for U+%04X of the word list", (unsigned)c);
        if (c > 127 && !can_write(letters, c))
            check_that(false, what, __FILE__, __LINE__);
    }
    for (const char *a = "éèêëÉàâäÄçñöÖüÜåÅøØßæÆíìîïšžČ"; *a;)
        CHECK(can_write(letters, ecg_letter_next(&a)));
    /* Whoever is invented can be named by hand and on a stamp. */
    const struct ecg_asset *people = ecg_asset_find("assets/words/people.txt");
    CHECK(people != NULL);
    s = people ? (const char *)people->data : "";
    for (uint32_t c; (c = ecg_letter_next(&s)) != 0;) {
        snprintf(what, sizeof what, "a form for U+%04X of the names", (unsigned)c);
        if (c > 127 && (!can_write(letters, c) || !can_write(letters, ecg_letter_capital(c))))
            check_that(false, what, __FILE__, __LINE__);
    }
    ecg_letters_close(&letters);
    CHECK(letters == NULL);
}

static void test_letters_have_several_forms(void)
{
    struct ecg_letters *letters = open_letters();
    for (uint32_t c = 'a'; c <= 'z'; c++) {
        size_t count;
        const struct ecg_form *forms = ecg_letters_find(letters, c, &count);
        bool has_print = false;
        for (size_t i = 0; i < count; i++) {
            has_print = has_print || forms[i].tags & ECG_FORM_PRINT;
            CHECK(forms[i].advance > 0.2f && forms[i].advance < 1.6f);
        }
        CHECK(count >= 2 && has_print);
    }
    for (uint32_t c = 'A'; c <= 'Z'; c++) {
        size_t count;
        const struct ecg_form *forms = ecg_letters_find(letters, c, &count);
        bool has_block = false;
        for (size_t i = 0; i < count; i++)
            has_block = has_block || forms[i].tags & ECG_FORM_BLOCK;
        CHECK(count >= 2 && has_block);
    }
    ecg_letters_close(&letters);
}

static void test_parsing(void)
{
    struct ecg_error error = { 0 };
    struct ecg_letters *letters = NULL;
    CHECK_INT(ecg_letters_parse(&letters,
                  "# a comment\n\nx pc<> 76  5,97 70,2,-30 / 70,98 2,-2 // 0,0 1,1\n", &error),
        0);
    size_t count;
    const struct ecg_form *form = letters ? ecg_letters_find(letters, 'x', &count) : NULL;
    CHECK(form != NULL);
    if (form) {
        CHECK_INT(count, 1);
        CHECK_INT(form->n_strokes, 3);
        CHECK_INT(form->tags,
            ECG_FORM_PRINT | ECG_FORM_CURSIVE | ECG_FORM_JOINS_IN | ECG_FORM_JOINS_OUT);
        CHECK_INT(letters->strokes[2].is_delayed, 1);
        CHECK_NEAR(letters->aims[1].x, 0.70, 1e-6);
        CHECK_NEAR(letters->aims[1].turn_rad, -30 * M_PI / 180, 1e-6);
        CHECK_NEAR(letters->aims[3].y, -0.02, 1e-6);
    }
    ecg_letters_close(&letters);
    static const char *const BROKEN[] = { "x p 76\n", "x q 76 1,1 2,2\n", "x p 1,1 2,2\n",
        "x p 76 1,1\n", "x p 76 1 2,2\n", "x p 76 1,1 2,2,999\n", "x p 76 1,1 / 2,2 3,3\n",
        "x p 76 1,1 2,2z\n", "x p 76 12345,1 2,2\n", "xp 76 1,1 2,2\n" };
    for (size_t i = 0; i < sizeof BROKEN / sizeof BROKEN[0]; i++) {
        char text[64];
        snprintf(text, sizeof text, "# head\n%s", BROKEN[i]);
        CHECK_INT(ecg_letters_parse(&letters, text, &error), ECG_E_FORMAT);
        CHECK_HAS(error.message, "hand.txt:2:");
        CHECK(letters == NULL);
    }
}

static void test_characters(void)
{
    uint32_t accent;
    CHECK_INT(ecg_letter_base(0xe9, &accent), 'e');
    CHECK_INT(accent, 0xb4);
    CHECK_INT(ecg_letter_base('e', &accent), 'e');
    CHECK_INT(accent, 0);
    CHECK_INT(ecg_letter_base(0x15e, &accent), 'S');
    CHECK_INT(accent, 0xb8);
    CHECK_INT(ecg_letter_capital(0xe9), 0xc9);
    CHECK_INT(ecg_letter_capital(0x17c), 0x17b);
    CHECK_INT(ecg_letter_capital(0x159), 0x158);
    CHECK_INT(ecg_letter_capital('?'), '?');
    char raised[16];
    ecg_letters_raise("Klínik \xc5\xbc\xe2\x86\x91 \xc4\xb1", raised, sizeof raised);
    CHECK_STR(raised, "KLÍNIK \xc5\xbb\xe2\x86\x91 I");
    ecg_letters_raise("Klínik", raised, 4); /* no half of a letter */
    CHECK_STR(raised, "KL");
    const char *s = "a\xc3\xa9\xe2\x86\x91\xf0\x9f\x98\x80";
    CHECK_INT(ecg_letter_next(&s), 'a');
    CHECK_INT(ecg_letter_next(&s), 0xe9);
    CHECK_INT(ecg_letter_next(&s), 0x2191);
    CHECK_INT(ecg_letter_next(&s), 0x1f600);
    CHECK_INT(ecg_letter_next(&s), 0);
    /* Cut short, overlong, a surrogate, a lone continuation: '?' and on by one byte. */
    static const char *const BAD[] = { "\xe2\x86", "\xe0\x80\xaf", "\xed\xa0\x80", "\x80", "\xff",
        "\xc0\x80", "\xf5\x80\x80\x80" };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        const char *bad = BAD[i];
        CHECK_INT(ecg_letter_next(&bad), '?');
        CHECK_INT(bad - BAD[i], 1);
    }
}

int main(void)
{
    test_every_character_has_forms();
    test_letters_have_several_forms();
    test_parsing();
    test_characters();
    return check_done();
}
