#include "page/stroke_font.h"

#include "core/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Hershey's raster: capitals from -12 to 9; 29 units an em gives capitals of 0.72 em, as the
 * outline fonts have. */
static const float BASELINE_UNITS = 9, EM_UNITS = 29;
enum { CENTRE = 'R', HEADER_CHARS = 8, MAX_PAIRS = 999 };

struct reader {
    const char *text;
    size_t size, at;
};

/* Next character, line ends passed over (long glyphs are wrapped); -1 at the end. */
static int next(struct reader *reader)
{
    while (reader->at < reader->size) {
        char c = reader->text[reader->at++];
        if (c != '\n' && c != '\r')
            return (unsigned char)c;
    }
    return -1;
}

/* Pairs in the glyph that starts here, -1 at the end or where that is no number. */
static int read_count(struct reader *reader)
{
    char header[HEADER_CHARS + 1] = { 0 };
    for (int i = 0; i < HEADER_CHARS; i++) {
        int c = next(reader);
        if (c < 0)
            return -1;
        header[i] = (char)c;
    }
    int count = atoi(header + 5);
    return count >= 1 && count <= MAX_PAIRS ? count : -1;
}

static void widen(struct ecg_stroke_glyph *glyph, const struct ecg_stroke_point *point)
{
    glyph->box[0] = fminf(glyph->box[0], point->x);
    glyph->box[1] = fminf(glyph->box[1], point->y);
    glyph->box[2] = fmaxf(glyph->box[2], point->x);
    glyph->box[3] = fmaxf(glyph->box[3], point->y);
}

static int read_glyph(
    struct ecg_stroke_font *font, struct ecg_stroke_glyph *glyph, struct reader *reader)
{
    int pairs = read_count(reader);
    int left = next(reader), right = next(reader);
    if (pairs < 1 || left < ' ' || right < left)
        return ECG_E_FORMAT;
    glyph->advance = (float)(right - left) / EM_UNITS;
    glyph->first = font->n_points;
    glyph->box[0] = glyph->box[1] = INFINITY;
    glyph->box[2] = glyph->box[3] = -INFINITY;
    int pen_up = 1;
    for (int i = 1; i < pairs; i++) {
        int x = next(reader), y = next(reader);
        if (y < 0)
            return ECG_E_FORMAT;
        if (x == ' ' && y == 'R') {
            pen_up = 1;
            continue;
        }
        struct ecg_stroke_point *point = &font->points[font->n_points++];
        point->x = (float)(x - left) / EM_UNITS;
        point->y = ((float)(y - CENTRE) - BASELINE_UNITS) / EM_UNITS;
        point->pen_up = pen_up;
        widen(glyph, point);
        pen_up = 0;
    }
    glyph->n = font->n_points - glyph->first;
    return 0;
}

int ecg_stroke_font_parse(struct ecg_stroke_font *font, const char *text, size_t size,
    const char *path, struct ecg_error *error)
{
    struct reader reader = { text, size, 0 };
    *font = (struct ecg_stroke_font){ 0 };
    font->points = ecg_calloc(size / 2 + 1, sizeof *font->points); /* two characters a point */
    if (!font->points)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    for (int i = 0; i < ECG_STROKE_GLYPHS; i++)
        if (read_glyph(font, &font->glyphs[i], &reader) < 0) {
            ecg_stroke_font_free(font);
            return ecg_fail(error, ECG_E_FORMAT, "%s: glyph %d: expected Hershey's .jhf pairs",
                path, i + ECG_STROKE_FIRST);
        }
    return 0;
}

void ecg_stroke_font_free(struct ecg_stroke_font *font)
{
    ecg_free(font->points);
    *font = (struct ecg_stroke_font){ 0 };
}
