/* The thread that prepares pictures: the newest wish wins, nothing is lost or leaked. */
#include "maker.h"
#include "support/check.h"
#include "support/must.h"
#include "truth/maps.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void nap(void)
{
    nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
}

/* The next thing made, waited for. */
static struct made *next(struct maker *maker)
{
    for (int i = 0; i < 30000; i++) {
        struct made *made = maker_take(maker);
        if (made)
            return made;
        nap();
    }
    printf("FAILED: nothing came within a minute\n");
    exit(1);
}

static struct maker_wish wish_of(const struct session *session, uint64_t generation)
{
    struct maker_wish wish = {
        .generation = generation, .scene = *session_scene(session), .longest_px = 300
    };
    session_source(session, &wish.source);
    return wish;
}

static struct session *start(const char *recipe)
{
    struct session *session;
    struct session_params params = { .recipe = recipe, .synthetic = 2, .seed = 1 };
    must(session_create(&session, &params, &error));
    return session;
}

/* Masks are shown where the sheet is, and not in its holes. */
static void test_masks_have_the_sheets_fate(const struct ecg_fonts *fonts)
{
    struct session *session = start("0005-photo");
    struct maker *maker;
    must(maker_create(&maker, &(struct maker_params){ fonts, "software", NULL }, &error));
    struct maker_wish wish = wish_of(session, 1);
    wish.scene.sheet_tear_holes = 3;
    wish.wants_masks = 1;
    maker_wish(maker, MADE_DRAFT, &wish);
    struct made *draft = next(maker);
    struct ecg_masks *masks = draft->masks;
    CHECK(masks && draft->places_mm && draft->covered && draft->gone);
    size_t n = (size_t)masks->width_px * (size_t)masks->height_px,
           counts[ECG_MASK_CLASSES] = { 0 };
    memset(masks->layers, ECG_MASK_PULSE, n); /* as if ink were drawn everywhere */
    ecg_maps_finish_masks(masks, draft->places_mm, draft->covered, draft->gone);
    for (size_t i = 0; i < n; i++)
        counts[masks->layers[i]]++;
    CHECK(counts[ECG_MASK_GONE] > 0);
    CHECK(counts[ECG_MASK_BACKGROUND] > n / 50);
    CHECK(counts[ECG_MASK_PULSE] > n / 5);
    CHECK_INT(counts[ECG_MASK_PULSE] + counts[ECG_MASK_COVER] + counts[ECG_MASK_GONE] +
                  counts[ECG_MASK_BACKGROUND],
        n);
    maker_give_back(maker, &draft);
    maker_destroy(&maker);
    session_destroy(&session);
}

static void test_draft_and_whole(const struct ecg_fonts *fonts)
{
    struct session *session = start("0005-photo");
    struct maker *maker;
    must(maker_create(&maker, &(struct maker_params){ fonts, "software", NULL }, &error));
    struct maker_wish wish = wish_of(session, 7);
    wish.wants_truth = wish.wants_masks = wish.wants_places = 1;
    maker_wish(maker, MADE_DRAFT, &wish);
    struct made *draft = next(maker);
    CHECK_INT(draft->kind, MADE_DRAFT);
    CHECK_INT(draft->generation, 7);
    CHECK(draft->work && draft->truth && draft->masks && draft->places_mm);
    CHECK_NEAR(draft->scale, 300.0 / 4032, 1e-9);
    CHECK_INT(draft->truth->width_px, draft->work->mesh->width_px);
    /* The places are the inverse of the mesh. */
    const struct ecg_mesh *mesh = draft->work->mesh;
    size_t middle =
        (size_t)(mesh->height_px / 2) * (size_t)mesh->width_px + (size_t)(mesh->width_px / 2);
    double x, y;
    ecg_mesh_map(mesh, (double)draft->places_mm[2 * middle],
        (double)draft->places_mm[2 * middle + 1], &x, &y);
    CHECK_NEAR(x, mesh->width_px / 2 + 0.5, 0.01);
    CHECK_NEAR(y, mesh->height_px / 2 + 0.5, 0.01);
    wish.variant = 5;
    maker_wish(maker, MADE_WHOLE, &wish);
    struct made *whole = next(maker);
    CHECK_INT(whole->kind, MADE_WHOLE);
    CHECK_STR(whole->work->name, "synthetic-0000-5");
    CHECK_INT(whole->work->mesh->width_px > 4000 || whole->work->mesh->height_px > 4000, 1);
    CHECK(whole->truth && !whole->places_mm);
    maker_give_back(maker, &draft);
    CHECK(draft == NULL);
    /* The recordings of what is held stay, whatever is read meanwhile. */
    for (uint64_t seed = 2; seed < 8; seed++) {
        must(session_set_seed(session, seed, &error));
        wish = wish_of(session, seed);
        maker_wish(maker, MADE_DRAFT, &wish);
        struct made *made = next(maker);
        CHECK(made->work != NULL);
        maker_give_back(maker, &made);
    }
    CHECK_STR(whole->work->record->id, "synthetic-0000");
    CHECK(isfinite(whole->work->record->leads[0].samples[0]));
    maker_give_back(maker, &whole);
    CHECK(!maker_is_busy(maker));
    maker_destroy(&maker);
    session_destroy(&session);
}

