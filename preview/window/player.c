/* Runs a script: the same acts as the panels', and screenshots of the window. */
#include "app.h"

#include "core/clock.h"
#include "core/file.h"
#include "output/png.h"

#include <GLFW/glfw3.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FRESH_FRAMES = 2,   /* drawn after a command that changed something */
    SETTLED_FRAMES = 3, /* drawn before a screenshot */
};
static const double EXPECT_S = 60;

static int fail(struct app *app, const struct script_line *line, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_ARGUMENT, "script %s:%d: %s: %s", app->player.name, line->line,
        script_op_name(line->op), app->message);
}

static int find_param(struct app *app, const char *name)
{
    struct ecg_error error = { 0 };
    int param = ecg_param_find(name);
    if (param < 0) {
        ecg_fail(&error, ECG_E_ARGUMENT, "no parameter %s; did you mean %s?", name,
            ecg_params[ecg_param_nearest(name)].name);
        app_complain(app, &error);
    }
    return param;
}

static int bad_word(struct app *app, const char *word)
{
    struct ecg_error error = { 0 };
    ecg_fail(&error, ECG_E_ARGUMENT, "unknown word \"%s\"", word);
    app_complain(app, &error);
    return -1;
}

static int set(struct app *app, char *assignment)
{
    char *equals = strchr(assignment, '=');
    if (!equals)
        return bad_word(app, assignment);
    *equals = 0;
    int param = find_param(app, assignment);
    app->gesture++;
    return param < 0 ? -1 : act_set(app, param, equals + 1);
}

static int reset(struct app *app, const char *name)
{
    struct ecg_error error = { 0 };
    int param = strcmp(name, "all") == 0 ? -1 : find_param(app, name);
    if (param < 0 && strcmp(name, "all") != 0)
        return -1;
    return app_check(app, session_reset(app->session, param, &error), &error);
}

static int lock(struct app *app, const char *name, int on)
{
    struct ecg_error error = { 0 };
    int param = find_param(app, name);
    return param < 0 ? -1 : app_check(app, session_lock(app->session, param, on, &error), &error);
}

/* A number, or a step of +1 or -1; 0 for any other word. */
static int number(const char *word, unsigned long long *value, int *step)
{
    char *end;
    *step = strcmp(word, "next") == 0 ? 1 : strcmp(word, "previous") == 0 ? -1 : 0;
    *value = strtoull(word, &end, 10);
    return *step || (end != word && !*end && word[0] != '-');
}

static int go(struct app *app, enum script_op op, const char *word)
{
    struct ecg_error error = { 0 };
    unsigned long long value;
    int step;
    if (!number(word, &value, &step) || (step && op == SCRIPT_SEED))
        return bad_word(app, word);
    if (op == SCRIPT_SEED)
        return app_check(app, session_set_seed(app->session, value, &error), &error);
    if (step)
        return op == SCRIPT_RECORD ? act_step_record(app, step) : act_step_variant(app, step);
    size_t record = op == SCRIPT_RECORD ? (size_t)value : session_record(app->session);
    uint64_t variant = op == SCRIPT_VARIANT ? value : session_variant(app->session);
    return app_check(app, session_go(app->session, record, variant, &error), &error);
}

static int compare(struct app *app, const char *word)
{
    static const char *const names[] = { "off", "split", "side" };
    for (int i = 0; i < 3; i++)
        if (strcmp(word, names[i]) == 0) {
            app->compare = (enum compare)i;
            return 0;
        }
    return bad_word(app, word);
}

/* Calls `take` with each word of a list. */
static int each_word(struct app *app, char *words, int (*take)(struct app *app, const char *word))
{
    int code = 0;
    char *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word && code == 0;
         word = strtok_r(NULL, " ", &rest))
        code = take(app, word);
    return code;
}

static int add_overlay(struct app *app, const char *word)
{
    if (strcmp(word, "off") == 0)
        return 0;
    for (int k = 0; k < N_OVERLAYS; k++)
        if (strcmp(word, overlay_names[k]) == 0) {
            app->overlays |= 1u << k;
            return 0;
        }
    return bad_word(app, word);
}

static int add_panel(struct app *app, const char *word)
{
    if (strcmp(word, "none") == 0)
        return 0;
    if (strcmp(word, "help") == 0)
        app->show_help = 1;
    else if (strcmp(word, "costs") == 0)
        app->show_passes = 1;
    else if (strcmp(word, "changed") == 0)
        app->only_changed = 1;
    else if (strcmp(word, "save-recipe") == 0)
        app->dialog = DIALOG_RECIPE;
    else if (strcmp(word, "save-image") == 0)
        app->dialog = DIALOG_IMAGE;
    else
        return bad_word(app, word);
    return 0;
}

