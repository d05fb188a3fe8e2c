#include "core/image.h"

#include "core/alloc.h"
#include "core/error.h"

#include <string.h>

int ecg_image_make(struct ecg_image *image, int width_px, int height_px, int channels)
{
    *image = (struct ecg_image){ 0 };
    if (width_px < 1 || height_px < 1 || width_px > 32768 || height_px > 32768 || channels < 1 ||
        channels > 4)
        return ECG_E_ARGUMENT;
    uint8_t *data = ecg_calloc((size_t)width_px * (size_t)height_px, (size_t)channels);
    if (!data)
        return ECG_E_MEMORY;
    *image = (struct ecg_image){ width_px, height_px, channels, data };
    return 0;
}

void ecg_image_free(struct ecg_image *image)
{
    ecg_free(image->data);
    *image = (struct ecg_image){ 0 };
}

void ecg_image_rgb(const struct ecg_image *image, uint8_t *rgb)
{
    size_t n = (size_t)image->width_px * (size_t)image->height_px;
    size_t channels = (size_t)image->channels;
    for (size_t i = 0; i < n; i++)
        memmove(rgb + 3 * i, image->data + channels * i, 3);
}
