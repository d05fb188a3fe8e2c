#include "render/lens.h"

#include "core/bound.h"

#include <math.h>

static const double FLATTEST = 0.25;

/* The smallest q > 0 with 1 + 3 k1 q + 5 k2 q^2 = FLATTEST, q = r^2. */
static double flat_square(double k1, double k2)
{
    double a = 5 * k2, b = 3 * k1, c = 1 - FLATTEST;
    double inside = b * b - 4 * a * c;
    if (inside < 0)
        return INFINITY;
    /* 2c / (-b +- sqrt): right for a = 0 as well. */
    double near = 2 * c / (-b + sqrt(inside)), far = 2 * c / (-b - sqrt(inside));
    double least = INFINITY;
    if (near > 0)
        least = near;
    if (far > 0 && far < least)
        least = far;
    return least;
}

struct ecg_lens ecg_lens_make(double k1, double k2)
{
    double square = k1 == 0 && k2 == 0 ? INFINITY : flat_square(k1, k2);
    return (struct ecg_lens){ k1, k2, sqrt(square) };
}

static double slope(const struct ecg_lens *lens, double r)
{
    double q = r * r;
    return r < lens->straight_from ? 1 + q * (3 * lens->k1 + q * 5 * lens->k2) : FLATTEST;
}

double ecg_lens_distort(const struct ecg_lens *lens, double radius)
{
    double r = ecg_min(radius, lens->straight_from), q = r * r;
    return r * (1 + q * (lens->k1 + q * lens->k2)) + FLATTEST * (radius - r);
}

double ecg_lens_undistort(const struct ecg_lens *lens, double radius)
{
    if (lens->k1 == 0 && lens->k2 == 0)
        return radius;
    /* Newton's method, kept between what is known to be too small and too large. */
    double low = 0, high = radius / FLATTEST, r = radius;
    for (int round = 0; round < 60; round++) {
        double excess = ecg_lens_distort(lens, r) - radius;
        if (fabs(excess) < 1e-13 * (1 + radius))
            break;
        if (excess > 0)
            high = r;
        else
            low = r;
        double next = r - excess / slope(lens, r);
        r = next > low && next < high ? next : (low + high) / 2;
    }
    return r;
}
