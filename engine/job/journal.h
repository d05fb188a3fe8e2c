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

struct ecg_journal_params {
    const char *folder, *file_name;
    const char *scratch; /* for files that are not whole yet */
    /* The files lie in PREFIX000000.tar and so on; NULL: by themselves. */
    const char *shard_prefix;
    /* With these, sets of several shards: NAME-PREFIX000000.tar, as the sink's groups. */
    const char *const *groups;
    size_t n_groups;
    int either;    /* lines of both kinds count: for readers who do not know */
    int only_read; /* nothing is changed, nothing can be added */
};

/* Opens or starts it. Lines whose files are missing or of another size, and a torn last line, are
 * dropped; of shards, those from the first that is missing or not exactly what its lines say on.
 * ECG_E_FORMAT when another line is not a manifest line. */
int ecg_journal_open(struct ecg_journal **journal, const struct ecg_journal_params *params,
    struct ecg_error *error);
/* Closes without sorting; what was added stays. */
void ecg_journal_close(struct ecg_journal **journal);

/* Whether the image of that name was whole when the journal was opened. */
int ecg_journal_has(const struct ecg_journal *journal, const char *name);
/* An image that was whole then. */
struct ecg_journal_image {
    char *name;      /* of its files */
    char *line;      /* the manifest's, without its newline */
    int page, pages; /* of several that show one recording; 0 where there is one */
};
/* How many there are, and each, in order of their names. */
size_t ecg_journal_kept(const struct ecg_journal *journal);
const struct ecg_journal_image *ecg_journal_image(const struct ecg_journal *journal, size_t i);
/* How many shards of a group were; group 0 where there are none. */
uint64_t ecg_journal_shards(const struct ecg_journal *journal, size_t group);

/* Appends one line: a JSON object without a newline, as output/manifest_read.h wants it. */
int ecg_journal_add(struct ecg_journal *journal, const char *line, struct ecg_error *error);
/* Rewrites the file with its lines sorted by name: the same bytes whatever the order of work. */
int ecg_journal_finish(struct ecg_journal *journal, struct ecg_error *error);

#endif
