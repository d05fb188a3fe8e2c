/* The bar on top: which recording, variant, seed and recipe; undo; saving. */
#include "app.h"

#include <stdio.h>
#include <string.h>

static int is_narrow(const struct app *app)
{
    return (float)app->width_px < BAR_WIDTH_PX * ui_scale();
}

static void record_part(struct app *app)
{
    struct ecg_error error = { 0 };
    char shown[400];
    size_t n = session_records(app->session), now = session_record(app->session);
    snprintf(shown, sizeof shown, "%s", session_record_id(app->session, now));
    ui_begin_disabled(n < 2);
    if (ui_icon_button("##previous", UI_ICON_LEFT, 0, 0))
        act_step_record(app, -1);
    ui_tooltip("Previous record", "Shift+N or \xe2\x86\x90");
    ui_end_disabled();
    ui_same_line(-1);
    ui_next_width((is_narrow(app) ? 130 : 170) * ui_scale());
    if (ui_combo_begin("##record", shown)) {
        for (size_t i = 0; i < n && i < 2000; i++) {
            ui_push_id((int)i);
            if (ui_selectable(session_record_id(app->session, i), i == now, NULL))
                app_check(app, session_go(app->session, i, session_variant(app->session), &error),
                    &error);
            ui_pop_id();
        }
        ui_combo_end();
    }
    snprintf(shown, sizeof shown, "Record %zu of %zu: drop files on the window to add some",
        now + 1, n);
    ui_tooltip(shown, NULL);
    ui_same_line(-1);
    ui_begin_disabled(n < 2);
    if (ui_icon_button("##next", UI_ICON_RIGHT, 0, 0))
        act_step_record(app, 1);
    ui_tooltip("Next record", "N or \xe2\x86\x92");
    ui_end_disabled();
}

static void variant_part(struct app *app)
{
    char text[32];
    if (ui_icon_button("##variant-", UI_ICON_LEFT, 0, 0))
        act_step_variant(app, -1);
    ui_tooltip("Previous variant", "Shift+V or \xe2\x86\x93");
    ui_same_line(-1);
    snprintf(text, sizeof text, "Variant %llu", (unsigned long long)session_variant(app->session));
    ui_text(UI_NORMAL, text);
    ui_same_line(-1);
    if (ui_icon_button("##variant+", UI_ICON_RIGHT, 0, 0))
        act_step_variant(app, 1);
    ui_tooltip("Next variant", "V or \xe2\x86\x91");
}

static void seed_part(struct app *app)
{
    struct ecg_error error = { 0 };
    unsigned long long seed = session_seed(app->session);
    if (!is_narrow(app)) {
        ui_text(UI_MUTED, "Seed");
        ui_same_line(-1);
    }
    ui_next_width(76 * ui_scale());
    if (ui_input_number("##seed", &seed))
        app_check(app, session_set_seed(app->session, seed, &error), &error);
    ui_tooltip("Seed", "As ecgpress generate --seed");
    ui_same_line(-1);
    if (ui_icon_button("##reroll", UI_ICON_DICE, 0, 0))
        act_reroll(app);
    ui_tooltip("Re-roll", "The next seed: everything that is drawn and not locked changes (R)");
}

/* Each line of the list is a name and what it is about. */
static void recipe_list(struct app *app)
{
    const char *s = app->recipes.data, *now = session_base_name(app->session);
    while (s && *s) {
        size_t n = strcspn(s, "\n"), name_n = strcspn(s, " \n");
        char name[128], about[200];
        snprintf(name, sizeof name, "%.*s", (int)name_n, s);
        size_t at = name_n + strspn(s + name_n, " ");
        snprintf(about, sizeof about, "%.*s", at < n ? (int)(n - at) : 0, s + at);
        if (ui_selectable(name, strcmp(name, now) == 0, about))
            act_load_recipe(app, name);
        s += n + (s[n] == '\n');
    }
}

static void recipe_part(struct app *app)
{
    char shown[160];
    const char *name = session_base_name(app->session);
    const char *file = strrchr(name, '/');
    snprintf(shown, sizeof shown, "%s", file ? file + 1 : name);
    if (!is_narrow(app)) {
        ui_text(UI_MUTED, "Recipe");
        ui_same_line(-1);
    }
    ui_next_width((is_narrow(app) ? 160 : 190) * ui_scale());
    if (ui_combo_begin("##recipe", shown)) {
        recipe_list(app);
        ui_combo_end();
    }
    ui_tooltip(name, ecg_recipe_about(session_recipe(app->session)));
}

static void undo_part(struct app *app)
{
    ui_begin_disabled(!session_can_undo(app->session));
    if (ui_icon_button("##undo", UI_ICON_UNDO, 0, 0))
        act_undo(app, 0);
    ui_tooltip("Undo", "Ctrl+Z");
    ui_end_disabled();
    ui_same_line(-1);
    ui_begin_disabled(!session_can_redo(app->session));
    if (ui_icon_button("##redo", UI_ICON_REDO, 0, 0))
        act_undo(app, 1);
    ui_tooltip("Redo", "Ctrl+Shift+Z or Ctrl+Y");
    ui_end_disabled();
}

void panel_bar(struct app *app, const struct ui_rect *rect)
{
    ui_panel_begin("bar", rect, UI_PLAIN);
    record_part(app);
    ui_same_line(-1);
    ui_bar();
    variant_part(app);
    ui_same_line(-1);
    ui_bar();
    seed_part(app);
    ui_same_line(-1);
    ui_bar();
    recipe_part(app);
    ui_same_line(-1);
    ui_bar();
    undo_part(app);
    float right = ui_text_width("Save recipe") + ui_text_width("Save image") + ui_text_width("?") +
                  64 * ui_scale();
    ui_same_line_right(right);
    if (ui_primary_button("Save recipe"))
        app->dialog = DIALOG_RECIPE;
    ui_tooltip("Save as a recipe", "What differs from the recipe that was loaded (Ctrl+S)");
    ui_same_line(-1);
    if (ui_button("Save image"))
        app->dialog = DIALOG_IMAGE;
    ui_tooltip("Save the image with its truth",
        "The same files as ecgpress generate writes (Ctrl+Shift+S)");
    ui_same_line(-1);
    if (ui_toggle("?", app->show_help))
        app->show_help = !app->show_help;
    ui_tooltip("Shortcuts", NULL);
    ui_panel_end();
}
