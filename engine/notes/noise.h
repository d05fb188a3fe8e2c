/* Slow noise for ink: lattice values of a seed, smoothly joined, in 0..1. */
#ifndef NOTES_NOISE_H
#define NOTES_NOISE_H

#include <stdint.h>

/* Along a line; one lattice step is 1. */
double ecg_noise_1d(uint64_t seed, double s);
/* Over a plane. */
double ecg_noise_2d(uint64_t seed, double x, double y);

#endif
