/* Truth: points, boxes, visibility and the lattice of a page made by hand, flat, turned and bent.
 */
#include "truth/truth.h"

#include "core/alloc.h"
#include "support/check.h"
#include "support/fixture.h"

#include <math.h>
#include <string.h>

struct setting {
    struct ecg_record *record;
    struct ecg_page *page;
    struct ecg_mesh *mesh;
    struct ecg_truth *truth;
};

static void make(struct setting *s, double dpi, double angle, double bend)
{
    s->record = fixture_record(500, 10, 0);
    s->page = fixture_page(s->record);
    s->mesh = fixture_mesh(s->page, dpi, angle, bend > 0 ? 60 : 2, bend > 0 ? 46 : 2);
    if (bend > 0)
        fixture_mesh_bend(s->mesh, bend);
    CHECK_INT(ecg_truth_make(&s->truth, s->page, s->mesh, NULL, NULL), 0);
}

static void destroy(struct setting *s)
{
    ecg_truth_destroy(&s->truth);
    fixture_mesh_free(s->mesh);
    fixture_page_free(s->page);
    fixture_record_free(s->record);
}

static void test_flat(void)
{
    struct setting s;
    make(&s, 200, 0, 0);
    CHECK_INT(s.truth->n_leads, 13);
    CHECK_INT(s.truth->window.start, 0);
    CHECK_INT(s.truth->window.end, 5000);
    /* The kit's own figures: lead aVR's first sample, sample 1250 of the record. */
    const struct ecg_truth_lead *avr = &s.truth->leads[1];
    CHECK_NEAR(avr->points[0].column, 78.7402 + 492.126, 0.01);
    CHECK_NEAR(avr->points[0].row, 703.5 - s.record->leads[3].samples[1250] * 78.7402, 0.01);
    CHECK_INT(avr->n_hidden, 0);
    /* Its box holds the first column's pulse, the second column's traces have none. */
    const struct ecg_truth_lead *first = &s.truth->leads[0];
    CHECK_NEAR(first->box.corner[0].column, (4 - 0.13) * 200 / 25.4, 0.01);
    CHECK_NEAR(first->box.corner[0].row, 703.5 - (10 + 0.13) * 200 / 25.4, 0.01);
    CHECK_NEAR(
        first->label.corner[2].column - first->label.corner[3].column, 6 * 200 / 25.4, 0.01);
    CHECK_NEAR(s.truth->px_per_mm_x, 200 / 25.4, 1e-3);
    CHECK_NEAR(s.truth->sheet.corner[2].row, 1700, 0.01);
    CHECK_NEAR(s.truth->affine[0][1], 200 / 25.4, 1e-4);
    CHECK_NEAR(s.truth->affine[1][0], 200 / 25.4, 1e-4);
    int pulses = 0, names = 0;
    for (size_t k = 0; k < s.truth->n_things; k++) {
        pulses += s.truth->things[k].kind == ECG_KIND_PULSE;
        names += s.truth->things[k].kind == ECG_KIND_LEAD_NAME;
    }
    CHECK_INT(pulses, 4);
    CHECK_INT(names, 13);
    destroy(&s);
}

/* Every point of every lead lies inside its box: signed distances to the four edges. */
static double farthest_outside(const struct ecg_truth_lead *lead)
{
    double farthest = -INFINITY;
    size_t n = lead->trace->end_sample - lead->trace->start_sample;
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 4; k++) {
            struct ecg_spot p = lead->box.corner[k], q = lead->box.corner[(k + 1) & 3];
            double dx = q.column - p.column, dy = q.row - p.row;
            double side =
                (dx * (lead->points[i].row - p.row) - dy * (lead->points[i].column - p.column)) /
                hypot(dx, dy);
            farthest = fmax(farthest, -side);
        }
    return farthest;
}

static void test_boxes(double angle, double bend)
{
    struct setting s;
    make(&s, 150, angle, bend);
    for (size_t k = 0; k < s.truth->n_leads; k++)
        CHECK(farthest_outside(&s.truth->leads[k]) < 0);
    /* Boxes of text stay tight: 6 x 2.5 mm, grown by no more than the bend needs. */
    const struct ecg_quad *label = &s.truth->leads[5].label;
    double width = hypot(label->corner[1].column - label->corner[0].column,
        label->corner[1].row - label->corner[0].row);
    CHECK_NEAR(width, 6 * 150 / 25.4, bend > 0 ? 3 : 0.01);
    CHECK_INT(s.truth->is_affine, bend == 0);
    destroy(&s);
}

