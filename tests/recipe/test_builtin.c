/* The recipes that come with the program: all load, say what they are, and draw what they say. */
#include "core/asset.h"
#include "page/font.h"
#include "page/page.h"
#include "recipe/recipe.h"
#include "record/record.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static struct ecg_error error;

static struct ecg_recipe *load(const char *name)
{
    struct ecg_recipe *recipe;
    if (!CHECK(ecg_recipe_load(&recipe, name, &error) == 0))
        fprintf(stderr, "%s\n", error.message);
    return recipe;
}

static void test_all_load(void)
{
    int n = 0;
    for (const struct ecg_asset *asset = ecg_assets; asset->name; asset++) {
        char name[64];
        if (sscanf(asset->name, "assets/recipes/%63[^/.].yaml", name) != 1 ||
            !strstr(asset->name, ".yaml"))
            continue;
        struct ecg_recipe *recipe = load(name);
        if (!recipe)
            continue;
        CHECK_STR(ecg_recipe_name(recipe), name);
        size_t about = strlen(ecg_recipe_about(recipe));
        if (!CHECK(about > 10 && about < 100))
            fprintf(stderr, "%s: about is %zu bytes\n", name, about);
        struct ecg_scene scene;
        for (uint64_t v = 0; v < 20; v++)
            CHECK_INT(ecg_recipe_draw(recipe, 1, "r", v, &scene, &error), 0);
        ecg_recipe_destroy(&recipe);
        n++;
    }
    CHECK(n >= 2);
}

/* FIELD.md section 2, in px at 200 dpi. */
static void test_kit(void)
{
    struct ecg_recipe *recipe = load("kit");
    struct ecg_scene s;
    ecg_recipe_draw(recipe, 1, "r", 0, &s, NULL);
    const double px = 200 / 25.4;
    CHECK_NEAR(s.output_dpi, 200, 0);
    CHECK_NEAR((s.page_margin_left_mm + 0.2 * s.page_paper_speed_mm_s) * px, 78.74, 0.01);
    CHECK_NEAR(s.page_duration_s / 4 * s.page_paper_speed_mm_s * px, 492.13, 0.01);
    CHECK_NEAR(s.page_gain_limb_mm_mv * px, 78.74, 0.01);
    CHECK_NEAR(s.page_first_baseline_mm * px, 703.5, 0.05);
    CHECK_NEAR(s.page_row_pitch_mm * px, 987.5 - 703.5, 0.05);
    CHECK_NEAR(s.page_strip_pitch_mm * px, 1531.5 - 1271.5, 0.05);
    CHECK_STR(s.page_layout, "3x4+1");
    CHECK(s.page_trace_color[0] <= 0.2f && s.page_trace_color[0] == s.page_trace_color[2]);
    ecg_recipe_destroy(&recipe);
}

struct seen {
    const char *what;
    int times;
};

static void count(struct seen *seen, const char *what)
{
    for (; seen->what; seen++)
        seen->times += strcmp(seen->what, what) == 0;
}

static void test_clean_is_varied(void)
{
    struct seen layouts[] = { { "3x4", 0 }, { "3x4+1", 0 }, { "3x4+2", 0 }, { "3x4+3", 0 },
        { "6x2", 0 }, { "6x2+1", 0 }, { "12x1", 0 }, { "6x1", 0 }, { "3x1", 0 }, { "2x6", 0 },
        { "1x1", 0 }, { 0 } };
    struct seen kinds[] = { { "lines", 0 }, { "dots", 0 }, { "three_level", 0 }, { "major", 0 },
        { "none", 0 }, { 0 } };
    struct ecg_recipe *recipe = load("clean");
    const struct ecg_param *kind = &ecg_params[ecg_param_find("page.grid.kind")];
    for (uint64_t v = 0; v < 2000; v++) {
        struct ecg_scene s;
        ecg_recipe_draw(recipe, 7, "r", v, &s, NULL);
        CHECK(strncmp(s.recipe, "clean/", 6) == 0);
        count(layouts, s.page_layout);
        struct ecg_buffer text = { 0 };
        ecg_scene_get(&s, kind, &text);
        count(kinds, (const char *)text.data);
        ecg_buffer_free(&text);
    }
    for (const struct seen *l = layouts; l->what; l++)
        if (!CHECK(l->times >= 8))
            fprintf(stderr, "%s: %d times in 2000\n", l->what, l->times);
    for (const struct seen *k = kinds; k->what; k++)
        CHECK(k->times >= 60);
    CHECK(layouts[1].times > 500 && layouts[1].times < 1100);
    ecg_recipe_destroy(&recipe);
}

/* Whatever is drawn makes a page with traces on it: no combination is refused. */
static void test_clean_makes_pages(void)
{
    struct ecg_recipe *recipe = load("clean");
    struct ecg_fonts *fonts;
    if (!CHECK(ecg_fonts_open(&fonts, &error) == 0)) {
        fprintf(stderr, "%s\n", error.message);
        return;
    }
    struct ecg_record *record;
    CHECK_INT(ecg_record_synthesize(&record, 1, 0, 10, &error), 0);
    for (uint64_t v = 0; v < 200; v++) {
        struct ecg_scene s;
        struct ecg_page *page;
        ecg_recipe_draw(recipe, 5, "page", v, &s, NULL);
        if (!CHECK(ecg_page_build(&page, &s, record, fonts, &error) == 0)) {
            fprintf(stderr, "variant %d: %s\n", (int)v, error.message);
            continue;
        }
        CHECK(page->n_traces > 0 && page->n_points > 400);
        for (size_t i = 0; i < page->n_traces; i++) {
            const struct ecg_trace *t = &page->traces[i];
            CHECK(t->baseline_mm > 0 && t->baseline_mm < page->height_mm && t->x_start_mm > 0);
        }
        ecg_page_destroy(&page);
    }
    ecg_record_destroy(&record);
    ecg_fonts_close(&fonts);
    ecg_recipe_destroy(&recipe);
}

/* The kinds of the database go by their numbers too, and keep their whole names. */
static void test_numbers(void)
{
    static const char *const pairs[][2] = { { "0001", "0001-clean" },
        { "0003", "0003-scan-color" }, { "0012", "0012-scan-mold-bw" } };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct ecg_recipe *recipe = load(pairs[i][0]);
        if (recipe)
            CHECK_STR(ecg_recipe_name(recipe), pairs[i][1]);
        ecg_recipe_destroy(&recipe);
    }
    struct ecg_recipe *none = NULL;
    CHECK_INT(ecg_recipe_load(&none, "0002", &error), ECG_E_ARGUMENT);
    CHECK_INT(ecg_recipe_load(&none, "000", &error), ECG_E_ARGUMENT);
}

int main(void)
{
    test_all_load();
    test_numbers();
    test_kit();
    test_clean_is_varied();
    test_clean_makes_pages();
    return check_done();
}
