/* Numbers as text with '.' for the decimal point, whatever locale the process has chosen. */
#ifndef CORE_PLAIN_H
#define CORE_PLAIN_H

#include <stdarg.h>
#include <stddef.h>

double ecg_plain_strtod(const char *text, char **end);
int ecg_plain_vsnprintf(char *text, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
int ecg_plain_snprintf(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
