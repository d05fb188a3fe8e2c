/* Fonts from Debian's packages, read once and shared; text metrics in millimetres (stb_truetype).
 */
#ifndef PAGE_FONT_H
#define PAGE_FONT_H

#include "page/page.h"

enum ecg_font {
    ECG_FONT_SANS, /* Liberation Sans */
    ECG_FONT_SANS_BOLD,
    ECG_FONT_SERIF, /* Liberation Serif */
    ECG_FONT_SERIF_BOLD,
    ECG_FONT_MONO, /* Liberation Mono */
    ECG_FONT_MONO_BOLD,
    ECG_FONT_DEJAVU,    /* DejaVu Sans: the kit's (matplotlib's) default */
    ECG_FONT_CONDENSED, /* DejaVu Sans Condensed */
    ECG_FONT_PLOTTER,   /* strokes (Hershey): old machines' plotted lettering; set as lines */
    ECG_FONT_COUNT
};

/* Loads every font; ECG_E_IO names the missing file and its Debian package. ECGPRESS_FONT_DIR,
 * when set, is searched first. Read-only after that: threads may share it. */
int ecg_fonts_open(struct ecg_fonts **fonts, struct ecg_error *error);
void ecg_fonts_close(struct ecg_fonts **fonts);

struct ecg_text_style {
    int font;
    double size_mm;   /* em size; 1 pt = 0.3528 mm */
    double angle_deg; /* clockwise */
    uint8_t layer, kind;
    uint8_t rgba[4];
    double h_align; /* 0 left, 0.5 centre, 1 right of (x, y) */
    int trace;      /* as ecg_text.trace */
};

/* Sets one line of text, kerned, baseline at (x_mm, y_mm). *index (may be NULL) gets its
 * ecg_text's index. A character the font lacks is set as '?', never as an empty box. */
int ecg_page_set_text(struct ecg_page *page, const struct ecg_fonts *fonts, const char *utf8,
    double x_mm, double y_mm, const struct ecg_text_style *style, int *index);

/* Advance width of a line in mm. */
double ecg_text_width_mm(
    const struct ecg_fonts *fonts, int font, double size_mm, const char *utf8);

/* Coverage bitmap (1 byte a pixel, 0..255, width*height, row-major, from ecg_free's allocator) of
 * a glyph at size_px pixels an em, its origin shifted right and down by (shift_x, shift_y) in [0,
 * 1) px; offset_px: bitmap's top-left pixel relative to the origin. Width and height 0 for blanks.
 */
int ecg_font_render_glyph(const struct ecg_fonts *fonts, int font, int glyph, double size_px,
    double shift_x, double shift_y, int *width, int *height, int offset_px[2], uint8_t **coverage);

#endif
