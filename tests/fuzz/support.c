#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILES = 8, NAME_SIZE = 32 };

static char unpacked[MAX_FILES][NAME_SIZE];
static int n_unpacked;

void fuzz_fail(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, what);
    abort();
}

void fuzz_check_refusal(int code, const struct ecg_error *error)
{
    FUZZ_ASSERT(code < 0 && error->code == code);
    FUZZ_ASSERT(strlen(error->message) > 4);
    for (const char *c = error->message; *c; c++)
        FUZZ_ASSERT((unsigned char)*c >= 0x20 && *c != 0x7f);
}

void fuzz_write(const char *name, const void *data, size_t size)
{
    /* Cutting the old file short instead makes some file systems wait for the disk. */
    unlink(name);
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) < 0) {
        perror(name);
        exit(1);
    }
}

static const uint8_t *find_mark(const uint8_t *data, size_t size)
{
    return size < 2 ? NULL : memmem(data, size, "@@", 2);
}

static int take_name(char name[NAME_SIZE], const uint8_t *head, size_t size)
{
    size_t n = 0;
    for (; n < size && head[n] != '\n'; n++) {
        char c = (char)head[n];
        int ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 (n > 0 && c == '.') || c == '_' || c == '-';
        if (!ok || n + 1 >= NAME_SIZE)
            return 0;
        name[n] = c;
    }
    name[n] = 0;
    return n > 0 && n < size;
}

void fuzz_unpack(const uint8_t *data, size_t size)
{
    const uint8_t *end = data + size, *mark = find_mark(data, size);
    n_unpacked = 0;
    while (mark && n_unpacked < MAX_FILES) {
        const uint8_t *head = mark + 2;
        const uint8_t *next = find_mark(head, (size_t)(end - head));
        const uint8_t *stop = next ? next : end;
        char *name = unpacked[n_unpacked];
        if (take_name(name, head, (size_t)(stop - head))) {
            const uint8_t *body = head + strlen(name) + 1;
            fuzz_write(name, body, (size_t)(stop - body));
            n_unpacked++;
        }
        mark = next;
    }
}

void fuzz_clear(void)
{
    for (int i = 0; i < n_unpacked; i++)
        unlink(unpacked[i]);
    n_unpacked = 0;
}
