#include "output/png_filter.h"

#include <stdlib.h>
#include <string.h>

/* a before, b above, c above and before. */
static inline uint8_t paeth(int a, int b, int c)
{
    int to_a = abs(b - c), to_b = abs(a - c), to_c = abs(a + b - 2 * c);
    int ab = to_b < to_a ? b : a, least = to_b < to_a ? to_b : to_a;
    return (uint8_t)(to_c < least ? c : ab);
}

void ecg_png_filter_row(uint8_t *restrict out, int filter, const uint8_t *restrict row,
    const uint8_t *restrict above, size_t n, size_t pixel)
{
    switch (filter) {
    case ECG_PNG_NONE:
        memcpy(out, row, n);
        break;
    case ECG_PNG_SUB:
        memcpy(out, row, pixel);
        for (size_t i = pixel; i < n; i++)
            out[i] = (uint8_t)(row[i] - row[i - pixel]);
        break;
    case ECG_PNG_UP:
        for (size_t i = 0; i < n; i++)
            out[i] = (uint8_t)(row[i] - above[i]);
        break;
    case ECG_PNG_AVERAGE:
        for (size_t i = 0; i < pixel; i++)
            out[i] = (uint8_t)(row[i] - above[i] / 2);
        for (size_t i = pixel; i < n; i++)
            out[i] = (uint8_t)(row[i] - (row[i - pixel] + above[i]) / 2);
        break;
    default:
        for (size_t i = 0; i < pixel; i++)
            out[i] = (uint8_t)(row[i] - above[i]);
        for (size_t i = pixel; i < n; i++)
            out[i] = (uint8_t)(row[i] - paeth(row[i - pixel], above[i], above[i - pixel]));
        break;
    }
}

size_t ecg_png_sum_of_sizes(const uint8_t *filtered, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int v = (int8_t)filtered[i];
        sum += (uint32_t)(v < 0 ? -v : v);
    }
    return sum;
}

size_t ecg_png_count_repeats(
    const uint8_t *restrict row, const uint8_t *restrict above, size_t n, size_t pixel)
{
    uint32_t count = 0;
    for (size_t i = pixel; i < n; i++)
        count += (row[i] == above[i]) | (row[i] == row[i - pixel]);
    return count;
}
