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
    const struct picture *picture = &app->picture;
    float s = ui_scale(), width = 250 * s;
    float height = (92 + 25 * (float)(picture->n_passes + 1)) * s;
    struct ui_rect rect = { canvas->x + canvas->width - width - 14 * s, canvas->y + 14 * s, width,
        height };
    double total_ms = picture->prepare_ms;
    char text[80];
    for (int i = 0; i < picture->n_passes; i++)
        total_ms += picture->passes[i].ms;
    ui_panel_begin("costs", &rect, UI_RAISED);
    ui_text(UI_STRONG, "What the picture costs");
    cost("prepare (CPU)", picture->prepare_ms, total_ms);
    for (int i = 0; i < picture->n_passes; i++)
        cost(picture->passes[i].name, picture->passes[i].ms, total_ms);
    snprintf(
        text, sizeof text, "whole %.0f ms, draft %.0f ms", picture->whole_ms, picture->draft_ms);
    ui_text(UI_MUTED, text);
    ui_panel_end();
}

static void shortcuts(struct app *app, const struct ui_rect *canvas)
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
    float s = ui_scale(), width = 520 * s, height = (26 + 22.5f * N + 30) * s;
    struct ui_rect rect = { canvas->x + (canvas->width - width) / 2,
        canvas->y + (canvas->height - height) / 2, width, height };
    ui_panel_begin("help", &rect, UI_RAISED | UI_SCROLLS);
    for (int i = 0; i < N; i++) {
        if (!*lines[i][0]) {
            ui_space(i ? 4 : 0);
            ui_caption(lines[i][1]);
            continue;
        }
        ui_line_text(UI_ACCENT, lines[i][0]);
        ui_same_line(190 * s);
        ui_line_text(UI_NORMAL, lines[i][1]);
    }
    ui_panel_end();
    (void)app;
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
    float s = ui_scale(), width = 480 * s, height = 158 * s;
    struct ui_rect rect = { canvas->x + (canvas->width - width) / 2,
        canvas->y + canvas->height * 0.3f, width, height };
    if (is_recipe && !app->recipe_path[0])
        suggest_recipe_path(app);
    ui_panel_begin("dialog", &rect, UI_RAISED);
    ui_text(UI_STRONG, is_recipe ? "Save as a recipe" : "Save the image with its truth");
    ui_text_wrapped(
        UI_MUTED, is_recipe ? "A YAML file with what differs from the recipe that was loaded."
                            : "A folder, for the files that ecgpress generate writes.");
    char *text = is_recipe ? app->recipe_path : app->image_folder;
    size_t size = is_recipe ? sizeof app->recipe_path : sizeof app->image_folder;
    if (app->dialog_opened) {
        ui_focus_next();
        app->dialog_opened = 0;
    }
    ui_next_width(ui_width_left());
    int entered = ui_input_text("##path", is_recipe ? "mine.yaml" : "folder", text, size, 1);
    ui_line_text(UI_MUTED, " ");
    ui_same_line_right(ui_text_width("SaveCancel") + 44 * s);
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
        shortcuts(app, canvas);
    if (app->dialog != app->last_dialog) {
        app->dialog_opened = 1;
        app->recipe_path[0] = 0;
    }
    app->last_dialog = app->dialog;
    if (app->dialog != DIALOG_NONE)
        dialog(app, canvas);
}
