/* One picture at a time, for programs that make them on the fly. */
#include "core/alloc.h"
#include "core/string.h"
#include "job/finish.h"
#include "job/work.h"
#include "output/image_json.h"
#include "recipe/recipe.h"
#include "record/record.h"

#include <stdio.h>

struct ecg_press {
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_fonts *fonts;
    struct ecg_finisher *finisher;
};

int ecg_press_create(struct ecg_press **out, const char *device, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_press *press = ecg_calloc(1, sizeof *press);
    if (!press)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    const struct ecg_finisher_params params = { ECG_FORMAT_NONE, .without_wfdb = 1 };
    int code = ecg_fonts_open(&press->fonts, error);
    if (code == 0)
        code = ecg_finisher_create(&press->finisher, &params, error);
    if (code == 0)
        code = ecg_gpu_open(&press->gpu, device, error);
    if (code == 0)
        code = ecg_renderer_create(&press->renderer, press->gpu, error);
    if (code < 0) {
        ecg_press_destroy(&press);
        return code;
    }
    *out = press;
    return 0;
}

void ecg_press_destroy(struct ecg_press **press)
{
    struct ecg_press *p = *press;
    if (!p)
        return;
    ecg_renderer_destroy(&p->renderer);
    ecg_gpu_close(&p->gpu);
    ecg_finisher_destroy(&p->finisher);
    ecg_fonts_close(&p->fonts);
    ecg_free(p);
    *press = NULL;
}

const char *ecg_press_device(const struct ecg_press *press)
{
    return ecg_gpu_name(press->gpu);
}

static int print_work(struct ecg_press *press, struct ecg_work *work, struct ecg_picture *picture,
    struct ecg_error *error)
{
    struct ecg_render_job job = ecg_work_job(work);
    struct ecg_files files = { 0 };
    int code = ecg_render_frame(press->renderer, &job, &work->image, error);
    if (code == 0)
        code = ecg_finisher_encode(press->finisher, work, &files, error);
    if (code == 0)
        code = ecg_string_take(&picture->json, ecg_files_find(&files, ".json"), error);
    if (code == 0) {
        /* In place: the memory is then too large by a quarter. */
        ecg_image_rgb(&work->image, work->image.data);
        picture->width_px = work->image.width_px;
        picture->height_px = work->image.height_px;
        picture->rgb = work->image.data;
        work->image.data = NULL;
    }
    ecg_files_free(&files);
    return code;
}

int ecg_press_print(struct ecg_press *press, const struct ecg_recipe *recipe,
    const struct ecg_record *record, uint64_t seed, uint64_t variant, struct ecg_picture *picture,
    struct ecg_error *error)
{
    *picture = (struct ecg_picture){ 0 };
    struct ecg_scene scene;
    struct ecg_work *work = NULL;
    char name[320];
    snprintf(name, sizeof name, "%.256s-%llu", record->id, (unsigned long long)variant);
    int code = ecg_recipe_draw(recipe, seed, record->id, variant, &scene, error);
    if (code == 0)
        code = ecg_gpu_make_current(press->gpu, error);
    if (code == 0)
        code = ecg_work_create(&work, name, &scene, record, press->fonts, error);
    if (code == 0)
        code = print_work(press, work, picture, error);
    ecg_work_destroy(&work);
    return code;
}

void ecg_picture_free(struct ecg_picture *picture)
{
    ecg_free(picture->rgb);
    ecg_string_free(&picture->json);
    *picture = (struct ecg_picture){ 0 };
}

int ecg_list_devices(struct ecg_string *out, struct ecg_error *error)
{
    struct ecg_gpu_device devices[16];
    struct ecg_buffer text = { 0 };
    int count = 0;
    *out = (struct ecg_string){ 0 };
    int code = ecg_gpu_list_devices(devices, 16, &count, error);
    if (code < 0)
        return code;
    for (int i = 0; i < count && i < 16; i++)
        ecg_buffer_format(&text, "%d  %s%s%s\n", devices[i].index,
            devices[i].is_usable ? "" : "(not usable) ", devices[i].name,
            devices[i].is_software ? "  [software]" : "");
    return ecg_string_take(out, &text, error);
}
