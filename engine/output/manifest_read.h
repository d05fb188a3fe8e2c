/*
 * A dataset's manifest, read back: one JSON object a line, one line an image (job/finish.c and
 * job/stages.c write them). Manifests may come from anybody, and may end where a job was killed.
 */
#ifndef OUTPUT_MANIFEST_READ_H
#define OUTPUT_MANIFEST_READ_H

#include "core/error.h"

#include <jansson.h>
#include <stdint.h>

enum { ECG_MANIFEST_LINE_BYTES = 1 << 20 }; /* longer ones are refused */

/* What a line says; ecg_manifest_line_free. Zero-initialise. */
struct ecg_manifest_line {
    json_t *object; /* owned; all below lies in it */
    const char *name, *record, *recipe;
    const char *split;   /* NULL: the dataset is not split */
    const char *shard;   /* the tar that holds the files; NULL: they lie by themselves */
    const char *folder;  /* where the files are when that is another folder; else NULL */
    json_t *files;       /* by name: bytes, 0 or more */
    const json_t *leads; /* their names; NULL: not said */
    uint64_t variant;
    int page, pages; /* of several that show one recording; 0 where there is one */
    int width_px, height_px;
    size_t n_leads, n_files;
};

/* Takes the object over, in any case. ECG_E_FORMAT, naming the field and what was expected:
 * "name", "record" and "recipe" are texts, "files" holds whole numbers from 0. */
int ecg_manifest_line_take(
    struct ecg_manifest_line *line, json_t *object, struct ecg_error *error);
/* The same from text. */
int ecg_manifest_line_parse(
    struct ecg_manifest_line *line, const char *text, size_t size, struct ecg_error *error);
void ecg_manifest_line_free(struct ecg_manifest_line *line);

struct ecg_manifest; /* open for reading; used by one thread at a time */

/* `path` is copied. ECG_E_IO, also for what is no regular file; ECG_E_MEMORY. */
int ecg_manifest_open(struct ecg_manifest **manifest, const char *path, struct ecg_error *error);
/* Nothing for NULL. */
void ecg_manifest_close(struct ecg_manifest **manifest);

/* The next line, in place of the one in *line: 1, or 0 after the last. What a killed job or a
 * power cut leaves at the end, half a line or zero bytes, is left out. Errors name file, line
 * number and field: ECG_E_FORMAT, also for an empty or too long line; ECG_E_IO. */
int ecg_manifest_next(
    struct ecg_manifest *manifest, struct ecg_manifest_line *line, struct ecg_error *error);
/* That line as it stands in the file, without its newline; valid until the next is read. */
const char *ecg_manifest_text(const struct ecg_manifest *manifest);

#endif
