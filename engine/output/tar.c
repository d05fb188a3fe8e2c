#include "output/tar.h"

#include <string.h>

/* Where ustar's fields lie in a header. */
enum {
    NAME = 0,
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

int ecg_tar_header(
    unsigned char header[ECG_TAR_BLOCK], const char *name, uint64_t size, struct ecg_error *error)
{
    size_t length = strlen(name);
    if (length == 0 || length > ECG_TAR_NAME || name[0] == '/')
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s: name in a tar archive: expected 1 to %d bytes, not starting with '/'", name,
            ECG_TAR_NAME);
    if (size >> 33)
        return ecg_fail(error, ECG_E_LIMIT, "%s: larger than a tar archive holds (8 GiB)", name);
    memset(header, 0, ECG_TAR_BLOCK);
    memcpy(header + NAME, name, length);
    put_octal(header + MODE, 7, 0644);
    put_octal(header + OWNER, 7, 0);
    put_octal(header + GROUP, 7, 0);
    put_octal(header + SIZE, 11, size);
    put_octal(header + TIME, 11, 0);
    header[TYPE] = '0';
    memcpy(header + MAGIC, "ustar\00000", 8);
    /* Summed as if the checksum's own field were blanks. */
    memset(header + CHECKSUM, ' ', 8);
    unsigned sum = 0;
    for (int k = 0; k < ECG_TAR_BLOCK; k++)
        sum += header[k];
    put_octal(header + CHECKSUM, 6, sum);
    header[CHECKSUM + 6] = 0;
    return 0;
}
