/* Marks of a pen: on beats, on printed text, and by themselves. */
#ifndef NOTES_MARKS_H
#define NOTES_MARKS_H

#include "notes/desk.h"

/* The scene's arrows, circles, brackets and callipers. 0 or ECG_E_MEMORY. */
int ecg_notes_mark_beats(struct ecg_desk *desk);
/* Its underlines, strikes and highlights. */
int ecg_notes_mark_text(struct ecg_desk *desk);
/* Its checks, question marks, initials and signatures. */
int ecg_notes_sign(struct ecg_desk *desk);

/* Inks desk->moves as one mark with its region, kept on the sheet; content as ecg_region.string.
 */
int ecg_desk_mark(struct ecg_desk *desk, const struct ecg_writing_pen *pen, double angle_rad,
    const char *content, struct ecg_random *random);

#endif
