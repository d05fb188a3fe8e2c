#include "notes/stamp.h"

#include "notes/rubber.h"

#include <math.h>
#include <stdio.h>

static const char *const MONTHS[] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG",
    "SEP", "OCT", "NOV", "DEC" };

static void write_date(const struct ecg_desk *desk, char date[32], struct ecg_random *random)
{
    const struct ecg_identity *who = &desk->identity;
    if (ecg_random_chance(random, 0.7))
        snprintf(date, 32, "%02d %s %d", who->day, MONTHS[(who->month + 11) % 12], who->year);
    else
        snprintf(date, 32, "%02d.%02d.%d", who->day, who->month, who->year);
}

/* The scene's words, else `usual`, in capitals. */
static void choose_text(const struct ecg_desk *desk, const char *usual, char text[ECG_PHRASE_SIZE])
{
    const char *own = desk->scene->notes_stamp_text;
    ecg_letters_raise(own[0] ? own : usual, text, ECG_PHRASE_SIZE);
}

/* The cap height at which text is at most so long. */
static double fitting(
    const struct ecg_rubber *rubber, const char *text, double height_mm, double longest_mm)
{
    double width = ecg_rubber_text_width_mm(rubber, text, height_mm);
    return width > longest_mm ? height_mm * longest_mm / width : height_mm;
}

static int round_stamp(struct ecg_rubber *rubber, struct ecg_random *random)
{
    struct ecg_desk *desk = rubber->desk;
    double r = 17 * desk->scene->notes_stamp_scale,
           band = r * ecg_random_uniform(random, 0.26, 0.32);
    double h = band * 0.55, foot = r - band * 0.8;
    char top[ECG_PHRASE_SIZE], under[ECG_PHRASE_SIZE], date[32];
    choose_text(desk, desk->identity.hospital, top);
    ecg_letters_raise(desk->identity.department, under, sizeof under);
    write_date(desk, date, random);
    rubber->radius_mm = r;
    struct ecg_pile before = ecg_desk_pile(desk);
    int code = ecg_rubber_ring(rubber, r, 0.03 * r);
    if (!code)
        code = ecg_rubber_ring(rubber, r - band, 0.018 * r);
    if (!code)
        code = ecg_desk_region(desk, &before, 0, ECG_KIND_STAMP, "");
    double top_h = fitting(rubber, top, h, 3.6 * foot);
    if (!code)
        code = ecg_rubber_arc_text(rubber, top, foot + (h - top_h) / 2, top_h, 0.15 * top_h, 0);
    double under_h = fitting(rubber, under, h * 0.9, 1.9 * foot);
    if (!code)
        code = ecg_rubber_arc_text(rubber, under, foot + h, under_h, 0.15 * under_h, 1);
    double date_h = fitting(rubber, date, 0.3 * r, 1.5 * (r - band));
    if (!code)
        code = ecg_rubber_text(rubber, date, 0, date_h / 2, date_h, 0.14 * date_h);
    double half = 0.8 * (r - band), off = date_h * 0.95;
    for (int i = -1; i <= 1 && !code; i += 2)
        code = ecg_rubber_line(rubber, -half, i * off, half, i * off, 0.016 * r);
    return code;
}

static int date_stamp(struct ecg_rubber *rubber, struct ecg_random *random)
{
    struct ecg_desk *desk = rubber->desk;
    double h = 4.2 * desk->scene->notes_stamp_scale;
    char word[ECG_PHRASE_SIZE], text[ECG_PHRASE_SIZE], date[32];
    ecg_words_of(desk->words, "stamp", &desk->blanks, random, word);
    choose_text(desk, word, text);
    write_date(desk, date, random);
    rubber->radius_mm = 3 * h;
    double small = fitting(rubber, text, 0.72 * h, 9 * h);
    int code = ecg_rubber_text(rubber, date, 0, 0, h, 0.15 * h);
    if (!code && ecg_random_chance(random, 0.75))
        code = ecg_rubber_text(rubber, text, 0, -1.5 * h, small, 0.16 * small);
    if (!code && ecg_random_chance(random, 0.4)) {
        char by[ECG_PHRASE_SIZE];
        ecg_letters_raise(desk->identity.department, by, sizeof by);
        code = ecg_rubber_text(rubber, by, 0, 1.25 * h, 0.6 * h, 0.09 * h);
    }
    return code;
}

