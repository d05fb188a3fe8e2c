#include "page/font.h"

#include "core/alloc.h"
#include "core/file.h"
#include "page/font_data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* stb_truetype's memory while it draws one glyph: it returns nothing when memory runs out, and
 * trusts the buffer of wide rows to be there. */
struct drawing_memory {
    void *spare; /* given out once, after a failure */
    size_t spare_size;
    int failed;
};

static void *drawing_alloc(size_t size, void *user)
{
    struct drawing_memory *memory = user;
    void *block = ecg_calloc(1, size);
    if (block || !memory)
        return block;
    if (!memory->failed && size <= memory->spare_size)
        block = memory->spare;
    memory->failed = 1;
    return block;
}

static void drawing_free(void *block, const void *user)
{
    const struct drawing_memory *memory = user;
    if (!memory || block != memory->spare)
        ecg_free(block);
}

/* stb_truetype, private to this file. */
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_malloc(size, user) drawing_alloc((size), (user))
#define STBTT_free(block, user) drawing_free((block), (user))
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <stb/stb_truetype.h>
#pragma GCC diagnostic pop

enum { MAX_FONT_BYTES = 32 << 20 };

static const struct font_file {
    const char *folder, *name, *package;
} files[ECG_FONT_COUNT] = {
    [ECG_FONT_SANS] = { "/usr/share/fonts/truetype/liberation2", "LiberationSans-Regular.ttf",
        "fonts-liberation2" },
    [ECG_FONT_SANS_BOLD] = { "/usr/share/fonts/truetype/liberation2", "LiberationSans-Bold.ttf",
        "fonts-liberation2" },
    [ECG_FONT_SERIF] = { "/usr/share/fonts/truetype/liberation2", "LiberationSerif-Regular.ttf",
        "fonts-liberation2" },
    [ECG_FONT_SERIF_BOLD] = { "/usr/share/fonts/truetype/liberation2", "LiberationSerif-Bold.ttf",
        "fonts-liberation2" },
    [ECG_FONT_MONO] = { "/usr/share/fonts/truetype/liberation2", "LiberationMono-Regular.ttf",
        "fonts-liberation2" },
    [ECG_FONT_MONO_BOLD] = { "/usr/share/fonts/truetype/liberation2", "LiberationMono-Bold.ttf",
        "fonts-liberation2" },
    [ECG_FONT_DEJAVU] = { "/usr/share/fonts/truetype/dejavu", "DejaVuSans.ttf",
        "fonts-dejavu-core" },
    [ECG_FONT_CONDENSED] = { "/usr/share/fonts/truetype/dejavu", "DejaVuSansCondensed.ttf",
        "fonts-dejavu-extra" },
    [ECG_FONT_PLOTTER] = { "/usr/share/hershey-fonts", "futural.jhf", "hershey-fonts-data" },
};

struct outline {
    struct ecg_buffer bytes;
    stbtt_fontinfo info;
    double em; /* of one font unit */
};

struct ecg_fonts {
    struct outline outlines[ECG_FONT_COUNT]; /* PLOTTER's is empty */
    struct ecg_stroke_font strokes;
};

static int read_font(
    struct ecg_buffer *bytes, const struct font_file *file, struct ecg_error *error)
{
    char path[1024];
    const char *own = getenv("ECGPRESS_FONT_DIR");
    if (own && *own) {
        snprintf(path, sizeof path, "%s/%s", own, file->name);
        if (ecg_file_read(bytes, path, MAX_FONT_BYTES, NULL) == 0)
            return 0;
        ecg_buffer_free(bytes);
    }
    snprintf(path, sizeof path, "%s/%s", file->folder, file->name);
    int code = ecg_file_read(bytes, path, MAX_FONT_BYTES, error);
    if (code == ECG_E_MEMORY)
        return code;
    if (code < 0)
        return ecg_fail(error, ECG_E_IO,
            "%s: cannot be read: expected it from Debian's package %s", path, file->package);
    return 0;
}

static int open_outline(
    struct outline *outline, const struct font_file *file, struct ecg_error *error)
{
    int code = read_font(&outline->bytes, file, error);
    if (code < 0)
        return code;
    const unsigned char *data = outline->bytes.data;
    int start = outline->bytes.size > 12 ? stbtt_GetFontOffsetForIndex(data, 0) : -1;
    if (start < 0 || !stbtt_InitFont(&outline->info, data, start))
        return ecg_fail(error, ECG_E_FORMAT, "%s: expected a TrueType font", file->name);
    outline->em = (double)stbtt_ScaleForMappingEmToPixels(&outline->info, 1.0f);
    return 0;
}

static int open_strokes(
    struct ecg_stroke_font *strokes, const struct font_file *file, struct ecg_error *error)
{
    struct ecg_buffer bytes = { 0 };
    int code = read_font(&bytes, file, error);
    if (code == 0)
        code = ecg_stroke_font_parse(
            strokes, (const char *)bytes.data, bytes.size, file->name, error);
    ecg_buffer_free(&bytes);
    return code;
}

int ecg_fonts_open(struct ecg_fonts **fonts, struct ecg_error *error)
{
    struct ecg_fonts *opened = ecg_calloc(1, sizeof *opened);
    *fonts = NULL;
    if (!opened)
        return ecg_fail(error, ECG_E_MEMORY, "fonts: out of memory");
    for (int i = 0; i < ECG_FONT_COUNT; i++) {
        int code = i == ECG_FONT_PLOTTER ? open_strokes(&opened->strokes, &files[i], error)
                                         : open_outline(&opened->outlines[i], &files[i], error);
        if (code < 0) {
            ecg_fonts_close(&opened);
            return code;
        }
    }
    *fonts = opened;
    return 0;
}

