#include "output/npy.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "values are written as they lie");

void ecg_npy_write(enum ecg_npy_type type, const size_t *dims, int n_dims, const void *values,
    struct ecg_buffer *out)
{
    static const char *const names[] = { "|u1", "<u2", "<f2", "<f4", "<f8" };
    static const size_t sizes[] = { 1, 2, 2, 4, 8 };
    struct ecg_buffer head = { 0 };
    size_t bytes = sizes[type];
    ecg_buffer_format(&head, "{'descr': '%s', 'fortran_order': False, 'shape': (", names[type]);
    for (int k = 0; k < n_dims; k++) {
        ecg_buffer_format(&head, "%zu, ", dims[k]);
        bytes *= dims[k];
    }
    ecg_buffer_text(&head, "), }");
    /* Blanks and a newline, so that the values start at a multiple of 64. */
    while (!head.failed && (10 + head.size + 1) % 64)
        ecg_buffer_text(&head, " ");
    ecg_buffer_text(&head, "\n");
    const unsigned char length[2] = { (unsigned char)head.size, (unsigned char)(head.size >> 8) };
    ecg_buffer_bytes(out, "\x93NUMPY\x01\x00", 8);
    ecg_buffer_bytes(out, length, 2);
    ecg_buffer_bytes(out, head.data, head.size);
    ecg_buffer_bytes(out, values, bytes);
    out->failed |= head.failed;
    ecg_buffer_free(&head);
}

uint16_t ecg_half(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t sign = bits >> 16 & 0x8000, rest = bits & 0x7fffffff;
    if (rest > 0x7f800000)
        return 0x7e00; /* NaN */
    if (rest < 0x38800000)
        return (uint16_t)sign;
    uint32_t half = (rest - 0x38000000 + 0xfff + (rest >> 13 & 1)) >> 13; /* to even */
    return (uint16_t)(sign | (half < 0x7c00 ? half : 0x7c00));
}
