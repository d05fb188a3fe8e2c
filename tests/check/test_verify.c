/* Verification passes pictures that agree with their JSON, and no others. The pictures come from
 * the fixture's own painter, so that verification and rendering cannot share an error. */
#include "core/alloc.h"
#include "core/file.h"
#include "output/image_json.h"
#include "output/jpeg.h"
#include "output/png.h"
#include "output/wfdb.h"
#include "support/check.h"
#include "support/fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct setup {
    double dpi, angle_deg, bend_px, noise_mv, sensor_noise, dx_px, dy_px;
    unsigned skip_layers;
    int jpeg_quality; /* 0: PNG */
    int grey;         /* grid and trace in greys */
    int worn;    /* a crease along a quarter of lead 0's points has taken half the line's width */
    double pale; /* share of the ink that is gone from the left half */
    int is_1_bit;
    double lead_4_px; /* the truth has that lead so much lower than it is */
    int is_flat;      /* all leads at 0 mV */
    double written;   /* share of the image, from the left, that the truth has writing over */
};

static void flatten(struct ecg_record *record)
{
    for (int k = 0; k < record->n_leads; k++)
        memset(record->leads[k].samples, 0, record->n_samples * sizeof(double));
}

/* Writing over the image's left part. */
static void write_over(struct ecg_truth *truth, double share)
{
    double right = share * truth->width_px, bottom = truth->height_px;
    ecg_free(truth->things);
    truth->n_things = 1;
    truth->things = ecg_calloc(1, sizeof *truth->things);
    *truth->things = (struct ecg_truth_thing){
        .kind = ECG_KIND_HANDWRITING,
        .text = "",
        .quad = { { { 0, 0 }, { 0, right }, { bottom, right }, { bottom, 0 } } },
        .seen = 1,
    };
}

static void blend(uint8_t *pixel, double white)
{
    for (int c = 0; c < 3; c++)
        pixel[c] = (uint8_t)(pixel[c] + white * (255 - pixel[c]));
}

static void damage(const struct setup *s, const struct ecg_truth *truth, struct ecg_image *image)
{
    const struct ecg_truth_lead *lead = &truth->leads[0];
    size_t n = lead->trace->end_sample - lead->trace->start_sample;
    for (size_t i = 0; s->worn && i < n / 4; i++)
        for (int down = 0; down < 2; down++)
            blend(image->data + 3 * (((size_t)(lead->points[i].row + 0.5) + (size_t)down) *
                                            (size_t)image->width_px +
                                        (size_t)lead->points[i].column),
                1);
    for (int y = 0; s->pale > 0 && y < image->height_px; y++)
        for (int x = 0; x < image->width_px / 2; x++)
            blend(image->data + 3 * ((size_t)y * (size_t)image->width_px + (size_t)x), s->pale);
}

static void threshold(struct ecg_image *image)
{
    for (size_t i = 0; i < 3 * (size_t)image->width_px * (size_t)image->height_px; i++)
        image->data[i] = image->data[i - i % 3] > 90 ? 255 : 0;
}

static void move_lead(struct ecg_truth *truth, double down_px)
{
    const struct ecg_truth_lead *lead = &truth->leads[4];
    struct ecg_spot *points = truth->points + (lead->points - truth->points);
    for (size_t i = 0; i < lead->trace->end_sample - lead->trace->start_sample; i++)
        points[i].row += down_px;
}

static void write_picture(const char *name, const struct setup *s, const struct ecg_image *image)
{
    struct ecg_buffer file = { 0 };
    char path[64];
    snprintf(path, sizeof path, "%s.%s", name, s->jpeg_quality ? "jpg" : "png");
    if (s->jpeg_quality) {
        struct ecg_jpeg *jpeg = ecg_jpeg_make();
        struct ecg_jpeg_params params = { s->jpeg_quality, ECG_JPEG_420, s->dpi };
        CHECK_INT(ecg_jpeg_encode(jpeg, image, &params, &file, NULL), 0);
        ecg_jpeg_destroy(&jpeg);
    } else {
        struct ecg_png *png = ecg_png_make();
        CHECK_INT(ecg_png_encode(png, image, &(struct ecg_png_params){ 0 }, &file, NULL), 0);
        ecg_png_destroy(&png);
    }
    CHECK_INT(ecg_file_write(path, file.data, file.size, NULL), 0);
    ecg_buffer_free(&file);
}

static void make_grey(struct ecg_page *page)
{
    for (int c = 0; c < 3; c++) {
        page->ink[ECG_LAYER_GRID_MAJOR].rgb[c] = 0.4F;
        page->ink[ECG_LAYER_GRID_MINOR].rgb[c] = 0.75F;
        page->ink[ECG_LAYER_TRACE].rgb[c] = 0.1F;
    }
}

