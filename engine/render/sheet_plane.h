/*
 * Fields over the sheet, in page space: planes of floats, a few texels a millimetre. Texel (i, j)
 * has its centre at page ((i + 0.5) / px_per_mm, (j + 0.5) / px_per_mm). The low-frequency half of
 * every stain, colony and tear is worked out here once per sheet; the shader adds what is finer
 * than a texel.
 */
#ifndef RENDER_SHEET_PLANE_H
#define RENDER_SHEET_PLANE_H

#include <stddef.h>
#include <stdint.h>

struct ecg_plane {
    int width, height;
    double px_per_mm;
    float *v; /* width x height, row-major; owned */
};

/* All texels `value`; 0 or ECG_E_MEMORY. */
int ecg_plane_make(
    struct ecg_plane *plane, double width_mm, double height_mm, double px_per_mm, float value);
void ecg_plane_free(struct ecg_plane *plane);

/* v += height * (noise - 1/2) over the whole plane, one octave whose lattice has one point every
 * period_mm. As noise_value, many times faster: the lattice is hashed once. */
int ecg_plane_add_noise(struct ecg_plane *plane, double period_mm, float height, uint32_t seed);
/* `octaves` of them, each half the size and half the height; total range +-height / 2. */
int ecg_plane_add_fbm(
    struct ecg_plane *plane, double period_mm, int octaves, float height, uint32_t seed);

/* Gaussian-like blur, three box passes; 0 or ECG_E_MEMORY. */
int ecg_plane_blur(struct ecg_plane *plane, double sigma_mm);

/* v += scale * coarse, stretched bilinearly; both planes lie over the same sheet. */
int ecg_plane_add_stretched(struct ecg_plane *plane, const struct ecg_plane *coarse, float scale);

/* Bilinear; clamped at the border. */
float ecg_plane_sample(const struct ecg_plane *plane, double x_mm, double y_mm);

/* The texels whose centres lie within [x0, x1] x [y0, y1] mm: i in [range[0], range[1]), j in
 * [range[2], range[3]); empty ranges are valid. */
void ecg_plane_range(const struct ecg_plane *plane, double x0_mm, double y0_mm, double x1_mm,
    double y1_mm, int range[4]);

#endif
