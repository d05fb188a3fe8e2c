#include "output/hash.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read as they lie");

static const uint64_t FACTOR = 0x9e3779b97f4a7c15u;

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline uint64_t load(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

static inline uint64_t step(uint64_t lane, uint64_t v)
{
    lane = (lane ^ v) * FACTOR;
    return lane << 29 | lane >> 35;
}

uint64_t ecg_hash64(uint64_t seed, const void *data, size_t size)
{
    const unsigned char *p = data;
    uint64_t lane[4] = { seed, seed ^ FACTOR, ~seed, seed + FACTOR };
    size_t left = size;
    for (; left >= 32; left -= 32, p += 32)
        for (int k = 0; k < 4; k++)
            lane[k] = step(lane[k], load(p + 8 * k));
    unsigned char tail[32] = { 0 };
    if (left)
        memcpy(tail, p, left);
    for (int k = 0; k < 4; k++)
        lane[k] = step(lane[k], load(tail + 8 * k));
    uint64_t hash = mix(size + FACTOR);
    for (int k = 0; k < 4; k++)
        hash = mix(hash ^ lane[k]);
    return hash;
}
