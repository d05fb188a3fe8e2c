/* Hershey's stroke letterforms (A. V. Hershey, Calligraphy for Computers, 1967) from Debian's
 * .jhf files. */
#ifndef PAGE_STROKE_FONT_H
#define PAGE_STROKE_FONT_H

#include "core/error.h"

#include <stdint.h>

enum { ECG_STROKE_FIRST = 32, ECG_STROKE_GLYPHS = 95 }; /* ASCII 32 .. 126 */

/* Points in em units, y down, baseline at 0, left edge at 0. */
struct ecg_stroke_point {
    float x, y;
    int pen_up; /* 1: move here without drawing */
};

struct ecg_stroke_glyph {
    float advance;
    float box[4]; /* x0, y0, x1, y1 of its points */
    uint32_t first, n;
};

struct ecg_stroke_font {
    struct ecg_stroke_glyph glyphs[ECG_STROKE_GLYPHS];
    struct ecg_stroke_point *points;
    uint32_t n_points;
};

/* Reads the text of a .jhf file whose glyphs are ASCII from the blank on. ECG_E_FORMAT names the
 * glyph that is broken; ECG_E_MEMORY. */
int ecg_stroke_font_parse(struct ecg_stroke_font *font, const char *text, size_t size,
    const char *path, struct ecg_error *error);
void ecg_stroke_font_free(struct ecg_stroke_font *font);

#endif
