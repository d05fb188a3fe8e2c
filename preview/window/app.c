/* The window: opened, its loop, closed. */
#include "app.h"

#include "core/alloc.h"
#include "core/clock.h"
#include "gpu/shown.h"
#include "page/font.h"

#include <GLFW/glfw3.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH_PX = 1600,
    HEIGHT_PX = 1000,
    PARAMS_PX = 400,
    LEAST_PARAMS_PX = 330,
    BAR_PX = 50,
    TOOLS_PX = 42,
    STATUS_PX = 34,
    SMALLEST_DRAFT_PX = 480,
    FIRST_DRAFT_PX = 800,
    LARGEST_DRAFT_PX = 1600,
    FRAMES_AFTER_INPUT = 3, /* until hovered and opened things have settled */
};

static const double REST_S = 0.15; /* without a change, until the whole picture is begun */
static const double WATCH_S = 0.4; /* between looks at the shader folder */
static const double MESSAGE_S = 6;
static const double IDLE_S = 0.25;
static const double SCRIPT_S = 0.004;
static const double STILL_S = 0.5; /* between frames when nothing happens: messages end */
static const double SLOW_DRAFT_MS = 75, FAST_DRAFT_MS = 35;

/* ---- Messages */

void app_tell(struct app *app, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(app->message, sizeof app->message, format, args);
    va_end(args);
    app->message_is_error = 0;
    app->message_until_s = ecg_now_s() + MESSAGE_S;
}

void app_complain(struct app *app, const struct ecg_error *error)
{
    snprintf(app->message, sizeof app->message, "%s", error->message);
    app->message_is_error = 1;
}

int app_check(struct app *app, int code, const struct ecg_error *error)
{
    if (code < 0)
        app_complain(app, error);
    return code;
}

/* ---- Pictures */

int app_is_whole(const struct app *app)
{
    return app->whole_serial == app->serial && app->picture.whole.made;
}

struct picture_side *app_shown(struct app *app)
{
    if (app_is_whole(app))
        return &app->picture.whole;
    return app->picture.draft.made && app->picture.draft.shown.texture ? &app->picture.draft
                                                                       : NULL;
}

int app_is_settled(const struct app *app)
{
    return app->serial && (app_is_whole(app) || app->failed_serial == app->serial);
}

enum { EXTRA_TRUTH = 1, EXTRA_MASKS = 2, EXTRA_PLACES = 4 };

static struct look wanted_look(const struct app *app)
{
    struct look look;
    memset(&look, 0, sizeof look);
    look.generation = session_generation(app->session);
    look.stages = app->stages;
    if (app->overlays & (OVERLAY_POINTS | OVERLAY_BOXES | OVERLAY_GRID))
        look.extras |= EXTRA_TRUTH;
    if (app->overlays & OVERLAY_MASKS)
        look.extras |= EXTRA_MASKS;
    if (app->overlays & OVERLAY_PLACES)
        look.extras |= EXTRA_PLACES;
    look.with_clean = app->compare != COMPARE_OFF;
    look.shaders = app->look.shaders;
    return look;
}

static void fill_wish(const struct app *app, struct maker_wish *wish)
{
    *wish = (struct maker_wish){
        .generation = app->serial,
        .scene = *session_scene(app->session),
        .variant = session_variant(app->session),
        .longest_px = app->draft_px,
        .wants_truth = !!(app->look.extras & EXTRA_TRUTH),
        .wants_masks = !!(app->look.extras & EXTRA_MASKS),
        .wants_places = !!(app->look.extras & EXTRA_PLACES),
        .wants_clean = app->look.with_clean,
    };
    if (app->stages != STAGES_ALL)
        stages_keep(&wish->scene, app->stages);
    session_source(app->session, &wish->source);
}

static void wish_for_draft(struct app *app)
{
    struct maker_wish wish;
    app->serial++;
    app->changed_s = ecg_now_s();
    maker_forget(app->maker, MADE_WHOLE);
    fill_wish(app, &wish);
    maker_wish(app->maker, MADE_DRAFT, &wish);
}

