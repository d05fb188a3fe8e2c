/* Recipes: YAML in, what it sets, what is refused and where; mixes; draws; printing. */
#include "core/file.h"
#include "recipe/recipe.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static struct ecg_error error;

static struct ecg_recipe *read_yaml(const char *yaml)
{
    struct ecg_recipe *recipe;
    memset(&error, 0, sizeof error);
    int code = ecg_recipe_read(&recipe, "test.yaml", yaml, strlen(yaml), &error);
    CHECK((code == 0) == (recipe != NULL));
    CHECK_INT(error.code, code);
    return recipe;
}

/* The message a text is refused with. */
static const char *refused(const char *yaml)
{
    struct ecg_recipe *recipe = read_yaml(yaml);
    CHECK(recipe == NULL);
    ecg_recipe_destroy(&recipe);
    return error.message;
}

static double drawn_dpi(const struct ecg_recipe *recipe, uint64_t variant)
{
    struct ecg_scene scene;
    CHECK_INT(ecg_recipe_draw(recipe, 1, "rec", variant, &scene, NULL), 0);
    return scene.output_dpi;
}

static void put_file(const char *path, const char *text)
{
    CHECK_INT(ecg_file_write(path, text, strlen(text), &error), 0);
}

static void test_values(void)
{
    static const char *const same[] = { "output:\n  dpi: 300\n", "output.dpi: 300\n",
        "output: {dpi: 300}", "# only\noutput:\n  dpi: '300'\n", "a: &x 300\n" };
    for (int i = 0; i < 4; i++) {
        struct ecg_recipe *recipe = read_yaml(same[i]);
        CHECK_NEAR(recipe ? drawn_dpi(recipe, 0) : 0, 300, 0);
        ecg_recipe_destroy(&recipe);
    }
    static const char *const empty[] = { "", "\n# nothing\n", "---\n", "{}" };
    for (int i = 0; i < 4; i++) {
        struct ecg_recipe *recipe = read_yaml(empty[i]);
        CHECK_NEAR(recipe ? drawn_dpi(recipe, 0) : 0, 200, 0);
        ecg_recipe_destroy(&recipe);
    }
}

static void test_refusals(void)
{
    CHECK_STR(refused("# one\noutput:\n  dpo: 3\n"),
        "recipe test.yaml:3: output.dpo: no such parameter; did you mean output.dpi?");
    CHECK_STR(refused("\n\noutput.dpi: 3\n"),
        "recipe test.yaml:3: output.dpi: 3 is out of range, expected 50 to 1200 px/inch");
    CHECK_HAS(refused("outptu:\n  dpi: 3\n"),
        "recipe test.yaml:1: outptu: no such group; did you mean output?");
    CHECK_HAS(refused("page:\n  gird:\n    kind: dots\n"),
        "test.yaml:2: page.gird: no such group; did you mean page.grid?");
    CHECK_HAS(refused("output: 3\n"), "test.yaml:1: output: expected a map of parameters");
    CHECK_HAS(refused("output:\n  dpi:\n    x: 3\n"),
        "test.yaml:3: output.dpi: expected one value or distribution, not a map or a list");
    CHECK_HAS(refused("output.dpi: [200, 300]\n"), "expected one value or distribution");
    CHECK_HAS(refused("output.dpi: 100\noutput:\n  dpi: 200\n"),
        "test.yaml:3: output.dpi: already set in line 1");
    CHECK_HAS(refused("output.dpi: #300\n"), "test.yaml:1: output.dpi: expected a value (in YAML");
    CHECK_HAS(refused("output.dpi: choice(200, #300)\n"), "needs quotes");
    CHECK_HAS(refused("output.dpi: choice(200: 1)\n"), "test.yaml:1: mapping values are not");
    CHECK_HAS(refused("output.dpi: choice(200: 1)\n"), "needs quotes");
    CHECK_HAS(refused("- 1\n"), "test.yaml:1: expected a map of parameters");
    CHECK_HAS(refused("12\n"), "expected a map of parameters");
    CHECK_HAS(refused("output.dpi: \"unclosed\n"), "recipe test.yaml:");
    CHECK_HAS(refused("output.dpi: 100\n---\noutput.dpi: 200\n"), "test.yaml:3: expected one");
    CHECK_HAS(refused("? [a, b]\n: 3\n"), "expected a parameter's name");
    CHECK_HAS(refused("output.dpi: \"20\\0\"\n"), "expected one value");
    CHECK_HAS(refused("about: [1]\n"), "test.yaml:1: about: expected one line");
    CHECK_HAS(refused("about: \"a\\nb\"\n"), "about: expected one line");
}

