#include "truth/labels.h"

#include "core/alloc.h"
#include "truth/band.h"
#include "truth/outline.h"

#include <math.h>
#include <string.h>

static const double LEAST_SEEN = 0.25;
static const double LEAST_AREA_PX2 = 1;

/* From lead names on, each class is a kind of thing. */
static const enum ecg_kind kinds[ECG_CLASS_COUNT] = {
    [ECG_CLASS_LEAD_NAME] = ECG_KIND_LEAD_NAME,
    [ECG_CLASS_HEADER] = ECG_KIND_HEADER,
    [ECG_CLASS_FOOTER] = ECG_KIND_FOOTER,
    [ECG_CLASS_PULSE] = ECG_KIND_PULSE,
    [ECG_CLASS_SEPARATOR] = ECG_KIND_SEPARATOR,
    [ECG_CLASS_HANDWRITING] = ECG_KIND_HANDWRITING,
    [ECG_CLASS_MARK] = ECG_KIND_MARK,
    [ECG_CLASS_STAMP] = ECG_KIND_STAMP,
    [ECG_CLASS_STICKER] = ECG_KIND_STICKER,
    [ECG_CLASS_CODE] = ECG_KIND_CODE,
    [ECG_CLASS_COVER] = ECG_KIND_COVER,
};

const char *ecg_class_name(enum ecg_class class_)
{
    return class_ == ECG_CLASS_PAGE   ? "page"
           : class_ == ECG_CLASS_LEAD ? "lead"
                                      : ecg_kind_name(kinds[class_]);
}

/* ECG_CLASS_COUNT for kinds that have no label. */
static enum ecg_class class_of(enum ecg_kind kind)
{
    int k = ECG_CLASS_LEAD_NAME;
    while (k < ECG_CLASS_COUNT && kinds[k] != kind)
        k++;
    return (enum ecg_class)k;
}

/* ---- one label ---- */

/* Along the quad's top edge; to the right where that is no direction. */
static void direction_of(const struct ecg_quad *quad, double along[2])
{
    double x = quad->corner[1].column - quad->corner[0].column;
    double y = quad->corner[1].row - quad->corner[0].row, length = hypot(x, y);
    int is_one = isfinite(length) && length > 1e-6;
    along[0] = is_one ? x / length : 1;
    along[1] = is_one ? y / length : 0;
}

/* Clips the outline, and adds it as a ring of the label that is being made. */
static int add_ring(
    struct ecg_labels *labels, struct ecg_label *label, const struct ecg_outline *outline)
{
    struct ecg_outline clipped = { 0 };
    int code = ecg_outline_clip(outline, labels->width_px, labels->height_px, &clipped);
    ecg_outline_round(&clipped);
    double area = fabs(ecg_outline_area(&clipped));
    if (code == 0 && clipped.n >= 3 && area >= LEAST_AREA_PX2) {
        if (ecg_grow(&labels->rings, &labels->cap_rings, labels->n_rings + 1,
                sizeof *labels->rings) < 0 ||
            ecg_grow(&labels->points, &labels->cap_points, labels->n_points + clipped.n,
                sizeof *labels->points) < 0) {
            code = ECG_E_MEMORY;
        } else {
            memcpy(labels->points + labels->n_points, clipped.points,
                clipped.n * sizeof *clipped.points);
            labels->rings[labels->n_rings++] =
                (struct ecg_label_ring){ labels->n_points, clipped.n };
            labels->n_points += clipped.n;
            label->n_rings++;
            label->area += area;
        }
    }
    ecg_outline_free(&clipped);
    return code;
}

static double within(double value, double end)
{
    return fmin(fmax(round(value * 100) / 100, 0), end);
}

/* The boxes around the rings. */
static void measure(
    const struct ecg_labels *labels, struct ecg_label *label, const double along[2])
{
    double low[4] = { INFINITY, INFINITY, INFINITY, INFINITY };
    double high[4] = { -INFINITY, -INFINITY, -INFINITY, -INFINITY };
    for (size_t r = 0; r < label->n_rings; r++) {
        const struct ecg_label_ring *ring = &labels->rings[label->first_ring + r];
        for (size_t i = ring->first; i < ring->first + ring->n; i++) {
            const double *p = labels->points[i];
            const double at[4] = { p[0], p[1], p[0] * along[0] + p[1] * along[1],
                p[1] * along[0] - p[0] * along[1] };
            for (int k = 0; k < 4; k++) {
                low[k] = fmin(low[k], at[k]);
                high[k] = fmax(high[k], at[k]);
            }
        }
    }
    for (int k = 0; k < 2; k++) {
        label->box[k] = low[k];
        label->box[k + 2] = high[k];
    }
    for (int k = 0; k < 4; k++) {
        double s = k == 1 || k == 2 ? high[2] : low[2], t = k < 2 ? low[3] : high[3];
        label->turned[k][0] = within(s * along[0] - t * along[1], labels->width_px);
        label->turned[k][1] = within(s * along[1] + t * along[0], labels->height_px);
    }
}

