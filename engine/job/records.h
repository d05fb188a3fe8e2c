/* Records being printed: one that several images need at about the same time is read once. */
#ifndef JOB_RECORDS_H
#define JOB_RECORDS_H

#include "job/worklist.h"

struct ecg_shared_record; /* counted: release it once for each get and each use */
struct ecg_records;       /* any thread, several at once */

/* The list must outlive it. NULL when out of memory. */
struct ecg_records *ecg_records_make(const struct ecg_worklist *list);
/* When everything got from it is released. */
void ecg_records_destroy(struct ecg_records **records);

/* Record `index` of the work list: the one that was asked for last, when it is that one, else read
 * now. Tasks come in the order of records, so one is kept, whatever their number. *is_new: it was
 * read now, so that its warnings, or why it cannot be read, are told once. Reading's errors, which
 * are kept likewise. */
int ecg_records_get(struct ecg_records *records, size_t index, struct ecg_shared_record **shared,
    int *is_new, struct ecg_error *error);
const struct ecg_record *ecg_shared_record(const struct ecg_shared_record *shared);
void ecg_records_use(struct ecg_records *records, struct ecg_shared_record *shared);
void ecg_records_release(struct ecg_records *records, struct ecg_shared_record *shared);

#endif
