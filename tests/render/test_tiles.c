/* A picture drawn in tiles is, but for rounding, the picture drawn whole. */
#include "support/check.h"
#include "support/must.h"
#include "support/studio.h"

#include <stdio.h>
#include <stdlib.h>

enum { WHOLE_PX = 4096, TILE_PX = 300 };

static struct ecg_image draw(struct studio *studio, const struct ecg_work *work, int tile_px)
{
    struct ecg_image image = { 0 };
    struct ecg_render_job job = ecg_work_job(work);
    ecg_renderer_set_tile(studio->renderer, tile_px);
    must(ecg_render_frame(studio->renderer, &job, &image, &error));
    return image;
}

/* Pixels that differ by more than one level, or at all, and the largest difference. */
struct difference {
    int far, any, most;
};

static struct difference compare(const struct ecg_image *a, const struct ecg_image *b)
{
    struct difference found = { 0, 0, 0 };
    size_t n = (size_t)a->width_px * (size_t)a->height_px;
    for (size_t i = 0; i < n; i++) {
        int most = 0;
        for (size_t c = 0; c < 3; c++) {
            int d = abs(a->data[4 * i + c] - b->data[4 * i + c]);
            most = d > most ? d : most;
        }
        found.any += most > 0;
        found.far += most > 1;
        found.most = most > found.most ? most : found.most;
    }
    return found;
}

static void test_recipe(struct studio *studio, const char *name)
{
    static const char *const sets[] = { "output.dpi=64", "capture.width_px=640",
        "capture.scan.dpi=64", "capture.scan.feed_dpi=64", NULL };
    struct ecg_work *work = studio_work(studio, name, sets, 3, 0);
    struct ecg_image whole = draw(studio, work, WHOLE_PX), tiled = draw(studio, work, TILE_PX);
    struct difference d = compare(&whole, &tiled);
    /* Interpolation rounds by where a tile begins, which two pixels in a thousand show by a level,
     * and a few in a million, on something's very edge, by more. */
    int n = whole.width_px * whole.height_px;
    if (!CHECK(d.any <= n / 500) || !CHECK(d.far <= n / 50000))
        printf("%s: %d pixels differ, %d of them by more than 1; at most by %d\n", name, d.any,
            d.far, d.most);
    ecg_image_free(&whole);
    ecg_image_free(&tiled);
    ecg_work_destroy(&work);
}

int main(int argc, char **argv)
{
    static const char *const recipes[] = { "clean", "kit-all", "notes-full", "handled", "old",
        "stained", "soaked", "mouldy", "folded", "crumpled", "torn", "damaged", "photocopy", "fax",
        "0003-scan-color", "0004-scan-bw", "0005-photo", "0006-screen", "0009-photo-stained",
        "0010-photo-damaged", "0011-scan-mold-color", "0012-scan-mold-bw" };
    struct studio studio;
    studio_open(&studio);
    for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
        if (argc < 2)
            test_recipe(&studio, recipes[i]);
    for (int i = 1; i < argc; i++)
        test_recipe(&studio, argv[i]);
    studio_close(&studio);
    return check_done();
}
