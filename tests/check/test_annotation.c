/* Annotations from strangers: damaged ones are refused with a line, whatever is wrong with them;
 * the map back to the page inverts the one forward. */
#include "check/annotation.h"
#include "check/picture.h"
#include "core/file.h"
#include "core/random.h"
#include "output/image_json.h"
#include "output/png.h"
#include "support/check.h"
#include "support/fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_annotation(const char *path, double bend_px, double angle_deg)
{
    struct ecg_record *record = fixture_record(50, 10, 0);
    struct ecg_page *page = fixture_page(record);
    struct ecg_mesh *mesh =
        fixture_mesh(page, 100, angle_deg, bend_px > 0 ? 80 : 2, bend_px > 0 ? 60 : 2);
    if (bend_px > 0)
        fixture_mesh_bend(mesh, bend_px);
    struct ecg_truth *truth;
    ecg_truth_make(&truth, page, mesh, NULL, NULL);
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    struct ecg_buffer json = { 0 };
    struct ecg_image_json_params params = { .scene = &scene,
        .record = record,
        .page = page,
        .mesh = mesh,
        .truth = truth,
        .image_file = "a.png",
        .wfdb_name = "a" };
    CHECK_INT(ecg_image_json_write(&params, &json, NULL), 0);
    CHECK_INT(ecg_file_write(path, json.data, json.size, NULL), 0);
    ecg_buffer_free(&json);
    ecg_truth_destroy(&truth);
    fixture_mesh_free(mesh);
    fixture_page_free(page);
    fixture_record_free(record);
}

/* Points of a trace lie where the page says: on their time, from x_start on. */
static void test_locate(double bend_px, double tolerance_mm)
{
    struct ecg_annotation *a = NULL;
    write_annotation("map.json", bend_px, 4);
    CHECK_INT(ecg_annotation_read(&a, "map.json", NULL), 0);
    CHECK_INT(a->n_leads, 13);
    CHECK_STR(a->image_file, "a.png");
    CHECK_STR(a->wfdb_name, "a");
    double worst = 0;
    for (size_t k = 0; k < a->n_leads; k++) {
        const struct ecg_claim_lead *lead = &a->leads[k];
        struct ecg_claim_place place = { 0 };
        CHECK_NEAR(lead->width_px, 0.26 * 100 / 25.4, 0.05);
        for (size_t i = 0; i < lead->n_points; i++) {
            double x_mm = lead->x_start_mm + (double)i / a->fs_hz * lead->mm_per_s;
            if (!CHECK(
                    ecg_annotation_locate(a, lead->points[i].row, lead->points[i].column, &place)))
                break;
            worst = fmax(worst, fabs(place.x_mm - x_mm));
        }
    }
    CHECK(worst < tolerance_mm);
    struct ecg_claim_place far_away = { 0 };
    if (bend_px > 0)
        CHECK_INT(ecg_annotation_locate(a, 50000, -90000, &far_away), 0);
    ecg_annotation_destroy(&a);
    CHECK(a == NULL);
}

