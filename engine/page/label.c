#include "page/draw.h"

#include <math.h>

enum { NONE, ABOVE, BELOW, OVER };
/* A name on the trace stands just above its zero line, in ems. */
static const double OVER_FOOT = 0.12;

static double baseline_of(const struct ecg_scene *scene, const struct ecg_trace *trace)
{
    double dy = scene->page_label_dy_mm;
    if (trace->column < 0 && scene->page_label_strip_dy_mm > 0)
        dy = scene->page_label_strip_dy_mm;
    switch (scene->page_label_position) {
    case ABOVE:
        return trace->baseline_mm - dy;
    case BELOW:
        return trace->baseline_mm + dy;
    default:
        return trace->baseline_mm - OVER_FOOT * scene->page_label_size_mm;
    }
}

static double clamp(double value, double lo, double hi)
{
    return fmin(fmax(value, lo), fmax(lo, hi));
}

int ecg_draw_labels(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_fonts *fonts)
{
    if (scene->page_label_position == NONE)
        return 0;
    struct ecg_text_style style = { .font = scene->page_label_font,
        .size_mm = scene->page_label_size_mm,
        .layer = ECG_LAYER_PRINT,
        .kind = ECG_KIND_LEAD_NAME };
    for (size_t i = 0; i < page->n_traces; i++) {
        struct ecg_trace *trace = &page->traces[i];
        double width = ecg_text_width_mm(fonts, style.font, style.size_mm, trace->name);
        double x = trace->x_start_mm + scene->page_label_dx_mm;
        double y = baseline_of(scene, trace);
        x = clamp(x, 0.5, page->width_mm - width - 0.5);
        y = clamp(y, style.size_mm, page->height_mm - 0.3 * style.size_mm);
        style.trace = (int)i;
        int code = ecg_page_set_text(page, fonts, trace->name, x, y, &style, &trace->label);
        if (code < 0)
            return code;
    }
    return 0;
}
