/* Where whole pictures are drawn: a context and a renderer, used by the thread that opened it. */
#ifndef PREVIEW_PRESS_ROOM_H
#define PREVIEW_PRESS_ROOM_H

#include "maker.h"

struct press_room;

/* device: as ecg_gpu_open. */
int press_room_open(struct press_room **room, const char *device, struct ecg_error *error);
void press_room_close(struct press_room **room);

/* Draws made->work, and its clean page if wished, into memory. Between passes it asks whether it
 * is still wanted; ECG_E_CANCELLED when it is not. */
int press_room_print(struct press_room *room, struct made *made, int with_clean,
    int (*is_wanted)(void *priv), void *priv, struct ecg_error *error);
/* Compiles every shader again when it is next used. */
void press_room_forget_programs(struct press_room *room);

#endif
