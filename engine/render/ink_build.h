/* The parts of the ink builder. Private to the ink. */
#ifndef RENDER_INK_BUILD_H
#define RENDER_INK_BUILD_H

#include "render/glyph_atlas.h"
#include "render/ink_path.h"

struct ecg_drawing_scratch {
    struct ecg_path path;
    struct ecg_path_point *whole; /* a path before what cannot be seen is cut out of it */
    size_t cap_whole;
    struct ecg_glyph_atlas atlas;
    struct ecg_stuck_item *items;
    size_t cap_items;
};

struct ecg_ink_builder {
    struct ecg_drawing *drawing;
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;
    const struct ecg_fonts *fonts;
    struct ecg_ink_filter filter;
    struct ecg_path *path;
    struct ecg_glyph_atlas *atlas;
    int no_chains; /* where batches are of one shape: stuck things */
    int may_hide;  /* part of the sheet may lie over another part, or be turned away */
    /* The page's lines that each of the drawing's rulings stands for: first, end. */
    size_t ruled[ECG_MAX_RULINGS][2];
    int failed;    /* out of memory: checked once at the end */
    int text_code; /* a glyph's failure, likewise */
};

/* How a path is drawn. */
struct ecg_pen {
    double width0_mm, width1_mm; /* at the path's ends */
    double alpha;
    int channel; /* 0..3 of its target */
    double dash_on_mm, dash_period_mm;
    double dash_start_mm;  /* how far from the first dash the path starts */
    double reach0, reach1; /* at the path's ends: see struct ecg_stroke */
};

/* Lays down what can be seen of builder->path as strokes; the path is then spent. */
void ecg_ink_lay(struct ecg_ink_builder *builder, const struct ecg_pen *pen);
/* The same for all of it, simplified here. */
void ecg_ink_stroke(struct ecg_ink_builder *builder, const struct ecg_pen *pen);
/* One page line; `previous` and `next`, its neighbours in the page's array, may be NULL. */
void ecg_ink_line(struct ecg_ink_builder *builder, const struct ecg_line *line,
    const struct ecg_line *previous, const struct ecg_line *next);
void ecg_ink_trace(struct ecg_ink_builder *builder, const struct ecg_trace *trace, int channel);
void ecg_ink_fill(struct ecg_ink_builder *builder, const struct ecg_fill *fill);
/* Moves evenly spaced grid lines into the drawing's rulings, where the page lies square or nearly. */
void ecg_ink_rulings(struct ecg_ink_builder *builder);
int ecg_ink_is_ruled(const struct ecg_ink_builder *builder, size_t line);
void ecg_ink_text(struct ecg_ink_builder *builder, const struct ecg_text *text);

/* Whether a mesh may hide some of its own sheet, and whether a page point is in sight. */
int ecg_ink_may_hide(const struct ecg_mesh *mesh);
int ecg_ink_is_seen(const struct ecg_ink_builder *builder, double x_mm, double y_mm);

/* Whether the filter lets a thing of that kind through. */
static inline int ecg_ink_wants(const struct ecg_ink_builder *builder, int kind)
{
    return kind < 32 && (builder->filter.kinds >> kind & 1);
}

/* The least cap where a path turns by the angle between two directions: half a pixel straight on,
 * none where it doubles back, so that sharp peaks do not grow. */
double ecg_ink_reach(double ax, double ay, double bx, double by);

#endif
