/* PNG: what stb_image reads back is what went in, for every kind of picture and every way out. */
#include "output/png.h"

#include "core/alloc.h"
#include "core/random.h"
#include "support/check.h"
#include "support/fixture.h"
#include "support/picture.h"

#include <stdlib.h>
#include <string.h>

enum pattern { FLAT, NOISE, GRADIENT, STRIPES, SPARSE, GREY_NOISE, N_PATTERNS };

static void fill(struct ecg_image *image, int pattern)
{
    struct ecg_random random = { 3 };
    size_t n = (size_t)image->width_px * (size_t)image->height_px, c = (size_t)image->channels;
    for (size_t i = 0; i < n; i++) {
        size_t x = i % (size_t)image->width_px, y = i / (size_t)image->width_px;
        uint64_t r = ecg_random_u64(&random);
        for (size_t k = 0; k < c; k++) {
            unsigned v = pattern == FLAT       ? 200
                         : pattern == NOISE    ? (unsigned)(r >> (8 * k))
                         : pattern == GRADIENT ? (unsigned)(x / 3 + y / 2 + 20 * k)
                         : pattern == STRIPES  ? (unsigned)((x * 7 + y) % 40 < 3 ? 40 * k : 255)
                         : pattern == SPARSE   ? (r % 500 == 0 ? (unsigned)(r >> 16) : 255u)
                                               : (unsigned)(r >> 56);
            image->data[i * c + k] = (uint8_t)v;
        }
        if (c == 4)
            image->data[i * 4 + 3] = 255;
    }
}

static void check_same(const struct ecg_image *image, const struct ecg_buffer *file)
{
    int width = 0, height = 0, stored = 0;
    unsigned char *back = picture_decode(file, 3, &width, &height, &stored);
    if (!CHECK(back != NULL))
        return;
    CHECK_INT(width, image->width_px);
    CHECK_INT(height, image->height_px);
    size_t wrong = 0, n = (size_t)width * (size_t)height, c = (size_t)image->channels;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++)
            wrong += back[3 * i + k] != image->data[i * c + (c == 1 ? 0 : k)];
    CHECK_INT(wrong, 0);
    free(back);
}

static void test_round_trips(struct ecg_png *png)
{
    static const int sizes[][2] = { { 1, 1 }, { 1, 300 }, { 300, 1 }, { 7, 5 }, { 257, 123 },
        { 1000, 400 }, { 20000, 9 } };
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int channels = 1; channels <= 4; channels += channels == 1 ? 2 : 1)
            for (int pattern = 0; pattern < N_PATTERNS; pattern++)
                for (int effort = ECG_PNG_FAST; effort <= ECG_PNG_SMALL; effort++) {
                    struct ecg_image image;
                    struct ecg_buffer file = { 0 };
                    struct ecg_png_params params = { .effort = (enum ecg_png_effort)effort };
                    ecg_image_make(&image, sizes[s][0], sizes[s][1], channels);
                    fill(&image, pattern);
                    CHECK_INT(ecg_png_encode(png, &image, &params, &file, NULL), 0);
                    check_same(&image, &file);
                    ecg_image_free(&image);
                    ecg_buffer_free(&file);
                }
}

/* Code lengths beyond the limit: literals whose counts grow like Fibonacci's numbers. */
static void test_skewed_counts(struct ecg_png *png)
{
    struct ecg_image image;
    struct ecg_buffer file = { 0 };
    ecg_image_make(&image, 500, 480, 1);
    size_t at = 0, n = 500 * 480, a = 1, b = 1;
    for (int value = 0; at < n; value += 9) {
        for (size_t k = 0; k < a && at < n; k++)
            image.data[at++] = (uint8_t)value;
        size_t next = a + b;
        a = b;
        b = next;
    }
    /* Shuffled, so that there is nothing but counts to go by. */
    struct ecg_random random = { 8 };
    for (size_t i = n - 1; i > 0; i--) {
        size_t j = (size_t)ecg_random_int(&random, 0, (int64_t)i);
        uint8_t v = image.data[i];
        image.data[i] = image.data[j];
        image.data[j] = v;
    }
    CHECK_INT(ecg_png_encode(png, &image, &(struct ecg_png_params){ 0 }, &file, NULL), 0);
    check_same(&image, &file);
    ecg_image_free(&image);
    ecg_buffer_free(&file);
}

static void test_16_bits(struct ecg_png *png)
{
    enum { W = 333, H = 210 };
    uint16_t *samples = calloc(W * H * 3, 2);
    for (int channels = 1; channels <= 3; channels += 2) {
        for (int i = 0; i < W * H * channels; i++)
            samples[i] = (uint16_t)(i * 37 + (i >> 9));
        struct ecg_buffer file = { 0 };
        CHECK_INT(ecg_png_encode16(
                      png, samples, W, H, channels, &(struct ecg_png_params){ 0 }, &file, NULL),
            0);
        int width, height, stored;
        uint16_t *back = picture_decode16(&file, 0, &width, &height, &stored);
        CHECK_INT(stored, channels);
        CHECK(back && memcmp(back, samples, (size_t)(W * H * channels) * 2) == 0);
        free(back);
        ecg_buffer_free(&file);
    }
    free(samples);
}

