#include "core/error.h"

#include "core/plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *ecg_version(void)
{
    return ECGPRESS_VERSION;
}

/* A message quotes untrusted text (file names, header fields): it stays one printable line. */
static void make_printable(char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7f)
            *s = '?';
}

int ecg_fail(struct ecg_error *error, int code, const char *format, ...)
{
    if (!error)
        return code;
    error->code = code;
    va_list args;
    va_start(args, format);
    ecg_plain_vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    make_printable(error->message);
    return code;
}

int ecg_fail_in(struct ecg_error *error, const char *prefix)
{
    if (!error)
        return ECG_E_ARGUMENT;
    char message[sizeof error->message];
    memcpy(message, error->message, sizeof message);
    return ecg_fail(error, error->code, "%s: %s", prefix, message);
}
