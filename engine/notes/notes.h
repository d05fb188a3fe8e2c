/*
 * What people write, stamp and stick on a printed page: handwriting, pen marks, rubber stamps,
 * labels, codes, post-its, redactions. Made as vectors of the page like all that is printed, with
 * a region for each word and mark.
 */
#ifndef NOTES_NOTES_H
#define NOTES_NOTES_H

#include "page/font.h"
#include "page/page.h"

/* Appends the scene's notes to a built page and sets the inks of its pen, highlighter and stamp
 * layers. The fonts are needed for labels with text; NULL leaves their text out. Errors:
 * ECG_E_MEMORY; ECG_E_IO, ECG_E_FORMAT or ECG_E_LIMIT for notes.words_file. */
int ecg_notes_add(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error);

#endif
