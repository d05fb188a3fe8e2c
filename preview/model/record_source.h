/* Recordings by where they come from. */
#ifndef PREVIEW_RECORD_SOURCE_H
#define PREVIEW_RECORD_SOURCE_H

#include "record/record.h"

/* Where a recording comes from: enough to read it on another thread, whatever happens to the
 * session. Built-in recordings follow the seed, as `ecgpress generate --seed` has it. */
struct record_source {
    int is_synthetic;
    size_t index; /* built-in: its number */
    uint64_t seed;
    double fs_hz;
    char path[4096], id[256]; /* of a file */
};
int record_source_same(const struct record_source *a, const struct record_source *b);
/* Derived leads included. */
int record_source_read(
    const struct record_source *source, struct ecg_record **record, struct ecg_error *error);

#endif