void ecg_fonts_close(struct ecg_fonts **fonts)
{
    if (!fonts || !*fonts)
        return;
    for (int i = 0; i < ECG_FONT_COUNT; i++)
        ecg_buffer_free(&(*fonts)->outlines[i].bytes);
    ecg_stroke_font_free(&(*fonts)->strokes);
    ecg_free(*fonts);
    *fonts = NULL;
}

/* Latin letters with marks, U+00C0 to U+017F, as the plain letter a plotter writes for them. */
static uint32_t without_marks(uint32_t character)
{
    static const char plain[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYPs"
                                "aaaaaaaceeeeiiiidnooooo/ouuuuypy"
                                "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
                                "GgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
                                "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSs"
                                "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
    if (character >= 0xc0 && character < 0xc0 + sizeof plain - 1)
        return (unsigned char)plain[character - 0xc0];
    return character;
}

int ecg_font_glyph(const struct ecg_fonts *fonts, int font, uint32_t character)
{
    if (font == ECG_FONT_PLOTTER) {
        character = without_marks(character);
        if (character < ECG_STROKE_FIRST || character >= ECG_STROKE_FIRST + ECG_STROKE_GLYPHS)
            character = '?';
        return (int)(character - ECG_STROKE_FIRST);
    }
    const stbtt_fontinfo *info = &fonts->outlines[font].info;
    int glyph = character <= 0x10ffff ? stbtt_FindGlyphIndex(info, (int)character) : 0;
    return glyph ? glyph : stbtt_FindGlyphIndex(info, '?');
}

double ecg_font_advance(const struct ecg_fonts *fonts, int font, int glyph)
{
    if (font == ECG_FONT_PLOTTER)
        return (double)fonts->strokes.glyphs[glyph].advance;
    const struct outline *outline = &fonts->outlines[font];
    int advance, bearing;
    stbtt_GetGlyphHMetrics(&outline->info, glyph, &advance, &bearing);
    return advance * outline->em;
}

double ecg_font_kern(const struct ecg_fonts *fonts, int font, int left, int right)
{
    if (font == ECG_FONT_PLOTTER)
        return 0;
    const struct outline *outline = &fonts->outlines[font];
    return stbtt_GetGlyphKernAdvance(&outline->info, left, right) * outline->em;
}

int ecg_font_box(const struct ecg_fonts *fonts, int font, int glyph, double box[4])
{
    if (font == ECG_FONT_PLOTTER) {
        const struct ecg_stroke_glyph *strokes = &fonts->strokes.glyphs[glyph];
        double half = ecg_font_stroke_width() / 2;
        if (strokes->n == 0)
            return 0;
        for (int i = 0; i < 4; i++)
            box[i] = (double)strokes->box[i] + (i < 2 ? -half : half);
        return 1;
    }
    const struct outline *outline = &fonts->outlines[font];
    int x0, y0, x1, y1;
    if (!stbtt_GetGlyphBox(&outline->info, glyph, &x0, &y0, &x1, &y1) || x0 == x1 || y0 == y1)
        return 0;
    box[0] = x0 * outline->em;
    box[1] = -y1 * outline->em;
    box[2] = x1 * outline->em;
    box[3] = -y0 * outline->em;
    return 1;
}

const struct ecg_stroke_font *ecg_font_strokes(const struct ecg_fonts *fonts)
{
    return &fonts->strokes;
}

double ecg_font_stroke_width(void)
{
    return 0.075;
}

int ecg_font_render_glyph(const struct ecg_fonts *fonts, int font, int glyph, double size_px,
    double shift_x, double shift_y, int *width, int *height, int offset_px[2], uint8_t **coverage)
{
    *width = *height = offset_px[0] = offset_px[1] = 0;
    *coverage = NULL;
    if (font < 0 || font >= ECG_FONT_COUNT || font == ECG_FONT_PLOTTER || !(size_px > 0) ||
        size_px > 4096)
        return ECG_E_ARGUMENT;
    const struct outline *outline = &fonts->outlines[font];
    float scale = (float)(size_px * outline->em);
    int x0, y0, x1, y1;
    stbtt_GetGlyphBitmapBoxSubpixel(
        &outline->info, glyph, scale, scale, (float)shift_x, (float)shift_y, &x0, &y0, &x1, &y1);
    offset_px[0] = x0;
    offset_px[1] = y0;
    *width = x1 > x0 && y1 > y0 ? x1 - x0 : 0;
    *height = *width ? y1 - y0 : 0;
    struct drawing_memory memory = { .spare_size = (2 * (size_t)*width + 1) * sizeof(float) };
    *coverage = ecg_calloc((size_t)*width * (size_t)*height, 1);
    memory.spare = ecg_calloc(1, memory.spare_size);
    if (!*coverage || !memory.spare) {
        ecg_free(memory.spare);
        ecg_free(*coverage);
        *coverage = NULL;
        return ECG_E_MEMORY;
    }
    stbtt_fontinfo info = outline->info; /* others draw with the same font meanwhile */
    info.userdata = &memory;
    if (*width)
        stbtt_MakeGlyphBitmapSubpixel(&info, *coverage, *width, *height, *width, scale, scale,
            (float)shift_x, (float)shift_y, glyph);
    ecg_free(memory.spare);
    if (memory.failed) {
        ecg_free(*coverage);
        *coverage = NULL;
        return ECG_E_MEMORY;
    }
    return 0;
}
