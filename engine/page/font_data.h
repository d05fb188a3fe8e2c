/* The opened fonts: measures of single glyphs in em units. All read-only, safe from any thread. */
#ifndef PAGE_FONT_DATA_H
#define PAGE_FONT_DATA_H

#include "page/font.h"
#include "page/stroke_font.h"

/* Glyph index of a character; of '?' where the font has no such character. */
int ecg_font_glyph(const struct ecg_fonts *fonts, int font, uint32_t character);
double ecg_font_advance(const struct ecg_fonts *fonts, int font, int glyph);
double ecg_font_kern(const struct ecg_fonts *fonts, int font, int left, int right);
/* x0, y0, x1, y1 of its ink, y down from the baseline; 0 for a blank, else 1. */
int ecg_font_box(const struct ecg_fonts *fonts, int font, int glyph, double box[4]);
const struct ecg_stroke_font *ecg_font_strokes(const struct ecg_fonts *fonts);
/* Pen width of ECG_FONT_PLOTTER over the em size. */
double ecg_font_stroke_width(void);

/* The next character of UTF-8 text, *text moved behind it; a broken byte gives U+FFFD; 0 at the
 * end. */
uint32_t ecg_utf8_next(const char **text);

#endif
