/* What an electrode picks up besides the heart. */
#include "record/synthetic.h"

#include <math.h>
#include <stdint.h>

static const double TAU = 6.283185307179586;

/* Nearly normal, from one draw: the sum of four 16-bit numbers. Noise needs no tails. */
static double rough_normal(struct ecg_random *random)
{
    uint64_t u = ecg_random_u64(random);
    double sum = (double)((u & 0xffff) + (u >> 16 & 0xffff) + (u >> 32 & 0xffff) + (u >> 48));
    return (sum - 131070) / 37837.2;
}

/* Adds a sine, by turning a vector step by step. */
static void add_sine(double *noise, size_t n, double mv, double hz, double phase, double fs_hz)
{
    double turn_cos = cos(TAU * hz / fs_hz), turn_sin = sin(TAU * hz / fs_hz);
    double s = mv * sin(phase), c = mv * cos(phase);
    for (size_t i = 0; i < n; i++) {
        noise[i] += s;
        double turned = s * turn_cos + c * turn_sin;
        c = c * turn_cos - s * turn_sin;
        s = turned;
    }
}

/* Sway: breathing, and slow drifts of the skin's potential. */
static void add_sway(double *noise, size_t n, double fs_hz, const struct ecg_rhythm *rhythm,
    double size_mv, struct ecg_random *random)
{
    for (int k = 0; k < 4; k++) {
        double hz = 0.04 * (k + 1) * exp(0.3 * ecg_random_normal(random));
        double phase = ecg_random_uniform(random, 0, TAU);
        double mv = size_mv * 0.7 * ecg_random_normal(random) / sqrt(k + 1);
        add_sine(noise, n, mv, hz, phase, fs_hz);
    }
    double breath_mv = 0.6 * size_mv * ecg_random_normal(random);
    add_sine(noise, n, breath_mv, rhythm->breath_hz, rhythm->breath_phase, fs_hz);
}

/* Muscle: white noise between about 15 and 110 Hz, in bursts. */
static void add_muscle(
    double *noise, size_t n, double fs_hz, double size_mv, struct ecg_random *random)
{
    double low = 0, lower = 0, burst = 0;
    double a = 1 - exp(-TAU * 110 / fs_hz), b = 1 - exp(-TAU * 15 / fs_hz);
    for (size_t i = 0; i < n; i++) {
        low += a * (rough_normal(random) - low);
        lower += b * (low - lower);
        burst += 0.004 * (rough_normal(random) - burst);
        noise[i] += size_mv * (low - lower) * exp(8 * burst);
    }
}

/* The skin and small movements: slow noise that falls off above a few hertz. */
static void add_skin(
    double *noise, size_t n, double fs_hz, double size_mv, struct ecg_random *random)
{
    double slow = 0, slower = 0;
    double a = 1 - exp(-TAU * 7 / fs_hz), b = 1 - exp(-TAU * 0.8 / fs_hz);
    double gain = size_mv / sqrt(a / 2);
    for (size_t i = 0; i < n; i++) {
        slow += a * (rough_normal(random) - slow);
        slower += b * (slow - slower);
        noise[i] += gain * (slow - slower);
    }
}

void ecg_noise_make(double *noise, size_t n, double fs_hz, int electrode,
    const struct ecg_rhythm *rhythm, struct ecg_key key)
{
    /* How quiet the patient and how good the room is: one draw for all electrodes. */
    struct ecg_random common = ecg_random_named(key, "noise");
    double sway_mv = 0.030 * exp(0.5 * ecg_random_normal(&common));
    double muscle_mv = 0.005 * exp(0.5 * ecg_random_normal(&common));
    double skin_mv = 0.006 * exp(0.4 * ecg_random_normal(&common));
    double mains_mv = 0.0025 * exp(0.8 * ecg_random_normal(&common));
    double mains_hz = ecg_random_chance(&common, 0.7) ? 50 : 60;
    double mains_phase = ecg_random_uniform(&common, 0, TAU);

    struct ecg_random own =
        ecg_random_start(ecg_key_index(ecg_key_name(key, "electrode"), (uint64_t)electrode));
    for (size_t i = 0; i < n; i++)
        noise[i] = 0;
    add_sway(noise, n, fs_hz, rhythm, sway_mv, &own);
    add_muscle(noise, n, fs_hz, muscle_mv * exp(0.3 * ecg_random_normal(&own)), &own);
    add_skin(noise, n, fs_hz, skin_mv * exp(0.3 * ecg_random_normal(&own)), &own);
    add_sine(noise, n, mains_mv * ecg_random_uniform(&own, -1, 1), mains_hz, mains_phase, fs_hz);
}