static void write_record(const char *name, const struct ecg_record *record)
{
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    struct ecg_wfdb_params params = { .name = name, .start = 0, .end = record->n_samples };
    char path[64];
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, NULL), 0);
    snprintf(path, sizeof path, "%s.hea", name);
    ecg_file_write(path, hea.data, hea.size, NULL);
    snprintf(path, sizeof path, "%s.dat", name);
    ecg_file_write(path, dat.data, dat.size, NULL);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
}

/* NAME.json, NAME.png or .jpg, NAME.hea and NAME.dat in the current folder. */
static void make(const char *name, const struct setup *s)
{
    struct ecg_record *record = fixture_record(500, 10, s->noise_mv);
    if (s->is_flat)
        flatten(record);
    struct ecg_page *page = fixture_page(record);
    if (s->grey)
        make_grey(page);
    struct ecg_mesh *mesh =
        fixture_mesh(page, s->dpi, s->angle_deg, s->bend_px > 0 ? 60 : 2, s->bend_px > 0 ? 46 : 2);
    if (s->bend_px > 0)
        fixture_mesh_bend(mesh, s->bend_px);
    struct ecg_truth *truth;
    ecg_truth_make(&truth, page, mesh, NULL, NULL);
    move_lead(truth, s->lead_4_px);
    if (s->written > 0)
        write_over(truth, s->written);
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    scene.capture_kind = s->is_1_bit || s->sensor_noise > 0 || s->jpeg_quality > 0;
    struct ecg_buffer json = { 0 };
    char file[64];
    snprintf(file, sizeof file, "%s.%s", name, s->jpeg_quality ? "jpg" : "png");
    struct ecg_image_json_params params = { .scene = &scene,
        .record = record,
        .page = page,
        .mesh = mesh,
        .truth = truth,
        .image_file = file,
        .wfdb_name = name };
    CHECK_INT(ecg_image_json_write(&params, &json, NULL), 0);
    snprintf(file, sizeof file, "%s.json", name);
    CHECK_INT(ecg_file_write(file, json.data, json.size, NULL), 0);
    struct ecg_image image;
    fixture_paint(&image, page, mesh, s->dx_px, s->dy_px, s->skip_layers, s->sensor_noise);
    damage(s, truth, &image);
    if (s->is_1_bit)
        threshold(&image);
    write_picture(name, s, &image);
    write_record(name, record);
    ecg_image_free(&image);
    ecg_buffer_free(&json);
    ecg_truth_destroy(&truth);
    fixture_mesh_free(mesh);
    fixture_page_free(page);
    fixture_record_free(record);
}

static struct ecg_verify_image seen; /* the last one told */

static void remember(void *priv, const struct ecg_verify_image *image)
{
    (void)priv;
    seen = *image;
    printf("%-11s %s points %5zu measured %5zu crowded %4zu absent %4zu unlike %4zu median %.3f "
           "p95 %.3f p99 "
           "%.3f max %.3f shift %+.3f %+.3f SNR %.1f %.1f %s\n",
        image->name, image->passed ? "ok  " : "FAIL", image->points, image->measured,
        image->crowded, image->absent, image->unlike, image->median_px, image->p95_px,
        image->p99_px, image->max_px, image->shift_down_px, image->shift_right_px, image->snr_db,
        image->least_snr_db, image->problem);
}

static int verify(const char *path)
{
    const char *paths[] = { path };
    struct ecg_verify_params params = { .paths = paths, .n_paths = 1, .on_image = remember };
    struct ecg_verify_result result;
    struct ecg_error error = { 0 };
    return ecg_verify(&params, &result, &error);
}

static void remove_files(const char *name)
{
    static const char *const endings[] = { "json", "png", "jpg" };
    for (int k = 0; k < 3; k++) {
        char path[64];
        snprintf(path, sizeof path, "%s.%s", name, endings[k]);
        unlink(path);
    }
}

static void run(const char *name, struct setup s, int expected)
{
    remove_files(name);
    make(name, &s);
    char path[64];
    snprintf(path, sizeof path, "%s.json", name);
    CHECK_INT(verify(path), expected);
}

