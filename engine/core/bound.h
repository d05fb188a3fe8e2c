/* The smaller, the larger, and what lies between. As fmin and fmax are defined with care for NaN,
 * compilers call a function for them; these are one instruction. Of NaN and b they give b. */
#ifndef CORE_BOUND_H
#define CORE_BOUND_H

static inline double ecg_min(double a, double b)
{
    return a < b ? a : b;
}

static inline double ecg_max(double a, double b)
{
    return a > b ? a : b;
}

/* x, but at least lo and at most hi; lo for NaN. */
static inline double ecg_clamp(double x, double lo, double hi)
{
    return ecg_min(ecg_max(x, lo), hi);
}

#endif
