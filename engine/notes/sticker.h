/* What is stuck on a sheet: labels, codes, post-its, redactions. */
#ifndef NOTES_STICKER_H
#define NOTES_STICKER_H

#include "notes/desk.h"

/* Each makes the scene's number of them; 0 or ECG_E_MEMORY. */
int ecg_notes_stick_labels(struct ecg_desk *desk);
int ecg_notes_stick_codes(struct ecg_desk *desk);
int ecg_notes_stick_post_its(struct ecg_desk *desk);
int ecg_notes_redact(struct ecg_desk *desk);

#endif
