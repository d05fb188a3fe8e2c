/* JSON text: jansson reads back every value; numbers look as people write them. */
#include "output/json.h"

#include "core/random.h"
#include "support/check.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *fixed(double v, int decimals)
{
    static char text[64];
    struct ecg_buffer out = { 0 };
    struct ecg_json json;
    ecg_json_start(&json, &out, 0);
    ecg_json_fixed(&json, v, decimals);
    snprintf(text, sizeof text, "%s", (const char *)out.data);
    ecg_buffer_free(&out);
    return text;
}

static const char *real(double v)
{
    static char text[64];
    struct ecg_buffer out = { 0 };
    struct ecg_json json;
    ecg_json_start(&json, &out, 0);
    ecg_json_real(&json, v);
    snprintf(text, sizeof text, "%s", (const char *)out.data);
    ecg_buffer_free(&out);
    return text;
}

static void test_fixed(void)
{
    CHECK_STR(fixed(703.5, 3), "703.5");
    CHECK_STR(fixed(0.0004, 3), "0");
    CHECK_STR(fixed(-0.0004, 3), "0");
    CHECK_STR(fixed(-0.0006, 3), "-0.001");
    CHECK_STR(fixed(1234.0056, 3), "1234.006");
    CHECK_STR(fixed(99.9996, 3), "100");
    CHECK_STR(fixed(-12, 0), "-12");
    CHECK_STR(fixed(0.000001234, 9), "0.000001234");
    CHECK_STR(fixed(NAN, 3), "null");
    CHECK_STR(fixed(-INFINITY, 3), "null");
    struct ecg_random random = { 1 };
    for (int i = 0; i < 20000; i++) {
        double v = ecg_random_uniform(&random, -5000, 5000);
        int decimals = (int)ecg_random_int(&random, 0, 9);
        if (!CHECK_NEAR(strtod(fixed(v, decimals), NULL), v, 0.502 * pow(10, -decimals)))
            break;
    }
}

static void test_real(void)
{
    CHECK_STR(real(0), "0");
    CHECK_STR(real(25), "25");
    CHECK_STR(real(0.1), "0.1");
    CHECK_STR(real(-1234567), "-1234567");
    CHECK_STR(real(1e12), "1000000000000");
    CHECK_STR(real(1e-7), "1e-7");
    CHECK_STR(real(1.0 / 3), "0.333333333");
    CHECK_STR(real(9.9999999999), "10");
    CHECK_STR(real(9.9999999999e-20), "1e-19");
    CHECK_STR(real(NAN), "null");
    const double edges[] = { 5e-324, 2.2250738585e-308, 1.7976931348e308, -1.5e300, 123456.789 };
    for (size_t k = 0; k < sizeof edges / sizeof *edges; k++)
        CHECK_NEAR(strtod(real(edges[k]), NULL) / edges[k], 1, edges[k] < 1e-320 ? 1 : 1e-8);
    struct ecg_random random = { 2 };
    for (int i = 0; i < 20000; i++) {
        double digits = ecg_random_uniform(&random, -1, 1);
        double v = digits * pow(10, ecg_random_uniform(&random, -30, 30));
        if (!CHECK_NEAR(strtod(real(v), NULL) / v, 1, 6e-9))
            break;
    }
}

static void write_sample(struct ecg_buffer *out, int indent)
{
    struct ecg_json json;
    ecg_json_start(&json, out, indent);
    ecg_json_open_object(&json);
    ecg_json_key_string(
        &json, "text", "a\"b\\c\n\x01 \xc3\xa9 \xff\xc0\x80 \xed\xa0\x80 \xf0\x9f\x98\x80");
    ecg_json_key_int(&json, "least", INT64_MIN);
    ecg_json_key(&json, "most");
    ecg_json_uint(&json, UINT64_MAX);
    ecg_json_key_bool(&json, "yes", 1);
    ecg_json_key(&json, "none");
    ecg_json_null(&json);
    ecg_json_key(&json, "points");
    ecg_json_open_array(&json);
    ecg_json_pair(&json, 1.25, -2);
    ecg_json_pair(&json, NAN, 3.0005);
    ecg_json_close_array(&json);
    ecg_json_key(&json, "empty");
    ecg_json_open_object(&json);
    ecg_json_close_object(&json);
    ecg_json_key(&json, "raw");
    ecg_json_raw(&json, "{\"x\":[1,2]}", 11);
    ecg_json_key_real(&json, "real", 0.5);
    ecg_json_close_object(&json);
}

static void test_document(int indent)
{
    struct ecg_buffer out = { 0 };
    write_sample(&out, indent);
    /* jansson's integers are 64 bits signed: the largest unsigned one is read as a real. */
    json_t *root = json_loads((const char *)out.data, JSON_DECODE_INT_AS_REAL, NULL);
    if (!CHECK(root != NULL)) {
        ecg_buffer_free(&out);
        return;
    }
    CHECK_STR(json_string_value(json_object_get(root, "text")),
        "a\"b\\c\n\x01 \xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd "
        "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd \xf0\x9f\x98\x80");
    CHECK_NEAR(json_number_value(json_object_get(root, "most")), 18446744073709551615.0, 1);
    CHECK_HAS((const char *)out.data, "-9223372036854775808");
    CHECK(json_is_true(json_object_get(root, "yes")));
    CHECK(json_is_null(json_object_get(root, "none")));
    json_t *points = json_object_get(root, "points");
    CHECK_INT(json_array_size(points), 2);
    CHECK_NEAR(json_number_value(json_array_get(json_array_get(points, 0), 1)), -2, 0);
    CHECK(json_is_null(json_array_get(json_array_get(points, 1), 0)));
    CHECK_INT(json_array_size(json_object_get(json_object_get(root, "raw"), "x")), 2);
    CHECK_INT(json_object_size(root), 9);
    CHECK((strchr((const char *)out.data, '\n') != NULL) == (indent > 0));
    json_decref(root);
    ecg_buffer_free(&out);
}

int main(void)
{
    /* A locale with a decimal comma must not reach the file, where this machine has one. */
    setlocale(LC_ALL, "de_DE.UTF-8");
    test_fixed();
    setlocale(LC_ALL, "C");
    test_fixed();
    test_real();
    test_document(0);
    test_document(2);
    return check_done();
}
