/* Text from strangers: numbers read the same in every locale, names made printable and safe. */
#ifndef RECORD_TEXT_H
#define RECORD_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* A number at the start of s ("-1.5e3", also "inf" and "nan"), with '.' whatever the locale. The
 * number of bytes it takes, 0 when there is none. */
size_t ecg_text_number(const char *s, double *value);

/* A whole decimal number with optional sign; bytes taken, 0 when none or beyond int64. */
size_t ecg_text_whole(const char *s, int64_t *value);

/* Copies up to `length` bytes into to[size] (0-terminated, cut between characters): outer blanks
 * dropped, control characters become blanks, bytes that are not UTF-8 become '?'. */
void ecg_text_clean(char *to, size_t size, const char *from, size_t length);

/* A name fit for file names, WFDB and WebDataset (where a '.' ends the name): letters, digits, '_'
 * and '-' are kept, others become '_'; at most 120 bytes. A name that had to be changed gets "-"
 * and 8 hexadecimal digits of its hash, so that different names stay different. NULL when out of
 * memory. */
char *ecg_text_id(const char *name, size_t length);

/* FNV-1a, 32 bits: small, and the same everywhere. */
uint32_t ecg_text_hash(const char *s);

/* Case-insensitive for ASCII, whatever the locale. */
int ecg_text_same(const char *a, const char *b);
/* The text after the prefix (compared as above), or NULL. */
const char *ecg_text_after(const char *text, const char *prefix);

#endif
