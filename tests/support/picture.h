/* Reads PNG and JPEG back for the tests, with stb_image: nothing of the writers under test. */
#ifndef TESTS_SUPPORT_PICTURE_H
#define TESTS_SUPPORT_PICTURE_H

#include "core/buffer.h"

#include <stdint.h>

/* `channels` as asked for, 0: as stored (*stored). From malloc; NULL when it is no picture. */
uint8_t *picture_decode(
    const struct ecg_buffer *file, int channels, int *width, int *height, int *stored);
uint16_t *picture_decode16(
    const struct ecg_buffer *file, int channels, int *width, int *height, int *stored);

#endif
