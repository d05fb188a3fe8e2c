/* One picture on its way from a drawn scene to a rendered image. */
#ifndef JOB_WORK_H
#define JOB_WORK_H

#include "core/image.h"
#include "page/font.h"
#include "page/page.h"
#include "render/ink.h"
#include "render/mesh.h"
#include "render/renderer.h"
#include "render/sheet_parts.h"

/* Owned whole, but for the record. */
struct ecg_work {
    char *name; /* of its files, without ending */
    const struct ecg_record *record;
    struct ecg_scene scene;
    struct ecg_page *page;
    struct ecg_mesh *mesh;
    struct ecg_drawing *drawing;
    struct ecg_mesh *on_screen; /* of capture.kind screen only: sheet and light are then NULL */
    struct ecg_sheet *sheet;
    struct ecg_light *light;
    struct ecg_parts parts;    /* of mesh, sheet and drawing; not of a screen */
    struct ecg_image image;    /* empty until it is rendered */
    struct ecg_extras *extras; /* see extras.h; NULL: none are asked for */
    /* For a job: */
    void *owner;            /* whoever counts the record's users */
    size_t held_bytes;      /* what it counts for while it is under way */
    uint64_t number;        /* of its task, and which page of it */
    int page_number, pages; /* 0 pages: the task gives one picture */
};

/* Everything before rendering, on any thread. The record's derived leads are in it already. Errors
 * as the rooms'. */
int ecg_work_create(struct ecg_work **work, const char *name, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error);

/* The same one by one, each step in its order, for whoever measures them or changes the scene: a
 * step done again is built anew from work->scene. After a failure the work is only to be
 * destroyed. */
enum ecg_work_step {
    ECG_WORK_PAGE,
    ECG_WORK_NOTES,
    ECG_WORK_SHEET,
    ECG_WORK_MESH,
    ECG_WORK_INK,
    ECG_WORK_LIGHT,
    ECG_WORK_PARTS,
    ECG_WORK_STEPS
};
int ecg_work_start(struct ecg_work **work, const char *name, const struct ecg_scene *scene,
    const struct ecg_record *record, struct ecg_error *error);
int ecg_work_do(struct ecg_work *work, enum ecg_work_step step, const struct ecg_fonts *fonts,
    struct ecg_error *error);
/* Frees what only rendering needed, once the image is there. */
void ecg_work_rendered(struct ecg_work *work);
void ecg_work_destroy(struct ecg_work **work);

/* What became of the paper under a page position, an enum ecg_sheet_hidden: holes, tears, tape,
 * bars; beyond a screen it is GONE. priv: the work. */
int ecg_work_fate(void *priv, double x_mm, double y_mm);
/* 0 when that is VISIBLE everywhere. */
int ecg_work_has_fate(const struct ecg_work *work);

/* What the renderer takes; valid while the work is. */
struct ecg_render_job ecg_work_job(const struct ecg_work *work);

#endif
