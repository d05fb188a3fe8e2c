#include "notes/label.h"
#include "notes/sticker.h"

#include <math.h>
#include <string.h>

enum { STYLE_BAR, STYLE_MARKER, STYLE_ERASED, STYLE_LABEL };
enum { WHERE_TEXT, WHERE_TRACE, WHERE_ANYWHERE };

/* The k-th printed text with something to hide; 0 when there are not so many. */
static int pick_text(const struct ecg_page *page, int64_t k, struct ecg_label *label)
{
    for (size_t i = 0; i < page->n_texts; i++) {
        const struct ecg_text *text = &page->texts[i];
        if (text->layer != ECG_LAYER_PRINT || text->kind != ECG_KIND_HEADER || k-- > 0)
            continue;
        const double(*q)[2] = text->quad_mm;
        const double PAD_MM = 0.7;
        label->angle_rad = atan2(q[1][1] - q[0][1], q[1][0] - q[0][0]);
        label->width_mm = hypot(q[1][0] - q[0][0], q[1][1] - q[0][1]) + 2 * PAD_MM;
        label->height_mm = hypot(q[3][0] - q[0][0], q[3][1] - q[0][1]) + 2 * PAD_MM;
        label->x_mm = q[0][0];
        label->y_mm = q[0][1];
        double corner[2];
        ecg_label_point(label, -PAD_MM, -PAD_MM, corner);
        label->x_mm = corner[0];
        label->y_mm = corner[1];
        return 1;
    }
    return 0;
}

static int count_texts(const struct ecg_page *page)
{
    int n = 0;
    for (size_t i = 0; i < page->n_texts; i++)
        n += page->texts[i].layer == ECG_LAYER_PRINT && page->texts[i].kind == ECG_KIND_HEADER;
    return n;
}

static int pick_trace(struct ecg_desk *desk, struct ecg_label *label, struct ecg_random *random)
{
    const struct ecg_page *page = desk->page;
    if (!page->n_traces)
        return 0;
    const struct ecg_trace *trace =
        &page->traces[ecg_random_int(random, 0, (int64_t)page->n_traces - 1)];
    double room = trace->box_mm[2] - trace->box_mm[0];
    label->width_mm = fmin(ecg_random_uniform(random, 6, 30), room);
    label->height_mm = ecg_random_uniform(random, 5, 14);
    label->x_mm = trace->box_mm[0] + (room - label->width_mm) * ecg_random_unit(random);
    label->y_mm = trace->baseline_mm - label->height_mm * ecg_random_uniform(random, 0.3, 0.7);
    return label->width_mm > 1;
}

static int pick_anywhere(struct ecg_label *label, struct ecg_random *random)
{
    label->width_mm = ecg_random_uniform(random, 14, 55);
    label->height_mm = ecg_random_uniform(random, 4, 9);
    return ecg_label_place(label, 0.7, random);
}

/* A broad line of the label's ink from one of its places to another: an opaque quad, by which the
 * truth knows what is hidden, and round ends. */
static int swipe(
    const struct ecg_label *label, const double a[2], const double b[2], double width_mm)
{
    double length = hypot(b[0] - a[0], b[1] - a[1]), r = width_mm / 2;
    double nx = length > 0 ? -(b[1] - a[1]) / length * r : 0;
    double ny = length > 0 ? (b[0] - a[0]) / length * r : 0;
    struct ecg_fill fill = { .layer = label->layer, .kind = label->kind };
    memcpy(fill.rgba, label->ink, 4);
    ecg_label_point(label, a[0] - nx, a[1] - ny, fill.corner_mm[0]);
    ecg_label_point(label, b[0] - nx, b[1] - ny, fill.corner_mm[1]);
    ecg_label_point(label, b[0] + nx, b[1] + ny, fill.corner_mm[2]);
    ecg_label_point(label, a[0] + nx, a[1] + ny, fill.corner_mm[3]);
    int code = length > 0 ? ecg_page_add_fill(label->desk->page, &fill) : 0;
    if (!code)
        code = ecg_label_dot(label, a[0], a[1], width_mm, label->ink);
    return code ? code : ecg_label_dot(label, b[0], b[1], width_mm, label->ink);
}

