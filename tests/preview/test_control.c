/* How parameters are named, grouped, searched and moved. */
#include "control.h"
#include "support/check.h"

#include <string.h>

static const struct ecg_param *param(const char *name)
{
    int i = ecg_param_find(name);
    CHECK(i >= 0);
    return &ecg_params[i < 0 ? 0 : i];
}

static void test_names(void)
{
    char text[80];
    control_label(param("capture.camera.tilt_deg"), text, sizeof text);
    CHECK_STR(text, "Tilt");
    control_group(param("capture.camera.tilt_deg"), text, sizeof text);
    CHECK_STR(text, "Camera");
    control_label(param("page.paper_speed_mm_s"), text, sizeof text);
    CHECK_STR(text, "Paper speed");
    control_group(param("page.paper_speed_mm_s"), text, sizeof text);
    CHECK_STR(text, "General");
    CHECK(control_same_group(param("page.grid.kind"), param("page.grid.palette")));
    CHECK(!control_same_group(param("page.grid.kind"), param("page.size")));
    CHECK_INT(stage_of(param("light.gloss")), STAGE_LIGHT);
    for (int i = 0; i < ecg_param_count(); i++) {
        control_label(&ecg_params[i], text, sizeof text);
        CHECK(*text);
        CHECK_INT(strncmp(ecg_params[i].name, stage_names[stage_of(&ecg_params[i])],
                      strlen(stage_names[stage_of(&ecg_params[i])])),
            0);
    }
}

static void test_search(void)
{
    CHECK(control_matches(param("capture.camera.tilt_deg"), ""));
    CHECK(control_matches(param("capture.camera.tilt_deg"), "CAMERA tilt"));
    CHECK(control_matches(param("capture.camera.tilt_deg"), "smaller")); /* of its doc */
    CHECK(control_matches(param("capture.kind"), "fax"));                /* of its choices */
    CHECK(!control_matches(param("capture.camera.tilt_deg"), "camera fold"));
}

static struct control control_text(const char *name, const char *text)
{
    struct ecg_dist *dist = NULL;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_dist_parse(&dist, param(name), text, &error), 0);
    struct control control = control_of(param(name), dist);
    ecg_dist_unref(&dist);
    return control;
}

static void test_forms(void)
{
    struct control range = control_text("capture.camera.tilt_deg", "uniform(-3, 12.5)");
    CHECK_INT(control_text("capture.camera.tilt_deg", "4").form, CONTROL_VALUE);
    CHECK_INT(range.form, CONTROL_RANGE);
    CHECK_NEAR(range.lo, -3, 0);
    CHECK_NEAR(range.hi, 12.5, 0);
    CHECK_INT(control_text("sheet.coffee.rings", "int(1, 3)").form, CONTROL_RANGE);
    CHECK_INT(control_text("output.mask_unplotted", "chance(0.25)").form, CONTROL_CHANCE);
    CHECK_INT(
        control_text("capture.camera.tilt_deg", "choice(uniform(0, 1), 3)").form, CONTROL_OTHER);
    CHECK_INT(control_of(param("page.size"), NULL).form, CONTROL_MIXED);
}

static void test_texts(void)
{
    char text[160];
    control_value_text(param("capture.camera.tilt_deg"), 12.5000001, text, sizeof text);
    CHECK_STR(text, "12.5");
    control_value_text(param("capture.camera.tilt_deg"), 999, text, sizeof text);
    CHECK_STR(text, "60");
    control_value_text(param("sheet.coffee.rings"), 2.7, text, sizeof text);
    CHECK_STR(text, "3");
    control_value_text(param("capture.camera.k1"), -0.00001, text, sizeof text);
    CHECK_STR(text, "0");
    control_range_text(param("capture.camera.tilt_deg"), 8, -2, text, sizeof text);
    CHECK_STR(text, "uniform(-2, 8)");
    control_range_text(param("sheet.coffee.rings"), 1.2, 4.4, text, sizeof text);
    CHECK_STR(text, "int(1, 4)");
    control_range_text(param("sheet.coffee.rings"), 2, 2.2, text, sizeof text);
    CHECK_STR(text, "2");
    double lo, hi;
    control_spread(param("capture.camera.tilt_deg"), 55, &lo, &hi);
    CHECK_NEAR(lo, 43, 1e-9);
    CHECK_NEAR(hi, 60, 1e-9);
}

/* What a control writes is always read by the recipe. */
static void test_texts_parse(void)
{
    for (const struct ecg_param *p = ecg_params; p->name; p++) {
        char text[160];
        struct ecg_error error = { 0 };
        if (p->type != ECG_PARAM_REAL && p->type != ECG_PARAM_INT)
            continue;
        for (int k = 0; k <= 10; k++) {
            struct ecg_dist *dist = NULL;
            double value = p->lo + (p->hi - p->lo) * k / 10, lo, hi;
            control_value_text(p, value, text, sizeof text);
            if (!CHECK_INT(ecg_dist_parse(&dist, p, text, &error), 0))
                return;
            ecg_dist_unref(&dist);
            control_spread(p, value, &lo, &hi);
            control_range_text(p, lo, hi, text, sizeof text);
            if (!CHECK_INT(ecg_dist_parse(&dist, p, text, &error), 0))
                return;
            ecg_dist_unref(&dist);
        }
    }
}

int main(void)
{
    test_names();
    test_search();
    test_forms();
    test_texts();
    test_texts_parse();
    return check_done();
}
