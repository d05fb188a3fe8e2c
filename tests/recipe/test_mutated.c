/* Broken input of every kind, the same each run: recipes, --set and scenes' JSON either read or
 * refuse with one line, and what reads holds what it promises. Worth most under ASan. */
#include "core/alloc.h"
#include "recipe/recipe.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

enum { SIZE = 2048, ROUNDS = 1500 };

static const char *const recipes[] = {
    "about: A page\nbase: kit\noutput:\n  dpi: choice(100:2, uniform(200, 300))\n",
    "mix:\n  - name: a\n    weight: 3\n    output.dpi: 100\n  - name: b\n    base: [kit]\n"
    "page:\n  grid: {kind: 'choice(dots, lines:2)', palette: custom}\n",
    "a: &a {page.layout: \"'3x4+1'\"}\npage: &p\n  paper_color: '#ff8800'\n  trace:\n"
    "    color: jitter(black, 0.1)\nlight: *p\n",
    "mix: {kit: 1e0, kit: 2}\npage.paper_speed_mm_s: lognormal(25, 0.2)\n",
};

static const char *const assignments[] = {
    "output.dpi=normal(200, 30)",
    "page.layout=choice('3x4+1':2, \"a \\\" b\", maybe(0.5, 12x1))",
    "page.paper_color=jitter(choice(pink:2, #123456), 0.2)",
    "page.lead_page=int(0, 3)",
};

static const char *const scenes[] = {
    "{\"scene.key\": \"0123456789abcdef\", \"scene.seed\": \"1\", \"scene.recipe\": \"kit\", "
    "\"output.dpi\": 200.5, \"page.layout\": \"3x4\", \"page.paper_color\": \"#ffffff\"}",
    "{\"ecgpress\": {\"scene\": {\"scene.key\": \"0123456789abcdef\", \"page.grid.kind\": "
    "\"dots\"}}}",
};

static const char *const words[] = { "choice(", "maybe(", "uniform(", ")", ",", ":", ": ", " #",
    "\n", "\n  ", "- ", "&a ", "*a", "{", "}", "[", "]", "'", "\"", "\\", "nan", "1e400", "-0",
    "99999999999999999999", "0x1", "\xff", "\xc3", "\xef\xbb\xbf", "base: ", "mix: ", "---\n",
    "...\n", "%YAML 9.9\n", "!!str ", "? ", "| ", "\x01", "\t", "\"scene.key\": ", "null" };

static size_t mutate(char *text, size_t n, struct ecg_random *random)
{
    int64_t changes = ecg_random_int(random, 1, 6);
    for (int64_t i = 0; i < changes; i++) {
        size_t at = n ? (size_t)ecg_random_int(random, 0, (int64_t)n - 1) : 0;
        size_t length = (size_t)ecg_random_int(random, 1, 12);
        length = at + length > n ? n - at : length;
        const char *word =
            words[ecg_random_int(random, 0, (int64_t)(sizeof words / sizeof words[0]) - 1)];
        size_t word_length = strlen(word);
        switch (ecg_random_int(random, 0, 4)) {
        case 0: /* another byte */
            if (n)
                text[at] = (char)ecg_random_int(random, 0, 255);
            break;
        case 1: /* bytes gone */
            memmove(text + at, text + at + length, n - at - length);
            n -= length;
            break;
        case 2: /* bytes twice */
            if (n + length < SIZE) {
                memmove(text + at + length, text + at, n - at);
                n += length;
            }
            break;
        case 3: /* the rest gone */
            n = ecg_random_chance(random, 0.2) ? at : n;
            break;
        default: /* a word that means something */
            if (n + word_length < SIZE) {
                memmove(text + at + word_length, text + at, n - at);
                memcpy(text + at, word, word_length);
                n += word_length;
            }
            break;
        }
    }
    text[n] = 0;
    return n;
}

static void check_in_range(const struct ecg_scene *scene)
{
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        int whole = 0;
        double x = 0;
        if (param->type == ECG_PARAM_REAL)
            memcpy(&x, (const char *)scene + param->offset, sizeof x);
        else if (param->type == ECG_PARAM_INT)
            memcpy(&whole, (const char *)scene + param->offset, sizeof whole);
        else
            continue;
        x += whole;
        bool in_range = x >= param->lo && x <= param->hi;
        CHECK(in_range);
    }
}

