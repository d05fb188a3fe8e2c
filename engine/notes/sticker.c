#include "notes/sticker.h"

#include "notes/label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A label of that size, placed; 0 where the sheet has no room. */
static int lay(struct ecg_label *label, struct ecg_desk *desk, double width_mm, double height_mm,
    struct ecg_random *random)
{
    static const uint8_t BLACK[4] = { 22, 22, 24, 255 };
    *label = (struct ecg_label){ .desk = desk, .width_mm = width_mm, .height_mm = height_mm };
    label->angle_rad =
        desk->scene->notes_sticker_turn_deg * M_PI / 180 * ecg_random_normal(random);
    if (ecg_random_chance(random, 0.1))
        label->angle_rad += ecg_random_chance(random, 0.5) ? M_PI / 2 : -M_PI / 2;
    label->kind = ECG_KIND_STICKER;
    label->layer = ECG_LAYER_STUCK;
    memcpy(label->ink, BLACK, 4);
    return ecg_label_place(label, 0.7, random);
}

static void settle(const struct ecg_label *label)
{
    double a[2];
    struct ecg_box box = { INFINITY, INFINITY, -INFINITY, -INFINITY };
    for (int i = 0; i < 4; i++) {
        ecg_label_point(label, i % 2 ? label->width_mm : 0, i / 2 ? label->height_mm : 0, a);
        box.x0 = fmin(box.x0, a[0]);
        box.y0 = fmin(box.y0, a[1]);
        box.x1 = fmax(box.x1, a[0]);
        box.y1 = fmax(box.y1, a[1]);
    }
    ecg_ground_fill(&label->desk->ground, &box, ECG_GROUND_STUCK);
}

/* White or slightly tinted label stock. */
static void draw_stock(uint8_t rgba[4], struct ecg_random *random)
{
    static const uint8_t STOCKS[][3] = { { 251, 251, 249 }, { 248, 247, 242 }, { 252, 249, 226 },
        { 238, 246, 250 } };
    static const int LIKELY[] = { 0, 0, 0, 1, 1, 2, 3 };
    memcpy(rgba, STOCKS[LIKELY[ecg_random_int(random, 0, 6)]], 3);
    rgba[3] = 255;
}

static void draw_number(char *out, int digits, struct ecg_random *random)
{
    for (int i = 0; i < digits; i++)
        out[i] = (char)('0' + ecg_random_int(random, i == 0, 9));
    out[digits] = 0;
}

/* The lines of a patient label, at most 5: the person of the header. */
static int write_lines(
    const struct ecg_identity *who, struct ecg_random *random, char lines[5][ECG_PHRASE_SIZE])
{
    int n = 0;
    char family[sizeof who->family];
    ecg_letters_raise(who->family, family, sizeof family);
    if (ecg_random_chance(random, 0.6))
        snprintf(lines[n++], ECG_PHRASE_SIZE, "%.40s, %.40s", family, who->given);
    else
        snprintf(lines[n++], ECG_PHRASE_SIZE, "%.40s %.40s", who->given, family);
    snprintf(lines[n++], ECG_PHRASE_SIZE, "DOB %02d/%02d/%d   Sex %c", who->birth_day,
        who->birth_month, who->birth_year, who->is_female ? 'F' : 'M');
    snprintf(lines[n++], ECG_PHRASE_SIZE, "%s %s",
        ecg_random_chance(random, 0.5) ? "Hosp. No." : "MRN", who->id);
    if (ecg_random_chance(random, 0.7))
        snprintf(lines[n++], ECG_PHRASE_SIZE, "Ward %d   Adm. %02d/%02d/%d",
            (int)ecg_random_int(random, 1, 24), who->day, who->month, who->year);
    if (ecg_random_chance(random, 0.5))
        snprintf(lines[n++], ECG_PHRASE_SIZE, "Cons. %.60s", who->doctor);
    return n;
}

static int patient_label(struct ecg_desk *desk, struct ecg_random *random)
{
    double w = ecg_random_uniform(random, 52, 70), h = ecg_random_uniform(random, 25, 36);
    struct ecg_label label;
    uint8_t stock[4];
    if (!lay(&label, desk, w, h, random))
        return 0;
    draw_stock(stock, random);
    int kind = desk->scene->notes_sticker_code; /* bar, qr, none */
    int code = ecg_label_paper(&label, stock, ecg_random_uniform(random, 0.8, 2.2), "");
    const struct ecg_identity *who = &desk->identity;
    char lines[5][ECG_PHRASE_SIZE] = { "" };
    int n = write_lines(who, random, lines);
    double text_w = kind == 1 ? w - h * 0.5 - 6 : w - 5, text_h = kind == 0 ? h * 0.62 : h - 4;
    double pitch = fmin(text_h / (n + 0.3), 5), size = pitch * 0.82;
    int font = ecg_random_chance(random, 0.7) ? ECG_FONT_SANS : ECG_FONT_MONO;
    for (int i = 0; i < n && !code; i++)
        code = ecg_label_text(&label, i ? font : font + 1, i ? size : size * 1.15, 2.5,
            2 + pitch * (i + 0.85), text_w, lines[i]);
    if (!code && kind == 0)
        code = ecg_label_bars(&label, 3, h * 0.7, w * 0.82, h - 2, who->id);
    if (!code && kind == 1) {
        char content[ECG_PHRASE_SIZE];
        snprintf(content, sizeof content, "PAT|%s|%04d%02d%02d|%c", who->id, who->birth_year,
            who->birth_month, who->birth_day, who->is_female ? 'F' : 'M');
        code = ecg_label_qr(&label, w - h * 0.5 - 2.5, h * 0.45 - 1, h * 0.5, content);
    }
    settle(&label);
    return code;
}