/* Names that expand, loops and depth cost no more than a message. */
static void test_hostile(void)
{
    CHECK_HAS(refused("a: &a [*a]\n"), "no such");
    CHECK_HAS(refused("output: &a\n  dpi: *a\n"), "expected one value");
    CHECK_HAS(refused("output: &a\n  x: *a\n"), "no such group");
    CHECK_HAS(refused("mix: &m\n  - name: a\n    mix: *m\n"), "mixes nested at most 4 deep");
    CHECK_HAS(refused("mix: &m\n  - name: a\n    base: *m\n"), "base: expected a recipe's name");
    char laughs[2000] = "a0: &a0 {output.dpi: 100}\n";
    for (int i = 1; i < 20; i++) {
        char line[64];
        snprintf(line, sizeof line, "a%d: &a%d {x: *a%d, y: *a%d}\n", i, i, i - 1, i - 1);
        strcat(laughs, line);
    }
    CHECK_HAS(refused(laughs), "recipe test.yaml:1: a0: no such group");
    char bases[40000] = "base: &b [";
    strcat(bases, "nothing");
    for (int i = 0; i < 3000; i++)
        strcat(bases, ", x");
    strcat(bases, "]\n");
    CHECK_HAS(refused(bases), "recipe nothing: no such recipe");
    static char deep[1100 * 1024];
    memset(deep, '[', 1024 * 1024);
    CHECK_HAS(refused(deep), "recipe test.yaml:1: expected maps and lists nested at most 16 deep");
    for (size_t i = 0; i + 2 < 1024 * 1024; i += 2)
        memcpy(deep + i, "? ", 2);
    CHECK_HAS(refused(deep), "nested at most 16 deep");
    memset(deep, '#', sizeof deep - 1);
    CHECK_HAS(refused(deep), "at most 1048576 bytes");
}

static void test_files(void)
{
    struct ecg_recipe *recipe;
    CHECK_INT(ecg_folder_make("sub", &error), 0);
    put_file("top.yaml", "base: sub/mid.yaml\nabout: Top\n");
    put_file("sub/mid.yaml", "base: [low.yml, ./lower.yaml]\n");
    put_file("sub/low.yml", "output.dpi: 111\n");
    put_file("sub/lower.yaml", "output.dpi: 122\n");
    CHECK_INT(ecg_recipe_load(&recipe, "top.yaml", &error), 0);
    CHECK_NEAR(drawn_dpi(recipe, 0), 122, 0);
    CHECK_STR(ecg_recipe_name(recipe), "top");
    CHECK_STR(ecg_recipe_about(recipe), "Top");
    ecg_recipe_destroy(&recipe);

    put_file("sub/lower.yaml", "\nbase: ../sub/mid.yaml\n");
    CHECK(ecg_recipe_load(&recipe, "./top.yaml", &error) < 0);
    CHECK_HAS(error.message, "expected at most 256 files, 16 deep");
    put_file("own.yaml", "#\nmix: {own.yaml: 1}\n");
    CHECK(ecg_recipe_load(&recipe, "own.yaml", &error) < 0);
    CHECK_STR(error.message, "recipe own.yaml:2: recipe own.yaml leads back to itself");
    CHECK(ecg_recipe_load(&recipe, "missing.yaml", &error) < 0);
    CHECK_HAS(error.message, "recipe: missing.yaml: cannot open");
    CHECK(ecg_recipe_load(&recipe, "no-such", &error) < 0);
    CHECK_HAS(error.message, "recipe no-such: no such recipe; expected one of ");
    CHECK_HAS(error.message, "kit");
    put_file("bad.yaml", "base:\n  - kit\n  - nowhere\n");
    CHECK(ecg_recipe_load(&recipe, "bad.yaml", &error) < 0);
    CHECK_HAS(error.message, "recipe bad.yaml:3: recipe nowhere: no such recipe");
    /* Every file names the next twice: 2^15 loads if nothing counted them. */
    for (int i = 0; i < 15; i++) {
        char name[32], text[64];
        snprintf(name, sizeof name, "d%d.yaml", i);
        snprintf(text, sizeof text, i < 14 ? "base: [d%d.yaml, d%d.yaml]\n" : "{}", i + 1, i + 1);
        put_file(name, text);
    }
    CHECK(ecg_recipe_load(&recipe, "d0.yaml", &error) < 0);
    CHECK_HAS(error.message, "expected at most 256 files");
}

