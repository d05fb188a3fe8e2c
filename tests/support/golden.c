#include "support/golden.h"

#include "core/buffer.h"
#include "core/file.h"
#include "output/png.h"
#include "support/check.h"
#include "support/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool write_png(const struct ecg_image *image, const char *path)
{
    struct ecg_png *png = ecg_png_make();
    struct ecg_buffer file = { 0 };
    struct ecg_error error;
    const struct ecg_png_params params = { .effort = ECG_PNG_SMALL, .keep_colour = 1 };
    int code = ecg_png_encode(png, image, &params, &file, &error);
    if (code == 0)
        code = ecg_file_write(path, file.data, file.size, &error);
    if (code < 0)
        printf("%s\n", error.message);
    ecg_buffer_free(&file);
    ecg_png_destroy(&png);
    return code == 0;
}

/* NULL when there is none, or it has another size. */
static uint8_t *read_reference(const char *path, const struct ecg_image *image)
{
    struct ecg_buffer file = { 0 };
    struct ecg_error error;
    int width = 0, height = 0, stored;
    uint8_t *rgba = NULL;
    if (ecg_file_read(&file, path, 64u << 20, &error) == 0)
        rgba = picture_decode(&file, 4, &width, &height, &stored);
    ecg_buffer_free(&file);
    if (rgba && (width != image->width_px || height != image->height_px)) {
        free(rgba);
        rgba = NULL;
    }
    return rgba;
}

static int difference(const uint8_t *a, const uint8_t *b)
{
    int most = 0;
    for (int c = 0; c < 3; c++)
        most = abs(a[c] - b[c]) > most ? abs(a[c] - b[c]) : most;
    return most;
}

static void write_failure(
    const struct ecg_image *image, const uint8_t *reference, const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s-out.png", name);
    write_png(image, path);
    struct ecg_image diff;
    if (!reference || ecg_image_make(&diff, image->width_px, image->height_px, 4) < 0)
        return;
    for (long k = 0; k < (long)image->width_px * image->height_px; k++)
        for (int c = 0; c < 4; c++) {
            int d = 8 * abs(image->data[4 * k + c] - reference[4 * k + c]);
            diff.data[4 * k + c] = (uint8_t)(d > 255 ? 255 : d);
        }
    snprintf(path, sizeof path, "%s-diff.png", name);
    write_png(&diff, path);
    ecg_image_free(&diff);
}

bool golden_check(const struct ecg_image *image, const char *name, int most, double share)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/golden/%s.png", TEST_SOURCE_DIR, name);
    if (getenv("ECGPRESS_UPDATE_GOLDEN"))
        return CHECK(write_png(image, path));
    uint8_t *reference = read_reference(path, image);
    long n = (long)image->width_px * image->height_px, over = reference ? 0 : n;
    int worst = 0;
    for (long k = 0; reference && k < n; k++) {
        int d = difference(image->data + 4 * k, reference + 4 * k);
        worst = d > worst ? d : worst;
        over += d > most;
    }
    bool ok = CHECK((double)over <= share * (double)n);
    if (!ok) {
        printf("%s: %ld of %ld px differ by more than %d, the worst by %d\n", path, over, n, most,
            worst);
        write_failure(image, reference, name);
    }
    free(reference);
    return ok;
}
