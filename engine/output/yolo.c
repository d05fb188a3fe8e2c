#include "output/yolo.h"

static void put_share(double value, double whole, struct ecg_buffer *out)
{
    /* Six decimals by hand: printf is slow for the many numbers of an outline. */
    unsigned millionths = (unsigned)(value / whole * 1e6 + 0.5);
    char text[10] = " 0.000000";
    text[1] = millionths >= 1000000 ? '1' : '0';
    for (int k = 8; k > 2; k--, millionths /= 10)
        text[k] = (char)('0' + millionths % 10);
    ecg_buffer_bytes(out, text, 9);
}

static void put_point(const struct ecg_labels *labels, const double p[2], struct ecg_buffer *out)
{
    put_share(p[0], labels->width_px, out);
    put_share(p[1], labels->height_px, out);
}

static void put_box(
    const struct ecg_labels *labels, const struct ecg_label *label, struct ecg_buffer *out)
{
    const double *box = label->box;
    put_share((box[0] + box[2]) / 2, labels->width_px, out);
    put_share((box[1] + box[3]) / 2, labels->height_px, out);
    put_share(box[2] - box[0], labels->width_px, out);
    put_share(box[3] - box[1], labels->height_px, out);
}

/* The first ring with a way to each further one and back again: the ways cover nothing. */
static void put_rings(
    const struct ecg_labels *labels, const struct ecg_label *label, struct ecg_buffer *out)
{
    const struct ecg_label_ring *first = &labels->rings[label->first_ring];
    for (size_t r = 0; r < label->n_rings; r++) {
        const struct ecg_label_ring *ring = first + r;
        for (size_t i = 0; i < ring->n; i++)
            put_point(labels, labels->points[ring->first + i], out);
        if (label->n_rings > 1)
            put_point(labels, labels->points[ring->first], out);
    }
    for (size_t r = label->n_rings - 1; r-- > 1;)
        put_point(labels, labels->points[first[r].first], out);
}

void ecg_yolo_write(
    const struct ecg_labels *labels, enum ecg_yolo_kind kind, struct ecg_buffer *out)
{
    for (size_t k = 0; k < labels->n; k++) {
        const struct ecg_label *label = &labels->items[k];
        ecg_buffer_format(out, "%d", (int)label->class_);
        if (kind == ECG_YOLO_BOX)
            put_box(labels, label, out);
        else if (kind == ECG_YOLO_RING)
            put_rings(labels, label, out);
        else
            for (int i = 0; i < 4; i++)
                put_point(labels, label->turned[i], out);
        ecg_buffer_text(out, "\n");
    }
}

void ecg_yolo_names(struct ecg_buffer *out)
{
    ecg_buffer_text(out, "names:\n");
    for (int k = 0; k < ECG_CLASS_COUNT; k++)
        ecg_buffer_format(out, "  %d: %s\n", k, ecg_class_name((enum ecg_class)k));
}
