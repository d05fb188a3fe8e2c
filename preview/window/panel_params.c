/* The left panel: every parameter, grouped as the stages are. */
#include "app.h"

#include "recipe/value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float LABEL_SHARE = 0.36f;

/* ---- One parameter's control */

static double drawn_number(const struct app *app, const struct ecg_param *param)
{
    return ecg_value_of(session_scene(app->session), param).number;
}

static const char *dist_text(const struct app *app, int i, struct ecg_buffer *out)
{
    const struct ecg_dist *dist = ecg_recipe_dist(session_recipe(app->session), i);
    if (dist)
        ecg_dist_print(dist, &ecg_params[i], out);
    return out->data && !out->failed ? (const char *)out->data : "";
}

static void number_control(struct app *app, int i)
{
    const struct ecg_param *param = &ecg_params[i];
    char format[48], text[64];
    double value = drawn_number(app, param);
    control_format(param, format, sizeof format);
    if (ui_slider("##value", &value, param->lo, param->hi, format)) {
        control_value_text(param, value, text, sizeof text);
        act_set(app, i, text);
    }
}

static void range_control(struct app *app, int i, const struct control *control)
{
    const struct ecg_param *param = &ecg_params[i];
    char text[160], lo[64], hi[64], shown[180];
    double ends[2] = { control->lo, control->hi };
    control_value_text(param, ends[0], lo, sizeof lo);
    control_value_text(param, ends[1], hi, sizeof hi);
    snprintf(shown, sizeof shown, "%s \xe2\x80\x93 %s%s%s", lo, hi,
        *param->unit && strcmp(param->unit, "deg") != 0 ? " " : "",
        strcmp(param->unit, "deg") == 0 ? "\xc2\xb0" : param->unit);
    if (ui_range("##range", &ends[0], &ends[1], param->lo, param->hi, shown)) {
        control_range_text(param, ends[0], ends[1], text, sizeof text);
        act_set(app, i, text);
    }
}

static void bool_control(struct app *app, int i)
{
    int is_on = drawn_number(app, &ecg_params[i]) != 0;
    if (ui_checkbox("##on", &is_on))
        act_set(app, i, is_on ? "true" : "false");
}

static void enum_control(struct app *app, int i)
{
    const struct ecg_param *param = &ecg_params[i];
    char name[96];
    int now = (int)drawn_number(app, param);
    size_t n;
    const char *choice = ecg_choice_at(param->choices, now, &n);
    snprintf(name, sizeof name, "%.*s", (int)n, choice ? choice : "");
    if (!ui_combo_begin("##choice", name))
        return;
    for (int k = 0; (choice = ecg_choice_at(param->choices, k, &n)); k++) {
        snprintf(name, sizeof name, "%.*s", (int)n, choice);
        if (ui_selectable(name, k == now, NULL))
            act_set(app, i, name);
    }
    ui_combo_end();
}

static void color_control(struct app *app, int i)
{
    const struct ecg_param *param = &ecg_params[i];
    struct ecg_value value = ecg_value_of(session_scene(app->session), param);
    if (ui_color("##color", value.rgb)) {
        char text[16];
        snprintf(text, sizeof text, "#%02x%02x%02x", (unsigned)lroundf(255 * value.rgb[0]),
            (unsigned)lroundf(255 * value.rgb[1]), (unsigned)lroundf(255 * value.rgb[2]));
        act_set(app, i, text);
    }
}

/* The distribution as text; taken over with Enter. */
static void text_control(struct app *app, int i, const char *text)
{
    char shown[sizeof app->edit_text];
    int is_edited = app->edit_param == i;
    snprintf(shown, sizeof shown, "%s", is_edited ? app->edit_text : text);
    const char *hint = *text ? "" : "the recipes of the mix differ";
    int entered = ui_input_text("##text", hint, shown, sizeof shown, 1);
    if (entered) {
        act_set(app, i, shown);
        app->edit_param = -1;
    } else if (ui_is_item_active()) {
        app->edit_param = i;
        snprintf(app->edit_text, sizeof app->edit_text, "%s", shown);
    } else if (is_edited) {
        app->edit_param = -1;
    }
}

static void control(struct app *app, int i)
{
    const struct ecg_param *param = &ecg_params[i];
    const struct ecg_dist *dist = ecg_recipe_dist(session_recipe(app->session), i);
    struct control control = control_of(param, dist);
    struct ecg_buffer text = { 0 };
    if (control.form == CONTROL_RANGE)
        range_control(app, i, &control);
    else if (control.form != CONTROL_VALUE || param->type == ECG_PARAM_TEXT)
        text_control(app, i, dist_text(app, i, &text));
    else if (param->type == ECG_PARAM_BOOL)
        bool_control(app, i);
    else if (param->type == ECG_PARAM_ENUM)
        enum_control(app, i);
    else if (param->type == ECG_PARAM_COLOR)
        color_control(app, i);
    else
        number_control(app, i);
    ecg_buffer_free(&text);
}

