#include "core/alloc.h"
#include "page/header.h"
#include "page/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TINY = 1e-9;
/* Rows sharing a high sheet stay this close, as printers space their channels. */
static const double MAX_PITCH_MM = 48;
/* Zero line within its row's band, from the top: QRS complexes mostly point upwards. */
static const double BASELINE_IN_BAND = 0.55;
/* Records of up to 18 leads (15, or 12 with V3R to V8) go on one 12-lead sheet, made wider. */
enum { FULL_SHEET = 12, MAX_GROWN = 18 };

int ecg_layout_parse(const char *text, struct ecg_layout *layout, struct ecg_error *error)
{
    int rows = 0, columns = 0, strips = 0, end = 0;
    int n = sscanf(text, "%2d%*1[xX]%2d%n", &rows, &columns, &end);
    if (n == 2 && text[end] == '+') {
        int more = 0;
        n += sscanf(text + end, "+%1d%n", &strips, &more);
        end += more;
        end += more && text[end] == 'R';
    } else {
        n++;
    }
    if (n != 3 || text[end] || rows < 1 || rows > ECG_MAX_ROWS || columns < 1 ||
        columns > ECG_MAX_COLUMNS || strips < 0 || strips > ECG_MAX_STRIPS)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page.layout: expected ROWSxCOLUMNS or ROWSxCOLUMNS+STRIPS, up to %dx%d+%d, got "
            "\"%s\"",
            ECG_MAX_ROWS, ECG_MAX_COLUMNS, ECG_MAX_STRIPS, text);
    *layout = (struct ecg_layout){ rows, columns, strips };
    return 0;
}

void ecg_sheet_size(const struct ecg_scene *scene, double *width_mm, double *height_mm)
{
    enum { LETTER, A4, ZFOLD_LETTER, ZFOLD_A4, ROLL, CUSTOM };
    static const double sizes[][2] = { { 279.4, 215.9 }, { 297, 210 }, { 280, 216 },
        { 295, 210 } };
    int size = scene->page_size;
    if (size == CUSTOM) {
        *width_mm = scene->page_width_mm;
        *height_mm = scene->page_height_mm;
    } else if (size == ROLL) {
        *width_mm = scene->page_roll_length_mm;
        *height_mm = scene->page_roll_width_mm;
    } else {
        int portrait = scene->page_orientation;
        *width_mm = sizes[size][portrait];
        *height_mm = sizes[size][1 - portrait];
    }
}

static void say(struct ecg_plan *plan, const char *what)
{
    if (!plan->note[0])
        snprintf(plan->note, sizeof plan->note, "%s", what);
}

static void cut_to_height(struct ecg_plan *plan, const struct ecg_scene *scene, double height_mm)
{
    int most = (int)floor(height_mm / scene->page_row_pitch_min_mm + TINY);
    if (most < 1)
        most = 1;
    struct ecg_layout *layout = &plan->layout;
    if (layout->rows + layout->strips <= most)
        return;
    say(plan, "fewer rows than page.layout asks for: the sheet is too low");
    if (layout->rows > most)
        layout->rows = most;
    layout->strips = most - layout->rows;
}

/* Makes the layout fit n leads, and says how many sheets they take. */
static void fit_leads(struct ecg_plan *plan, int n)
{
    struct ecg_layout *layout = &plan->layout;
    int cells = layout->rows * layout->columns;
    plan->lead_pages = 1;
    if (n > cells && cells >= FULL_SHEET && n <= MAX_GROWN && layout->columns > 1) {
        layout->columns = (n + layout->rows - 1) / layout->rows;
        say(plan, "more columns than page.layout asks for: the record has more leads");
    } else if (n > cells) {
        plan->lead_pages = (n + cells - 1) / cells;
    }
}

/* The sheet's own leads may be fewer than the cells: a short record, or the last of several. */
static void shrink_to_leads(struct ecg_plan *plan, int n)
{
    struct ecg_layout *layout = &plan->layout;
    int rows = n < layout->rows ? n : layout->rows;
    int columns = (n + rows - 1) / rows;
    if (rows == layout->rows && columns == layout->columns)
        return;
    say(plan, "a smaller layout than page.layout asks for: there are fewer leads");
    layout->rows = rows;
    layout->columns = columns;
    if (columns == 1)
        layout->strips = 0; /* it would repeat a row */
}