static int zoom(struct app *app, const char *word)
{
    char *end;
    double percent = strtod(word, &end);
    if (strcmp(word, "fit") == 0) {
        view_fit(&app->view);
        return 0;
    }
    if (end == word || *end || !(percent > 0))
        return bad_word(app, word);
    view_zoom_at(
        &app->view, percent / 100, app->view.window_px[0] / 2, app->view.window_px[1] / 2);
    return 0;
}

static int two_numbers(struct app *app, const struct script_line *line, double out[2])
{
    for (int k = 0; k < 2; k++) {
        char *end;
        out[k] = strtod(line->words[k], &end);
        if (end == line->words[k] || *end)
            return bad_word(app, line->words[k]);
    }
    return 0;
}

static int place(struct app *app, const struct script_line *line)
{
    double at[2];
    if (two_numbers(app, line, at) < 0)
        return -1;
    if (line->op == SCRIPT_LOOK)
        view_look_at(&app->view, at[0], at[1]);
    else if (line->op == SCRIPT_SIZE)
        glfwSetWindowSize(app->window, (int)at[0], (int)at[1]);
    else
        memcpy(app->player.point_px, at, sizeof at);
    app->player.is_pointing |= line->op == SCRIPT_POINT;
    return 0;
}

/* The window's own mouse and keyboard are left out from then on. */
static int play(struct app *app, const struct script_line *line)
{
    struct player *player = &app->player;
    if (line->op == SCRIPT_KEY) {
        const char *word = line->words[0];
        if (word[1] || word[0] < '0' || word[0] > 'Z')
            return bad_word(app, word);
        app->gesture++;
        ui_play((float)player->mouse[0], (float)player->mouse[1], player->is_down, word[0]);
        return 0;
    }
    if (two_numbers(app, line, player->mouse) < 0)
        return -1;
    int is_down = strcmp(line->words[2], "down") == 0;
    if (!is_down && strcmp(line->words[2], "up") != 0)
        return bad_word(app, line->words[2]);
    app->gesture += is_down && !player->is_down;
    player->is_down = is_down;
    ui_play((float)player->mouse[0], (float)player->mouse[1], is_down, 0);
    return 0;
}