/* Drafts as large as they can be at some 15 a second, changed while nothing is being moved. */
static void adapt_draft(struct app *app)
{
    double ms = app->picture.draft_ms;
    int px = app->draft_px;
    if (ms > SLOW_DRAFT_MS)
        px = (int)(px * fmax(0.7, sqrt(SLOW_DRAFT_MS / ms)));
    else if (ms < FAST_DRAFT_MS)
        px = (int)(px * fmin(1.4, sqrt(FAST_DRAFT_MS / fmax(ms, 1))));
    px = px < SMALLEST_DRAFT_PX  ? SMALLEST_DRAFT_PX
         : px > LARGEST_DRAFT_PX ? LARGEST_DRAFT_PX
                                 : px;
    app->draft_px = px / 20 * 20;
}

static void fail(struct app *app, uint64_t serial, const struct ecg_error *error)
{
    if (serial == app->serial)
        app->failed_serial = serial;
    app_complain(app, error);
}

static void take_draft(struct app *app, struct made *made)
{
    struct ecg_error error = { 0 };
    uint64_t serial = made->generation;
    if (picture_draw_draft(&app->picture, &made, app->look.with_clean, &error) < 0) {
        fail(app, serial, &error);
        return;
    }
    app->draft_serial = serial;
    app->overlay_is_due = 1;
    app->player.drafts++;
    if (app->message_is_error && app->failed_serial && app->failed_serial < serial)
        app->message[0] = 0;
}

static void take_whole(struct app *app, struct made *made)
{
    struct ecg_error error = { 0 };
    if (made->generation != app->serial)
        maker_give_back(app->maker, &made);
    else if (picture_take_whole(&app->picture, &made, &error) < 0)
        fail(app, app->serial, &error);
    else {
        app->whole_serial = app->serial;
        app->settle_ms = 1e3 * (ecg_now_s() - app->changed_s);
    }
}

/* What the maker has made is drawn; 1 when something was there. */
static int take_made(struct app *app)
{
    struct made *made = maker_take(app->maker);
    if (!made)
        return 0;
    if (!made->work) {
        fail(app, made->generation, &made->error);
        maker_give_back(app->maker, &made);
    } else if (made->kind == MADE_DRAFT) {
        take_draft(app, made);
    } else {
        take_whole(app, made);
    }
    return 1;
}

static void wish_for_whole(struct app *app)
{
    double rest_s = ecg_now_s() - app->changed_s;
    if (app->draft_serial != app->serial || app->asked_serial == app->serial ||
        app->failed_serial == app->serial || rest_s < REST_S || app->player.is_dragging)
        return;
    struct maker_wish wish;
    fill_wish(app, &wish);
    app->asked_serial = app->serial;
    maker_wish(app->maker, MADE_WHOLE, &wish);
    adapt_draft(app);
}

static void draw_overlay(struct app *app)
{
    struct ecg_error error = { 0 };
    int code = 0;
    if (!app->overlay_is_due || app->draft_serial != app->serial)
        return;
    app->overlay_is_due = 0;
    if (app->overlays & OVERLAY_MASKS && app->picture.draft.made->masks)
        code = picture_draw_masks(&app->picture, &error);
    else if (app->overlays & OVERLAY_PLACES && app->picture.draft.made->places_mm)
        code = picture_draw_places(&app->picture, &error);
    app_check(app, code, &error);
}

static void watch_shaders(struct app *app)
{
    double now_s = ecg_now_s();
    if (!app->shader_dir || now_s < app->watched_s + WATCH_S)
        return;
    app->watched_s = now_s;
    if (!watch_has_changed(&app->watch, app->shader_dir))
        return;
    picture_forget_programs(&app->picture);
    maker_forget_programs(app->maker);
    app->look.shaders++;
    app_tell(app, "Shaders compiled again");
}

/* One round of work on pictures; 1 when there was some. */
static int work(struct app *app)
{
    watch_shaders(app);
    struct look look = wanted_look(app);
    look.shaders = app->look.shaders;
    if (app->serial == 0 || memcmp(&look, &app->look, sizeof look) != 0 ||
        app->wished_shaders != look.shaders) {
        app->look = look;
        app->wished_shaders = look.shaders;
        wish_for_draft(app);
    }
    if (take_made(app))
        return 1;
    draw_overlay(app);
    wish_for_whole(app);
    return 0;
}

/* ---- Frames */

