#include "core/counts.h"

#include "core/alloc.h"
#include "core/error.h"

#include <string.h>

int ecg_counts_add(struct ecg_counts *counts, const char *word, uint64_t amount)
{
    size_t k = 0, most = counts->most ? counts->most : 4096;
    while (k < counts->n && strcmp(counts->items[k].word, word) != 0)
        k++;
    if (k == most) {
        counts->others++;
        return 0;
    }
    if (k == counts->n) {
        if (ecg_grow(&counts->items, &counts->capacity, k + 1, sizeof *counts->items) < 0)
            return ECG_E_MEMORY;
        counts->items[k] = (struct ecg_count){ .word = ecg_strdup(word) };
        if (!counts->items[k].word)
            return ECG_E_MEMORY;
        counts->n++;
    }
    counts->items[k].n++;
    counts->items[k].sum += amount;
    return 0;
}

void ecg_counts_free(struct ecg_counts *counts)
{
    for (size_t k = 0; k < counts->n; k++)
        ecg_free(counts->items[k].word);
    ecg_free(counts->items);
    *counts = (struct ecg_counts){ 0 };
}