static void expect_refusal(const char *text, const char *part)
{
    struct ecg_annotation *a = NULL;
    struct ecg_error error = { 0 };
    ecg_file_write("bad.json", text, strlen(text), NULL);
    CHECK_INT(ecg_annotation_read(&a, "bad.json", &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, part);
    CHECK(a == NULL);
}

static void test_refusals(void)
{
#define TOP "\"width\": 100, \"height\": 100, \"x_grid\": 20, \"y_grid\": 20, "
    expect_refusal("", "expected a JSON object");
    expect_refusal("[1]", "something else");
    expect_refusal("{}", "width, height");
    expect_refusal("{\"width\": 1e9, \"height\": 3}", "width, height");
    expect_refusal("{" TOP "\"leads\": []}", "sampling_frequency");
    expect_refusal("{" TOP "\"sampling_frequency\": 500, \"leads\": []}", "at least one lead");
    expect_refusal("{" TOP "\"sampling_frequency\": 500, \"leads\": [{\"start_sample\": 0, "
                   "\"end_sample\": 3, \"plotted_pixels\": [[1, 2]]}]}",
        "plotted_pixels for the samples");
    expect_refusal("{" TOP "\"sampling_frequency\": 500, \"leads\": [{\"start_sample\": 0, "
                   "\"end_sample\": 1, \"plotted_pixels\": [[1, 1e300]]}]}",
        "[row, column]");
    expect_refusal("{" TOP "\"sampling_frequency\": 500, \"leads\": [{\"start_sample\": 0, "
                   "\"end_sample\": 1, \"plotted_pixels\": [null]}], \"ecgpress\": {}}",
        "ecgpress.layout");
    write_annotation("bad.json", 0, 0);
    struct ecg_buffer file = { 0 };
    ecg_file_read(&file, "bad.json", 1 << 24, NULL);
    char *name = strstr((char *)file.data, "\"a.png\"");
    memcpy(name, "\"../ng\"", 7);
    struct ecg_annotation *a = NULL;
    struct ecg_error error = { 0 };
    ecg_file_write("bad.json", file.data, file.size, NULL);
    CHECK_INT(ecg_annotation_read(&a, "bad.json", &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "without a folder");
    ecg_buffer_free(&file);
}

/* Bytes changed, cut and doubled at random: never more than an error. */
static void test_damage(const char *path, int (*reader)(const char *path), int rounds)
{
    struct ecg_buffer whole = { 0 };
    struct ecg_random random = { 77 };
    int accepted = 0;
    ecg_file_read(&whole, path, 1 << 24, NULL);
    for (int round = 0; round < rounds; round++) {
        struct ecg_buffer copy = { 0 };
        ecg_buffer_bytes(&copy, whole.data, whole.size);
        int changes = (int)ecg_random_int(&random, 1, 12);
        for (int k = 0; k < changes; k++) {
            size_t at = (size_t)ecg_random_int(&random, 0, (int64_t)copy.size - 1);
            /* Half of them near the start, where the structure is. */
            at = k % 2 ? at : at % 2000 % copy.size;
            copy.data[at] = (unsigned char)ecg_random_u64(&random);
        }
        if (round % 5 == 0)
            copy.size = (size_t)ecg_random_int(&random, 0, (int64_t)copy.size);
        ecg_file_write("damaged", copy.data, copy.size, NULL);
        accepted += reader("damaged") == 0;
        ecg_buffer_free(&copy);
    }
    CHECK(accepted < rounds);
    ecg_buffer_free(&whole);
}

static int read_annotation(const char *path)
{
    struct ecg_annotation *a = NULL;
    struct ecg_error error = { 0 };
    int code = ecg_annotation_read(&a, path, &error);
    CHECK(code == 0 || error.message[0]);
    ecg_annotation_destroy(&a);
    return code;
}

static int read_picture(const char *path)
{
    struct ecg_image image = { 0 };
    struct ecg_error error = { 0 };
    int code = ecg_picture_read(&image, path, &error);
    CHECK(code == 0 || error.message[0]);
    ecg_image_free(&image);
    return code;
}

/* A few bytes that claim to be a picture of 18000 x 18000 px. */
static void test_bomb(void)
{
    unsigned char head[33] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H',
        'D', 'R', 0, 0, 0x46, 0x50, 0, 0, 0x46, 0x50, 8, 2 };
    struct ecg_image image = { 0 };
    struct ecg_error error = { 0 };
    ecg_file_write("bomb.png", head, sizeof head, NULL);
    CHECK_INT(ecg_picture_read(&image, "bomb.png", &error), ECG_E_LIMIT);
    CHECK_HAS(error.message, "pixels");
}

int main(void)
{
    test_locate(0, 0.002);
    test_locate(8, 0.02);
    test_refusals();
    test_damage("map.json", read_annotation, 150);
    struct ecg_image image;
    ecg_image_make(&image, 60, 40, 3);
    for (int i = 0; i < 60 * 40 * 3; i++)
        image.data[i] = (uint8_t)(i * 7);
    struct ecg_png *png = ecg_png_make();
    struct ecg_buffer file = { 0 };
    ecg_png_encode(png, &image, &(struct ecg_png_params){ 0 }, &file, NULL);
    ecg_file_write("small.png", file.data, file.size, NULL);
    test_damage("small.png", read_picture, 1000);
    test_bomb();
    ecg_png_destroy(&png);
    ecg_buffer_free(&file);
    ecg_image_free(&image);
    return check_done();
}
