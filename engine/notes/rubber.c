#include "notes/rubber.h"

#include "notes/noise.h"

#include <math.h>

static const double CAPITAL = 1.8; /* height of the letterforms' capitals, in x-heights */
static const double LETTER_GAP = 0.24;

/* Ink that a place of the plate leaves, 0..1. */
static double inking(const struct ecg_rubber *rubber, double x, double y)
{
    double broad = ecg_noise_2d(rubber->seed, x / 7, y / 7);
    double fine = ecg_noise_2d(rubber->seed ^ 1, x / 0.55, y / 0.55);
    double away = (x * cos(rubber->heavy_rad) + y * sin(rubber->heavy_rad)) / rubber->radius_mm;
    double lack = 1.5 * broad * broad + 0.55 * fine + 0.35 * away - 0.3;
    return fmin(fmax(1.05 - rubber->wear * lack, 0), 1);
}

int ecg_rubber_line(
    const struct ecg_rubber *rubber, double x0, double y0, double x1, double y1, double width_mm)
{
    const double PIECE_MM = 0.5;
    int n = (int)fmin(ceil(hypot(x1 - x0, y1 - y0) / PIECE_MM), 2000);
    double c = cos(rubber->angle_rad), s = sin(rubber->angle_rad);
    struct ecg_line line = { .layer = ECG_LAYER_STAMP, .kind = ECG_KIND_STAMP };
    line.x1_mm = rubber->x_mm + x0 * c - y0 * s;
    line.y1_mm = rubber->y_mm + x0 * s + y0 * c;
    line.width1_mm = (float)width_mm;
    for (int i = 1; i <= n; i++) {
        double f = (double)i / n, x = x0 + f * (x1 - x0), y = y0 + f * (y1 - y0);
        double ink = inking(rubber, x, y);
        line.x0_mm = line.x1_mm;
        line.y0_mm = line.y1_mm;
        line.width0_mm = line.width1_mm;
        line.x1_mm = rubber->x_mm + x * c - y * s;
        line.y1_mm = rubber->y_mm + x * s + y * c;
        line.width1_mm = (float)(width_mm * (0.85 + 0.25 * ink));
        line.alpha = (float)ink;
        if (ink > 0.03 && ecg_page_add_line(rubber->desk->page, &line))
            return ECG_E_MEMORY;
    }
    return 0;
}

int ecg_rubber_ring(const struct ecg_rubber *rubber, double radius_mm, double width_mm)
{
    int n = (int)fmin(ceil(radius_mm * 2 * M_PI / 0.6), 2000), code = 0;
    for (int i = 0; i < n && !code; i++) {
        double a = 2 * M_PI * i / n, b = 2 * M_PI * (i + 1) / n;
        code = ecg_rubber_line(rubber, radius_mm * cos(a), radius_mm * sin(a), radius_mm * cos(b),
            radius_mm * sin(b), width_mm);
    }
    return code;
}

static const struct ecg_form *block_form(const struct ecg_letters *letters, uint32_t code)
{
    size_t count;
    const struct ecg_form *forms = ecg_letters_find(letters, code, &count);
    for (size_t i = 0; i < count; i++)
        if (forms[i].tags & ECG_FORM_BLOCK)
            return &forms[i];
    return forms;
}

/* The form of a letter's capital without its accent; NULL for a blank. */
static const struct ecg_form *letter_form(
    const struct ecg_letters *letters, uint32_t letter, uint32_t *accent)
{
    uint32_t base = ecg_letter_base(ecg_letter_capital(letter), accent);
    if (base == ' ')
        return NULL;
    const struct ecg_form *form = block_form(letters, ecg_letter_capital(base));
    return form ? form : block_form(letters, '?');
}

static double advance_of(const struct ecg_letters *letters, uint32_t code)
{
    uint32_t accent;
    const struct ecg_form *form = letter_form(letters, code, &accent);
    return form ? (double)form->advance + LETTER_GAP : 0.75;
}

double ecg_rubber_text_width_mm(
    const struct ecg_rubber *rubber, const char *text, double height_mm)
{
    double width = 0;
    uint32_t code;
    for (const char *s = text; (code = ecg_letter_next(&s)) != 0;)
        width += advance_of(rubber->desk->letters, code);
    return fmax(width - LETTER_GAP, 0) * height_mm / CAPITAL;
}

/* A letter's own frame on the plate: origin on its foot, turned. */
struct slot {
    double x, y, cos_a, sin_a, scale;
};

static void on_plate(const struct slot *slot, double x, double y, double out[2])
{
    x *= slot->scale;
    y *= -slot->scale;
    out[0] = slot->x + x * slot->cos_a - y * slot->sin_a;
    out[1] = slot->y + x * slot->sin_a + y * slot->cos_a;
}

