/* The job's own check of its labels: a picture whose truth is right passes, one that was moved by
 * two pixels, mirrored, emptied or swapped does not. */
#include "check/picture.h"
#include "check/verify.h"
#include "core/file.h"
#include "ecgpress.h"
#include "output/png.h"
#include "support/check.h"
#include "support/dataset.h"

#include <stdio.h>
#include <string.h>

static const char *const sets[] = { "output.dpi=100" };

static void print(const char *recipe, double share, struct ecg_job_result *result)
{
    struct ecg_error error = { 0 };
    struct ecg_job_params params = {
        .synthetic = 6,
        .output = "labels",
        .recipe = recipe,
        .sets = sets,
        .n_sets = 1,
        .seed = 4,
        .device = "software",
        .verify_share = share,
    };
    dataset_remove("labels");
    if (!CHECK_INT(ecg_job_run(&params, result, &error), 0))
        printf("  %s: %s\n", recipe, error.message);
}

static void encode(const struct ecg_image *image, struct ecg_buffer *file)
{
    struct ecg_png_params params = { .effort = ECG_PNG_FAST };
    struct ecg_png *png = ecg_png_make();
    CHECK(png && ecg_png_encode(png, image, &params, file, NULL) == 0);
    ecg_png_destroy(&png);
}

static int passes(const struct ecg_buffer *json, const struct ecg_image *image)
{
    struct ecg_buffer file = { 0 };
    struct ecg_verify_image result;
    encode(image, &file);
    const struct ecg_verify_bytes bytes = { "image", json, &file };
    CHECK_INT(ecg_verify_bytes(&bytes, &result, NULL), 0);
    CHECK(result.passed || result.problem[0]);
    ecg_buffer_free(&file);
    return result.passed;
}

static void move_down(struct ecg_image *image, int rows)
{
    size_t line = (size_t)image->width_px * 3, n = line * (size_t)(image->height_px - rows);
    memmove(image->data + line * (size_t)rows, image->data, n);
}

static void mirror(struct ecg_image *image)
{
    size_t line = (size_t)image->width_px * 3;
    for (int y = 0; y < image->height_px; y++)
        for (size_t x = 0; x < line / 6; x++)
            for (size_t c = 0; c < 3; c++) {
                unsigned char *row = image->data + line * (size_t)y;
                unsigned char kept = row[3 * x + c];
                row[3 * x + c] = row[line - 3 * (x + 1) + c];
                row[line - 3 * (x + 1) + c] = kept;
            }
}

static void test_wrong_pictures(void)
{
    struct ecg_buffer json = { 0 }, other = { 0 };
    struct ecg_image image = { 0 };
    CHECK_INT(ecg_file_read(&json, "labels/synthetic-0000-0.json", 1 << 26, NULL), 0);
    CHECK_INT(ecg_file_read(&other, "labels/synthetic-0001-0.json", 1 << 26, NULL), 0);
    CHECK_INT(ecg_picture_read(&image, "labels/synthetic-0000-0.png", NULL), 0);
    CHECK(passes(&json, &image));
    CHECK(!passes(&other, &image));
    move_down(&image, 2);
    CHECK(!passes(&json, &image));
    ecg_image_free(&image);
    CHECK_INT(ecg_picture_read(&image, "labels/synthetic-0000-0.png", NULL), 0);
    mirror(&image);
    CHECK(!passes(&json, &image));
    memset(image.data, 255, (size_t)image.width_px * (size_t)image.height_px * 3);
    CHECK(!passes(&json, &image));
    ecg_image_free(&image);
    ecg_buffer_free(&json);
    ecg_buffer_free(&other);
}

int main(void)
{
    struct ecg_job_result result;
    print("clean", 1, &result);
    CHECK_INT(result.made, 6);
    CHECK_INT(result.verified, 6);
    test_wrong_pictures();
    print("clean", 0.5, &result);
    CHECK_INT(result.made, 6);
    CHECK(result.verified > 0 && result.verified < 6);
    size_t half = result.verified;
    print("clean", 0.5, &result);
    CHECK_INT(result.verified, half);
    print("mixed", 1, &result);
    CHECK_INT(result.verified, 6);
    return check_done();
}