static void place_rows_evenly(
    struct ecg_plan *plan, const struct ecg_scene *scene, double top_mm, double bottom_mm)
{
    int n = plan->layout.rows + plan->layout.strips;
    double pitch = fmin((bottom_mm - top_mm) / n, MAX_PITCH_MM);
    double unit = scene->page_row_round_mm;
    if (unit > 0 && floor(pitch / unit) > 0)
        pitch = floor(pitch / unit + TINY) * unit;
    double start = (top_mm + bottom_mm - n * pitch) / 2;
    plan->row_pitch_mm = pitch;
    for (int i = 0; i < n; i++)
        plan->baseline_mm[i] = start + (i + BASELINE_IN_BAND) * pitch;
    plan->area_mm[1] = start;
    plan->area_mm[3] = start + n * pitch;
}

static int place_rows_fixed(
    struct ecg_plan *plan, const struct ecg_scene *scene, double top_mm, double bottom_mm)
{
    int n = plan->layout.rows + plan->layout.strips;
    double pitch = scene->page_row_pitch_mm;
    if (pitch <= 0)
        return -1;
    double strip_pitch = scene->page_strip_pitch_mm > 0 ? scene->page_strip_pitch_mm : pitch;
    double y = scene->page_first_baseline_mm;
    if (y <= 0)
        y = top_mm + BASELINE_IN_BAND * pitch;
    for (int i = 0; i < n; i++) {
        plan->baseline_mm[i] = y;
        y += i + 1 < plan->layout.rows ? pitch : strip_pitch;
    }
    plan->row_pitch_mm = pitch;
    plan->area_mm[1] = plan->baseline_mm[0] - BASELINE_IN_BAND * pitch;
    plan->area_mm[3] = plan->baseline_mm[n - 1] + (1 - BASELINE_IN_BAND) * pitch;
    return plan->baseline_mm[0] >= top_mm && plan->baseline_mm[n - 1] <= bottom_mm ? 0 : -1;
}

static int place_rows(
    struct ecg_plan *plan, const struct ecg_scene *scene, struct ecg_error *error)
{
    static const double LEAST_MM = 3;
    double top = scene->page_margin_top_mm + plan->header_mm;
    double bottom = plan->height_mm - scene->page_margin_bottom_mm - plan->footer_mm;
    if (bottom - top < LEAST_MM)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page.margin: expected %g mm for rows between margins, header and footer, got %.1f mm "
            "of a sheet %.1f mm high",
            LEAST_MM, bottom - top, plan->height_mm);
    if (place_rows_fixed(plan, scene, top, bottom) < 0)
        place_rows_evenly(plan, scene, top, bottom);
    return 0;
}

/* Seconds from one column's start to the next one's, gaps that move columns apart not counted:
 * what is asked for, or what `room_mm` has room for (0: a roll as long as it takes). A
 * page.duration_s of 0 is all that fits, but no more than there is. */
static double column_pitch_s(const struct ecg_scene *scene, const struct ecg_record *record,
    int columns, double room_mm, double shift_mm)
{
    static const double LONGEST_ROLL_MM = 3000;
    double record_s = (double)record->n_samples / record->fs_hz;
    double all_mm = (room_mm > 0 ? room_mm : LONGEST_ROLL_MM) - (columns - 1) * shift_mm;
    double room_s = all_mm / columns / scene->page_paper_speed_mm_s;
    double pitch_s = scene->page_duration_s / columns;
    if (scene->page_duration_s <= 0)
        pitch_s = fmin(room_s, record_s);
    else if (pitch_s > room_s + TINY)
        pitch_s = floor(room_s * 10 + TINY) / 10;
    if (room_mm <= 0) /* torn off where the trace ends */
        pitch_s = fmin(pitch_s, record_s / columns);
    return fmin(pitch_s > 0 ? pitch_s : room_s, room_s);
}

