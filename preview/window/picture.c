#include "picture.h"

#include "../model/stages.h"
#include "core/alloc.h"
#include "gpu/program.h"
#include "gpu/timer.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* Tiles on a software renderer: small enough for input to be answered between two. */
enum { SOFTWARE_TILE_PX = 1024 };

double picture_now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int picture_open(struct picture *picture, struct maker *maker, struct ecg_error *error)
{
    *picture = (struct picture){ .maker = maker };
    int code = ecg_gpu_adopt(&picture->gpu, error);
    if (code == 0)
        code = ecg_renderer_create(&picture->renderer, picture->gpu, error);
    if (code == 0 && ecg_gpu_is_software(picture->gpu))
        ecg_renderer_set_tile(picture->renderer, SOFTWARE_TILE_PX);
    return code;
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
        picture_give_up(picture);
        free_side(picture, &picture->draft);
        free_side(picture, &picture->whole);
        ecg_shown_free(&picture->overlay);
    }
    ecg_renderer_destroy(&picture->renderer);
    ecg_gpu_close(&picture->gpu);
}

/* The same page, its ink where it is, on clean and evenly lit paper. */
struct clean_job {
    struct ecg_scene scene;
    struct ecg_render_job job;
};

static void make_clean(struct clean_job *clean, const struct made *made)
{
    clean->scene = made->work->scene;
    stages_keep(&clean->scene, STAGES_NOTES);
    clean->job = (struct ecg_render_job){
        .scene = &clean->scene,
        .page = made->work->page,
        .mesh = made->work->mesh,
        .drawing = made->clean ? made->clean : made->work->drawing,
    };
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
    struct clean_job clean;
    picture_give_up(picture);
    double since_s = picture_now_s();
    if (side->made)
        maker_give_back(picture->maker, &side->made);
    side->made = *made;
    *made = NULL;
    struct ecg_render_job job = ecg_work_job(side->made->work);
    int code = draw_now(picture, &job, &side->shown, error);
    side->has_clean = 0;
    if (code == 0 && with_clean) {
        make_clean(&clean, side->made);
        code = draw_now(picture, &clean.job, &side->clean, error);
        side->has_clean = code == 0;
    }
    ecg_gpu_finish(picture->gpu);
    picture->draft_ms = 1e3 * (picture_now_s() - since_s);
    return code;
}

int picture_begin(struct picture *picture, struct made **made, struct ecg_error *error)
{
    picture_give_up(picture);
    picture->coming = *made;
    *made = NULL;
    picture->step = picture->n_steps = picture->is_clean_coming = 0;
    picture->since_s = picture_now_s();
    picture->prepare_ms = 1e3 * picture->coming->seconds;
    struct ecg_render_job job = ecg_work_job(picture->coming->work);
    ecg_timers_enable(ecg_gpu_timers(picture->gpu), 1);
    int code = ecg_render_begin(picture->renderer, &job, &picture->whole.shown, error);
    if (code < 0)
        picture_give_up(picture);
    return code;
}

static void read_timers(struct picture *picture)
{
    struct ecg_timers *timers = ecg_gpu_timers(picture->gpu);
    struct ecg_timing timing;
    int i = 0;
    for (; i < PICTURE_MOST_PASSES && ecg_timers_read(timers, i, &timing); i++)
        picture->passes[i] = (struct picture_pass){ timing.name, timing.total_ms };
    picture->n_passes = i;
    ecg_timers_enable(timers, 0);
}

static void finish(struct picture *picture)
{
    struct picture_side *side = &picture->whole;
    if (side->made)
        maker_give_back(picture->maker, &side->made);
    side->made = picture->coming;
    picture->coming = NULL;
    ecg_shown_finish(&side->shown);
    side->has_clean = picture->is_clean_coming;
    if (side->has_clean)
        ecg_shown_finish(&side->clean);
}

int picture_step(struct picture *picture, int with_clean, int *left, struct ecg_error *error)
{
    int code = ecg_render_step(picture->renderer, left, error);
    ecg_gpu_finish(picture->gpu);
    picture->step++;
    picture->n_steps = picture->step + *left;
    if (code == 0 && *left == 0 && !picture->is_clean_coming) {
        picture->whole_ms = 1e3 * (picture_now_s() - picture->since_s);
        read_timers(picture);
        if (with_clean) {
            struct clean_job clean;
            make_clean(&clean, picture->coming);
            code = draw_now(picture, &clean.job, &picture->whole.clean, error);
            picture->is_clean_coming = 1;
        }
    }
    if (code < 0)
        picture_give_up(picture);
    else if (*left == 0)
        finish(picture);
    return code;
}

void picture_give_up(struct picture *picture)
{
    if (!picture->coming)
        return;
    ecg_render_give_up(picture->renderer);
    ecg_timers_enable(ecg_gpu_timers(picture->gpu), 0);
    maker_give_back(picture->maker, &picture->coming);
}

/* ---- Overlays */

static int upload(struct picture *picture, struct ecg_image *colors, struct ecg_error *error)
{
    int code = ecg_shown_upload(&picture->overlay, colors, error);
    ecg_image_free(colors);
    return code;
}

int picture_draw_masks(struct picture *picture, struct ecg_error *error)
{
    static const uint8_t inks[MADE_MASKS][3] = { { 255, 176, 32 }, { 46, 160, 255 },
        { 60, 200, 110 }, { 232, 70, 200 } };
    const struct made *made = picture->draft.made;
    struct ecg_render_job job = ecg_work_job(made->work);
    struct ecg_image colors = { 0 };
    job.on_screen = NULL;
    int code = ecg_image_make(&colors, made->work->mesh->width_px, made->work->mesh->height_px, 4);
    for (int k = 0; code == 0 && k < MADE_MASKS && made->masks[k]; k++) {
        struct ecg_image mask = { 0 };
        job.drawing = made->masks[k];
        code = ecg_render_mask(picture->renderer, &job, &mask, error);
        size_t n = code == 0 ? (size_t)mask.width_px * (size_t)mask.height_px : 0;
        for (size_t i = 0; i < n; i++)
            if (mask.data[i] > colors.data[4 * i + 3] / 2) {
                memcpy(colors.data + 4 * i, inks[k], 3);
                colors.data[4 * i + 3] = mask.data[i];
            }
        ecg_image_free(&mask);
    }
    if (code == 0)
        return upload(picture, &colors, error);
    ecg_image_free(&colors);
    return code;
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
    picture_give_up(picture);
    ecg_programs_clear(ecg_gpu_programs(picture->gpu));
}
