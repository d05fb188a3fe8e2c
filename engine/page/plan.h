/* Where everything goes on a sheet, before anything is drawn: pure numbers from scene and record.
 */
#ifndef PAGE_PLAN_H
#define PAGE_PLAN_H

#include "page/page.h"

enum { ECG_MAX_ROWS = 32, ECG_MAX_COLUMNS = 16, ECG_MAX_STRIPS = 8 };

/* "3x4+1" taken apart. */
struct ecg_layout {
    int rows, columns, strips;
};

/* 0, or ECG_E_ARGUMENT when the text is no layout within the limits above. */
int ecg_layout_parse(const char *text, struct ecg_layout *layout, struct ecg_error *error);

/* A lead to print. */
struct ecg_choice {
    int lead; /* index into the record's */
    int sign; /* -1: printed upside down, as -aVR */
    char name[24];
};

/* The record's printable leads in the scene's order, in choices[ECG_MAX_LEADS]; the number, or
 * ECG_E_ARGUMENT when there is none. */
int ecg_leads_in_order(const struct ecg_scene *scene, const struct ecg_record *record,
    struct ecg_choice *choices, struct ecg_error *error);
/* The first `wanted` leads of the list page.strips that the record has, made up to that number
 * from the record's other leads; how many there are in the end. */
int ecg_leads_of_strips(const struct ecg_scene *scene, const struct ecg_record *record, int wanted,
    struct ecg_choice *choices);
/* 1 for V1..V9 and V3R.. */
int ecg_lead_is_chest(const char *name);

/* One trace's place. */
struct ecg_slot {
    struct ecg_choice lead;
    int row, column; /* column -1: a rhythm strip */
    double x_mm;     /* of start_s */
    double baseline_mm;
    double start_s, end_s; /* in the record; the record may end sooner */
    double mm_per_mv;
};

struct ecg_plan {
    double width_mm, height_mm;
    struct ecg_layout layout; /* as printed */
    char note[160];           /* as ecg_page.note */
    int lead_pages;
    double header_mm, footer_mm; /* heights taken by the text blocks */
    double area_mm[4];           /* x0, y0, x1, y1: rows and pulses */
    double trace_x_mm;           /* start of the first column */
    double trace_end_mm;         /* end of the last column */
    double column_pitch_mm;
    double column_s, row_s; /* time of one column; of a rhythm strip */
    double window_start_s, window_s;
    double mm_per_s, limb_mm_per_mv, chest_mm_per_mv;
    double row_pitch_mm;
    double baseline_mm[ECG_MAX_ROWS + ECG_MAX_STRIPS];
    struct ecg_slot *slots;
    int n_slots;
};

int ecg_plan_make(struct ecg_plan *plan, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_error *error);
void ecg_plan_free(struct ecg_plan *plan);

/* The sheet's size in mm; a roll's width is 0 when it is as long as its contents. */
void ecg_sheet_size(const struct ecg_scene *scene, double *width_mm, double *height_mm);

/* Room for the pulse and its gaps, before and after the traces. */
double ecg_pulse_room_left_mm(const struct ecg_scene *scene);
double ecg_pulse_room_right_mm(const struct ecg_scene *scene);

#endif
