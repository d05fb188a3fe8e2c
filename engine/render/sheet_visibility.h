/* Whether a point of a sheet can still be seen, or is covered or gone. */
#ifndef RENDER_SHEET_VISIBILITY_H
#define RENDER_SHEET_VISIBILITY_H

#include "render/sheet.h"

enum ecg_sheet_hidden {
    ECG_SHEET_VISIBLE,
    ECG_SHEET_GONE,    /* torn or cut off, a hole, burnt away */
    ECG_SHEET_COVERED, /* under opaque tape, a bar, correction fluid, a dog-ear, a staple */
};

/* What became of the paper at (x_mm, y_mm), an enum ecg_sheet_hidden; a NULL sheet hides nothing.
 * Sheet mm: carry points of the page through ecg_print_to_sheet(&mesh->print, ...) first. Edges
 * are right to 0.2 mm. Covers of the page itself (stickers, STUCK fills) and folds are not looked
 * at: see page.h and mesh.h. */
int ecg_sheet_hidden(const struct ecg_sheet *sheet, double x_mm, double y_mm);

#endif
