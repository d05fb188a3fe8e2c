#include "render/print_map.h"

#include <math.h>

/* Wave lengths of the wander: from a roller's turn to most of a sheet. */
static const double SHORTEST_MM = 25, LONGEST_MM = 180;
static const double STEEPEST = 0.1;

void ecg_print_draw(
    struct ecg_print *print, const struct ecg_scene *scene, double width_mm, double height_mm)
{
    *print = (struct ecg_print){ .feed = scene->bend_print_feed };
    print->scale[0] = scene->bend_print_scale * scene->bend_print_stretch_x;
    print->scale[1] = scene->bend_print_scale * scene->bend_print_stretch_y;
    print->offset_mm[0] = (1 - print->scale[0]) * width_mm / 2 + scene->bend_print_x_mm;
    print->offset_mm[1] = (1 - print->scale[1]) * height_mm / 2 + scene->bend_print_y_mm;
    print->is_affine = scene->bend_print_wander_mm <= 0;
    print->is_identity = print->is_affine && print->scale[0] == 1 && print->scale[1] == 1 &&
                         print->offset_mm[0] == 0 && print->offset_mm[1] == 0;
    if (print->is_affine)
        return;
    struct ecg_random random = ecg_random_named(scene->key, "bend.print.wander");
    double slope = 0;
    for (int k = 0; k < ECG_PRINT_WAVES; k++) {
        double share = (k + ecg_random_unit(&random)) / ECG_PRINT_WAVES;
        double length_mm = LONGEST_MM * pow(SHORTEST_MM / LONGEST_MM, share);
        print->wave_rad_mm[k] = 2 * M_PI / length_mm;
        print->wave_rad[k] = ecg_random_uniform(&random, 0, 2 * M_PI);
        /* Equal slope in every wave: the speed's error has no favourite length. */
        print->wave_mm[k] = length_mm / LONGEST_MM;
    }
    double squares = 0;
    for (int k = 0; k < ECG_PRINT_WAVES; k++)
        squares += print->wave_mm[k] * print->wave_mm[k] / 2;
    double gain = scene->bend_print_wander_mm / sqrt(squares);
    for (int k = 0; k < ECG_PRINT_WAVES; k++)
        slope += gain * print->wave_mm[k] * print->wave_rad_mm[k];
    if (slope > STEEPEST)
        gain *= STEEPEST / slope;
    for (int k = 0; k < ECG_PRINT_WAVES; k++)
        print->wave_mm[k] *= gain;
}

static double wander(const struct ecg_print *print, double s_mm)
{
    double sum = 0;
    for (int k = 0; k < ECG_PRINT_WAVES; k++)
        sum += print->wave_mm[k] * sin(print->wave_rad_mm[k] * s_mm + print->wave_rad[k]);
    return sum;
}

void ecg_print_to_sheet(const struct ecg_print *print, double x_mm, double y_mm,
    double *sheet_x_mm, double *sheet_y_mm)
{
    if (print->is_identity) {
        *sheet_x_mm = x_mm;
        *sheet_y_mm = y_mm;
        return;
    }
    double out[2] = { print->offset_mm[0] + print->scale[0] * x_mm,
        print->offset_mm[1] + print->scale[1] * y_mm };
    if (!print->is_affine)
        out[print->feed] += wander(print, print->feed ? y_mm : x_mm);
    *sheet_x_mm = out[0];
    *sheet_y_mm = out[1];
}

void ecg_print_to_page(const struct ecg_print *print, double sheet_x_mm, double sheet_y_mm,
    double *x_mm, double *y_mm)
{
    if (print->is_identity) {
        *x_mm = sheet_x_mm;
        *y_mm = sheet_y_mm;
        return;
    }
    double out[2] = { (sheet_x_mm - print->offset_mm[0]) / print->scale[0],
        (sheet_y_mm - print->offset_mm[1]) / print->scale[1] };
    if (!print->is_affine) {
        /* A contraction by STEEPEST / scale: below 1e-9 mm after about a dozen rounds. */
        int f = print->feed;
        double start = out[f], scale = print->scale[f];
        for (int round = 0; round < 16; round++) {
            double next = start - wander(print, out[f]) / scale;
            double change = fabs(next - out[f]);
            out[f] = next;
            if (change < 1e-10)
                break;
        }
    }
    *x_mm = out[0];
    *y_mm = out[1];
}

void ecg_print_slope(
    const struct ecg_print *print, double x_mm, double y_mm, double *slope_x, double *slope_y)
{
    double slope[2] = { print->scale[0], print->scale[1] };
    if (!print->is_affine) {
        double s_mm = print->feed ? y_mm : x_mm;
        for (int k = 0; k < ECG_PRINT_WAVES; k++)
            slope[print->feed] += print->wave_mm[k] * print->wave_rad_mm[k] *
                                  cos(print->wave_rad_mm[k] * s_mm + print->wave_rad[k]);
    }
    *slope_x = slope[0];
    *slope_y = slope[1];
}
