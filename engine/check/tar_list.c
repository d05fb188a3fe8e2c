#include "check/tar_list.h"

#include "core/file.h"
#include "output/tar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where ustar's fields lie in a header. */
enum {
    SIZE = 124,
    SIZE_DIGITS = 12,
    CHECKSUM = 148,
    TYPE = 156,
    MAGIC = 257,
    PREFIX = 345,
    PREFIX_SIZE = 155,
    NAME_SIZE = 100,
};

struct archive {
    int fd;
    const char *path;
    uint64_t size;
    struct ecg_error *error;
};

static int damaged(const struct archive *a, const char *why)
{
    return ecg_fail(a->error, ECG_E_FORMAT, "%s: damaged: %s", a->path, why);
}

static int read_all(const struct archive *a, uint64_t at, void *to, size_t size)
{
    ssize_t n = ecg_file_read_at(a->fd, to, size, at);
    if (n < 0)
        return ecg_fail(a->error, ECG_E_IO, "%s: %s", a->path, strerror(errno));
    return (size_t)n < size ? damaged(a, "it ends too early") : 0;
}

/* Octal digits, blanks before them and blanks or a 0 behind; UINT64_MAX for anything else. */
static uint64_t octal(const unsigned char *field, int digits)
{
    uint64_t value = 0;
    int k = 0, first;
    while (k < digits && field[k] == ' ')
        k++;
    for (first = k; k < digits && field[k] >= '0' && field[k] <= '7'; k++)
        value = value * 8 + (uint64_t)(field[k] - '0');
    return k > first && (k == digits || field[k] == 0 || field[k] == ' ') ? value : UINT64_MAX;
}

static int is_sound(const unsigned char header[ECG_TAR_BLOCK])
{
    uint64_t sum = 0;
    for (int k = 0; k < ECG_TAR_BLOCK; k++)
        sum += k >= CHECKSUM && k < CHECKSUM + 8 ? ' ' : header[k];
    return memcmp(header + MAGIC, "ustar", 5) == 0 && octal(header + CHECKSUM, 8) == sum;
}

/* The name in a pax record, "LENGTH path=NAME\n"; none leaves it as it is. */
static int read_pax(const struct archive *a, uint64_t at, uint64_t size, char *name)
{
    char text[1024], *record = text;
    if (size >= sizeof text)
        return 0; /* times and owners of somebody else's tar */
    int code = read_all(a, at, text, (size_t)size);
    text[size] = 0;
    while (code == 0 && *record) {
        char *end, *line_end = strchr(record, '\n');
        unsigned long length = strtoul(record, &end, 10);
        if (!line_end || *end != ' ' || length != (unsigned long)(line_end - record) + 1)
            return damaged(a, "an extended header that is none");
        *line_end = 0;
        if (strncmp(end + 1, "path=", 5) == 0)
            snprintf(name, ECG_TAR_MEMBER_NAME, "%s", end + 6);
        record = line_end + 1;
    }
    return code;
}

static void copy_name(const unsigned char header[ECG_TAR_BLOCK], char *name)
{
    const char *first = (const char *)header + PREFIX;
    int prefix = (int)strnlen(first, PREFIX_SIZE);
    snprintf(name, ECG_TAR_MEMBER_NAME, "%.*s%s%.*s", prefix, first, prefix ? "/" : "", NAME_SIZE,
        (const char *)header);
}

int ecg_tar_next(int fd, const char *path, uint64_t size, uint64_t *at,
    struct ecg_tar_member *member, struct ecg_error *error)
{
    static const unsigned char zeros[ECG_TAR_BLOCK];
    const struct archive a = { fd, path, size, error };
    unsigned char header[ECG_TAR_BLOCK];
    char long_name[ECG_TAR_MEMBER_NAME] = "";
    while (*at + ECG_TAR_BLOCK <= size) {
        int code = read_all(&a, *at, header, sizeof header);
        if (code < 0)
            return code;
        if (memcmp(header, zeros, sizeof header) == 0)
            return 0;
        uint64_t bytes = octal(header + SIZE, SIZE_DIGITS), start = *at + ECG_TAR_BLOCK;
        if (!is_sound(header) || bytes == UINT64_MAX)
            return damaged(&a, "no header where a file should begin");
        if (bytes > size - start)
            return damaged(&a, "a file goes beyond its end");
        *at = start + bytes + ecg_tar_padding(bytes);
        if (header[TYPE] == 'x') {
            code = read_pax(&a, start, bytes, long_name);
            if (code < 0)
                return code;
        } else if (header[TYPE] == '0' || header[TYPE] == 0) {
            *member = (struct ecg_tar_member){ .offset = start, .size = bytes };
            copy_name(header, member->name);
            if (*long_name)
                memcpy(member->name, long_name, sizeof long_name);
            return 1;
        } else {
            *long_name = 0;
        }
    }
    return 0;
}
