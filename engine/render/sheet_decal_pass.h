/* Draws what lies on the sheet; part of the sheet pass. */
#ifndef RENDER_SHEET_DECAL_PASS_H
#define RENDER_SHEET_DECAL_PASS_H

#include "render/frame.h"
#include "render/light.h"
#include "render/sheet.h"

struct ecg_decal_pass;

int ecg_decal_pass_create(
    struct ecg_decal_pass **pass, struct ecg_gpu *gpu, struct ecg_error *error);
void ecg_decal_pass_destroy(struct ecg_decal_pass **pass);
/* Carries every decal through the frame's mesh. */
int ecg_decal_pass_upload(struct ecg_decal_pass *pass, const struct ecg_frame *frame,
    const struct ecg_sheet *sheet, struct ecg_error *error);
/* Into frame->linear, which must hold the sheet; the light's field is bound already. light may be
 * NULL. */
int ecg_decal_pass_run(struct ecg_decal_pass *pass, const struct ecg_frame *frame,
    const struct ecg_sheet *sheet, const struct ecg_light *light, struct ecg_error *error);

#endif
