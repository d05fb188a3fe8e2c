/*
 * A 64-bit hash of file contents, to tell whether two runs wrote the same bytes. Not a defence
 * against anyone: that is what SHA is for.
 */
#ifndef OUTPUT_HASH_H
#define OUTPUT_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Bytes are read eight at a time, little end first, into four lanes of multiply and rotate, then
 * mixed (the finalizer of SplitMix64). `seed` chains several pieces. */
uint64_t ecg_hash64(uint64_t seed, const void *data, size_t size);

#endif