static const unsigned char *find_chunk(const struct ecg_buffer *file, const char *type)
{
    for (size_t at = 8; at + 12 <= file->size;) {
        const unsigned char *p = file->data + at;
        if (memcmp(p + 4, type, 4) == 0)
            return p + 8;
        at += 12 + ((size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]);
    }
    return NULL;
}

static void test_header(struct ecg_png *png)
{
    struct ecg_image image;
    struct ecg_buffer file = { 0 }, again = { 0 };
    struct ecg_png_params params = { .dpi = 200, .software = "ecgpress 1" };
    ecg_image_make(&image, 90, 60, 4);
    fill(&image, GRADIENT);
    ecg_png_encode(png, &image, &params, &file, NULL);
    CHECK_INT(find_chunk(&file, "IHDR")[9], 2); /* RGB: alpha is gone */
    const unsigned char *density = find_chunk(&file, "pHYs");
    CHECK_INT(density[2] << 8 | density[3], 7874); /* per metre */
    CHECK_INT(density[8], 1);
    CHECK(memcmp(find_chunk(&file, "tEXt"), "Software\0ecgpress 1", 19) == 0);
    ecg_png_encode(png, &image, &params, &again, NULL);
    CHECK(file.size == again.size && memcmp(file.data, again.data, file.size) == 0);

    fill(&image, GREY_NOISE);
    file.size = 0;
    ecg_png_encode(png, &image, &params, &file, NULL);
    CHECK_INT(find_chunk(&file, "IHDR")[9], 0);
    params.keep_colour = 1;
    file.size = 0;
    ecg_png_encode(png, &image, &params, &file, NULL);
    CHECK_INT(find_chunk(&file, "IHDR")[9], 2);

    struct ecg_error error;
    image.channels = 2;
    CHECK_INT(ecg_png_encode(png, &image, &params, &file, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "channels");
    ecg_image_free(&image);
    ecg_buffer_free(&file);
    ecg_buffer_free(&again);
}

/* A page compresses: repeats are found, and noise costs no more than its bits. */
static void test_size(struct ecg_png *png)
{
    struct ecg_record *record = fixture_record(500, 10, 0.005);
    struct ecg_page *page = fixture_page(record);
    struct ecg_mesh *mesh = fixture_mesh(page, 100, 0, 2, 2);
    struct ecg_image image;
    struct ecg_buffer file = { 0 };
    fixture_paint(&image, page, mesh, 0, 0, 0, 0);
    ecg_png_encode(png, &image, &(struct ecg_png_params){ 0 }, &file, NULL);
    check_same(&image, &file);
    CHECK(file.size * 5 < (size_t)image.width_px * (size_t)image.height_px * 3);
    ecg_image_free(&image);
    file.size = 0;
    ecg_image_make(&image, 400, 400, 3);
    fill(&image, NOISE);
    ecg_png_encode(png, &image, &(struct ecg_png_params){ 0 }, &file, NULL);
    CHECK((double)file.size < 400 * 400 * 3 * 1.002);
    ecg_image_free(&image);
    ecg_buffer_free(&file);
    fixture_mesh_free(mesh);
    fixture_page_free(page);
    fixture_record_free(record);
}

/* Whatever allocation fails is said, and the encoder works again afterwards. */
static void test_memory(struct ecg_png *png)
{
    struct ecg_image image;
    ecg_image_make(&image, 900, 300, 4);
    fill(&image, STRIPES);
    for (long n = 1; n < 60; n++) {
        struct ecg_buffer file = { 0 };
        struct ecg_error error = { 0 };
        ecg_alloc_fail_from(n);
        int code = ecg_png_encode(png, &image, &(struct ecg_png_params){ 0 }, &file, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == 0 || (code == ECG_E_MEMORY && strstr(error.message, "out of memory")));
        ecg_buffer_free(&file);
        if (code == 0)
            break;
        CHECK(n < 50);
    }
    struct ecg_buffer file = { 0 };
    CHECK_INT(ecg_png_encode(png, &image, &(struct ecg_png_params){ 0 }, &file, NULL), 0);
    check_same(&image, &file);
    ecg_buffer_free(&file);
    ecg_image_free(&image);
}

int main(void)
{
    struct ecg_png *png = ecg_png_make();
    test_memory(png);
    test_round_trips(png);
    test_skewed_counts(png);
    test_16_bits(png);
    test_header(png);
    test_size(png);
    ecg_png_destroy(&png);
    CHECK(png == NULL);
    return check_done();
}
