/* NPY: the header as NumPy wrote it down, values at a multiple of 64 bytes. */
#include "output/npy.h"

#include "support/check.h"

#include <string.h>

int main(void)
{
    const float values[6] = { 0, 1, 2, 3.5F, -4, 5 };
    struct ecg_buffer out = { 0 };
    ecg_npy_write(ECG_NPY_F32, (const size_t[]){ 3, 2 }, 2, values, &out);
    size_t length = (size_t)(out.data[8] | out.data[9] << 8);
    CHECK(memcmp(out.data, "\x93NUMPY\x01\x00", 8) == 0);
    CHECK_INT((10 + length) % 64, 0);
    CHECK_INT(out.size, 10 + length + sizeof values);
    CHECK(memcmp(out.data + 10 + length, values, sizeof values) == 0);
    CHECK_INT(out.data[9 + length], '\n');
    out.data[9 + length] = 0;
    CHECK_HAS((const char *)out.data + 10,
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2, ), }");
    ecg_buffer_free(&out);
    ecg_npy_write(ECG_NPY_U8, (const size_t[]){ 5 }, 1, "hello", &out);
    CHECK_HAS(
        (const char *)out.data + 10, "'descr': '|u1', 'fortran_order': False, 'shape': (5, )");
    ecg_buffer_free(&out);
    return check_done();
}
