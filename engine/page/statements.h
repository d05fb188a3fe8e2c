/* Interpretive statements for a record's diagnosis codes, as a machine words them. */
#ifndef PAGE_STATEMENTS_H
#define PAGE_STATEMENTS_H

#include "record/record.h"

enum { ECG_MAX_STATEMENTS = 7, ECG_STATEMENT_SIZE = 128 };

struct ecg_statements {
    int n;
    char line[ECG_MAX_STATEMENTS][ECG_STATEMENT_SIZE];
    /* The line that sums them up: "normal", "borderline", "abnormal"; "" without statements. */
    char conclusion[12];
    int has_no_p; /* a rhythm without P waves before the beats: PR and P axis mean nothing */
};

/* From record->diagnosis, else from a comment "Labels: ..." (PTB-XL's). Codes: SNOMED CT, SCP-ECG,
 * or plain words; unknown ones are passed over. English where the language has no wording of its
 * own (de, fr, es have). Never a statement that the codes do not say. */
void ecg_statements_make(
    struct ecg_statements *statements, const struct ecg_record *record, const char *language);

#endif
