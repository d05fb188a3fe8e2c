#include "job/draft.h"

#include <math.h>
#include <string.h>

enum {
    PAGE = 1 << ECG_WORK_PAGE | 1 << ECG_WORK_NOTES,
    SHEET = 1 << ECG_WORK_SHEET,
    MESH = 1 << ECG_WORK_MESH,
    INK = 1 << ECG_WORK_INK,
    LIGHT = 1 << ECG_WORK_LIGHT,
    PARTS = 1 << ECG_WORK_PARTS,
    BENT = MESH | INK | LIGHT | PARTS, /* what a new mesh asks for */
    ALL = (1 << ECG_WORK_STEPS) - 1
};

/* Parameters by the beginnings of their names, the longest first among those that share one. */
static const struct {
    const char *prefix;
    unsigned steps;
} touched[] = {
    { "capture.camera.", MESH },
    { "capture.scan.", MESH },
    { "capture.screen.", MESH },
    { "capture.width_px", MESH },
    { "capture.height_px", MESH },
    { "capture.turns", MESH },
    { "capture.kind", SHEET | MESH },
    { "capture.", 0 },
    { "light.", LIGHT },
    { "bend.print.feed", SHEET | MESH },
    { "bend.", MESH },
    { "sheet.", SHEET },
    { "output.dpi", MESH },
    { "output.", 0 },
    { "", ALL },
};

static unsigned steps_of(const char *name)
{
    size_t i = 0;
    while (strncmp(name, touched[i].prefix, strlen(touched[i].prefix)) != 0)
        i++;
    return touched[i].steps;
}

unsigned ecg_draft_steps(const struct ecg_scene *from, const struct ecg_scene *to)
{
    if (memcmp(&from->key, &to->key, sizeof from->key) != 0)
        return ALL;
    unsigned steps = 0;
    for (const struct ecg_param *param = ecg_params; param->name; param++)
        if (memcmp((const char *)from + param->offset, (const char *)to + param->offset,
                ecg_param_size(param)) != 0)
            steps |= steps_of(param->name);
    if (steps & MESH)
        steps |= BENT;
    if (steps & SHEET)
        steps |= PARTS;
    return steps;
}

void ecg_draft_scale(struct ecg_scene *scene, double scale, const double page_px[2])
{
    double *const scaled[] = { &scene->output_dpi, &scene->capture_scan_dpi,
        &scene->capture_scan_feed_dpi, &scene->capture_lens_blur_px,
        &scene->capture_lens_defocus_px, &scene->capture_lens_shake_px,
        &scene->capture_lens_fringe_px, &scene->capture_scan_blur_px };
    for (size_t i = 0; i < sizeof scaled / sizeof scaled[0]; i++)
        *scaled[i] *= scale;
    scene->capture_width_px = (int)fmax(1, round(page_px[0] * scale));
    scene->capture_height_px = (int)fmax(1, round(page_px[1] * scale));
}

/* How large the picture is, and what a draft of it asks for. */
static void scale_down(struct ecg_draft *draft)
{
    struct ecg_work *work = draft->work;
    struct ecg_camera camera;
    ecg_camera_draw(&camera, &draft->wanted, work->page->width_mm, work->page->height_mm);
    const double page_px[2] = { camera.width_px, camera.height_px };
    draft->scale = fmin(1, draft->longest_px / fmax(page_px[0], page_px[1]));
    work->scene = draft->wanted;
    if (draft->scale < 1)
        ecg_draft_scale(&work->scene, draft->scale, page_px);
}

static int start(struct ecg_draft *draft, const struct ecg_record *record, struct ecg_error *error)
{
    ecg_draft_free(draft);
    return ecg_work_start(&draft->work, "draft", &draft->wanted, record, error);
}

static int build(struct ecg_draft *draft, unsigned steps, const struct ecg_fonts *fonts,
    struct ecg_error *error)
{
    struct ecg_work *work = draft->work;
    int was_wet = work->sheet && work->sheet->is_wet, code = 0;
    work->scene = draft->wanted; /* whose density the page may look at */
    for (int step = 0; code == 0 && step < ECG_WORK_STEPS; step++) {
        if (step == ECG_WORK_SHEET)
            scale_down(draft);
        if (step == ECG_WORK_MESH && steps & SHEET &&
            (was_wet || (work->sheet && work->sheet->is_wet)))
            steps |= BENT; /* wet paper cockles */
        if (steps >> step & 1)
            code = ecg_work_do(work, (enum ecg_work_step)step, fonts, error);
    }
    return code;
}

int ecg_draft_make(struct ecg_draft *draft, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, int longest_px,
    struct ecg_error *error)
{
    unsigned steps = ALL;
    int code = 0;
    if (draft->work && draft->work->record == record) {
        steps = ecg_draft_steps(&draft->wanted, scene);
        if (longest_px != draft->longest_px)
            steps |= BENT;
        draft->wanted = *scene;
    } else {
        draft->wanted = *scene;
        code = start(draft, record, error);
    }
    draft->longest_px = longest_px;
    if (code == 0)
        code = build(draft, steps, fonts, error);
    if (code < 0)
        ecg_draft_free(draft);
    return code;
}

void ecg_draft_free(struct ecg_draft *draft)
{
    ecg_work_destroy(&draft->work);
}
