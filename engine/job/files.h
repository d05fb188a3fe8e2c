/* The files of one picture, in memory: what the encoders add and a sink takes. */
#ifndef JOB_FILES_H
#define JOB_FILES_H

#include "core/buffer.h"
#include "core/error.h"

struct ecg_out_file {
    /* After the picture's name: ".png", ".lead-mask.png". It begins with '.', where WebDataset's
     * key ends: in a tar all files of a picture are one sample. */
    char *ending;
    struct ecg_buffer bytes;
    size_t cut; /* bytes of the picture's name that are left out before the ending */
};

/* Zero-initialise; ecg_files_free. In the order of writing: the picture itself is the last. */
struct ecg_files {
    struct ecg_out_file *items;
    size_t n, capacity;
};

/* Appends a file with these bytes, which are taken over (*bytes is empty afterwards) or, on
 * failure, freed. ECG_E_MEMORY, also when the bytes themselves ran out of it (bytes->failed). */
int ecg_files_add(struct ecg_files *files, const char *ending, struct ecg_buffer *bytes,
    struct ecg_error *error);
/* The bytes of the file with that ending, or NULL. */
struct ecg_buffer *ecg_files_find(const struct ecg_files *files, const char *ending);
void ecg_files_free(struct ecg_files *files);

#endif
