#include "bench/clock.h"

#include "core/clock.h"

static double read_ms(clockid_t clock)
{
    return 1e3 * ecg_clock_s(clock);
}

struct bench_time bench_now(void)
{
    return (struct bench_time){ read_ms(CLOCK_MONOTONIC), read_ms(CLOCK_PROCESS_CPUTIME_ID) };
}

struct bench_time bench_since(struct bench_time start)
{
    struct bench_time now = bench_now();
    return (struct bench_time){ now.wall_ms - start.wall_ms, now.cpu_ms - start.cpu_ms };
}

double bench_thread_cpu_ms(void)
{
    return read_ms(CLOCK_THREAD_CPUTIME_ID);
}
