/* A hand-made record, page and mesh with the kit's geometry, and a slow, plain painter of such a
 * page that shares nothing with the renderer: what output and verification are tested against. */
#ifndef TESTS_SUPPORT_FIXTURE_H
#define TESTS_SUPPORT_FIXTURE_H

#include "core/image.h"
#include "page/page.h"
#include "record/record.h"
#include "render/mesh.h"

/* 12 leads, `seconds` at fs_hz: beats of five Gaussians, each lead with its own heights, and white
 * noise of noise_mv. */
struct ecg_record *fixture_record(double fs_hz, double seconds, double noise_mv);
void fixture_record_free(struct ecg_record *record);

/* 3 x 4 and a strip of lead II on an 11 x 8.5 inch page, 5 mm grid with 1 mm lines, calibration
 * pulses, and a text box (no glyphs) under each trace's start. */
struct ecg_page *fixture_page(const struct ecg_record *record);
void fixture_page_free(struct ecg_page *page);

/* Page mm -> image px by an affine map: turned by angle_deg (clockwise) about the page's centre,
 * `columns` x `rows` nodes. */
struct ecg_mesh *fixture_mesh(
    const struct ecg_page *page, double dpi, double angle_deg, int columns, int rows);
/* Bends it smoothly by so many px; then it wants many nodes. */
void fixture_mesh_bend(struct ecg_mesh *mesh, double amplitude_px);
void fixture_mesh_free(struct ecg_mesh *mesh);

/* Paints the page's lines through the mesh, displaced by (dx, dy) px: coverage by distance,
 * joined by maximum in each layer, blended in linear light; skips the layers of the bit set.
 * noise: standard deviation of Gaussian noise in 8-bit steps. */
void fixture_paint(struct ecg_image *image, const struct ecg_page *page,
    const struct ecg_mesh *mesh, double dx_px, double dy_px, unsigned skip_layers, double noise);

#endif
