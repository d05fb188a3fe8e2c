#include "page/header.h"

#include "core/plain.h"
#include "page/draw.h"
#include "page/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Line pitch over em size. */
static const double LEADING = 1.24;
/* Blocks are composed for a line of this many ems; a narrower sheet gets smaller letters. */
static const double EMS_A_LINE = 82;
/* No block takes more of the sheet's height. */
static const double MAX_SHARE = 0.31;
/* Letters shrink this far to fit their place before the text is cut. */
static const double MIN_SHRINK = 0.78;

static const double lines_of_style[ECG_HEADER_STYLES] = { 0, 12, 9.5, 8.2, 2.7, 1.6, 3 };

static double text_size_mm(const struct ecg_scene *scene)
{
    double width, height, size = scene->page_header_size_mm;
    ecg_sheet_size(scene, &width, &height);
    width -= scene->page_margin_left_mm + scene->page_margin_right_mm;
    return width > 0 ? fmin(size, width / EMS_A_LINE) : size;
}

static double style_height_mm(const struct ecg_scene *scene, enum ecg_header_style style)
{
    return lines_of_style[style] * LEADING * text_size_mm(scene);
}

enum ecg_header_style ecg_header_style_for(const struct ecg_scene *scene)
{
    static const enum ecg_header_style smaller[ECG_HEADER_STYLES] = { ECG_HEADER_NONE,
        ECG_HEADER_BOXED, ECG_HEADER_BOXED, ECG_HEADER_LINE, ECG_HEADER_MINIMAL, ECG_HEADER_NONE,
        ECG_HEADER_MINIMAL };
    enum ecg_header_style style = (enum ecg_header_style)scene->page_header_style;
    double width, height;
    ecg_sheet_size(scene, &width, &height);
    while (style != ECG_HEADER_NONE && style_height_mm(scene, style) > MAX_SHARE * height)
        style = smaller[style];
    return style;
}

double ecg_header_height_mm(const struct ecg_scene *scene)
{
    return style_height_mm(scene, ecg_header_style_for(scene));
}

/* Cuts text to the room with "..." at its end. */
static void cut_to_width(const struct ecg_pen *pen, double size, double room_mm, char *text)
{
    size_t n = strlen(text);
    char cut[ECG_FACT_SIZE + 4];
    while (n > 0) {
        n--;
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
            n--;
        snprintf(cut, sizeof cut, "%.*s...", (int)n, text);
        if (ecg_text_width_mm(pen->fonts, pen->font, size, cut) <= room_mm)
            break;
    }
    snprintf(text, ECG_FACT_SIZE, "%.*s...", (int)n, cut);
}

void ecg_pen_put(
    struct ecg_pen *pen, double line, double at, double room, double h_align, const char *text)
{
    char copy[ECG_FACT_SIZE];
    if (pen->code < 0 || !text[0])
        return;
    ecg_utf8_copy(copy, sizeof copy, text, strlen(text));
    double size = pen->size_mm, room_mm = room * pen->width_mm;
    double width = ecg_text_width_mm(pen->fonts, pen->font, size, copy);
    if (width > room_mm)
        size *= fmax(room_mm / width, MIN_SHRINK);
    if (width * size / pen->size_mm > room_mm * 1.001)
        cut_to_width(pen, size, room_mm, copy);
    struct ecg_text_style style = { .font = pen->font,
        .size_mm = size,
        .layer = ECG_LAYER_PRINT,
        .kind = (uint8_t)pen->kind,
        .h_align = h_align,
        .trace = -1 };
    /* Ascenders of a line 0 stay inside the block. */
    double y = pen->y_mm + line * pen->pitch_mm + 0.8 * pen->size_mm;
    pen->code = ecg_page_set_text(
        pen->page, pen->fonts, copy, pen->x_mm + at * pen->width_mm, y, &style, NULL);
}

void ecg_pen_format(struct ecg_pen *pen, double line, double at, double room, double h_align,
    const char *format, ...)
{
    char text[2 * ECG_FACT_SIZE];
    va_list args;
    va_start(args, format);
    ecg_plain_vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ecg_pen_put(pen, line, at, room, h_align, text);
}

