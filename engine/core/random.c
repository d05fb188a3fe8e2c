#include "core/random.h"

#include <math.h>
#include <stddef.h>

static const uint64_t GOLDEN_GAMMA = 0x9e3779b97f4a7c15u;

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t mix_text(uint64_t h, const char *text)
{
    uint64_t length = 0;
    for (; text[length]; length++)
        h = mix(h + GOLDEN_GAMMA + (unsigned char)text[length]);
    return mix(h ^ (length + 1) * GOLDEN_GAMMA);
}

struct ecg_key ecg_key_make(uint64_t seed, const char *record_id, uint64_t variant)
{
    uint64_t h = mix(seed + GOLDEN_GAMMA);
    h = mix_text(h, record_id);
    return (struct ecg_key){ mix(h ^ mix(variant + 2 * GOLDEN_GAMMA)) };
}

struct ecg_key ecg_key_name(struct ecg_key key, const char *name)
{
    return (struct ecg_key){ mix_text(key.value, name) };
}

struct ecg_key ecg_key_index(struct ecg_key key, uint64_t index)
{
    return (struct ecg_key){ mix(key.value ^ mix(index + 3 * GOLDEN_GAMMA)) };
}

struct ecg_random ecg_random_start(struct ecg_key key)
{
    return (struct ecg_random){ key.value };
}

struct ecg_random ecg_random_named(struct ecg_key key, const char *name)
{
    return ecg_random_start(ecg_key_name(key, name));
}

uint64_t ecg_random_u64(struct ecg_random *random)
{
    random->state += GOLDEN_GAMMA;
    return mix(random->state);
}

double ecg_random_unit(struct ecg_random *random)
{
    return (double)(ecg_random_u64(random) >> 11) * 0x1p-53;
}

double ecg_random_uniform(struct ecg_random *random, double lo, double hi)
{
    return lo + (hi - lo) * ecg_random_unit(random);
}

int64_t ecg_random_int(struct ecg_random *random, int64_t lo, int64_t hi)
{
    if (hi <= lo)
        return lo;
    uint64_t span = (uint64_t)hi - (uint64_t)lo + 1;
    uint64_t u = ecg_random_u64(random);
    return (int64_t)((uint64_t)lo + (span ? u % span : u));
}

double ecg_random_normal(struct ecg_random *random)
{
    double u = 1.0 - ecg_random_unit(random);
    double v = ecg_random_unit(random);
    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

int ecg_random_chance(struct ecg_random *random, double p)
{
    return ecg_random_unit(random) < p;
}
