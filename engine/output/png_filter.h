/* The five row filters of PNG (ISO/IEC 15948, clause 9) and what to choose one by. */
#ifndef OUTPUT_PNG_FILTER_H
#define OUTPUT_PNG_FILTER_H

#include <stddef.h>
#include <stdint.h>

enum ecg_png_filter {
    ECG_PNG_NONE,
    ECG_PNG_SUB,
    ECG_PNG_UP,
    ECG_PNG_AVERAGE,
    ECG_PNG_PAETH,
    ECG_PNG_FILTERS,
};

/* n bytes of `row` less their prediction from the pixel before (pixel bytes back) and the row
 * above; `above` may be NULL for ECG_PNG_NONE only. */
void ecg_png_filter_row(uint8_t *restrict out, int filter, const uint8_t *restrict row,
    const uint8_t *restrict above, size_t n, size_t pixel);

/* Sum of the residuals' sizes: small sums code small when nothing repeats. */
size_t ecg_png_sum_of_sizes(const uint8_t *filtered, size_t n);

/* Bytes that are as the pixel before or as the row above has them. */
size_t ecg_png_count_repeats(
    const uint8_t *restrict row, const uint8_t *restrict above, size_t n, size_t pixel);

#endif
