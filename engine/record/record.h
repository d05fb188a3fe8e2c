/* A recording: what every reader makes and everything after it takes. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "core/error.h"

#include <stdint.h>

/* Limits a file from a stranger cannot pass; each gives ECG_E_LIMIT with one line. */
enum {
    ECG_MAX_LEADS = 256,
    ECG_MAX_SAMPLES = 200000000, /* leads x samples of one record */
    ECG_MAX_COMMENTS = 10000,
};

enum ecg_sex { ECG_SEX_UNKNOWN, ECG_SEX_FEMALE, ECG_SEX_MALE };

struct ecg_lead {
    char name[24];     /* normalised where it is a known ECG lead (see lead_name.h),
                          else the file's own */
    char raw_name[64]; /* as the file has it */
    char units[16];  /* "mV" after normalisation of uV, V, mV; the file's own otherwise ("mmHg") */
    int is_ecg;      /* a voltage that can be printed as a lead */
    int is_derived;  /* computed by Einthoven's or Goldberger's relations, not in the file */
    double *samples; /* n_samples values in `units`; NaN = missing */
};

/* All leads have the same rate and length. Owned by whoever got it from a reader:
 * ecg_record_destroy. Read-only after reading, so threads may share it. */
struct ecg_record {
    char
        *id; /* file name without folder and extension, made safe for file names; keys the draws */
    char *path; /* the file it was read from; "synthetic:N" for the built-in one */
    double fs_hz;
    size_t n_samples;
    int n_leads;
    struct ecg_lead *leads;
    int n_comments;
    char **comments; /* header comment lines, without '#' and outer blanks */
    /* From header comments or EDF fields; unknown: age_years < 0, "" and ECG_SEX_UNKNOWN. */
    double age_years;
    enum ecg_sex sex;
    char base_date[12];  /* "DD/MM/YYYY" */
    char base_time[16];  /* "HH:MM:SS.mmm", as the header has it */
    char diagnosis[512]; /* comma-separated codes or text of a "Dx:" comment */
    int n_warnings;
    char **warnings; /* one line each: a wrong checksum, a shortened signal; not errors */
};

/* Reads any supported file by its extension and content: WFDB .hea (or the record name without
 * it), Challenge .mat beside a .hea, .csv, .edf. fs_hz is needed for CSV without a time column,
 * else 0. */
int ecg_record_read(
    struct ecg_record **record, const char *path, double fs_hz, struct ecg_error *error);
void ecg_record_destroy(struct ecg_record **record);

/* Index of the lead of that (normalised) name, or -1. */
int ecg_record_lead(const struct ecg_record *record, const char *name);

/* The built-in recording number `index` of that seed; see synthetic.h for the model. 12 leads, 500
 * Hz, `seconds` long (10 by default when 0). */
int ecg_record_synthesize(struct ecg_record **record, uint64_t seed, uint64_t index,
    double seconds, struct ecg_error *error);

/* Adds the limb leads that follow from those present (III = II - I, aVR = -(I + II) / 2, ...),
 * marked is_derived; does nothing where the physics does not allow it. */
int ecg_record_derive_limb_leads(struct ecg_record *record, struct ecg_error *error);

#endif
