/* The readers of single files; each makes a finished record. */
#ifndef RECORD_READERS_H
#define RECORD_READERS_H

#include "record/record.h"

/* A table of numbers with a row of lead names; see csv.c for what is understood. fs_hz 0: from a
 * time column or a "# fs: 500" line. */
int ecg_csv_read(
    struct ecg_record **record, const char *path, double fs_hz, struct ecg_error *error);

/* EDF, EDF+ (continuous), BDF, BDF+. */
int ecg_edf_read(struct ecg_record **record, const char *path, struct ecg_error *error);

#endif
