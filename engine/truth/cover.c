#include "truth/cover.h"

#include "core/alloc.h"

#include <math.h>

enum { OPAQUE = 128 };

struct piece {
    double box[4];
    const struct ecg_fill *fill;
};

struct ecg_cover {
    double box[4]; /* of all pieces: most points are outside */
    size_t n;
    struct piece pieces[];
};

static void widen(double box[4], const struct ecg_fill *fill)
{
    for (int k = 0; k < 4; k++)
        for (int axis = 0; axis < 2; axis++) {
            box[axis] = fmin(box[axis], fill->corner_mm[k][axis]);
            box[axis + 2] = fmax(box[axis + 2], fill->corner_mm[k][axis]);
        }
}

static int is_opaque(const struct ecg_fill *fill)
{
    /* A code's hundreds of modules lie on a label, which covers. */
    return fill->layer == ECG_LAYER_STUCK && fill->rgba[3] >= OPAQUE &&
           fill->kind != ECG_KIND_CODE;
}

int ecg_cover_make(struct ecg_cover **cover, const struct ecg_page *page)
{
    size_t n = 0;
    for (size_t k = 0; k < page->n_fills; k++)
        n += is_opaque(&page->fills[k]) ? 1 : 0;
    struct ecg_cover *c = ecg_calloc(1, sizeof *c + n * sizeof c->pieces[0]);
    *cover = c;
    if (!c)
        return ECG_E_MEMORY;
    const double nothing[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
    for (int axis = 0; axis < 4; axis++)
        c->box[axis] = nothing[axis];
    for (size_t k = 0; k < page->n_fills; k++) {
        if (!is_opaque(&page->fills[k]))
            continue;
        struct piece *piece = &c->pieces[c->n++];
        for (int axis = 0; axis < 4; axis++)
            piece->box[axis] = nothing[axis];
        piece->fill = &page->fills[k];
        widen(piece->box, piece->fill);
        widen(c->box, piece->fill);
    }
    return 0;
}

void ecg_cover_destroy(struct ecg_cover **cover)
{
    ecg_free(*cover);
    *cover = NULL;
}

static int is_in_box(const double box[4], double x, double y)
{
    return x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3];
}

/* Inside a convex quad: on the same side of all four edges. */
static int is_in_quad(const struct ecg_fill *fill, double x, double y)
{
    int left = 0, right = 0;
    for (int k = 0; k < 4; k++) {
        const double *p = fill->corner_mm[k], *q = fill->corner_mm[(k + 1) & 3];
        double side = (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]);
        left |= side < 0;
        right |= side > 0;
    }
    return !(left && right);
}

int ecg_cover_has(const struct ecg_cover *cover, double x_mm, double y_mm)
{
    if (!is_in_box(cover->box, x_mm, y_mm))
        return 0;
    for (size_t k = 0; k < cover->n; k++)
        if (is_in_box(cover->pieces[k].box, x_mm, y_mm) &&
            is_in_quad(cover->pieces[k].fill, x_mm, y_mm))
            return 1;
    return 0;
}
