/* Changing a recipe by hand: undo, locks, re-rolling, saving. */
#include "core/file.h"
#include "history.h"
#include "session.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct ecg_error error;

static struct session *start(const char *recipe)
{
    struct session *session = NULL;
    struct session_params params = { .recipe = recipe, .synthetic = 3, .seed = 7 };
    if (!CHECK_INT(session_create(&session, &params, &error), 0)) {
        printf("%s\n", error.message);
        exit(1);
    }
    return session;
}

static int set(struct session *session, const char *name, const char *text, unsigned gesture)
{
    return session_set(session, ecg_param_find(name), text, gesture, &error);
}

static double tilt(const struct session *session)
{
    return session_scene(session)->capture_camera_tilt_deg;
}

static void test_undo(void)
{
    struct session *session = start("clean");
    uint64_t generation = session_generation(session);
    CHECK(!session_can_undo(session));
    CHECK_INT(set(session, "capture.camera.tilt_deg", "5", 0), 0);
    CHECK(session_generation(session) > generation);
    CHECK_INT(set(session, "capture.camera.tilt_deg", "6", 1), 0);
    CHECK_INT(set(session, "capture.camera.tilt_deg", "7", 1), 0); /* the same drag */
    CHECK_NEAR(tilt(session), 7, 0);
    session_undo(session);
    CHECK_NEAR(tilt(session), 5, 0);
    session_undo(session);
    CHECK_NEAR(tilt(session), 0, 0);
    CHECK_INT(session_changes(session), 0);
    session_redo(session);
    session_redo(session);
    CHECK_NEAR(tilt(session), 7, 0);
    CHECK(!session_can_redo(session));
    session_undo(session);
    CHECK_INT(session_reroll(session, &error), 0); /* what was undone is forgotten */
    CHECK(!session_can_redo(session));
    /* A refused value changes nothing and says what was expected. */
    CHECK(set(session, "capture.camera.tilt_deg", "400", 0) < 0);
    CHECK_HAS(error.message, "capture.camera.tilt_deg");
    CHECK_NEAR(tilt(session), 5, 0);
    session_destroy(&session);
}

static void test_lock(void)
{
    struct session *session = start("0005-photo");
    int param = ecg_param_find("capture.camera.tilt_deg");
    double held = tilt(session);
    double pan = session_scene(session)->capture_camera_pan_deg;
    CHECK_INT(session_lock(session, param, 1, &error), 0);
    CHECK(session_is_locked(session, param));
    for (int i = 0; i < 5; i++) {
        CHECK_INT(session_reroll(session, &error), 0);
        CHECK_NEAR(tilt(session), held, 0);
    }
    CHECK(session_scene(session)->capture_camera_pan_deg != pan);
    CHECK_INT(session_load_recipe(session, "0006-screen", &error), 0);
    CHECK_NEAR(tilt(session), held, 0);
    CHECK_INT(session_lock(session, param, 0, &error), 0);
    CHECK(!session_is_changed(session, param)); /* as its recipe has it */
    session_undo(session);
    CHECK(session_is_locked(session, param));
    session_destroy(&session);
}

static void test_every_type_locks(void)
{
    struct session *session = start("notes-full");
    for (int i = 0; i < ecg_param_count(); i++)
        if (!CHECK_INT(session_lock(session, i, 1, &error), 0)) {
            printf("%s: %s\n", ecg_params[i].name, error.message);
            break;
        }
    struct ecg_scene before = *session_scene(session);
    CHECK_INT(session_reroll(session, &error), 0);
    for (int i = 0; i < ecg_param_count(); i++) {
        struct ecg_buffer a = { 0 }, b = { 0 };
        ecg_scene_get(&before, &ecg_params[i], &a);
        ecg_scene_get(session_scene(session), &ecg_params[i], &b);
        if (a.data && b.data)
            CHECK_STR((const char *)a.data, (const char *)b.data);
        ecg_buffer_free(&a);
        ecg_buffer_free(&b);
    }
    for (int i = 0; i < ecg_param_count(); i++)
        CHECK_INT(session_lock(session, i, 0, &error), 0);
    CHECK_INT(session_changes(session), 0);
    session_destroy(&session);
}

/* In a mix, a parameter that differs between its recipes is put back to each recipe's own. */
static void test_mix(void)
{
    struct session *session = start("mixed");
    int kind = ecg_param_find("capture.kind");
    struct ecg_scene before = *session_scene(session);
    CHECK(ecg_recipe_dist(session_recipe(session), kind) == NULL);
    CHECK_INT(set(session, "capture.kind", "fax", 0), 0);
    CHECK_INT(set(session, "output.dpi", "150", 0), 0);
    CHECK_INT(session_changes(session), 2);
    CHECK_INT(session_reset(session, kind, &error), 0);
    CHECK_INT(session_changes(session), 1);
    CHECK(ecg_recipe_dist(session_recipe(session), kind) == NULL);
    CHECK_INT(session_scene(session)->capture_kind, before.capture_kind);
    CHECK_NEAR(session_scene(session)->output_dpi, 150, 0);
    CHECK_INT(session_reset(session, -1, &error), 0);
    CHECK_INT(session_changes(session), 0);
    session_destroy(&session);
}

