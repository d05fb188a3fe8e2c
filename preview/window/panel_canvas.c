/* The picture, what lies over it, and the bars above and below it. */
#include "app.h"

#include "core/clock.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const overlay_names[N_OVERLAYS] = { "points", "boxes", "grid", "masks", "uv" };

/* ---- The tools above it */

static void stage_part(struct app *app)
{
    static const char *const titles[N_STAGES] = { "Notes", "Sheet", "Bend", "Light", "Capture" };
    static const char *const docs[N_STAGES] = { "Handwriting, stamps, stickers",
        "Paper, ink, stains, wear", "Folds, crumples, curl", "Light and shadow",
        "Scanner, camera, copier, fax" };
    if (ui_toggle("All", app->stages == STAGES_ALL))
        app->stages = STAGES_ALL;
    ui_tooltip("Every stage", "The picture as it will be made");
    ui_same_line_tight();
    if (ui_toggle("Print", app->stages == 0))
        app->stages = 0;
    ui_tooltip("The print alone", NULL);
    for (int k = 0; k < N_STAGES; k++) {
        ui_same_line_tight();
        if (ui_toggle(titles[k], app->stages >> k & 1))
            act_toggle_stage(app, 1u << k, !ui_has_ctrl());
        ui_tooltip(docs[k], "Click: this stage alone, on the print. Ctrl+click: on or off");
    }
}

static void compare_part(struct app *app)
{
    if (ui_toggle("Split", app->compare == COMPARE_SPLIT))
        app->compare = app->compare == COMPARE_SPLIT ? COMPARE_OFF : COMPARE_SPLIT;
    ui_tooltip("Split with the clean page", "S; drag the line");
    ui_same_line_tight();
    if (ui_toggle("Side by side", app->compare == COMPARE_SIDE))
        app->compare = app->compare == COMPARE_SIDE ? COMPARE_OFF : COMPARE_SIDE;
    ui_tooltip("Beside the clean page", "D");
}

static void overlay_part(struct app *app)
{
    static const char *const titles[N_OVERLAYS] = { "Points", "Boxes", "Grid", "Masks", "UV" };
    static const char *const docs[N_OVERLAYS] = { "Where each sample is (P); hidden ones are red",
        "Boxes of leads, names, texts and marks (B)", "The 5 mm crossings (G)",
        "Ink by kind: grid, traces, print, written or stuck on (M)",
        "Which part of the page each pixel shows (U)" };
    for (int k = 0; k < N_OVERLAYS; k++) {
        if (k)
            ui_same_line_tight();
        if (ui_toggle(titles[k], app->overlays >> k & 1)) {
            app->overlays ^= 1u << k;
            if (k >= 3)
                app->overlays &= ~(k == 3 ? OVERLAY_PLACES : (unsigned)OVERLAY_MASKS);
        }
        ui_tooltip("Truth", docs[k]);
    }
}

void panel_tools(struct app *app, const struct ui_rect *rect)
{
    ui_panel_begin("tools", rect, UI_TIGHT);
    stage_part(app);
    if (rect->width >= TOOLS_WIDTH_PX * ui_scale()) {
        ui_same_line(-1);
        ui_bar();
    }
    compare_part(app);
    ui_same_line(-1);
    ui_bar();
    overlay_part(app);
    ui_same_line_right(ui_text_width("Costs") + 20 * ui_scale());
    if (ui_toggle("Costs", app->show_passes))
        app->show_passes = !app->show_passes;
    ui_tooltip("What each pass costs", "T");
    ui_panel_end();
}

/* ---- The picture */

/* Size of the whole picture, whichever side shows it. */
static void picture_size(const struct picture_side *side, double px[2])
{
    px[0] = round(side->made->work->mesh->width_px / side->made->scale);
    px[1] = round(side->made->work->mesh->height_px / side->made->scale);
}

/* Where the picture lies in the window. */
static struct ui_rect placed(const struct view *view, const struct ui_rect *part)
{
    double corner[2], zero[2] = { 0, 0 };
    view_to_window(view, zero, corner);
    if (view->zoom >= 1) { /* pixels stay square */
        corner[0] = round(corner[0]);
        corner[1] = round(corner[1]);
    }
    return (struct ui_rect){ part->x + (float)corner[0], part->y + (float)corner[1],
        (float)(view->picture_px[0] * view->zoom), (float)(view->picture_px[1] * view->zoom) };
}

static void draw_texture(unsigned texture, const struct ui_rect *where, unsigned tint)
{
    static const float whole[4] = { 0, 0, 1, 1 };
    ui_draw_image(texture, where, whole, tint);
}

