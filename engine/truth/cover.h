/* What a page's own opaque things (stickers, redaction bars, correction fluid) lie upon. */
#ifndef TRUTH_COVER_H
#define TRUTH_COVER_H

#include "page/page.h"

struct ecg_cover; /* read-only once made */

int ecg_cover_make(struct ecg_cover **cover, const struct ecg_page *page);
void ecg_cover_destroy(struct ecg_cover **cover);
/* 1 when an opaque fill lies over that page position. */
int ecg_cover_has(const struct ecg_cover *cover, double x_mm, double y_mm);

#endif
