/*
 * What the passes share while one picture, or one tile of it, is drawn. Each pass is a file beside
 * its shaders: create, run for every frame, destroy.
 *
 * print: ink -> coverage targets.  compose: a flat, clean sheet in one step -> output.
 * sheet (and its light): paper, ink and stains -> output where nothing has to be mixed in, else
 * linear.  capture: linear -> picture.
 */
#ifndef RENDER_FRAME_H
#define RENDER_FRAME_H

#include "gpu/context.h"
#include "gpu/program.h"
#include "gpu/target.h"
#include "gpu/timer.h"
#include "page/page.h"
#include "render/ink.h"
#include "render/mesh.h"
#include "render/part_boxes.h"

struct ecg_frame {
    struct ecg_gpu *gpu;
    const struct ecg_scene *scene;
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;
    const struct ecg_drawing *drawing;

    /* The tile: its top-left corner in the image, and its size; every target is of that size and
     * its row 0 is the tile's top row. gl_FragCoord.xy + tile corner = image px. */
    int x_px, y_px, width_px, height_px;
    /* The paper is flat, lies square in the image and fills it. */
    int is_flat;

    /* Of bent sheets: place_pass.h. */
    struct ecg_target place;
    int has_place; /* of this tile */

    /* Coverage, by the print pass: channel k of print is layer k, of notes layer 4 + k. stuck is
     * premultiplied linear colour. notes and stuck exist only when has_notes, has_stuck. */
    struct ecg_target print, notes, stuck;
    int has_notes, has_stuck;
    /* The tile's parts, of a sheet that is not clean. */
    const struct ecg_part_boxes *boxes;
    /* Linear light, RGBA16F: 1 is the clean paper's white under the scene's light; premultiplied
     * by a, how much of the pixel the sheet covers. is_opaque: a is 1 everywhere. Of pictures that
     * are not captured it holds the empty and the open parts alone, and nothing in the others. */
    int is_opaque;
    struct ecg_target linear;
    /* From then on the ink is not read any more in this tile: print and stuck may hold other
     * things of their format. */
    int is_ink_done;
    /* The picture, RGBA8, sRGB, opaque: `output`, or whichever other target the last pass has put
     * it into. */
    struct ecg_target output;
    const struct ecg_target *picture;

    /* The sheet's triangles: see shaders/common/mesh.vert. */
    GLuint mesh_vao;
    GLsizei mesh_indices; /* glDrawElements(GL_TRIANGLES, mesh_indices, GL_UNSIGNED_INT, 0) */
    GLuint empty_vao;     /* for ecg_pass_run */
};

/* Uses the program and sets the uniforms that shaders/common/ declares, where the program has
 * them: tile, image size, inks, paper, mesh steps and print map; binds print, notes and stuck to
 * texture units 0, 1 and 2 until the ink is done. Units from 3 on are the pass's own. */
void ecg_frame_use(const struct ecg_frame *frame, GLuint program);

/* "NOTES;STUCK" as the frame has them: defines for shaders that include common/ink.glsl. */
const char *ecg_frame_ink_defines(const struct ecg_frame *frame);

/* For triangles whose values are interpolated: until ecg_frame_unview() a viewport far wider than
 * the tile, scissored to it. A rasterizer cuts triangles at its viewport's border; the slivers
 * that it leaves there interpolate badly, and differently in each tile. Vertices go through
 * position_in_view(). */
struct ecg_frame_view {
    int is_scissored; /* the caller's own scissor is kept */
};
struct ecg_frame_view ecg_frame_view(const struct ecg_frame *frame);
void ecg_frame_unview(const struct ecg_frame *frame, struct ecg_frame_view view);

/* Draws the sheet's triangles with common/mesh.vert's outputs, nearest part of the sheet on top
 * where it overlaps itself; `program` is in use and its target bound. */
void ecg_frame_draw_mesh(const struct ecg_frame *frame);

#endif