static void test_set(void)
{
    struct ecg_recipe *recipe = read_yaml("");
    CHECK_INT(ecg_recipe_set(recipe, "output.dpi=150", &error), 0);
    CHECK_NEAR(drawn_dpi(recipe, 0), 150, 0);
    CHECK_INT(ecg_recipe_set(recipe, " output.dpi = 160 ", &error), 0);
    CHECK_NEAR(drawn_dpi(recipe, 0), 160, 0);
    CHECK(ecg_recipe_set(recipe, "output.dpi", &error) < 0);
    CHECK_HAS(error.message, "--set output.dpi: expected name=value");
    CHECK(ecg_recipe_set(recipe, "dpi=3", &error) < 0);
    CHECK_STR(error.message, "--set dpi: no such parameter; did you mean output.dpi?");
    CHECK(ecg_recipe_set(recipe, "output.dpi=fine", &error) < 0);
    CHECK_HAS(error.message, "--set: output.dpi: expected a number from 50 to 1200");
    CHECK_NEAR(drawn_dpi(recipe, 0), 160, 0);
    ecg_recipe_reset(recipe, ecg_param_find("output.dpi"));
    CHECK_NEAR(drawn_dpi(recipe, 0), 200, 0);
    ecg_recipe_destroy(&recipe);
}

static void check_shares(const struct ecg_recipe *recipe, double share_a)
{
    int a = 0;
    enum { N = 2000 };
    for (int i = 0; i < N; i++) {
        struct ecg_scene scene;
        ecg_recipe_draw(recipe, 3, "mixed", (uint64_t)i, &scene, NULL);
        size_t n = strlen(scene.recipe);
        int is_a = scene.recipe[n - 1] == 'a';
        CHECK(strncmp(scene.recipe, "test/", 5) == 0 && (is_a || scene.recipe[n - 1] == 'b'));
        CHECK_NEAR(scene.output_dpi, is_a ? 100 : 400, 0);
        a += is_a;
    }
    CHECK_NEAR((double)a / N, share_a, 0.04);
}

static void test_mix(void)
{
    struct ecg_recipe *recipe, *again;
    put_file("a.yaml", "output.dpi: 100\n");
    put_file("b.yaml", "output.dpi: 400\n");
    recipe = read_yaml("base: kit\nmix:\n  a.yaml: 3\n  b.yaml: 1\n");
    check_shares(recipe, 0.75);
    CHECK(ecg_recipe_dist(recipe, ecg_param_find("output.dpi")) == NULL);

    struct ecg_buffer text = { 0 };
    CHECK_INT(ecg_recipe_print(recipe, &text, &error), 0);
    CHECK_HAS((const char *)text.data, "mix:\n  - name: a\n    weight: 3\n");
    again = read_yaml((const char *)text.data);
    check_shares(again, 0.75);
    struct ecg_scene x, y;
    ecg_recipe_draw(recipe, 9, "r", 5, &x, NULL);
    ecg_recipe_draw(again, 9, "r", 5, &y, NULL);
    CHECK(memcmp(&x, &y, sizeof x) == 0);
    ecg_buffer_free(&text);
    ecg_recipe_destroy(&again);
    ecg_recipe_destroy(&recipe);

    put_file("both.yaml", "mix: {a.yaml: 1, b.yaml: 1}\n");
    recipe = read_yaml("mix: {both.yaml: 2, a.yaml: 2}\n");
    check_shares(recipe, 0.75);
    ecg_recipe_draw(recipe, 3, "mixed", 0, &x, NULL);
    CHECK(strcmp(x.recipe, "test/both/a") == 0 || strcmp(x.recipe, "test/both/b") == 0 ||
          strcmp(x.recipe, "test/a") == 0);
    CHECK_INT(ecg_recipe_set(recipe, "output.dpi=300", &error), 0);
    CHECK_NEAR(drawn_dpi(recipe, 0) + drawn_dpi(recipe, 1), 600, 0);
    ecg_recipe_destroy(&recipe);

    CHECK_HAS(refused("mix: 3\n"), "mix: expected a map NAME: weight");
    CHECK_HAS(refused("mix: {a.yaml: 0}\n"), "with a weight above 0");
    CHECK_HAS(refused("mix: {a.yaml: -1}\n"), "test.yaml:1: expected a weight of 0 to 1e9");
    CHECK_HAS(refused("mix:\n  - {weight: 2}\n"), "test.yaml:2: mix: expected NAME: weight");
    CHECK_HAS(refused("mix:\n  - name: x\n    output.dpi: 2\n"), "test.yaml:3: output.dpi: 2 is");
    CHECK_HAS(refused("name: x\n"), "name: no such parameter");
}

