/* A picture is the same bytes whatever the renderer and the drawing were used for before, and
 * whichever kind of shader its passes are built as. */
#include "core/asset.h"
#include "gpu/pass.h"
#include "support/check.h"
#include "support/must.h"
#include "support/studio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RECIPES = 60 };

static struct ecg_work *work_of(
    struct studio *studio, const char *name, int dpi, int width_px, uint64_t seed)
{
    char sets[4][40];
    snprintf(sets[0], sizeof sets[0], "output.dpi=%d", dpi);
    snprintf(sets[1], sizeof sets[1], "capture.width_px=%d", width_px);
    snprintf(sets[2], sizeof sets[2], "capture.scan.dpi=%d", dpi);
    snprintf(sets[3], sizeof sets[3], "capture.scan.feed_dpi=%d", dpi);
    const char *const list[] = { sets[0], sets[1], sets[2], sets[3], NULL };
    return studio_work(studio, name, list, seed, 0);
}

static struct ecg_image draw(struct ecg_renderer *renderer, const struct ecg_work *work)
{
    struct ecg_image image;
    struct ecg_render_job job = ecg_work_job(work);
    must(ecg_render_frame(renderer, &job, &image, &error));
    return image;
}

static struct ecg_image draw_alone(struct studio *studio, const struct ecg_work *work)
{
    struct ecg_renderer *fresh;
    must(ecg_renderer_create(&fresh, studio->gpu, &error));
    struct ecg_image image = draw(fresh, work);
    ecg_renderer_destroy(&fresh);
    return image;
}

/* After a larger picture, with ink drawn where that one's was. */
static struct ecg_image draw_after(
    struct studio *studio, struct ecg_work *work, struct ecg_work *larger)
{
    struct ecg_image image = draw(studio->renderer, larger);
    ecg_image_free(&image);
    struct ecg_drawing *used = larger->drawing;
    larger->drawing = work->drawing;
    work->drawing = used;
    must(ecg_work_do(work, ECG_WORK_INK, studio->fonts, &error));
    return draw(studio->renderer, work);
}

static struct ecg_image draw_computed(struct studio *studio, const struct ecg_work *work)
{
    must(ecg_pass_choose(studio->gpu, ECG_PASS_COMPUTE, &error));
    struct ecg_image image = draw(studio->renderer, work);
    must(ecg_pass_choose(studio->gpu, ECG_PASS_FRAGMENT, &error));
    return image;
}

/* Frees the image. */
static void check_same(const struct ecg_image *expected, struct ecg_image image, const char *name,
    const char *how, uint64_t seed)
{
    size_t n = 4 * (size_t)expected->width_px * (size_t)expected->height_px, differ = 0;
    for (size_t i = 0; i < n; i++)
        differ += image.data[i] != expected->data[i];
    if (!CHECK(differ == 0))
        printf("%s, seed %d: %zu bytes differ %s\n", name, (int)seed, differ, how);
    ecg_image_free(&image);
}

static void test_recipe(struct studio *studio, const char *name, const char *earlier)
{
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct ecg_work *work = work_of(studio, name, 61, 623, seed);
        struct ecg_work *larger = work_of(studio, earlier, 90, 900, seed);
        struct ecg_image alone = draw_alone(studio, work);
        if (seed == 1)
            check_same(&alone, draw_computed(studio, work), name, "as compute shaders", seed);
        check_same(&alone, draw_after(studio, work, larger), name, "after another", seed);
        ecg_image_free(&alone);
        ecg_work_destroy(&work);
        ecg_work_destroy(&larger);
    }
}

static int list_recipes(char names[MOST_RECIPES][64])
{
    int n = 0;
    for (const struct ecg_asset *asset = ecg_assets; asset->name && n < MOST_RECIPES; asset++)
        n += sscanf(asset->name, "assets/recipes/%63[^/.]", names[n]) == 1 &&
             strstr(asset->name, ".yaml");
    return n;
}

int main(void)
{
    char recipes[MOST_RECIPES][64];
    int n = list_recipes(recipes);
    struct studio studio;
    studio_open(&studio);
    /* Earlier by a stride that pairs recipes of different kinds: neighbours are alike. */
    for (int i = 0; i < n; i++)
        test_recipe(&studio, recipes[i], recipes[(i + 11) % n]);
    studio_close(&studio);
    return check_done();
}
