#include "render/sheet_visibility.h"

#include "render/sheet_decal.h"

#include <math.h>

/* mm inwards from the outline: the same bilinear sample as the shader takes. */
static double outline_distance(const struct ecg_sheet *sheet, double x_mm, double y_mm)
{
    double x = x_mm * sheet->px_per_mm - 0.5, y = y_mm * sheet->px_per_mm - 0.5;
    x = fmin(fmax(x, 0.0), sheet->width - 1.0);
    y = fmin(fmax(y, 0.0), sheet->height - 1.0);
    int i = (int)fmin(x, sheet->width - 2.0), j = (int)fmin(y, sheet->height - 2.0);
    double u = x - i, v = y - j;
    const uint8_t *p = sheet->outline + 2 * ((size_t)j * (size_t)sheet->width + (size_t)i);
    const uint8_t *q = p + 2 * (size_t)sheet->width;
    double value = (p[0] * (1 - u) + p[2] * u) * (1 - v) + (q[0] * (1 - u) + q[2] * u) * v;
    return (value / 255.0 - 0.5) * 2.0 * ECG_OUTLINE_REACH_MM;
}

int ecg_sheet_hidden(const struct ecg_sheet *sheet, double x_mm, double y_mm)
{
    if (!sheet)
        return ECG_SHEET_VISIBLE;
    if (sheet->outline && outline_distance(sheet, x_mm, y_mm) < 0.0)
        return ECG_SHEET_GONE;
    for (int k = 0; k < sheet->n_decals; k++) {
        const struct ecg_decal *decal = &sheet->decals[k];
        if (!ecg_decal_is_opaque(decal))
            continue;
        float u, v;
        ecg_decal_local(decal, x_mm, y_mm, &u, &v);
        if (fabs(u) > decal->half_u_mm + ECG_DECAL_MARGIN_MM ||
            fabs(v) > decal->half_v_mm + ECG_DECAL_MARGIN_MM)
            continue;
        if (ecg_decal_distance(decal, u, v) < 0.0f)
            return ECG_SHEET_COVERED;
    }
    return ECG_SHEET_VISIBLE;
}
