/* A rubber plate: block letters and lines pressed on the sheet with uneven ink. */
#ifndef NOTES_RUBBER_H
#define NOTES_RUBBER_H

#include "notes/desk.h"

/* Where the plate lies, in its own mm: its middle at (x_mm, y_mm), turned clockwise. */
struct ecg_rubber {
    struct ecg_desk *desk;
    double x_mm, y_mm, angle_rad;
    double wear;      /* 0 even .. 1 half missing */
    double heavy_rad; /* the side it was pressed on harder */
    double radius_mm; /* about its size, for that */
    uint64_t seed;
};

/* Each returns 0 or ECG_E_MEMORY. */
int ecg_rubber_line(
    const struct ecg_rubber *rubber, double x0, double y0, double x1, double y1, double width_mm);
int ecg_rubber_ring(const struct ecg_rubber *rubber, double radius_mm, double width_mm);

/* Length of a line of block letters of that cap height. */
double ecg_rubber_text_width_mm(
    const struct ecg_rubber *rubber, const char *text, double height_mm);
/* Text with its middle at x, its foot at y; a region with its content. */
int ecg_rubber_text(const struct ecg_rubber *rubber, const char *text, double x, double y,
    double height_mm, double width_mm);
/* Text along a circle about the plate's middle, its own middle at the top; under: at the bottom,
 * still read from left to right. radius_mm is that of its feet. */
int ecg_rubber_arc_text(const struct ecg_rubber *rubber, const char *text, double radius_mm,
    double height_mm, double width_mm, int under);

#endif