static void test_print_over(void)
{
    struct ecg_recipe *base, *recipe;
    CHECK_INT(ecg_recipe_load(&base, "kit", &error), 0);
    CHECK_INT(ecg_recipe_copy(&recipe, base, &error), 0);
    CHECK_STR(ecg_recipe_name(recipe), "kit");
    struct ecg_buffer text = { 0 };
    CHECK_INT(ecg_recipe_print_over(recipe, base, "kit", &text, &error), 0);
    CHECK_STR((const char *)text.data, "base: kit\n");
    ecg_buffer_free(&text);
    CHECK_INT(ecg_recipe_set(recipe, "output.dpi=uniform(100, 150.5)", &error), 0);
    CHECK_INT(ecg_recipe_print_over(recipe, base, "kit", &text, &error), 0);
    CHECK_STR((const char *)text.data, "base: kit\noutput:\n  dpi: uniform(100, 150.5)\n");
    ecg_buffer_free(&text);
    ecg_recipe_destroy(&recipe);
    ecg_recipe_destroy(&base);
}

/* The file's text after those assignments; it must read back as the recipe. */
static void check_edit(const char *file, const char *const *sets, const char *expected)
{
    struct ecg_recipe *recipe, *again;
    put_file("sub/edit.yaml", file);
    if (!CHECK(ecg_recipe_load(&recipe, "sub/edit.yaml", &error) == 0)) {
        fprintf(stderr, "%s\n", error.message);
        return;
    }
    for (; *sets; sets++)
        CHECK_INT(ecg_recipe_set(recipe, *sets, &error), 0);
    struct ecg_buffer text = { 0 }, a = { 0 }, b = { 0 };
    CHECK_INT(ecg_recipe_print_into(recipe, "sub/edit.yaml", &text, &error), 0);
    CHECK_STR((const char *)text.data, expected);
    put_file("sub/edit.yaml", (const char *)text.data);
    CHECK_INT(ecg_recipe_load(&again, "sub/edit.yaml", &error), 0);
    ecg_recipe_print(recipe, &a, &error);
    ecg_recipe_print(again, &b, &error);
    CHECK_STR((const char *)b.data, (const char *)a.data);
    ecg_buffer_free(&text);
    ecg_buffer_free(&a);
    ecg_buffer_free(&b);
    ecg_recipe_destroy(&again);
    ecg_recipe_destroy(&recipe);
}

static void test_edits(void)
{
    put_file("sub/base.yaml", "page.layout: 6x2\n");
    static const char *const two[] = { "output.dpi=choice(100,200)", "page.paper_color=#ff8800",
        NULL };
    check_edit("# caf\xc3\xa9\nbase: base.yaml # kept\noutput:\n  dpi: 300 # dots\n# end", two,
        "# caf\xc3\xa9\nbase: base.yaml # kept\noutput:\n  dpi: choice(100:1, 200:1) # dots\n"
        "# end\npage.paper_color: '#ff8800'\n");
    check_edit("page: {paper_color: white, layout: '6x2'}\noutput: {dpi: 300, }\n", two,
        "page: {paper_color: '#ff8800', layout: '6x2'}\noutput: {dpi: 'choice(100:1, 200:1)', "
        "}\n");
    static const char *const none[] = { NULL };
    check_edit("# nothing\n", none, "# nothing\n");
    /* What cannot be edited is written anew. */
    static const char *const one[] = { "output.dpi=100", NULL };
    check_edit("{page.layout: 12x1}", one, "page:\n  layout: '\"12x1\"'\noutput:\n  dpi: 100\n");
    static const char *const margin[] = { "page.margin.left_mm=9", NULL };
    check_edit("page.margin: {left_mm: &m 5, right_mm: *m}\n", margin,
        "page:\n  margin:\n    left_mm: 9\n    right_mm: 5\n");
    check_edit("mix:\n  - {name: a, output.dpi: 300}\n  - {name: b}\n", one,
        "mix:\n  - {name: a, output.dpi: 300}\n  - {name: b}\noutput.dpi: 100\n");
}

int main(void)
{
    test_values();
    test_refusals();
    test_hostile();
    test_files();
    test_set();
    test_mix();
    test_print_over();
    test_edits();
    return check_done();
}
