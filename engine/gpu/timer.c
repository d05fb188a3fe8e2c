#include "gpu/timer.h"

#include "core/alloc.h"
#include "core/clock.h"
#include "gpu/gl.h"

#include <string.h>

enum { MAX_PASSES = 24, RING = 8 };

struct pass {
    const char *name;
    GLuint queries[RING];
    int n_begun; /* query n_begun % RING is used next */
    int n_read;
    double total_ms, cpu_ms;
    double start_ms, start_cpu_ms; /* software: when it began */
};

struct ecg_timers {
    int is_software;
    int is_on;
    int running; /* index of the pass between begin and end, or -1 */
    int n_passes;
    struct pass passes[MAX_PASSES];
};

struct ecg_timers *ecg_timers_make(int is_software)
{
    struct ecg_timers *timers = ecg_calloc(1, sizeof *timers);
    if (!timers)
        return NULL;
    timers->is_software = is_software;
    timers->running = -1;
    return timers;
}

static void forget(struct ecg_timers *timers)
{
    for (int i = 0; i < timers->n_passes && !timers->is_software; i++)
        glDeleteQueries(RING, timers->passes[i].queries);
    timers->n_passes = 0;
    timers->running = -1;
}

void ecg_timers_destroy(struct ecg_timers **timers)
{
    if (!*timers)
        return;
    forget(*timers);
    ecg_free(*timers);
    *timers = NULL;
}

void ecg_timers_enable(struct ecg_timers *timers, int on)
{
    forget(timers);
    timers->is_on = on;
}

/* Waits for the oldest query of a pass that was not read yet. */
static void read_oldest(struct pass *pass)
{
    GLuint64 ns = 0;
    glGetQueryObjectui64v(pass->queries[pass->n_read % RING], GL_QUERY_RESULT, &ns);
    pass->total_ms += (double)ns * 1e-6;
    pass->n_read++;
}

static double clock_ms(clockid_t clock)
{
    return 1e3 * ecg_clock_s(clock);
}

static void begin_by_clock(struct pass *pass)
{
    glFinish();
    pass->start_ms = clock_ms(CLOCK_MONOTONIC);
    pass->start_cpu_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static void end_by_clock(struct pass *pass)
{
    glFinish();
    pass->total_ms += clock_ms(CLOCK_MONOTONIC) - pass->start_ms;
    pass->cpu_ms += clock_ms(CLOCK_PROCESS_CPUTIME_ID) - pass->start_cpu_ms;
    pass->n_begun = ++pass->n_read;
}

void ecg_timers_begin(struct ecg_timers *timers, const char *name)
{
    if (!timers->is_on || timers->running >= 0)
        return;
    int i = 0;
    while (i < timers->n_passes && strcmp(timers->passes[i].name, name) != 0)
        i++;
    if (i == MAX_PASSES)
        return;
    struct pass *pass = &timers->passes[i];
    if (i == timers->n_passes) {
        *pass = (struct pass){ .name = name };
        if (!timers->is_software)
            glGenQueries(RING, pass->queries);
        timers->n_passes++;
    }
    timers->running = i;
    if (timers->is_software) {
        begin_by_clock(pass);
        return;
    }
    if (pass->n_begun - pass->n_read == RING)
        read_oldest(pass);
    glBeginQuery(GL_TIME_ELAPSED, pass->queries[pass->n_begun % RING]);
}

void ecg_timers_end(struct ecg_timers *timers)
{
    if (timers->running < 0)
        return;
    struct pass *pass = &timers->passes[timers->running];
    timers->running = -1;
    if (timers->is_software) {
        end_by_clock(pass);
        return;
    }
    glEndQuery(GL_TIME_ELAPSED);
    pass->n_begun++;
}

int ecg_timers_read(struct ecg_timers *timers, int i, struct ecg_timing *timing)
{
    if (i < 0 || i >= timers->n_passes)
        return 0;
    struct pass *pass = &timers->passes[i];
    while (pass->n_read < pass->n_begun)
        read_oldest(pass);
    *timing = (struct ecg_timing){ pass->name, pass->total_ms, pass->cpu_ms, pass->n_read };
    return 1;
}
