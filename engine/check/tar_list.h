/* The files in a tar archive (ustar, and pax for long names), wherever it comes from. */
#ifndef CHECK_TAR_LIST_H
#define CHECK_TAR_LIST_H

#include "core/error.h"

#include <stdint.h>

enum { ECG_TAR_MEMBER_NAME = 512 };

struct ecg_tar_member {
    char name[ECG_TAR_MEMBER_NAME];
    uint64_t offset, size; /* of its bytes in the archive */
};

/* The next regular file from byte *at on, which then is where the one after it begins: 1, or 0 at
 * the end. `path` is what messages call it. ECG_E_IO; ECG_E_FORMAT when there is no header, its
 * checksum is wrong, or its file goes beyond the archive's `size`. */
int ecg_tar_next(int fd, const char *path, uint64_t size, uint64_t *at,
    struct ecg_tar_member *member, struct ecg_error *error);

#endif
