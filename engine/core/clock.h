/* Clocks in seconds. */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <time.h>

/* Of CLOCK_PROCESS_CPUTIME_ID and the like. */
static inline double ecg_clock_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds since some fixed moment; never goes back. */
static inline double ecg_now_s(void)
{
    return ecg_clock_s(CLOCK_MONOTONIC);
}

#endif
