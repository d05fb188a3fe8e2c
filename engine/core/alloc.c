#include "core/alloc.h"

#include "core/error.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Test hooks only. */
static atomic_long allocations_left; /* 0 is off, at 1 the next one fails */
static atomic_int fails_once;

static int must_fail(void)
{
    long left = atomic_load_explicit(&allocations_left, memory_order_relaxed);
    for (;;) {
        if (left == 0)
            return 0;
        if (left == 1 && !atomic_load_explicit(&fails_once, memory_order_relaxed))
            return 1;
        if (atomic_compare_exchange_weak(&allocations_left, &left, left - 1))
            return left == 1;
    }
}

void ecg_alloc_fail_from(long n)
{
    atomic_store(&fails_once, 0);
    atomic_store(&allocations_left, n);
}

void ecg_alloc_fail_once(long n)
{
    atomic_store(&fails_once, 1);
    atomic_store(&allocations_left, n);
}

long ecg_alloc_left(void)
{
    return atomic_load(&allocations_left);
}

void *ecg_calloc(size_t count, size_t size)
{
    if (must_fail())
        return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *ecg_realloc(void *block, size_t count, size_t size)
{
    if (must_fail() || (size && count > SIZE_MAX / size))
        return NULL;
    size_t bytes = count * size;
    return realloc(block, bytes ? bytes : 1);
}

void *ecg_alloc_large(size_t size)
{
    enum { HUGE_PAGE = 1 << 21 };
    if (must_fail() || size > SIZE_MAX - HUGE_PAGE)
        return NULL;
    if (size < HUGE_PAGE)
        return malloc(size ? size : 1);
    size_t rounded = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    void *block = aligned_alloc(HUGE_PAGE, rounded);
    if (block)
        madvise(block, rounded, MADV_HUGEPAGE); /* a hint: refused where there are none */
    return block;
}

char *ecg_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    char *copy = ecg_calloc(n, 1);
    if (copy)
        memcpy(copy, s, n);
    return copy;
}

void ecg_free(void *block)
{
    free(block);
}

int ecg_grow(void *items, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return 0;
    size_t wanted = *capacity ? *capacity : 16;
    while (wanted < needed) {
        if (wanted > SIZE_MAX / 2)
            return ECG_E_MEMORY;
        wanted *= 2;
    }
    void *block;
    memcpy(&block, items, sizeof block);
    block = ecg_realloc(block, wanted, size);
    if (!block)
        return ECG_E_MEMORY;
    memcpy(items, &block, sizeof block);
    *capacity = wanted;
    return 0;
}
