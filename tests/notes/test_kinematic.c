/* The sigma-lognormal hand: where it goes, how fast, and what overlap and fidelity do. */
#include "core/alloc.h"
#include "notes/hand.h"
#include "notes/kinematic.h"
#include "support/check.h"

#include <math.h>
#include <string.h>

static struct ecg_gait make_gait(double overlap, double fidelity)
{
    struct ecg_gait gait;
    memset(&gait, 0, sizeof gait);
    gait.unit_mm = 3;
    gait.overlap = overlap;
    gait.fidelity = fidelity;
    ecg_gait_shape(&gait, 0.28);
    return gait;
}

static void test_shape(void)
{
    struct ecg_gait gait = make_gait(0, 0);
    CHECK_NEAR(gait.progress[0], 0, 1e-6);
    CHECK_NEAR(gait.progress[ECG_GAIT_STEPS], 1, 1e-6);
    int rises = 1, peaks = 0;
    for (int k = 1; k <= ECG_GAIT_STEPS; k++) {
        rises = rises && gait.progress[k] >= gait.progress[k - 1];
        if (k < ECG_GAIT_STEPS && gait.speed[k] > gait.speed[k - 1] &&
            gait.speed[k] > gait.speed[k + 1])
            peaks++;
        /* The speed is the derivative of the progress. */
        if (k > 1 && k < ECG_GAIT_STEPS)
            CHECK_NEAR(gait.speed[k],
                (gait.progress[k + 1] - gait.progress[k - 1]) * ECG_GAIT_STEPS / 2.0, 0.12);
    }
    CHECK(rises);
    CHECK_INT(peaks, 1);
    /* A lognormal is skewed: half is done before half of the time. */
    CHECK(gait.median > 0.2 && gait.median < 0.45);
}

static void test_one_stroke(void)
{
    struct ecg_gait gait = make_gait(0.4, 0.8);
    struct ecg_moves moves = { 0 };
    struct ecg_trail trail = { 0 };
    ecg_moves_add(&moves, 10, 20, 0, 0);
    ecg_moves_add(&moves, 16, 12, 0, 1);
    CHECK_INT(ecg_kinematic_run(&trail, &moves, &gait, 0.2), 0);
    CHECK(trail.count > 20);
    CHECK_NEAR(trail.items[0].x, 10, 1e-9);
    CHECK_NEAR(trail.items[trail.count - 1].x, 16, 0.3);
    CHECK_NEAR(trail.items[trail.count - 1].y, 12, 0.3);
    double widest = 0, fastest = 0;
    size_t at = 0;
    for (size_t i = 0; i < trail.count; i++) {
        const struct ecg_nib *nib = &trail.items[i];
        widest = fmax(widest, fabs((nib->x - 10) * 8 + (nib->y - 20) * 6) / 10);
        if ((double)nib->speed > fastest) {
            fastest = (double)nib->speed;
            at = i;
        }
        if (i > 0)
            CHECK(hypot(nib->x - nib[-1].x, nib->y - nib[-1].y) < 0.9);
    }
    CHECK_NEAR(widest, 0, 1e-9); /* straight */
    CHECK(at > trail.count / 8 && at < trail.count * 7 / 8);
    ecg_free(moves.items);
    ecg_free(trail.items);
}

/* How near the trail comes to a point. */
static double nearest(const struct ecg_trail *trail, double x, double y)
{
    double d = INFINITY;
    for (size_t i = 0; i < trail->count; i++)
        d = fmin(d, hypot(trail->items[i].x - x, trail->items[i].y - y));
    return d;
}

static void test_corners(void)
{
    struct ecg_moves moves = { 0 };
    struct ecg_trail trail = { 0 };
    const double zigzag[5][2] = { { 0, 0 }, { 1, 3 }, { 2, 0 }, { 3, 3 }, { 4, 0 } };
    for (int i = 0; i < 5; i++)
        ecg_moves_add(&moves, zigzag[i][0], zigzag[i][1], 0, i ? 1 : 0);
    double miss[3];
    struct ecg_gait gaits[3] = { make_gait(0, 0), make_gait(0.6, 0), make_gait(0.6, 0.8) };
    for (int k = 0; k < 3; k++) {
        CHECK_INT(ecg_kinematic_run(&trail, &moves, &gaits[k], 0.1), 0);
        miss[k] = nearest(&trail, 2, 0);
        CHECK_NEAR(trail.items[trail.count - 1].x, 4, 0.15);
    }
    CHECK(miss[0] < 0.05);          /* without overlap every aim is reached */
    CHECK(miss[1] > 0.4);           /* in a hurry corners are cut */
    CHECK(miss[2] < 0.6 * miss[1]); /* unless the hand aims further out */
    ecg_free(moves.items);
    ecg_free(trail.items);
}

