/* One picture on its way: what is made before rendering, and what is rendered. */
#ifndef JOB_FRAME_H
#define JOB_FRAME_H

#include "core/image.h"
#include "page/font.h"
#include "page/page.h"
#include "recipe/recipe.h"
#include "render/ink.h"
#include "render/mesh.h"

/* Owned whole: ecg_frame_work_destroy. */
struct ecg_frame_work {
    char *name;                      /* of its files, without ending */
    const struct ecg_record *record; /* not owned */
    struct ecg_scene scene;
    struct ecg_page *page;
    struct ecg_mesh *mesh;
    struct ecg_drawing *drawing;
    struct ecg_image image; /* empty until it is rendered */
};

/* Everything before rendering, by any thread: page, notes, mesh, ink. Errors as their rooms'. */
int ecg_frame_work_create(struct ecg_frame_work **work, const char *name,
    const struct ecg_scene *scene, const struct ecg_record *record, const struct ecg_fonts *fonts,
    struct ecg_error *error);
void ecg_frame_work_destroy(struct ecg_frame_work **work);

#endif
