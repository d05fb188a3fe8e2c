/* What a file's name and first lines say about it. */
#ifndef RECORD_FIND_NAMES_H
#define RECORD_FIND_NAMES_H

enum ecg_file_kind {
    ECG_FILE_OTHER,
    ECG_FILE_HEADER, /* .hea */
    ECG_FILE_TABLE,  /* .csv, .tsv */
    ECG_FILE_EDF,    /* .edf, .bdf */
    ECG_FILE_SIGNAL, /* .mat, .dat: belongs to a header */
    ECG_FILE_LIST,   /* RECORDS*, .txt, .list */
};

enum ecg_file_kind ecg_file_kind(const char *path);

/* 1 when the first row of a table names an ECG lead, and when it cannot be read: whoever reads it
 * then says why. */
int ecg_table_has_leads(const char *path);

/* 1 when a header's record line names segments ("041s/2"). */
int ecg_header_has_segments(const char *path);

/* The part of a path after the last '/'. */
const char *ecg_base_name(const char *path);

#endif
