#include "page/draw.h"

#include <math.h>
#include <string.h>

/* First sample at or after a time; the tiny step back keeps 2.5 s at 500 Hz sample 1250. */
static size_t sample_at(const struct ecg_record *record, double time_s)
{
    double index = ceil(time_s * record->fs_hz - 1e-6);
    if (index <= 0)
        return 0;
    return index >= (double)record->n_samples ? record->n_samples : (size_t)index;
}

static void set_clip(struct ecg_trace *trace, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_slot *slot)
{
    enum { SHEET, AREA, ROW };
    double clip[4] = { 0, 0, plan->width_mm, plan->height_mm };
    if (scene->page_clip != SHEET)
        for (int i = 0; i < 4; i++)
            clip[i] = i < 2 ? fmax(clip[i], plan->area_mm[i]) : fmin(clip[i], plan->area_mm[i]);
    if (scene->page_clip == ROW) {
        clip[1] = fmax(clip[1], slot->baseline_mm - plan->row_pitch_mm);
        clip[3] = fmin(clip[3], slot->baseline_mm + plan->row_pitch_mm);
    }
    memcpy(trace->clip_mm, clip, sizeof clip);
}

/* Takes in ink of that half width about a place between lo and hi, or up to whichever it is
 * beyond: there the line is cut off square. */
static void take_in(double box[2], double at, double half, double lo, double hi)
{
    box[0] = fmin(box[0], at < lo ? lo : at > hi ? hi : at - half);
    box[1] = fmax(box[1], at > hi ? hi : at < lo ? lo : at + half);
}

/* The ink's box, round ends included, which reach beyond the clip; the zero line's start without
 * any. */
static void set_box(const struct ecg_page *page, struct ecg_trace *trace)
{
    double x[2] = { INFINITY, -INFINITY }, y[2] = { INFINITY, -INFINITY };
    const double *clip = trace->clip_mm;
    size_t n = trace->end_sample - trace->start_sample;
    for (size_t i = 0; i < n; i++) {
        const struct ecg_point *p = &page->points[trace->first_point + i];
        if (!isfinite(p->y_mm))
            continue;
        double half = trace->width_mm / 2;
        take_in(x, p->x_mm, half, clip[0], clip[2]);
        take_in(y, p->y_mm, half, clip[1], clip[3]);
    }
    if (x[0] > x[1]) {
        x[0] = x[1] = trace->x_start_mm;
        y[0] = y[1] = trace->baseline_mm;
    }
    const double box[4] = { fmax(x[0], 0), fmax(y[0], 0), fmin(x[1], page->width_mm),
        fmin(y[1], page->height_mm) };
    memcpy(trace->box_mm, box, sizeof box);
}

static int draw_trace(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record, const struct ecg_slot *slot)
{
    struct ecg_trace trace = { .lead = slot->lead.lead,
        .sign = slot->lead.sign,
        .row = slot->row,
        .column = slot->column,
        .start_sample = sample_at(record, slot->start_s),
        .end_sample = sample_at(record, slot->end_s),
        .first_point = (uint32_t)page->n_points,
        .baseline_mm = slot->baseline_mm,
        .mm_per_mv = slot->mm_per_mv,
        .mm_per_s = plan->mm_per_s,
        .label = -1,
        .width_mm = (float)scene->page_trace_width_mm };
    memcpy(trace.name, slot->lead.name, sizeof trace.name);
    if (trace.end_sample < trace.start_sample)
        trace.end_sample = trace.start_sample;
    /* A column may start between two samples: each still lies at its own time. */
    double first_s = (double)trace.start_sample / record->fs_hz;
    trace.x_start_mm = slot->x_mm + (first_s - slot->start_s) * plan->mm_per_s;
    const double *mv = record->leads[trace.lead].samples;
    double step = plan->mm_per_s / record->fs_hz, scale = trace.sign * trace.mm_per_mv;
    for (size_t i = trace.start_sample; i < trace.end_sample; i++) {
        double x = trace.x_start_mm + (double)(i - trace.start_sample) * step;
        double y = isfinite(mv[i]) ? trace.baseline_mm - mv[i] * scale : NAN;
        if (ecg_page_add_point(page, x, y) < 0)
            return ECG_E_MEMORY;
    }
    set_clip(&trace, scene, plan, slot);
    set_box(page, &trace);
    return ecg_page_add_trace(page, &trace);
}

int ecg_draw_traces(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record)
{
    for (int i = 0; i < plan->n_slots; i++)
        if (draw_trace(page, scene, plan, record, &plan->slots[i]) < 0)
            return ECG_E_MEMORY;
    return 0;
}

double ecg_page_trace_mv(const struct ecg_page *page, const struct ecg_trace *trace, size_t i)
{
    double y = page->points[trace->first_point + i].y_mm;
    return (trace->baseline_mm - y) / (trace->sign * trace->mm_per_mv);
}
