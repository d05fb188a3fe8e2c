#include "notes/label.h"

#include "notes/code128.h"

#include <math.h>
#include <qrencode.h>
#include <string.h>

int ecg_label_place(struct ecg_label *label, double header_chance, struct ecg_random *random)
{
    const struct ecg_page *page = label->desk->page;
    const struct ecg_dislike dislike = { 0.6, 1, 1.5, 20 };
    double c = fabs(cos(label->angle_rad)), s = fabs(sin(label->angle_rad)), x, y;
    double width = label->width_mm * c + label->height_mm * s;
    double height = label->width_mm * s + label->height_mm * c;
    struct ecg_box sheet = { 1.5, 1.5, page->width_mm - 1.5, page->height_mm - 1.5 };
    struct ecg_box header = sheet;
    header.y1 = page->area_mm[1] + 12;
    const struct ecg_ground *ground = &label->desk->ground;
    int found = ecg_random_chance(random, header_chance) &&
                ecg_ground_find(ground, &header, width, height, &dislike, random, &x, &y, NULL);
    if (!found)
        found = ecg_ground_find(ground, &sheet, width, height, &dislike, random, &x, &y, NULL);
    if (!found)
        return 0;
    label->x_mm = label->y_mm = 0;
    double middle[2];
    ecg_label_point(label, label->width_mm / 2, label->height_mm / 2, middle);
    label->x_mm = x + width / 2 - middle[0];
    label->y_mm = y + height / 2 - middle[1];
    return 1;
}

void ecg_label_color(const float rgb[3], uint8_t rgba[4])
{
    for (int i = 0; i < 3; i++)
        rgba[i] = (uint8_t)lround(255 * fmin(fmax((double)rgb[i], 0), 1));
    rgba[3] = 255;
}

void ecg_label_point(const struct ecg_label *label, double x, double y, double out_mm[2])
{
    double c = cos(label->angle_rad), s = sin(label->angle_rad);
    out_mm[0] = label->x_mm + x * c - y * s;
    out_mm[1] = label->y_mm + x * s + y * c;
}

int ecg_label_fill(const struct ecg_label *label, double x0, double y0, double x1, double y1,
    const uint8_t rgba[4])
{
    struct ecg_fill fill = { .layer = label->layer, .kind = label->kind };
    memcpy(fill.rgba, rgba, 4);
    ecg_label_point(label, x0, y0, fill.corner_mm[0]);
    ecg_label_point(label, x1, y0, fill.corner_mm[1]);
    ecg_label_point(label, x1, y1, fill.corner_mm[2]);
    ecg_label_point(label, x0, y1, fill.corner_mm[3]);
    return ecg_page_add_fill(label->desk->page, &fill);
}

int ecg_label_dot(
    const struct ecg_label *label, double x, double y, double width_mm, const uint8_t rgba[4])
{
    struct ecg_line line = { .alpha = 1, .layer = label->layer, .kind = label->kind };
    double at[2];
    ecg_label_point(label, x, y, at);
    line.x0_mm = line.x1_mm = at[0];
    line.y0_mm = line.y1_mm = at[1];
    line.width0_mm = line.width1_mm = (float)width_mm;
    memcpy(line.rgba, rgba, 4);
    return ecg_page_add_line(label->desk->page, &line);
}

/* Light comes from above and a little from the left, as nearly everywhere in this engine. */
static int add_shadow(const struct ecg_label *label)
{
    double strength = label->desk->scene->notes_sticker_shadow;
    double c = cos(label->angle_rad), s = sin(label->angle_rad);
    double right = 0.25 * c + 0.35 * s, down = 0.35 * c - 0.25 * s;
    int code = 0;
    for (int i = 0; i < 3 && !code && strength > 0; i++) {
        double soft = 0.3 - 0.2 * i;
        const uint8_t rgba[4] = { 30, 26, 22, (uint8_t)lround(34 * strength) };
        code = ecg_label_fill(label, right - soft, down - soft, label->width_mm + right + soft,
            label->height_mm + down + soft, rgba);
    }
    return code;
}

