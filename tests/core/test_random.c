/* Keyed numbers: fixed values for ever, independent names, uniform and normal as they say. */
#include "core/random.h"
#include "support/check.h"

#include <math.h>

static void test_known_values(void)
{
    /* SplitMix64 from state 1234567: the published reference sequence. */
    struct ecg_random random = { 1234567 };
    CHECK(ecg_random_u64(&random) == 6457827717110365317u);
    CHECK(ecg_random_u64(&random) == 3203168211198807973u);
}

static void test_keys_differ(void)
{
    struct ecg_key a = ecg_key_make(1, "rec", 0);
    CHECK(a.value == ecg_key_make(1, "rec", 0).value);
    CHECK(a.value != ecg_key_make(2, "rec", 0).value);
    CHECK(a.value != ecg_key_make(1, "red", 0).value);
    CHECK(a.value != ecg_key_make(1, "rec", 1).value);
    CHECK(ecg_key_name(a, "x").value != ecg_key_name(a, "y").value);
    CHECK(ecg_key_name(ecg_key_name(a, "x"), "y").value != ecg_key_name(a, "xy").value);
    CHECK(ecg_key_index(a, 0).value != ecg_key_index(a, 1).value);
}

static void test_moments(void)
{
    struct ecg_random random = ecg_random_named(ecg_key_make(7, "moments", 0), "m");
    double unit_sum = 0, normal_sum = 0, normal_squares = 0;
    enum { N = 100000 };
    for (int i = 0; i < N; i++) {
        double u = ecg_random_unit(&random), n = ecg_random_normal(&random);
        unit_sum += u;
        normal_sum += n;
        normal_squares += n * n;
    }
    CHECK_NEAR(unit_sum / N, 0.5, 0.005);
    CHECK_NEAR(normal_sum / N, 0.0, 0.015);
    CHECK_NEAR(sqrt(normal_squares / N), 1.0, 0.015);
    int low = 0, high = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t k = ecg_random_int(&random, -2, 3);
        CHECK(k >= -2 && k <= 3);
        low += k == -2;
        high += k == 3;
    }
    CHECK(low > 100 && high > 100);
    CHECK_INT(ecg_random_int(&random, 5, 5), 5);
}

int main(void)
{
    test_known_values();
    test_keys_differ();
    test_moments();
    return check_done();
}
