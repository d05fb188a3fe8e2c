/* What is drawn on a planned page, one function a thing; each returns 0 or ECG_E_MEMORY. */
#ifndef PAGE_DRAW_H
#define PAGE_DRAW_H

#include "page/font.h"
#include "page/plan.h"

int ecg_draw_grid(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan);
int ecg_draw_frame(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan);
int ecg_draw_traces(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record);
/* After the traces, whose boxes grow by their pulses. */
int ecg_draw_pulses(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan);
int ecg_draw_separators(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_plan *plan);
int ecg_draw_labels(
    struct ecg_page *page, const struct ecg_scene *scene, const struct ecg_fonts *fonts);

/* A solid line of the print's own inks. */
int ecg_draw_line(struct ecg_page *page, enum ecg_layer layer, enum ecg_kind kind, double x0_mm,
    double y0_mm, double x1_mm, double y1_mm, double width_mm);

#endif
