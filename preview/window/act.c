/* What panels, keys and scripts do. */
#include "app.h"

#include "core/file.h"
#include "job/finish.h"

#include <stdio.h>
#include <string.h>

int act_set(struct app *app, int param, const char *text)
{
    struct ecg_error error = { 0 };
    int code = session_set(app->session, param, text, app->gesture, &error);
    return app_check(app, code, &error);
}

int act_step_record(struct app *app, int by)
{
    struct ecg_error error = { 0 };
    size_t n = session_records(app->session);
    size_t record = (session_record(app->session) + n + (size_t)((by % (int)n + (int)n))) % n;
    int code = session_go(app->session, record, session_variant(app->session), &error);
    return app_check(app, code, &error);
}

int act_step_variant(struct app *app, int by)
{
    struct ecg_error error = { 0 };
    uint64_t variant = session_variant(app->session);
    variant = by < 0 && variant < (uint64_t)-by ? 0 : variant + (uint64_t)by;
    int code = session_go(app->session, session_record(app->session), variant, &error);
    return app_check(app, code, &error);
}

int act_reroll(struct app *app)
{
    struct ecg_error error = { 0 };
    return app_check(app, session_reroll(app->session, &error), &error);
}

int act_load_recipe(struct app *app, const char *name_or_file)
{
    struct ecg_error error = { 0 };
    return app_check(app, session_load_recipe(app->session, name_or_file, &error), &error);
}

int act_open(struct app *app, const char *path)
{
    struct ecg_error error = { 0 };
    int code = session_open(app->session, path, &error);
    if (code == 0)
        app_tell(app, "Opened %s", path);
    return app_check(app, code, &error);
}

void act_undo(struct app *app, int again)
{
    if (again)
        session_redo(app->session);
    else
        session_undo(app->session);
}

int act_save_recipe(struct app *app, const char *path)
{
    struct ecg_error error = { 0 };
    int code = session_save_recipe(app->session, path, &error);
    if (code == 0)
        app_tell(app, "Saved %s (ecgpress generate --recipe %s)", path, path);
    return app_check(app, code, &error);
}

int act_save_image(struct app *app, const char *folder)
{
    struct ecg_error error = { 0 };
    if (app->stages != STAGES_ALL)
        return app_check(
            app, ecg_fail(&error, ECG_E_ARGUMENT, "save image: show all stages first"), &error);
    snprintf(app->save_folder, sizeof app->save_folder, "%s", folder);
    return 0;
}

/* The picture itself is the last of the files, so that where it is the others are too. */
static int write_files(
    const struct ecg_files *files, const char *folder, const char *name, struct ecg_error *error)
{
    int code = ecg_folder_make(folder, error);
    for (size_t i = 0; code == 0 && i < files->n; i++) {
        struct ecg_buffer path = { 0 };
        ecg_buffer_format(&path, "%s/%s%s", folder, name, files->items[i].ending);
        code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "save image: out of memory")
                           : ecg_file_write((const char *)path.data, files->items[i].bytes.data,
                                 files->items[i].bytes.size, error);
        ecg_buffer_free(&path);
    }
    return code;
}

static int write_image(struct app *app, struct ecg_error *error)
{
    const struct ecg_finisher_params params = { .format = ECG_FORMAT_PNG };
    const struct ecg_work *work = app->picture.whole.made->work;
    struct ecg_finisher *finisher = NULL;
    struct ecg_files files = { 0 };
    int code = ecg_finisher_create(&finisher, &params, error);
    if (code == 0)
        code = ecg_finisher_encode(finisher, work, &files, error);
    if (code == 0)
        code = write_files(&files, app->save_folder, work->name, error);
    ecg_files_free(&files);
    ecg_finisher_destroy(&finisher);
    return code;
}

