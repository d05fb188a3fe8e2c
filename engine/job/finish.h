/* The last stage: a rendered picture becomes its files. */
#ifndef JOB_FINISH_H
#define JOB_FINISH_H

#include "core/buffer.h"
#include "job/work.h"

enum ecg_format { ECG_FORMAT_PNG, ECG_FORMAT_JPEG, ECG_FORMAT_NONE, ECG_FORMAT_HASH };

/* NULL means png. ECG_E_ARGUMENT names what there is. */
int ecg_format_parse(const char *name, enum ecg_format *format, struct ecg_error *error);

/* Everything of one picture, as bytes; zero-initialise, ecg_files_free. */
struct ecg_files {
    struct ecg_buffer image, json, hea, dat;
};
void ecg_files_free(struct ecg_files *files);

struct ecg_finisher; /* encoders with their working memory; any thread, several at once */

int ecg_finisher_create(
    struct ecg_finisher **finisher, enum ecg_format format, struct ecg_error *error);
void ecg_finisher_destroy(struct ecg_finisher **finisher);

/* Truth and encoding. With ECG_FORMAT_NONE and HASH the image stays empty. */
int ecg_finisher_encode(struct ecg_finisher *finisher, const struct ecg_work *work,
    struct ecg_files *files, struct ecg_error *error);

/* Writes them into the folder, each whole or not at all, and appends to *line what the manifest
 * says of them. With ECG_FORMAT_HASH nothing is written: the line holds a hash of all bytes. */
int ecg_finisher_write(struct ecg_finisher *finisher, const struct ecg_work *work,
    const struct ecg_files *files, const char *folder, struct ecg_buffer *line, uint64_t *bytes,
    struct ecg_error *error);

#endif
