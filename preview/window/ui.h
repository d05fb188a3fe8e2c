/*
 * The window's controls, by Dear ImGui behind C: ui*.cc are the program's only C++. One user
 * interface a program, on the thread of its window's OpenGL context. Sizes and positions are window
 * px; texts are UTF-8. An item's `id` tells it from others; it is shown where it is not after "##".
 */
#ifndef PREVIEW_UI_H
#define PREVIEW_UI_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ui_rect {
    float x, y, width, height;
};

/* window: a GLFWwindow with an OpenGL 4.5 context, whose callbacks are chained after those it has.
 * font: a TrueType file, NULL for the built-in bitmap one; scale: 1 for 96 px an inch. 0 or -1. */
int ui_open(void *window, const char *font, const char *bold_font, float scale);
void ui_close(void);
void ui_begin_frame(void);
void ui_end_frame(void); /* draws into the bound framebuffer */
float ui_scale(void);
float ui_line_height(void); /* of a control */

/* From now on the mouse is there, its left button down or not; `key` (as ui_is_pressed, 0: none)
 * is pressed in the next frame. For scripts. */
void ui_play(float x, float y, int is_down, int key);

/* ---- Input that no control has taken */
int ui_wants_text(void);
void ui_mouse(float *x, float *y);
enum ui_button { UI_LEFT, UI_RIGHT, UI_MIDDLE };
int ui_is_down(enum ui_button button);
int ui_is_clicked(enum ui_button button);
int ui_is_double_clicked(enum ui_button button);
float ui_wheel(void);
/* Letters as 'A'..'Z', digits, and the keys below; once a press. */
enum ui_key { UI_ESCAPE = 256, UI_KEY_LEFT, UI_KEY_RIGHT, UI_KEY_UP, UI_KEY_DOWN };
int ui_is_pressed(int key);
int ui_has_ctrl(void);
int ui_has_shift(void);

/* ---- Layout */
enum ui_panel_flags {
    UI_PLAIN = 0,
    UI_CANVAS = 1, /* for drawing on */
    UI_TIGHT = 2,  /* a single line */
};
void ui_panel_begin(const char *id, const struct ui_rect *rect, int flags);
/* Raised, `width` wide, in the middle of the rect or in its top right corner. */
void ui_raised_begin(const char *id, const struct ui_rect *rect, float width, int is_centered);
void ui_panel_end(void);
void ui_child_begin(const char *id, float height); /* scrolls; 0: what is left */
void ui_child_end(void);
void ui_push_id(int id);
void ui_pop_id(void);
int ui_is_panel_hovered(void); /* this one, no other over it */
void ui_same_line(float at_x); /* from the panel's left; below 0: after the last item */
void ui_same_line_tight(void);
void ui_same_line_right(float width); /* so that items of that width end at the right */
void ui_space(float height);          /* times the scale */
void ui_space_px(float height);
void ui_bar(void); /* a vertical rule between items of a line */
void ui_next_width(float width);
float ui_width_left(void);
float ui_text_width(const char *text);
void ui_begin_disabled(int is_disabled);
void ui_end_disabled(void);
int ui_is_visible(float height); /* whether an item of that height here would be in sight */

/* ---- Items; those that change a value return 1 when they did */
enum ui_tone { UI_NORMAL, UI_MUTED, UI_STRONG, UI_ACCENT, UI_ERROR };
void ui_text(enum ui_tone tone, const char *text);
void ui_text_wrapped(enum ui_tone tone, const char *text);
/* Cut with an ellipsis to a width. */
void ui_label(enum ui_tone tone, const char *text, float width);
void ui_line_text(enum ui_tone tone, const char *text); /* not aligned with controls */
void ui_caption(const char *text);                      /* heads a group */
int ui_button(const char *id);
int ui_primary_button(const char *id);
int ui_toggle(const char *id, int is_on); /* a button that stays down */
int ui_checkbox(const char *id, int *is_on);
int ui_header(const char *id, int is_open, int count); /* collapsible; 1 while open */
int ui_slider(const char *id, double *value, double lo, double hi, const char *format);
int ui_range(const char *id, double *lo, double *hi, double least, double most, const char *shown);
int ui_input_text(const char *id, const char *hint, char *text, size_t size, int on_enter);
int ui_input_number(const char *id, unsigned long long *value);
int ui_color(const char *id, float rgb[3]);
int ui_combo_begin(const char *id, const char *shown);
void ui_combo_end(void);
int ui_selectable(const char *id, int is_selected, const char *detail);
enum ui_icon {
    UI_ICON_LEFT,
    UI_ICON_RIGHT,
    UI_ICON_UNDO,
    UI_ICON_REDO,
    UI_ICON_LOCK,
    UI_ICON_UNLOCKED,
    UI_ICON_RESET,
    UI_ICON_DICE,
    UI_ICON_VALUE,
    UI_ICON_RANGE,
    UI_ICON_CHANGED
};
int ui_icon_button(const char *id, enum ui_icon icon, int is_on, int is_small);
float ui_small_icon_width(void);
void ui_icon_space(void);                             /* where a small icon would be */
void ui_tooltip(const char *title, const char *text); /* of the last item */
void ui_focus_next(void);                             /* the next item takes the keyboard */
int ui_popup_begin(const char *id);
void ui_popup_open(const char *id);
void ui_popup_end(void);
int ui_menu_item(const char *id, int is_enabled);
int ui_is_item_hovered(void);
int ui_is_item_clicked(enum ui_button button);
int ui_is_item_active(void);
/* Share of a bar behind the next text, for tables of costs. */
void ui_cost_row(const char *name, const char *value, float share);

/* ---- Drawing on a canvas panel; colours are 0xRRGGBBAA */
void ui_clip_begin(const struct ui_rect *rect);
void ui_clip_end(void);
void ui_draw_image(
    unsigned texture, const struct ui_rect *rect, const float uv[4], unsigned color);
void ui_draw_line(float x0, float y0, float x1, float y1, unsigned color, float width);
void ui_draw_rect(const struct ui_rect *rect, unsigned color, int is_filled, float rounding);
void ui_draw_dot(float x, float y, float radius, unsigned color);
void ui_draw_polyline(const float *xy, int count, unsigned color, float width, int is_closed);
void ui_draw_text(float x, float y, unsigned color, int is_bold, const char *text);

#ifdef __cplusplus
}
#endif

#endif