/* An arc of the letterform, cut into straight pieces. */
static int draw_arc(const struct ecg_rubber *rubber, const struct slot *slot,
    const struct ecg_aim *from, const struct ecg_aim *to, double width_mm)
{
    double turn = (double)to->turn_rad, x0 = (double)from->x, y0 = (double)from->y;
    double dx = (double)to->x - x0, dy = (double)to->y - y0;
    int n = fabs(turn) < 0.05 ? 1 : (int)ceil(fabs(turn) / 0.3), code = 0;
    double before[2], here[2];
    on_plate(slot, x0, y0, before);
    for (int i = 1; i <= n && !code; i++) {
        double f = (double)i / n, u = f, v = 0;
        if (n > 1) {
            /* (exp(i turn f) - 1) / (exp(i turn) - 1), as half angles. */
            double along = sin(turn * f / 2) / sin(turn / 2), lean = turn * (f - 1) / 2;
            u = along * cos(lean);
            v = along * sin(lean);
        }
        on_plate(slot, x0 + u * dx - v * dy, y0 + u * dy + v * dx, here);
        code = ecg_rubber_line(rubber, before[0], before[1], here[0], here[1], width_mm);
        before[0] = here[0];
        before[1] = here[1];
    }
    return code;
}

static int draw_form(const struct ecg_rubber *rubber, const struct ecg_form *form,
    const struct slot *slot, double width_mm)
{
    const struct ecg_letters *letters = rubber->desk->letters;
    int code = 0;
    for (int i = 0; i < form->n_strokes && !code; i++) {
        const struct ecg_form_stroke *stroke = &letters->strokes[form->first_stroke + i];
        const struct ecg_aim *aims = &letters->aims[stroke->first_aim];
        for (int k = 1; k < stroke->n_aims && !code; k++)
            code = draw_arc(rubber, slot, &aims[k - 1], &aims[k], width_mm);
    }
    return code;
}

static int draw_letter(
    const struct ecg_rubber *rubber, uint32_t letter, const struct slot *slot, double width_mm)
{
    uint32_t accent;
    const struct ecg_letters *letters = rubber->desk->letters;
    const struct ecg_form *form = letter_form(letters, letter, &accent);
    int code = form ? draw_form(rubber, form, slot, width_mm) : 0;
    const struct ecg_form *mark = form && accent ? block_form(letters, accent) : NULL;
    if (code || !mark)
        return code;
    /* Accents are drawn over a small letter 1 wide: to the capital's middle and top. */
    struct slot over = *slot;
    double place[2];
    on_plate(slot, ((double)form->advance - 1) / 2, ecg_accent_is_under(accent) ? 0 : 0.72, place);
    over.x = place[0];
    over.y = place[1];
    return draw_form(rubber, mark, &over, width_mm);
}

int ecg_rubber_text(const struct ecg_rubber *rubber, const char *text, double x, double y,
    double height_mm, double width_mm)
{
    struct ecg_pile before = ecg_desk_pile(rubber->desk);
    struct slot slot = { x - ecg_rubber_text_width_mm(rubber, text, height_mm) / 2, y, 1, 0,
        height_mm / CAPITAL };
    uint32_t letter;
    int code = 0;
    for (const char *s = text; !code && (letter = ecg_letter_next(&s)) != 0;) {
        code = draw_letter(rubber, letter, &slot, width_mm);
        slot.x += advance_of(rubber->desk->letters, letter) * slot.scale;
    }
    return code ? code
                : ecg_desk_region(rubber->desk, &before, rubber->angle_rad, ECG_KIND_STAMP, text);
}

int ecg_rubber_arc_text(const struct ecg_rubber *rubber, const char *text, double radius_mm,
    double height_mm, double width_mm, int under)
{
    struct ecg_pile before = ecg_desk_pile(rubber->desk);
    double way = under ? -1 : 1, scale = height_mm / CAPITAL;
    double total = ecg_rubber_text_width_mm(rubber, text, height_mm) / radius_mm;
    double place = -way * total / 2; /* angle from the top (or bottom), clockwise */
    uint32_t letter;
    int code = 0;
    for (const char *s = text; !code && (letter = ecg_letter_next(&s)) != 0;) {
        /* A letter stands upright over the middle of its own foot. */
        double half = (advance_of(rubber->desk->letters, letter) - LETTER_GAP) * scale / 2;
        double a = place + way * half / radius_mm, up = under ? M_PI : 0;
        struct slot slot = { 0, 0, cos(a), sin(a), scale };
        slot.x = radius_mm * sin(a + up) - half * cos(a);
        slot.y = -radius_mm * cos(a + up) - half * sin(a);
        code = draw_letter(rubber, letter, &slot, width_mm);
        place += way * (2 * half + LETTER_GAP * scale) / radius_mm;
    }
    return code ? code
                : ecg_desk_region(rubber->desk, &before, rubber->angle_rad, ECG_KIND_STAMP, text);
}
