#include "page/draw.h"

#include <math.h>

/* Two-dash separators leave this much of the trace free on either side. */
static const double DASH_GAP_MM = 2;
static const double DOT_PERIOD_MM = 0.85;
static const double MARK_PERIOD_S = 2.5;

enum { NONE, TICK, DASHES, DOTTED, MARKS };

static int add(struct ecg_page *page, double x, double y0, double y1, double width)
{
    return ecg_draw_line(page, ECG_LAYER_PRINT, ECG_KIND_SEPARATOR, x, y0, x, y1, width);
}

static int add_dotted(struct ecg_page *page, double x, double y0, double y1, double width)
{
    struct ecg_line line = { .x0_mm = x,
        .y0_mm = y0,
        .x1_mm = x,
        .y1_mm = y1,
        .width0_mm = (float)width,
        .width1_mm = (float)width,
        .alpha = 1,
        .dash_on_mm = 0.01f,
        .dash_period_mm = (float)fmax(DOT_PERIOD_MM, 2.2 * width),
        .layer = ECG_LAYER_PRINT,
        .kind = ECG_KIND_SEPARATOR };
    return ecg_page_add_line(page, &line);
}

static int between_columns(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan, double x)
{
    double width = scene->page_separator_width_mm, length = scene->page_separator_length_mm;
    int rows = plan->layout.rows;
    if (scene->page_separator_style == DOTTED)
        return add_dotted(page, x, plan->area_mm[1],
            plan->baseline_mm[rows - 1] + 0.5 * plan->row_pitch_mm, width);
    for (int row = 0; row < rows; row++) {
        double y = plan->baseline_mm[row];
        int code;
        if (scene->page_separator_style == TICK)
            code = add(page, x, y - length / 2, y + length / 2, width);
        else if ((code = add(page, x, y - DASH_GAP_MM - length, y - DASH_GAP_MM, width)) == 0)
            code = add(page, x, y + DASH_GAP_MM, y + DASH_GAP_MM + length, width);
        if (code < 0)
            return code;
    }
    return 0;
}

/* ':' at every 2.5 s above the rows, as timing marks on the top edge. */
static int top_marks(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    double y = plan->area_mm[1], width = scene->page_separator_width_mm;
    double pitch = MARK_PERIOD_S * plan->mm_per_s;
    for (double x = plan->trace_x_mm; x <= plan->trace_end_mm + 1e-6; x += pitch)
        for (int dot = 0; dot < 2; dot++)
            if (add(page, x, y - 1.2 * dot, y - 1.2 * dot, width * 1.5) < 0)
                return ECG_E_MEMORY;
    return 0;
}

int ecg_draw_separators(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan)
{
    if (scene->page_separator_style == NONE)
        return 0;
    if (scene->page_separator_style == MARKS)
        return top_marks(page, scene, plan);
    for (int column = 1; column < plan->layout.columns; column++) {
        double x =
            plan->trace_x_mm + column * plan->column_pitch_mm - scene->page_column_gap_mm / 2;
        if (between_columns(page, scene, plan, x) < 0)
            return ECG_E_MEMORY;
    }
    return 0;
}
