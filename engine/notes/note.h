/* Notes written by hand. */
#ifndef NOTES_NOTE_H
#define NOTES_NOTE_H

#include "notes/desk.h"

/* The scene's notes, each in its place. 0 or ECG_E_MEMORY. */
int ecg_notes_write(struct ecg_desk *desk);
/* The scene's notes.list. Likewise. */
int ecg_notes_write_list(struct ecg_desk *desk);

#endif
