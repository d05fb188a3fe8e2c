/*
 * From a page, its mesh and its drawing to pixels. Belongs to the thread of its context; drawings
 * are built elsewhere, ahead of it.
 */
#ifndef RENDER_RENDERER_H
#define RENDER_RENDERER_H

#include "core/image.h"
#include "gpu/context.h"
#include "gpu/shown.h"
#include "render/ink.h"
#include "render/light.h"
#include "render/sheet.h"
#include "render/sheet_parts.h"

struct ecg_renderer;

/* What one picture is made of; only read, and not needed after the call it is given to. */
struct ecg_render_job {
    const struct ecg_scene *scene;
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;       /* its width_px x height_px is the picture's size */
    const struct ecg_drawing *drawing; /* of that page through that mesh; `on_screen`, if any */
    const struct ecg_sheet *sheet;     /* of that scene and page; NULL: clean */
    const struct ecg_light *light;     /* of that scene and mesh; NULL: even */
    const struct ecg_mesh
        *on_screen; /* capture.kind screen, of which sheet and light are not
                       used: ecg_mesh_build_screen's; else NULL. Coverage: NULL */
    /* Of that mesh, sheet and drawing; NULL: found here, which the thread waits for. Not used of
     * screens, nor for coverage. */
    const struct ecg_parts *parts;
};

/* `gpu` is used, not owned: it must outlive the renderer. */
int ecg_renderer_create(
    struct ecg_renderer **renderer, struct ecg_gpu *gpu, struct ecg_error *error);
void ecg_renderer_destroy(struct ecg_renderer **renderer);

/* Pictures with a longer side are drawn in tiles of at most this size; at first 4096, which keeps
 * each target at 128 MB. Truth does not change with it, and pictures as good as not: where values
 * are interpolated over triangles, these round by where a tile begins, which up to two
 * pixels in a thousand show by one level, and a few in a million, on something's very edge, by
 * more. At least 64, at most what the device can. */
void ecg_renderer_set_tile(struct ecg_renderer *renderer, int side_px);

/* One picture, waited for: RGBA, opaque; the caller frees it (ecg_image_free). ECG_E_GPU,
 * ECG_E_MEMORY, ECG_E_LIMIT. Not while pictures are under way. */
int ecg_render_frame(struct ecg_renderer *renderer, const struct ecg_render_job *job,
    struct ecg_image *image, struct ecg_error *error);

/* The same in two steps, so that the next pictures are drawn while one travels back: at most
 * ecg_renderer_depth pictures may be submitted and not fetched (3 on a GPU, 1 in software). They
 * come back in order. A submit that fails has left nothing to be fetched. */
int ecg_renderer_submit(
    struct ecg_renderer *renderer, const struct ecg_render_job *job, struct ecg_error *error);
int ecg_renderer_fetch(
    struct ecg_renderer *renderer, struct ecg_image *image, struct ecg_error *error);
int ecg_renderer_depth(const struct ecg_renderer *renderer);
int ecg_renderer_pending(const struct ecg_renderer *renderer);

/* How much of each pixel the drawing covers, 0..255, as two pictures of four channels: coverage[0]
 * holds the layers 0..3, coverage[1] the layers 4..7 or, with nothing in them, no data. For masks,
 * from drawings of some of a page's things (struct ecg_ink_filter); what lies over the ink is for
 * the caller to take away, and STUCK things are left out. Of the job only scene, page, mesh and
 * drawing count. The caller frees both. May be called while pictures are under way. */
int ecg_render_coverage(struct ecg_renderer *renderer, const struct ecg_render_job *job,
    struct ecg_image coverage[2], struct ecg_error *error);

/* A picture in steps of a pass over a tile, for the preview, which may want to give it up in
 * between: `shown` gets its size with begin and is filled by the steps, which say how many are
 * left. The job is read until none is left, or the picture is given up; no other picture may be
 * drawn before. A step that fails has given it up. Not while pictures are under way. */
int ecg_render_begin(struct ecg_renderer *renderer, const struct ecg_render_job *job,
    struct ecg_shown *shown, struct ecg_error *error);
int ecg_render_step(struct ecg_renderer *renderer, int *left, struct ecg_error *error);
void ecg_render_give_up(struct ecg_renderer *renderer);

#endif
