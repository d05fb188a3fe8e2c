/* Targets keep their textures, and pictures come back whole, in order, from tiles, in a ring as on
 * GPUs and directly. */
#include "gpu/context.h"
#include "gpu/readback.h"
#include "gpu/stream.h"
#include "support/check.h"

#include <string.h>

static struct ecg_gpu *gpu;
static struct ecg_target target;

static void fill(int width, int height, int level)
{
    struct ecg_error error = { 0 };
    const float v = (float)level / 255;
    CHECK_INT(ecg_target_size(&target, width, height, GL_RGBA8, &error), 0);
    ecg_target_clear(&target, (const float[4]){ v, v / 2, v / 4, 1 });
}

static int is_filled(const struct ecg_image *image, int x0, int y0, int x1, int y1, int level)
{
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
            if (image->data[(y * image->width_px + x) * image->channels] != level)
                return 0;
    return 1;
}

/* One picture of a single colour, begun but not taken. */
static void begin(struct ecg_readback *readback, int width, int height, int channels, int level)
{
    struct ecg_error error = { 0 };
    fill(width, height, level);
    CHECK_INT(ecg_readback_begin(readback, width, height, channels, &error), 0);
    CHECK_INT(ecg_readback_copy(readback, &target, NULL, 0, 0, &error), 0);
    ecg_readback_end(readback);
}

static void take(struct ecg_readback *readback, int width, int height, int channels, int level)
{
    struct ecg_error error = { 0 };
    struct ecg_image image;
    CHECK_INT(ecg_readback_take(readback, &image, &error), 0);
    CHECK_INT(image.width_px, width);
    CHECK_INT(image.height_px, height);
    CHECK_INT(image.channels, channels);
    if (image.data)
        CHECK(is_filled(&image, 0, 0, width, height, level));
    ecg_image_free(&image);
}

static void test_order(enum ecg_readback_kind kind)
{
    struct ecg_error error = { 0 };
    struct ecg_readback *readback;
    CHECK_INT(ecg_readback_make(&readback, gpu, kind, &error), 0);
    int depth = ecg_readback_depth(readback);
    CHECK_INT(depth, kind == ECG_READBACK_RING ? 3 : 1);
    /* Sizes and channels differ from picture to picture, and grow. */
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < depth; i++)
            begin(readback, 33 + 70 * round + i, 21 + 5 * i, i == 1 ? 3 : 4, 10 * round + i);
        CHECK_INT(ecg_readback_pending(readback), depth);
        for (int i = 0; i < depth; i++)
            take(readback, 33 + 70 * round + i, 21 + 5 * i, i == 1 ? 3 : 4, 10 * round + i);
    }
    /* One given up leaves the others in order. */
    if (depth > 1)
        begin(readback, 20, 20, 4, 77);
    CHECK_INT(ecg_readback_begin(readback, 20, 20, 4, &error), 0);
    ecg_readback_cancel(readback);
    if (depth > 1)
        take(readback, 20, 20, 4, 77);
    begin(readback, 8, 8, 1, 99);
    take(readback, 8, 8, 1, 99);
    struct ecg_image image;
    CHECK_INT(ecg_readback_take(readback, &image, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "no picture");
    begin(readback, 50, 50, 4, 5); /* destroyed while under way */
    ecg_readback_destroy(&readback);
    CHECK(readback == NULL);
}

static void test_tiles(enum ecg_readback_kind kind)
{
    struct ecg_error error = { 0 };
    struct ecg_readback *readback;
    struct ecg_image image;
    CHECK_INT(ecg_readback_make(&readback, gpu, kind, &error), 0);
    CHECK_INT(ecg_readback_begin(readback, 50, 40, 3, &error), 0);
    for (int i = 0; i < 4; i++) {
        fill(i % 2 ? 20 : 30, i / 2 ? 15 : 25, 40 + i);
        CHECK_INT(
            ecg_readback_copy(readback, &target, NULL, i % 2 ? 30 : 0, i / 2 ? 25 : 0, &error), 0);
    }
    ecg_readback_end(readback);
    fill(50, 40, 200); /* what is drawn next does not get into it */
    CHECK_INT(ecg_readback_take(readback, &image, &error), 0);
    CHECK(is_filled(&image, 0, 0, 30, 25, 40));
    CHECK(is_filled(&image, 30, 0, 50, 25, 41));
    CHECK(is_filled(&image, 0, 25, 30, 40, 42));
    CHECK(is_filled(&image, 30, 25, 50, 40, 43));
    ecg_image_free(&image);
    ecg_readback_destroy(&readback);
}

