/*
 * Value noise from an integer hash, the same in C as in shaders/common/noise.glsl, so that what
 * the CPU decides (visibility, outlines) and what the GPU draws agree, and so that a seed gives
 * the same sheet on every machine.
 *
 * The hash is a multiply-xorshift of the lattice point with constants found by C. Wellons'
 * hash-prospector search (public domain).
 */
#ifndef RENDER_SHEET_NOISE_H
#define RENDER_SHEET_NOISE_H

#include <math.h>
#include <stdint.h>

static inline uint32_t noise_hash(int32_t x, int32_t y, uint32_t seed)
{
    uint32_t h = (uint32_t)x * 0x9e3779b1u + (uint32_t)y * 0x85ebca77u + seed;
    h = (h ^ (h >> 15)) * 0x2c1b3c6du;
    h = (h ^ (h >> 12)) * 0x297a2d39u;
    return h ^ (h >> 15);
}

/* 0..1 in 1/65535 steps: the top half of the hash. */
static inline float noise_unit(uint32_t h)
{
    return (float)(h >> 16) * (1.0f / 65535.0f);
}

static inline float noise_fade(float t)
{
    return t * t * (3.0f - 2.0f * t);
}

/* Smooth noise with one lattice point a unit; 0..1, mean 1/2. */
static inline float noise_value(float x, float y, uint32_t seed)
{
    float fx = floorf(x), fy = floorf(y);
    int32_t ix = (int32_t)fx, iy = (int32_t)fy;
    float u = noise_fade(x - fx), v = noise_fade(y - fy);
    float a = noise_unit(noise_hash(ix, iy, seed));
    float b = noise_unit(noise_hash(ix + 1, iy, seed));
    float c = noise_unit(noise_hash(ix, iy + 1, seed));
    float d = noise_unit(noise_hash(ix + 1, iy + 1, seed));
    return (a + (b - a) * u) + ((c + (d - c) * u) - (a + (b - a) * u)) * v;
}

/* Octaves of half the size and half the height each; 0..1, mean 1/2. */
static inline float noise_fbm(float x, float y, int octaves, uint32_t seed)
{
    float sum = 0.0f, total = 0.0f, height = 1.0f;
    for (int i = 0; i < octaves; i++) {
        sum += height * noise_value(x, y, seed + (uint32_t)i * 0x68bc21ebu);
        total += height;
        height *= 0.5f;
        x *= 2.03f;
        y *= 2.03f;
    }
    return sum / total;
}

/* About exp(x) for x <= 0, within 0.02, and 0 below -32: the fall of a stain from its border. */
static inline float noise_decay(float x)
{
    float t = 1.0f + x * (1.0f / 32.0f);
    t = t > 0.0f ? t : 0.0f;
    t *= t;
    t *= t;
    t *= t;
    t *= t;
    return t * t;
}

/* 0 below a, 1 above b, smooth between; a may lie above b. */
static inline float noise_step(float a, float b, float x)
{
    float t = (x - a) / (b - a);
    t = t < 0.0f ? 0.0f : t > 1.0f ? 1.0f : t;
    return noise_fade(t);
}

#endif
