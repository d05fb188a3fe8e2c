#include "render/light_relief.h"

#include "core/alloc.h"
#include "core/bound.h"

#include <math.h>

/* Grazing light saturates: its way is no flatter than this, z over length. */
static const double FLATTEST = 0.3;
static const double DARKEST = 0.15;

/* How much of the key light a slope of 1 along x and along y takes, at a place of the flat sheet.
 */
static void loss_per_slope(const struct ecg_light *light, double x_mm, double y_mm, float loss[2])
{
    double to[3] = { (double)light->key[0], (double)light->key[1], (double)light->key[2] };
    if (light->is_place) {
        to[0] -= x_mm;
        to[1] -= y_mm;
    }
    double length = sqrt(to[0] * to[0] + to[1] * to[1] + to[2] * to[2]);
    double up = ecg_max(to[2], FLATTEST * length), share = (double)light->key_share;
    loss[0] = (float)(share * to[0] / up);
    loss[1] = (float)(share * to[1] / up);
}

/* The irradiance at a place, bilinear. */
static void smooth_light(const struct ecg_light *light, double x_mm, double y_mm, float rgb[3])
{
    double x = ecg_clamp(x_mm * light->px_per_mm - 0.5, 0, light->width - 1);
    double y = ecg_clamp(y_mm * light->px_per_mm - 0.5, 0, light->height - 1);
    int i = (int)ecg_min(x, light->width - 2), j = (int)ecg_min(y, light->height - 2);
    float u = (float)(x - i), v = (float)(y - j);
    const float *top = light->rgb + 3 * ((size_t)j * (size_t)light->width + (size_t)i);
    const float *bottom = top + 3 * light->width;
    for (int c = 0; c < 3; c++) {
        float t = top[c] + u * (top[c + 3] - top[c]);
        float b = bottom[c] + u * (bottom[c + 3] - bottom[c]);
        rgb[c] = t + v * (b - t);
    }
}

int ecg_light_add_relief(struct ecg_light *light, const struct ecg_relief *relief)
{
    if (!relief->width || !light->rgb || !(light->key_share > 0))
        return ECG_OK;
    float *out = ecg_calloc((size_t)relief->width * (size_t)relief->height, 3 * sizeof *out);
    if (!out)
        return ECG_E_MEMORY;
    double step_mm = 1 / relief->px_per_mm;
    for (int j = 0; j < relief->height; j++)
        for (int i = 0; i < relief->width; i++) {
            size_t at = (size_t)j * (size_t)relief->width + (size_t)i;
            double x_mm = (i + 0.5) * step_mm, y_mm = (j + 0.5) * step_mm;
            const int16_t *slope = relief->slope + 2 * at;
            smooth_light(light, x_mm, y_mm, out + 3 * at);
            if (!slope[0] && !slope[1])
                continue;
            float loss[2];
            loss_per_slope(light, x_mm, y_mm, loss);
            float gain = 1 - (loss[0] * slope[0] + loss[1] * slope[1]) / 32767;
            gain = gain > (float)DARKEST ? gain : (float)DARKEST;
            for (int c = 0; c < 3; c++)
                out[3 * at + (size_t)c] *= gain;
        }
    ecg_free(light->rgb);
    light->rgb = out;
    light->width = relief->width;
    light->height = relief->height;
    light->px_per_mm = relief->px_per_mm;
    return ECG_OK;
}