static void draw_overlays(
    struct app *app, const struct picture_side *side, const struct ui_rect *where)
{
    ui_clip_begin(where); /* the truth goes on beyond the picture's edges */
    if (app->overlays & (OVERLAY_MASKS | OVERLAY_PLACES) && !app->overlay_is_due &&
        app->picture.overlay.texture)
        draw_texture(app->picture.overlay.texture, where, 0xffffffd8);
    overlay_draw(app, side, where);
    ui_clip_end();
}

static void draw_badge(float x, float y, const char *text)
{
    struct ui_rect box = { x, y, ui_text_width(text) + 14 * ui_scale(), 22 * ui_scale() };
    ui_draw_rect(&box, 0x101216c0, 1, 4);
    ui_draw_text(x + 7 * ui_scale(), y + 3 * ui_scale(), 0xd9dce1ff, 0, text);
}

/* The clean page on the right of the line. */
static void draw_split(struct app *app, const struct picture_side *side,
    const struct ui_rect *part, const struct ui_rect *where)
{
    float x = where->x + where->width * app->split, mouse_x, mouse_y;
    float end = part->x + part->width;
    x = fminf(fmaxf(x, part->x), end);
    struct ui_rect right = { x, part->y, end - x, part->height };
    ui_clip_begin(&right);
    draw_texture(side->clean.texture, where, 0xffffffff);
    ui_clip_end();
    ui_draw_line(x, part->y, x, part->y + part->height, 0x101216a0, 5);
    ui_draw_line(x, part->y, x, part->y + part->height, 0xffffffff, 1.5f);
    struct ui_rect knob = { x - 5, part->y + part->height / 2 - 18, 10, 36 };
    ui_draw_rect(&knob, 0xffffffff, 1, 5);
    draw_badge(x + 10, part->y + 10, "Clean page");
    ui_mouse(&mouse_x, &mouse_y);
    if (ui_is_clicked(UI_LEFT) && fabsf(mouse_x - x) < 7 && ui_is_panel_hovered())
        app->is_splitting = 1;
    if (!ui_is_down(UI_LEFT))
        app->is_splitting = 0;
    if (app->is_splitting && where->width > 0)
        app->split = fminf(fmaxf((mouse_x - where->x) / where->width, 0), 1);
}

static void draw_part(
    struct app *app, struct picture_side *side, const struct ui_rect *part, int is_clean)
{
    struct ui_rect where = placed(&app->view, part);
    ui_clip_begin(part);
    draw_texture(is_clean ? side->clean.texture : side->shown.texture, &where, 0xffffffff);
    draw_overlays(app, side, &where);
    if (!is_clean && app->compare == COMPARE_SPLIT && side->has_clean)
        draw_split(app, side, part, &where);
    if (is_clean)
        draw_badge(part->x + 10, part->y + 10, "Clean page");
    ui_clip_end();
}

/* Wheel and mouse: zoom about the cursor, pan, fit by a double click. */
static void move_view(struct app *app, const struct ui_rect *part)
{
    float x, y;
    ui_mouse(&x, &y);
    double at[2] = { (double)(x - part->x), (double)(y - part->y) };
    if (at[0] >= part->width && app->compare == COMPARE_SIDE)
        at[0] -= part->width;
    int is_over = ui_is_panel_hovered();
    if (is_over && ui_wheel() != 0)
        view_zoom_at(&app->view, app->view.zoom * pow(1.2, (double)ui_wheel()), at[0], at[1]);
    if (is_over && ui_is_double_clicked(UI_LEFT)) {
        if (app->view.is_fit)
            view_zoom_at(&app->view, 1, at[0], at[1]);
        else
            view_fit(&app->view);
    }
    int is_pressed = ui_is_clicked(UI_LEFT) || ui_is_clicked(UI_MIDDLE);
    if (is_over && is_pressed && !app->is_splitting)
        app->is_panning = 1;
    if (!ui_is_down(UI_LEFT) && !ui_is_down(UI_MIDDLE))
        app->is_panning = 0;
    if (app->is_panning && (x != app->mouse[0] || y != app->mouse[1]))
        view_pan(&app->view, (double)(x - app->mouse[0]), (double)(y - app->mouse[1]));
    app->mouse[0] = x;
    app->mouse[1] = y;
}

/* Which picture position is read out below. */
static void find_cursor(struct app *app, const struct ui_rect *part)
{
    double at[2] = { (double)(app->mouse[0] - part->x), (double)(app->mouse[1] - part->y) };
    if (at[0] >= part->width && app->compare == COMPARE_SIDE)
        at[0] -= part->width;
    view_to_picture(&app->view, at, app->cursor_px);
    app->has_cursor = ui_is_panel_hovered();
    if (app->player.is_pointing) {
        memcpy(app->cursor_px, app->player.point_px, sizeof app->cursor_px);
        app->has_cursor = 1;
    }
}

