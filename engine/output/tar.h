/*
 * Tar archives (POSIX.1-1988 ustar, names beyond 100 bytes as POSIX.1-2001 pax records), written
 * front to back. Headers hold nothing that differs from run to run: mode 0644, owner 0, time 0.
 */
#ifndef OUTPUT_TAR_H
#define OUTPUT_TAR_H

#include "core/error.h"

enum {
    ECG_TAR_BLOCK = 512,
    ECG_TAR_END = 2 * ECG_TAR_BLOCK, /* zeros that end an archive */
    ECG_TAR_NAME = 255,
    ECG_TAR_HEADERS = 3 * ECG_TAR_BLOCK,
};

/* Fills in what comes before a regular file's bytes, *length of it: one header, or for a long name
 * three blocks. ECG_E_ARGUMENT for a name that is empty, longer than 255 bytes or absolute;
 * ECG_E_LIMIT from 8 GiB on. */
int ecg_tar_headers(unsigned char headers[ECG_TAR_HEADERS], size_t *length, const char *name,
    uint64_t size, struct ecg_error *error);

/* Bytes from the end of a file to the next block. */
static inline size_t ecg_tar_padding(uint64_t size)
{
    return (size_t)(-size & (ECG_TAR_BLOCK - 1));
}

/* Bytes that a file takes in an archive, headers and padding included. */
uint64_t ecg_tar_space(size_t name_length, uint64_t size);

#endif
