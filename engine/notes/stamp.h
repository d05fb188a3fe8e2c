/* Rubber stamps. */
#ifndef NOTES_STAMP_H
#define NOTES_STAMP_H

#include "notes/desk.h"

/* The scene's stamps, each in its place. 0 or ECG_E_MEMORY. */
int ecg_notes_stamp(struct ecg_desk *desk);

#endif
