#include "output/huffman.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BITS = 15 };

struct leaf {
    uint32_t count;
    int symbol;
};

static int by_count(const void *a, const void *b)
{
    const struct leaf *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return x->symbol - y->symbol;
}

/* Depths of the Huffman tree over sorted leaves: leaves and inner nodes both come in ascending
 * order, so two queues do. How many leaves lie at each depth is all that is needed of it. */
static void count_depths(const struct leaf *leaves, int n, int max_length, int *at_depth)
{
    uint64_t weight[ECG_HUFFMAN_SYMBOLS];
    int parent[2 * ECG_HUFFMAN_SYMBOLS], depth[2 * ECG_HUFFMAN_SYMBOLS];
    int leaf = 0, inner = 0;
    for (int made = 0; made < n - 1; made++) {
        uint64_t sum = 0;
        for (int k = 0; k < 2; k++) {
            if (leaf < n && (inner == made || leaves[leaf].count <= weight[inner])) {
                sum += leaves[leaf].count;
                parent[leaf++] = n + made;
            } else {
                sum += weight[inner];
                parent[n + inner++] = n + made;
            }
        }
        weight[made] = sum;
    }
    depth[2 * n - 2] = 0;
    for (int k = 2 * n - 3; k >= 0; k--) {
        depth[k] = depth[parent[k]] + 1;
        if (k < n)
            at_depth[depth[k] < max_length ? depth[k] : max_length]++;
    }
}

/* Leaves moved up to max_length oversubscribe the code, each by whole units of 2^-max_length. A
 * step gives one of them a shorter leaf's place to share: that frees exactly one unit, so the code
 * ends complete, as inflaters demand. */
static void limit_depths(int max_length, int *at_depth)
{
    uint32_t used = 0;
    for (int k = 1; k <= max_length; k++)
        used += (uint32_t)at_depth[k] << (max_length - k);
    for (; used > 1u << max_length; used--) {
        int k = max_length - 1;
        while (at_depth[k] == 0)
            k--;
        at_depth[k]--;
        at_depth[k + 1] += 2;
        at_depth[max_length]--;
    }
}

void ecg_huffman_lengths(const uint32_t *counts, int n, int max_length, uint8_t *lengths)
{
    struct leaf leaves[ECG_HUFFMAN_SYMBOLS];
    int n_leaves = 0;
    memset(lengths, 0, (size_t)n);
    for (int k = 0; k < n; k++)
        if (counts[k])
            leaves[n_leaves++] = (struct leaf){ counts[k], k };
    if (n_leaves == 0)
        return;
    if (n_leaves == 1) {
        lengths[leaves[0].symbol] = 1;
        return;
    }
    qsort(leaves, (size_t)n_leaves, sizeof *leaves, by_count);
    int at_depth[MAX_BITS + 1] = { 0 };
    count_depths(leaves, n_leaves, max_length, at_depth);
    limit_depths(max_length, at_depth);
    int next = 0;
    for (int k = max_length; k > 0; k--)
        for (int i = 0; i < at_depth[k]; i++)
            lengths[leaves[next++].symbol] = (uint8_t)k;
}

static uint16_t reversed(unsigned code, int length)
{
    unsigned r = 0;
    for (int k = 0; k < length; k++)
        r |= (code >> k & 1) << (length - 1 - k);
    return (uint16_t)r;
}

void ecg_huffman_codes(const uint8_t *lengths, int n, uint16_t *codes)
{
    unsigned count[MAX_BITS + 1] = { 0 }, next[MAX_BITS + 2] = { 0 };
    for (int k = 0; k < n; k++)
        count[lengths[k]]++;
    count[0] = 0;
    for (int k = 1; k <= MAX_BITS; k++)
        next[k + 1] = (next[k] + count[k]) << 1;
    for (int k = 0; k < n; k++)
        codes[k] = lengths[k] ? reversed(next[lengths[k]]++, lengths[k]) : 0;
}
