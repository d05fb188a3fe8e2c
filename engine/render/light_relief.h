/* The light on creases that are finer than the mesh's nodes: see struct ecg_relief. */
#ifndef RENDER_LIGHT_RELIEF_H
#define RENDER_LIGHT_RELIEF_H

#include "render/light.h"

/* Redraws the irradiance at the relief's density, each texel brighter or darker as its slope turns
 * it to the key light or away. Does nothing without relief, key light or irradiance. 0 or
 * ECG_E_MEMORY. */
int ecg_light_add_relief(struct ecg_light *light, const struct ecg_relief *relief);

#endif
