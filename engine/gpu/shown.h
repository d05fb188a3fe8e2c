/*
 * A picture that stays: a texture of its own which a window shows at any size while the passes'
 * targets go on to the next one. RGBA8, sRGB, row 0 on top.
 */
#ifndef GPU_SHOWN_H
#define GPU_SHOWN_H

#include "core/error.h"
#include "core/image.h"
#include "gpu/target.h"

/* Zero-initialise. */
struct ecg_shown {
    GLuint texture;
    int width_px, height_px;
};

/* Makes room for a picture of that size; what it holds is then undefined, unless the size is what
 * it was. ECG_E_GPU; it is then empty. */
int ecg_shown_size(struct ecg_shown *shown, int width_px, int height_px, struct ecg_error *error);
void ecg_shown_free(struct ecg_shown *shown);

/* Copies the box of a target (RGBA8) to (x, y). */
struct ecg_shown_box {
    int x_px, y_px, width_px, height_px;
};
void ecg_shown_copy(const struct ecg_shown *shown, const struct ecg_target *target,
    const struct ecg_shown_box *box, int x_px, int y_px);
/* The same from memory: an image of 4 channels becomes the whole picture. */
int ecg_shown_upload(
    struct ecg_shown *shown, const struct ecg_image *image, struct ecg_error *error);
/* After the last copy: makes the smaller versions that it is minified from. Magnified, its pixels
 * are squares. */
void ecg_shown_finish(const struct ecg_shown *shown);
/* Magnified, it is interpolated: for drafts. */
void ecg_shown_smooth(const struct ecg_shown *shown);

/* The picture, waited for, RGBA; the caller frees it. ECG_E_MEMORY. */
int ecg_shown_read(
    const struct ecg_shown *shown, struct ecg_image *image, struct ecg_error *error);
/* One pixel of it. */
void ecg_shown_pixel(const struct ecg_shown *shown, int x_px, int y_px, uint8_t rgba[4]);

/* The current window's own pixels: cleared to a colour (sRGB) for drawing, and read, RGBA. */
void ecg_window_clear(int width_px, int height_px, const float rgb[3]);
int ecg_window_read(int width_px, int height_px, struct ecg_image *image, struct ecg_error *error);

#endif
