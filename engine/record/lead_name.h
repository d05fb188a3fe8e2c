/*
 * Names of ECG leads. Known ones are written one way:
 *   I II III aVR aVL aVF -aVR V1..V9 V1R..V9R Vx Vy Vz
 * Read as these: any case, blanks, '_' and '-' between parts, prefixes ("ECG ", "EKG", "lead ",
 * "channel "), the modified limb leads of Holter recordings (MLI, MLII, MLIII), DI/D1 and the
 * like, "v 1", "X"/"Y"/"Z" when the file says "vx" (a bare "x" is left alone: it may be an
 * accelerometer). "ECG1" or "ch 2" say nothing about electrodes and stay as they are.
 */
#ifndef RECORD_LEAD_NAME_H
#define RECORD_LEAD_NAME_H

/* Writes the normalised name into name[24] and returns 1; 0 when it is not a known lead. */
int ecg_lead_name(char *name, const char *raw_name);

/* 1 for names of signals that are not ECG even when their units are volts (PLETH, RESP, EEG...) */
int ecg_lead_is_other(const char *name);

#endif