void ecg_pen_rule(
    struct ecg_pen *pen, double at0, double line0, double at1, double line1, double width_mm)
{
    if (pen->code == 0)
        pen->code = ecg_draw_line(pen->page, ECG_LAYER_PRINT, pen->kind,
            pen->x_mm + at0 * pen->width_mm, pen->y_mm + line0 * pen->pitch_mm,
            pen->x_mm + at1 * pen->width_mm, pen->y_mm + line1 * pen->pitch_mm, width_mm);
}

void ecg_pen_label(const struct ecg_pen *pen, const char *key, char *out, size_t size)
{
    ecg_word_get("labels", pen->language, key, out, size);
}

static struct ecg_pen start_pen(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_fonts *fonts, enum ecg_kind kind, double scale)
{
    struct ecg_pen pen = { .page = page,
        .fonts = fonts,
        .language = ecg_language_name(scene->page_header_language),
        .kind = kind,
        .font = scene->page_header_font,
        .size_mm = text_size_mm(scene) * scale,
        .x_mm = scene->page_margin_left_mm };
    pen.pitch_mm = LEADING * pen.size_mm;
    pen.width_mm = plan->width_mm - scene->page_margin_left_mm - scene->page_margin_right_mm;
    return pen;
}

static int gather(struct ecg_facts *facts, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record)
{
    static const double AT_LEAST_S = 10;
    struct ecg_random random = ecg_random_named(scene->key, "page.header.confirmed");
    *facts = (struct ecg_facts){ .measured = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN },
        .is_confirmed = ecg_random_chance(&random, 0.3) };
    ecg_identity_invent(&facts->who, scene, record);
    int code = 0;
    if (scene->page_header_use_record)
        ecg_statements_make(&facts->statements, record, facts->who.language);
    if (scene->page_header_measurements)
        code = ecg_measure(
            &facts->measured, record, plan->window_start_s, fmax(plan->window_s, AT_LEAST_S));
    if (facts->statements.has_no_p)
        facts->measured.pr_ms = facts->measured.p_axis_deg = NAN;
    if (!scene->page_header_statements)
        facts->statements = (struct ecg_statements){ 0 };
    return code;
}

int ecg_draw_header(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record, const struct ecg_fonts *fonts)
{
    static void (*const blocks[ECG_HEADER_STYLES])(
        struct ecg_pen *, const struct ecg_facts *) = { NULL, ecg_header_table, ecg_header_report,
        ecg_header_boxed, ecg_header_line, ecg_header_minimal, NULL };
    enum ecg_header_style style = ecg_header_style_for(scene);
    struct ecg_facts facts;
    if (style == ECG_HEADER_NONE)
        return 0;
    if (style == ECG_HEADER_KIT)
        return ecg_draw_header_kit(page, scene, record, fonts);
    int code = gather(&facts, scene, plan, record);
    if (code < 0)
        return code;
    struct ecg_pen pen = start_pen(page, scene, plan, fonts, ECG_KIND_HEADER, 1);
    pen.y_mm = scene->page_margin_top_mm;
    blocks[style](&pen, &facts);
    return pen.code;
}

/* ---- Footer ---- */

enum { FOOTER_NONE, FOOTER_PLAIN, FOOTER_SPEED, FOOTER_DEVICE, FOOTER_KIT };
static const double FOOTER_SCALE = 0.92, FOOTER_LINES = 1.7;

double ecg_footer_height_mm(const struct ecg_scene *scene)
{
    int style = scene->page_footer_style;
    if (style == FOOTER_NONE || style == FOOTER_KIT)
        return 0;
    return FOOTER_LINES * LEADING * FOOTER_SCALE * text_size_mm(scene);
}

struct filters {
    const char *low, *high;
    int mains_hz;
};

static struct filters draw_filters(const struct ecg_scene *scene)
{
    static const char *const lows[] = { "0.05", "0.15", "0.5" };
    static const char *const highs[] = { "40", "100", "150" };
    struct ecg_random random = ecg_random_named(scene->key, "page.footer.filters");
    struct filters filters;
    filters.low = lows[ecg_random_int(&random, 0, 2)];
    filters.high = highs[ecg_random_int(&random, 0, 2)];
    filters.mains_hz =
        scene->page_header_language == 0 && ecg_random_chance(&random, 0.7) ? 60 : 50;
    return filters;
}