/* To and fro with a broad tip until the box is covered; ends uneven, like a marker or a brush. */
static int cover(
    const struct ecg_label *label, double tip_mm, double uneven_mm, struct ecg_random *random)
{
    double w = label->width_mm, h = label->height_mm, r = tip_mm / 2;
    int rows = (int)fmin(fmax(ceil((h - tip_mm) / (0.7 * tip_mm)) + 1, 1), 40), code = 0;
    double before[2] = { 0, 0 };
    for (int i = 0; i < rows && !code; i++) {
        double y = rows > 1 ? r + (h - tip_mm) * i / (rows - 1) : h / 2;
        double a[2], b[2];
        a[0] = r - uneven_mm * ecg_random_unit(random);
        a[1] = y + 0.25 * uneven_mm * ecg_random_normal(random);
        b[0] = w - r + uneven_mm * ecg_random_unit(random);
        b[1] = y + 0.25 * uneven_mm * ecg_random_normal(random);
        const double *from = i % 2 ? b : a, *to = i % 2 ? a : b;
        if (i > 0)
            code = swipe(label, before, from, tip_mm);
        if (!code)
            code = swipe(label, from, to, tip_mm);
        memcpy(before, to, sizeof before);
    }
    return code;
}

static int draw_cover(struct ecg_label *label, int style, struct ecg_random *random)
{
    const struct ecg_scene *scene = label->desk->scene;
    const struct ecg_page *page = label->desk->page;
    double h = label->height_mm;
    const float *rgb = style == STYLE_ERASED ? page->paper_rgb : scene->notes_redaction_color;
    ecg_label_color(rgb, label->ink);
    switch (style) {
    case STYLE_BAR:
        return ecg_label_fill(label, 0, 0, label->width_mm, h, label->ink);
    case STYLE_MARKER:
        return cover(label, fmin(fmax(0.75 * h, 1), 5), 0.25 * h, random);
    case STYLE_ERASED: {
        /* Correction fluid is never quite the paper's white. */
        double tint = ecg_random_uniform(random, 0.86, 1.0);
        for (int i = 0; i < 3; i++)
            label->ink[i] = (uint8_t)lround(label->ink[i] * tint);
        return cover(label, fmin(fmax(0.85 * h, 1.5), 6), 0.5 * h, random);
    }
    default: {
        static const uint8_t STOCK[4] = { 250, 250, 248, 255 };
        return ecg_label_paper(label, STOCK, fmin(0.8, h / 4), "");
    }
    }
}

static int redact(struct ecg_desk *desk, int index, int n_texts)
{
    struct ecg_random random = ecg_desk_random(desk, "redaction", index);
    const struct ecg_scene *scene = desk->scene;
    struct ecg_label label = { .desk = desk, .kind = ECG_KIND_COVER, .layer = ECG_LAYER_STUCK };
    int where = scene->notes_redaction_where, found = 0;
    /* A stride through the texts, so that no two hide the same one while others are left. */
    struct ecg_random order = ecg_random_named(desk->key, "redaction order");
    int64_t start = ecg_random_int(&order, 0, n_texts - 1);
    if (where == WHERE_TEXT && n_texts > 0)
        found = pick_text(desk->page, (start + index) % n_texts, &label);
    else if (where == WHERE_TRACE)
        found = pick_trace(desk, &label, &random);
    if (!found && !pick_anywhere(&label, &random))
        return 0;
    if (scene->notes_redaction_style != STYLE_BAR)
        label.angle_rad += 0.01 * ecg_random_normal(&random);
    struct ecg_pile before = ecg_desk_pile(desk);
    int code = draw_cover(&label, scene->notes_redaction_style, &random);
    if (!code && scene->notes_redaction_style != STYLE_LABEL)
        code = ecg_desk_region(desk, &before, label.angle_rad, ECG_KIND_COVER, "");
    if (!code && ecg_desk_keep_on_sheet(desk, &before))
        ecg_desk_settle(desk, &before, ECG_GROUND_STUCK);
    return code;
}

int ecg_notes_redact(struct ecg_desk *desk)
{
    int code = 0, n_texts = count_texts(desk->page);
    for (int i = 0; i < desk->scene->notes_redaction_count && !code; i++)
        code = redact(desk, i, n_texts);
    return code;
}
