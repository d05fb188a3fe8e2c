/*
 * ECG-Image-Kit's pages: what its command line asks for, for each record and image. A scene drawn
 * from the recipe kit-page is dressed: rows and columns from the record's leads, then every flag.
 */
#ifndef JOB_KIT_H
#define JOB_KIT_H

#include "core/buffer.h"
#include "recipe/scene.h"
#include "record/record.h"

struct ecg_kit; /* read-only once open: threads may share it */

/* Checks every value and reads the files that they name; *params must outlive the kit.
 * ECG_E_ARGUMENT names the flag, other errors the file. */
int ecg_kit_open(
    struct ecg_kit **kit, const struct ecg_kit_params *params, struct ecg_error *error);
void ecg_kit_close(struct ecg_kit **kit);
const struct ecg_kit_params *ecg_kit_params(const struct ecg_kit *kit);

/* All that fixes the pictures, as text: two kits that print the same are the same. */
void ecg_kit_print(const struct ecg_kit *kit, struct ecg_buffer *out);

/* Images that a record of that length gives: one for every whole page, one for a shorter record.
 * ECG_E_ARGUMENT when there is no page at --start_index. */
int ecg_kit_images(const struct ecg_kit *kit, size_t n_samples, double fs_hz, size_t *n_images,
    struct ecg_error *error);

/* Samples that the WFDB beside the images holds: all, or those of the page at --start_index. */
void ecg_kit_span(
    const struct ecg_kit *kit, const struct ecg_record *record, size_t *start, size_t *end);
/* First sample of that image's page, in the record. */
size_t ecg_kit_page_start(
    const struct ecg_kit *kit, const struct ecg_record *record, size_t image);

/* Makes the drawn scene that of the record's image number `image`; `name` is what its QR code
 * says. ECG_E_ARGUMENT when the record has no lead that can be printed. */
int ecg_kit_dress(const struct ecg_kit *kit, const struct ecg_record *record, const char *name,
    size_t image, struct ecg_scene *scene, struct ecg_error *error);

/* ---- Between its files ---- */

enum { ECG_KIT_MAX_LIST = 64 };

/* The kit's config.yaml. */
struct ecg_kit_config {
    double page_s;      /* paper_len */
    double step_s;      /* abs_lead_step: from one page to the next */
    double tick_mm;     /* length of separators */
    char leads[12][24]; /* leadNames_12: bottom row first, left to right */
    /* format_4_by_3: which column of four a lead is in */
    char column_leads[ECG_KIT_MAX_LIST][24];
    int lead_column[ECG_KIT_MAX_LIST], n_column_leads;
};

/* path NULL: the kit's own values. Keys that are not there keep theirs. */
int ecg_kit_config_read(struct ecg_kit_config *config, const char *path, struct ecg_error *error);
void ecg_kit_config_print(const struct ecg_kit_config *config, struct ecg_buffer *out);

/* Rows, columns, leads and where they lie, for a record; needs nothing drawn. */
int ecg_kit_lay_out(const struct ecg_kit_params *params, const struct ecg_kit_config *config,
    const struct ecg_record *record, struct ecg_scene *scene, struct ecg_error *error);
/* The flags that draw, each from a stream of its own. */
void ecg_kit_draw(const struct ecg_kit_params *params, struct ecg_scene *scene);

#endif
