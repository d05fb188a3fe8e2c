/* The printed text blocks above and below the rows. */
#ifndef PAGE_HEADER_H
#define PAGE_HEADER_H

#include "page/font.h"
#include "page/identity.h"
#include "page/measure.h"
#include "page/plan.h"
#include "page/statements.h"

enum ecg_header_style {
    ECG_HEADER_NONE,
    ECG_HEADER_TABLE,
    ECG_HEADER_REPORT,
    ECG_HEADER_BOXED,
    ECG_HEADER_LINE,
    ECG_HEADER_MINIMAL,
    ECG_HEADER_KIT,
    ECG_HEADER_STYLES
};

/* The style that the sheet has room for: a tall block on a low sheet gives way to a shorter one.
 */
enum ecg_header_style ecg_header_style_for(const struct ecg_scene *scene);
/* Heights the blocks take, 0 without one. */
double ecg_header_height_mm(const struct ecg_scene *scene);
double ecg_footer_height_mm(const struct ecg_scene *scene);

/* All that a header may print. */
struct ecg_facts {
    struct ecg_identity who;
    struct ecg_measures measured;
    struct ecg_statements statements;
    int is_confirmed;
};

/* Sets lines of text into a block. A failure sticks: check `code` once, at the end. */
struct ecg_pen {
    struct ecg_page *page;
    const struct ecg_fonts *fonts;
    const char *language;
    enum ecg_kind kind;
    int font;
    double size_mm, pitch_mm; /* of a line */
    double x_mm, y_mm;        /* top left corner of the block */
    double width_mm;
    int code;
};

/* Puts text on a line (0 is the first; halves are allowed), h_align of it at `at`, a fraction of
 * the block's width. Wider than `room` (of the width), it is set narrower, then cut. */
void ecg_pen_put(
    struct ecg_pen *pen, double line, double at, double room, double h_align, const char *text);
void ecg_pen_format(struct ecg_pen *pen, double line, double at, double room, double h_align,
    const char *format, ...) __attribute__((format(printf, 6, 7)));
/* Rules are `width_mm` thick, between fractions of the width and lines of the block. */
void ecg_pen_rule(
    struct ecg_pen *pen, double at0, double line0, double at1, double line1, double width_mm);
/* "Room" in the pen's language. */
void ecg_pen_label(const struct ecg_pen *pen, const char *key, char *out, size_t size);

int ecg_draw_header(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record, const struct ecg_fonts *fonts);
/* The style kit, which sets its own lines. */
int ecg_draw_header_kit(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts);
int ecg_draw_footer(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_plan *plan, const struct ecg_record *record, const struct ecg_fonts *fonts);

/* The blocks. */
void ecg_header_table(struct ecg_pen *pen, const struct ecg_facts *facts);
void ecg_header_report(struct ecg_pen *pen, const struct ecg_facts *facts);
void ecg_header_boxed(struct ecg_pen *pen, const struct ecg_facts *facts);
void ecg_header_line(struct ecg_pen *pen, const struct ecg_facts *facts);
void ecg_header_minimal(struct ecg_pen *pen, const struct ecg_facts *facts);

/* ---- Parts that several blocks share ---- */

enum { ECG_FACT_SIZE = 160 };
/* "12-MAR-1998 10:41", in the order the language uses. */
void ecg_fact_date(const struct ecg_facts *facts, char out[ECG_FACT_SIZE]);
void ecg_fact_birth(const struct ecg_facts *facts, char out[ECG_FACT_SIZE]);
/* "FAMILY, Given" */
void ecg_fact_name(const struct ecg_facts *facts, char out[ECG_FACT_SIZE]);
/* "490/493"; "" when not measured. */
void ecg_fact_qt(const struct ecg_facts *facts, char out[ECG_FACT_SIZE]);
/* "67 44 68", unmeasured ones "*"; "" when none is measured. */
void ecg_fact_axes(const struct ecg_facts *facts, const char *gap, char out[ECG_FACT_SIZE]);
/* "146", or "" when not measured. */
void ecg_fact_number(double value, char out[ECG_FACT_SIZE]);

#endif