static void test_newest_wins(const struct ecg_fonts *fonts)
{
    struct session *session = start("clean");
    struct maker *maker;
    must(maker_create(&maker, &(struct maker_params){ fonts, "software", NULL }, &error));
    struct made *held[2] = { NULL, NULL };
    uint64_t last = 0;
    for (uint64_t generation = 1; generation <= 40; generation++) {
        struct maker_wish wish = wish_of(session, generation);
        maker_wish(maker, MADE_DRAFT, &wish);
    }
    int count = 0;
    while (last < 40) {
        struct made *made = next(maker);
        CHECK(made->generation > last);
        last = made->generation;
        count++;
        maker_give_back(maker, &made);
    }
    CHECK(count < 40);
    /* With both drafts held no third is begun until one is back. */
    for (int i = 0; i < 2; i++) {
        struct maker_wish wish = wish_of(session, 50 + (uint64_t)i);
        maker_wish(maker, MADE_DRAFT, &wish);
        held[i] = next(maker);
    }
    CHECK(held[0]->work != held[1]->work);
    struct maker_wish wish = wish_of(session, 60);
    maker_wish(maker, MADE_DRAFT, &wish);
    for (int i = 0; i < 20; i++)
        nap();
    CHECK(maker_take(maker) == NULL);
    maker_give_back(maker, &held[0]);
    struct made *third = next(maker);
    CHECK_INT(third->generation, 60);
    maker_give_back(maker, &third);
    maker_give_back(maker, &held[1]);
    /* It ends while something is wished for. */
    maker_wish(maker, MADE_DRAFT, &wish);
    maker_wish(maker, MADE_WHOLE, &wish);
    maker_destroy(&maker);
    session_destroy(&session);
}

static void test_failure(const struct ecg_fonts *fonts)
{
    struct session *session = start("clean");
    struct maker *maker;
    must(maker_create(&maker, &(struct maker_params){ fonts, "software", NULL }, &error));
    struct maker_wish wish = wish_of(session, 1);
    wish.source = (struct record_source){ .path = "nowhere.hea", .id = "nowhere" };
    for (int kind = MADE_DRAFT; kind <= MADE_WHOLE; kind++) {
        maker_wish(maker, (enum made_kind)kind, &wish);
        struct made *made = next(maker);
        CHECK(made->work == NULL);
        CHECK_HAS(made->error.message, "nowhere.hea");
        maker_give_back(maker, &made);
    }
    maker_forget(maker, MADE_WHOLE);
    CHECK(!maker_is_busy(maker));
    maker_destroy(&maker);
    session_destroy(&session);
}

int main(void)
{
    struct ecg_fonts *fonts;
    must(ecg_fonts_open(&fonts, &error));
    test_masks_have_the_sheets_fate(fonts);
    test_draft_and_whole(fonts);
    test_newest_wins(fonts);
    test_failure(fonts);
    ecg_fonts_close(&fonts);
    return check_done();
}
