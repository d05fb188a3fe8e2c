/* Where the beats are on a printed trace, for circles and callipers. */
#ifndef NOTES_BEATS_H
#define NOTES_BEATS_H

#include "page/page.h"

enum { ECG_MAX_BEATS = 64 };

/* Writes the indices of the trace's R (or deepest S) points, in order, into beats[ECG_MAX_BEATS];
 * their number, 0 where nothing stands out. */
int ecg_trace_beats(
    const struct ecg_page *page, const struct ecg_trace *trace, size_t beats[ECG_MAX_BEATS]);

#endif
