/*
 * The journal of a job: the manifest, one JSON line an image, appended as images become whole and
 * sorted at the end. What it lists is never wrong: a line is written after its files, and holds
 * their sizes, so that a later run trusts only files that are still as they were written.
 */
#ifndef JOB_JOURNAL_H
#define JOB_JOURNAL_H

#include "core/buffer.h"
#include "core/error.h"

#include <stdint.h>

struct ecg_journal; /* used by one thread at a time */

/* Opens (or starts) folder/file_name; lines whose files are missing or of another size, and a torn
 * last line, are dropped. ECG_E_FORMAT when a line before the last is not a manifest line. */
int ecg_journal_open(struct ecg_journal **journal, const char *folder, const char *file_name,
    struct ecg_error *error);
/* Closes without sorting; what was added stays. */
void ecg_journal_close(struct ecg_journal **journal);

/* Whether the image of that name was whole when the journal was opened. */
int ecg_journal_has(const struct ecg_journal *journal, const char *name);

/* Appends one line: `line` is a JSON object without a newline, whose "name" is `name`. */
int ecg_journal_add(
    struct ecg_journal *journal, const char *name, const char *line, struct ecg_error *error);
/* Rewrites the file with its lines sorted by name: the same bytes whatever the order of work. */
int ecg_journal_finish(struct ecg_journal *journal, struct ecg_error *error);

#endif
