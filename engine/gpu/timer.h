/* How long each pass takes on the device (GL_TIME_ELAPSED). Off unless asked for. */
#ifndef GPU_TIMER_H
#define GPU_TIMER_H

struct ecg_timers;

struct ecg_timers *ecg_timers_make(void); /* NULL when out of memory */
void ecg_timers_destroy(struct ecg_timers **timers);

/* Switching on starts from zero. */
void ecg_timers_enable(struct ecg_timers *timers, int on);

/* Around a pass; passes do not nest. `name` must outlive the timers (a literal). Nothing happens
 * while timers are off. */
void ecg_timers_begin(struct ecg_timers *timers, const char *name);
void ecg_timers_end(struct ecg_timers *timers);

/* Waits for what was measured. Passes in the order they first ran: writes the i-th one's name,
 * summed time and number of runs and returns 1, or returns 0 when there is no i-th. */
int ecg_timers_read(
    struct ecg_timers *timers, int i, const char **name, double *total_ms, int *runs);

#endif
