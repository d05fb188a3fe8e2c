/* The JSON beside an image, as verify, inspect and the preview read it back. The image (160 x 96
 * px, a sine at row 48 + 20 sin(column / 8)) and the recording are always the same. */
#include "check/verify.h"
#include "core/alloc.h"
#include "core/image.h"
#include "fuzz/fuzz.h"
#include "output/png.h"
#include "recipe/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 160, HEIGHT = 96 };

static void write_image(void)
{
    static uint8_t pixels[WIDTH * HEIGHT * 3];
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            double distance = fabs(y + 0.5 - (48 + 20 * sin((x + 0.5) / 8)));
            int grid = x % 10 == 0 || y % 10 == 0;
            uint8_t *p = pixels + 3 * (y * WIDTH + x);
            p[0] = distance < 1 ? 0 : 255;
            p[1] = p[2] = distance < 1 ? 0 : grid ? 180 : 255;
        }
    struct ecg_image image = { WIDTH, HEIGHT, 3, pixels };
    struct ecg_png_params params = { .effort = ECG_PNG_FAST };
    struct ecg_buffer file = { 0 };
    struct ecg_png *png = ecg_png_make();
    FUZZ_ASSERT(png && ecg_png_encode(png, &image, &params, &file, NULL) == 0);
    fuzz_write("a.png", file.data, file.size);
    ecg_png_destroy(&png);
    ecg_buffer_free(&file);
}

static void write_recording(void)
{
    static const char header[] = "a 1 100 160\na.dat 16 1000/mV 16 0 0 0 0 II\n";
    int16_t samples[WIDTH];
    for (int i = 0; i < WIDTH; i++)
        samples[i] = (int16_t)(1000 * sin(i / 8.0));
    fuzz_write("a.hea", header, strlen(header));
    fuzz_write("a.dat", samples, sizeof samples);
}

static void verify(void)
{
    static uint32_t histogram[ECG_VERIFY_BINS];
    struct ecg_verify_params params = { .signal = 1 };
    struct ecg_verify_image image;
    struct ecg_error error = { 0 };
    FUZZ_ASSERT(ecg_verify_one("a.json", &params, &image, histogram, &error) == 0);
    FUZZ_ASSERT(image.passed ? image.problem[0] == 0 && image.points >= 50 : image.problem[0]);
    FUZZ_ASSERT(image.measured <= image.points && image.absent <= image.points);
}

static void overlay(void)
{
    static const char *const paths[] = { "a.json" };
    struct ecg_error error = { 0 };
    int code = ecg_contact_sheet(paths, 1, "sheet.png", 1, 40, 1, &error);
    if (code < 0)
        fuzz_check_refusal(code, &error);
}

static void read_scene(const uint8_t *data, size_t size)
{
    struct ecg_scene scene;
    struct ecg_error error = { 0 };
    int code = ecg_scene_read_json(&scene, (const char *)data, size, &error);
    if (code < 0)
        fuzz_check_refusal(code, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int is_ready;
    if (!is_ready) {
        write_image();
        write_recording();
        is_ready = 1;
    }
    fuzz_write("a.json", data, size);
    verify();
    overlay();
    read_scene(data, size);
    return 0;
}
