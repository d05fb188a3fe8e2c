/* What an electrode picks up besides the heart. */
#include "record/synthetic.h"

#include <math.h>

static const double TAU = 6.283185307179586;

/* Sway: breathing, and slow drifts of the skin's potential. */
static void add_sway(double *noise, size_t n, double fs_hz, const struct ecg_rhythm *rhythm,
    double size_mv, struct ecg_random *random)
{
    enum { DRIFTS = 4 };
    double hz[DRIFTS], phase[DRIFTS], mv[DRIFTS];
    for (int k = 0; k < DRIFTS; k++) {
        hz[k] = 0.04 * (k + 1) * exp(0.3 * ecg_random_normal(random));
        phase[k] = ecg_random_uniform(random, 0, TAU);
        mv[k] = size_mv * 0.7 * ecg_random_normal(random) / sqrt(k + 1);
    }
    double breath_mv = 0.6 * size_mv * ecg_random_normal(random);
    for (size_t i = 0; i < n; i++) {
        double t = (double)i / fs_hz;
        noise[i] += breath_mv * sin(TAU * rhythm->breath_hz * t + rhythm->breath_phase);
        for (int k = 0; k < DRIFTS; k++)
            noise[i] += mv[k] * sin(TAU * hz[k] * t + phase[k]);
    }
}

/* Muscle: white noise between about 15 and 110 Hz, in bursts. */
static void add_muscle(
    double *noise, size_t n, double fs_hz, double size_mv, struct ecg_random *random)
{
    double low = 0, lower = 0, burst = 0;
    double a = 1 - exp(-TAU * 110 / fs_hz), b = 1 - exp(-TAU * 15 / fs_hz);
    for (size_t i = 0; i < n; i++) {
        low += a * (ecg_random_normal(random) - low);
        lower += b * (low - lower);
        burst += 0.004 * (ecg_random_normal(random) - burst);
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
        slow += a * (ecg_random_normal(random) - slow);
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
    double picked_mv = mains_mv * ecg_random_uniform(&own, -1, 1);
    for (size_t i = 0; i < n; i++)
        noise[i] += picked_mv * sin(TAU * mains_hz * (double)i / fs_hz + mains_phase);
}
