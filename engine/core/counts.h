/* How often each of a few words came, in the order of their first coming. */
#ifndef CORE_COUNTS_H
#define CORE_COUNTS_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialise; ecg_counts_free. */
struct ecg_counts {
    struct ecg_count {
        char *word;
        uint64_t n;
        uint64_t sum; /* of what was added with it */
    } * items;
    size_t n, capacity;
    uint64_t others; /* words beyond the first `most`, together */
    size_t most;     /* 0: 4096 */
};

/* 0 or ECG_E_MEMORY */
int ecg_counts_add(struct ecg_counts *counts, const char *word, uint64_t amount);
void ecg_counts_free(struct ecg_counts *counts);

#endif
