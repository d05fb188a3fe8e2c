/*
 * The built-in recording: an invented patient's 12-lead ECG.
 *
 * The heart is one moving dipole (Frank's axes: x to the patient's left, y to the feet, z to the
 * back), a sum of Gaussian-shaped waves P, Q, R, S, ST, T as in McSharry et al. 2003 (IEEE Trans.
 * Biomed. Eng. 50:289) and, in three dimensions, Sameni et al. 2007 (EURASIP J. Adv. Signal
 * Process. 43407). Unlike theirs, waves are placed in seconds about each R peak, not in phase: a
 * QRS keeps its width when the rate changes, and the T wave follows the cube root of the RR
 * interval (Fridericia). Heart rate varies with a low- and a high-frequency part (McSharry), the
 * second one tied to breathing, which also turns the dipole and sways the baseline. The f waves of
 * atrial fibrillation are the amplitude- and frequency-modulated sawtooth of Stridh and Sornmo
 * 2001 (IEEE Trans. Biomed. Eng. 48:105).
 *
 * The dipole is seen by electrodes through Dower's matrix (Dower et al. 1980, J. Electrocardiol.
 * 13:45): leads I, II, V1..V6. Noise (sway, muscle, mains) is made at each electrode, so that it
 * is shared by leads as it is in a patient, and III, aVR, aVL and aVF follow exactly from I and
 * II.
 */
#ifndef RECORD_SYNTHETIC_H
#define RECORD_SYNTHETIC_H

#include "core/random.h"

#include <stddef.h>

/* What the patient has. Recording number `index` of any seed has the (index mod 16)-th of a fixed
 * round in which normal sinus rhythm comes three times, so that small sets are varied. */
enum ecg_heart_kind {
    ECG_HEART_NORMAL,
    ECG_HEART_BRADYCARDIA,
    ECG_HEART_TACHYCARDIA,
    ECG_HEART_FIBRILLATION, /* atrial */
    ECG_HEART_ATRIAL_BEATS, /* premature */
    ECG_HEART_VENTRICULAR_BEATS,
    ECG_HEART_LBBB,
    ECG_HEART_RBBB,
    ECG_HEART_HYPERTROPHY, /* left ventricular, with strain */
    ECG_HEART_ANTERIOR_STEMI,
    ECG_HEART_INFERIOR_STEMI,
    ECG_HEART_ISCHAEMIA,  /* lateral ST depression */
    ECG_HEART_AV_BLOCK,   /* first degree */
    ECG_HEART_ARRHYTHMIA, /* sinus, of the young */
    ECG_HEART_KINDS
};

enum ecg_heart_kind ecg_heart_kind_of(uint64_t index);

/* ---- Rhythm ---- */

enum ecg_beat_kind { ECG_BEAT_SINUS, ECG_BEAT_ATRIAL, ECG_BEAT_VENTRICULAR };

struct ecg_beat {
    double r_s;  /* time of the R peak; from before 0 to after the recording's end */
    double rr_s; /* the interval that its T wave adapts to */
    double p_s;  /* time of its P wave's centre; NaN without */
    enum ecg_beat_kind kind;
};

struct ecg_rhythm {
    double mean_rr_s;
    double breath_hz, breath_phase; /* breathing: sin(2 pi breath_hz t + breath_phase) */
    size_t n_beats;
    struct ecg_beat *beats; /* in time order; ecg_free */
};

/* 0 or ECG_E_MEMORY. */
int ecg_rhythm_make(struct ecg_rhythm *rhythm, enum ecg_heart_kind kind, double age_years,
    double seconds, struct ecg_key key);

/* ---- Dipole ---- */

/* Adds the heart's dipole, in mV, to vcg[3][n] at `fs_hz`. 0 or ECG_E_MEMORY. */
void ecg_heart_add(double *const vcg[3], size_t n, double fs_hz, enum ecg_heart_kind kind,
    double age_years, const struct ecg_rhythm *rhythm, struct ecg_key key);

/* ---- Electrodes ---- */

enum { ECG_ELECTRODES = 9 }; /* RA, LA, LL, C1..C6 */

/* Noise of one electrode into noise[n], mV. */
void ecg_noise_make(double *noise, size_t n, double fs_hz, int electrode,
    const struct ecg_rhythm *rhythm, struct ecg_key key);

#endif