/* ---- Its row */

static void tooltip(const struct app *app, int i)
{
    const struct ecg_param *param = &ecg_params[i];
    struct ecg_buffer text = { 0 }, dist = { 0 }, drawn = { 0 };
    if (!ui_is_item_hovered())
        return;
    ecg_buffer_format(&text, "%s.\n", param->doc);
    if (param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT)
        ecg_buffer_format(&text, "\n%g to %g %s", param->lo, param->hi, param->unit);
    if (param->type == ECG_PARAM_ENUM)
        ecg_buffer_format(&text, "\n%s", param->choices);
    ecg_buffer_format(&text, "\nDefault: %s", *param->dflt ? param->dflt : "(empty)");
    const char *says = dist_text(app, i, &dist);
    if (*says)
        ecg_buffer_format(&text, "\nRecipe: %s", says);
    ecg_scene_get(session_scene(app->session), param, &drawn);
    if (drawn.data && !drawn.failed)
        ecg_buffer_format(&text, "\nDrawn: %s", (const char *)drawn.data);
    if (!text.failed)
        ui_tooltip(param->name, (const char *)text.data);
    ecg_buffer_free(&text);
    ecg_buffer_free(&dist);
    ecg_buffer_free(&drawn);
}

static int is_number(const struct ecg_param *param)
{
    return param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT;
}

static void drawn_text(const struct app *app, int i, char *out, size_t size)
{
    struct ecg_buffer text = { 0 };
    ecg_scene_get(session_scene(app->session), &ecg_params[i], &text);
    snprintf(out, size, "%s", text.data && !text.failed ? (const char *)text.data : "");
    ecg_buffer_free(&text);
}

/* Between a value and the two ends that it is drawn between. */
static void switch_form(struct app *app, int i, enum control_form form)
{
    const struct ecg_param *param = &ecg_params[i];
    char text[160];
    double lo, hi;
    if (form != CONTROL_VALUE || !is_number(param)) {
        drawn_text(app, i, text, sizeof text);
    } else {
        control_spread(param, drawn_number(app, param), &lo, &hi);
        control_range_text(param, lo, hi, text, sizeof text);
    }
    act_set(app, i, text);
}

static void form_button(struct app *app, int i)
{
    const struct ecg_dist *dist = ecg_recipe_dist(session_recipe(app->session), i);
    enum control_form form = control_of(&ecg_params[i], dist).form;
    if (form == CONTROL_VALUE && !is_number(&ecg_params[i])) {
        ui_icon_space();
        return;
    }
    if (ui_icon_button("##form", form == CONTROL_VALUE ? UI_ICON_VALUE : UI_ICON_RANGE,
            form != CONTROL_VALUE, 1))
        switch_form(app, i, form);
    ui_tooltip(form == CONTROL_VALUE ? "One value" : "Drawn at random",
        form == CONTROL_VALUE ? "Click to draw it between two ends"
                              : "Click to keep the value drawn now");
}

static void row_menu(struct app *app, int i)
{
    struct ecg_error error = { 0 };
    if (!ui_popup_begin("row"))
        return;
    if (ui_menu_item("Back to the recipe's", session_is_changed(app->session, i)))
        app_check(app, session_reset(app->session, i, &error), &error);
    if (ui_menu_item("The table's default", 1))
        app_check(app, session_set_default(app->session, i, &error), &error);
    if (ui_menu_item("Type a distribution...", 1)) {
        struct ecg_buffer text = { 0 };
        app->edit_param = i;
        app->is_typing = 1;
        snprintf(app->edit_text, sizeof app->edit_text, "%s", dist_text(app, i, &text));
        ecg_buffer_free(&text);
    }
    ui_popup_end();
}

static void row_buttons(struct app *app, int i)
{
    struct ecg_error error = { 0 };
    int locked = session_is_locked(app->session, i), changed = session_is_changed(app->session, i);
    form_button(app, i);
    ui_same_line_tight();
    if (ui_icon_button("##lock", locked ? UI_ICON_LOCK : UI_ICON_UNLOCKED, locked, 1))
        app_check(app, session_lock(app->session, i, !locked, &error), &error);
    ui_tooltip(locked ? "Locked" : "Lock",
        locked ? "Keeps its value while the rest is re-rolled. Click to unlock"
               : "Keep this value while the rest is re-rolled");
    ui_same_line_tight();
    ui_begin_disabled(!changed);
    if (ui_icon_button("##reset", UI_ICON_RESET, 0, 1))
        app_check(app, session_reset(app->session, i, &error), &error);
    ui_end_disabled();
    if (changed)
        ui_tooltip("Reset", "Back to what the recipe says");
}

