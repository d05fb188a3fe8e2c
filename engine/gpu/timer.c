#include "gpu/timer.h"

#include "core/alloc.h"
#include "gpu/gl.h"

#include <string.h>

enum { MAX_PASSES = 24, RING = 8 };

struct pass {
    const char *name;
    GLuint queries[RING];
    int n_begun; /* query n_begun % RING is used next */
    int n_read;
    double total_ms;
};

struct ecg_timers {
    int is_on;
    int running; /* index of the pass between begin and end, or -1 */
    int n_passes;
    struct pass passes[MAX_PASSES];
};

struct ecg_timers *ecg_timers_make(void)
{
    struct ecg_timers *timers = ecg_calloc(1, sizeof *timers);
    if (timers)
        timers->running = -1;
    return timers;
}

static void forget(struct ecg_timers *timers)
{
    for (int i = 0; i < timers->n_passes; i++)
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
        glGenQueries(RING, pass->queries);
        timers->n_passes++;
    }
    if (pass->n_begun - pass->n_read == RING)
        read_oldest(pass);
    glBeginQuery(GL_TIME_ELAPSED, pass->queries[pass->n_begun % RING]);
    timers->running = i;
}

void ecg_timers_end(struct ecg_timers *timers)
{
    if (timers->running < 0)
        return;
    glEndQuery(GL_TIME_ELAPSED);
    timers->passes[timers->running].n_begun++;
    timers->running = -1;
}

int ecg_timers_read(
    struct ecg_timers *timers, int i, const char **name, double *total_ms, int *runs)
{
    if (i < 0 || i >= timers->n_passes)
        return 0;
    struct pass *pass = &timers->passes[i];
    while (pass->n_read < pass->n_begun)
        read_oldest(pass);
    *name = pass->name;
    *total_ms = pass->total_ms;
    *runs = pass->n_read;
    return 1;
}
