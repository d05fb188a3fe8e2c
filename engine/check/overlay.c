#include "check/overlay.h"

#include "render/mask.h"

#include <math.h>
#include <string.h>

enum { LEAD_COLORS = 6, TINT_PERCENT = 60 };

static const uint8_t LEAD[LEAD_COLORS][3] = { { 230, 30, 30 }, { 30, 90, 230 }, { 10, 150, 40 },
    { 200, 20, 190 }, { 230, 130, 0 }, { 0, 160, 170 } };
static const uint8_t HIDDEN[3] = { 128, 128, 128 }, BOX[3] = { 140, 90, 230 };

/* ---- Masks ---- */

/* By mask-layers' labels; bare paper and what is beyond it are left as they are. */
static const uint8_t LAYER[ECG_MASK_CLASSES][3] = {
    [ECG_MASK_GRID] = { 255, 190, 60 },
    [ECG_MASK_TRACE] = { 230, 30, 30 },
    [ECG_MASK_PULSE] = { 0, 160, 170 },
    [ECG_MASK_TEXT] = { 140, 90, 230 },
    [ECG_MASK_PEN] = { 240, 60, 200 },
    [ECG_MASK_STAMP] = { 10, 150, 40 },
    [ECG_MASK_STUCK] = { 30, 90, 230 },
    [ECG_MASK_COVER] = { 150, 90, 40 },
    [ECG_MASK_GONE] = { 60, 60, 60 },
};

static void tint(uint8_t pixel[3], const uint8_t rgb[3])
{
    for (int c = 0; c < 3; c++)
        pixel[c] = (uint8_t)((pixel[c] * (100 - TINT_PERCENT) + rgb[c] * TINT_PERCENT) / 100);
}

void ecg_overlay_masks(struct ecg_sample *sample)
{
    const struct ecg_image *leads = &sample->leads, *layers = &sample->layers;
    size_t n = (size_t)sample->picture.width_px * (size_t)sample->picture.height_px;
    for (size_t i = 0; i < n && (leads->data || layers->data); i++) {
        uint8_t *pixel = sample->picture.data + 3 * i;
        unsigned lead = leads->data ? leads->data[3 * i] : 0;
        unsigned layer = layers->data ? layers->data[3 * i] : 0;
        if (lead)
            tint(pixel, LEAD[(lead - 1) % LEAD_COLORS]);
        else if (layer > ECG_MASK_PAPER && layer < ECG_MASK_CLASSES)
            tint(pixel, LAYER[layer]);
    }
}

/* ---- Points and boxes ---- */

static void dot(struct ecg_image *sheet, const struct ecg_cell *cell, double row, double column,
    const uint8_t rgb[3])
{
    double x = column * cell->scale, y = row * cell->scale;
    if (!(x >= 0 && y >= 0 && x < cell->width_px && y < cell->height_px))
        return;
    size_t at =
        (size_t)(cell->y_px + (int)y) * (size_t)sheet->width_px + (size_t)(cell->x_px + (int)x);
    memcpy(sheet->data + 3 * at, rgb, 3);
}

static void outline(struct ecg_image *sheet, const struct ecg_cell *cell,
    const struct ecg_claim_quad *quad, const uint8_t rgb[3])
{
    for (int k = 0; k < 4; k++) {
        const double *a = quad->corner[k], *b = quad->corner[(k + 1) % 4];
        double steps = ceil(hypot(b[0] - a[0], b[1] - a[1]) * cell->scale) + 1;
        for (double s = 0; s <= steps && steps < 1e5; s++)
            dot(sheet, cell, a[0] + (b[0] - a[0]) * s / steps, a[1] + (b[1] - a[1]) * s / steps,
                rgb);
    }
}

void ecg_overlay_truth(
    struct ecg_image *sheet, const struct ecg_cell *cell, const struct ecg_annotation *annotation)
{
    for (size_t k = 0; k < annotation->n_quads; k++)
        outline(sheet, cell, &annotation->quads[k], BOX);
    for (size_t k = 0; k < annotation->n_leads; k++) {
        const struct ecg_claim_lead *lead = &annotation->leads[k];
        for (size_t i = 0; i < lead->n_points; i++)
            dot(sheet, cell, lead->points[i].row, lead->points[i].column,
                lead->is_hidden && lead->is_hidden[i] ? HIDDEN : LEAD[k % LEAD_COLORS]);
    }
}
