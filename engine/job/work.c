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

/* The sheet and how it is bent, before the mesh carries it. */
static int build_mesh(struct ecg_work *work, struct ecg_error *error)
{
    const struct ecg_scene *scene = &work->scene;
    double width_mm = work->page->width_mm, height_mm = work->page->height_mm;
    if (scene->capture_kind == ECG_CAPTURE_SCREEN) {
        int code = ecg_mesh_build(&work->mesh, scene, width_mm, height_mm, error);
        return code < 0 ? code : ecg_mesh_build_screen(&work->on_screen, work->mesh, scene, error);
    }
    int code = ecg_sheet_build(&work->sheet, scene, work->page, error);
    if (code < 0)
        return code;
    struct ecg_wetness wetness = { wetness_at, work->sheet };
    return ecg_mesh_build_wet(
        &work->mesh, scene, width_mm, height_mm, work->sheet->is_wet ? &wetness : NULL, error);
}

static int build(struct ecg_work *work, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    int code = ecg_page_build(&work->page, &work->scene, work->record, fonts, error);
    if (code == 0)
        code = ecg_notes_add(work->page, &work->scene, work->record, fonts, error);
    if (code == 0)
        code = build_mesh(work, error);
    if (code == 0)
        code = ecg_drawing_create(&work->drawing, error);
    if (code == 0) {
        struct ecg_drawing_source source = { .page = work->page,
            .mesh = work->on_screen ? work->on_screen : work->mesh,
            .fonts = fonts };
        code = ecg_drawing_build(work->drawing, &source, error);
    }
    if (code == 0 && work->sheet)
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
    ecg_mesh_destroy(&w->on_screen);
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
        .on_screen = work->on_screen,
    };
}