static void check_refusal(int code, const struct ecg_error *error, bool is_null)
{
    CHECK(code < 0 && error->code == code && is_null);
    CHECK(strlen(error->message) > 8);
    bool printable = true;
    for (const char *c = error->message; *c; c++)
        printable &= (unsigned char)*c >= 0x20;
    CHECK(printable);
}

/* What was read prints, and reads back to print the same. */
static void check_recipe(const struct ecg_recipe *recipe, struct ecg_random *random)
{
    struct ecg_scene scene;
    ecg_recipe_draw(recipe, ecg_random_u64(random), "x", 0, &scene, NULL);
    check_in_range(&scene);
    struct ecg_buffer text = { 0 }, again_text = { 0 };
    struct ecg_recipe *again;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_recipe_print(recipe, &text, &error), 0);
    ecg_buffer_bytes(&text, "", 0);
    if (!CHECK(ecg_recipe_read(&again, "m", (const char *)text.data, text.size, &error) == 0)) {
        fprintf(stderr, "%s\n%s\n", error.message, (const char *)text.data);
    } else {
        CHECK_INT(ecg_recipe_print(again, &again_text, &error), 0);
        ecg_buffer_bytes(&again_text, "", 0);
        CHECK_STR((const char *)again_text.data, (const char *)text.data);
    }
    ecg_recipe_destroy(&again);
    ecg_buffer_free(&text);
    ecg_buffer_free(&again_text);
}

static void test_recipes(struct ecg_random *random)
{
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char text[SIZE + 1];
        const char *start = recipes[i % 4];
        memcpy(text, start, strlen(start));
        size_t n = mutate(text, strlen(start), random);
        struct ecg_recipe *recipe;
        struct ecg_error error = { 0 };
        int code = ecg_recipe_read(&recipe, "m", text, n, &error);
        if (code < 0)
            check_refusal(code, &error, recipe == NULL);
        else
            check_recipe(recipe, random);
        read += code == 0;
        ecg_recipe_destroy(&recipe);
    }
    CHECK(read > ROUNDS / 50 && read < ROUNDS * 9 / 10);
}

static void test_assignments(struct ecg_random *random)
{
    struct ecg_recipe *recipe;
    int read = 0;
    CHECK_INT(ecg_recipe_read(&recipe, "m", "", 0, NULL), 0);
    for (int i = 0; i < ROUNDS; i++) {
        char text[SIZE + 1];
        const char *start = assignments[i % 4];
        memcpy(text, start, strlen(start));
        mutate(text, strlen(start), random);
        struct ecg_error error = { 0 };
        int code = ecg_recipe_set(recipe, text, &error);
        if (code < 0)
            check_refusal(code, &error, true);
        else if (read++ % 10 == 0)
            check_recipe(recipe, random);
    }
    CHECK(read > ROUNDS / 50 && read < ROUNDS * 9 / 10);
    ecg_recipe_destroy(&recipe);
}

static void test_scenes(struct ecg_random *random)
{
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char text[SIZE + 1];
        const char *start = scenes[i % 2];
        memcpy(text, start, strlen(start));
        size_t n = mutate(text, strlen(start), random);
        struct ecg_scene scene;
        struct ecg_error error = { 0 };
        int code = ecg_scene_read_json(&scene, text, n, &error);
        if (code < 0)
            check_refusal(code, &error, true);
        else
            check_in_range(&scene);
        read += code == 0;
    }
    CHECK(read > ROUNDS / 100 && read < ROUNDS * 9 / 10);
}

/* Memory running out at the n-th allocation, for every n that there is. */
static void test_no_memory(void)
{
    for (int i = 0; i < 2; i++) {
        int code = ECG_E_MEMORY;
        for (long n = 1; n < 20000 && code == ECG_E_MEMORY; n++) {
            struct ecg_recipe *recipe;
            struct ecg_buffer out = { 0 };
            ecg_alloc_fail_from(n);
            code = ecg_recipe_read(&recipe, "m", recipes[i], strlen(recipes[i]), NULL);
            if (code == 0)
                code = ecg_recipe_set(recipe, "output.dpi=300", NULL);
            if (code == 0)
                code = ecg_recipe_print(recipe, &out, NULL);
            ecg_alloc_fail_from(0);
            ecg_recipe_destroy(&recipe);
            ecg_buffer_free(&out);
        }
        CHECK_INT(code, 0);
    }
}

int main(void)
{
    struct ecg_random random = ecg_random_start(ecg_key_make(10, "mutated", 0));
    test_recipes(&random);
    test_assignments(&random);
    test_scenes(&random);
    test_no_memory();
    return check_done();
}
