/* Scenes: draws that depend on nothing but their key, values as text, JSON there and back. */
#include "recipe/recipe.h"
#include "recipe/scene.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct ecg_error error;

/* A distribution that uses the parameter's whole range, so that every field moves. */
static void spread(const struct ecg_param *param, char *text, size_t size)
{
    char first[64] = "";
    switch (param->type) {
    case ECG_PARAM_REAL:
        snprintf(text, size, "uniform(%.17g, %.17g)", param->lo, param->hi);
        break;
    case ECG_PARAM_INT:
        snprintf(text, size, "int(%.17g, %.17g)", param->lo, param->hi);
        break;
    case ECG_PARAM_BOOL:
        snprintf(text, size, "chance(0.5)");
        break;
    case ECG_PARAM_ENUM:
        snprintf(first, sizeof first, "%.*s", (int)strcspn(param->choices, "|"), param->choices);
        snprintf(text, size, "choice(%s, %s)", first, strrchr(param->choices, '|') + 1);
        break;
    case ECG_PARAM_TEXT:
        snprintf(text, size, "choice('a \"b\" \\\\ \xc3\xa9', '', ':,()')");
        break;
    case ECG_PARAM_COLOR:
        snprintf(text, size, "jitter(choice(#123456, pink), 0.3)");
        break;
    }
}

/* Every parameter at random but `skip`; set in reverse order when `reverse`. */
static struct ecg_recipe *wild_recipe(int skip, bool reverse)
{
    struct ecg_recipe *recipe;
    CHECK_INT(ecg_recipe_read(&recipe, "wild", "", 0, &error), 0);
    for (int k = 0; k < ecg_param_count(); k++) {
        int i = reverse ? ecg_param_count() - 1 - k : k;
        char text[160], assignment[300];
        if (i == skip)
            continue;
        spread(&ecg_params[i], text, sizeof text);
        snprintf(assignment, sizeof assignment, "%s=%s", ecg_params[i].name, text);
        if (!CHECK(ecg_recipe_set(recipe, assignment, &error) == 0))
            fprintf(stderr, "%s\n", error.message);
    }
    return recipe;
}

static void test_draws_are_independent(void)
{
    int skip = ecg_param_find("page.layout");
    struct ecg_recipe *all = wild_recipe(-1, false), *reversed = wild_recipe(-1, true);
    struct ecg_recipe *without = wild_recipe(skip, false);
    int moved = 0;
    for (uint64_t v = 0; v < 50; v++) {
        struct ecg_scene a, b, c;
        ecg_recipe_draw(all, 11, "rec/1", v, &a, NULL);
        ecg_recipe_draw(all, 11, "rec/1", v + 1, &c, NULL);
        CHECK(memcmp(&a, &c, sizeof a) != 0);
        ecg_recipe_draw(reversed, 11, "rec/1", v, &b, NULL);
        CHECK(memcmp(&a, &b, sizeof a) == 0);
        ecg_recipe_draw(without, 11, "rec/1", v, &b, NULL);
        moved += strcmp(a.page_layout, b.page_layout) != 0;
        memcpy(b.page_layout, a.page_layout, sizeof a.page_layout);
        CHECK(memcmp(&a, &b, sizeof a) == 0);
        ecg_recipe_draw(all, 12, "rec/1", v, &b, NULL);
        CHECK(b.output_dpi != a.output_dpi);
        ecg_recipe_draw(all, 11, "rec/2", v, &b, NULL);
        CHECK(b.output_dpi != a.output_dpi);
    }
    CHECK(moved > 10);
    ecg_recipe_destroy(&all);
    ecg_recipe_destroy(&reversed);
    ecg_recipe_destroy(&without);
}

/* Two parameters with the same distribution are no copies of each other. */
static void test_draws_do_not_follow_each_other(void)
{
    struct ecg_recipe *recipe = wild_recipe(-1, false);
    double n = 2000, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (uint64_t v = 0; v < 2000; v++) {
        struct ecg_scene s;
        ecg_recipe_draw(recipe, 1, "r", v, &s, NULL);
        double x = s.page_margin_left_mm, y = s.page_margin_right_mm;
        sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
    }
    double cov = sxy / n - sx / n * sy / n;
    double r2 = cov * cov / ((sxx / n - sx / n * sx / n) * (syy / n - sy / n * sy / n));
    CHECK(r2 < 0.005);
    ecg_recipe_destroy(&recipe);
}

static void test_print_and_load(void)
{
    struct ecg_recipe *recipe = wild_recipe(-1, false), *again;
    struct ecg_buffer text = { 0 }, text_again = { 0 };
    CHECK_INT(ecg_recipe_print(recipe, &text, &error), 0);
    if (!CHECK(ecg_recipe_read(&again, "wild", (const char *)text.data, text.size, &error) == 0))
        fprintf(stderr, "%s\n", error.message);
    CHECK_INT(ecg_recipe_print(again, &text_again, &error), 0);
    CHECK_STR((const char *)text_again.data, (const char *)text.data);
    for (uint64_t v = 0; v < 20; v++) {
        struct ecg_scene a, b;
        ecg_recipe_draw(recipe, 1, "r", v, &a, NULL);
        ecg_recipe_draw(again, 1, "r", v, &b, NULL);
        CHECK(memcmp(&a, &b, sizeof a) == 0);
    }
    ecg_buffer_free(&text);
    ecg_buffer_free(&text_again);
    ecg_recipe_destroy(&recipe);
    ecg_recipe_destroy(&again);
}

