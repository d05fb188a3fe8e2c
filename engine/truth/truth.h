/*
 * Where everything ended up in the image, through the same mesh that carried the pixels.
 *
 * Everything here is in image pixels as (row, column), origin at the image's top-left corner,
 * pixel centres at +0.5. Quads run top-left, top-right, bottom-right, bottom-left, as seen on the
 * upright page. No OpenGL, no files.
 */
#ifndef TRUTH_TRUTH_H
#define TRUTH_TRUTH_H

#include "page/page.h"
#include "render/mesh.h"

struct ecg_spot {
    double row, column; /* NaN: the sample is missing */
};

struct ecg_quad {
    struct ecg_spot corner[4];
};

/* Samples start..end - 1 of the recording. */
struct ecg_sample_range {
    size_t start, end;
};

struct ecg_truth_lead {
    const struct ecg_trace *trace;         /* in the page */
    const struct ecg_spot *points;         /* one a sample, from trace->start_sample on */
    const struct ecg_sample_range *hidden; /* ascending, apart from one another */
    size_t n_hidden;
    struct ecg_quad box;   /* its ink, its calibration pulse included where it has one */
    struct ecg_quad label; /* its name's ink, when has_label */
    int has_label;
};

/* Anything but a trace or the grid: text, calibration pulses, separators, handwriting, stickers.
 */
struct ecg_truth_thing {
    enum ecg_kind kind;
    const char *text; /* what it says, in the page's strings; "" when it says nothing */
    struct ecg_quad quad;
    /* 0..1: how much of the quad's area nothing hides, to about 0.05. Of what is stuck on: how
     * much is in the image. */
    double seen;
};

/* Crossings of the page's 5 mm lattice, which is the printed grid's where there is one and covers
 * the sheet: page -> image in a form that can be interpolated. */
struct ecg_truth_lattice {
    double step_mm;
    int first_column, first_row; /* of spots[0], counted from the grid's own (0, 0) */
    int columns, rows;
    struct ecg_spot *spots; /* rows x columns, row-major */
    uint8_t *is_seen;       /* likewise: nothing hides that crossing; NULL: not asked */
};

/* A fold across the sheet, or a strong ridge of a crumple. */
struct ecg_truth_crease {
    struct ecg_spot from, to;
    double angle_deg; /* on the flat sheet: 0 along its width, clockwise, -90..90 */
    double length_mm;
    double strength; /* 0..1 */
};

struct ecg_truth {
    int width_px, height_px;
    /* The part of the recording that the page shows: every trace's samples are in it. */
    struct ecg_sample_range window;
    struct ecg_truth_lead *leads; /* one a trace of the page, in its order */
    size_t n_leads;
    struct ecg_truth_thing *things;
    size_t n_things;
    struct ecg_truth_crease *creases; /* strongest first */
    size_t n_creases;
    struct ecg_quad sheet; /* the paper's corners */
    struct ecg_quad grid;  /* the grid frame's corners */
    struct ecg_truth_lattice lattice;
    double px_per_mm_x, px_per_mm_y; /* mean over the sheet */
    /* One affine map holds everywhere: row = a[0][0] x_mm + a[0][1] y_mm + a[0][2], column with
     * a[1]. */
    int is_affine;
    double affine[2][3];

    struct ecg_spot *points;
    struct ecg_sample_range *ranges;
};

struct ecg_truth_params {
    const struct ecg_scene *scene; /* whose creases are told; NULL: none are */
    /* Whether something hides or has taken away the ink at a page position (a hole, a tape); NULL:
     * nothing does. What the page itself covers with stuck things is known without it. */
    int (*is_hidden)(void *priv, double x_mm, double y_mm);
    void *priv;
    int with_seen_crossings; /* fill in lattice.is_seen */
};

/* Page mm of the lattice's crossing in that column and row of its arrays. */
void ecg_truth_crossing_mm(const struct ecg_truth_lattice *lattice, const struct ecg_page *page,
    int column, int row, double mm[2]);

/* page and mesh must outlive the truth; params may be NULL. 0 or ECG_E_MEMORY. */
int ecg_truth_make(struct ecg_truth **truth, const struct ecg_page *page,
    const struct ecg_mesh *mesh, const struct ecg_truth_params *params, struct ecg_error *error);
void ecg_truth_destroy(struct ecg_truth **truth);

/* The image of a page quad, x and y of its four corners in page mm: the corners' images when the
 * sheet is flat; where it is bent, the edges are moved outwards until the bent outline is inside.
 */
struct ecg_quad ecg_quad_around(const struct ecg_mesh *mesh, const double *quad_mm);
/* The same of a text's ink, letter by letter: edges touch it on bent sheets too. */
struct ecg_quad ecg_quad_around_text(
    const struct ecg_mesh *mesh, const struct ecg_page *page, const struct ecg_text *text);

#endif
