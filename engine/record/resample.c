#include "record/resample.h"

#include "core/alloc.h"

#include <math.h>

enum {
    ZERO_CROSSINGS = 16,
    TABLE_STEPS = 512, /* of the kernel's table between two zero crossings */
    TABLE_SIZE = ZERO_CROSSINGS * TABLE_STEPS + 2,
};

static const double PI = 3.14159265358979323846;
static const double KAISER_BETA = 8;

/* Modified Bessel function of order 0, by its power series. */
static double bessel_i0(double x)
{
    double sum = 1, term = 1;
    for (int k = 1; k < 64 && term > 1e-17 * sum; k++) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

static void make_kernel(double *table)
{
    double scale = 1 / bessel_i0(KAISER_BETA);
    for (int i = 0; i < TABLE_SIZE; i++) {
        double x = (double)i / TABLE_STEPS;
        double u = x / ZERO_CROSSINGS;
        double window = u < 1 ? bessel_i0(KAISER_BETA * sqrt(1 - u * u)) * scale : 0;
        /* Exactly 0 at whole numbers, so that old samples are kept as they are. */
        double sinc = i == 0 ? 1 : i % TABLE_STEPS == 0 ? 0 : sin(PI * x) / (PI * x);
        table[i] = sinc * window;
    }
}

static double kernel(const double *table, double x)
{
    x = fabs(x) * TABLE_STEPS;
    if (x >= TABLE_SIZE - 2)
        return 0;
    int i = (int)x;
    return table[i] + (x - i) * (table[i + 1] - table[i]);
}

static double value_at(
    const double *from, size_t n_from, double t, const double *table, double narrowing)
{
    if (t >= (double)n_from)
        return NAN;
    /* The last old sample stands for its whole period. */
    double nearest = fmin(floor(t + 0.5), (double)n_from - 1);
    if (isnan(from[(size_t)nearest]))
        return NAN;
    double reach = ZERO_CROSSINGS / narrowing;
    size_t first = (size_t)fmax(0, ceil(t - reach));
    size_t last = (size_t)fmin((double)n_from - 1, floor(t + reach));
    double sum = 0, weights = 0;
    for (size_t k = first; k <= last; k++) {
        if (isnan(from[k]))
            continue;
        double weight = kernel(table, (t - (double)k) * narrowing);
        sum += weight * from[k];
        weights += weight;
    }
    return sum / weights;
}

double *ecg_resample(const double *from, size_t n_from, size_t n_to, double step)
{
    double *to = ecg_calloc(n_to, sizeof *to);
    double *table = ecg_calloc(TABLE_SIZE, sizeof *table);
    if (to && table) {
        make_kernel(table);
        double narrowing = step > 1 ? 1 / step : 1;
        for (size_t i = 0; i < n_to; i++)
            to[i] = value_at(from, n_from, (double)i * step, table, narrowing);
    } else {
        ecg_free(to);
        to = NULL;
    }
    ecg_free(table);
    return to;
}
