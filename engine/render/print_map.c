#include "render/print_map.h"

void ecg_print_draw(
    struct ecg_print *print, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    *print = (struct ecg_print){ .feed = scene->bend_print_feed };
    print->scale[0] = scene->bend_print_scale * scene->bend_print_stretch_x;
    print->scale[1] = scene->bend_print_scale * scene->bend_print_stretch_y;
    print->offset_mm[0] = (1 - print->scale[0]) * width_mm / 2 + scene->bend_print_x_mm;
    print->offset_mm[1] = (1 - print->scale[1]) * height_mm / 2 + scene->bend_print_y_mm;
    ecg_wander_draw(&print->wander, ecg_random_named(scene->key, "bend.print.wander"),
        scene->bend_print_wander_mm);
    print->is_affine = print->wander.waves == 0;
    print->is_identity = print->is_affine && print->scale[0] == 1 && print->scale[1] == 1 &&
                         print->offset_mm[0] == 0 && print->offset_mm[1] == 0;
}

void ecg_print_to_sheet(const struct ecg_print *print, double x_mm, double y_mm,
    double *sheet_x_mm, double *sheet_y_mm)
{
    double page[2] = { x_mm, y_mm }, sheet[2] = { x_mm, y_mm };
    if (!print->is_identity) {
        for (int axis = 0; axis < 2; axis++)
            sheet[axis] = print->offset_mm[axis] + print->scale[axis] * page[axis];
        sheet[print->feed] += ecg_wander_at(&print->wander, page[print->feed]);
    }
    *sheet_x_mm = sheet[0];
    *sheet_y_mm = sheet[1];
}

void ecg_print_to_page(const struct ecg_print *print, double sheet_x_mm, double sheet_y_mm,
    double *x_mm, double *y_mm)
{
    double page[2] = { sheet_x_mm, sheet_y_mm };
    if (!print->is_identity) {
        int along = print->feed, across = !along;
        page[across] = (page[across] - print->offset_mm[across]) / print->scale[across];
        page[along] = ecg_wander_undo(
            &print->wander, print->scale[along], page[along] - print->offset_mm[along]);
    }
    *x_mm = page[0];
    *y_mm = page[1];
}

void ecg_print_slope(
    const struct ecg_print *print, double x_mm, double y_mm, double *slope_x, double *slope_y)
{
    double slope[2] = { print->scale[0], print->scale[1] };
    slope[print->feed] += ecg_wander_slope(&print->wander, print->feed ? y_mm : x_mm);
    *slope_x = slope[0];
    *slope_y = slope[1];
}
