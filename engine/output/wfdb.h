/*
 * The WFDB record beside an image: what is plotted, as numbers. A header (.hea) and one signal
 * file (.dat) in format 16, so that wfdb's tools and wfdb-python read it as it is.
 */
#ifndef OUTPUT_WFDB_H
#define OUTPUT_WFDB_H

#include "core/buffer.h"
#include "record/record.h"

/* Samples of one lead, in the record's own numbering; end exclusive. */
struct ecg_span {
    int lead;
    size_t start, end;
};

struct ecg_wfdb_params {
    const char *name; /* of the record, without folder and extension; [A-Za-z0-9_-] */
    size_t start,
        end; /* the window of the record that is written; sample 0 of the file is start */
    /* Mask: only samples in one of these spans are written, others as missing. NULL: all are. */
    const struct ecg_span *plotted;
    size_t n_plotted;
    int without_derived;  /* only leads that the source itself has */
    int with_source_text; /* the source's comments, date and time too */
};

/*
 * Appends header and signals of every ECG lead of the record (is_ecg), in its order. Each lead has
 * a gain of its own, the finest of 1, 2, 5 x 10^n that cannot clip, so that quantisation stays 70
 * dB or more below a lead's range; missing samples are -32768. Nothing personal is written, no
 * date, time or comment of the source, unless with_source_text asks for it. 0, ECG_E_ARGUMENT
 * (name, window, no ECG lead), ECG_E_MEMORY.
 */
int ecg_wfdb_encode(const struct ecg_record *record, const struct ecg_wfdb_params *params,
    struct ecg_buffer *hea, struct ecg_buffer *dat, struct ecg_error *error);

#endif
