/* PNG by stb_image_write, as others use it: to compare with. */
#ifndef BENCH_STB_PNG_H
#define BENCH_STB_PNG_H

#include "core/buffer.h"
#include "core/image.h"

/* Append a file of an RGB image; out->failed on failure. With stb's own compressor at its default
 * level, and with libdeflate's at 1..12. filter -1: chosen row by row; 2: always up. */
void bench_stb_png(const struct ecg_image *rgb, int filter, struct ecg_buffer *out);
void bench_stb_deflate_png(
    const struct ecg_image *rgb, int level, int filter, struct ecg_buffer *out);

#endif
