/* Whole files: read with a limit, written beside and renamed so that a file that exists is whole;
 * and the names in a folder. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/buffer.h"
#include "core/error.h"

#include <dirent.h>
#include <stdint.h>
#include <sys/types.h>

/* A regular file, for reading: its descriptor, for close(), and its size; or ECG_E_IO. A FIFO
 * among the inputs cannot hang a batch. */
int ecg_file_open(const char *path, uint64_t *size, struct ecg_error *error);

/* Appends the file to *buffer (a 0 byte follows the data). Refuses folders and files of more than
 * `limit` bytes. 0, ECG_E_IO, ECG_E_LIMIT or ECG_E_MEMORY. */
int ecg_file_read(
    struct ecg_buffer *buffer, const char *path, size_t limit, struct ecg_error *error);

/* Writes path.tmp-PID-N, flushes, renames over path; the temporary file is removed on failure. */
int ecg_file_write(const char *path, const void *data, size_t size, struct ecg_error *error);
/* The same with the temporary file in `scratch`, a folder of the same file system; NULL: beside.
 */
int ecg_file_write_from(
    const char *scratch, const char *path, const void *data, size_t size, struct ecg_error *error);

/* A file written bit by bit: it lies in `scratch` (NULL: beside) until it is closed whole. */
struct ecg_file_stream;
int ecg_file_stream_open(struct ecg_file_stream **stream, const char *scratch, const char *path,
    struct ecg_error *error);
/* Takes what is in the buffer and empties it. ECG_E_IO, ECG_E_MEMORY (bytes->failed). */
int ecg_file_stream_put(
    struct ecg_file_stream *stream, struct ecg_buffer *bytes, struct ecg_error *error);
/* Renames it over the path when is_whole, else removes it. Frees in any case and writes NULL;
 * nothing for NULL. */
int ecg_file_stream_close(struct ecg_file_stream **stream, int is_whole, struct ecg_error *error);

/* mkdir -p; 0 also when it is there already. */
int ecg_folder_make(const char *path, struct ecg_error *error);

/* Reads `size` bytes from `offset` on: how many, fewer where the file ends; -1 with errno. */
ssize_t ecg_file_read_at(int fd, void *to, size_t size, uint64_t offset);

/* The name of a folder's next entry, valid until the next call: 1, or 0 after the last. ECG_E_IO:
 * a folder whose listing breaks off is not taken for a short one. */
int ecg_folder_next(DIR *dir, const char *folder, const char **name, struct ecg_error *error);

#endif
