/* The one-picture API gives what a job writes: the same pixels, and the same truth but for the
 * files that only a job has. */
#include "core/buffer.h"
#include "core/file.h"
#include "ecgpress.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 11 };
static const char *const sets[] = { "output.dpi=50", "page.header.style=line" };
enum { N_SETS = sizeof sets / sizeof sets[0] };

/* Writes the picture of built-in recording 1, variant 1, into the folder "made". */
static void make_files(void)
{
    struct ecg_error error = { 0 };
    struct ecg_job_params params = { .synthetic = 2,
        .variants = 2,
        .output = "made",
        .recipe = "stained",
        .sets = sets,
        .n_sets = N_SETS,
        .seed = SEED,
        .format = "npy",
        .device = "software" };
    CHECK(system("rm -rf made") == 0);
    CHECK_INT(ecg_job_run(&params, NULL, &error), 0);
}

/* `text` with its only `part` taken out. */
static void cut(char *text, const char *part)
{
    char *at = strstr(text, part);
    CHECK(at != NULL);
    if (!at)
        return;
    CHECK(strstr(at + 1, part) == NULL);
    memmove(at, at + strlen(part), strlen(at + strlen(part)) + 1);
}

static struct ecg_recipe *load_recipe(const char *name)
{
    struct ecg_recipe *recipe = NULL;
    CHECK_INT(ecg_recipe_load(&recipe, name, NULL), 0);
    for (int i = 0; i < N_SETS; i++)
        CHECK_INT(ecg_recipe_set(recipe, sets[i], NULL), 0);
    return recipe;
}

static void test_as_generate(struct ecg_press *press)
{
    struct ecg_recipe *recipe = load_recipe("stained");
    struct ecg_record *record = NULL;
    struct ecg_picture picture, again;
    struct ecg_buffer npy = { 0 }, json = { 0 };
    make_files();
    CHECK_INT(ecg_file_read(&npy, "made/synthetic-0001-1.npy", 1 << 26, NULL), 0);
    CHECK_INT(ecg_file_read(&json, "made/synthetic-0001-1.json", 1 << 26, NULL), 0);
    CHECK_INT(ecg_record_synthesize(&record, SEED, 1, 0, NULL), 0);
    CHECK_INT(ecg_press_print(press, recipe, record, SEED, 1, &picture, NULL), 0);
    CHECK(picture.width_px > 300 && picture.height_px > 200);
    size_t size = 3 * (size_t)picture.width_px * (size_t)picture.height_px;
    CHECK(npy.size > size && npy.size < size + 200);
    CHECK(memcmp(npy.data + npy.size - size, picture.rgb, size) == 0);
    cut((char *)json.data, "\"image\":\"synthetic-0001-1.npy\",\"wfdb\":\"synthetic-0001-1\",");
    cut(picture.json.data, "\"image\":null,\"wfdb\":null,");
    CHECK_STR(picture.json.data, (const char *)json.data);
    CHECK(strlen(picture.json.data) > 10000);
    /* A warm press gives the same again; another variant is another picture. */
    CHECK_INT(ecg_press_print(press, recipe, record, SEED, 1, &again, NULL), 0);
    CHECK(memcmp(again.rgb, picture.rgb, size) == 0);
    ecg_picture_free(&again);
    CHECK_INT(ecg_press_print(press, recipe, record, SEED, 2, &again, NULL), 0);
    CHECK(again.width_px != picture.width_px || memcmp(again.rgb, picture.rgb, size) != 0);
    ecg_picture_free(&again);
    ecg_picture_free(&picture);
    CHECK(picture.rgb == NULL && picture.json.data == NULL);
    ecg_record_destroy(&record);
    ecg_recipe_destroy(&recipe);
    ecg_buffer_free(&npy);
    ecg_buffer_free(&json);
}

enum { SAMPLES = 1000 };

static int lead_two(struct ecg_record **record, const char *id, struct ecg_error *error)
{
    static double mv[2 * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        mv[i] = 0.4 * sin(i / 20.0);
        mv[SAMPLES + i] = i < 10 ? (double)NAN : 0.6 * sin(i / 20.0);
    }
    static const char *const names[] = { "I", "II" };
    return ecg_record_from_samples(record, id, 250, 2, names, SAMPLES, mv, error);
}

/* Two limb leads make six, as they do when read from a file. */
static void test_derived_leads(struct ecg_press *press)
{
    struct ecg_recipe *recipe = load_recipe("clean");
    struct ecg_record *record = NULL;
    struct ecg_picture picture;
    CHECK_INT(ecg_recipe_set(recipe, "page.layout=6x1", NULL), 0);
    CHECK_INT(lead_two(&record, "a/b c.hea", NULL), 0);
    CHECK_INT(ecg_press_print(press, recipe, record, 1, 0, &picture, NULL), 0);
    CHECK_HAS(picture.json.data, "\"derived_leads\":[\"III\",\"aVR\",\"aVL\",\"aVF\"]");
    CHECK_HAS(picture.json.data, "\"lead_name\":\"aVF\"");
    CHECK(strchr(picture.json.data, 0)[-1] == '\n');
    ecg_picture_free(&picture);
    ecg_record_destroy(&record);
    ecg_recipe_destroy(&recipe);
}

static void test_errors(struct ecg_press *press)
{
    struct ecg_press *none = press;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_press_create(&none, "toaster", &error), ECG_E_ARGUMENT);
    CHECK(none == NULL);
    CHECK_HAS(error.message, "toaster");
    ecg_press_destroy(&none);
    CHECK(strlen(ecg_press_device(press)) > 3);

    struct ecg_record *record = NULL;
    CHECK_INT(lead_two(&record, "", &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "id");
    CHECK_INT(lead_two(&record, "x", &error), 0);
    struct ecg_recipe *recipe = load_recipe("clean");
    CHECK_INT(ecg_recipe_set(recipe, "output.dpi=-3", &error), ECG_E_ARGUMENT);
    CHECK_INT(ecg_recipe_set(recipe, "page.nothing=1", &error), ECG_E_ARGUMENT);
    /* More pixels than any device draws. */
    CHECK_INT(ecg_recipe_set(recipe, "output.dpi=1200", NULL), 0);
    CHECK_INT(ecg_recipe_set(recipe, "page.size=custom", NULL), 0);
    CHECK_INT(ecg_recipe_set(recipe, "page.width_mm=3000", NULL), 0);
    struct ecg_picture picture;
    CHECK(ecg_press_print(press, recipe, record, 1, 0, &picture, &error) < 0);
    CHECK(picture.rgb == NULL && picture.json.data == NULL);
    CHECK(error.message[0] && !strchr(error.message, '\n'));
    ecg_recipe_destroy(&recipe);
    ecg_record_destroy(&record);
}

int main(void)
{
    struct ecg_press *press = NULL;
    CHECK_INT(ecg_press_create(&press, "software", NULL), 0);
    test_as_generate(press);
    test_derived_leads(press);
    test_errors(press);
    ecg_press_destroy(&press);
    return check_done();
}
