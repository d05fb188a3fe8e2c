/* Drafts: smaller, of the same picture, and the same whether changed or made anew; pictures drawn
 * in steps. */
#include "job/draft.h"
#include "support/check.h"
#include "support/must.h"
#include "support/studio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Recipes of each way a picture is drawn, small. */
static const struct {
    const char *recipe;
    const char *sets[4];
} cases[] = {
    { "clean", { "output.dpi=60", NULL } },
    { "soaked", { "output.dpi=60", NULL } }, /* ink leaves its place: tiles are gathered first */
    { "0003-scan-color", { "capture.scan.dpi=60", NULL } },
    { "0005-photo", { "capture.width_px=640", NULL } },
    { "0006-screen", { "capture.width_px=640", NULL } },
    { "fax", { "capture.scan.dpi=60", "capture.scan.feed_dpi=60", NULL } },
};
enum { N_CASES = sizeof cases / sizeof cases[0] };

static int same(const struct ecg_image *a, const struct ecg_image *b)
{
    return a->width_px == b->width_px && a->height_px == b->height_px &&
           memcmp(a->data, b->data, (size_t)a->width_px * (size_t)a->height_px * 4) == 0;
}

static struct ecg_image render(struct studio *studio, const struct ecg_work *work)
{
    struct ecg_image image = { 0 };
    struct ecg_render_job job = ecg_work_job(work);
    must(ecg_render_frame(studio->renderer, &job, &image, &error));
    return image;
}

/* Step by step it is the same picture; and giving one up harms nothing. */
static void test_steps(struct studio *studio, const char *recipe, const char *const *sets)
{
    struct ecg_scene scene;
    struct ecg_work *work;
    struct ecg_shown shown = { 0 };
    struct ecg_image stepped = { 0 };
    int left = 1, steps = 0;
    studio_scene(studio, recipe, sets, 3, 0, &scene);
    must(ecg_work_create(&work, "x", &scene, studio->record, studio->fonts, &error));
    struct ecg_image whole = render(studio, work);
    struct ecg_render_job job = ecg_work_job(work);
    must(ecg_render_begin(studio->renderer, &job, &shown, &error));
    must(ecg_render_step(studio->renderer, &left, &error));
    CHECK(ecg_render_begin(studio->renderer, &job, &shown, &error) < 0);
    ecg_render_give_up(studio->renderer);
    CHECK(ecg_render_step(studio->renderer, &left, &error) < 0);
    must(ecg_render_begin(studio->renderer, &job, &shown, &error));
    for (left = 1; left; steps++)
        must(ecg_render_step(studio->renderer, &left, &error));
    CHECK_INT(steps, 3);
    must(ecg_shown_read(&shown, &stepped, &error));
    if (!CHECK(same(&whole, &stepped)))
        printf("  %s: the steps give another picture\n", recipe);
    uint8_t rgba[4];
    ecg_shown_pixel(&shown, 5, 7, rgba);
    CHECK_INT(memcmp(rgba, whole.data + 4 * (7 * whole.width_px + 5), 4), 0);
    ecg_image_free(&whole);
    ecg_image_free(&stepped);
    ecg_shown_free(&shown);
    ecg_work_destroy(&work);
}

/* The largest difference of a channel, and the share of pixels that differ at all. */
static int difference(const struct ecg_image *a, const struct ecg_image *b, double *share)
{
    size_t n = (size_t)a->width_px * (size_t)a->height_px, count = 0;
    int most = 0;
    *share = 1;
    if (a->width_px != b->width_px || a->height_px != b->height_px)
        return 255;
    for (size_t i = 0; i < 4 * n; i++) {
        int d = abs(a->data[i] - b->data[i]);
        most = d > most ? d : most;
        count += d > 0;
    }
    *share = (double)count / (double)n;
    return most;
}

/* Mean of a channel over the picture. */
static double brightness(const struct ecg_image *image)
{
    double sum = 0;
    size_t n = (size_t)image->width_px * (size_t)image->height_px;
    for (size_t i = 0; i < n; i++)
        sum += image->data[4 * i + 1];
    return sum / (double)n;
}