/* Points between the lattice's crossings follow from it. */
static void test_lattice(void)
{
    struct setting s;
    make(&s, 200, 3, 12);
    const struct ecg_truth_lattice *l = &s.truth->lattice;
    CHECK_INT(l->columns, 57);
    CHECK_INT(l->rows, 45);
    double worst = 0;
    for (int y = 3; y < 210; y += 10)
        for (int x = 3; x < 275; x += 10) {
            double u = x / 5.0 - l->first_column, v = y / 5.0 - l->first_row, column, row;
            int i = (int)u, j = (int)v;
            const struct ecg_spot *p = l->spots + j * l->columns + i, *q = p + l->columns;
            u -= i;
            v -= j;
            ecg_mesh_map(s.mesh, x, y, &column, &row);
            double r = (1 - v) * ((1 - u) * p[0].row + u * p[1].row) +
                       v * ((1 - u) * q[0].row + u * q[1].row);
            double c = (1 - v) * ((1 - u) * p[0].column + u * p[1].column) +
                       v * ((1 - u) * q[0].column + u * q[1].column);
            worst = fmax(worst, hypot(r - row, c - column));
        }
    CHECK(worst < 0.2);
    destroy(&s);
}

static int hide_left(void *priv, double x_mm, double y_mm)
{
    (void)y_mm;
    return x_mm < *(double *)priv;
}

static void test_hidden(void)
{
    struct setting s;
    make(&s, 200, 0, 0);
    ecg_truth_destroy(&s.truth);
    /* Lead I: missing samples 10..19, a sticker over 30..50 mm, clipped away from sample 1200 on,
     * hidden by the caller's word left of 11 mm. */
    struct ecg_trace *trace = &s.page->traces[0];
    for (int i = 100; i < 120; i++)
        s.page->points[trace->first_point + (size_t)i].y_mm = NAN;
    trace->clip_mm[2] = s.page->points[trace->first_point + 1200].x_mm - 0.001;
    struct ecg_fill fill = { .corner_mm = { { 30, 60 }, { 50, 60 }, { 50, 120 }, { 30, 120 } },
        .layer = ECG_LAYER_STUCK,
        .kind = ECG_KIND_COVER,
        .rgba = { 0, 0, 0, 255 } };
    ecg_grow(&s.page->fills, &s.page->cap_fills, 1, sizeof fill);
    s.page->fills[s.page->n_fills++] = fill;
    double left_mm = 11;
    struct ecg_truth_params params = { .is_hidden = hide_left, .priv = &left_mm };
    CHECK_INT(ecg_truth_make(&s.truth, s.page, s.mesh, &params, NULL), 0);
    const struct ecg_truth_lead *lead = &s.truth->leads[0];
    CHECK_INT(lead->n_hidden, 4);
    const size_t expected[4][2] = { { 0, 20 }, { 100, 120 }, { 400, 801 }, { 1200, 1250 } };
    for (size_t k = 0; k < 4 && k < lead->n_hidden; k++) {
        CHECK_INT(lead->hidden[k].start, expected[k][0]);
        CHECK_INT(lead->hidden[k].end, expected[k][1]);
    }
    CHECK(isnan(lead->points[110].row) && !isnan(lead->points[500].row));
    /* Another lead keeps its numbering: aVR's samples start at 1250. */
    CHECK_INT(s.truth->leads[2].trace->start_sample, 2500);
    CHECK_INT(s.truth->leads[2].n_hidden, 0);
    CHECK_INT(s.truth->things[s.truth->n_things - 5].kind, ECG_KIND_COVER);
    destroy(&s);
}

/* A sheet turned by 40 degrees leaves the image: what is outside is hidden. */
static void test_off_image(void)
{
    struct setting s;
    make(&s, 100, 40, 0);
    size_t hidden = 0, outside = 0;
    for (size_t k = 0; k < s.truth->n_leads; k++) {
        const struct ecg_truth_lead *lead = &s.truth->leads[k];
        for (size_t r = 0; r < lead->n_hidden; r++)
            hidden += lead->hidden[r].end - lead->hidden[r].start;
        for (size_t i = 0; i < lead->trace->end_sample - lead->trace->start_sample; i++) {
            struct ecg_spot p = lead->points[i];
            outside += p.row < 0 || p.column < 0 || p.row > 850 || p.column > 1100;
        }
    }
    CHECK(outside > 500);
    CHECK_INT(hidden, outside);
    destroy(&s);
}

/* Whatever allocation fails, the maker cleans up after itself and says so. */
static void test_memory(void)
{
    struct setting s;
    make(&s, 100, 0, 0);
    ecg_truth_destroy(&s.truth);
    for (long n = 1; n < 40; n++) {
        struct ecg_error error = { 0 };
        ecg_alloc_fail_from(n);
        int code = ecg_truth_make(&s.truth, s.page, s.mesh, NULL, &error);
        ecg_alloc_fail_from(0);
        if (code == 0) {
            CHECK(n > 5);
            break;
        }
        CHECK_INT(code, ECG_E_MEMORY);
        CHECK(s.truth == NULL);
    }
    destroy(&s);
}

int main(void)
{
    test_flat();
    test_boxes(0, 0);
    test_boxes(30, 0);
    test_boxes(178, 0);
    test_boxes(5, 25);
    test_lattice();
    test_hidden();
    test_off_image();
    test_memory();
    return check_done();
}
