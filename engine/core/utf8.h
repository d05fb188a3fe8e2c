/* UTF-8 (RFC 3629). */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stddef.h>

/* Bytes of the character at s, of which `left` (at least 1) may be read; 0 when it is none: broken
 * or cut off, an overlong form, a surrogate, above U+10FFFF. In a text that ends with a 0 byte, 4
 * may stand for `left`: the 0 breaks any sequence. */
size_t ecg_utf8_length(const unsigned char *s, size_t left);

#endif
