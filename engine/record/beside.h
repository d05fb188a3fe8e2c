/* Files that a header names: only those in its own folder. */
#ifndef RECORD_BESIDE_H
#define RECORD_BESIDE_H

#include "core/buffer.h"
#include "core/error.h"

/* A file of the folder that holds `beside` (a path), as a path to open, owned by the caller.
 * Refused with ECG_E_ARGUMENT or ECG_E_FORMAT: an empty name, one with a '/', "." and "..", and a
 * symbolic link to anywhere outside that folder. `line` is the header's, for the message. */
int ecg_beside(
    char **path, const char *beside, const char *name, int line, struct ecg_error *error);

/* Appends at most `limit` bytes of a regular file from `offset` on to *buffer, and gives the
 * file's whole size. */
int ecg_read_part(struct ecg_buffer *buffer, const char *path, size_t offset, size_t limit,
    size_t *file_size, struct ecg_error *error);

#endif
