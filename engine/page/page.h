/*
 * A page: everything printed, written or stuck on one sheet, as vectors in millimetres. Origin at
 * the sheet's top-left corner, x right, y down. Pure data, no OpenGL.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "core/error.h"
#include "recipe/scene.h"
#include "record/record.h"

#include <stdint.h>

/* Inks, from the paper upwards. Layers 0..3 are the channels of the print target, 4..7 those of
 * the notes target: each holds coverage 0..1, joined by maximum so that overlapping segments of
 * one stroke stay even. STUCK things have their own opaque colours and are painted in order. */
enum ecg_layer {
    ECG_LAYER_GRID_MINOR,
    ECG_LAYER_GRID_MAJOR,
    ECG_LAYER_TRACE,
    ECG_LAYER_PRINT, /* header, labels, separators, calibration pulse labels */
    ECG_LAYER_PEN_A,
    ECG_LAYER_PEN_B,
    ECG_LAYER_HIGHLIGHTER,
    ECG_LAYER_STAMP,
    ECG_LAYER_STUCK, /* stickers, post-its, redaction bars, correction fluid */
    ECG_LAYER_COUNT
};

/* What a thing is, for the truth's boxes and masks. */
enum ecg_kind {
    ECG_KIND_GRID,
    ECG_KIND_TRACE,
    ECG_KIND_PULSE, /* calibration pulse */
    ECG_KIND_SEPARATOR,
    ECG_KIND_LEAD_NAME,
    ECG_KIND_HEADER,
    ECG_KIND_FOOTER,
    ECG_KIND_HANDWRITING,
    ECG_KIND_MARK, /* pen arrows, circles, callipers */
    ECG_KIND_STAMP,
    ECG_KIND_STICKER,
    ECG_KIND_CODE,  /* bar or QR code */
    ECG_KIND_COVER, /* redaction, correction fluid: hides what is under it */
};

/* "lead_name", ...; "other" for none of them. */
const char *ecg_kind_name(enum ecg_kind kind);

/* A stroke piece with round ends: width goes linearly from one end to the other. */
struct ecg_line {
    double x0_mm, y0_mm, x1_mm, y1_mm;
    float width0_mm, width1_mm;
    float alpha;      /* 0..1, multiplies coverage: ink flow, pencil */
    float dash_on_mm; /* 0: solid; else the drawn length of each period; below the width: dots */
    float dash_period_mm; /* dashes start at (x0, y0), the first one centred there */
    uint8_t layer;        /* enum ecg_layer */
    uint8_t kind;         /* enum ecg_kind */
    uint8_t rgba[4];      /* sRGB; used only by ECG_LAYER_STUCK */
    uint32_t order;       /* filled in by the appender: see ecg_page.n_ordered */
};

/* A filled convex quad (bars, stickers, code modules); corners in order round it. */
struct ecg_fill {
    double corner_mm[4][2];
    uint8_t layer;
    uint8_t kind;
    uint8_t rgba[4];
    uint32_t order; /* filled in by the appender */
};

/* One run of text in one font, already laid out. */
struct ecg_text {
    uint32_t string;   /* offset into page->strings: UTF-8, 0-terminated */
    int font;          /* see font.h */
    double size_mm;    /* em size */
    double x_mm, y_mm; /* start of the baseline */
    double angle_deg;  /* clockwise, about (x_mm, y_mm) */
    uint32_t first_glyph, n_glyphs;
    double quad_mm[4][2]; /* top-left, top-right, bottom-right, bottom-left of its ink */
    int trace;            /* ECG_KIND_LEAD_NAME: the index of the trace it names, else -1 */
    uint8_t layer;
    uint8_t kind;
    uint8_t rgba[4];
    uint32_t order; /* filled in by the appender */
};

/* A glyph's place: pen position on the baseline relative to its text's start, before rotation. */
struct ecg_glyph {
    int index; /* glyph index in the text's font */
    float x_mm, y_mm;
    float ink_mm[4]; /* x0, y0, x1, y1 of its ink, in the same frame */
};

/* A word or mark not set in a font (handwriting, stamps): its content and box, for the truth. */
struct ecg_region {
    uint32_t string; /* offset into page->strings; what it says, "" for a mark */
    uint8_t kind;
    double quad_mm[4][2];
};

