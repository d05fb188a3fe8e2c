#include "picture.h"

#include "core/alloc.h"
#include "core/clock.h"
#include "gpu/program.h"
#include "truth/maps.h"

#include <math.h>
#include <string.h>

int picture_open(struct picture *picture, struct maker *maker, struct ecg_error *error)
{
    *picture = (struct picture){ .maker = maker };
    int code = ecg_gpu_adopt(&picture->gpu, error);
    return code < 0 ? code : ecg_renderer_create(&picture->renderer, picture->gpu, error);
}

static void free_side(struct picture *picture, struct picture_side *side)
{
    if (side->made)
        maker_give_back(picture->maker, &side->made);
    ecg_shown_free(&side->shown);
    ecg_shown_free(&side->clean);
}

void picture_close(struct picture *picture)
{
    if (picture->renderer) {
        free_side(picture, &picture->draft);
        free_side(picture, &picture->whole);
        ecg_shown_free(&picture->overlay);
    }
    ecg_renderer_destroy(&picture->renderer);
    ecg_gpu_close(&picture->gpu);
}

static int draw_now(struct picture *picture, const struct ecg_render_job *job,
    struct ecg_shown *shown, struct ecg_error *error)
{
    int left = 1;
    int code = ecg_render_begin(picture->renderer, job, shown, error);
    while (code == 0 && left)
        code = ecg_render_step(picture->renderer, &left, error);
    if (code == 0)
        ecg_shown_smooth(shown);
    return code;
}

int picture_draw_draft(
    struct picture *picture, struct made **made, int with_clean, struct ecg_error *error)
{
    struct picture_side *side = &picture->draft;
    struct ecg_scene scene;
    double since_s = ecg_now_s();
    if (side->made)
        maker_give_back(picture->maker, &side->made);
    side->made = *made;
    *made = NULL;
    struct ecg_render_job job = ecg_work_job(side->made->work);
    int code = draw_now(picture, &job, &side->shown, error);
    side->has_clean = 0;
    if (code == 0 && with_clean) {
        job = maker_clean_job(side->made, &scene);
        code = draw_now(picture, &job, &side->clean, error);
        side->has_clean = code == 0;
    }
    ecg_gpu_finish(picture->gpu);
    picture->draft_ms = 1e3 * (ecg_now_s() - since_s);
    return code;
}

static int show_image(
    struct ecg_shown *shown, const struct ecg_image *image, struct ecg_error *error)
{
    int code = ecg_shown_upload(shown, image, error);
    if (code == 0)
        ecg_shown_finish(shown);
    return code;
}

int picture_take_whole(struct picture *picture, struct made **made, struct ecg_error *error)
{
    struct picture_side *side = &picture->whole;
    if (side->made)
        maker_give_back(picture->maker, &side->made);
    side->made = *made;
    *made = NULL;
    int code = show_image(&side->shown, &side->made->work->image, error);
    side->has_clean = 0;
    if (code == 0 && side->made->clean_image.data) {
        code = show_image(&side->clean, &side->made->clean_image, error);
        side->has_clean = code == 0;
    }
    return code;
}

/* ---- Overlays */

static int upload(struct picture *picture, struct ecg_image *colors, struct ecg_error *error)
{
    int code = ecg_shown_upload(&picture->overlay, colors, error);
    ecg_image_free(colors);
    return code;
}

/* The labels of `generate --truth mask-layers`. */
int picture_draw_masks(struct picture *picture, struct ecg_error *error)
{
    static const uint8_t inks[ECG_MASK_CLASSES][4] = {
        [ECG_MASK_GRID] = { 255, 176, 32, 255 },
        [ECG_MASK_TRACE] = { 46, 160, 255, 255 },
        [ECG_MASK_PULSE] = { 60, 200, 110, 255 },
        [ECG_MASK_TEXT] = { 60, 200, 110, 255 },
        [ECG_MASK_PEN] = { 232, 70, 200, 255 },
        [ECG_MASK_STAMP] = { 232, 70, 200, 255 },
        [ECG_MASK_STUCK] = { 232, 70, 200, 255 },
        [ECG_MASK_COVER] = { 232, 70, 200, 255 },
    };
    const struct made *made = picture->draft.made;
    const struct ecg_work *work = made->work;
    struct ecg_image colors;
    int code = ecg_masks_draw(
        made->masks, picture->renderer, &work->scene, work->page, work->mesh, error);
    if (code < 0)
        return code;
    ecg_maps_finish_masks(made->masks, made->places_mm, made->covered, made->gone);
    code = ecg_image_make(&colors, made->masks->width_px, made->masks->height_px, 4);
    if (code < 0)
        return ecg_fail(error, code, "overlay: out of memory");
    size_t n = (size_t)colors.width_px * (size_t)colors.height_px;
    for (size_t i = 0; i < n; i++)
        memcpy(colors.data + 4 * i, inks[made->masks->layers[i]], 4);
    return upload(picture, &colors, error);
}

/* Red grows to the right of the page, green downwards, with a dark line every 10 mm. */
static void color_place(const float mm[2], double width_mm, double height_mm, uint8_t rgba[4])
{
    if (!isfinite(mm[0]) || !isfinite(mm[1]))
        return;
    double x = fmin(fmax(mm[0] / width_mm, 0), 1), y = fmin(fmax(mm[1] / height_mm, 0), 1);
    double tile = fmod(floor(mm[0] / 10) + floor(mm[1] / 10), 2) != 0 ? 1 : 0.8;
    rgba[0] = (uint8_t)lround(255 * x * tile);
    rgba[1] = (uint8_t)lround(255 * y * tile);
    rgba[2] = (uint8_t)lround(255 * (1 - (x + y) / 2) * tile);
    rgba[3] = 170;
}

int picture_draw_places(struct picture *picture, struct ecg_error *error)
{
    const struct made *made = picture->draft.made;
    const struct ecg_mesh *mesh = made->work->mesh;
    struct ecg_image colors = { 0 };
    int code = ecg_image_make(&colors, mesh->width_px, mesh->height_px, 4);
    if (code < 0 || !made->places_mm) {
        ecg_image_free(&colors);
        return ecg_fail(error, ECG_E_MEMORY, "overlay: out of memory");
    }
    size_t n = (size_t)mesh->width_px * (size_t)mesh->height_px;
    for (size_t i = 0; i < n; i++)
        color_place(made->places_mm + 2 * i, made->work->page->width_mm,
            made->work->page->height_mm, colors.data + 4 * i);
    return upload(picture, &colors, error);
}

void picture_forget_programs(struct picture *picture)
{
    ecg_programs_clear(ecg_gpu_programs(picture->gpu));
}
