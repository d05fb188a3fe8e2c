/* A small page with grid, trace and lettering-like marks in inks of their own, for tests of what
 * happens to sheets. */
#ifndef TESTS_SUPPORT_SPECIMEN_H
#define TESTS_SUPPORT_SPECIMEN_H

#include "support/press.h"

/* Freed by page_clear. */
struct ecg_page specimen_page(double width_mm, double height_mm);
/* That page under the press's scene, flat; the caller frees the image. */
struct ecg_image specimen_draw(struct press *press, double width_mm, double height_mm, double dpi);

#endif
