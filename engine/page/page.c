#include "page/page.h"

#include "core/alloc.h"
#include "page/draw.h"
#include "page/header.h"
#include "page/palette.h"

#include <stdio.h>
#include <string.h>

const char *ecg_kind_name(enum ecg_kind kind)
{
    static const char *const names[] = {
        [ECG_KIND_GRID] = "grid",
        [ECG_KIND_TRACE] = "trace",
        [ECG_KIND_PULSE] = "calibration_pulse",
        [ECG_KIND_SEPARATOR] = "separator",
        [ECG_KIND_LEAD_NAME] = "lead_name",
        [ECG_KIND_HEADER] = "header",
        [ECG_KIND_FOOTER] = "footer",
        [ECG_KIND_HANDWRITING] = "handwriting",
        [ECG_KIND_MARK] = "mark",
        [ECG_KIND_STAMP] = "stamp",
        [ECG_KIND_STICKER] = "sticker",
        [ECG_KIND_CODE] = "code",
        [ECG_KIND_COVER] = "cover",
    };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "other";
}

static void set_ink(struct ecg_ink *ink, const float rgb[3], double opacity)
{
    memcpy(ink->rgb, rgb, sizeof ink->rgb);
    ink->opacity = (float)opacity;
}

/* The print's inks; those of pens, highlighter and stamps are the notes' to set. */
static void set_inks(struct ecg_page *page, const struct ecg_scene *scene)
{
    float minor[3], major[3];
    ecg_grid_colors(scene, minor, major);
    set_ink(&page->ink[ECG_LAYER_GRID_MINOR], minor, scene->page_grid_opacity);
    set_ink(&page->ink[ECG_LAYER_GRID_MAJOR], major, scene->page_grid_opacity);
    set_ink(&page->ink[ECG_LAYER_TRACE], scene->page_trace_color, scene->page_trace_opacity);
    set_ink(&page->ink[ECG_LAYER_PRINT], scene->page_print_color, scene->page_trace_opacity);
    memcpy(page->paper_rgb, scene->page_paper_color, sizeof page->paper_rgb);
}

static void publish_plan(struct ecg_page *page, const struct ecg_plan *plan)
{
    const struct ecg_layout *layout = &plan->layout;
    page->width_mm = plan->width_mm;
    page->height_mm = plan->height_mm;
    page->rows = layout->rows;
    page->columns = layout->columns;
    page->strips = layout->strips;
    if (layout->strips > 0)
        snprintf(page->layout, sizeof page->layout, "%dx%d+%d", layout->rows, layout->columns,
            layout->strips);
    else
        snprintf(page->layout, sizeof page->layout, "%dx%d", layout->rows, layout->columns);
    memcpy(page->note, plan->note, sizeof page->note);
    page->column_s = plan->column_s;
    page->window_start_s = plan->window_start_s;
    page->mm_per_s = plan->mm_per_s;
    page->limb_mm_per_mv = plan->limb_mm_per_mv;
    page->chest_mm_per_mv = plan->chest_mm_per_mv;
    memcpy(page->area_mm, plan->area_mm, sizeof page->area_mm);
}

static int draw(struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan,
    const struct ecg_record *record, const struct ecg_fonts *fonts)
{
    int code = ecg_draw_grid(page, scene, plan);
    if (code == 0)
        code = ecg_draw_frame(page, scene, plan);
    if (code == 0)
        code = ecg_draw_traces(page, scene, plan, record);
    if (code == 0)
        code = ecg_draw_pulses(page, scene, plan);
    if (code == 0)
        code = ecg_draw_separators(page, scene, plan);
    if (code == 0)
        code = ecg_draw_labels(page, scene, fonts);
    if (code == 0)
        code = ecg_draw_header(page, scene, plan, record, fonts);
    if (code == 0)
        code = ecg_draw_footer(page, scene, plan, record, fonts);
    return code;
}

static void shift_quad(double quad[4][2], double by_mm)
{
    for (int k = 0; k < 4; k++) {
        quad[k][0] += by_mm;
        quad[k][1] += by_mm;
    }
}

static void shift_box(double box[4], double by_mm)
{
    for (int k = 0; k < 4; k++)
        box[k] += by_mm;
}

static void shift_traces(struct ecg_page *page, double by_mm)
{
    for (size_t k = 0; k < page->n_traces; k++) {
        struct ecg_trace *trace = &page->traces[k];
        trace->baseline_mm += by_mm;
        trace->x_start_mm += by_mm;
        shift_box(trace->box_mm, by_mm);
        shift_box(trace->clip_mm, by_mm);
    }
    for (size_t k = 0; k < page->n_points; k++) {
        page->points[k].x_mm += by_mm;
        page->points[k].y_mm += by_mm;
    }
}

