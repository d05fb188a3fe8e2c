/* Every allocation of the library goes through here, so that tests can make the n-th one fail. */
#ifndef CORE_ALLOC_H
#define CORE_ALLOC_H

#include <stddef.h>

/* NULL when out of memory or when count * size overflows; zeroed; count 0 gives a unique pointer.
 */
void *ecg_calloc(size_t count, size_t size);
/* As realloc for an array; the old block stays valid when NULL is returned. */
void *ecg_realloc(void *block, size_t count, size_t size);
/* An uninitialised block for pictures, in huge pages where the system has them: touching fresh
 * memory 4 KB at a time can take longer than drawing the picture. NULL when out of memory. Freed
 * by ecg_free, not to be passed to ecg_realloc. */
void *ecg_alloc_large(size_t size);
char *ecg_strdup(const char *s);
void ecg_free(void *block);

/* Grows *items (of item size `size`) so that at least `needed` fit, doubling; 0 or ECG_E_MEMORY.
 */
int ecg_grow(void *items, size_t *capacity, size_t needed, size_t size);

/* For tests: allocations fail from the n-th on (1 is the next); 0 turns that off. */
void ecg_alloc_fail_from(long n);
/* Only the n-th fails. */
void ecg_alloc_fail_once(long n);
/* What is left of n: 0 after the one that failed. */
long ecg_alloc_left(void);

#endif
