#include "core/alloc.h"
#include "page/font_data.h"

#include <math.h>
#include <string.h>

uint32_t ecg_utf8_next(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    if (!*s)
        return 0;
    int more = *s < 0x80                 ? 0
               : *s >= 0xf0 && *s < 0xf8 ? 3
               : *s >= 0xe0 && *s < 0xf0 ? 2
               : *s >= 0xc2 && *s < 0xe0 ? 1
                                         : -1;
    uint32_t character = more <= 0 ? *s : *s & (0x3fu >> more);
    int i = 1;
    for (; i <= more && (s[i] & 0xc0) == 0x80; i++)
        character = character << 6 | (s[i] & 0x3fu);
    *text += i;
    return more < 0 || i <= more ? 0xfffd : character;
}

/* A line being set: unrotated, pen on the baseline, mm from its start. */
struct setter {
    const struct ecg_fonts *fonts;
    int font, last_glyph;
    double size_mm, pen_mm;
};

/* Moves the pen by the kerning before the next glyph and says which it is; -1 at the end. */
static int next_glyph(struct setter *setter, const char **text)
{
    uint32_t character = ecg_utf8_next(text);
    if (!character)
        return -1;
    int glyph = ecg_font_glyph(setter->fonts, setter->font, character);
    if (setter->last_glyph >= 0)
        setter->pen_mm += setter->size_mm *
                          ecg_font_kern(setter->fonts, setter->font, setter->last_glyph, glyph);
    setter->last_glyph = glyph;
    return glyph;
}

static void advance(struct setter *setter, int glyph)
{
    setter->pen_mm += setter->size_mm * ecg_font_advance(setter->fonts, setter->font, glyph);
}

double ecg_text_width_mm(const struct ecg_fonts *fonts, int font, double size_mm, const char *utf8)
{
    struct setter setter = { fonts, font, -1, size_mm, 0 };
    for (int glyph; (glyph = next_glyph(&setter, &utf8)) >= 0;)
        advance(&setter, glyph);
    return setter.pen_mm;
}

/* From the text's own frame to the page. */
static void turn(const struct ecg_text *text, double x, double y, double xy[2])
{
    double angle = text->angle_deg * acos(-1.0) / 180;
    xy[0] = text->x_mm + x * cos(angle) - y * sin(angle);
    xy[1] = text->y_mm + x * sin(angle) + y * cos(angle);
}

static int add_strokes(
    struct ecg_page *page, const struct ecg_text *text, const struct setter *setter, int glyph)
{
    const struct ecg_stroke_font *strokes = ecg_font_strokes(setter->fonts);
    const struct ecg_stroke_glyph *shape = &strokes->glyphs[glyph];
    float width = (float)(ecg_font_stroke_width() * text->size_mm);
    double from[2] = { 0, 0 }, to[2];
    for (uint32_t i = 0; i < shape->n; i++) {
        const struct ecg_stroke_point *p = &strokes->points[shape->first + i];
        turn(
            text, setter->pen_mm + (double)p->x * text->size_mm, (double)p->y * text->size_mm, to);
        struct ecg_line line = { .x0_mm = from[0],
            .y0_mm = from[1],
            .x1_mm = to[0],
            .y1_mm = to[1],
            .width0_mm = width,
            .width1_mm = width,
            .alpha = 1,
            .layer = text->layer,
            .kind = text->kind };
        memcpy(line.rgba, text->rgba, sizeof line.rgba);
        if (!p->pen_up && ecg_page_add_line(page, &line) < 0)
            return ECG_E_MEMORY;
        memcpy(from, to, sizeof from);
    }
    return 0;
}

static int add_glyph(struct ecg_page *page, int index, double x_mm, const double box_mm[4])
{
    if (ecg_grow(&page->glyphs, &page->cap_glyphs, page->n_glyphs + 1, sizeof *page->glyphs) < 0)
        return ECG_E_MEMORY;
    page->glyphs[page->n_glyphs++] = (struct ecg_glyph){ index, (float)x_mm, 0,
        { (float)box_mm[0], (float)box_mm[1], (float)box_mm[2], (float)box_mm[3] } };
    return 0;
}

static int set_glyphs(struct ecg_page *page, const struct ecg_fonts *fonts, const char *utf8,
    struct ecg_text *text, double ink[4])
{
    struct setter setter = { fonts, text->font, -1, text->size_mm, 0 };
    for (int glyph; (glyph = next_glyph(&setter, &utf8)) >= 0; advance(&setter, glyph)) {
        double box[4];
        if (!ecg_font_box(fonts, text->font, glyph, box))
            continue;
        const double box_mm[4] = { setter.pen_mm + box[0] * text->size_mm, box[1] * text->size_mm,
            setter.pen_mm + box[2] * text->size_mm, box[3] * text->size_mm };
        for (int k = 0; k < 4; k++)
            ink[k] = k < 2 ? fmin(ink[k], box_mm[k]) : fmax(ink[k], box_mm[k]);
        int code = text->font == ECG_FONT_PLOTTER ? add_strokes(page, text, &setter, glyph)
                                                  : add_glyph(page, glyph, setter.pen_mm, box_mm);
        if (code < 0)
            return code;
    }
    text->n_glyphs = (uint32_t)page->n_glyphs - text->first_glyph;
    return 0;
}

int ecg_page_set_text(struct ecg_page *page, const struct ecg_fonts *fonts, const char *utf8,
    double x_mm, double y_mm, const struct ecg_text_style *style, int *index)
{
    struct ecg_text text = { .font = style->font,
        .size_mm = style->size_mm,
        .x_mm = x_mm,
        .y_mm = y_mm,
        .angle_deg = style->angle_deg,
        .first_glyph = (uint32_t)page->n_glyphs,
        .trace = style->trace,
        .layer = style->layer,
        .kind = style->kind };
    memcpy(text.rgba, style->rgba, sizeof text.rgba);
    if (style->h_align != 0) {
        double shift =
            -style->h_align * ecg_text_width_mm(fonts, style->font, style->size_mm, utf8);
        double start[2];
        turn(&text, shift, 0, start);
        text.x_mm = start[0];
        text.y_mm = start[1];
    }
    double ink[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
    if (ecg_page_add_string(page, utf8, &text.string) < 0 ||
        set_glyphs(page, fonts, utf8, &text, ink) < 0 ||
        ecg_grow(&page->texts, &page->cap_texts, page->n_texts + 1, sizeof text) < 0)
        return ECG_E_MEMORY;
    if (ink[0] > ink[2])
        memset(ink, 0, sizeof ink); /* blanks only */
    for (int i = 0; i < 4; i++)
        turn(&text, ink[i == 1 || i == 2 ? 2 : 0], ink[i >= 2 ? 3 : 1], text.quad_mm[i]);
    if (index)
        *index = (int)page->n_texts;
    text.order = page->n_ordered++;
    page->texts[page->n_texts++] = text;
    return 0;
}