static void test_json(void)
{
    struct ecg_recipe *recipe = wild_recipe(-1, false);
    for (uint64_t v = 0; v < 100; v++) {
        struct ecg_scene scene, again;
        ecg_recipe_draw(recipe, UINT64_MAX - v, "r", v, &scene, NULL);
        struct ecg_buffer json = { 0 }, image = { 0 };
        ecg_scene_print_json(&scene, &json);
        memset(&again, 1, sizeof again);
        if (!CHECK(ecg_scene_read_json(&again, (const char *)json.data, json.size, &error) == 0))
            fprintf(stderr, "%s\n", error.message);
        CHECK(memcmp(&scene, &again, sizeof scene) == 0);
        ecg_buffer_format(&image, "{\"width\": 1, \"ecgpress\": {\"seed\": 3, \"scene\": %s}}",
            (const char *)json.data);
        memset(&again, 1, sizeof again);
        CHECK_INT(ecg_scene_read_json(&again, (const char *)image.data, image.size, &error), 0);
        CHECK(memcmp(&scene, &again, sizeof scene) == 0);
        ecg_buffer_free(&json);
        ecg_buffer_free(&image);
    }
    ecg_recipe_destroy(&recipe);
}

static const char *refused(const char *json)
{
    struct ecg_scene scene;
    memset(&error, 0, sizeof error);
    CHECK(ecg_scene_read_json(&scene, json, strlen(json), &error) < 0);
    return error.message;
}

#define KEY "{\"scene.key\": \"0123456789abcdef\", "

static void test_json_refusals(void)
{
    struct ecg_scene scene;
    const char *fine = KEY "\"output.dpi\": 123.5}";
    CHECK_INT(ecg_scene_read_json(&scene, fine, strlen(fine), &error), 0);
    CHECK(scene.key.value == 0x0123456789abcdef);
    CHECK_NEAR(scene.output_dpi, 123.5, 0);
    CHECK_NEAR(scene.page_paper_speed_mm_s, 25, 0);
    CHECK_STR(refused("{}"), "scene.key: missing, expected a scene's JSON");
    CHECK_STR(refused("[]"), "scene.key: missing, expected a scene's JSON");
    CHECK_HAS(refused("{\n\"scene.key\": }"), "JSON line 2:");
    CHECK_HAS(refused(KEY "\"output.dpi\": 3}"), "output.dpi: expected a number from 50 to 1200");
    CHECK_HAS(refused(KEY "\"output.dpi\": \"200\"}"), "output.dpi: expected a number");
    CHECK_HAS(refused(KEY "\"output.dpi\": NaN}"), "JSON line 1:");
    CHECK_HAS(refused(KEY "\"output.dip\": 3}"), "output.dip: no such parameter; did you mean");
    CHECK_HAS(refused(KEY "\"page.layout\": 3}"), "page.layout: expected a text");
    CHECK_HAS(refused(KEY "\"page.layout\": \"a\\nb\"}"), "page.layout: expected UTF-8 text");
    CHECK_HAS(refused(KEY "\"page.grid.kind\": \"squares\"}"), "page.grid.kind: expected one of");
    CHECK_HAS(
        refused(KEY "\"page.paper_color\": \"#12\"}"), "page.paper_color: expected a colour");
    CHECK_HAS(refused(KEY "\"scene.seed\": 1}"), "scene.seed: expected a text of decimal digits");
    CHECK_HAS(refused("{\"scene.key\": \"xyz\"}"), "scene.key: expected a text of 16");
    CHECK_HAS(refused(KEY "\"scene.recipe\": \"\\u0001\"}"), "scene.recipe: expected");
    CHECK_HAS(refused(KEY "\"output.dpi\": 100, \"output.dpi\": 100}"), "JSON line 1:");
}

static void test_get_and_put(void)
{
    struct ecg_scene scene;
    ecg_scene_defaults(&scene);
    CHECK_STR(scene.recipe, "default");
    CHECK_NEAR(scene.output_dpi, 200, 0);
    const struct ecg_param *dpi = &ecg_params[ecg_param_find("output.dpi")];
    CHECK_INT(ecg_scene_put(&scene, dpi, "123.25", &error), 0);
    struct ecg_buffer text = { 0 };
    ecg_scene_get(&scene, dpi, &text);
    CHECK_STR((const char *)text.data, "123.25");
    ecg_buffer_free(&text);
    CHECK_INT(ecg_scene_put(&scene, dpi, "uniform(100, 200)", &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "output.dpi: expected a number");
    CHECK_NEAR(scene.output_dpi, 123.25, 0);
}

/* One group's values go over, and nothing else: neither the other groups nor those whose names
 * only begin alike. */
static void test_copy_group(void)
{
    struct ecg_recipe *recipe = wild_recipe(-1, false);
    struct ecg_scene from, scene, plain;
    ecg_scene_defaults(&plain);
    CHECK_INT(ecg_recipe_draw(recipe, 7, "r", 0, &from, NULL), 0);
    scene = plain;
    ecg_scene_copy_group(&scene, &from, "capture");
    ecg_scene_copy_group(&scene, &from, "pag");
    int differ = 0;
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        bool is_copied = strncmp(param->name, "capture.", 8) == 0;
        const char *at = (const char *)&scene + param->offset;
        const char *want = (const char *)(is_copied ? &from : &plain) + param->offset;
        const char *other = (const char *)(is_copied ? &plain : &from) + param->offset;
        if (!CHECK(memcmp(at, want, ecg_param_size(param)) == 0))
            printf("  %s\n", param->name);
        differ += memcmp(at, other, ecg_param_size(param)) != 0;
    }
    CHECK(differ > ecg_param_count() / 2);
    ecg_recipe_destroy(&recipe);
}

int main(void)
{
    test_copy_group();
    test_draws_are_independent();
    test_draws_do_not_follow_each_other();
    test_print_and_load();
    test_json();
    test_json_refusals();
    test_get_and_put();
    return check_done();
}
