/* The JSON beside an image: every key of ECG-Image-Kit, right values, and millivolts back from
 * nothing but the JSON. */
#include "output/image_json.h"

#include "support/check.h"
#include "support/fixture.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct setting {
    struct ecg_record *record;
    struct ecg_page *page;
    struct ecg_mesh *mesh;
    struct ecg_truth *truth;
    struct ecg_scene scene;
    struct ecg_buffer text;
    json_t *json;
};

static void write_json(struct setting *s)
{
    struct ecg_image_json_params params = { .scene = &s->scene,
        .record = s->record,
        .page = s->page,
        .mesh = s->mesh,
        .truth = s->truth,
        .image_file = "fixture-0.png",
        .wfdb_name = "fixture-0" };
    s->text.size = 0;
    CHECK_INT(ecg_image_json_write(&params, &s->text, NULL), 0);
    json_decref(s->json);
    json_error_t error;
    s->json = json_loads((const char *)s->text.data, JSON_REJECT_DUPLICATES, &error);
    if (!CHECK(s->json != NULL))
        exit(1);
}

static void make(struct setting *s, double dpi, double angle, double bend)
{
    memset(s, 0, sizeof *s);
    ecg_scene_defaults(&s->scene);
    s->scene.seed = 18446744073709551615u;
    s->record = fixture_record(500, 10, 0.01);
    s->page = fixture_page(s->record);
    s->page->traces[4].sign = -1;
    s->mesh = fixture_mesh(s->page, dpi, angle, bend > 0 ? 60 : 2, bend > 0 ? 46 : 2);
    if (bend > 0)
        fixture_mesh_bend(s->mesh, bend);
    ecg_truth_make(&s->truth, s->page, s->mesh, NULL, NULL);
    write_json(s);
}

