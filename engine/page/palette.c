#include "page/palette.h"

#include <string.h>

/* In the order of page.grid.palette. The first five and grey are ECG-Image-Kit's, which existing
 * models were trained on; the others are taken by eye from printed papers. */
static const struct palette {
    float major[3], minor[3];
} palettes[] = {
    { { 0, 0, 0 }, { 0, 0, 0 } }, /* custom */
    { { 0.427f, 0.196f, 0.184f }, { 0.588f, 0.420f, 0.397f } },
    { { 1, 0.796f, 0.866f }, { 0.996f, 0.929f, 0.973f } },
    { { 0, 0, 0.4f }, { 0, 0, 0.7f } },
    { { 0, 0.3f, 0 }, { 0, 0.8f, 0.3f } },
    { { 1, 0, 0 }, { 0.996f, 0.875f, 0.859f } },
    { { 0.4f, 0.4f, 0.4f }, { 0.75f, 0.75f, 0.75f } },
    { { 0.91f, 0.52f, 0.28f }, { 0.97f, 0.79f, 0.66f } },
    { { 0.88f, 0.50f, 0.47f }, { 0.95f, 0.77f, 0.75f } },
    { { 0.53f, 0.44f, 0.68f }, { 0.78f, 0.73f, 0.87f } },
    { { 0.12f, 0.12f, 0.13f }, { 0.35f, 0.35f, 0.36f } },
    { { 0.55f, 0.63f, 0.80f }, { 0.80f, 0.85f, 0.93f } },
    { { 0.45f, 0.70f, 0.60f }, { 0.74f, 0.88f, 0.82f } },
    { { 0.88f, 0.60f, 0.63f }, { 0.96f, 0.83f, 0.84f } },
    { { 0.66f, 0.50f, 0.42f }, { 0.85f, 0.75f, 0.68f } },
};

void ecg_grid_colors(const struct ecg_scene *scene, float minor[3], float major[3])
{
    const struct palette *palette = &palettes[scene->page_grid_palette];
    int is_custom = scene->page_grid_palette == 0;
    memcpy(
        major, is_custom ? scene->page_grid_major_color : palette->major, sizeof palette->major);
    memcpy(
        minor, is_custom ? scene->page_grid_minor_color : palette->minor, sizeof palette->minor);
}