static int place_columns(struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_error *error)
{
    enum { CUT, SHIFT };
    static const double LEAST_MM = 5;
    int columns = plan->layout.columns;
    double speed = scene->page_paper_speed_mm_s;
    double gap = columns > 1 ? scene->page_column_gap_mm : 0;
    double shift = scene->page_column_gap_kind == SHIFT ? gap : 0;
    double cut_s = scene->page_column_gap_kind == CUT ? gap / speed : 0;
    double left = scene->page_margin_left_mm + ecg_pulse_room_left_mm(scene);
    double right = scene->page_margin_right_mm + ecg_pulse_room_right_mm(scene);
    double room = plan->width_mm > 0 ? plan->width_mm - left - right : 0;
    if (plan->width_mm > 0 && room < columns * (LEAST_MM + shift))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page.margin: expected room for %d columns of %g mm between margins and pulses, got "
            "%.1f mm of a sheet %.1f mm wide",
            columns, LEAST_MM + shift, room, plan->width_mm);
    double pitch_s = column_pitch_s(scene, record, columns, room, shift);
    plan->column_s = fmax(pitch_s - cut_s, 0.5 * pitch_s);
    plan->row_s = pitch_s * columns;
    plan->column_pitch_mm = pitch_s * speed + shift;
    plan->trace_x_mm = left;
    plan->trace_end_mm = left + columns * plan->column_pitch_mm - shift;
    if (plan->width_mm <= 0)
        plan->width_mm = plan->trace_end_mm + right;
    plan->area_mm[0] = scene->page_margin_left_mm;
    plan->area_mm[2] = plan->trace_end_mm + ecg_pulse_room_right_mm(scene);
    return 0;
}

/* Whether the record is long enough for every column to show something of it. */
static int columns_continue(
    const struct ecg_plan *plan, const struct ecg_scene *scene, double record_s)
{
    enum { CONTINUE };
    double last_s = (plan->layout.columns - 1) * plan->row_s / plan->layout.columns;
    return scene->page_column_time == CONTINUE && record_s > last_s;
}

static int choose_window(struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_error *error)
{
    enum { AT, RANDOM };
    enum { CONTINUE };
    double record_s = (double)record->n_samples / record->fs_hz;
    int together = scene->page_column_time != CONTINUE && plan->layout.strips == 0;
    plan->window_s = together ? plan->column_s : plan->row_s;
    plan->window_start_s = scene->page_window_start_s;
    if (scene->page_window == RANDOM) {
        struct ecg_random random = ecg_random_named(scene->key, "page.window");
        double room = (record_s - plan->window_s) * record->fs_hz;
        int64_t last = room > 0 ? (int64_t)floor(room) : 0;
        plan->window_start_s = (double)ecg_random_int(&random, 0, last) / record->fs_hz;
    }
    if (plan->window_start_s >= record_s)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page.window_start_s: expected less than the %.3f s that %s is long, got %.3f",
            record_s, record->id, plan->window_start_s);
    return 0;
}

static void fill_slots(struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_choice *leads, int n)
{
    const struct ecg_layout *layout = &plan->layout;
    double left_s = (double)record->n_samples / record->fs_hz - plan->window_start_s;
    int goes_on = columns_continue(plan, scene, left_s);
    if (!goes_on && scene->page_column_time == 0 && layout->columns > 1)
        say(plan, "columns start together: the record ends before the last column");
    for (int i = 0; i < n; i++) {
        int column = i / layout->rows;
        double start = plan->window_start_s;
        if (goes_on)
            start += column * plan->row_s / layout->columns;
        plan->slots[plan->n_slots++] = (struct ecg_slot){ .lead = leads[i],
            .row = i % layout->rows,
            .column = column,
            .x_mm = plan->trace_x_mm + column * plan->column_pitch_mm,
            .baseline_mm = plan->baseline_mm[i % layout->rows],
            .start_s = start,
            .end_s = start + plan->column_s };
    }
    struct ecg_choice strips[ECG_MAX_STRIPS];
    int n_strips = ecg_leads_of_strips(scene, record, layout->strips, strips);
    for (int i = 0; i < n_strips; i++)
        plan->slots[plan->n_slots++] = (struct ecg_slot){ .lead = strips[i],
            .row = layout->rows + i,
            .column = -1,
            .x_mm = plan->trace_x_mm,
            .baseline_mm = plan->baseline_mm[layout->rows + i],
            .start_s = plan->window_start_s,
            .end_s = plan->window_start_s + plan->row_s };
    for (int i = 0; i < plan->n_slots; i++)
        plan->slots[i].mm_per_mv = ecg_lead_is_chest(plan->slots[i].lead.name)
                                       ? plan->chest_mm_per_mv
                                       : plan->limb_mm_per_mv;
}