static void destroy(struct setting *s)
{
    json_decref(s->json);
    ecg_buffer_free(&s->text);
    ecg_truth_destroy(&s->truth);
    fixture_mesh_free(s->mesh);
    fixture_page_free(s->page);
    fixture_record_free(s->record);
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static double at2(const json_t *array, size_t i, size_t j)
{
    return json_number_value(json_array_get(json_array_get(array, i), j));
}

static void test_keys(void)
{
    static const char *const keys[] = { "sampling_frequency", "width", "height", "x_grid",
        "y_grid", "resolution", "pad_inches", "grid_line_color_major", "grid_line_color_minor",
        "ecg_plot_color", "dc_pulse", "bw", "gridlines", "printed_text",
        "number_of_columns_in_image", "full_mode_lead", "handwritten_text", "num_words",
        "x_offset_for_handwritten_text", "y_offset_for_handwritten_text", "wrinkles",
        "crease_angle", "number_of_creases_horizontally", "number_of_creases_vertically",
        "augment", "crop", "temperature", "rotate", "noise", "leads", "ecgpress" };
    struct setting s;
    make(&s, 200, 0, 0);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (!json_object_get(s.json, keys[k]))
            CHECK_STR("missing", keys[k]);
    CHECK_INT(json_object_size(s.json), sizeof keys / sizeof *keys);
    CHECK_NEAR(number(s.json, "width"), 2200, 0);
    CHECK_NEAR(number(s.json, "x_grid"), 39.37, 0.001);
    CHECK_NEAR(number(s.json, "resolution"), 200, 0.001);
    CHECK_NEAR(number(s.json, "sampling_frequency"), 500, 0);
    CHECK_NEAR(number(s.json, "rotate"), 0, 1e-6);
    CHECK_NEAR(number(s.json, "crop"), 0, 0);
    CHECK_NEAR(number(s.json, "number_of_columns_in_image"), 4, 0);
    CHECK(json_is_true(json_object_get(s.json, "dc_pulse")));
    CHECK(json_is_true(json_object_get(s.json, "gridlines")));
    CHECK(json_is_false(json_object_get(s.json, "bw")));
    CHECK_STR(json_string_value(json_object_get(s.json, "full_mode_lead")), "II");
    CHECK_NEAR(
        json_number_value(json_array_get(json_object_get(s.json, "grid_line_color_major"), 0)),
        108.89, 0.02);
    const json_t *lead = json_array_get(json_object_get(s.json, "leads"), 6);
    CHECK_STR(json_string_value(json_object_get(lead, "lead_name")), "V2");
    CHECK_NEAR(number(lead, "start_sample"), 2500, 0);
    CHECK_NEAR(number(lead, "end_sample"), 3750, 0);
    CHECK_INT(json_array_size(json_object_get(lead, "plotted_pixels")), 1250);
    CHECK_NEAR(at2(json_object_get(lead, "plotted_pixels"), 0, 1), 78.74 + 2 * 492.126, 0.001);
    const json_t *box = json_object_get(lead, "text_bounding_box");
    CHECK_NEAR(json_number_value(json_array_get(json_object_get(box, "2"), 1)) -
                   json_number_value(json_array_get(json_object_get(box, "0"), 1)),
        6 * 200 / 25.4, 0.002);
    const json_t *own = json_object_get(s.json, "ecgpress");
    CHECK_STR(json_string_value(json_object_get(own, "version")), ecg_version());
    CHECK_STR(
        json_string_value(json_object_get(json_object_get(own, "record"), "file")), "fixture.hea");
    CHECK(strstr((const char *)s.text.data, "/data") == NULL);
    CHECK_HAS((const char *)s.text.data, "\"seed\":\"18446744073709551615\"");
    CHECK(json_object_get(json_object_get(own, "scene"), "output.dpi") != NULL);
    destroy(&s);
}

/* One lead's signal from the JSON alone, compared with the record. */
static double lead_snr(const struct setting *s, size_t k)
{
    const json_t *lead = json_array_get(json_object_get(s->json, "leads"), k);
    const json_t *own = json_object_get(s->json, "ecgpress");
    const json_t *layout = json_array_get(json_object_get(own, "layout"), k);
    const json_t *map = json_object_get(json_object_get(own, "page"), "to_image");
    const json_t *points = json_object_get(lead, "plotted_pixels");
    const char *signal = json_string_value(json_object_get(layout, "signal"));
    const double *truth = s->record->leads[ecg_record_lead(s->record, signal)].samples;
    double a = at2(map, 0, 0), b = at2(map, 0, 1), c = at2(map, 0, 2), d = at2(map, 1, 0),
           e = at2(map, 1, 1), f = at2(map, 1, 2), det = a * e - b * d, power = 0, error = 0;
    double fs = number(s->json, "sampling_frequency"), late = 0;
    for (size_t i = 0; i < json_array_size(points); i++) {
        double row = at2(points, i, 0) - c, column = at2(points, i, 1) - f;
        double x = (e * row - b * column) / det, y = (a * column - d * row) / det;
        double mv = number(layout, "sign") * (number(layout, "baseline_mm") - y) /
                    number(layout, "mm_per_mv");
        double t = (x - number(layout, "x_start_mm")) / number(layout, "mm_per_s");
        double v = number(layout, "sign") * truth[(size_t)number(lead, "start_sample") + i];
        late = fmax(late, fabs(t - (double)i / fs));
        power += v * v;
        error += (number(layout, "sign") * mv - v) * (number(layout, "sign") * mv - v);
    }
    CHECK(late < 1e-5);
    return 10 * log10(power / error);
}

static void test_inversion(double dpi, double angle)
{
    struct setting s;
    make(&s, dpi, angle, 0);
    for (size_t k = 0; k < 13; k++)
        if (s.page->traces[k].sign > 0 && !CHECK(lead_snr(&s, k) > 60))
            break;
    CHECK_NEAR(number(s.json, "rotate"), angle, 1e-3);
    destroy(&s);
}

static void test_missing_and_window(void)
{
    struct setting s;
    make(&s, 200, 0, 0);
    /* The page shows samples 1000 to 1999 of the record in every trace. */
    for (size_t k = 0; k < s.page->n_traces; k++) {
        s.page->traces[k].start_sample = 1000;
        s.page->traces[k].end_sample = 2000;
    }
    s.page->points[s.page->traces[2].first_point + 7].y_mm = NAN;
    ecg_truth_destroy(&s.truth);
    ecg_truth_make(&s.truth, s.page, s.mesh, NULL, NULL);
    write_json(&s);
    const json_t *lead = json_array_get(json_object_get(s.json, "leads"), 2);
    CHECK_NEAR(number(lead, "start_sample"), 0, 0);
    CHECK_NEAR(number(lead, "end_sample"), 1000, 0);
    const json_t *points = json_object_get(lead, "plotted_pixels");
    CHECK_INT(json_array_size(points), 1000);
    CHECK(json_is_null(json_array_get(json_array_get(points, 7), 0)));
    const json_t *own = json_object_get(s.json, "ecgpress");
    const json_t *layout = json_array_get(json_object_get(own, "layout"), 2);
    CHECK_NEAR(at2(json_object_get(layout, "hidden"), 0, 0), 7, 0);
    CHECK_NEAR(at2(json_object_get(layout, "hidden"), 0, 1), 8, 0);
    CHECK_NEAR(number(json_object_get(own, "record"), "window_start"), 1000, 0);
    destroy(&s);
}

static void test_bent(void)
{
    struct setting s;
    make(&s, 200, 2, 10);
    const json_t *own = json_object_get(s.json, "ecgpress");
    CHECK(json_is_null(json_object_get(json_object_get(own, "page"), "to_image")));
    const json_t *crossings = json_object_get(json_object_get(own, "grid"), "crossings");
    CHECK_NEAR(number(crossings, "columns"), 57, 0);
    const json_t *row = json_array_get(json_object_get(crossings, "points"), 20);
    double x, y;
    ecg_mesh_map(s.mesh, 5 * 30, 5 * 20, &x, &y);
    CHECK_NEAR(at2(row, 30, 0), y, 0.0006);
    CHECK_NEAR(at2(row, 30, 1), x, 0.0006);
    s.scene.output_lattice = 2; /* never */
    s.scene.output_json_indent = 2;
    write_json(&s);
    own = json_object_get(s.json, "ecgpress");
    CHECK(json_object_get(json_object_get(own, "grid"), "crossings") == NULL);
    CHECK_HAS((const char *)s.text.data, "\n  \"width\": 2200,\n");
    destroy(&s);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* Not a benchmark: says what it took, and fails only far from it. */
static void test_speed(void)
{
    struct setting s;
    make(&s, 200, 0, 0);
    struct ecg_image_json_params params = {
        .scene = &s.scene, .record = s.record, .page = s.page, .mesh = s.mesh, .truth = s.truth
    };
    double best = INFINITY;
    for (int k = 0; k < 5; k++) {
        double start = now_ms();
        s.text.size = 0;
        ecg_image_json_write(&params, &s.text, NULL);
        best = fmin(best, now_ms() - start);
    }
    printf("JSON of 20000 points: %.2f ms, %zu bytes\n", best, s.text.size);
    CHECK(best < 100);
    destroy(&s);
}

int main(void)
{
    test_keys();
    test_inversion(200, 0);
    test_inversion(100, 7);
    test_inversion(300, -90);
    test_missing_and_window();
    test_bent();
    test_speed();
    return check_done();
}
