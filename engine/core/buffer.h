/* A growing byte string, for JSON, headers and encoded files. */
#ifndef CORE_BUFFER_H
#define CORE_BUFFER_H

#include <stddef.h>

/* Zero-initialise. After a failed append `failed` is set and further appends do nothing, so that a
 * writer checks once, at its end. */
struct ecg_buffer {
    unsigned char *data; /* always followed by a 0 byte when size > 0 */
    size_t size;
    size_t capacity;
    int failed;
};

void ecg_buffer_bytes(struct ecg_buffer *buffer, const void *bytes, size_t count);
void ecg_buffer_text(struct ecg_buffer *buffer, const char *text);
/* The text in double quotes, a backslash before each quote and backslash in it. */
void ecg_buffer_quoted(struct ecg_buffer *buffer, const char *text);
void ecg_buffer_format(struct ecg_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for `count` more bytes at data + size; NULL (and failed set) when out of memory. */
unsigned char *ecg_buffer_reserve(struct ecg_buffer *buffer, size_t count);
void ecg_buffer_free(struct ecg_buffer *buffer);

#endif
