/* Clocks, in milliseconds. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

struct bench_time {
    double wall_ms;
    double cpu_ms; /* of all the process's threads, those of a software renderer too */
};

struct bench_time bench_now(void);
struct bench_time bench_since(struct bench_time start);
/* Of the calling thread alone. */
double bench_thread_cpu_ms(void);

#endif
