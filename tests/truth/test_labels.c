/* Labels: bands that hold their trace and little else, outlines within the picture, and the COCO
 * and YOLO files made of them. */
#include "truth/labels.h"

#include "output/coco.h"
#include "output/yolo.h"
#include "support/check.h"
#include "support/fixture.h"
#include "truth/band.h"
#include "truth/outline.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int holds(const double (*ring)[2], size_t n, double x, double y)
{
    int inside = 0;
    for (size_t i = 0; i < n; i++) {
        const double *a = ring[i], *b = ring[(i + 1) % n];
        if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]))
            inside = !inside;
    }
    return inside;
}

static int is_in_label(
    const struct ecg_labels *labels, const struct ecg_label *label, double x, double y)
{
    int inside = 0;
    for (size_t r = 0; r < label->n_rings; r++) {
        const struct ecg_label_ring *ring = &labels->rings[label->first_ring + r];
        inside |= holds((const double(*)[2])labels->points + ring->first, ring->n, x, y);
    }
    return inside;
}

/* A line of that half width, as steep as it likes, with a step back on itself. */
static void test_band(void)
{
    enum { N = 400 };
    struct ecg_spot points[N];
    const double along[2] = { 0.8, 0.6 }, half = 1.2;
    for (int i = 0; i < N; i++) {
        double s = 0.37 * i + (i % 50 == 20 ? -2 : 0);
        double t = 10 * sin(i * 0.05) + (i % 90 == 45 ? 60 : 0);
        points[i] = (struct ecg_spot){ 50 + s * along[1] + t * along[0],
            80 + s * along[0] - t * along[1] };
    }
    struct ecg_outline band = { 0 };
    CHECK_INT(ecg_band_around(&band, points, N, along, half), 0);
    int outside = 0;
    for (int i = 0; i < N; i++)
        for (int k = 0; k < 8; k++) /* the disc that the pen leaves, too */
            outside += !holds((const double(*)[2])band.points, band.n,
                points[i].column + 0.99 * half * cos(k), points[i].row + 0.99 * half * sin(k));
    CHECK_INT(outside, 0);
    CHECK(ecg_outline_area(&band) > 0);
    CHECK(band.n < 260);

    /* Nothing, one point, no numbers. */
    ecg_outline_free(&band);
    CHECK_INT(ecg_band_around(&band, points, 0, along, half), 0);
    CHECK_INT(band.n, 0);
    CHECK_INT(ecg_band_around(&band, points, 1, along, half), 0);
    CHECK(band.n >= 4 && fabs(ecg_outline_area(&band)) < 40);
    ecg_outline_free(&band);
    const struct ecg_spot none[2] = { { NAN, NAN }, { NAN, NAN } };
    CHECK_INT(ecg_band_around(&band, none, 2, along, half), 0);
    CHECK_INT(band.n, 0);
}

static void test_clip(void)
{
    double square[4][2] = { { -10, -10 }, { 30, -10 }, { 30, 30 }, { -10, 30 } };
    double away[3][2] = { { -10, -10 }, { -5, -10 }, { -5, 300 } };
    const struct ecg_outline outline = { square, 4, 4 }, none = { away, 3, 3 };
    struct ecg_outline clipped = { 0 };
    CHECK_INT(ecg_outline_clip(&outline, 20, 10, &clipped), 0);
    ecg_outline_round(&clipped);
    CHECK_INT(clipped.n, 4);
    CHECK_NEAR(ecg_outline_area(&clipped), 200, 1e-9);
    ecg_outline_free(&clipped);
    CHECK_INT(ecg_outline_clip(&none, 20, 10, &clipped), 0);
    ecg_outline_round(&clipped);
    CHECK_INT(clipped.n, 0);
    ecg_outline_free(&clipped);
}

struct hole {
    double left_mm, right_mm;
};

static int is_in_hole(void *priv, double x_mm, double y_mm)
{
    const struct hole *hole = priv;
    (void)y_mm;
    return x_mm > hole->left_mm && x_mm < hole->right_mm;
}

struct setting {
    struct ecg_record *record;
    struct ecg_page *page;
    struct ecg_mesh *mesh;
    struct ecg_truth *truth;
    struct ecg_labels *labels;
};

static void make(struct setting *s, double angle, double bend, struct hole *hole)
{
    const struct ecg_truth_params params = { .is_hidden = is_in_hole, .priv = hole };
    s->record = fixture_record(500, 10, 0);
    s->page = fixture_page(s->record);
    s->mesh = fixture_mesh(s->page, 120, angle, bend > 0 ? 60 : 2, bend > 0 ? 46 : 2);
    if (bend > 0)
        fixture_mesh_bend(s->mesh, bend);
    CHECK_INT(ecg_truth_make(&s->truth, s->page, s->mesh, hole ? &params : NULL, NULL), 0);
    CHECK_INT(ecg_labels_make(&s->labels, s->truth, s->mesh, NULL), 0);
}

static void destroy(struct setting *s)
{
    ecg_labels_destroy(&s->labels);
    CHECK(s->labels == NULL);
    ecg_truth_destroy(&s->truth);
    fixture_mesh_free(s->mesh);
    fixture_page_free(s->page);
    fixture_record_free(s->record);
}

/* Visible points that no ring of the lead's label holds. */
static int count_outside(const struct setting *s, size_t lead)
{
    const struct ecg_truth_lead *l = &s->truth->leads[lead];
    const struct ecg_label *label = &s->labels->items[1 + lead];
    size_t n = l->trace->end_sample - l->trace->start_sample, h = 0;
    int outside = 0;
    CHECK_INT(label->lead, lead);
    CHECK_STR(label->text, l->trace->name);
    for (size_t i = 0; i < n; i++) {
        size_t sample = l->trace->start_sample + i;
        while (h < l->n_hidden && l->hidden[h].end <= sample)
            h++;
        if (h == l->n_hidden || sample < l->hidden[h].start)
            outside += !is_in_label(s->labels, label, l->points[i].column, l->points[i].row);
    }
    return outside;
}

