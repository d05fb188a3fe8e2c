/* Patient data out of header comments. */
#ifndef RECORD_COMMENTS_H
#define RECORD_COMMENTS_H

#include "record/record.h"

/*
 * Fills age, sex and diagnosis that are not known yet from record->comments. Understood:
 *   Challenge 2020/21   "Age: 63", "Sex: Male", "Dx: 426783006,164889003"
 *   Challenge 2024      "Labels: NORM, PVC"
 *   PTB, ECG-ID         "age: 81", "sex: female", "Reason for admission: Myocardial infarction"
 *   LTST and its kin    "<age>: 25  <sex>: M  <diagnoses>: (none)"
 *   MIT-BIH             "69 M 1085 1629 x1"
 * "Unknown", "NaN", "n/a" and ages outside 0..120 leave a field unknown.
 */
void ecg_comments_understand(struct ecg_record *record);

#endif
