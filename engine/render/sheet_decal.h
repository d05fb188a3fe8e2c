/* Shapes of the things that lie on the sheet; the same formulas as shaders/sheet/decal.glsl. */
#ifndef RENDER_SHEET_DECAL_H
#define RENDER_SHEET_DECAL_H

#include "render/mesh.h"
#include "render/sheet.h"

/* Page mm -> the decal's own frame. */
void ecg_decal_local(
    const struct ecg_decal *decal, double x_mm, double y_mm, float *u_mm, float *v_mm);
/* Signed distance in mm to the decal's border at (u, v), negative inside; good near the border. */
float ecg_decal_distance(const struct ecg_decal *decal, float u_mm, float v_mm);
/* A decal's rectangle, with room for its shadow, is drawn as a grid of quads, so that it bends
 * with the sheet. */
enum { ECG_DECAL_NODES = 11 };
struct ecg_decal_node {
    double uv_mm[2], sheet_mm[2], px[2];
};
/* By v, then u. */
void ecg_decal_place(const struct ecg_decal *decal, const struct ecg_mesh *mesh,
    struct ecg_decal_node nodes[ECG_DECAL_NODES][ECG_DECAL_NODES]);
/* Nothing can be read through it. */
int ecg_decal_is_opaque(const struct ecg_decal *decal);

#endif
