/* A fuzz target's main where there is no libFuzzer: every file of the corpus (argv[1], a folder),
 * then argv[2] edits of them, the same in each run. An input that breaks a promise or takes more
 * than 20 s is kept as "bad-input" in the working folder. */
#include "core/buffer.h"
#include "core/file.h"
#include "core/random.h"
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_INPUT_BYTES = 1 << 20, MAX_SECONDS = 20 };

static const void *running;
static size_t running_size;

static void on_signal(int number)
{
    int fd = open("bad-input", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd >= 0 && write(fd, running, running_size) == (ssize_t)running_size)
        close(fd);
    signal(number, SIG_DFL);
    raise(number);
}

static void run(const struct ecg_buffer *input)
{
    /* A copy of exactly that size: reading beyond it is found. */
    uint8_t *exact = malloc(input->size ? input->size : 1);
    if (!exact)
        exit(1);
    if (input->size)
        memcpy(exact, input->data, input->size);
    running = exact;
    running_size = input->size;
    alarm(MAX_SECONDS);
    LLVMFuzzerTestOneInput(exact, input->size);
    alarm(0);
    free(exact);
}

static size_t below(struct ecg_random *random, size_t n)
{
    return n ? (size_t)ecg_random_int(random, 0, (int64_t)n - 1) : 0;
}

static void put_in(struct ecg_buffer *input, size_t at, const void *bytes, size_t n)
{
    struct ecg_buffer made = { 0 };
    ecg_buffer_bytes(&made, input->data, at);
    ecg_buffer_bytes(&made, bytes, n);
    ecg_buffer_bytes(&made, input->data + at, input->size - at);
    ecg_buffer_free(input);
    *input = made;
}

static void take_out(struct ecg_buffer *input, size_t at, size_t n)
{
    n = n < input->size - at ? n : input->size - at;
    memmove(input->data + at, input->data + at + n, input->size - at - n);
    input->size -= n;
}

/* One edit, with pieces of another input now and then. */
static void edit(
    struct ecg_buffer *input, const struct ecg_buffer *other, struct ecg_random *random)
{
    static const char *const words[] = { "nan", "inf", "-1", "0", "1e400", "4294967296",
        "99999999999999999999", "1e-320", "-0", "\xff\xfe", "\xc3", "../", "/", "~", "\n", "\r\n",
        "\t", "#", "\"", "{", "[[[[", ":", ": ", ",", "@@" };
    size_t at = below(random, input->size), piece = 1 + below(random, 64);
    const char *word = words[below(random, sizeof words / sizeof words[0])];
    size_t from = below(random, other->size);
    size_t left = other->size - from;
    switch (ecg_random_int(random, 0, 7)) {
    case 0:
        if (input->size)
            input->data[at] ^= (unsigned char)(1 << ecg_random_int(random, 0, 7));
        break;
    case 1:
        if (input->size)
            input->data[at] = (unsigned char)ecg_random_int(random, 0, 255);
        break;
    case 2:
        if (input->size)
            input->data[at] = (unsigned char)"0129-+.xe/:~ \n,;(){}[]'\"\\"[below(random, 25)];
        break;
    case 3:
        if (input->size)
            take_out(input, at, piece);
        break;
    case 4:
        if (other->size)
            put_in(input, at, other->data + from, piece < left ? piece : left);
        break;
    case 5:
        if (ecg_random_chance(random, 0.3))
            input->size = at;
        break;
    default:
        put_in(input, at, word, strlen(word));
    }
}

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The corpus in order of names; it stays until the program ends. */
static struct ecg_buffer *load_corpus(const char *folder, int *count)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_file, alphasort);
    struct ecg_buffer *corpus = n > 0 ? calloc((size_t)n, sizeof *corpus) : NULL;
    for (int i = 0; corpus && i < n; i++) {
        struct ecg_buffer path = { 0 };
        struct ecg_error error;
        ecg_buffer_format(&path, "%s/%s", folder, entries[i]->d_name);
        if (ecg_file_read(&corpus[i], (const char *)path.data, MAX_INPUT_BYTES, &error) < 0) {
            fprintf(stderr, "%s\n", error.message);
            exit(1);
        }
        ecg_buffer_free(&path);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    *count = n;
    return corpus;
}

int main(int argc, char **argv)
{
    int n = 0;
    struct ecg_buffer *corpus = argc == 3 ? load_corpus(argv[1], &n) : NULL;
    if (!corpus) {
        fprintf(stderr, "usage: %s CORPUS EDITS\n", argv[0]);
        return 1;
    }
    signal(SIGABRT, on_signal);
    signal(SIGSEGV, on_signal);
    signal(SIGALRM, on_signal);
    for (int i = 0; i < n; i++)
        run(&corpus[i]);
    struct ecg_random random = ecg_random_start(ecg_key_make(10, "replay", 0));
    long edits = strtol(argv[2], NULL, 10);
    for (long i = 0; i < edits; i++) {
        struct ecg_buffer input = { 0 };
        const struct ecg_buffer *start = &corpus[i % n];
        ecg_buffer_bytes(&input, start->data, start->size);
        for (int64_t k = ecg_random_int(&random, 1, 5); k > 0; k--)
            edit(&input, &corpus[below(&random, (size_t)n)], &random);
        run(&input);
        ecg_buffer_free(&input);
    }
    for (int i = 0; i < n; i++)
        ecg_buffer_free(&corpus[i]);
    free(corpus);
    printf("%d inputs and %ld edits of them\n", n, edits);
    return 0;
}