static int bar_label(struct ecg_desk *desk, struct ecg_random *random)
{
    double w = ecg_random_uniform(random, 32, 48), h = ecg_random_uniform(random, 11, 18);
    struct ecg_label label;
    uint8_t stock[4];
    char number[16];
    if (!lay(&label, desk, w, h, random))
        return 0;
    draw_stock(stock, random);
    draw_number(number, (int)ecg_random_int(random, 7, 10), random);
    int code = ecg_label_paper(&label, stock, 1, "");
    if (!code)
        code = ecg_label_bars(&label, 4, 1.8, w - 4, h - 5, number);
    return code ? code : ecg_label_text(&label, ECG_FONT_MONO, 3, 5, h - 1.6, w - 10, number);
}

/* The QR template's blanks: {record} {variant} {seed} {date} {number}. */
static void fill_template(
    const struct ecg_desk *desk, struct ecg_random *random, char *out, size_t size)
{
    char number[16], variant[24], seed[24];
    draw_number(number, 8, random);
    snprintf(variant, sizeof variant, "%llu", (unsigned long long)desk->scene->variant);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)desk->scene->seed);
    const struct {
        const char *name, *value;
    } fields[] = {
        { "{record}", desk->record->id ? desk->record->id : "" },
        { "{variant}", variant },
        { "{seed}", seed },
        { "{date}", desk->blanks.date },
        { "{number}", number },
    };
    size_t n = 0;
    for (const char *s = desk->scene->notes_qr_content; *s && n + 1 < size;) {
        const char *value = NULL;
        for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !value; i++)
            if (strncmp(s, fields[i].name, strlen(fields[i].name)) == 0) {
                value = fields[i].value;
                s += strlen(fields[i].name);
            }
        if (!value)
            out[n++] = *s++;
        for (; value && *value && n + 1 < size; value++)
            out[n++] = *value;
    }
    out[n] = 0;
}

/* Printed with the page: straight, in the print's ink, on a blank field as software leaves one. */
static int print_field(struct ecg_label *label)
{
    const struct ecg_page *page = label->desk->page;
    double middle[2], half = label->width_mm / 2;
    uint8_t blank[4];
    ecg_label_point(label, half, half, middle);
    label->x_mm = middle[0] - half;
    label->y_mm = middle[1] - half;
    label->angle_rad = 0;
    ecg_label_color(page->paper_rgb, blank);
    ecg_label_color(page->ink[ECG_LAYER_PRINT].rgb, label->ink);
    return ecg_label_fill(label, 0, 0, label->width_mm, label->height_mm, blank);
}

/* A label leaves room for its shadow; print is on the sheet however its place is rounded. */
static void go_to_corner(struct ecg_label *label, int on_label)
{
    double inset_mm = on_label ? 1.5 : 1e-6;
    label->angle_rad = 0;
    label->x_mm = label->desk->page->width_mm - label->width_mm - inset_mm;
    label->y_mm = inset_mm;
}

static int qr_code(struct ecg_desk *desk, struct ecg_random *random)
{
    enum { FREE, TOP_RIGHT };
    double size = desk->scene->notes_qr_size_mm, quiet = 0.14 * size;
    int on_label = desk->scene->notes_qr_on == 1;
    static const uint8_t WHITE[4] = { 252, 252, 250, 255 };
    struct ecg_label label;
    char content[512];
    if (!lay(&label, desk, size + 2 * quiet, size + 2 * quiet, random))
        return 0;
    if (desk->scene->notes_qr_place == TOP_RIGHT)
        go_to_corner(&label, on_label);
    fill_template(desk, random, content, sizeof content);
    int code = on_label ? ecg_label_paper(&label, WHITE, 1, "") : print_field(&label);
    if (!code)
        code = ecg_label_qr(&label, quiet, quiet, size, content);
    settle(&label);
    return code;
}

static int repeat(struct ecg_desk *desk, const char *name, int count,
    int (*make)(struct ecg_desk *desk, struct ecg_random *random))
{
    int code = 0;
    for (int i = 0; i < count && !code; i++) {
        struct ecg_random random = ecg_desk_random(desk, name, i);
        code = make(desk, &random);
    }
    return code;
}

int ecg_notes_stick_labels(struct ecg_desk *desk)
{
    int code = repeat(desk, "patient label", desk->scene->notes_sticker_patient, patient_label);
    return code ? code : repeat(desk, "bar label", desk->scene->notes_sticker_barcode, bar_label);
}

int ecg_notes_stick_codes(struct ecg_desk *desk)
{
    return repeat(desk, "qr", desk->scene->notes_qr_count, qr_code);
}
