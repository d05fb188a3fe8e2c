#include "core/string.h"

#include "core/alloc.h"

int ecg_string_take(struct ecg_string *string, struct ecg_buffer *buffer, struct ecg_error *error)
{
    *string = (struct ecg_string){ 0 };
    ecg_buffer_bytes(buffer, "", 0); /* so that an empty text is one too */
    if (buffer->failed) {
        ecg_buffer_free(buffer);
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    }
    *string = (struct ecg_string){ (char *)buffer->data, buffer->size };
    *buffer = (struct ecg_buffer){ 0 };
    return 0;
}

void ecg_string_free(struct ecg_string *string)
{
    ecg_free(string->data);
    *string = (struct ecg_string){ 0 };
}
