/* Scripts are read line by line; mistakes are named. */
#include "script.h"
#include "stages.h"
#include "support/check.h"
#include "view.h"
#include "watch.h"

#include "core/file.h"

#include <string.h>
#include <unistd.h>

static struct ecg_error error;

static int parse(struct script *script, const char *text)
{
    return script_parse(script, "s.txt", text, strlen(text), &error);
}

static void test_parse(void)
{
    struct script script;
    CHECK_INT(parse(&script, "# begin\n\n  set  a.b=choice(1, 2) \r\nlook 10 20\nsearch\n"
                             "search two words\nscreenshot a b.png"),
        0);
    CHECK_INT(script.n_lines, 5);
    CHECK_INT(script.lines[0].op, SCRIPT_SET);
    CHECK_INT(script.lines[0].line, 3);
    CHECK_STR(script.lines[0].words[0], "a.b=choice(1, 2)");
    CHECK_STR(script.lines[1].words[1], "20");
    CHECK_INT(script.lines[2].n_words, 0);
    CHECK_STR(script.lines[3].words[0], "two words");
    CHECK_STR(script.lines[4].words[0], "a b.png");
    CHECK(script_op_waits(SCRIPT_SCREENSHOT) && !script_op_waits(SCRIPT_SET));
    script_free(&script);
}

static void test_mistakes(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "wait\nsett a=1", "script s.txt:2: no command \"sett\"" },
        { "set", "s.txt:1: set: expected NAME=VALUE" },
        { "look 1", "look: expected X Y" },
        { "undo twice", "undo: expected nothing" },
        { "drag a 1 2", "drag: expected NAME FROM TO SECONDS" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct script script;
        CHECK_INT(parse(&script, cases[i].text), ECG_E_ARGUMENT);
        CHECK_HAS(error.message, cases[i].says);
        script_free(&script);
    }
}

static void test_stages(void)
{
    unsigned stages;
    struct ecg_scene scene;
    CHECK_INT(stages_parse("all", &stages, &error), 0);
    CHECK_INT(stages, STAGES_ALL);
    CHECK_INT(stages_parse(" sheet  light", &stages, &error), 0);
    CHECK_INT(stages, STAGES_SHEET | STAGES_LIGHT);
    CHECK_INT(stages_parse("print", &stages, &error), 0);
    CHECK_INT(stages, 0);
    CHECK_INT(stages_parse("shet", &stages, &error), ECG_E_ARGUMENT);
    ecg_scene_defaults(&scene);
    scene.sheet_age_yellowing = 0.5;
    scene.capture_camera_tilt_deg = 9;
    scene.page_paper_speed_mm_s = 50;
    stages_keep(&scene, STAGES_SHEET);
    CHECK_NEAR(scene.sheet_age_yellowing, 0.5, 0);
    CHECK_NEAR(scene.capture_camera_tilt_deg, 0, 0);
    CHECK_NEAR(scene.page_paper_speed_mm_s, 50, 0);
}

static void test_view(void)
{
    struct view view = { 0 };
    double at[2], window[2] = { 300, 200 };
    view_resize(&view, 2000, 1000, 824, 424);
    CHECK_NEAR(view.zoom, 0.4, 1e-9);
    view_to_picture(&view, window, at);
    view_zoom_at(&view, 2, window[0], window[1]);
    double moved[2], back[2];
    view_to_picture(&view, window, moved);
    CHECK_NEAR(moved[0], at[0], 1e-9);
    CHECK_NEAR(moved[1], at[1], 1e-9);
    view_to_window(&view, moved, back);
    CHECK_NEAR(back[0], 300, 1e-9);
    view_pan(&view, 10, -4);
    view_to_picture(&view, window, moved);
    CHECK_NEAR(moved[0], at[0] - 5, 1e-9);
    CHECK_NEAR(moved[1], at[1] + 2, 1e-9);
    /* The same picture at half the size: the same part stays in sight. */
    view_resize(&view, 1000, 500, 824, 424);
    CHECK_NEAR(view.zoom, 4, 1e-9);
    view_to_picture(&view, window, back);
    CHECK_NEAR(back[0], moved[0] / 2, 1e-9);
    view_zoom_at(&view, 1e9, 0, 0);
    CHECK_NEAR(view.zoom, 64, 0);
    view_pan(&view, 1e9, 1e9);
    CHECK_NEAR(view.at_px[0], 0, 0);
    view_fit(&view);
    view_resize(&view, 1000, 500, 424, 424);
    CHECK_NEAR(view.zoom, 0.4, 1e-9);
}

static void test_watch(void)
{
    struct watch watch;
    CHECK_INT(ecg_folder_make("watched/deep", &error), 0);
    CHECK_INT(ecg_file_write("watched/deep/a.glsl", "1", 1, &error), 0);
    watch_start(&watch, "watched");
    CHECK(!watch_has_changed(&watch, "watched"));
    CHECK_INT(ecg_file_write("watched/deep/a.glsl", "12", 2, &error), 0);
    CHECK(watch_has_changed(&watch, "watched"));
    CHECK(!watch_has_changed(&watch, "watched"));
    unlink("watched/deep/a.glsl");
    CHECK(watch_has_changed(&watch, "watched"));
    watch_start(&watch, "nowhere");
    CHECK(!watch_has_changed(&watch, "nowhere"));
}

int main(void)
{
    test_parse();
    test_mistakes();
    test_stages();
    test_view();
    test_watch();
    return check_done();
}