int ecg_label_paper(
    const struct ecg_label *label, const uint8_t rgba[4], double corner_mm, const char *content)
{
    double r = corner_mm, w = label->width_mm, h = label->height_mm;
    int code = add_shadow(label);
    struct ecg_pile before = ecg_desk_pile(label->desk);
    code = code ? code : ecg_label_fill(label, 0, r, w, h - r, rgba);
    if (!code && r > 0)
        code = ecg_label_fill(label, r, 0, w - r, r, rgba);
    if (!code && r > 0)
        code = ecg_label_fill(label, r, h - r, w - r, h, rgba);
    for (int i = 0; i < 4 && r > 0 && !code; i++)
        code = ecg_label_dot(label, i % 2 ? w - r : r, i / 2 ? h - r : r, 2 * r, rgba);
    return code ? code
                : ecg_desk_region(label->desk, &before, label->angle_rad, label->kind, content);
}

int ecg_label_text(const struct ecg_label *label, int font, double size_mm, double x, double y,
    double room_mm, const char *text)
{
    const struct ecg_fonts *fonts = label->desk->fonts;
    if (!fonts || !text[0])
        return 0;
    double width = ecg_text_width_mm(fonts, font, size_mm, text), at[2];
    if (width > room_mm)
        size_mm *= room_mm / width;
    ecg_label_point(label, x, y, at);
    struct ecg_text_style style = { .font = font, .size_mm = size_mm, .trace = -1 };
    style.angle_deg = label->angle_rad * 180 / M_PI;
    style.layer = label->layer;
    style.kind = label->kind;
    memcpy(style.rgba, label->ink, 4);
    return ecg_page_set_text(label->desk->page, fonts, text, at[0], at[1], &style, NULL);
}

int ecg_label_bars(
    const struct ecg_label *label, double x0, double y0, double x1, double y1, const char *text)
{
    struct ecg_code128 code128;
    if (ecg_code128_encode(&code128, text))
        return 0;
    struct ecg_pile before = ecg_desk_pile(label->desk);
    struct ecg_label bars = *label;
    bars.kind = ECG_KIND_CODE;
    double module = (x1 - x0) / code128.n_modules, x = x0;
    for (int i = 0; i < code128.n_symbols; i++) {
        const char *widths = ecg_code128_widths(code128.symbols[i]);
        for (int k = 0; widths[k]; k++) {
            double wide = module * (widths[k] - '0');
            if (k % 2 == 0 && ecg_label_fill(&bars, x, y0, x + wide, y1, label->ink))
                return ECG_E_MEMORY;
            x += wide;
        }
    }
    return ecg_desk_region(label->desk, &before, label->angle_rad, ECG_KIND_CODE, text);
}

/* Dark modules side by side in a row are one fill. */
static int fill_modules(
    const struct ecg_label *label, const QRcode *qr, double x, double y, double size_mm)
{
    int n = qr->width;
    double module = size_mm / n;
    for (int row = 0; row < n; row++)
        for (int from = 0; from < n;) {
            int to = from;
            while (to < n && qr->data[row * n + to] & 1)
                to++;
            if (to > from && ecg_label_fill(label, x + from * module, y + row * module,
                                 x + to * module, y + (row + 1) * module, label->ink))
                return ECG_E_MEMORY;
            from = to + 1;
        }
    return 0;
}

int ecg_label_qr(
    const struct ecg_label *label, double x, double y, double size_mm, const char *text)
{
    QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!qr)
        return 0;
    struct ecg_pile before = ecg_desk_pile(label->desk);
    struct ecg_label modules = *label;
    modules.kind = ECG_KIND_CODE;
    int code = fill_modules(&modules, qr, x, y, size_mm);
    QRcode_free(qr);
    return code ? code
                : ecg_desk_region(label->desk, &before, label->angle_rad, ECG_KIND_CODE, text);
}