static int box_stamp(struct ecg_rubber *rubber, struct ecg_random *random)
{
    struct ecg_desk *desk = rubber->desk;
    double h = 6 * desk->scene->notes_stamp_scale;
    char word[ECG_PHRASE_SIZE], text[ECG_PHRASE_SIZE];
    ecg_words_of(desk->words, "stamp", &desk->blanks, random, word);
    choose_text(desk, word, text);
    h = fitting(rubber, text, h, 12 * h);
    double x = ecg_rubber_text_width_mm(rubber, text, h) / 2 + 0.55 * h, y = 0.95 * h;
    rubber->radius_mm = x;
    int frames = ecg_random_chance(random, 0.3) ? 2 : 1, code = 0;
    struct ecg_pile before = ecg_desk_pile(desk);
    for (int i = 0; i < frames && !code; i++) {
        double a = x + i * 0.22 * h, b = y + i * 0.22 * h, w = 0.11 * h / (i + 1);
        code = ecg_rubber_line(rubber, -a, -b, a, -b, w);
        code = code ? code : ecg_rubber_line(rubber, a, -b, a, b, w);
        code = code ? code : ecg_rubber_line(rubber, a, b, -a, b, w);
        code = code ? code : ecg_rubber_line(rubber, -a, b, -a, -b, w);
    }
    if (!code)
        code = ecg_desk_region(desk, &before, rubber->angle_rad, ECG_KIND_STAMP, "");
    return code ? code : ecg_rubber_text(rubber, text, 0, h / 2, h, 0.16 * h);
}

static void place(struct ecg_desk *desk, const struct ecg_pile *before, struct ecg_random *random)
{
    const struct ecg_page *page = desk->page;
    const struct ecg_dislike dislike = { 0.7, 1.2, 1.5, 8 };
    struct ecg_box sheet = { 2, 2, page->width_mm - 2, page->height_mm - 2 }, ink;
    double x, y;
    if (!ecg_desk_box(desk, before, &ink))
        return;
    if (ecg_random_chance(random, 0.6))
        sheet.y1 = page->area_mm[1] + 15;
    if (ecg_ground_find(&desk->ground, &sheet, ink.x1 - ink.x0, ink.y1 - ink.y0, &dislike, random,
            &x, &y, NULL))
        ecg_desk_shift(desk, before, x - ink.x0, y - ink.y0);
}

int ecg_notes_stamp(struct ecg_desk *desk)
{
    const struct ecg_scene *scene = desk->scene;
    const struct {
        const char *name;
        int count;
        int (*press)(struct ecg_rubber *rubber, struct ecg_random *random);
    } kinds[] = {
        { "stamp round", scene->notes_stamp_round, round_stamp },
        { "stamp date", scene->notes_stamp_date, date_stamp },
        { "stamp box", scene->notes_stamp_box, box_stamp },
    };
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        for (int i = 0; i < kinds[k].count; i++) {
            struct ecg_random random = ecg_desk_random(desk, kinds[k].name, i);
            struct ecg_pile before = ecg_desk_pile(desk);
            struct ecg_rubber rubber = { .desk = desk, .wear = scene->notes_stamp_wear };
            rubber.angle_rad =
                scene->notes_stamp_turn_deg * M_PI / 180 * ecg_random_normal(&random);
            rubber.heavy_rad = ecg_random_uniform(&random, 0, 2 * M_PI);
            rubber.seed = ecg_random_u64(&random);
            int code = kinds[k].press(&rubber, &random);
            if (code)
                return code;
            place(desk, &before, &random);
            if (ecg_desk_keep_on_sheet(desk, &before))
                ecg_desk_settle(desk, &before, ECG_GROUND_NOTE);
        }
    return 0;
}
