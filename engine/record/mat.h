/* MATLAB level 4 files, as the PhysioNet Challenges use them: one matrix "val", a row a lead. */
#ifndef RECORD_MAT_H
#define RECORD_MAT_H

#include "core/error.h"

#include <stddef.h>

struct ecg_mat {
    size_t rows, columns;
    size_t data_offset;    /* column by column, that is frame by frame */
    int wfdb_format;       /* that reads its samples (16, 32, 80); 0 when none does */
    const char *type_name; /* "int16" */
};

/* Reads and checks the header of a file's first matrix. ECG_E_UNSUPPORTED for newer levels. */
int ecg_mat_open(struct ecg_mat *mat, const char *path, struct ecg_error *error);

#endif
