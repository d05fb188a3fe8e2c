/*
 * Tar archives (POSIX.1-1988 ustar), written front to back. Headers hold nothing that differs from
 * run to run: mode 0644, owner 0, time 0.
 */
#ifndef OUTPUT_TAR_H
#define OUTPUT_TAR_H

#include "core/error.h"

enum {
    ECG_TAR_BLOCK = 512,
    ECG_TAR_END = 2 * ECG_TAR_BLOCK, /* zeros that end an archive */
    ECG_TAR_NAME = 100,
};

/* Fills the header of a regular file. ECG_E_ARGUMENT for a name that is empty, longer than 100
 * bytes or absolute; ECG_E_LIMIT from 8 GiB on. */
int ecg_tar_header(
    unsigned char header[ECG_TAR_BLOCK], const char *name, uint64_t size, struct ecg_error *error);

/* Bytes from the end of a file to the next block. */
static inline size_t ecg_tar_padding(uint64_t size)
{
    return (size_t)(-size & (ECG_TAR_BLOCK - 1));
}

#endif