static void draw_panels(struct app *app)
{
    float w = (float)app->width_px, h = (float)app->height_px, s = ui_scale();
    float bar = BAR_PX * s, status = STATUS_PX * s;
    float params = fmaxf(fminf(PARAMS_PX * s, 0.3f * w), LEAST_PARAMS_PX * s);
    float tools = TOOLS_PX * s;
    if (w - params < TOOLS_WIDTH_PX * s) /* they take two lines */
        tools += ui_line_height() + 4 * s;
    struct ui_rect canvas = { params, bar + tools, w - params, h - bar - tools - status };
    panel_bar(app, &(struct ui_rect){ 0, 0, w, bar });
    panel_params(app, &(struct ui_rect){ 0, bar, params, h - bar });
    panel_tools(app, &(struct ui_rect){ params, bar, w - params, tools });
    panel_canvas(app, &canvas);
    panel_status(app, &(struct ui_rect){ params, h - status, w - params, status });
    panel_floating(app, &canvas);
}

static int draw_frame(struct app *app, struct ecg_error *error)
{
    static const float background[3] = { 0.09f, 0.1f, 0.115f };
    glfwGetFramebufferSize(app->window, &app->width_px, &app->height_px);
    if (app->width_px < 16 || app->height_px < 16)
        return 0;
    ui_begin_frame();
    act_keys(app);
    draw_panels(app);
    ecg_window_clear(app->width_px, app->height_px, background);
    ui_end_frame();
    int code = player_after_frame(app, error);
    glfwSwapBuffers(app->window);
    return code;
}

/* ---- The window's events: each asks for some frames */

static struct app *app_of(GLFWwindow *window)
{
    return glfwGetWindowUserPointer(window);
}

static void note_input(GLFWwindow *window)
{
    app_of(window)->frames_due = FRAMES_AFTER_INPUT;
}

static void on_cursor(GLFWwindow *window, double x, double y)
{
    (void)x;
    (void)y;
    note_input(window);
}

static void on_button(GLFWwindow *window, int button, int action, int mods)
{
    (void)button;
    (void)mods;
    if (action == GLFW_PRESS)
        app_of(window)->gesture++;
    note_input(window);
}

static void on_scroll(GLFWwindow *window, double x, double y)
{
    on_cursor(window, x, y);
}

static void on_key(GLFWwindow *window, int key, int code, int action, int mods)
{
    (void)key;
    (void)code;
    (void)mods;
    if (action == GLFW_PRESS)
        app_of(window)->gesture++;
    note_input(window);
}

static void on_char(GLFWwindow *window, unsigned character)
{
    /* Whichever key it is on this keyboard. */
    if (character == '?' && !ui_wants_text())
        app_of(window)->show_help ^= 1;
    note_input(window);
}

static void on_size(GLFWwindow *window, int width, int height)
{
    (void)width;
    (void)height;
    note_input(window);
}

static void on_drop(GLFWwindow *window, int count, const char **paths)
{
    for (int i = 0; i < count; i++)
        act_open(app_of(window), paths[i]);
    note_input(window);
}

static void listen(struct app *app)
{
    GLFWwindow *window = app->window;
    glfwSetWindowUserPointer(window, app);
    glfwSetCursorPosCallback(window, on_cursor);
    glfwSetMouseButtonCallback(window, on_button);
    glfwSetScrollCallback(window, on_scroll);
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, on_char);
    glfwSetFramebufferSizeCallback(window, on_size);
    glfwSetWindowRefreshCallback(window, note_input);
    glfwSetDropCallback(window, on_drop);
}

/* ---- Opening */

