/* Huffman codes of limited length, canonical, as DEFLATE wants them. */
#ifndef OUTPUT_HUFFMAN_H
#define OUTPUT_HUFFMAN_H

#include <stdint.h>

enum { ECG_HUFFMAN_SYMBOLS = 288 };

/* Code lengths (0 for a count of 0) of at most max_length bits for n <= ECG_HUFFMAN_SYMBOLS
 * symbols; n <= 2^max_length. A lone symbol gets 1 bit. */
void ecg_huffman_lengths(const uint32_t *counts, int n, int max_length, uint8_t *lengths);

/* The codes of those lengths, bit-reversed: DEFLATE sends them lowest bit first. */
void ecg_huffman_codes(const uint8_t *lengths, int n, uint16_t *codes);

#endif
