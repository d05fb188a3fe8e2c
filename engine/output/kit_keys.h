/* The values of ECG-Image-Kit's keys, each taken from what was drawn: never a limit or a wish. */
#ifndef OUTPUT_KIT_KEYS_H
#define OUTPUT_KIT_KEYS_H

#include "recipe/scene.h"
#include "truth/truth.h"

struct ecg_kit_keys {
    double x_grid_px, y_grid_px; /* of 5 mm, mean over the sheet */
    double resolution_dpi;
    double grid_major[3], grid_minor[3], plot[3]; /* sRGB 0..255 */
    int has_pulse, is_grey, has_grid, has_header, has_handwriting, is_creased, is_augmented;
    int columns;
    const char *strip;                         /* lead name of the first rhythm strip, "None" */
    int words;                                 /* pieces of handwriting */
    double handwriting_x_px, handwriting_y_px; /* of the first one's top-left corner; 0 without */
    /* Of creases across half the sheet and more: the strongest one's direction, 0 along the page's
     * width, clockwise; how many run nearer to the width, and to the height. */
    double crease_angle_deg;
    int creases_horizontal, creases_vertical;
    double crop;       /* largest share of the sheet that is cut off at one side */
    double rotate_deg; /* clockwise turn of the sheet's top edge in the image */
    double noise; /* standard deviation of the sensor's noise in 255ths; 0 without a capture */
    double temperature_k; /* of a scan's tint, or the key light; 0 without either */
};

void ecg_kit_keys_fill(struct ecg_kit_keys *keys, const struct ecg_scene *scene,
    const struct ecg_page *page, const struct ecg_truth *truth);

#endif