static int open_window(
    struct app *app, const struct preview_params *params, struct ecg_error *error)
{
    const char *why = NULL;
    if (!glfwInit()) {
        glfwGetError(&why);
        return ecg_fail(error, ECG_E_GPU,
            "no display to open a window on (%s); `ecgpress generate` needs none",
            why ? why : "GLFW");
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, params->width_px == 0);
    app->window = glfwCreateWindow(params->width_px ? params->width_px : WIDTH_PX,
        params->height_px ? params->height_px : HEIGHT_PX, "ecgpress preview", NULL, NULL);
    if (!app->window) {
        glfwGetError(&why);
        return ecg_fail(error, ECG_E_GPU, "no window with OpenGL 4.5: %s", why ? why : "GLFW");
    }
    glfwSetWindowSizeLimits(app->window, 640, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(app->window);
    glfwSwapInterval(app->is_scripted ? 0 : 1);
    listen(app);
    return 0;
}

static int open_ui(struct app *app, struct ecg_error *error)
{
    static const char font[] = "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf";
    static const char bold[] = "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf";
    float scale = 1, unused;
    glfwGetWindowContentScale(app->window, &scale, &unused);
    if (app->is_scripted || scale < 0.5f || scale > 4)
        scale = 1;
    return ui_open(app->window, font, bold, scale) < 0
               ? ecg_fail(error, ECG_E_GPU, "preview: Dear ImGui could not start")
               : 0;
}

static void wake(void)
{
    glfwPostEmptyEvent();
}

static int open_app(struct app *app, const struct preview_params *params, struct ecg_error *error)
{
    app->stages = STAGES_ALL;
    app->split = 0.5f;
    app->edit_param = -1;
    app->draft_px = FIRST_DRAFT_PX;
    app->frames_due = FRAMES_AFTER_INPUT;
    app->is_scripted = params->script != NULL;
    app->player.name = params->script;
    snprintf(app->image_folder, sizeof app->image_folder, "preview-out");
    int code = params->script ? script_read(&app->player.script, params->script, error) : 0;
    if (code == 0)
        code = session_create(&app->session, &params->session, error);
    if (code == 0)
        code = ecg_list_recipes(&app->recipes, error);
    if (code == 0)
        code = ecg_fonts_open(&app->fonts, error);
    if (code == 0)
        code = open_window(app, params, error);
    if (code == 0)
        code = maker_create(
            &app->maker, &(struct maker_params){ app->fonts, params->device, wake }, error);
    if (code == 0)
        code = picture_open(&app->picture, app->maker, error);
    if (code == 0)
        code = open_ui(app, error);
    app->shader_dir = getenv("ECGPRESS_SHADER_DIR");
    if (app->shader_dir)
        watch_start(&app->watch, app->shader_dir);
    return code;
}

static void close_app(struct app *app)
{
    ui_close();
    picture_close(&app->picture);
    maker_destroy(&app->maker);
    if (app->window)
        glfwDestroyWindow(app->window);
    glfwTerminate();
    ecg_fonts_close(&app->fonts);
    ecg_string_free(&app->recipes);
    session_destroy(&app->session);
    script_free(&app->player.script);
}

static void name_window(struct app *app)
{
    char title[400];
    snprintf(title, sizeof title, "%s%s \xe2\x80\x94 %s \xe2\x80\x94 ecgpress preview",
        session_base_name(app->session), session_changes(app->session) ? " *" : "",
        session_record_id(app->session, session_record(app->session)));
    if (strcmp(title, app->title) != 0)
        glfwSetWindowTitle(app->window, title);
    memcpy(app->title, title, sizeof title);
}

static int run(struct app *app, struct ecg_error *error)
{
    int code = 0;
    while (code == 0 && !app->must_close && !glfwWindowShouldClose(app->window)) {
        if (app->frames_due > 0)
            glfwPollEvents();
        else
            glfwWaitEventsTimeout(app->is_scripted                         ? SCRIPT_S
                                  : app->draft_serial != app->asked_serial ? REST_S / 3
                                                                           : IDLE_S);
        if (app->is_scripted)
            code = player_run(app, error);
        int worked = work(app);
        act_save_pending(app);
        if (code == 0 &&
            (worked || app->frames_due > 0 || ecg_now_s() - app->framed_s > STILL_S)) {
            code = draw_frame(app, error);
            app->frames_due -= app->frames_due > 0;
            app->framed_s = ecg_now_s();
            app->player.frames++;
            name_window(app);
        }
    }
    return code;
}

int preview_run(const struct preview_params *params, struct ecg_error *error)
{
    struct app *app = ecg_calloc(1, sizeof *app);
    if (!app)
        return ecg_fail(error, ECG_E_MEMORY, "preview: out of memory");
    int code = open_app(app, params, error);
    if (code == 0)
        code = run(app, error);
    close_app(app);
    ecg_free(app);
    return code;
}
