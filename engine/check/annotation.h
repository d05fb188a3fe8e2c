/*
 * What the JSON beside an image claims, read back and checked. Nothing else of an image's making
 * is looked at. The kit's own keys suffice; the "ecgpress" object adds line widths, hidden
 * samples, other ink and the way back to millivolts.
 */
#ifndef CHECK_ANNOTATION_H
#define CHECK_ANNOTATION_H

#include "core/error.h"

#include <stddef.h>
#include <stdint.h>

struct ecg_claim_point {
    double row, column; /* NaN: missing */
};

struct ecg_claim_lead {
    char name[24];
    char signal[24]; /* its name in the WFDB record */
    int sign;
    size_t start_sample, n_points;
    struct ecg_claim_point *points;
    uint8_t *is_hidden; /* one a point */
    double width_px;    /* of the line, mean over the sheet */
    /* The way back to millivolts; mm_per_mv is 0 without it. */
    double x_start_mm, baseline_mm, mm_per_s, mm_per_mv;
};

/* Other ink than traces and grid: corners as [row, column]. */
struct ecg_claim_quad {
    double corner[4][2];
};

struct ecg_annotation {
    int width_px, height_px;
    double fs_hz;
    double px_per_5mm_x, px_per_5mm_y;
    int is_captured; /* scanned, photographed: not the page as it was drawn */
    struct ecg_claim_lead *leads;
    size_t n_leads;
    struct ecg_claim_quad *quads;
    size_t n_quads;
    char image_file[256]; /* "" when the JSON does not say */
    char wfdb_name[256];
    /* Page mm -> image: row = to_image[0] . (x, y, 1), column with to_image[1]. */
    int has_affine;
    double to_image[2][3];
    /* Crossing (i, j) of the lattice lies at page mm origin + turned by angle (first + (i, j)) *
     * step. */
    double grid_origin_mm[2], grid_angle_deg, grid_step_mm;
    int lattice_columns, lattice_rows, lattice_first_column, lattice_first_row;
    struct ecg_claim_point *lattice; /* NULL without one */
};

/* Errors name file and key: ECG_E_IO, ECG_E_FORMAT, ECG_E_LIMIT (a file above 256 MiB),
 * ECG_E_MEMORY. */
int ecg_annotation_read(
    struct ecg_annotation **annotation, const char *path, struct ecg_error *error);
/* The same from bytes; `name` is what messages call them. */
int ecg_annotation_parse(struct ecg_annotation **annotation, const char *name, const void *json,
    size_t size, struct ecg_error *error);
void ecg_annotation_destroy(struct ecg_annotation **annotation);

/* An image place on the page. Zero-initialise; kept from one place to the next nearby, it is also
 * where the search starts. */
struct ecg_claim_place {
    double u, v;       /* lattice coordinates */
    double x_mm, y_mm; /* on the page; NaN without a map */
    double x_axis[2];  /* image displacement [rows, columns] of 1 mm along the page's x */
    double y_axis[2];
};

/* From the lattice, the affine map, or the kit's grid pitch on an upright page (which gives the
 * axes only). 0 when the place is off the lattice, else 1. */
int ecg_annotation_locate(const struct ecg_annotation *annotation, double row, double column,
    struct ecg_claim_place *place);

#endif
