/* Conversions between the project's units, in one place. */
#ifndef CORE_UNITS_H
#define CORE_UNITS_H

static inline double ecg_px_per_mm(double dpi)
{
    return dpi / 25.4;
}

static inline double ecg_mm_from_inch(double inches)
{
    return inches * 25.4;
}

#endif
