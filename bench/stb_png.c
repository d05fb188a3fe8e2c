#include "bench/stb_png.h"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

static void append(void *priv, void *data, int size)
{
    ecg_buffer_bytes(priv, data, (size_t)size);
}

void bench_stb_png(const struct ecg_image *rgb, int filter, struct ecg_buffer *out)
{
    stbi_write_force_png_filter = filter;
    if (!stbi_write_png_to_func(append, out, rgb->width_px, rgb->height_px, 3, rgb->data, 0))
        out->failed = 1;
}
