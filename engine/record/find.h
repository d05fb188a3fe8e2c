/*
 * From the paths a user gives to the records they mean.
 *
 * A path may be
 *   a record   its file (.hea, .csv, .tsv, .edf, .bdf), its name without ".hea", or a .mat or .dat
 *              beside a .hea;
 *   a folder   walked, all folders below included; links to folders and names that start with '.'
 *              are not followed. A .csv counts only when its first row names an ECG lead (data
 *              sets keep tables of other things), a .hea not when a multi-segment record of the
 *              same folder is made of it;
 *   a list     a file whose name starts with "RECORDS" or ends in .txt or .list: a path a line,
 *              relative to the list's folder, '#' for comments. A line may name a folder: then
 *              its own RECORDS counts, or it is walked. Lists called RECORDS stay in their folder:
 *              absolute lines and ".." are refused there.
 *
 * A record's id is where it was found: its path below the folder or list that was given, without
 * extension, '/' becoming '-' ("100", "p10-p100-a1"); for a file given by itself, its file name.
 * So ids do not depend on the order of paths, nor on what other records there are, as long as they
 * differ. Records whose ids would be the same all get "-" and 8 hexadecimal digits of their path
 * as given.
 */
#ifndef RECORD_FIND_H
#define RECORD_FIND_H

#include "core/error.h"
#include "record/record.h"

#include <stddef.h>

struct ecg_found {
    char *path; /* to give to ecg_record_read */
    char *name; /* where it was found: "p10/p100/a1"; its path where that would be ambiguous */
    char *id;   /* unique in the list, safe for file names */
};

struct ecg_found_list {
    size_t n, capacity;
    struct ecg_found *items; /* in order of id; each file once */
    /* One line for each path, folder or list line that gave nothing; not fatal. */
    size_t n_problems, cap_problems;
    char **problems;
};

/* Fills *list, which ecg_found_free empties in either case. 0, or ECG_E_MEMORY. */
int ecg_find_records(struct ecg_found_list *list, const char *const *paths, size_t n_paths,
    struct ecg_error *error);
void ecg_found_free(struct ecg_found_list *list);

/* ecg_record_read, with the id the record was found under. */
int ecg_found_read(struct ecg_record **record, const struct ecg_found *found, double fs_hz,
    struct ecg_error *error);

#endif
