/* Inks of printed grids. */
#ifndef PAGE_PALETTE_H
#define PAGE_PALETTE_H

#include "recipe/scene.h"

/* sRGB of the scene's grid. */
void ecg_grid_colors(const struct ecg_scene *scene, float minor[3], float major[3]);

#endif