/* Of the whole process, all its threads. */
static double cpu_s(void)
{
    return ecg_clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

/* A slider moved evenly from one value to another, as fast as drafts come, then let go. Says how
 * many drafts were seen a second and how long the whole picture took after it. */
static int drag(struct app *app, const struct script_line *line, int *is_done)
{
    struct player *player = &app->player;
    double from = strtod(line->words[1], NULL), to = strtod(line->words[2], NULL);
    double seconds = strtod(line->words[3], NULL), now_s = ecg_now_s();
    int param = find_param(app, line->words[0]);
    char text[64];
    *is_done = 0;
    if (param < 0 || !(seconds > 0 && seconds < 600))
        return param < 0 ? -1 : bad_word(app, line->words[3]);
    if (!player->is_dragging && player->rest_s == 0) {
        player->is_dragging = 1;
        player->since_s = now_s;
        player->since_cpu_s = cpu_s();
        player->drafts = 0;
        app->gesture++;
    }
    if (player->is_dragging) {
        double share = (now_s - player->since_s) / seconds;
        player->is_dragging = share < 1;
        player->rest_s = share < 1 ? 0 : now_s;
        control_value_text(
            &ecg_params[param], from + (to - from) * (share < 1 ? share : 1), text, sizeof text);
        if (share >= 1)
            printf("drag %s: %.1f drafts a second of %d px, %.0f CPU ms each", line->words[0],
                player->drafts / (now_s - player->since_s), app->draft_px,
                1e3 * (cpu_s() - player->since_cpu_s) / fmax(player->drafts, 1));
        /* One value a draft: faster ones would never be seen. */
        return app->draft_serial == app->serial || share >= 1 ? act_set(app, param, text) : 0;
    }
    *is_done = app_is_settled(app);
    if (*is_done) {
        printf(", whole picture %.2f s after\n", now_s - player->rest_s);
        fflush(stdout);
        player->rest_s = 0;
    }
    return 0;
}

/* Until the window's message holds the text. */
static int expect(struct app *app, const char *text, int *is_done)
{
    struct ecg_error error = { 0 };
    struct player *player = &app->player;
    double now_s = ecg_now_s();
    *is_done = strstr(app->message, text) != NULL;
    if (player->expected_s == 0)
        player->expected_s = now_s;
    if (!*is_done && now_s - player->expected_s > EXPECT_S) {
        ecg_fail(&error, ECG_E_MISMATCH, "the window says \"%s\"", app->message);
        return app_check(app, ECG_E_MISMATCH, &error);
    }
    if (*is_done)
        player->expected_s = 0;
    return 0;
}

static int run_line(struct app *app, struct script_line *line, int *is_done)
{
    struct ecg_error error = { 0 };
    char *word = line->words[0];
    switch (line->op) {
    case SCRIPT_SET:
        return set(app, word);
    case SCRIPT_RESET:
        return reset(app, word);
    case SCRIPT_LOCK:
    case SCRIPT_UNLOCK:
        return lock(app, word, line->op == SCRIPT_LOCK);
    case SCRIPT_REROLL:
        return act_reroll(app);
    case SCRIPT_SEED:
    case SCRIPT_RECORD:
    case SCRIPT_VARIANT:
        return go(app, line->op, word);
    case SCRIPT_RECIPE:
        return act_load_recipe(app, word);
    case SCRIPT_OPEN:
        return act_open(app, word);
    case SCRIPT_UNDO:
    case SCRIPT_REDO:
        act_undo(app, line->op == SCRIPT_REDO);
        return 0;
    case SCRIPT_STAGES:
        return app_check(app, stages_parse(word, &app->stages, &error), &error);
    case SCRIPT_COMPARE:
        return compare(app, word);
    case SCRIPT_OVERLAY:
        app->overlays = 0;
        return each_word(app, word, add_overlay);
    case SCRIPT_ZOOM:
        return zoom(app, word);
    case SCRIPT_LOOK:
    case SCRIPT_POINT:
    case SCRIPT_SIZE:
        return place(app, line);
    case SCRIPT_SEARCH:
        snprintf(app->search, sizeof app->search, "%s", line->n_words ? word : "");
        return 0;
    case SCRIPT_SHOW:
        app->show_help = app->show_passes = app->only_changed = 0;
        app->dialog = DIALOG_NONE;
        return each_word(app, word, add_panel);
    case SCRIPT_MOUSE:
    case SCRIPT_KEY:
        return play(app, line);
    case SCRIPT_DRAG:
        return drag(app, line, is_done);
    case SCRIPT_EXPECT:
        return expect(app, word, is_done);
    case SCRIPT_SAVE_RECIPE:
        return act_save_recipe(app, word);
    case SCRIPT_SAVE_IMAGE:
        act_save_image(app, word);
        act_save_pending(app);
        return app->message_is_error ? -1 : 0;
    default:
        return 0;
    }
}

/* Whether a command has to wait for the picture. */
static int must_wait(struct app *app, const struct script_line *line)
{
    if (!script_op_waits(line->op) || app->player.is_dragging || app->player.rest_s > 0)
        return 0;
    if (!app_is_settled(app) || app->serial == 0)
        return 1;
    return app->player.frames < SETTLED_FRAMES || app->overlay_is_due;
}

int player_run(struct app *app, struct ecg_error *error)
{
    struct player *player = &app->player;
    while (player->at < player->script.n_lines) {
        struct script_line *line = &player->script.lines[player->at];
        int is_done = 1;
        /* What the command before changed is seen first; hovering takes a frame more. */
        if (player->is_fresh && player->frames < FRESH_FRAMES) {
            app->frames_due = 1;
            return 0;
        }
        player->is_fresh = 0;
        if (line->op == SCRIPT_SCREENSHOT || must_wait(app, line)) {
            if (!must_wait(app, line))
                player->wants_shot = 1;
            if (app_is_settled(app))
                app->frames_due = 1;
            return 0;
        }
        if (run_line(app, line, &is_done) < 0)
            return fail(app, line, error);
        if (!is_done)
            return 0;
        app->frames_due = 1;
        player->at++;
        player->frames = 0;
        player->is_fresh = 1;
    }
    app->must_close = !app->save_folder[0];
    return 0;
}

static int write_png(const struct ecg_image *image, const char *path, struct ecg_error *error)
{
    struct ecg_png *png = ecg_png_make();
    struct ecg_buffer out = { 0 };
    struct ecg_png_params params = { .dpi = 96, .software = "ecgpress preview" };
    int code = png ? ecg_png_encode(png, image, &params, &out, error)
                   : ecg_fail(error, ECG_E_MEMORY, "screenshot: out of memory");
    if (code == 0)
        code = ecg_file_write(path, out.data, out.size, error);
    ecg_png_destroy(&png);
    ecg_buffer_free(&out);
    return code;
}

int player_after_frame(struct app *app, struct ecg_error *error)
{
    struct player *player = &app->player;
    struct ecg_image image = { 0 };
    if (!player->wants_shot)
        return 0;
    player->wants_shot = 0;
    int code = ecg_window_read(app->width_px, app->height_px, &image, error);
    if (code == 0)
        code = write_png(&image, player->script.lines[player->at].words[0], error);
    ecg_image_free(&image);
    player->at++;
    player->frames = 0;
    return code;
}
