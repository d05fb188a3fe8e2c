/* A shader's text, put together from files. Private to engine/gpu. */
#ifndef GPU_SOURCE_H
#define GPU_SOURCE_H

#include "core/buffer.h"
#include "core/error.h"

enum { ECG_SOURCE_FILES = 32, ECG_SOURCE_NAME = 96 };

struct ecg_source {
    struct ecg_buffer text;
    int n_files;                                   /* #line numbers files by their place here */
    char files[ECG_SOURCE_FILES][ECG_SOURCE_NAME]; /* "print/line.frag" */
};

/* Version, defines and the file with its includes. ECG_E_ARGUMENT, ECG_E_LIMIT, ECG_E_IO,
 * ECG_E_MEMORY; the messages name the including file and line. Free with ecg_source_free. */
int ecg_source_load(
    struct ecg_source *source, const char *name, const char *defines, struct ecg_error *error);
void ecg_source_free(struct ecg_source *source);

/* The compiler's first complaint as "shaders/FILE:LINE: text" in *error; returns ECG_E_GPU. Knows
 * Mesa's "0:12(5): error: ..." and NVIDIA's "0(12) : error C0000: ...". */
int ecg_source_complain(const struct ecg_source *source, const char *log, struct ecg_error *error);

#endif
