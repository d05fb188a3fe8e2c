#include "notes/label.h"
#include "notes/sticker.h"

#include <math.h>
#include <string.h>

/* The line across a post-it's top that is glued, a little darker. */
static int glue_edge(const struct ecg_label *label, const uint8_t paper[4])
{
    const uint8_t shade[4] = { (uint8_t)(paper[0] * 0.93), (uint8_t)(paper[1] * 0.93),
        (uint8_t)(paper[2] * 0.93), 110 };
    return ecg_label_fill(label, 0, 0, label->width_mm, label->height_mm * 0.16, shade);
}

/* All lines since lie on the paper. */
static int is_on(const struct ecg_label *label, const struct ecg_pile *since)
{
    const struct ecg_page *page = label->desk->page;
    double c = cos(label->angle_rad), s = sin(label->angle_rad);
    for (size_t i = since->lines; i < page->n_lines; i++) {
        const struct ecg_line *line = &page->lines[i];
        double x = line->x1_mm - label->x_mm, y = line->y1_mm - label->y_mm;
        double u = x * c + y * s, v = y * c - x * s, r = (double)line->width1_mm;
        if (u < r || v < r || u > label->width_mm - r || v > label->height_mm - r)
            return 0;
    }
    return 1;
}

/* One line, made smaller until it fits; left out where it never does. */
static int fill_line(const struct ecg_label *label, const struct ecg_writing_pen *pen,
    const char *phrase, const double at[2], double room_mm, double size_mm,
    struct ecg_random *random)
{
    enum { ATTEMPTS = 6 };
    struct ecg_desk *desk = label->desk;
    struct ecg_writer writer = desk->writer;
    double tilt = label->angle_rad + 0.02 * ecg_random_normal(random);
    writer.size_mm = size_mm;
    for (int i = 0; i < ATTEMPTS; i++) {
        struct ecg_pile before = ecg_desk_pile(desk);
        struct ecg_random again = *random;
        double width;
        writer.gait.unit_mm = writer.size_mm;
        int code = ecg_desk_write(desk, &writer, pen, phrase, at[0], at[1], tilt, &again, &width);
        if (code || (width <= room_mm && is_on(label, &before)))
            return code;
        ecg_desk_drop(desk, &before);
        writer.size_mm *= fmin(fmax(0.92 * room_mm / width, 0.4), 0.8);
    }
    return 0;
}

/* Phrases in a column. */
static int fill_lines(
    const struct ecg_label *label, const struct ecg_writing_pen *pen, struct ecg_random *random)
{
    struct ecg_desk *desk = label->desk;
    const struct ecg_scene *scene = desk->scene;
    double inset = 0.09 * label->width_mm, room = label->width_mm - 2 * inset;
    int lines = (int)ecg_random_int(random, 2, 4), code = 0;
    double pitch = (label->height_mm - 2 * inset) / (lines + 0.6);
    double usual = fmin(fmax(desk->writer.size_mm, 2.6), pitch / 2.6);
    for (int i = 0; i < lines && !code; i++) {
        char phrase[ECG_PHRASE_SIZE];
        double at[2];
        ecg_words_note(desk->words, &desk->blanks, scene->notes_words_matching,
            scene->notes_words_agree, random, phrase);
        ecg_label_point(label, inset, inset + pitch * (i + 0.95), at);
        code = fill_line(label, pen, phrase, at, room, usual, random);
    }
    return code;
}

static int post_it(struct ecg_desk *desk, int index)
{
    struct ecg_random random = ecg_desk_random(desk, "post-it", index);
    const struct ecg_scene *scene = desk->scene;
    double w = ecg_random_uniform(&random, 38, 56);
    double h = w * (ecg_random_chance(&random, 0.75) ? 1 : ecg_random_uniform(&random, 0.65, 0.8));
    struct ecg_label label = { .desk = desk, .width_mm = w, .height_mm = h };
    label.angle_rad =
        1.5 * scene->notes_sticker_turn_deg * M_PI / 180 * ecg_random_normal(&random);
    label.kind = ECG_KIND_STICKER;
    label.layer = ECG_LAYER_STUCK;
    if (!ecg_label_place(&label, 0.4, &random))
        return 0;
    uint8_t paper[4];
    ecg_label_color(scene->notes_sticker_post_it_color, paper);
    struct ecg_pile before = ecg_desk_pile(desk);
    int code = ecg_label_paper(&label, paper, 0, "");
    if (!code)
        code = glue_edge(&label, paper);
    ecg_desk_settle(desk, &before, ECG_GROUND_STUCK);
    struct ecg_writing_pen pen = desk->pen;
    pen.layer = ECG_LAYER_STUCK;
    ecg_label_color(desk->page->ink[desk->pen.layer].rgb, pen.rgba);
    return code ? code : fill_lines(&label, &pen, &random);
}

int ecg_notes_stick_post_its(struct ecg_desk *desk)
{
    int code = 0;
    for (int i = 0; i < desk->scene->notes_sticker_post_it && !code; i++)
        code = post_it(desk, i);
    return code;
}
