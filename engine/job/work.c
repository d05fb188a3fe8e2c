#include "job/work.h"

#include "core/alloc.h"
#include "notes/notes.h"

/* How wet the sheet once was at a point of it: there it has cockled. */
static double wetness_at(const void *priv, double x_mm, double y_mm)
{
    const struct ecg_sheet *sheet = priv;
    int i = (int)(x_mm * sheet->px_per_mm), j = (int)(y_mm * sheet->px_per_mm);
    i = i < sheet->width ? i : sheet->width - 1;
    j = j < sheet->height ? j : sheet->height - 1;
    return sheet->stain[4 * ((size_t)j * (size_t)sheet->width + (size_t)i) + 3] / 255.0;
}

/* The mesh and truth of a photographed screen are there; its lattice of subpixels is not drawn
 * yet. */
static int check_capture(const struct ecg_scene *scene, struct ecg_error *error)
{
    if (scene->capture_kind != ECG_CAPTURE_SCREEN)
        return 0;
    return ecg_fail(error, ECG_E_UNSUPPORTED,
        "capture.kind: screen: not made by this version; expected none, scan, photo, copy or fax");
}

static int build(struct ecg_work *work, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    int code = check_capture(&work->scene, error);
    if (code == 0)
        code = ecg_page_build(&work->page, &work->scene, work->record, fonts, error);
    if (code == 0)
        code = ecg_notes_add(work->page, &work->scene, work->record, fonts, error);
    if (code == 0)
        code = ecg_sheet_build(&work->sheet, &work->scene, work->page, error);
    if (code == 0) {
        struct ecg_wetness wetness = { wetness_at, work->sheet };
        code = ecg_mesh_build_wet(&work->mesh, &work->scene, work->page->width_mm,
            work->page->height_mm, work->sheet->is_wet ? &wetness : NULL, error);
    }
    if (code == 0)
        code = ecg_drawing_create(&work->drawing, error);
    if (code == 0) {
        struct ecg_drawing_source source = {
            .page = work->page, .mesh = work->mesh, .fonts = fonts
        };
        code = ecg_drawing_build(work->drawing, &source, error);
    }
    if (code == 0)
        code = ecg_light_build(&work->light, &work->scene, work->mesh, error);
    return code;
}

int ecg_work_create(struct ecg_work **out, const char *name, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_work *work = ecg_calloc(1, sizeof *work);
    if (work)
        work->name = ecg_strdup(name);
    if (!work || !work->name) {
        ecg_free(work);
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", name);
    }
    work->scene = *scene;
    work->record = record;
    int code = build(work, fonts, error);
    if (code < 0) {
        ecg_work_destroy(&work);
        return code;
    }
    *out = work;
    return 0;
}

void ecg_work_destroy(struct ecg_work **work)
{
    struct ecg_work *w = *work;
    if (!w)
        return;
    ecg_image_free(&w->image);
    ecg_light_destroy(&w->light);
    ecg_sheet_destroy(&w->sheet);
    ecg_drawing_destroy(&w->drawing);
    ecg_mesh_destroy(&w->mesh);
    ecg_page_destroy(&w->page);
    ecg_free(w->name);
    ecg_free(w);
    *work = NULL;
}

struct ecg_render_job ecg_work_job(const struct ecg_work *work)
{
    return (struct ecg_render_job){
        .scene = &work->scene,
        .page = work->page,
        .mesh = work->mesh,
        .drawing = work->drawing,
        .sheet = work->sheet,
        .light = work->light,
    };
}