static void test_agreement(void)
{
    run("clean", (struct setup){ .dpi = 200 }, 0);
    CHECK(seen.median_px < 0.02 && seen.p99_px < 0.1);
    CHECK(seen.measured > 4500);
    run("low", (struct setup){ .dpi = 100 }, 0);
    CHECK(seen.median_px < 0.02 && seen.p99_px < 0.1);
    run("noisy", (struct setup){ .dpi = 100, .noise_mv = 0.01 }, 0);
    CHECK(seen.median_px < 0.05);
    run("turned", (struct setup){ .dpi = 100, .angle_deg = 7 }, 0);
    CHECK(seen.median_px < 0.02);
    run("bent", (struct setup){ .dpi = 100, .angle_deg = 2, .bend_px = 15 }, 0);
    CHECK(seen.median_px < 0.02);
    run("grey", (struct setup){ .dpi = 150, .grey = 1 }, 0);
    run("sensor", (struct setup){ .dpi = 100, .sensor_noise = 8 }, 0);
    CHECK_NEAR(hypot(seen.shift_down_px, seen.shift_right_px), 0, 0.1);
    run("jpeg", (struct setup){ .dpi = 100, .jpeg_quality = 75 }, 0);
}

/* Ink that is worn off in part or pale does not move the line, and does not hide that it is moved.
 */
static void test_damage(void)
{
    run("worn", (struct setup){ .dpi = 200, .worn = 1 }, 0);
    CHECK(seen.unlike + seen.absent > 60);
    CHECK(seen.p99_px < 0.1);
    run("pale", (struct setup){ .dpi = 100, .pale = 0.65 }, 0);
    CHECK(seen.absent < 20);
    CHECK(seen.p99_px < 0.1);
    run("worn-down", (struct setup){ .dpi = 200, .worn = 1, .dy_px = 0.3 }, ECG_E_MISMATCH);
    CHECK_NEAR(seen.median_px, 0.3, 0.03);
    run("pale-down", (struct setup){ .dpi = 100, .pale = 0.65, .dy_px = 0.3 }, ECG_E_MISMATCH);
    CHECK_NEAR(seen.median_px, 0.3, 0.03);
}

/* What must not pass, and is said to be what it is. */
static void test_disagreement(void)
{
    run("down", (struct setup){ .dpi = 100, .dy_px = 0.3 }, ECG_E_MISMATCH);
    CHECK_NEAR(seen.median_px, 0.3, 0.03);
    CHECK_NEAR(seen.shift_down_px, 0.3, 0.01);
    CHECK_HAS(seen.problem, "median distance");
    run("side", (struct setup){ .dpi = 100, .dx_px = 0.3 }, ECG_E_MISMATCH);
    CHECK_NEAR(seen.shift_right_px, 0.3, 0.03);
    CHECK_HAS(seen.problem, "displaced");
    run("far", (struct setup){ .dpi = 100, .dy_px = -9 }, ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "no trace ink");
    run("empty", (struct setup){ .dpi = 100, .skip_layers = 1 << ECG_LAYER_TRACE },
        ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "no trace ink");
    run("blank", (struct setup){ .dpi = 60, .skip_layers = 15 }, ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "no trace ink");
}

/* A bent page may be a little further off than a flat one. */
static void test_tolerance(void)
{
    run("off", (struct setup){ .dpi = 100, .dy_px = 0.125 }, ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "expected at most 0.1");
    run("off-bent", (struct setup){ .dpi = 100, .bend_px = 15, .dy_px = 0.125 }, 0);
    run("far-bent", (struct setup){ .dpi = 100, .bend_px = 15, .dy_px = 0.2 }, ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "expected at most 0.15");
}

static void copy(const char *from, const char *to)
{
    struct ecg_buffer file = { 0 };
    ecg_file_read(&file, from, 1 << 26, NULL);
    ecg_file_write(to, file.data, file.size, NULL);
    ecg_buffer_free(&file);
}

/* Damaged and foreign files are reported one by one; a walk finds only annotations. */
static void test_files(void)
{
    struct ecg_error error = { 0 };
    struct ecg_verify_result result;
    ecg_folder_make("set/deep", &error);
    make("blank", &(struct setup){ .dpi = 60 });
    copy("blank.json", "set/deep/blank.json");
    CHECK_INT(ecg_file_write("set/ecgpress.json", "{\"seed\": 1}", 11, &error), 0);
    CHECK_INT(ecg_file_write("set/broken.json", "{\"leads\": [", 11, &error), 0);
    CHECK_INT(ecg_file_write("set/text.txt", "x", 1, &error), 0);
    const char *paths[] = { "set" };
    struct ecg_verify_params params = { .paths = paths, .n_paths = 1, .on_image = remember };
    unlink("set/deep/blank.png");
    CHECK_INT(ecg_verify(&params, &result, &error), ECG_E_MISMATCH);
    CHECK_INT(result.images, 2);
    CHECK_INT(result.failed, 2);
    CHECK_HAS(seen.problem, "set/deep/blank.png: cannot open");
    CHECK_INT(ecg_file_write("set/deep/blank.png", "not a picture", 13, &error), 0);
    CHECK_INT(ecg_verify(&params, &result, &error), ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "expected a PNG or JPEG file");
    copy("low.png", "set/deep/blank.png");
    CHECK_INT(ecg_verify(&params, &result, &error), ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "size: expected 660 x 510 px, got 1100 x 850");
    copy("blank.png", "set/deep/blank.png");
    unlink("set/broken.json");
    CHECK_INT(ecg_verify(&params, &result, &error), 0);
    CHECK_INT(result.images, 1);
    paths[0] = "nowhere";
    CHECK_INT(ecg_verify(&params, &result, &error), ECG_E_IO);
    CHECK_HAS(error.message, "nowhere");
    ecg_folder_make("hollow", &error);
    paths[0] = "hollow";
    CHECK_INT(ecg_verify(&params, &result, &error), ECG_E_MISMATCH);
    CHECK_HAS(error.message, "no image");
}