/* A layout of one or two rows for a record of many leads is for rhythm: II before I. */
static void prefer_rhythm_leads(const struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_choice *leads, int n)
{
    struct ecg_choice first[2], rest[ECG_MAX_LEADS];
    int cells = plan->layout.rows * plan->layout.columns;
    if (cells > 2 || n <= cells || scene->page_leads[0])
        return;
    int n_first = ecg_leads_of_strips(scene, record, cells, first);
    int n_rest = 0;
    for (int i = 0; i < n; i++) {
        int is_first = 0;
        for (int j = 0; j < n_first; j++)
            is_first |= first[j].lead == leads[i].lead;
        if (!is_first)
            rest[n_rest++] = leads[i];
    }
    if (n_first + n_rest != n)
        return;
    memcpy(leads, first, (size_t)n_first * sizeof *leads);
    memcpy(leads + n_first, rest, (size_t)n_rest * sizeof *leads);
}

/* Sheet, text blocks, layout: everything that does not depend on which lead goes where. */
static int plan_layout(struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_choice *leads, struct ecg_error *error)
{
    int code = ecg_layout_parse(scene->page_layout, &plan->layout, error);
    if (code < 0)
        return code;
    int n = ecg_leads_in_order(scene, record, leads, error);
    if (n < 0)
        return n;
    ecg_sheet_size(scene, &plan->width_mm, &plan->height_mm);
    plan->mm_per_s = scene->page_paper_speed_mm_s;
    plan->limb_mm_per_mv = scene->page_gain_limb_mm_mv;
    plan->chest_mm_per_mv =
        scene->page_gain_chest_mm_mv > 0 ? scene->page_gain_chest_mm_mv : plan->limb_mm_per_mv;
    plan->header_mm = ecg_header_height_mm(scene);
    plan->footer_mm = ecg_footer_height_mm(scene);
    double height = plan->height_mm - scene->page_margin_top_mm - scene->page_margin_bottom_mm -
                    plan->header_mm - plan->footer_mm;
    cut_to_height(plan, scene, height);
    fit_leads(plan, n);
    prefer_rhythm_leads(plan, scene, record, leads, n);
    return n;
}

int ecg_plan_make(struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_error *error)
{
    struct ecg_choice leads[ECG_MAX_LEADS];
    *plan = (struct ecg_plan){ 0 };
    int n = plan_layout(plan, scene, record, leads, error);
    if (n < 0)
        return n;
    if (scene->page_lead_page >= plan->lead_pages)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page.lead_page: expected less than %d, the sheets that %s takes, got %d",
            plan->lead_pages, record->id, scene->page_lead_page);
    int cells = plan->layout.rows * plan->layout.columns;
    int first = scene->page_lead_page * cells;
    n = n - first < cells ? n - first : cells;
    shrink_to_leads(plan, n);
    int code = place_columns(plan, scene, record, error);
    if (code == 0)
        code = place_rows(plan, scene, error);
    if (code == 0)
        code = choose_window(plan, scene, record, error);
    if (code < 0)
        return code;
    plan->slots = ecg_calloc((size_t)(n + plan->layout.strips), sizeof *plan->slots);
    if (!plan->slots)
        return ecg_fail(error, ECG_E_MEMORY, "page: out of memory");
    fill_slots(plan, scene, record, leads + first, n);
    return 0;
}

void ecg_plan_free(struct ecg_plan *plan)
{
    ecg_free(plan->slots);
    plan->slots = NULL;
    plan->n_slots = 0;
}

int ecg_page_count(const struct ecg_scene *scene, const struct ecg_record *record, int *windows,
    double *window_s, int *lead_pages, struct ecg_error *error)
{
    struct ecg_scene first = *scene;
    struct ecg_plan plan;
    first.page_window = 0;
    first.page_window_start_s = 0;
    first.page_lead_page = 0;
    int code = ecg_plan_make(&plan, &first, record, error);
    if (code < 0)
        return code;
    double record_s = (double)record->n_samples / record->fs_hz;
    if (windows)
        *windows = (int)fmax(ceil(record_s / plan.window_s - 1e-6), 1);
    if (window_s)
        *window_s = plan.window_s;
    if (lead_pages)
        *lead_pages = plan.lead_pages;
    ecg_plan_free(&plan);
    return 0;
}
