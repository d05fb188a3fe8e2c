/* Lists of phrases for notes. */
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "notes/words.h"

#include <string.h>

static void check_phrase(const char phrase[ECG_PHRASE_SIZE])
{
    size_t n = strnlen(phrase, ECG_PHRASE_SIZE);
    FUZZ_ASSERT(n < ECG_PHRASE_SIZE);
    for (size_t i = 0, step; i < n; i += step) {
        step = ecg_utf8_length((const unsigned char *)phrase + i, n - i);
        FUZZ_ASSERT(step > 0);
    }
}

static void write_notes(struct ecg_words *words)
{
    struct ecg_random random = ecg_random_named(ecg_key_make(1, "words", 0), "fuzz");
    struct ecg_blanks blanks = { "II", "12. 3. 2019", "14:05", "ab", "Meyer" };
    char phrase[ECG_PHRASE_SIZE];
    for (int i = 0; i < 12; i++) {
        ecg_words_note(words, &blanks, i % 3 * 0.5, i % 2, &random, phrase);
        check_phrase(phrase);
    }
    for (int i = 0; i < words->n_groups; i++) {
        ecg_words_of(words, words->groups[i].name, &blanks, &random, phrase);
        check_phrase(phrase);
    }
    ecg_words_close(&words);
}

/* As a list, which may be refused, and as any text, which is not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ecg_words *words = NULL;
    struct ecg_error error = { 0 };
    fuzz_write("words.txt", data, size);
    int code = ecg_words_open(&words, "words.txt", "426783006, NORM", &error);
    if (code == 0) {
        write_notes(words);
    } else {
        FUZZ_ASSERT(words == NULL);
        fuzz_check_refusal(code, &error);
    }
    code = ecg_words_open_text(&words, "words.txt", "426783006, NORM", &error);
    FUZZ_ASSERT(code == 0);
    write_notes(words);
    return 0;
}
