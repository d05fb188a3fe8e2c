#include "notes/noise.h"

#include "core/random.h"

#include <math.h>

static double lattice(uint64_t seed, int64_t i)
{
    struct ecg_random random = { seed + (uint64_t)i * 0x9e3779b97f4a7c15u };
    return ecg_random_unit(&random);
}

static double ease(double f)
{
    return f * f * (3 - 2 * f);
}

double ecg_noise_1d(uint64_t seed, double s)
{
    double cell = floor(s), f = ease(s - cell);
    int64_t i = (int64_t)cell;
    return lattice(seed, i) * (1 - f) + lattice(seed, i + 1) * f;
}

double ecg_noise_2d(uint64_t seed, double x, double y)
{
    double cell = floor(y), f = ease(y - cell);
    uint64_t row = (uint64_t)(int64_t)cell;
    const uint64_t STRIDE = 0xd1342543de82ef95u;
    return ecg_noise_1d(seed + row * STRIDE, x) * (1 - f) +
           ecg_noise_1d(seed + (row + 1) * STRIDE, x) * f;
}