void panel_canvas(struct app *app, const struct ui_rect *rect)
{
    struct picture_side *side = app_shown(app);
    struct ui_rect part = *rect;
    double px[2];
    int is_side = app->compare == COMPARE_SIDE && side && side->has_clean;
    ui_panel_begin("canvas", rect, UI_CANVAS);
    if (side) {
        if (is_side)
            part.width = floorf(rect->width / 2) - 1;
        picture_size(side, px);
        view_resize(&app->view, px[0], px[1], (double)part.width, (double)part.height);
        draw_part(app, side, &part, 0);
        if (is_side) {
            struct ui_rect right = { part.x + part.width + 2, part.y, part.width, part.height };
            draw_part(app, side, &right, 1);
        }
        move_view(app, &part);
        find_cursor(app, &part);
    } else if (!app->message_is_error) {
        ui_draw_text(rect->x + 24, rect->y + 20, 0x8b929eff, 0, "Drawing the first picture...");
    }
    ui_panel_end();
}

/* ---- The line below */

/* The colour of a picture pixel, of the draft where there is no more. */
static void read_pixel(
    const struct app *app, const struct picture_side *side, int x, int y, uint8_t rgba[4])
{
    const struct ecg_image *image = &side->made->work->image;
    double scale = side->made->scale;
    if (side == &app->picture.whole)
        memcpy(rgba, image->data + 4 * ((size_t)y * (size_t)image->width_px + (size_t)x), 4);
    else
        ecg_shown_pixel(&side->shown, (int)(x * scale), (int)(y * scale), rgba);
}

static void read_out(const struct app *app, const struct picture_side *side)
{
    char text[200];
    uint8_t rgba[4];
    double x_mm, y_mm, scale = side->made->scale;
    const struct ecg_mesh *mesh = side->made->work->mesh;
    int x = (int)floor(app->cursor_px[0]), y = (int)floor(app->cursor_px[1]);
    if (!app->has_cursor || x < 0 || y < 0 || x >= mesh->width_px / scale ||
        y >= mesh->height_px / scale)
        return;
    read_pixel(app, side, x, y, rgba);
    int n =
        snprintf(text, sizeof text, "x %d  y %d   #%02x%02x%02x", x, y, rgba[0], rgba[1], rgba[2]);
    if (ecg_mesh_unmap(mesh, (x + 0.5) * scale, (y + 0.5) * scale, &x_mm, &y_mm))
        snprintf(text + n, sizeof text - (size_t)n, "   page %.2f, %.2f mm", x_mm, y_mm);
    else
        snprintf(text + n, sizeof text - (size_t)n, "   off the sheet");
    ui_text(UI_NORMAL, text);
    ui_same_line(-1);
}

static void state_text(
    const struct app *app, const struct picture_side *side, char *out, size_t size)
{
    int n = snprintf(
        out, size, "%.0f \xc3\x97 %.0f px   ", app->view.picture_px[0], app->view.picture_px[1]);
    if (side != &app->picture.whole)
        snprintf(out + n, size - (size_t)n, "draft %.0f %%, %.0f ms", 100 * side->made->scale,
            app->picture.draft_ms);
    else if (app->is_scripted) /* screenshots are compared */
        snprintf(out + n, size - (size_t)n, "final");
    else
        snprintf(out + n, size - (size_t)n, "final, %.2f s", app->settle_ms / 1e3);
}

static void zoom_part(struct app *app)
{
    char text[32];
    snprintf(text, sizeof text, "%.*f %%", app->view.zoom < 0.1 ? 1 : 0, 100 * app->view.zoom);
    ui_text(UI_NORMAL, text);
    ui_same_line(-1);
    if (ui_toggle("Fit", app->view.is_fit))
        view_fit(&app->view);
    ui_tooltip("The whole picture", "F");
    ui_same_line_tight();
    if (ui_toggle("1:1", !app->view.is_fit && app->view.zoom == 1))
        view_zoom_at(&app->view, 1, app->view.window_px[0] / 2, app->view.window_px[1] / 2);
    ui_tooltip("Pixel for pixel", "1; 2 and 4 for larger ones");
}

void panel_status(struct app *app, const struct ui_rect *rect)
{
    struct picture_side *side = app_shown(app);
    char text[160];
    ui_panel_begin("status", rect, UI_TIGHT);
    if (app->message[0] && (app->message_is_error || ecg_now_s() < app->message_until_s)) {
        ui_text(app->message_is_error ? UI_ERROR : UI_ACCENT, app->message);
        ui_same_line(-1);
    } else if (side) {
        read_out(app, side);
    }
    if (side) {
        state_text(app, side, text, sizeof text);
        ui_same_line_right(ui_text_width(text) + ui_text_width("0000 %Fit1:1") + 62 * ui_scale());
        ui_text(UI_MUTED, text);
        ui_same_line_right(ui_text_width("0000 %Fit1:1") + 46 * ui_scale());
        zoom_part(app);
    }
    ui_panel_end();
}
