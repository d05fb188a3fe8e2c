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

/* A lead in the file's own units and at the file's own rate, before anything of ours: what
 * `ecgpress inspect --json` prints. Several samples a frame (WFDB) count as one, their mean. */
struct ecg_digest {
    size_t n; /* values, missing ones included */
    size_t n_missing;
    double sum, sum_squares;  /* of those present */
    double first[5], last[5]; /* min(n, 5) of them, in time order; NaN = missing */
};

struct ecg_lead {
    char name[24];      /* normalised where it is a known ECG lead (see lead_name.h),
                           else the file's own; unique in a record */
    char raw_name[64];  /* as the file has it */
    char units[16];     /* "mV" after normalisation of uV, V, mV; the file's own otherwise */
    char raw_units[16]; /* as the file has them */
    int is_ecg;         /* a voltage that can be printed as a lead */
    int is_derived;     /* computed by Einthoven's or Goldberger's relations, not in the file */
    double *samples;    /* n_samples values in `units`; NaN = missing */
    struct ecg_digest digest; /* of the file's own numbers, in raw_units */
};

/* All leads have the same rate and length. Owned by whoever got it from a reader:
 * ecg_record_destroy. Read-only after reading, so threads may share it. All text is valid UTF-8
 * without control characters. */
struct ecg_record {
    char *id;     /* file name without folder and extension, made safe for file names (letters,
                     digits, '_', '-'; never empty); keys the draws */
    char *path;   /* the file it was read from; "synthetic:N" for the built-in one */
    double fs_hz; /* where leads came at several rates: the highest among the ECG leads */
    size_t n_samples;
    double raw_fs_hz;     /* the file's own rate (WFDB: frames a second) */
    size_t n_raw_samples; /* the file's own length (WFDB: frames) */
    int n_leads;
    struct ecg_lead *leads;
    int n_comments;
    char **comments; /* header comment lines, without '#' and outer blanks */
    /* From header comments or EDF fields; unknown: age_years < 0, "" and ECG_SEX_UNKNOWN. */
    double age_years;
    enum ecg_sex sex;
    char base_date[12];       /* "DD/MM/YYYY" */
    char base_time[16];       /* "HH:MM:SS.mmm", as the header has it */
    char diagnosis[512];      /* comma-separated codes or text of a "Dx:" comment */
    char diagnosis_text[512]; /* the same in words, where the codes are known; else "" */
    int n_warnings;
    char **warnings; /* one line each: a wrong checksum, a shortened signal; not errors */
};

/* Reads any supported file by its extension and content: WFDB .hea (or the record name without
 * it), Challenge .mat or .dat beside a .hea, .csv, .edf, .bdf. fs_hz is needed for CSV without a
 * time column, else 0. Signal files outside the record's own folder are refused. Errors:
 * ECG_E_IO, ECG_E_FORMAT, ECG_E_UNSUPPORTED, ECG_E_LIMIT, ECG_E_MEMORY, ECG_E_ARGUMENT. */
int ecg_record_read(
    struct ecg_record **record, const char *path, double fs_hz, struct ecg_error *error);
void ecg_record_destroy(struct ecg_record **record);

/* Index of the lead of that (normalised) name, or -1. */
int ecg_record_lead(const struct ecg_record *record, const char *name);

/* The built-in recording number `index` of that seed; see synthetic.h for the model. 12 leads, 500
 * Hz, `seconds` long (10 by default when 0). */
int ecg_record_synthesize(struct ecg_record **record, uint64_t seed, uint64_t index,
    double seconds, struct ecg_error *error);

/* The id it has: "synthetic-0012". */
void ecg_synthetic_id(char id[32], uint64_t index);

/* Adds the limb leads that follow from those present (III = II - I, aVR = -(I + II) / 2, ...),
 * marked is_derived; does nothing where the physics or ECG_MAX_SAMPLES does not allow it. Readers
 * have done it: this is for records changed afterwards. */
int ecg_record_derive_limb_leads(struct ecg_record *record, struct ecg_error *error);

struct ecg_buffer;

/* Appends one JSON object {"fs", "samples", "signals": [{"name", "units", "nan", "sum", "sumsq",
 * "first", "last"}]}: the file's own rate, length, names, units and values (see ecg_digest),
 * derived leads left out, missing values null. 0 or ECG_E_MEMORY. */
int ecg_record_describe_json(const struct ecg_record *record, struct ecg_buffer *buffer);

/* Appends some lines for people: rate, length, leads, patient, comments, warnings. */
int ecg_record_describe_text(const struct ecg_record *record, struct ecg_buffer *buffer);

#endif
