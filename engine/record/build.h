/* How the readers make a record: allocation, names, warnings, comments. */
#ifndef RECORD_BUILD_H
#define RECORD_BUILD_H

#include "record/record.h"

/* A record of n_leads nameless leads without samples. id is taken from the path's file name. 0,
 * ECG_E_MEMORY or ECG_E_LIMIT. */
int ecg_record_make(
    struct ecg_record **record, const char *path, int n_leads, struct ecg_error *error);

/* Sets lead i's names, units and is_ecg from what the file says (not yet its samples). */
void ecg_record_label(
    struct ecg_record *record, int i, const char *raw_name, const char *raw_units);

/* Brings voltages to mV, makes names unique, reads patient data from the comments, derives limb
 * leads: the last step of every reader, when samples and digests are in place. */
int ecg_record_finish(struct ecg_record *record, struct ecg_error *error);

/* Adds a warning line (control characters replaced). */
int ecg_record_warn(struct ecg_record *record, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a comment line: `length` bytes, '#' and outer blanks dropped, an empty one ignored. 0,
 * ECG_E_MEMORY, or ECG_E_LIMIT beyond ECG_MAX_COMMENTS. */
int ecg_record_comment(struct ecg_record *record, const char *text, size_t length);

/* n doubles, all NaN; NULL when out of memory. */
double *ecg_samples_make(size_t n);

/* Fails unless leads x samples is within ECG_MAX_SAMPLES; `path` and the numbers are named. */
int ecg_record_check_size(
    const char *path, size_t n_leads, size_t n_samples, struct ecg_error *error);

/* Makes the digest of n values. */
void ecg_digest_all(struct ecg_digest *digest, const double *values, size_t n);

#endif
