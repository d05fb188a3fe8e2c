/* NumPy's array files (.npy, format 1.0), for maps: numpy.load reads them as they are. */
#ifndef OUTPUT_NPY_H
#define OUTPUT_NPY_H

#include "core/buffer.h"

#include <stdint.h>

enum ecg_npy_type { ECG_NPY_U8, ECG_NPY_U16, ECG_NPY_F16, ECG_NPY_F32, ECG_NPY_F64 };

/* Appends an array of n_dims (1..4) dimensions, last one fastest; out->failed tells of memory
 * running out. */
void ecg_npy_write(enum ecg_npy_type type, const size_t *dims, int n_dims, const void *values,
    struct ecg_buffer *out);

/* The nearest value of 16 bits (IEEE 754 binary16) as ECG_NPY_F16 takes it; beyond its range
 * infinite, below 2^-14 zero. */
uint16_t ecg_half(float value);

#endif
