/* States that can be gone back to: a list of owned pointers and a place in it. */
#ifndef PREVIEW_HISTORY_H
#define PREVIEW_HISTORY_H

#include <stddef.h>

enum { HISTORY_MOST = 300 };

struct history {
    void (*destroy)(void *state);
    void *states[HISTORY_MOST];
    size_t count, at; /* states[at] is now */
    unsigned gesture; /* of the change that made it; 0: none */
};

/* Takes `first` over. */
void history_start(struct history *history, void *first, void (*destroy)(void *state));
void history_end(struct history *history);
void *history_now(const struct history *history);
/* `state`, taken over, is now; what had been undone is forgotten, and the oldest when there is no
 * room. Of the same gesture (not 0) as the change before, it replaces that. */
void history_push(struct history *history, void *state, unsigned gesture);
/* 1, or 0 when there is nothing to go to. */
int history_undo(struct history *history);
int history_redo(struct history *history);

#endif
