#include "render/wander.h"

#include <math.h>

static const double SHORTEST_MM = 25, LONGEST_MM = 180;
static const double STEEPEST = 0.1;

void ecg_wander_draw(struct ecg_wander *wander, struct ecg_random random, double rms_mm)
{
    *wander = (struct ecg_wander){ 0 };
    if (!(rms_mm > 0))
        return;
    wander->waves = ECG_WANDER_WAVES;
    double squares = 0, slope = 0;
    for (int k = 0; k < ECG_WANDER_WAVES; k++) {
        double share = (k + ecg_random_unit(&random)) / ECG_WANDER_WAVES;
        double length_mm = LONGEST_MM * pow(SHORTEST_MM / LONGEST_MM, share);
        wander->rad_per_mm[k] = 2 * M_PI / length_mm;
        wander->phase_rad[k] = ecg_random_uniform(&random, 0, 2 * M_PI);
        /* The same slope in every wave: the error of speed has no favourite length. */
        wander->height_mm[k] = length_mm / LONGEST_MM;
        squares += wander->height_mm[k] * wander->height_mm[k] / 2;
        slope += wander->height_mm[k] * wander->rad_per_mm[k];
    }
    double gain = fmin(rms_mm / sqrt(squares), STEEPEST / slope);
    for (int k = 0; k < ECG_WANDER_WAVES; k++)
        wander->height_mm[k] *= gain;
}

double ecg_wander_at(const struct ecg_wander *wander, double s_mm)
{
    double sum = 0;
    for (int k = 0; k < wander->waves; k++)
        sum += wander->height_mm[k] * sin(wander->rad_per_mm[k] * s_mm + wander->phase_rad[k]);
    return sum;
}

double ecg_wander_slope(const struct ecg_wander *wander, double s_mm)
{
    double sum = 0;
    for (int k = 0; k < wander->waves; k++)
        sum += wander->height_mm[k] * wander->rad_per_mm[k] *
               cos(wander->rad_per_mm[k] * s_mm + wander->phase_rad[k]);
    return sum;
}

double ecg_wander_undo(const struct ecg_wander *wander, double scale, double t_mm)
{
    double s_mm = t_mm / scale;
    for (int round = 0; round < 32 && wander->waves; round++) {
        double next_mm = (t_mm - ecg_wander_at(wander, s_mm)) / scale;
        double change_mm = fabs(next_mm - s_mm);
        s_mm = next_mm;
        if (change_mm < 1e-10)
            break;
    }
    return s_mm;
}
