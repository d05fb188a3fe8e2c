/*
 * Radial lens distortion (Brown, "Decentering distortion of lenses", 1966): a ray at radius r from
 * the axis, in focal lengths, is seen at
 *     g(r) = r (1 + k1 r^2 + k2 r^4).
 * Strong barrels turn back far outside; from the radius where g' falls to a quarter, g goes
 * straight on, so it always has an inverse.
 */
#ifndef RENDER_LENS_H
#define RENDER_LENS_H

struct ecg_lens {
    double k1, k2;
    double straight_from; /* radius; INFINITY when g never flattens */
};

struct ecg_lens ecg_lens_make(double k1, double k2);
double ecg_lens_distort(const struct ecg_lens *lens, double radius);
/* The inverse, to 1e-12. */
double ecg_lens_undistort(const struct ecg_lens *lens, double radius);

#endif
