/* Where the beats are on the printed traces, for arrows, circles and callipers. */
#ifndef NOTES_BEATS_H
#define NOTES_BEATS_H

#include "notes/desk.h"

enum { ECG_MAX_BEATS = 64 };

/* Finds the page's beats, once; 0 or ECG_E_MEMORY. */
int ecg_desk_find_beats(struct ecg_desk *desk);

/* After that: the points of a trace where its beats are tallest (or deepest), in order, into
 * beats[ECG_MAX_BEATS]; their number. */
int ecg_desk_trace_beats(
    const struct ecg_desk *desk, const struct ecg_trace *trace, size_t beats[ECG_MAX_BEATS]);

#endif
