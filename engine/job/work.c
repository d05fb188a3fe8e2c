#include "job/work.h"

#include "core/alloc.h"
#include "job/extras.h"
#include "notes/notes.h"
#include "render/sheet_visibility.h"

/* How wet the sheet once was at a point of it: there it has cockled. */
static double wetness_at(const void *priv, double x_mm, double y_mm)
{
    const struct ecg_sheet *sheet = priv;
    int i = (int)(x_mm * sheet->px_per_mm), j = (int)(y_mm * sheet->px_per_mm);
    i = i < sheet->width ? i : sheet->width - 1;
    j = j < sheet->height ? j : sheet->height - 1;
    return sheet->stain[4 * ((size_t)j * (size_t)sheet->width + (size_t)i) + 3] / 255.0;
}

static int is_screen(const struct ecg_work *work)
{
    return work->scene.capture_kind == ECG_CAPTURE_SCREEN;
}

/* The mesh that carries the sheet, and with a screen the one that carries the page on it. */
static int build_mesh(struct ecg_work *work, struct ecg_error *error)
{
    const struct ecg_scene *scene = &work->scene;
    double width_mm = work->page->width_mm, height_mm = work->page->height_mm;
    ecg_mesh_destroy(&work->mesh);
    ecg_mesh_destroy(&work->on_screen);
    if (is_screen(work)) {
        int code = ecg_mesh_build(&work->mesh, scene, width_mm, height_mm, error);
        return code < 0 ? code : ecg_mesh_build_screen(&work->on_screen, work->mesh, scene, error);
    }
    struct ecg_wetness wetness = { wetness_at, work->sheet };
    return ecg_mesh_build_wet(
        &work->mesh, scene, width_mm, height_mm, work->sheet->is_wet ? &wetness : NULL, error);
}

static int build_ink(struct ecg_work *work, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    struct ecg_drawing_source source = {
        .page = work->page, .mesh = work->on_screen ? work->on_screen : work->mesh, .fonts = fonts
    };
    int code = work->drawing ? 0 : ecg_drawing_create(&work->drawing, error);
    return code < 0 ? code : ecg_drawing_build(work->drawing, &source, error);
}

int ecg_work_do(struct ecg_work *work, enum ecg_work_step step, const struct ecg_fonts *fonts,
    struct ecg_error *error)
{
    const struct ecg_scene *scene = &work->scene;
    switch (step) {
    case ECG_WORK_PAGE:
        ecg_page_destroy(&work->page);
        return ecg_page_build(&work->page, scene, work->record, fonts, error);
    case ECG_WORK_NOTES:
        return ecg_notes_add(work->page, scene, work->record, fonts, error);
    case ECG_WORK_SHEET:
        ecg_sheet_destroy(&work->sheet);
        return is_screen(work) ? 0 : ecg_sheet_build(&work->sheet, scene, work->page, error);
    case ECG_WORK_MESH:
        return build_mesh(work, error);
    case ECG_WORK_INK:
        return build_ink(work, fonts, error);
    case ECG_WORK_LIGHT:
        ecg_light_destroy(&work->light);
        return is_screen(work) ? 0 : ecg_light_build(&work->light, scene, work->mesh, error);
    case ECG_WORK_PARTS:
        return is_screen(work)
                   ? 0
                   : ecg_parts_build(&work->parts, work->mesh, work->sheet, work->drawing, error);
    default:
        return 0;
    }
}

int ecg_work_start(struct ecg_work **out, const char *name, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_error *error)
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
    *out = work;
    return 0;
}

int ecg_work_create(struct ecg_work **work, const char *name, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    int code = ecg_work_start(work, name, scene, record, error);
    for (int step = 0; code == 0 && step < ECG_WORK_STEPS; step++)
        code = ecg_work_do(*work, (enum ecg_work_step)step, fonts, error);
    if (code < 0)
        ecg_work_destroy(work);
    return code;
}

void ecg_work_rendered(struct ecg_work *work)
{
    ecg_drawing_destroy(&work->drawing);
    ecg_light_destroy(&work->light);
    ecg_parts_free(&work->parts);
}

void ecg_work_destroy(struct ecg_work **work)
{
    struct ecg_work *w = *work;
    if (!w)
        return;
    ecg_extras_destroy(&w->extras);
    ecg_image_free(&w->image);
    ecg_parts_free(&w->parts);
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

int ecg_work_fate(void *priv, double x_mm, double y_mm)
{
    const struct ecg_work *work = priv;
    double sheet_x_mm, sheet_y_mm;
    ecg_print_to_sheet(&work->mesh->print, x_mm, y_mm, &sheet_x_mm, &sheet_y_mm);
    if (work->on_screen)
        return ecg_mesh_on_screen(work->mesh, sheet_x_mm, sheet_y_mm) ? ECG_SHEET_VISIBLE
                                                                      : ECG_SHEET_GONE;
    return ecg_sheet_hidden(work->sheet, sheet_x_mm, sheet_y_mm);
}

int ecg_work_has_fate(const struct ecg_work *work)
{
    return work->on_screen || (work->sheet && (work->sheet->outline || work->sheet->n_decals > 0));
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
        .parts = work->on_screen ? NULL : &work->parts,
    };
}
