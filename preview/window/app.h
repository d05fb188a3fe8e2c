/* The window's state, and what its panels, keys and scripts do to it. */
#ifndef PREVIEW_APP_H
#define PREVIEW_APP_H

#include "../model/control.h"
#include "../model/maker.h"
#include "../model/script.h"
#include "../model/session.h"
#include "../model/stages.h"
#include "../model/view.h"
#include "../model/watch.h"
#include "../preview.h"
#include "picture.h"
#include "ui.h"

enum compare { COMPARE_OFF, COMPARE_SPLIT, COMPARE_SIDE };
enum overlay {
    OVERLAY_POINTS = 1,
    OVERLAY_BOXES = 2,
    OVERLAY_GRID = 4,
    OVERLAY_MASKS = 8,
    OVERLAY_PLACES = 16
};
enum { N_OVERLAYS = 5 };
extern const char *const overlay_names[N_OVERLAYS];
/* The tools over the picture need so much for one line, and the bar on top for its labels. */
enum { TOOLS_WIDTH_PX = 850, BAR_WIDTH_PX = 1130 };
enum dialog { DIALOG_NONE, DIALOG_RECIPE, DIALOG_IMAGE };

/* What a picture depends on besides the session. */
struct look {
    uint64_t generation;
    unsigned stages;
    unsigned extras; /* what the maker must add */
    int with_clean;
    unsigned shaders; /* how often they were compiled anew */
};

/* A script under way. */
struct player {
    struct script script;
    const char *name;
    size_t at;
    int frames;                  /* drawn since the last command */
    double since_s, since_cpu_s; /* of a drag */
    int drafts, is_dragging;
    double rest_s;   /* when a drag ended; 0: none has */
    double mouse[2]; /* where the script has it */
    int is_down;
    double expected_s; /* since when something is expected; 0: nothing is */
    int is_fresh;      /* a command has run and nothing has come of it yet */
    int wants_shot;    /* of the next frame */
    double point_px[2];
    int is_pointing;
};

struct app {
    void *window; /* GLFWwindow */
    int width_px, height_px;
    int must_close;
    int frames_due; /* to be drawn, after input */
    double framed_s;
    char title[400];
    struct session *session;
    struct ecg_fonts *fonts;
    struct maker *maker;
    struct picture picture;

    struct look look;                                                 /* of the newest wish */
    uint64_t serial;                                                  /* of the newest wish */
    uint64_t draft_serial, whole_serial, asked_serial, failed_serial; /* what has come of it */
    double changed_s;                                                 /* when the wish was made */
    int draft_px;       /* longest side of drafts, by how long they take */
    int overlay_is_due; /* the overlay texture is of an older draft */
    unsigned wished_shaders;
    double settle_ms; /* from the last change to the whole picture */

    unsigned stages;
    enum compare compare;
    unsigned overlays;
    struct view view;
    float split; /* 0..1 of the picture */
    int is_panning, is_splitting;
    float mouse[2];
    double cursor_px[2]; /* of the picture */
    int has_cursor;

    char search[128];
    int only_changed, show_help, show_passes, focus_search;
    enum dialog dialog, last_dialog;
    int dialog_opened; /* its field takes the keyboard */
    char recipe_path[1024], image_folder[1024];
    char edit_text[512]; /* a distribution being typed */
    int edit_param;      /* its parameter; -1: none */
    int is_typing;       /* it is to be shown as text although it is a value */
    unsigned gesture;

    char save_folder[1024]; /* where the image goes when it is whole; "" nowhere */
    char message[600];
    int message_is_error;
    double message_until_s;

    struct watch watch; /* of ECGPRESS_SHADER_DIR */
    const char *shader_dir;
    double watched_s;

    struct ecg_string recipes; /* "name  about" lines */
    struct player player;
    int is_scripted;
};

/* ---- app.c */
/* One line in the status bar for a while. */
void app_tell(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The error stays until the next message. */
void app_complain(struct app *app, const struct ecg_error *error);
/* Shown as an error when code is negative; returns it. */
int app_check(struct app *app, int code, const struct ecg_error *error);
/* The side that shows what is wished for, or the newest draft; NULL: nothing yet. */
struct picture_side *app_shown(struct app *app);
int app_is_whole(const struct app *app);
/* Nothing more will come of the newest wish. */
int app_is_settled(const struct app *app);

/* ---- act.c: each tells what went wrong in the status bar too */
int act_set(struct app *app, int param, const char *text);
int act_step_record(struct app *app, int by);
int act_step_variant(struct app *app, int by);
int act_reroll(struct app *app);
int act_load_recipe(struct app *app, const char *name_or_file);
int act_open(struct app *app, const char *path);
void act_undo(struct app *app, int again);
int act_save_recipe(struct app *app, const char *path);
/* When the picture is whole. */
int act_save_image(struct app *app, const char *folder);
void act_save_pending(struct app *app);
void act_toggle_stage(struct app *app, unsigned bit, int only);
void act_keys(struct app *app);

/* ---- Panels */
void panel_bar(struct app *app, const struct ui_rect *rect);
void panel_params(struct app *app, const struct ui_rect *rect);
void panel_canvas(struct app *app, const struct ui_rect *rect);
void panel_status(struct app *app, const struct ui_rect *rect);
void panel_tools(struct app *app, const struct ui_rect *rect);
void panel_floating(struct app *app, const struct ui_rect *canvas);
/* Draws the overlays of a side onto the canvas; rect is where the picture lies. */
void overlay_draw(struct app *app, const struct picture_side *side, const struct ui_rect *picture);

/* ---- player.c */
/* Runs the script's commands that can run now; 0, or the code of one that failed. */
int player_run(struct app *app, struct ecg_error *error);
/* A screenshot is to be taken of the frame being drawn. */
int player_after_frame(struct app *app, struct ecg_error *error);

#endif
