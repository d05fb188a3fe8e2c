/* Text: quads hold every inked pixel and hardly more, widths, kerning, UTF-8, stroke letters. */
#include "core/alloc.h"
#include "core/units.h"
#include "page/font_data.h"
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const lines[] = { "II", "aVR", "V6", "Vent. rate 61 BPM",
    "Łukasz Źrebiec, Größe 1,78 m", "Né(e) le 03/04/1951 – Çığ", "10mm/mV  0.05-150 Hz",
    "QRS gjpqy|{}[]" };
enum { LINES = sizeof lines / sizeof lines[0] };

/* Ink extents of a text rendered glyph by glyph at 200 dpi, in px: where a pixel centre is at
 * least half covered, and where anything is covered. */
struct extents {
    double some[4], half[4];
};

static void widen(double box[4], double x0, double y0, double x1, double y1)
{
    box[0] = fmin(box[0], x0);
    box[1] = fmin(box[1], y0);
    box[2] = fmax(box[2], x1);
    box[3] = fmax(box[3], y1);
}

static struct extents render(const struct ecg_page *page, const struct ecg_text *text)
{
    const double start[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
    const double scale = ecg_px_per_mm(200);
    struct extents e;
    memcpy(e.some, start, sizeof start);
    memcpy(e.half, start, sizeof start);
    for (uint32_t g = 0; g < text->n_glyphs; g++) {
        const struct ecg_glyph *glyph = &page->glyphs[text->first_glyph + g];
        double x = (text->x_mm + (double)glyph->x_mm) * scale, y = text->y_mm * scale;
        int width, height, offset[2];
        uint8_t *coverage;
        CHECK_INT(
            ecg_font_render_glyph(sheet_fonts(), text->font, glyph->index, text->size_mm * scale,
                x - floor(x), y - floor(y), &width, &height, offset, &coverage),
            0);
        for (int j = 0; j < height; j++)
            for (int i = 0; i < width; i++) {
                double px = floor(x) + offset[0] + i, py = floor(y) + offset[1] + j;
                int c = coverage[j * width + i];
                if (c > 0)
                    widen(e.some, px, py, px + 1, py + 1);
                if (c >= 128)
                    widen(e.half, px + 0.5, py + 0.5, px + 0.5, py + 0.5);
            }
        ecg_free(coverage);
    }
    return e;
}

static void test_quads(void)
{
    for (int font = 0; font < ECG_FONT_PLOTTER; font++)
        for (int i = 0; i < LINES; i++) {
            struct ecg_page page = { 0 };
            struct ecg_text_style style = { .font = font, .size_mm = 3.3, .trace = -1 };
            int index = -1;
            CHECK_INT(
                ecg_page_set_text(&page, sheet_fonts(), lines[i], 20.31, 30.17, &style, &index),
                0);
            CHECK_INT(index, 0);
            const struct ecg_text *text = &page.texts[0];
            struct extents e = render(&page, text);
            for (int side = 0; side < 4; side++) {
                double at = text->quad_mm[side < 2 ? 0 : 2][side % 2] * ecg_px_per_mm(200);
                double inwards = side < 2 ? 1 : -1;
                /* Every half-covered pixel's centre is inside; the touched pixels end within one
                 * pixel of the quad. */
                CHECK((e.half[side] - at) * inwards >= -0.01);
                CHECK(fabs(e.some[side] - at) < 1);
            }
            CHECK_STR(page.strings + text->string, lines[i]);
            ecg_free(page.texts);
            ecg_free(page.glyphs);
            ecg_free(page.strings);
        }
}

static void free_page(struct ecg_page *page)
{
    ecg_free(page->texts);
    ecg_free(page->glyphs);
    ecg_free(page->strings);
    ecg_free(page->lines);
}

/* Stroke letters become lines inside their quad; every printable ASCII letter has some. */
static void test_plotter(void)
{
    struct ecg_page page = { 0 };
    struct ecg_text_style style = { .font = ECG_FONT_PLOTTER,
        .size_mm = 4,
        .angle_deg = 90,
        .layer = ECG_LAYER_PRINT,
        .kind = ECG_KIND_LEAD_NAME };
    CHECK_INT(ecg_page_set_text(&page, sheet_fonts(), "aVR", 50, 60, &style, NULL), 0);
    CHECK_INT(page.texts[0].n_glyphs, 0);
    CHECK(page.n_lines > 8);
    double(*quad)[2] = page.texts[0].quad_mm;
    /* Clockwise: the text runs down, its top to the right. */
    CHECK(quad[1][1] > quad[0][1] && fabs(quad[1][0] - quad[0][0]) < 1e-9);
    CHECK(quad[3][0] < quad[0][0]);
    for (size_t i = 0; i < page.n_lines; i++) {
        const struct ecg_line *line = &page.lines[i];
        double half = (double)line->width0_mm / 2;
        CHECK_INT(line->kind, ECG_KIND_LEAD_NAME);
        CHECK(line->x0_mm - half >= quad[3][0] - 1e-6 && line->x0_mm + half <= quad[0][0] + 1e-6);
        CHECK(line->y0_mm - half >= quad[0][1] - 1e-6 && line->y0_mm + half <= quad[1][1] + 1e-6);
    }
    free_page(&page);
    for (char c = '!'; c <= '~'; c++) {
        struct ecg_page one = { 0 };
        char string[2] = { c, 0 };
        style.angle_deg = 0;
        CHECK_INT(ecg_page_set_text(&one, sheet_fonts(), string, 0, 0, &style, NULL), 0);
        CHECK(one.n_lines > 0);
        free_page(&one);
    }
    /* "É" is plotted as "E". */
    CHECK_INT(ecg_font_glyph(sheet_fonts(), ECG_FONT_PLOTTER, 0xc9), 'E' - ECG_STROKE_FIRST);
    CHECK_INT(ecg_font_glyph(sheet_fonts(), ECG_FONT_PLOTTER, 0x17b), 'Z' - ECG_STROKE_FIRST);
    CHECK_INT(ecg_font_glyph(sheet_fonts(), ECG_FONT_PLOTTER, 0x131), 'i' - ECG_STROKE_FIRST);
    CHECK_INT(ecg_font_glyph(sheet_fonts(), ECG_FONT_PLOTTER, 0x152), 'O' - ECG_STROKE_FIRST);
    CHECK_INT(ecg_font_glyph(sheet_fonts(), ECG_FONT_PLOTTER, 0x161), 's' - ECG_STROKE_FIRST);
}

static void test_metrics(void)
{
    const struct ecg_fonts *fonts = sheet_fonts();
    /* Liberation Sans has Arial's widths: I is 0.278, 0 is 0.556 em. */
    CHECK_NEAR(ecg_text_width_mm(fonts, ECG_FONT_SANS, 10, "I"), 2.78, 0.005);
    CHECK_NEAR(ecg_text_width_mm(fonts, ECG_FONT_SANS, 10, "0000"), 22.25, 0.02);
    CHECK_NEAR(ecg_text_width_mm(fonts, ECG_FONT_MONO, 10, "il|W"), 4 * 6.0, 0.02);
    double pair = ecg_text_width_mm(fonts, ECG_FONT_SANS, 10, "AV");
    double apart = ecg_text_width_mm(fonts, ECG_FONT_SANS, 10, "A") +
                   ecg_text_width_mm(fonts, ECG_FONT_SANS, 10, "V");
    CHECK(pair < apart - 0.3);
    CHECK_NEAR(ecg_text_width_mm(fonts, ECG_FONT_SERIF, 5, ""), 0, 0);
    /* What a font lacks is a '?', never a box. */
    int question = ecg_font_glyph(fonts, ECG_FONT_SANS, '?');
    CHECK_INT(ecg_font_glyph(fonts, ECG_FONT_SANS, 0x5fc3), question);
    CHECK_INT(ecg_font_glyph(fonts, ECG_FONT_SANS, 0xfffd),
        ecg_font_glyph(fonts, ECG_FONT_SANS, 0xfffd));
    CHECK(ecg_font_glyph(fonts, ECG_FONT_SANS, 0xe9) != question);
}

static void test_alignment(void)
{
    struct ecg_page page = { 0 };
    struct ecg_text_style style = { .font = ECG_FONT_SANS, .size_mm = 3, .h_align = 1 };
    double width = ecg_text_width_mm(sheet_fonts(), ECG_FONT_SANS, 3, "V1 V2");
    CHECK_INT(ecg_page_set_text(&page, sheet_fonts(), "V1 V2", 100, 50, &style, NULL), 0);
    style.h_align = 0.5;
    style.angle_deg = 30;
    CHECK_INT(ecg_page_set_text(&page, sheet_fonts(), "V1 V2", 100, 50, &style, NULL), 0);
    CHECK_NEAR(page.texts[0].x_mm, 100 - width, 1e-9);
    double a = 30 * acos(-1.0) / 180;
    CHECK_NEAR(page.texts[1].x_mm, 100 - width / 2 * cos(a), 1e-9);
    CHECK_NEAR(page.texts[1].y_mm, 50 - width / 2 * sin(a), 1e-9);
    CHECK_INT(page.texts[1].order, 1);
    free_page(&page);
}

static void test_utf8(void)
{
    static const struct {
        const char *text;
        uint32_t first;
        int length;
    } cases[] = { { "A", 'A', 1 }, { "\xc3\xa9", 0xe9, 2 }, { "\xe2\x80\x93", 0x2013, 3 },
        { "\xf0\x9f\x98\x80", 0x1f600, 4 }, { "\xff", 0xfffd, 1 }, { "\xc3", 0xfffd, 1 },
        { "\xe2\x80", 0xfffd, 2 }, { "\x80", 0xfffd, 1 }, { "\xc3Z", 0xfffd, 1 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *text = cases[i].text;
        CHECK_INT(ecg_utf8_next(&text), cases[i].first);
        CHECK_INT(text - cases[i].text, cases[i].length);
    }
}

/* Glyphs: sub-pixel shifts move ink by what they say; odd arguments are refused. */
static void test_render(void)
{
    int width, height, offset[2];
    uint8_t *coverage;
    int glyph = ecg_font_glyph(sheet_fonts(), ECG_FONT_SANS, 'V');
    double centre[2];
    for (int shifted = 0; shifted < 2; shifted++) {
        double sum = 0, moment = 0;
        CHECK_INT(ecg_font_render_glyph(sheet_fonts(), ECG_FONT_SANS, glyph, 26, 0.5 * shifted, 0,
                      &width, &height, offset, &coverage),
            0);
        for (int i = 0; i < width * height; i++) {
            sum += coverage[i];
            moment += coverage[i] * (offset[0] + i % width + 0.5);
        }
        centre[shifted] = moment / sum;
        ecg_free(coverage);
    }
    CHECK_NEAR(centre[1] - centre[0], 0.5, 0.02);
    int blank = ecg_font_glyph(sheet_fonts(), ECG_FONT_SANS, ' ');
    CHECK_INT(ecg_font_render_glyph(sheet_fonts(), ECG_FONT_SANS, blank, 26, 0, 0, &width, &height,
                  offset, &coverage),
        0);
    CHECK_INT(width * height, 0);
    ecg_free(coverage);
    CHECK_INT(ecg_font_render_glyph(sheet_fonts(), ECG_FONT_PLOTTER, 1, 26, 0, 0, &width, &height,
                  offset, &coverage),
        ECG_E_ARGUMENT);
    CHECK_INT(ecg_font_render_glyph(sheet_fonts(), ECG_FONT_SANS, glyph, NAN, 0, 0, &width,
                  &height, offset, &coverage),
        ECG_E_ARGUMENT);
}

static void test_stroke_errors(void)
{
    struct ecg_stroke_font font;
    struct ecg_error error;
    static const char *const bad[] = { "", "12345", "12345  1", "12345  9MWRF", "1234500XJZ",
        "12345  1JZ\n12345 -4MW" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_INT(
            ecg_stroke_font_parse(&font, bad[i], strlen(bad[i]), "x.jhf", &error), ECG_E_FORMAT);
        CHECK_HAS(error.message, "x.jhf: glyph");
        CHECK(font.points == NULL);
    }
}

int main(void)
{
    test_quads();
    test_plotter();
    test_metrics();
    test_alignment();
    test_utf8();
    test_render();
    test_stroke_errors();
    sheet_fonts_close();
    return check_done();
}
