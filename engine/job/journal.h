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
 * last line, are dropped. With a shard_prefix (else NULL) the files lie in PREFIX000000.tar and so
 * on: lines count up to the first shard that is missing or not exactly what its lines say, and
 * *n_shards is how many come before that. ECG_E_FORMAT when a line before the last is not a
 * manifest line. */
int ecg_journal_open(struct ecg_journal **journal, const char *folder, const char *file_name,
    const char *shard_prefix, uint64_t *n_shards, struct ecg_error *error);
/* Closes without sorting; what was added stays. */
void ecg_journal_close(struct ecg_journal **journal);

/* Whether the image of that name was whole when the journal was opened. */
int ecg_journal_has(const struct ecg_journal *journal, const char *name);

/* Appends one line: a JSON object without a newline, whose first member is "name". */
int ecg_journal_add(struct ecg_journal *journal, const char *line, struct ecg_error *error);
/* Rewrites the file with its lines sorted by name: the same bytes whatever the order of work. */
int ecg_journal_finish(struct ecg_journal *journal, struct ecg_error *error);

#endif
