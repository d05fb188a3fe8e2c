/* Code 128 bar codes (ISO/IEC 15417): code set B, with C for runs of digits. */
#ifndef NOTES_CODE128_H
#define NOTES_CODE128_H

#include <stdint.h>

enum { ECG_CODE128_SYMBOLS = 48 };

struct ecg_code128 {
    uint8_t symbols[ECG_CODE128_SYMBOLS]; /* start, data, check, stop (106) */
    int n_symbols;
    int n_modules; /* bars and spaces, without the quiet zones */
};

/* Encodes printable ASCII; 0, or -1 when the text holds anything else or is too long. */
int ecg_code128_encode(struct ecg_code128 *code, const char *text);
/* Widths, in modules, of a symbol's bars and spaces in turn, beginning with a bar: "212222"; the
 * stop has 7. */
const char *ecg_code128_widths(int symbol);

#endif