/* What is saved draws the same scene. */
static void check_saved(const struct session *session, const char *path)
{
    struct ecg_recipe *recipe = NULL;
    struct ecg_scene scene;
    if (!CHECK_INT(ecg_recipe_load(&recipe, path, &error), 0)) {
        printf("%s\n", error.message);
        return;
    }
    ecg_recipe_draw(recipe, session_seed(session),
        session_record_id(session, session_record(session)), session_variant(session), &scene,
        &error);
    struct ecg_buffer a = { 0 }, b = { 0 };
    memcpy(scene.recipe, session_scene(session)->recipe, sizeof scene.recipe);
    ecg_scene_print_json(&scene, &a);
    ecg_scene_print_json(session_scene(session), &b);
    CHECK_STR((const char *)a.data, (const char *)b.data);
    ecg_buffer_free(&a);
    ecg_buffer_free(&b);
    ecg_recipe_destroy(&recipe);
}

static char *read_text(const char *path)
{
    static char text[4096];
    struct ecg_buffer buffer = { 0 };
    CHECK_INT(ecg_file_read(&buffer, path, sizeof text - 1, &error), 0);
    snprintf(text, sizeof text, "%s", buffer.data ? (char *)buffer.data : "");
    ecg_buffer_free(&buffer);
    return text;
}

static void test_save(void)
{
    struct session *session = start("0005-photo");
    CHECK_INT(set(session, "capture.camera.tilt_deg", "uniform(5, 9)", 0), 0);
    CHECK_INT(session_lock(session, ecg_param_find("page.grid.kind"), 1, &error), 0);
    CHECK_INT(session_go(session, 2, 4, &error), 0);
    CHECK(session_save_recipe(session, "mine", &error) < 0);
    CHECK_HAS(error.message, ".yaml");
    CHECK_INT(session_save_recipe(session, "mine.yaml", &error), 0);
    char *text = read_text("mine.yaml");
    CHECK_HAS(text, "base: 0005-photo");
    CHECK_HAS(text, "tilt_deg: uniform(5, 9)");
    CHECK(strstr(text, "sensor") == NULL); /* only what differs */
    check_saved(session, "mine.yaml");
    session_destroy(&session);
}

/* Over the file it came from: its comments stay, and the file is the new base. */
static void test_save_over(void)
{
    static const char yaml[] = "# mine\nbase: clean\npage:\n  size: a4 # always\n"
                               "sheet.age.yellowing: 0.2\n";
    CHECK_INT(ecg_file_write("over.yaml", yaml, sizeof yaml - 1, &error), 0);
    struct session *session = start("over.yaml");
    CHECK_INT(set(session, "sheet.age.yellowing", "0.6", 0), 0);
    CHECK_INT(session_changes(session), 1);
    CHECK_INT(session_save_recipe(session, "./over.yaml", &error), 0);
    CHECK_INT(session_changes(session), 0);
    char *text = read_text("over.yaml");
    CHECK_HAS(text, "# mine");
    CHECK_HAS(text, "size: a4 # always");
    CHECK_HAS(text, "yellowing: 0.6");
    check_saved(session, "over.yaml");
    /* Into another folder, the file is found again. */
    CHECK_INT(set(session, "sheet.age.yellowing", "0.1", 0), 0);
    CHECK_INT(ecg_folder_make("elsewhere", &error), 0);
    CHECK_INT(session_save_recipe(session, "elsewhere/other.yaml", &error), 0);
    check_saved(session, "elsewhere/other.yaml");
    session_destroy(&session);
}

static void test_records(void)
{
    static const char csv[] = "I,II\n0.1,0.2\n0.2,0.3\n0.1,0.1\n";
    struct session *session = start("clean");
    struct record_source source, other;
    struct ecg_record *record = NULL;
    CHECK_INT(session_records(session), 3);
    session_source(session, &source);
    CHECK_INT(record_source_read(&source, &record, &error), 0);
    CHECK_STR(record->id, session_record_id(session, 0));
    CHECK(ecg_record_lead(record, "aVR") >= 0);
    ecg_record_destroy(&record);
    CHECK_INT(session_go(session, 1, 0, &error), 0);
    session_source(session, &other);
    CHECK(!record_source_same(&source, &other));
    CHECK(session_go(session, 3, 0, &error) < 0);
    CHECK_INT(ecg_file_write("dropped.csv", csv, sizeof csv - 1, &error), 0);
    CHECK_INT(session_open(session, "dropped.csv", &error), 0);
    CHECK_INT(session_records(session), 4);
    CHECK_STR(session_record_id(session, session_record(session)), "dropped");
    CHECK(session_open(session, "nowhere.csv", &error) < 0);
    CHECK_HAS(error.message, "nowhere.csv");
    CHECK_INT(session_open(session, "dropped.csv", &error), 0); /* again: no harm */
    session_destroy(&session);
    struct session_params params = {
        .recipe = "clean", .inputs = (const char *const[]){ "nowhere" }, .n_inputs = 1
    };
    CHECK(session_create(&session, &params, &error) < 0);
    CHECK_HAS(error.message, "nowhere");
}

static int freed;

static void count_free(void *state)
{
    free(state);
    freed++;
}

static void test_history_limit(void)
{
    struct history history;
    freed = 0;
    history_start(&history, malloc(1), count_free);
    for (int i = 0; i < 2 * HISTORY_MOST; i++)
        history_push(&history, malloc(1), 0);
    CHECK_INT(freed, HISTORY_MOST + 1);
    int steps = 0;
    while (history_undo(&history))
        steps++;
    CHECK_INT(steps, HISTORY_MOST - 1);
    history_end(&history);
    CHECK_INT(freed, 2 * HISTORY_MOST + 1);
}

int main(void)
{
    test_undo();
    test_lock();
    test_every_type_locks();
    test_mix();
    test_save();
    test_save_over();
    test_records();
    test_history_limit();
    return check_done();
}
