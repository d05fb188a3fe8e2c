/*
 * Train, val, test: which part of a dataset a recording belongs to. All images of a recording lie
 * in one part. The part follows from the recording's id and the shares alone, not from seed,
 * recipe or the other recordings: adding some moves none, and the same recording is never in the
 * train part of one dataset and in the test part of another.
 */
#ifndef JOB_SPLIT_H
#define JOB_SPLIT_H

#include "core/buffer.h"
#include "core/error.h"

enum { ECG_SPLIT_PARTS = 16, ECG_SPLIT_NAME = 33 };

struct ecg_split {
    int n;                              /* 0: not split */
    const char *names[ECG_SPLIT_PARTS]; /* texts below; not valid in a copy of the struct */
    char text[ECG_SPLIT_PARTS][ECG_SPLIT_NAME];
    double share[ECG_SPLIT_PARTS]; /* their sum is 1 */
};

/* "train:0.8,val:0.1,test:0.1"; shares are relative to their sum. Names: 1 to 32 letters, digits,
 * '_' and '-', a letter or digit first. NULL or "": not split. ECG_E_ARGUMENT. */
int ecg_split_parse(struct ecg_split *split, const char *text, struct ecg_error *error);
/* Appends the same in one form for equal splits; nothing when not split. */
void ecg_split_print(const struct ecg_split *split, struct ecg_buffer *out);
/* The part's number, or -1 when not split. */
int ecg_split_of(const struct ecg_split *split, const char *record_id);
/* Its name; NULL when not split, or split is NULL. */
const char *ecg_split_name(const struct ecg_split *split, const char *record_id);

#endif