static void test_targets(void)
{
    struct ecg_error error = { 0 };
    struct ecg_target t = { 0 };
    CHECK_INT(ecg_target_size(&t, 100, 80, GL_RGBA8, &error), 0);
    GLuint texture = t.texture;
    CHECK_INT(ecg_target_size(&t, 60, 50, GL_RGBA8, &error), 0);
    CHECK(t.texture == texture && t.width_px == 60 && t.max_width_px == 100);
    /* Clearing a part leaves the rest. */
    ecg_target_size(&t, 100, 80, GL_RGBA8, &error);
    ecg_target_clear(&t, (const float[4]){ 1, 1, 1, 1 });
    ecg_target_size(&t, 60, 50, GL_RGBA8, &error);
    ecg_target_clear(&t, (const float[4]){ 0, 0, 0, 0 });
    unsigned char pixel[2][4];
    glReadPixels(59, 49, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel[0]);
    glReadPixels(60, 50, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel[1]);
    CHECK(pixel[0][0] == 0 && pixel[1][0] == 255);
    /* Another format, a larger picture and one much smaller are new textures. */
    CHECK_INT(ecg_target_size(&t, 100, 80, GL_RGBA16F, &error), 0);
    CHECK_INT(t.format, GL_RGBA16F);
    CHECK_INT(ecg_target_size(&t, 300, 80, GL_RGBA16F, &error), 0);
    CHECK_INT(ecg_target_size(&t, 10, 10, GL_RGBA16F, &error), 0);
    CHECK_INT(t.max_width_px, 10);
    CHECK_INT(ecg_target_size(&t, 1 << 20, 1, GL_RGBA8, &error), ECG_E_GPU);
    CHECK_HAS(error.message, "1048576 x 1 px");
    CHECK(t.texture == 0);
    ecg_target_free(&t);
}

/* What was put in a frame stays until three frames later, also when the stream grows. */
static void test_stream(void)
{
    struct ecg_error error = { 0 };
    struct ecg_stream stream = { 0 };
    static unsigned char data[300000], back[300000];
    for (int frame = 0; frame < 8; frame++) {
        size_t bytes = frame < 4 ? 1000 : sizeof data;
        memset(data, frame + 1, bytes);
        CHECK_INT(
            ecg_stream_begin(&stream, ecg_stream_room(10) + ecg_stream_room(bytes), &error), 0);
        CHECK_INT(ecg_stream_put(&stream, data, 10) % 256, 0);
        size_t at = ecg_stream_put(&stream, data, bytes);
        CHECK_INT(at % 256, 0);
        glGetNamedBufferSubData(stream.buffer, (GLintptr)at, (GLsizeiptr)bytes, back);
        CHECK(memcmp(data, back, bytes) == 0);
        ecg_stream_end(&stream);
    }
    ecg_stream_free(&stream);
    CHECK_INT(ecg_gpu_check(gpu, "stream", &error), 0);
}

int main(void)
{
    struct ecg_error error = { 0 };
    if (!CHECK(ecg_gpu_open(&gpu, NULL, &error) == 0))
        return check_done();
    static const enum ecg_readback_kind kinds[] = { ECG_READBACK_RING, ECG_READBACK_DIRECT };
    for (int i = 0; i < 2; i++) {
        test_order(kinds[i]);
        test_tiles(kinds[i]);
    }
    test_targets();
    test_stream();
    ecg_target_free(&target);
    CHECK_INT(ecg_gpu_check(gpu, "the test", &error), 0);
    ecg_gpu_close(&gpu);
    return check_done();
}
