/* What ECG-Image-Kit prints above the rows: the header file's own lines, where it puts them. */
#include "page/header.h"
#include "record/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Left edges of its three columns; baselines 5 mm apart from the highest whole centimetre down. */
static const double COLUMN_MM[3] = { 1.25, 76.25, 151.25 };
static const double PITCH_MM = 5;

/* The value of the comment "key: value", "" where there is none or it is "Unknown". */
static void comment_of(const struct ecg_record *record, const char *key, char value[ECG_FACT_SIZE])
{
    value[0] = 0;
    for (int k = 0; k < record->n_comments && !value[0]; k++) {
        const char *rest = ecg_text_after(record->comments[k], key);
        if (rest && *rest == ':')
            ecg_text_clean(value, ECG_FACT_SIZE, rest + 1, strlen(rest + 1));
    }
    if (ecg_text_same(value, "unknown"))
        value[0] = 0;
}

static void put(struct ecg_pen *pen, int line, int column, const char *label, const char *value,
    const char *unit)
{
    char text[3 * ECG_FACT_SIZE];
    snprintf(
        text, sizeof text, "%s: %s%s%s", label, value, value[0] ? " " : "", value[0] ? unit : "");
    double room = column < 2 ? COLUMN_MM[column + 1] - COLUMN_MM[column] - 1
                             : pen->width_mm - COLUMN_MM[column];
    ecg_pen_put(pen, line, COLUMN_MM[column] / pen->width_mm, room / pen->width_mm, 0, text);
}

/* "28/06/1987" is read, "1987-06-28, 16:56:02" printed. */
static void date_of(const struct ecg_record *record, char out[ECG_FACT_SIZE])
{
    int day, month, year;
    out[0] = 0;
    if (sscanf(record->base_date, "%d/%d/%d", &day, &month, &year) == 3)
        snprintf(out, ECG_FACT_SIZE, "%04d-%02d-%02d, %s", year, month, day, record->base_time);
    else if (record->base_time[0])
        snprintf(out, ECG_FACT_SIZE, "%s", record->base_time);
}

static void name_of(const struct ecg_record *record, char out[ECG_FACT_SIZE])
{
    const char *slash = strrchr(record->path, '/'), *name = slash ? slash + 1 : record->path;
    const char *dot = strrchr(name, '.');
    ecg_text_clean(out, ECG_FACT_SIZE, name, dot ? (size_t)(dot - name) : strlen(name));
}

static void put_own(struct ecg_pen *pen, const struct ecg_record *record)
{
    char value[ECG_FACT_SIZE], age[ECG_FACT_SIZE], born[2 * ECG_FACT_SIZE];
    name_of(record, value);
    put(pen, 0, 0, "ID", value, "");
    put(pen, 0, 1, "Name", "", "");
    date_of(record, value);
    put(pen, 0, 2, "Date", value, "");
    if (record->n_comments == 0)
        return;
    comment_of(record, "Age", age);
    comment_of(record, "DOB", value);
    snprintf(born, sizeof born, "%s (Age: %s yrs)", value, age);
    if (value[0])
        put(pen, 1, 0, "DOB", age[0] ? born : value, "");
    else
        put(pen, 1, 0, "Age", age, "yrs");
    comment_of(record, "Height", value);
    put(pen, 1, 1, "Height", value, "cm");
    comment_of(record, "Weight", value);
    put(pen, 1, 2, "Weight", value, "kg");
    comment_of(record, "Sex", value);
    put(pen, 2, 0, "Sex", value, "");
}

static void put_invented(struct ecg_pen *pen, const struct ecg_identity *who)
{
    char value[ECG_FACT_SIZE];
    put(pen, 0, 0, "ID", who->id, "");
    snprintf(value, sizeof value, "%s, %s", who->family, who->given);
    put(pen, 0, 1, "Name", value, "");
    snprintf(value, sizeof value, "%04d-%02d-%02d, %02d:%02d:%02d", who->year, who->month,
        who->day, who->hour, who->minute, who->second);
    put(pen, 0, 2, "Date", value, "");
    snprintf(value, sizeof value, "%d", who->age_years);
    put(pen, 1, 0, "Age", value, "yrs");
    snprintf(value, sizeof value, "%d", who->height_cm);
    put(pen, 1, 1, "Height", value, "cm");
    snprintf(value, sizeof value, "%d", who->weight_kg);
    put(pen, 1, 2, "Weight", value, "kg");
    put(pen, 2, 0, "Sex", who->is_female ? "Female" : "Male", "");
}

int ecg_draw_header_kit(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts)
{
    double first_mm = page->height_mm - 10 * floor(page->height_mm / 10);
    struct ecg_pen pen = { .page = page,
        .fonts = fonts,
        .language = "en",
        .kind = ECG_KIND_HEADER,
        .font = scene->page_header_font,
        .size_mm = scene->page_header_size_mm,
        .pitch_mm = PITCH_MM,
        .width_mm = page->width_mm };
    pen.y_mm = first_mm - 0.8 * pen.size_mm;
    if (scene->page_header_use_record) {
        put_own(&pen, record);
    } else {
        struct ecg_identity who;
        ecg_identity_invent(&who, scene, record);
        put_invented(&pen, &who);
    }
    return pen.code;
}