static void row(struct app *app, int i)
{
    char label[80];
    float buttons = 3 * ui_small_icon_width();
    float width = ui_width_left() - 8 * ui_scale(), left = width * LABEL_SHARE;
    if (!ui_is_visible(ui_line_height())) {
        ui_space_px(ui_line_height());
        return;
    }
    ui_push_id(i);
    control_label(&ecg_params[i], label, sizeof label);
    ui_label(session_is_changed(app->session, i) ? UI_ACCENT : UI_NORMAL, label, left);
    tooltip(app, i);
    if (ui_is_item_clicked(UI_RIGHT))
        ui_popup_open("row");
    row_menu(app, i);
    ui_same_line(-1);
    ui_begin_disabled(session_is_locked(app->session, i));
    ui_next_width(width - left - buttons - 10 * ui_scale());
    if (app->is_typing && app->edit_param == i) {
        ui_focus_next();
        text_control(app, i, app->edit_text);
        app->is_typing = !ui_is_item_active();
        app->edit_param = i;
    } else if (app->edit_param == i) {
        text_control(app, i, app->edit_text);
    } else {
        control(app, i);
    }
    ui_end_disabled();
    tooltip(app, i);
    ui_same_line(-1);
    row_buttons(app, i);
    ui_pop_id();
}

/* ---- The list */

static int is_listed(const struct app *app, int i)
{
    return control_matches(&ecg_params[i], app->search) &&
           (!app->only_changed || session_is_changed(app->session, i) ||
               session_is_locked(app->session, i));
}

/* Rows of a stage, a heading before each group. */
static void stage_rows(struct app *app, enum stage stage)
{
    const struct ecg_param *last = NULL;
    char group[80];
    for (int i = 0; i < ecg_param_count(); i++) {
        if (stage_of(&ecg_params[i]) != stage || !is_listed(app, i))
            continue;
        if (!last || !control_same_group(last, &ecg_params[i])) {
            control_group(&ecg_params[i], group, sizeof group);
            if (last)
                ui_space(4);
            ui_caption(group);
        }
        last = &ecg_params[i];
        row(app, i);
    }
    ui_space(6);
}

static void count_stage(const struct app *app, enum stage stage, int *listed, int *changed)
{
    *listed = *changed = 0;
    for (int i = 0; i < ecg_param_count(); i++) {
        if (stage_of(&ecg_params[i]) != stage)
            continue;
        *listed += is_listed(app, i);
        *changed += session_is_changed(app->session, i);
    }
}

static void list(struct app *app)
{
    int is_filtered = app->search[0] || app->only_changed, any = 0;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        int listed, changed;
        char id[64];
        count_stage(app, (enum stage)stage, &listed, &changed);
        if (!listed)
            continue;
        any = 1;
        /* A search opens what it finds; without one, each stage is as it was left. */
        snprintf(id, sizeof id, "%s##%d", stage_titles[stage], is_filtered);
        if (ui_header(id, is_filtered || stage == STAGE_CAPTURE, changed))
            stage_rows(app, (enum stage)stage);
    }
    if (!any)
        ui_text(UI_MUTED, app->search[0] ? "No parameter has these words" : "Nothing is changed");
}

static void search_row(struct app *app)
{
    struct ecg_error error = { 0 };
    int changes = session_changes(app->session);
    char text[64], hint[64];
    if (app->focus_search)
        ui_focus_next();
    app->focus_search = 0;
    ui_next_width(ui_width_left());
    snprintf(hint, sizeof hint, "Search %d parameters", ecg_param_count());
    ui_input_text("##search", hint, app->search, sizeof app->search, 0);
    snprintf(text, sizeof text, "Only changed (%d)", changes);
    ui_checkbox(text, &app->only_changed);
    ui_same_line_right(ui_text_width("Reset all") + 16 * ui_scale());
    ui_begin_disabled(changes == 0);
    if (ui_button("Reset all"))
        app_check(app, session_reset(app->session, -1, &error), &error);
    ui_end_disabled();
}

void panel_params(struct app *app, const struct ui_rect *rect)
{
    ui_panel_begin("params", rect, UI_PLAIN);
    search_row(app);
    ui_space(2);
    ui_child_begin("list", 0);
    list(app);
    ui_child_end();
    ui_panel_end();
}