/* A blank border: everything that is printed moves right and down, and the sheet grows. */
static void pad(struct ecg_page *page, double by_mm)
{
    page->width_mm += 2 * by_mm;
    page->height_mm += 2 * by_mm;
    page->grid_x_mm += by_mm;
    page->grid_y_mm += by_mm;
    shift_box(page->area_mm, by_mm);
    shift_traces(page, by_mm);
    for (size_t k = 0; k < page->n_lines; k++) {
        struct ecg_line *line = &page->lines[k];
        line->x0_mm += by_mm;
        line->y0_mm += by_mm;
        line->x1_mm += by_mm;
        line->y1_mm += by_mm;
    }
    for (size_t k = 0; k < page->n_fills; k++)
        shift_quad(page->fills[k].corner_mm, by_mm);
    for (size_t k = 0; k < page->n_texts; k++) {
        page->texts[k].x_mm += by_mm;
        page->texts[k].y_mm += by_mm;
        shift_quad(page->texts[k].quad_mm, by_mm);
    }
    for (size_t k = 0; k < page->n_regions; k++)
        shift_quad(page->regions[k].quad_mm, by_mm);
}

int ecg_page_build(struct ecg_page **page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    struct ecg_plan plan;
    *page = NULL;
    int code = ecg_plan_make(&plan, scene, record, error);
    if (code < 0)
        return code;
    struct ecg_page *made = ecg_calloc(1, sizeof *made);
    code = made ? 0 : ECG_E_MEMORY;
    if (made) {
        publish_plan(made, &plan);
        set_inks(made, scene);
        code = draw(made, scene, &plan, record, fonts);
        pad(made, scene->page_pad_mm);
    }
    ecg_plan_free(&plan);
    if (code < 0) {
        ecg_page_destroy(&made);
        return ecg_fail(error, code, "page: out of memory");
    }
    *page = made;
    return 0;
}

void ecg_page_destroy(struct ecg_page **page)
{
    if (!page || !*page)
        return;
    ecg_free((*page)->lines);
    ecg_free((*page)->fills);
    ecg_free((*page)->texts);
    ecg_free((*page)->glyphs);
    ecg_free((*page)->regions);
    ecg_free((*page)->traces);
    ecg_free((*page)->points);
    ecg_free((*page)->strings);
    ecg_free(*page);
    *page = NULL;
}

int ecg_page_add_line(struct ecg_page *page, const struct ecg_line *line)
{
    if (ecg_grow(&page->lines, &page->cap_lines, page->n_lines + 1, sizeof *line) < 0)
        return ECG_E_MEMORY;
    page->lines[page->n_lines] = *line;
    page->lines[page->n_lines++].order = page->n_ordered++;
    return 0;
}

int ecg_draw_line(struct ecg_page *page, enum ecg_layer layer, enum ecg_kind kind, double x0_mm,
    double y0_mm, double x1_mm, double y1_mm, double width_mm)
{
    struct ecg_line line = { .x0_mm = x0_mm,
        .y0_mm = y0_mm,
        .x1_mm = x1_mm,
        .y1_mm = y1_mm,
        .width0_mm = (float)width_mm,
        .width1_mm = (float)width_mm,
        .alpha = 1,
        .layer = (uint8_t)layer,
        .kind = (uint8_t)kind };
    return ecg_page_add_line(page, &line);
}

int ecg_page_add_fill(struct ecg_page *page, const struct ecg_fill *fill)
{
    if (ecg_grow(&page->fills, &page->cap_fills, page->n_fills + 1, sizeof *fill) < 0)
        return ECG_E_MEMORY;
    page->fills[page->n_fills] = *fill;
    page->fills[page->n_fills++].order = page->n_ordered++;
    return 0;
}

int ecg_page_add_region(struct ecg_page *page, const struct ecg_region *region)
{
    if (ecg_grow(&page->regions, &page->cap_regions, page->n_regions + 1, sizeof *region) < 0)
        return ECG_E_MEMORY;
    page->regions[page->n_regions++] = *region;
    return 0;
}

int ecg_page_add_point(struct ecg_page *page, double x_mm, double y_mm)
{
    struct ecg_point point = { x_mm, y_mm };
    if (ecg_grow(&page->points, &page->cap_points, page->n_points + 1, sizeof point) < 0)
        return ECG_E_MEMORY;
    page->points[page->n_points++] = point;
    return 0;
}

int ecg_page_add_trace(struct ecg_page *page, const struct ecg_trace *trace)
{
    if (ecg_grow(&page->traces, &page->cap_traces, page->n_traces + 1, sizeof *trace) < 0)
        return ECG_E_MEMORY;
    page->traces[page->n_traces++] = *trace;
    return 0;
}

int ecg_page_add_string(struct ecg_page *page, const char *string, uint32_t *offset)
{
    size_t size = strlen(string) + 1;
    if (ecg_grow(&page->strings, &page->cap_strings, page->n_strings + size, 1) < 0)
        return ECG_E_MEMORY;
    memcpy(page->strings + page->n_strings, string, size);
    *offset = (uint32_t)page->n_strings;
    page->n_strings += size;
    return 0;
}
