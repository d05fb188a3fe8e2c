/* Shapes of the things that lie on the sheet; the same formulas as shaders/sheet/decal.glsl. */
#ifndef RENDER_SHEET_DECAL_H
#define RENDER_SHEET_DECAL_H

#include "render/sheet.h"

/* Page mm -> the decal's own frame. */
void ecg_decal_local(
    const struct ecg_decal *decal, double x_mm, double y_mm, float *u_mm, float *v_mm);
/* Signed distance in mm to the decal's border at (u, v), negative inside; good near the border. */
float ecg_decal_distance(const struct ecg_decal *decal, float u_mm, float v_mm);
/* Nothing can be read through it. */
int ecg_decal_is_opaque(const struct ecg_decal *decal);

#endif
