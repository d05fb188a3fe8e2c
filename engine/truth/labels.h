/*
 * What a detector or a segmenter is taught: each thing that can be seen in the picture, with its
 * class, outline, upright box and turned box. Made from the same truth as the points.
 *
 * Everything here is in image pixels as (x, y), x right, y down, from the image's top-left corner,
 * pixel centres at +0.5; clipped to the image and rounded to 0.01 px. No OpenGL, no files.
 */
#ifndef TRUTH_LABELS_H
#define TRUTH_LABELS_H

#include "truth/truth.h"

/* Their numbers are YOLO's, with 1 added COCO's: they must not change. */
enum ecg_class {
    ECG_CLASS_PAGE,      /* the sheet, however it is bent; tears and holes are not cut out */
    ECG_CLASS_LEAD,      /* one trace: a band around its line, apart where the line is hidden */
    ECG_CLASS_LEAD_NAME, /* this one and all below: the quad around its ink */
    ECG_CLASS_HEADER,
    ECG_CLASS_FOOTER,
    ECG_CLASS_PULSE,
    ECG_CLASS_SEPARATOR,
    ECG_CLASS_HANDWRITING,
    ECG_CLASS_MARK,
    ECG_CLASS_STAMP,
    ECG_CLASS_STICKER,
    ECG_CLASS_CODE,
    ECG_CLASS_COVER,
    ECG_CLASS_COUNT,
};

/* "lead_name"; as the JSON's "kind". */
const char *ecg_class_name(enum ecg_class class_);

/* Points labels->points[first] to [first + n - 1]: at least 3; closed, the last one is not the
 * first again. */
struct ecg_label_ring {
    size_t first, n;
};

struct ecg_label {
    enum ecg_class class_;
    const char *text; /* a lead's name, what a text says; "" when it says nothing */
    size_t lead;      /* number of the truth's lead; SIZE_MAX for others */
    double seen;      /* 0..1: how much of it nothing hides */
    size_t first_ring, n_rings;
    double area;         /* of the rings, px^2 */
    double box[4];       /* x0, y0, x1, y1 around the rings */
    double turned[4][2]; /* a rectangle along its own direction around the rings, its corners moved
                            into the image; from its top left on, clockwise as on the page */
};

struct ecg_labels {
    int width_px, height_px;
    struct ecg_label *items;
    size_t n, cap_items;
    struct ecg_label_ring *rings;
    size_t n_rings, cap_rings;
    double (*points)[2];
    size_t n_points, cap_points;
};

/* Page first, then the leads, then the rest, in the truth's order. Things of which less than a
 * quarter is seen are left out. Texts are the truth's. 0 or ECG_E_MEMORY. */
int ecg_labels_make(struct ecg_labels **labels, const struct ecg_truth *truth,
    const struct ecg_mesh *mesh, struct ecg_error *error);
void ecg_labels_destroy(struct ecg_labels **labels);

#endif
