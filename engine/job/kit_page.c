/* Rows and columns as ECG-Image-Kit lays them out. */
#include "core/bound.h"
#include "job/kit.h"
#include "page/plan.h"
#include "record/lead_name.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double SHEET_WIDTH_MM = 279.4, SHEET_HEIGHT_MM = 215.9;
static const double MM_PER_S = 25;
/* The strip's zero line is this much higher than the middle of its place. */
static const double STRIP_RAISED_MM = 3;

static const char *const standard_leads[12] = { "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2",
    "V3", "V4", "V5", "V6" };

/* What is in the file: leads that follow from others are not printed. */
static int is_own(const struct ecg_lead *lead)
{
    return lead->is_ecg && !lead->is_derived;
}

static int own_lead(const struct ecg_record *record, const char *name)
{
    int k = ecg_record_lead(record, name);
    return k >= 0 && is_own(&record->leads[k]) ? k : -1;
}

static int count_own(const struct ecg_record *record)
{
    int n = 0;
    for (int k = 0; k < record->n_leads; k++)
        n += is_own(&record->leads[k]);
    return n;
}

static int has_all(const struct ecg_record *record, const struct ecg_kit_config *config)
{
    for (int k = 0; k < 12; k++)
        if (own_lead(record, config->leads[k]) < 0)
            return 0;
    return 1;
}

static int add_name(struct ecg_scene *scene, const char *name)
{
    size_t n = strlen(scene->page_leads);
    int more =
        snprintf(scene->page_leads + n, sizeof scene->page_leads - n, "%s%s", n ? "," : "", name);
    return more > 0 && n + (size_t)more < sizeof scene->page_leads ? 0 : -1;
}

/* The config's rows, bottom one first, as printing order: down the columns from the top. */
static int add_configured(
    struct ecg_scene *scene, const struct ecg_kit_config *config, int rows, int columns)
{
    for (int column = 0; column < columns; column++)
        for (int row = rows - 1; row >= 0; row--)
            if (row * columns + column < 12 &&
                add_name(scene, config->leads[row * columns + column]) < 0)
                return -1;
    return 0;
}

/* I II III aVR ... first, then the record's others in its own order. */
static int add_standard(struct ecg_scene *scene, const struct ecg_record *record)
{
    for (int k = 0; k < 12; k++)
        if (own_lead(record, standard_leads[k]) >= 0 && add_name(scene, standard_leads[k]) < 0)
            return -1;
    for (int k = 0; k < record->n_leads; k++) {
        int is_standard = 0;
        for (int s = 0; s < 12; s++)
            is_standard |= strcmp(record->leads[k].name, standard_leads[s]) == 0;
        if (is_own(&record->leads[k]) && !is_standard &&
            add_name(scene, record->leads[k].name) < 0)
            return -1;
    }
    return 0;
}

/* Whether the config's order is the kit's own, which it means for four columns: others then get
 * the standard order. */
static int is_own_order(const struct ecg_kit_config *config)
{
    struct ecg_kit_config own;
    ecg_kit_config_read(&own, NULL, NULL);
    return memcmp(own.leads, config->leads, sizeof own.leads) == 0;
}

/* With four columns the time goes on from each to the next, and format_4_by_3 must say so too. */
static int check_columns(const struct ecg_kit_config *config, struct ecg_error *error)
{
    for (int k = 0; k < 12; k++)
        for (int i = 0; i < config->n_column_leads; i++)
            if (strcmp(config->column_leads[i], config->leads[k]) == 0 &&
                config->lead_column[i] != k % 4)
                return ecg_fail(error, ECG_E_ARGUMENT,
                    "config_file: expected format_4_by_3 and leadNames_12 to agree, got %s in "
                    "column %d and in column %d",
                    config->leads[k], config->lead_column[i] + 1, k % 4 + 1);
    return 0;
}

static void choose_strip(const struct ecg_kit_params *params, const struct ecg_record *record,
    int n_leads, struct ecg_scene *scene, int *strips)
{
    char name[24];
    *strips = n_leads != 2 && strcmp(params->strip, "None") != 0;
    if (!*strips)
        return;
    if (!ecg_lead_name(name, params->strip))
        snprintf(name, sizeof name, "%s", params->strip);
    int lead = own_lead(record, name);
    for (int k = 0; lead < 0 && k < record->n_leads; k++)
        lead = is_own(&record->leads[k]) ? k : -1;
    snprintf(scene->page_strips, sizeof scene->page_strips, "%s", record->leads[lead].name);
}

static void place_rows(struct ecg_scene *scene, int rows, int strips)
{
    double pitch_mm = SHEET_HEIGHT_MM / (rows + strips + 2);
    scene->page_row_pitch_mm = pitch_mm;
    scene->page_first_baseline_mm = SHEET_HEIGHT_MM - (rows + 0.5) * pitch_mm;
    scene->page_strip_pitch_mm = pitch_mm - STRIP_RAISED_MM;
}

static void place_columns(
    struct ecg_scene *scene, const struct ecg_kit_config *config, int columns)
{
    enum { CONTINUE, SAME };
    /* Whole boxes before the traces, as many as fit on either side of them. */
    double spare_s = SHEET_WIDTH_MM / MM_PER_S - config->page_s;
    scene->page_margin_left_mm = fmax(floor(spare_s / 2 / 0.2 + 1e-9), 0) * 0.2 * MM_PER_S;
    scene->page_duration_s = config->page_s;
    scene->page_column_time = columns == 4 ? CONTINUE : SAME;
    if (config->tick_mm < 0.5)
        scene->page_separator_style = 0;
    scene->page_separator_length_mm = ecg_clamp(config->tick_mm, 0.5, 40);
}

int ecg_kit_lay_out(const struct ecg_kit_params *params, const struct ecg_kit_config *config,
    const struct ecg_record *record, struct ecg_scene *scene, struct ecg_error *error)
{
    int n = count_own(record), strips, code = 0;
    if (n == 0)
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: no ECG lead in it", record->id);
    int columns = params->columns > 0 ? params->columns : n == 2 ? 1 : 4;
    int rows = (n + columns - 1) / columns;
    scene->page_leads[0] = 0;
    int is_twelve = n == 12 && has_all(record, config);
    if (is_twelve && columns == 4)
        code = check_columns(config, error);
    if (code < 0)
        return code;
    int bad = is_twelve && (columns == 4 || !is_own_order(config))
                  ? add_configured(scene, config, rows, columns)
                  : add_standard(scene, record);
    choose_strip(params, record, n, scene, &strips);
    if (bad < 0 || rows > ECG_MAX_ROWS)
        return ecg_fail(error, ECG_E_LIMIT,
            "%s: %d leads are more than a page of %d columns holds", record->id, n, columns);
    snprintf(scene->page_layout, sizeof scene->page_layout, "%dx%d+%d", rows, columns, strips);
    if (!strips)
        snprintf(scene->page_layout, sizeof scene->page_layout, "%dx%d", rows, columns);
    place_rows(scene, rows, strips);
    place_columns(scene, config, columns);
    return 0;
}
