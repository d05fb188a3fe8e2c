#include "bench/stb_png.h"

#include <libdeflate.h>
#include <stdlib.h>

static unsigned char *compress_zlib(unsigned char *data, int size, int *out_size, int level)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    size_t bound = libdeflate_zlib_compress_bound(compressor, (size_t)size);
    unsigned char *out = compressor ? malloc(bound) : NULL; /* stb frees it */
    if (out)
        *out_size = (int)libdeflate_zlib_compress(compressor, data, (size_t)size, out, bound);
    libdeflate_free_compressor(compressor);
    return out;
}

#define STBIW_ZLIB_COMPRESS compress_zlib
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

static void append(void *priv, void *data, int size)
{
    ecg_buffer_bytes(priv, data, (size_t)size);
}

void bench_stb_deflate_png(
    const struct ecg_image *rgb, int level, int filter, struct ecg_buffer *out)
{
    stbi_write_png_compression_level = level;
    stbi_write_force_png_filter = filter;
    if (!stbi_write_png_to_func(append, out, rgb->width_px, rgb->height_px, 3, rgb->data, 0))
        out->failed = 1;
}
