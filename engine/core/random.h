/*
 * Keyed random numbers: a value depends on what it is for, never on when it was asked for.
 *
 * A key is made from (seed, record id, variant) and narrowed by names: key -> "sheet.coffee" ->
 * stream. Two different names give independent streams, so adding a draw moves no other. Integer
 * arithmetic only (SplitMix64, Steele et al. 2014, OOPSLA), so the numbers are the same on every
 * machine.
 */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include <stdint.h>

struct ecg_key {
    uint64_t value;
};

struct ecg_random {
    uint64_t state;
};

struct ecg_key ecg_key_make(uint64_t seed, const char *record_id, uint64_t variant);
struct ecg_key ecg_key_name(struct ecg_key key, const char *name);
struct ecg_key ecg_key_index(struct ecg_key key, uint64_t index);

/* The stream of a key, from its start. */
struct ecg_random ecg_random_start(struct ecg_key key);
/* ecg_random_start(ecg_key_name(key, name)) */
struct ecg_random ecg_random_named(struct ecg_key key, const char *name);

uint64_t ecg_random_u64(struct ecg_random *random);
/* [0, 1), 53 bits */
double ecg_random_unit(struct ecg_random *random);
/* [lo, hi) */
double ecg_random_uniform(struct ecg_random *random, double lo, double hi);
/* Whole numbers lo..hi, both included; lo when hi < lo. */
int64_t ecg_random_int(struct ecg_random *random, int64_t lo, int64_t hi);
/* Mean 0, standard deviation 1 (Box-Muller, the cosine branch; two units each). */
double ecg_random_normal(struct ecg_random *random);
/* 1 with probability p. */
int ecg_random_chance(struct ecg_random *random, double p);

#endif