static void test_scale(struct studio *studio, const char *recipe, const char *const *sets)
{
    struct ecg_scene scene;
    struct ecg_work *work;
    struct ecg_draft draft = { 0 };
    studio_scene(studio, recipe, sets, 3, 0, &scene);
    must(ecg_work_create(&work, "x", &scene, studio->record, studio->fonts, &error));
    must(ecg_draft_make(&draft, &scene, studio->record, studio->fonts, 200, &error));
    const struct ecg_mesh *small = draft.work->mesh, *large = work->mesh;
    CHECK_INT(small->width_px > small->height_px ? small->width_px : small->height_px, 200);
    CHECK_NEAR(small->width_px, large->width_px * draft.scale, 1);
    CHECK_NEAR(small->height_px, large->height_px * draft.scale, 1);
    /* The same place of the page is at the same place of the picture. */
    double x = work->page->width_mm * 0.3, y = work->page->height_mm * 0.6, at[2], draft_at[2];
    ecg_mesh_map(large, x, y, &at[0], &at[1]);
    ecg_mesh_map(small, x, y, &draft_at[0], &draft_at[1]);
    CHECK_NEAR(draft_at[0], at[0] * draft.scale, 0.6);
    CHECK_NEAR(draft_at[1], at[1] * draft.scale, 0.6);
    struct ecg_image a = render(studio, work), b = render(studio, draft.work);
    CHECK_NEAR(brightness(&a), brightness(&b), 6);
    ecg_image_free(&a);
    ecg_image_free(&b);
    must(ecg_draft_make(&draft, &scene, studio->record, studio->fonts, 5000, &error));
    CHECK_NEAR(draft.scale, 1, 0);
    CHECK_INT(draft.work->mesh->width_px, large->width_px);
    ecg_work_destroy(&work);
    ecg_draft_free(&draft);
}

/* One parameter after the other: what is changed is as what is made anew. (Letters keep their
 * places in the atlas, which a last bit of their edges can tell.) */
static void test_changes(struct studio *studio)
{
    static const char *const sets[][2] = { { "sheet.age.yellowing", "0.8" },
        { "capture.sensor.contrast", "0.9" }, { "capture.camera.tilt_deg", "12" },
        { "light.key.azimuth_deg", "80" }, { "bend.curl.angle_deg", "60" },
        { "sheet.soak.puddles", "2" }, { "page.grid.kind", "dots" }, { "capture.kind", "screen" },
        { "capture.kind", "scan" }, { "capture.kind", "none" }, { "output.dpi", "80" } };
    static const char *const none[] = { NULL };
    struct ecg_draft changed = { 0 };
    struct ecg_scene scene;
    studio_scene(studio, "0005-photo", none, 3, 0, &scene);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct ecg_draft anew = { 0 };
        int param = ecg_param_find(sets[i][0]);
        must(ecg_draft_make(&changed, &scene, studio->record, studio->fonts, 240, &error));
        if (param >= 0)
            must(ecg_scene_put(&scene, &ecg_params[param], sets[i][1], &error));
        must(ecg_draft_make(&changed, &scene, studio->record, studio->fonts, 240, &error));
        must(ecg_draft_make(&anew, &scene, studio->record, studio->fonts, 240, &error));
        struct ecg_image a = render(studio, changed.work), b = render(studio, anew.work);
        double share;
        if (!CHECK(difference(&a, &b, &share) <= 1) || !CHECK(share < 1e-3))
            printf("  after %s=%s\n", sets[i][0], sets[i][1]);
        ecg_image_free(&a);
        ecg_image_free(&b);
        ecg_draft_free(&anew);
    }
    ecg_draft_free(&changed);
}

static void test_few_steps(void)
{
    struct ecg_scene a, b;
    ecg_scene_defaults(&a);
    b = a;
    CHECK_INT(ecg_draft_steps(&a, &b), 0);
    b.capture_sensor_contrast = 1;
    CHECK_INT(ecg_draft_steps(&a, &b), 0);
    b.light_key_strength = 1;
    CHECK_INT(ecg_draft_steps(&a, &b), 1 << ECG_WORK_LIGHT);
    b.bend_curl_angle_deg = 1;
    CHECK_INT(ecg_draft_steps(&a, &b),
        1 << ECG_WORK_MESH | 1 << ECG_WORK_INK | 1 << ECG_WORK_LIGHT | 1 << ECG_WORK_PARTS);
    b = a;
    b.sheet_tear_corners = 1;
    CHECK_INT(ecg_draft_steps(&a, &b), 1 << ECG_WORK_SHEET | 1 << ECG_WORK_PARTS);
    b.page_paper_speed_mm_s = 50;
    CHECK_INT(ecg_draft_steps(&a, &b), (1 << ECG_WORK_STEPS) - 1);
    b = a;
    b.key = ecg_key_index(a.key, 1);
    CHECK_INT(ecg_draft_steps(&a, &b), (1 << ECG_WORK_STEPS) - 1);
}

int main(void)
{
    struct studio studio;
    studio_open(&studio);
    test_few_steps();
    for (int i = 0; i < N_CASES; i++) {
        test_steps(&studio, cases[i].recipe, cases[i].sets);
        test_scale(&studio, cases[i].recipe, cases[i].sets);
    }
    test_changes(&studio);
    studio_close(&studio);
    return check_done();
}
