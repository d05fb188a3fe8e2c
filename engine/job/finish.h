/* The last stage but writing: a rendered picture becomes its files, as bytes. */
#ifndef JOB_FINISH_H
#define JOB_FINISH_H

#include "core/buffer.h"
#include "job/files.h"
#include "job/kit.h"
#include "job/split.h"
#include "job/work.h"
#include "truth/products.h"

enum ecg_format { ECG_FORMAT_PNG, ECG_FORMAT_JPEG, ECG_FORMAT_NPY, ECG_FORMAT_NONE };

/* NULL means png. ECG_E_ARGUMENT names what there is. */
int ecg_format_parse(const char *name, enum ecg_format *format, struct ecg_error *error);

/* ".png"; NULL for ECG_FORMAT_NONE. */
const char *ecg_format_ending(enum ecg_format format);

struct ecg_finisher_params {
    enum ecg_format format; /* ECG_FORMAT_NONE: no picture */
    uint32_t products;      /* enum ecg_product: labels are made here, the rest in extras.h */
    int without_wfdb;       /* no .hea and .dat, and none named in the JSON */
    int with_source_text;   /* the .hea repeats the recording's comments, date and time */
    const struct ecg_split *split; /* said in JSON and manifest */
    const struct ecg_kit *kit; /* NULL, or what the files are to be as; pictures of one record then
                                  share its WFDB, which comes with the first */
};

struct ecg_finisher; /* encoders with their working memory; any thread, several at once */

int ecg_finisher_create(struct ecg_finisher **finisher, const struct ecg_finisher_params *params,
    struct ecg_error *error);
void ecg_finisher_destroy(struct ecg_finisher **finisher);

/* Adds every file of the picture to *files, the picture itself last. */
int ecg_finisher_encode(struct ecg_finisher *finisher, const struct ecg_work *work,
    struct ecg_files *files, struct ecg_error *error);

/* Appends what the manifest says of the picture: the members of a JSON object, without its braces;
 * `files` are listed with their sizes, NULL: none is kept. in_folders: in the split's sub-folders.
 * out->failed tells of memory. */
void ecg_finish_describe(const struct ecg_finisher *finisher, const struct ecg_work *work,
    const struct ecg_files *files, int in_folders, struct ecg_buffer *out);

#endif