static void footer_plain(struct ecg_pen *pen, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_identity *who)
{
    struct filters f = draw_filters(scene);
    double pitch = 12 / EMS_A_LINE, limb = plan->limb_mm_per_mv, chest = plan->chest_mm_per_mv;
    ecg_pen_format(pen, 0, 0, pitch, 0, "%gmm/s", plan->mm_per_s);
    if (limb == chest)
        ecg_pen_format(pen, 0, pitch, pitch, 0, "%gmm/mV", limb);
    else
        ecg_pen_format(pen, 0, pitch, pitch, 0, "%g/%gmm/mV", limb, chest);
    ecg_pen_format(pen, 0, 2 * pitch, pitch, 0, "%s-%s Hz", f.low, f.high);
    ecg_pen_format(pen, 0, 3 * pitch, 0.8 * pitch, 0, "%d Hz", f.mains_hz);
    ecg_pen_format(
        pen, 0, 3.8 * pitch, 1.2 * pitch, 0, "V%.1s.%.2s", who->serial + 3, who->serial + 4);
    ecg_pen_format(pen, 0, 1, 0.3, 1, "EID:%.4s ORD:%s", who->id, who->order);
}

static void footer_speed(
    struct ecg_pen *pen, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    struct filters f = draw_filters(scene);
    char speed[32], limb[32], chest[32];
    ecg_pen_label(pen, "speed", speed, sizeof speed);
    ecg_pen_label(pen, "limb", limb, sizeof limb);
    ecg_pen_label(pen, "chest", chest, sizeof chest);
    double pitch = 17 / EMS_A_LINE;
    ecg_pen_format(pen, 0, 0, pitch, 0, "%s: %g mm/sec", speed, plan->mm_per_s);
    ecg_pen_format(pen, 0, pitch, pitch, 0, "%s: %g mm/mV", limb, plan->limb_mm_per_mv);
    ecg_pen_format(pen, 0, 2 * pitch, pitch, 0, "%s: %g mm/mV", chest, plan->chest_mm_per_mv);
    ecg_pen_format(pen, 0, 1, 1 - 3.05 * pitch, 1, "F %d~  %s-%s Hz", f.mains_hz, f.low, f.high);
}

static void footer_device(struct ecg_pen *pen, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_identity *who)
{
    char page[32], of[16];
    struct filters f = draw_filters(scene);
    ecg_pen_label(pen, "page", page, sizeof page);
    ecg_pen_label(pen, "of", of, sizeof of);
    ecg_pen_format(pen, 0, 0, 0.25, 0, "%s", who->serial);
    ecg_pen_format(pen, 0, 0.5, 0.46, 0.5, "%g mm/s   %g mm/mV   ~%d Hz   %s Hz", plan->mm_per_s,
        plan->limb_mm_per_mv, f.mains_hz, f.high);
    ecg_pen_format(
        pen, 0, 1, 0.25, 1, "%s %d %s %d", page, scene->page_lead_page + 1, of, plan->lead_pages);
}

/* ECG-Image-Kit writes both at 5 mm from the bottom edge, 50 and 100 mm from the left one. */
static void footer_kit(struct ecg_pen *pen, const struct ecg_plan *plan)
{
    pen->x_mm = 0;
    pen->width_mm = plan->width_mm;
    pen->y_mm = plan->height_mm - 5 - 0.8 * pen->size_mm;
    double room = 45 / plan->width_mm;
    ecg_pen_format(pen, 0, 50 / plan->width_mm, room, 0, "%gmm/s", plan->mm_per_s);
    ecg_pen_format(pen, 0, 100 / plan->width_mm, room, 0, "%gmm/mV", plan->limb_mm_per_mv);
}

int ecg_draw_footer(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record, const struct ecg_fonts *fonts)
{
    int style = scene->page_footer_style;
    struct ecg_identity who;
    if (style == FOOTER_NONE)
        return 0;
    struct ecg_pen pen = start_pen(
        page, scene, plan, fonts, ECG_KIND_FOOTER, style == FOOTER_KIT ? 1 : FOOTER_SCALE);
    if (style == FOOTER_KIT)
        pen.size_mm = scene->page_header_size_mm;
    pen.y_mm = plan->height_mm - scene->page_margin_bottom_mm - pen.pitch_mm;
    ecg_identity_invent(&who, scene, record);
    if (style == FOOTER_PLAIN)
        footer_plain(&pen, scene, plan, &who);
    else if (style == FOOTER_SPEED)
        footer_speed(&pen, scene, plan);
    else if (style == FOOTER_DEVICE)
        footer_device(&pen, scene, plan, &who);
    else
        footer_kit(&pen, plan);
    return pen.code;
}