void act_save_pending(struct app *app)
{
    struct ecg_error error = { 0 };
    if (!app->save_folder[0] || !app_is_settled(app))
        return;
    if (app_is_whole(app) && app_check(app, write_image(app, &error), &error) == 0)
        app_tell(app, "Saved %s/%s.png, .json, .hea and .dat", app->save_folder,
            app->picture.whole.made->work->name);
    app->save_folder[0] = 0;
}

void act_toggle_stage(struct app *app, unsigned bit, int only)
{
    if (only)
        app->stages = app->stages == bit ? STAGES_ALL : bit;
    else
        app->stages ^= bit;
}

/* ---- Keys */

static void ctrl_keys(struct app *app)
{
    if (ui_is_pressed('Z'))
        act_undo(app, ui_has_shift());
    if (ui_is_pressed('Y'))
        act_undo(app, 1);
    if (ui_is_pressed('S'))
        app->dialog = ui_has_shift() ? DIALOG_IMAGE : DIALOG_RECIPE;
    if (ui_is_pressed('F'))
        app->focus_search = 1;
}

static void view_keys(struct app *app)
{
    struct view *view = &app->view;
    double middle[2] = { view->window_px[0] / 2, view->window_px[1] / 2 };
    if (ui_is_pressed('F'))
        view_fit(view);
    if (ui_is_pressed('1'))
        view_zoom_at(view, 1, middle[0], middle[1]);
    if (ui_is_pressed('2'))
        view_zoom_at(view, 2, middle[0], middle[1]);
    if (ui_is_pressed('4'))
        view_zoom_at(view, 4, middle[0], middle[1]);
    if (ui_is_pressed('='))
        view_zoom_at(view, view->zoom * 1.25, middle[0], middle[1]);
    if (ui_is_pressed('-'))
        view_zoom_at(view, view->zoom / 1.25, middle[0], middle[1]);
}

static void overlay_keys(struct app *app)
{
    static const char keys[] = "PBGMU";
    for (int k = 0; k < N_OVERLAYS; k++)
        if (ui_is_pressed(keys[k]))
            app->overlays ^= 1u << k;
    if (app->overlays & OVERLAY_MASKS && ui_is_pressed('M'))
        app->overlays &= ~(unsigned)OVERLAY_PLACES;
    if (app->overlays & OVERLAY_PLACES && ui_is_pressed('U'))
        app->overlays &= ~(unsigned)OVERLAY_MASKS;
}

void act_keys(struct app *app)
{
    if (ui_is_pressed(UI_ESCAPE)) {
        app->show_help = 0;
        app->dialog = DIALOG_NONE;
    }
    if (ui_wants_text() || app->dialog != DIALOG_NONE)
        return;
    if (ui_has_ctrl()) {
        ctrl_keys(app);
        return;
    }
    view_keys(app);
    overlay_keys(app);
    if (ui_is_pressed('R'))
        act_reroll(app);
    if (ui_is_pressed('N') || ui_is_pressed(UI_KEY_RIGHT))
        act_step_record(app, ui_has_shift() ? -1 : 1);
    if (ui_is_pressed(UI_KEY_LEFT))
        act_step_record(app, -1);
    if (ui_is_pressed('V'))
        act_step_variant(app, ui_has_shift() ? -1 : 1);
    if (ui_is_pressed(UI_KEY_UP))
        act_step_variant(app, 1);
    if (ui_is_pressed(UI_KEY_DOWN))
        act_step_variant(app, -1);
    if (ui_is_pressed('S'))
        app->compare = app->compare == COMPARE_SPLIT ? COMPARE_OFF : COMPARE_SPLIT;
    if (ui_is_pressed('D'))
        app->compare = app->compare == COMPARE_SIDE ? COMPARE_OFF : COMPARE_SIDE;
    if (ui_is_pressed('C'))
        app->only_changed = !app->only_changed;
    if (ui_is_pressed('T'))
        app->show_passes = !app->show_passes;
    if (ui_is_pressed('/') && !ui_has_shift())
        app->focus_search = 1;
}
