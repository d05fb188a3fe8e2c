/* SNOMED CT codes of ECG findings, as the PhysioNet Challenge headers use them, in words. */
#ifndef RECORD_SNOMED_H
#define RECORD_SNOMED_H

#include <stddef.h>

/* "Atrial fibrillation" for "164889003"; NULL for a code not in the table. */
const char *ecg_snomed_word(const char *code, size_t length);

/* Words for a comma-separated list of codes into to[size]: "Sinus bradycardia, T wave abnormal".
 * Unknown codes are left out; an item that is no number (a text already) is copied. */
void ecg_snomed_words(char *to, size_t size, const char *list);

#endif
