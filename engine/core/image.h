/* Pixels in memory: what rendering gives and output encodes. */
#ifndef CORE_IMAGE_H
#define CORE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

/* 8 bits a channel, sRGB, rows from the top, tightly packed: stride = width_px * channels. */
struct ecg_image {
    int width_px;
    int height_px;
    int channels;  /* 1 grey, 3 RGB, 4 RGBA */
    uint8_t *data; /* owned; ecg_image_free */
};

/* Zeroed pixels; 0 or ECG_E_MEMORY, ECG_E_ARGUMENT (size below 1 or above 32768 px). */
int ecg_image_make(struct ecg_image *image, int width_px, int height_px, int channels);
void ecg_image_free(struct ecg_image *image);

/* Red, green and blue of a picture of 3 or 4 channels, 3 bytes a pixel; `rgb` may be its data. */
void ecg_image_rgb(const struct ecg_image *image, uint8_t *rgb);

#endif
