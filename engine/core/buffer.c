#include "core/buffer.h"

#include "core/alloc.h"
#include "core/plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

unsigned char *ecg_buffer_reserve(struct ecg_buffer *buffer, size_t count)
{
    size_t needed = buffer->size + count + 1;
    if (buffer->failed || needed < count ||
        ecg_grow(&buffer->data, &buffer->capacity, needed, 1) < 0) {
        buffer->failed = 1;
        return NULL;
    }
    return buffer->data + buffer->size;
}

void ecg_buffer_bytes(struct ecg_buffer *buffer, const void *bytes, size_t count)
{
    unsigned char *end = ecg_buffer_reserve(buffer, count);
    if (!end)
        return;
    if (count)
        memcpy(end, bytes, count);
    buffer->size += count;
    buffer->data[buffer->size] = 0;
}

void ecg_buffer_text(struct ecg_buffer *buffer, const char *text)
{
    ecg_buffer_bytes(buffer, text, strlen(text));
}

void ecg_buffer_quoted(struct ecg_buffer *buffer, const char *text)
{
    ecg_buffer_text(buffer, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            ecg_buffer_text(buffer, "\\");
        ecg_buffer_bytes(buffer, text, 1);
    }
    ecg_buffer_text(buffer, "\"");
}

void ecg_buffer_format(struct ecg_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = ecg_plain_vsnprintf(NULL, 0, format, args);
    va_end(args);
    unsigned char *end = length < 0 ? NULL : ecg_buffer_reserve(buffer, (size_t)length);
    if (end) {
        ecg_plain_vsnprintf((char *)end, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    } else {
        buffer->failed = 1;
    }
    va_end(again);
}

void ecg_buffer_free(struct ecg_buffer *buffer)
{
    ecg_free(buffer->data);
    *buffer = (struct ecg_buffer){ 0 };
}
