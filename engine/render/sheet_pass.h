/*
 * The sheet pass: paper, inks, stains, wear, mould and light in one fused shader, part by part
 * (sheet_parts.h), then the things lying on the sheet. In: the print pass's coverage targets. Out:
 * frame->linear, premultiplied by how much of each pixel the sheet covers; but of pictures that
 * are not captured, whole and noted parts go to frame->output, where they are done.
 */
#ifndef RENDER_SHEET_PASS_H
#define RENDER_SHEET_PASS_H

#include "render/frame.h"
#include "render/light.h"
#include "render/sheet.h"

enum { ECG_TILE_STEP_PX = 8 };

/* How far round a pixel the pass looks: see is_over_sheet() in shaders/sheet/sheet.frag. */
enum { ECG_SHEET_REACH_PX = 2 };

struct ecg_sheet_pass;

int ecg_sheet_pass_create(
    struct ecg_sheet_pass **pass, struct ecg_gpu *gpu, struct ecg_error *error);
void ecg_sheet_pass_destroy(struct ecg_sheet_pass **pass);

/* Whether anything at all happened to the sheet or its light; if not, the flat short cut draws
 * the same picture. */
int ecg_sheet_pass_is_needed(
    const struct ecg_scene *scene, const struct ecg_sheet *sheet, const struct ecg_light *light);

/* Once a picture: uploads the fields and places the decals. sheet and light are read until the
 * last ecg_sheet_pass_run of the picture; either may be NULL. */
int ecg_sheet_pass_upload(struct ecg_sheet_pass *pass, const struct ecg_frame *frame,
    const struct ecg_sheet *sheet, const struct ecg_light *light, struct ecg_error *error);

/* Whether ink left its place (it ran or was smeared). Such ink crosses the borders of tiles: a
 * picture of several tiles is then printed twice, and each tile's ink gathered the first time,
 * before any is run. Tiles must start at multiples of ECG_TILE_STEP_PX. */
int ecg_sheet_pass_has_dye(const struct ecg_sheet_pass *pass, const struct ecg_frame *frame);
int ecg_sheet_pass_gather_dye(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error);

/* Once a tile, after the print pass. */
int ecg_sheet_pass_run(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error);

#endif
