/* The printed text blocks above and below the rows. */
#ifndef PAGE_HEADER_H
#define PAGE_HEADER_H

#include "page/font.h"
#include "page/plan.h"

/* Heights they take, 0 without one. */
double ecg_header_height_mm(const struct ecg_scene *scene);
double ecg_footer_height_mm(const struct ecg_scene *scene);

#endif
