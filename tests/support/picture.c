#include "support/picture.h"

#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

uint8_t *picture_decode(
    const struct ecg_buffer *file, int channels, int *width, int *height, int *stored)
{
    *width = *height = *stored = 0;
    return stbi_load_from_memory(file->data, (int)file->size, width, height, stored, channels);
}

uint16_t *picture_decode16(
    const struct ecg_buffer *file, int channels, int *width, int *height, int *stored)
{
    *width = *height = *stored = 0;
    return stbi_load_16_from_memory(file->data, (int)file->size, width, height, stored, channels);
}
