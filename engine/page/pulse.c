#include "page/draw.h"

#include <math.h>

/* The usual calibration mark: 10 mm by 5 mm at 10 mm/mV and 25 mm/s. */
static const double PULSE_S = 0.2, PULSE_MV = 1;
/* Blank on either side of a pulse that has a column of its own. */
static const double COLUMN_BLANK_MM = 3;

enum { NONE, LEFT, RIGHT, COLUMN };

static double pulse_length_mm(const struct ecg_scene *scene)
{
    return PULSE_S * scene->page_paper_speed_mm_s + 2 * scene->page_pulse_foot_mm;
}

double ecg_pulse_room_left_mm(const struct ecg_scene *scene)
{
    switch (scene->page_pulse_position) {
    case LEFT:
        return pulse_length_mm(scene) + scene->page_pulse_gap_mm;
    case COLUMN:
        return pulse_length_mm(scene) + scene->page_pulse_gap_mm + 2 * COLUMN_BLANK_MM;
    default:
        return 0;
    }
}

double ecg_pulse_room_right_mm(const struct ecg_scene *scene)
{
    return scene->page_pulse_position == RIGHT ? pulse_length_mm(scene) + scene->page_pulse_gap_mm
                                               : 0;
}

static int row_has_pulse(const struct ecg_scene *scene, const struct ecg_plan *plan, int row)
{
    enum { ALL, FIRST, STRIPS };
    const struct ecg_layout *layout = &plan->layout;
    int first_strip = layout->strips > 0 ? layout->rows : layout->rows - 1;
    switch (scene->page_pulse_rows) {
    case FIRST:
        return row == 0;
    case STRIPS:
        return row >= first_strip;
    default:
        return 1;
    }
}

/* The trace beside which a row's pulse stands: its first, or for pulses at the right its last. */
static struct ecg_trace *neighbour(struct ecg_page *page, int row, int at_right)
{
    struct ecg_trace *found = NULL;
    for (size_t i = 0; i < page->n_traces; i++)
        if (page->traces[i].row == row && (!found || at_right))
            found = &page->traces[i];
    return found;
}

static int draw_pulse(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, struct ecg_trace *trace)
{
    double foot = scene->page_pulse_foot_mm, high = PULSE_S * scene->page_paper_speed_mm_s;
    double x = plan->trace_x_mm - scene->page_pulse_gap_mm - high - 2 * foot;
    if (scene->page_pulse_position == RIGHT)
        x = plan->trace_end_mm + scene->page_pulse_gap_mm;
    else if (scene->page_pulse_position == COLUMN)
        x -= COLUMN_BLANK_MM;
    double y0 = trace->baseline_mm, y1 = y0 - PULSE_MV * trace->mm_per_mv;
    const double shape[6][2] = { { x, y0 }, { x + foot, y0 }, { x + foot, y1 },
        { x + foot + high, y1 }, { x + foot + high, y0 }, { x + 2 * foot + high, y0 } };
    double width = trace->width_mm * scene->page_pulse_width_scale;
    for (int i = 0; i < 5; i++) {
        if (shape[i][0] == shape[i + 1][0] && shape[i][1] == shape[i + 1][1])
            continue;
        if (ecg_draw_line(page, ECG_LAYER_TRACE, ECG_KIND_PULSE, shape[i][0], shape[i][1],
                shape[i + 1][0], shape[i + 1][1], width) < 0)
            return ECG_E_MEMORY;
    }
    double *box = trace->box_mm;
    box[0] = fmax(fmin(box[0], x - width / 2), 0);
    box[1] = fmax(fmin(box[1], y1 - width / 2), 0);
    box[2] = fmin(fmax(box[2], shape[5][0] + width / 2), page->width_mm);
    box[3] = fmin(fmax(box[3], y0 + width / 2), page->height_mm);
    return 0;
}

int ecg_draw_pulses(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    if (scene->page_pulse_position == NONE)
        return 0;
    for (int row = 0; row < plan->layout.rows + plan->layout.strips; row++) {
        struct ecg_trace *trace = neighbour(page, row, scene->page_pulse_position == RIGHT);
        if (!trace || !row_has_pulse(scene, plan, row))
            continue;
        if (draw_pulse(page, scene, plan, trace) < 0)
            return ECG_E_MEMORY;
        page->has_pulse = 1;
    }
    return 0;
}