static void test_arc(void)
{
    struct ecg_gait gait = make_gait(0, 0);
    struct ecg_moves moves = { 0 };
    struct ecg_trail trail = { 0 };
    ecg_moves_add(&moves, 1, 0, 0, 0);
    ecg_moves_add(&moves, -1, 0, M_PI, 1); /* half a circle from +x towards +y: over (0, 1) */
    CHECK_INT(ecg_kinematic_run(&trail, &moves, &gait, 0.1), 0);
    for (size_t i = 0; i < trail.count; i++)
        CHECK_NEAR(hypot(trail.items[i].x, trail.items[i].y), 1, 1e-5);
    CHECK(nearest(&trail, 0, 1) < 0.1);
    ecg_free(moves.items);
    ecg_free(trail.items);
}

static void test_words_differ(void)
{
    struct ecg_letters *letters;
    struct ecg_writer writer, other;
    struct ecg_writer_params params = { .size_mm = 2.5,
        .legibility = 0.6,
        .hurry = 0.6,
        .cursive = 0.5,
        .slant_deg = 8,
        .aspect = 1,
        .spacing = 1 };
    CHECK_INT(ecg_letters_open(&letters, NULL), 0);
    ecg_writer_draw(&writer, &params, ecg_key_make(1, "w", 0));
    ecg_writer_draw(&other, &params, ecg_key_make(1, "w", 0));
    CHECK(memcmp(&writer, &other, sizeof writer) == 0);
    ecg_writer_draw(&other, &params, ecg_key_make(1, "w", 1));
    CHECK(memcmp(&writer, &other, sizeof writer) != 0);

    struct ecg_random random = ecg_random_named(ecg_key_make(1, "w", 0), "words");
    struct ecg_random again = random;
    struct ecg_moves first = { 0 }, second = { 0 }, repeat = { 0 };
    double width[3];
    CHECK_INT(ecg_hand_word(&first, letters, &writer, "LBBB", 0, 0, &random, &width[0]), 0);
    CHECK_INT(ecg_hand_word(&second, letters, &writer, "LBBB", 0, 0, &random, &width[1]), 0);
    CHECK_INT(ecg_hand_word(&repeat, letters, &writer, "LBBB", 0, 0, &again, &width[2]), 0);
    CHECK(first.count == repeat.count && width[0] == width[2]);
    CHECK(memcmp(first.items, repeat.items, first.count * sizeof first.items[0]) == 0);
    double apart = 0;
    for (size_t i = 0; i < first.count && i < second.count; i++)
        apart = fmax(apart, fabs(first.items[i].x - second.items[i].x) +
                                fabs(first.items[i].y - second.items[i].y));
    CHECK(apart > 0.05 * params.size_mm);
    CHECK_NEAR(width[0], width[1], 0.4 * width[0]);
    CHECK(width[0] > 4 * 0.4 * params.size_mm && width[0] < 4 * 3 * params.size_mm);
    /* What has no form is written as '?', an accent adds its stroke. */
    first.count = second.count = repeat.count = 0;
    CHECK_INT(
        ecg_hand_word(&first, letters, &writer, "\xe4\xb8\xad", 0, 0, &random, &width[0]), 0);
    CHECK(first.count > 3);
    again = random;
    CHECK_INT(ecg_hand_word(&second, letters, &writer, "e", 0, 0, &random, &width[0]), 0);
    CHECK_INT(ecg_hand_word(&repeat, letters, &writer, "\xc3\xa9", 0, 0, &again, &width[0]), 0);
    CHECK_INT(repeat.count, second.count + 2);
    ecg_free(first.items);
    ecg_free(second.items);
    ecg_free(repeat.items);
    ecg_letters_close(&letters);
}

int main(void)
{
    test_shape();
    test_one_stroke();
    test_corners();
    test_arc();
    test_words_differ();
    return check_done();
}
