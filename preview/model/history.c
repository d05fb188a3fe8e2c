#include "history.h"

#include <string.h>

void history_start(struct history *history, void *first, void (*destroy)(void *state))
{
    *history = (struct history){ .destroy = destroy, .count = 1 };
    history->states[0] = first;
}

/* Forgets the states from `first` on. */
static void cut(struct history *history, size_t first)
{
    for (size_t i = first; i < history->count; i++)
        history->destroy(history->states[i]);
    history->count = first;
}

void history_end(struct history *history)
{
    if (history->destroy)
        cut(history, 0);
}

void *history_now(const struct history *history)
{
    return history->states[history->at];
}

void history_push(struct history *history, void *state, unsigned gesture)
{
    int goes_on = gesture && gesture == history->gesture && history->at + 1 == history->count &&
                  history->at > 0;
    cut(history, goes_on ? history->at : history->at + 1);
    if (history->count == HISTORY_MOST) {
        history->destroy(history->states[0]);
        memmove(
            history->states, history->states + 1, (HISTORY_MOST - 1) * sizeof history->states[0]);
        history->count--;
    }
    history->states[history->count++] = state;
    history->at = history->count - 1;
    history->gesture = gesture;
}

int history_undo(struct history *history)
{
    history->gesture = 0;
    if (history->at == 0)
        return 0;
    history->at--;
    return 1;
}

int history_redo(struct history *history)
{
    history->gesture = 0;
    if (history->at + 1 >= history->count)
        return 0;
    history->at++;
    return 1;
}
