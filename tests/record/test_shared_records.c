/* Every real record of ../shared/records reads as its expected.json says. */
#include "core/buffer.h"
#include "record/record.h"
#include "support/check.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void check_values(json_t *want, json_t *got, const char *where)
{
    size_t n = json_array_size(want);
    CHECK_INT(json_array_size(got), n);
    for (size_t i = 0; i < n; i++) {
        json_t *a = json_array_get(want, i), *b = json_array_get(got, i);
        int ok = json_is_null(a)
                     ? json_is_null(b)
                     : json_is_number(b) && fabs(json_number_value(a) - json_number_value(b)) <=
                                                1e-6 * fmax(0.1, fabs(json_number_value(a)));
        if (!ok)
            fprintf(stderr, "%s: value %zu differs\n", where, i);
        CHECK(ok);
    }
}

static void check_sum(json_t *want, json_t *got, const char *key, const char *where)
{
    double a = json_number_value(json_object_get(want, key));
    double b = json_number_value(json_object_get(got, key));
    if (fabs(a - b) > 1e-6 * fmax(1, fabs(a)))
        fprintf(stderr, "%s: %s is %.12g, expected %.12g\n", where, key, b, a);
    CHECK(fabs(a - b) <= 1e-6 * fmax(1, fabs(a)));
}

static void check_signal(json_t *want, json_t *got, const char *record)
{
    char where[200];
    snprintf(
        where, sizeof where, "%s %s", record, json_string_value(json_object_get(want, "name")));
    CHECK_STR(json_string_value(json_object_get(got, "name")),
        json_string_value(json_object_get(want, "name")));
    CHECK_STR(json_string_value(json_object_get(got, "units")),
        json_string_value(json_object_get(want, "units")));
    CHECK_INT(json_integer_value(json_object_get(got, "nan")),
        json_integer_value(json_object_get(want, "nan")));
    check_sum(want, got, "sum", where);
    check_sum(want, got, "sumsq", where);
    check_values(json_object_get(want, "first"), json_object_get(got, "first"), where);
    check_values(json_object_get(want, "last"), json_object_get(got, "last"), where);
}

static void check_record(const char *name, json_t *want)
{
    char path[512];
    snprintf(path, sizeof path, "%s/records/%s", TEST_SHARED_DIR, name);
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    if (!CHECK(ecg_record_read(&record, path, 0, &error) == 0)) {
        fprintf(stderr, "%s\n", error.message);
        return;
    }
    struct ecg_buffer text = { 0 };
    CHECK_INT(ecg_record_describe_json(record, &text), 0);
    json_t *got = json_loads((const char *)text.data, 0, NULL);
    CHECK(got != NULL);
    check_sum(want, got, "fs", name);
    CHECK_INT(json_integer_value(json_object_get(got, "samples")),
        json_integer_value(json_object_get(want, "samples")));
    json_t *signals = json_object_get(want, "signals");
    json_t *got_signals = json_object_get(got, "signals");
    CHECK_INT(json_array_size(got_signals), json_array_size(signals));
    for (size_t i = 0; i < json_array_size(signals); i++)
        check_signal(json_array_get(signals, i), json_array_get(got_signals, i), name);
    for (int i = 0; i < record->n_warnings; i++)
        printf("%s\n", record->warnings[i]);
    json_decref(got);
    ecg_buffer_free(&text);
    ecg_record_destroy(&record);
}

int main(void)
{
    static const char expected_path[] = TEST_SHARED_DIR "/records/expected.json";
    if (access(expected_path, R_OK) != 0) {
        printf("no %s: real records not checked\n", expected_path);
        return 0;
    }
    json_t *expected = json_load_file(expected_path, 0, NULL);
    CHECK(json_object_size(expected) >= 40);
    const char *name;
    json_t *want;
    json_object_foreach(expected, name, want) check_record(name, want);
    json_decref(expected);
    return check_done();
}
