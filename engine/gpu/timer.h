/*
 * How long each pass takes. Off unless asked for.
 *
 * A GPU measures itself (GL_TIME_ELAPSED). A software renderer is measured from outside: it is
 * drained before and after the pass and the clocks are read, because llvmpipe works tile by tile,
 * doing everything that was asked of a tile before it takes the next one, so that its own time
 * stamps tell when the last tile came by. Draining costs it nothing but the overlap of two passes.
 */
#ifndef GPU_TIMER_H
#define GPU_TIMER_H

struct ecg_timers;

/* NULL when out of memory. */
struct ecg_timers *ecg_timers_make(int is_software);
void ecg_timers_destroy(struct ecg_timers **timers);

/* Switching on starts from zero. */
void ecg_timers_enable(struct ecg_timers *timers, int on);

/* Around a pass; passes do not nest. `name` must outlive the timers (a literal). Nothing happens
 * while timers are off. */
void ecg_timers_begin(struct ecg_timers *timers, const char *name);
void ecg_timers_end(struct ecg_timers *timers);

struct ecg_timing {
    const char *name;
    double total_ms;
    double cpu_ms; /* of the whole process, all its threads; on a GPU 0 */
    int runs;
};

/* Waits for what was measured. Passes in the order they first ran: writes the i-th one and returns
 * 1, or returns 0 when there is no i-th. */
int ecg_timers_read(struct ecg_timers *timers, int i, struct ecg_timing *timing);

#endif
