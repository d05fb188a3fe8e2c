/* How every fallible function reports: a negative code returned, one line written. */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include "ecgpress.h"

/* Fills *error (may be NULL) with the code and the formatted line, control characters replaced by
 * '?', and returns the code: `return ecg_fail(error, ECG_E_IO, "%s: ...", path);` */
int ecg_fail(struct ecg_error *error, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before a message already there: the caller knows the file, the callee the field.
 */
int ecg_fail_in(struct ecg_error *error, const char *prefix);

#endif
