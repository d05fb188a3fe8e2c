/* Texts handed to the caller of the public API. */
#ifndef CORE_STRING_H
#define CORE_STRING_H

#include "core/buffer.h"
#include "core/error.h"

/* Moves the buffer's bytes into *string and empties the buffer. 0, or ECG_E_MEMORY when the
 * buffer failed on the way: then *string is empty. */
int ecg_string_take(struct ecg_string *string, struct ecg_buffer *buffer, struct ecg_error *error);

#endif
