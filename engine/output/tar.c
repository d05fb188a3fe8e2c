#include "output/tar.h"

#include <stdio.h>
#include <string.h>

/* Where ustar's fields lie in a header. */
enum {
    NAME = 0,
    NAME_SIZE = 100,
    MODE = 100,
    OWNER = 108,
    GROUP = 116,
    SIZE = 124,
    TIME = 136,
    CHECKSUM = 148,
    TYPE = 156,
    MAGIC = 257,
};

static void put_octal(unsigned char *field, int digits, uint64_t value)
{
    for (int k = digits - 1; k >= 0; k--) {
        field[k] = (unsigned char)('0' + (value & 7));
        value >>= 3;
    }
}

static void put_header(
    unsigned char header[ECG_TAR_BLOCK], const char *name, size_t length, char type, uint64_t size)
{
    memset(header, 0, ECG_TAR_BLOCK);
    memcpy(header + NAME, name, length < NAME_SIZE ? length : NAME_SIZE);
    put_octal(header + MODE, 7, 0644);
    put_octal(header + OWNER, 7, 0);
    put_octal(header + GROUP, 7, 0);
    put_octal(header + SIZE, 11, size);
    put_octal(header + TIME, 11, 0);
    header[TYPE] = (unsigned char)type;
    memcpy(header + MAGIC, "ustar\00000", 8);
    /* Summed as if the checksum's own field were blanks. */
    memset(header + CHECKSUM, ' ', 8);
    unsigned sum = 0;
    for (int k = 0; k < ECG_TAR_BLOCK; k++)
        sum += header[k];
    put_octal(header + CHECKSUM, 6, sum);
    header[CHECKSUM + 6] = 0;
}

/* "LENGTH path=NAME\n", where LENGTH counts itself; with a name of 101 to 255 bytes it has three
 * digits. */
static size_t put_long_name(unsigned char block[ECG_TAR_BLOCK], const char *name, size_t length)
{
    size_t record = 3 + strlen(" path=\n") + length;
    memset(block, 0, ECG_TAR_BLOCK);
    snprintf((char *)block, ECG_TAR_BLOCK, "%zu path=%s\n", record, name);
    return record;
}

int ecg_tar_headers(unsigned char headers[ECG_TAR_HEADERS], size_t *length, const char *name,
    uint64_t size, struct ecg_error *error)
{
    static const char pax_name[] = "long-name";
    size_t name_length = strlen(name);
    if (name_length == 0 || name_length > ECG_TAR_NAME || name[0] == '/')
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s: name in a tar archive: expected 1 to %d bytes, not starting with '/'", name,
            ECG_TAR_NAME);
    if (size >> 33)
        return ecg_fail(error, ECG_E_LIMIT, "%s: larger than a tar archive holds (8 GiB)", name);
    *length = 0;
    if (name_length > NAME_SIZE) {
        size_t record = put_long_name(headers + ECG_TAR_BLOCK, name, name_length);
        put_header(headers, pax_name, sizeof pax_name - 1, 'x', record);
        *length = 2 * ECG_TAR_BLOCK;
    }
    put_header(headers + *length, name, name_length, '0', size);
    *length += ECG_TAR_BLOCK;
    return 0;
}

uint64_t ecg_tar_space(size_t name_length, uint64_t size)
{
    size_t headers = name_length > NAME_SIZE ? ECG_TAR_HEADERS : ECG_TAR_BLOCK;
    return headers + size + ecg_tar_padding(size);
}
