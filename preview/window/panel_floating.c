/* What floats over the picture: costs, shortcuts, questions. */
#include "app.h"

#include <stdio.h>
#include <string.h>

static void cost(const char *name, double ms, double total_ms)
{
    char value[32];
    snprintf(value, sizeof value, ms < 9.95 ? "%.1f ms" : "%.0f ms", ms);
    ui_cost_row(name, value, total_ms > 0 ? (float)(ms / total_ms) : 0);
}

static void costs(struct app *app, const struct ui_rect *canvas)
{
    const struct made *made = app->picture.whole.made;
    double prepare_ms = made ? 1e3 * made->prepare_s : 0, total_ms = prepare_ms;
    char text[80];
    int n = made ? made->n_passes : 0;
    for (int i = 0; i < n; i++)
        total_ms += made->passes[i].ms;
    ui_raised_begin("costs", canvas, 260 * ui_scale(), 0);
    ui_line_text(UI_STRONG, "What the picture costs");
    ui_space(2);
    cost("prepare (CPU)", prepare_ms, total_ms);
    for (int i = 0; i < n; i++)
        cost(made->passes[i].name, made->passes[i].ms, total_ms);
    ui_space(2);
    snprintf(text, sizeof text, "drawn in %.0f ms, drafts in %.0f ms",
        made ? 1e3 * made->draw_s : 0, app->picture.draft_ms);
    ui_line_text(UI_MUTED, text);
    ui_panel_end();
}

static void shortcuts(const struct ui_rect *canvas)
{
    static const char *const lines[][2] = { { "", "View" }, { "wheel", "zoom about the cursor" },
        { "drag", "pan" }, { "double click", "1:1 here, or fit" },
        { "F   1   2   4", "fit, 100 %, 200 %, 400 %" }, { "+   -", "zoom" },
        { "S   D", "split, side by side with the clean page" },
        { "P   B   G   M   U", "points, boxes, grid, masks, UV" }, { "T", "what each pass costs" },
        { "", "Change" }, { "R", "re-roll the seed" },
        { "N   Shift+N   \xe2\x86\x90   \xe2\x86\x92", "next, previous record" },
        { "V   Shift+V   \xe2\x86\x91   \xe2\x86\x93", "next, previous variant" },
        { "Ctrl+Z   Ctrl+Y", "undo, redo" }, { "Ctrl+click", "type a slider's value" },
        { "right click a name", "default, or type a distribution" },
        { "drop a file", "open a recipe or recordings" }, { "", "Find and keep" },
        { "/   Ctrl+F", "search the parameters" }, { "C", "only what is changed" },
        { "Ctrl+S", "save the recipe" }, { "Ctrl+Shift+S", "save the image with its truth" },
        { "?   Esc", "this list, close it" } };
    enum { N = sizeof lines / sizeof lines[0] };
    ui_raised_begin("help", canvas, 520 * ui_scale(), 1);
    for (int i = 0; i < N; i++) {
        if (!*lines[i][0]) {
            ui_space(i ? 4 : 0);
            ui_caption(lines[i][1]);
            continue;
        }
        ui_line_text(UI_ACCENT, lines[i][0]);
        ui_same_line(200 * ui_scale());
        ui_line_text(UI_NORMAL, lines[i][1]);
    }
    ui_panel_end();
}

static void suggest_recipe_path(struct app *app)
{
    const char *name = session_base_name(app->session);
    size_t n = strlen(name);
    int is_file = n > 5 && strcmp(name + n - 5, ".yaml") == 0;
    snprintf(app->recipe_path, sizeof app->recipe_path, is_file ? "%s" : "%s-mine.yaml", name);
}

static void dialog(struct app *app, const struct ui_rect *canvas)
{
    int is_recipe = app->dialog == DIALOG_RECIPE;
    if (is_recipe && !app->recipe_path[0])
        suggest_recipe_path(app);
    ui_raised_begin("dialog", canvas, 480 * ui_scale(), 1);
    ui_line_text(UI_STRONG, is_recipe ? "Save as a recipe" : "Save the image with its truth");
    ui_text_wrapped(
        UI_MUTED, is_recipe ? "A YAML file with what differs from the recipe that was loaded."
                            : "A folder, for the files that ecgpress generate writes.");
    ui_space(4);
    char *text = is_recipe ? app->recipe_path : app->image_folder;
    size_t size = is_recipe ? sizeof app->recipe_path : sizeof app->image_folder;
    if (app->dialog_opened) {
        ui_focus_next();
        app->dialog_opened = 0;
    }
    ui_next_width(ui_width_left());
    int entered = ui_input_text("##path", is_recipe ? "mine.yaml" : "folder", text, size, 1);
    ui_space(2);
    ui_same_line_right(ui_text_width("SaveCancel") + 42 * ui_scale());
    if (ui_button("Cancel"))
        app->dialog = DIALOG_NONE;
    ui_same_line(-1);
    if (ui_primary_button("Save") || entered) {
        int code = is_recipe ? act_save_recipe(app, text) : act_save_image(app, text);
        if (code == 0)
            app->dialog = DIALOG_NONE;
    }
    ui_panel_end();
}

void panel_floating(struct app *app, const struct ui_rect *canvas)
{
    if (app->show_passes)
        costs(app, canvas);
    if (app->show_help)
        shortcuts(canvas);
    if (app->dialog != app->last_dialog) {
        app->dialog_opened = 1;
        app->recipe_path[0] = 0;
    }
    app->last_dialog = app->dialog;
    if (app->dialog != DIALOG_NONE)
        dialog(app, canvas);
}