/* Keeps the label when there is something of it in the image. */
static int finish(struct ecg_labels *labels, struct ecg_label *label, const double along[2])
{
    if (label->n_rings == 0)
        return 0;
    if (ecg_grow(&labels->items, &labels->cap_items, labels->n + 1, sizeof *labels->items) < 0)
        return ECG_E_MEMORY;
    measure(labels, label, along);
    labels->items[labels->n++] = *label;
    return 0;
}

static struct ecg_label begin(const struct ecg_labels *labels, enum ecg_class class_)
{
    return (struct ecg_label){
        .class_ = class_, .text = "", .lead = SIZE_MAX, .seen = 1, .first_ring = labels->n_rings
    };
}

/* ---- what there is ---- */

static int add_page(
    struct ecg_labels *labels, const struct ecg_truth *truth, const struct ecg_mesh *mesh)
{
    struct ecg_label label = begin(labels, ECG_CLASS_PAGE);
    struct ecg_outline outline = { 0 };
    double along[2];
    direction_of(&truth->sheet, along);
    int code = ecg_outline_sheet(&outline, mesh);
    if (code == 0)
        code = add_ring(labels, &label, &outline);
    ecg_outline_free(&outline);
    return code < 0 ? code : finish(labels, &label, along);
}

/* Each stretch of the trace that can be seen is a band. */
static int add_lead(struct ecg_labels *labels, const struct ecg_truth *truth, size_t number)
{
    const struct ecg_truth_lead *lead = &truth->leads[number];
    struct ecg_label label = begin(labels, ECG_CLASS_LEAD);
    size_t n = lead->trace->end_sample - lead->trace->start_sample, hidden = 0, n_hidden = 0;
    double along[2], px_per_mm = (truth->px_per_mm_x + truth->px_per_mm_y) / 2;
    int code = 0;
    label.text = lead->trace->name;
    label.lead = number;
    direction_of(&lead->box, along);
    for (size_t i = 0; code == 0 && i < n;) {
        size_t end = n, next = n;
        if (hidden < lead->n_hidden) {
            end = lead->hidden[hidden].start - lead->trace->start_sample;
            next = lead->hidden[hidden].end - lead->trace->start_sample;
            n_hidden += next - end;
            hidden++;
        }
        struct ecg_outline outline = { 0 };
        code = ecg_band_around(&outline, lead->points + i, end - i, along,
            (double)lead->trace->width_mm * px_per_mm / 2);
        if (code == 0)
            code = add_ring(labels, &label, &outline);
        ecg_outline_free(&outline);
        i = next;
    }
    label.seen = n ? 1 - (double)n_hidden / (double)n : 0;
    return code < 0 ? code : finish(labels, &label, along);
}

static int add_thing(struct ecg_labels *labels, const struct ecg_truth_thing *thing)
{
    enum ecg_class class_ = class_of(thing->kind);
    if (class_ == ECG_CLASS_COUNT || thing->seen < LEAST_SEEN)
        return 0;
    struct ecg_label label = begin(labels, class_);
    double points[4][2], along[2];
    struct ecg_outline outline = { points, 4, 4 };
    for (int k = 0; k < 4; k++) {
        points[k][0] = thing->quad.corner[k].column;
        points[k][1] = thing->quad.corner[k].row;
    }
    label.text = thing->text;
    label.seen = thing->seen;
    direction_of(&thing->quad, along);
    int code = add_ring(labels, &label, &outline);
    return code < 0 ? code : finish(labels, &label, along);
}

int ecg_labels_make(struct ecg_labels **labels, const struct ecg_truth *truth,
    const struct ecg_mesh *mesh, struct ecg_error *error)
{
    struct ecg_labels *l = *labels = ecg_calloc(1, sizeof **labels);
    int code = l ? 0 : ECG_E_MEMORY;
    if (code == 0) {
        l->width_px = truth->width_px;
        l->height_px = truth->height_px;
        code = add_page(l, truth, mesh);
    }
    for (size_t k = 0; code == 0 && k < truth->n_leads; k++)
        code = add_lead(l, truth, k);
    for (size_t k = 0; code == 0 && k < truth->n_things; k++)
        code = add_thing(l, &truth->things[k]);
    if (code == 0)
        return 0;
    ecg_labels_destroy(labels);
    return ecg_fail(error, code, "labels: out of memory");
}

void ecg_labels_destroy(struct ecg_labels **labels)
{
    if (!*labels)
        return;
    ecg_free((*labels)->items);
    ecg_free((*labels)->rings);
    ecg_free((*labels)->points);
    ecg_free(*labels);
    *labels = NULL;
}
