#include "support/specimen.h"

#include <math.h>
#include <string.h>

static void rule(struct ecg_page *page, int is_upright, double at_mm, double length_mm,
    float width_mm, uint8_t layer)
{
    page_add(page, (struct ecg_line){ .x0_mm = is_upright ? at_mm : 0,
                       .y0_mm = is_upright ? 0 : at_mm,
                       .x1_mm = is_upright ? at_mm : length_mm,
                       .y1_mm = is_upright ? length_mm : at_mm,
                       .width0_mm = width_mm,
                       .width1_mm = width_mm,
                       .alpha = 1,
                       .layer = layer });
}

struct ecg_page specimen_page(double width_mm, double height_mm)
{
    struct ecg_page page = page_blank(width_mm, height_mm);
    static const float INK[4][3] = { { 1, 0.82f, 0.82f }, { 0.93f, 0.55f, 0.55f },
        { 0.08f, 0.06f, 0.1f }, { 0.1f, 0.1f, 0.12f } };
    for (int k = 0; k < 4; k++)
        memcpy(page.ink[k].rgb, INK[k], sizeof INK[k]);
    for (int k = 0; k * 5 < width_mm; k++)
        rule(&page, 1, 2.5 + 5 * k, height_mm, 0.2f, ECG_LAYER_GRID_MAJOR);
    for (int k = 0; k * 5 < height_mm; k++)
        rule(&page, 0, 2.5 + 5 * k, width_mm, 0.2f, ECG_LAYER_GRID_MAJOR);
    for (double y = 15; y < height_mm - 4; y += 20)
        for (double x = 5; x < width_mm - 6; x += 1) {
            double beat = exp(-pow(fmod(x, 21) - 9, 2)), next = exp(-pow(fmod(x + 1, 21) - 9, 2));
            page_line(&page, x, y - 9 * beat, x + 1, y - 9 * next, 0.5);
        }
    for (double x = 8; x < width_mm / 2; x += 3)
        page_add(&page, (struct ecg_line){ .x0_mm = x,
                            .y0_mm = 3,
                            .x1_mm = x + 1.2,
                            .y1_mm = 5.5,
                            .width0_mm = 0.4f,
                            .width1_mm = 0.4f,
                            .alpha = 1,
                            .layer = ECG_LAYER_PRINT });
    return page;
}

struct ecg_image specimen_draw(struct press *press, double width_mm, double height_mm, double dpi)
{
    struct ecg_page page = specimen_page(width_mm, height_mm);
    struct ecg_mesh *mesh = mesh_flat(press, width_mm, height_mm, dpi);
    struct ecg_image image = press_draw(press, &page, mesh);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    return image;
}
