/* JPEG: what stb_image reads back is near what went in, and nearer at higher quality. */
#include "output/jpeg.h"

#include "support/check.h"
#include "support/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void fill(struct ecg_image *image)
{
    size_t w = (size_t)image->width_px, c = (size_t)image->channels;
    for (size_t i = 0; i < w * (size_t)image->height_px; i++)
        for (size_t k = 0; k < c; k++)
            image->data[i * c + k] =
                (uint8_t)(128 + 100 * sin((double)(i % w) / (9 + 4 * (double)k)) *
                                    cos((double)(i / w) / 13));
}

static double rms(const struct ecg_image *image, const struct ecg_buffer *file, int *stored)
{
    int width, height;
    uint8_t *back = picture_decode(file, 3, &width, &height, stored);
    if (!CHECK(back != NULL))
        return INFINITY;
    CHECK_INT(width, image->width_px);
    CHECK_INT(height, image->height_px);
    double sum = 0;
    size_t n = (size_t)width * (size_t)height, c = (size_t)image->channels;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++) {
            double d = back[3 * i + k] - image->data[i * c + (c == 1 ? 0 : k)];
            sum += d * d;
        }
    free(back);
    return sqrt(sum / (double)(3 * n));
}

int main(void)
{
    struct ecg_jpeg *jpeg = ecg_jpeg_make();
    struct ecg_error error;
    for (int channels = 1; channels <= 4; channels += channels == 1 ? 2 : 1) {
        struct ecg_image image;
        ecg_image_make(&image, 301, 217, channels);
        fill(&image);
        double worse = INFINITY;
        for (int quality = 30; quality <= 90; quality += 30) {
            struct ecg_buffer file = { 0 };
            struct ecg_jpeg_params params = { quality, ECG_JPEG_444, 300 };
            int stored;
            CHECK_INT(ecg_jpeg_encode(jpeg, &image, &params, &file, &error), 0);
            double now = rms(&image, &file, &stored);
            CHECK(now < worse);
            CHECK_INT(stored, channels == 1 ? 1 : 3);
            CHECK_INT(file.data[13], 1);
            CHECK_INT(file.data[14] << 8 | file.data[15], 300);
            CHECK_INT(file.data[16] << 8 | file.data[17], 300);
            worse = now;
            ecg_buffer_free(&file);
        }
        CHECK(worse < 2.5);
        struct ecg_buffer fine = { 0 }, coarse = { 0 };
        ecg_jpeg_encode(
            jpeg, &image, &(struct ecg_jpeg_params){ 80, ECG_JPEG_444, 0 }, &fine, &error);
        ecg_jpeg_encode(
            jpeg, &image, &(struct ecg_jpeg_params){ 80, ECG_JPEG_420, 0 }, &coarse, &error);
        CHECK(channels == 1 ? coarse.size == fine.size : coarse.size < fine.size);
        ecg_buffer_free(&fine);
        ecg_buffer_free(&coarse);
        ecg_image_free(&image);
    }
    struct ecg_image image;
    struct ecg_buffer file = { 0 };
    ecg_image_make(&image, 8, 8, 2);
    CHECK_INT(ecg_jpeg_encode(jpeg, &image, &(struct ecg_jpeg_params){ 80, 0, 0 }, &file, &error),
        ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "channels");
    CHECK_INT(ecg_jpeg_encode(jpeg, &image, &(struct ecg_jpeg_params){ 0, 0, 0 }, &file, &error),
        ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "quality");
    ecg_image_free(&image);
    ecg_buffer_free(&file);
    ecg_jpeg_destroy(&jpeg);
    return check_done();
}