static double length_of(const struct ecg_truth_lead *lead)
{
    double length = 0;
    for (size_t i = 1; i < lead->trace->end_sample - lead->trace->start_sample; i++)
        length += hypot(lead->points[i].row - lead->points[i - 1].row,
            lead->points[i].column - lead->points[i - 1].column);
    return length;
}

static void test_leads(double angle, double bend, struct hole *hole)
{
    struct setting s;
    make(&s, angle, bend, hole);
    CHECK_INT(s.labels->items[0].class_, ECG_CLASS_PAGE);
    double sum = 0, length = 0;
    for (size_t k = 0; k < s.truth->n_leads; k++) {
        const struct ecg_label *label = &s.labels->items[1 + k];
        CHECK_INT(count_outside(&s, k), 0);
        CHECK_INT(label->n_rings, s.truth->leads[k].n_hidden ? 2 : 1);
        sum += label->area;
        length += length_of(&s.truth->leads[k]);
    }
    /* The line is 1.2 px wide; at most about the pixel to each side of it is more. */
    CHECK(sum > 1.2 * length && sum < 3.6 * length);
    for (size_t k = 0; k < s.labels->n; k++) {
        const struct ecg_label *label = &s.labels->items[k];
        CHECK(label->box[0] >= 0 && label->box[2] <= s.mesh->width_px && label->area > 0);
        CHECK((label->box[2] - label->box[0]) * (label->box[3] - label->box[1]) >=
              label->area - 1e-6);
    }
    destroy(&s);
}

static void test_page(void)
{
    struct setting s;
    make(&s, 0, 0, NULL);
    const struct ecg_label *page = &s.labels->items[0];
    CHECK_INT(s.labels->rings[page->first_ring].n, 4);
    CHECK_NEAR(page->area, 1320.0 * 1020.0, 1);
    destroy(&s);
    make(&s, 0, 12, NULL);
    CHECK(s.labels->rings[s.labels->items[0].first_ring].n > 6);
    destroy(&s);
    /* Half of the sheet turned out of the picture. */
    make(&s, 45, 0, NULL);
    page = &s.labels->items[0];
    CHECK(page->area < 0.95 * 1320 * 1020 && page->area > 0.5 * 1320 * 1020);
    destroy(&s);
}

static void test_yolo(void)
{
    struct setting s;
    struct ecg_buffer box = { 0 }, quad = { 0 };
    make(&s, 0, 0, NULL);
    ecg_yolo_write(s.labels, ECG_YOLO_BOX, &box);
    CHECK(strncmp((const char *)box.data, "0 0.500000 0.500000 1.000000 1.000000\n1 0.", 41) == 0);
    ecg_yolo_write(s.labels, ECG_YOLO_QUAD, &quad);
    CHECK(strncmp((const char *)quad.data,
              "0 0.000000 0.000000 1.000000 0.000000 1.000000 1.000000 0.000000 1.000000\n",
              74) == 0);
    ecg_buffer_free(&box);
    ecg_buffer_free(&quad);
    destroy(&s);
}

/* Joining changes ids and nothing else, and takes only what we wrote. */
static void test_coco(void)
{
    struct setting s;
    struct ecg_buffer one = { 0 }, joint = { 0 };
    struct ecg_error error = { 0 };
    const struct ecg_coco_image image = { "a-0.png", 1320, 1020, "a", "train", NULL };
    uint64_t next = 100;
    make(&s, 0, 0, NULL);
    ecg_coco_write(&image, s.labels, &one);
    CHECK_INT(one.failed, 0);
    const char *text = (const char *)one.data;
    CHECK_INT(ecg_coco_add_annotations("a-0", text, one.size, 7, &next, 1, &joint, &error), 0);
    CHECK_INT(next, 100 + s.labels->n);
    CHECK(strncmp((const char *)joint.data, "{\"id\":100,\"image_id\":7,\"category_id\":1,", 39) ==
          0);
    CHECK(strstr((const char *)joint.data, "},\n{\"id\":101,\"image_id\":7,\"category_id\":2,") !=
          NULL);
    joint.size = 0;
    for (size_t cut = 1; cut < one.size; cut += 97)
        CHECK_INT(
            ecg_coco_add_annotations("a-0", text, one.size - cut, 7, &next, 1, &joint, &error),
            ECG_E_FORMAT);
    CHECK_HAS(error.message, "a-0: expected the COCO labels");
    CHECK_INT(ecg_coco_add_annotations("a-0", "", 0, 7, &next, 1, &joint, NULL), ECG_E_FORMAT);
    static const char other[] = "{\"annotations\":[\n{\"id\":1,\"image_id\":1}\n]}\n";
    CHECK_INT(ecg_coco_add_annotations("a-0", other, sizeof other - 1, 7, &next, 1, &joint, NULL),
        ECG_E_FORMAT);
    ecg_buffer_free(&one);
    ecg_buffer_free(&joint);
    destroy(&s);
}

int main(void)
{
    struct hole hole = { 60, 61.5 };
    test_band();
    test_clip();
    test_leads(0, 0, NULL);
    test_leads(5, 0, NULL);
    test_leads(-3, 9, NULL);
    test_leads(0, 0, &hole);
    test_page();
    test_yolo();
    test_coco();
    return check_done();
}