/* Flat lines tell of shifts across them, and of no others. */
static void test_flat(void)
{
    run("flat", (struct setup){ .dpi = 100, .is_flat = 1 }, 0);
    CHECK_NEAR(hypot(seen.shift_down_px, seen.shift_right_px), 0, 0.02);
    run("flat", (struct setup){ .dpi = 100, .is_flat = 1, .angle_deg = 5 }, 0);
    CHECK_NEAR(hypot(seen.shift_down_px, seen.shift_right_px), 0, 0.02);
    run("flat", (struct setup){ .dpi = 100, .is_flat = 1, .dy_px = 0.3 }, ECG_E_MISMATCH);
    CHECK_NEAR(seen.shift_down_px, 0.3, 0.02);
    CHECK_NEAR(seen.shift_right_px, 0, 0.02);
}

/* Of a sheet written all over, what is free is judged; when next to nothing is, that is said. */
static void test_written_over(void)
{
    run("written", (struct setup){ .dpi = 100, .written = 0.8 }, 0);
    CHECK((double)seen.busy > 0.7 * (double)seen.points && seen.measured >= 50);
    run("written", (struct setup){ .dpi = 100, .written = 0.8, .dy_px = 0.3 }, ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "median distance");
    run("written", (struct setup){ .dpi = 100, .written = 0.9 }, ECG_E_MISMATCH);
    CHECK(seen.measured < 50);
    CHECK_HAS(seen.problem, "could be measured");
}

/* One lead of many that lies elsewhere, where a picture may lack half of its ink. */
static void test_moved_lead(void)
{
    const char *paths[] = { "bit.json" };
    struct ecg_verify_params params = { .paths = paths, .n_paths = 1, .on_image = remember };
    struct ecg_verify_result result;
    make("bit", &(struct setup){ .dpi = 150, .grey = 1, .is_1_bit = 1 });
    CHECK_INT(ecg_verify(&params, &result, NULL), 0);
    make("bit", &(struct setup){ .dpi = 150, .grey = 1, .is_1_bit = 1, .lead_4_px = 25 });
    CHECK_INT(ecg_verify(&params, &result, NULL), ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "lead II: ink at");
}

/* The signal comes back from pictures that are right, and not from those that are not. */
static void test_signal(void)
{
    const char *paths[] = { "clean.json" };
    struct ecg_verify_params params = {
        .paths = paths, .n_paths = 1, .signal = 1, .least_snr_db = 26, .on_image = remember
    };
    struct ecg_verify_result result;
    CHECK_INT(ecg_verify(&params, &result, NULL), 0);
    CHECK(seen.snr_db > 26 && seen.least_snr_db > 20);
    paths[0] = "side.json"; /* 0.3 px at 100 dpi */
    params.median_px = params.p99_px = 10;
    CHECK_INT(ecg_verify(&params, &result, NULL), ECG_E_MISMATCH);
    CHECK(seen.snr_db < 20);
    CHECK_HAS(seen.problem, "signal:");
    unlink("bent.hea");
    paths[0] = "bent.json";
    CHECK_INT(ecg_verify(&params, &result, NULL), ECG_E_MISMATCH);
    CHECK_HAS(seen.problem, "bent.hea");
}

/* Threads change nothing. */
static void test_threads(void)
{
    const char *paths[] = { "clean.json", "low.json", "noisy.json", "turned.json" };
    struct ecg_verify_params params = { .paths = paths, .n_paths = 4, .jobs = 1 };
    struct ecg_verify_result one, four;
    CHECK_INT(ecg_verify(&params, &one, NULL), 0);
    params.jobs = 4;
    CHECK_INT(ecg_verify(&params, &four, NULL), 0);
    CHECK_INT(one.measured, four.measured);
    CHECK_NEAR(one.p99_px, four.p99_px, 0);
}

int main(void)
{
    test_agreement();
    test_damage();
    test_disagreement();
    test_tolerance();
    test_files();
    test_flat();
    test_written_over();
    test_moved_lead();
    test_signal();
    test_threads();
    return check_done();
}