/* One lead's plotted stretch: a trace of its own, in one row and column or as a rhythm strip. */
struct ecg_trace {
    int lead;             /* index into the record's leads */
    char name[24];        /* as it is labelled ("II", "-aVR") */
    int sign;             /* +1, or -1 for -aVR printed from aVR */
    int row, column;      /* column -1: a rhythm strip over the full width */
    size_t start_sample;  /* inclusive */
    size_t end_sample;    /* exclusive; point i is sample start_sample + i */
    uint32_t first_point; /* into page->points */
    double baseline_mm;   /* y of 0 mV */
    double x_start_mm;    /* x of start_sample */
    double mm_per_mv, mm_per_s;
    double
        box_mm[4]; /* x0, y0, x1, y1 of its ink, its calibration pulse included where it has one */
    double clip_mm[4]; /* x0, y0, x1, y1: ink outside is not drawn */
    int label;         /* index of its ecg_text, -1 without */
    float width_mm;
};

struct ecg_point {
    double x_mm, y_mm; /* NaN y: the sample is missing */
};

struct ecg_ink {
    float rgb[3];  /* sRGB */
    float opacity; /* 0..1 at full coverage */
};

struct ecg_page {
    double width_mm, height_mm;
    struct ecg_ink ink[ECG_LAYER_COUNT]; /* STUCK's is unused */
    float paper_rgb[3];                  /* sRGB of the clean sheet */
    /* The printed grid's frame: page mm of its (0, 0) crossing, its own turn, and its extent. */
    double grid_x_mm, grid_y_mm, grid_angle_deg;
    double grid_width_mm, grid_height_mm;
    double grid_major_mm; /* 5 */

    /* Lines, fills and texts are numbered 0, 1, 2... as they are added, across the three arrays:
     * STUCK things are painted in that order. */
    uint32_t n_ordered;

    /* What was printed, which is what the scene asks for where the record allows it. */
    char layout[24];       /* "3x4+1" */
    char note[160];        /* "", or in what and why it differs from the scene */
    int rows, columns;     /* of the layout, strips not counted */
    int strips;            /* rhythm strips */
    double column_s;       /* time shown by one column */
    double window_start_s; /* of the first column, in the record */
    double mm_per_s;
    double limb_mm_per_mv, chest_mm_per_mv;
    int has_pulse;
    /* The rows with their pulses: x0, y0, x1, y1; notes may go anywhere, headers keep out. */
    double area_mm[4];

    struct ecg_line *lines;
    size_t n_lines, cap_lines;
    struct ecg_fill *fills;
    size_t n_fills, cap_fills;
    struct ecg_text *texts;
    size_t n_texts, cap_texts;
    struct ecg_glyph *glyphs;
    size_t n_glyphs, cap_glyphs;
    struct ecg_region *regions;
    size_t n_regions, cap_regions;
    struct ecg_trace *traces;
    size_t n_traces, cap_traces;
    struct ecg_point *points;
    size_t n_points, cap_points;
    char *strings;
    size_t n_strings, cap_strings;
};

struct ecg_fonts;

/* Lays out and fills in a page: grid, traces, pulses, labels, header, footer, then notes. The
 * record must have its derived leads added already. Errors: ECG_E_ARGUMENT (a layout that no lead
 * of the record fits, an unparsable layout), ECG_E_MEMORY. */
int ecg_page_build(struct ecg_page **page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error);
void ecg_page_destroy(struct ecg_page **page);

/* How many sheets the whole record needs in this scene's layout: *windows stretches of *window_s
 * seconds each (page.window_start_s = k * *window_s, page.window = at), times *lead_pages groups
 * of leads (page.lead_page). Each out pointer may be NULL. Errors as ecg_page_build. */
int ecg_page_count(const struct ecg_scene *scene, const struct ecg_record *record, int *windows,
    double *window_s, int *lead_pages, struct ecg_error *error);

/* The mV that point i of a trace stands for (i from 0 to end_sample - start_sample - 1), NaN for a
 * missing sample: the record's own value, whatever the trace's sign. */
double ecg_page_trace_mv(const struct ecg_page *page, const struct ecg_trace *trace, size_t i);

/* Appenders, each 0 or ECG_E_MEMORY; they copy *item. */
int ecg_page_add_line(struct ecg_page *page, const struct ecg_line *line);
int ecg_page_add_fill(struct ecg_page *page, const struct ecg_fill *fill);
int ecg_page_add_region(struct ecg_page *page, const struct ecg_region *region);
int ecg_page_add_point(struct ecg_page *page, double x_mm, double y_mm);
int ecg_page_add_trace(struct ecg_page *page, const struct ecg_trace *trace);
/* Copies the string; its offset in *offset. */
int ecg_page_add_string(struct ecg_page *page, const char *string, uint32_t *offset);

#endif
