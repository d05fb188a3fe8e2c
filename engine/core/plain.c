#include "core/plain.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* glibc hands out its built-in "C" locale: nothing is allocated, and this cannot fail. */
static locale_t plain_locale(void)
{
    return newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

double ecg_plain_strtod(const char *text, char **end)
{
    locale_t plain = plain_locale();
    double number = strtod_l(text, end, plain);
    freelocale(plain);
    return number;
}

int ecg_plain_vsnprintf(char *text, size_t size, const char *format, va_list args)
{
    locale_t plain = plain_locale(), before = uselocale(plain);
    int length = vsnprintf(text, size, format, args);
    uselocale(before);
    freelocale(plain);
    return length;
}

int ecg_plain_snprintf(char *text, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = ecg_plain_vsnprintf(text, size, format, args);
    va_end(args);
    return length;
}
