/* Shapes drawn by hand, as movements in page mm appended to a chain: 0 or ECG_E_MEMORY each. Every
 * call draws a different one. */
#ifndef NOTES_SCRIBBLE_H
#define NOTES_SCRIBBLE_H

#include "core/random.h"
#include "notes/kinematic.h"

/* How these are drawn by someone whose writing has that gait: larger and freer. */
struct ecg_gait ecg_scribble_gait(const struct ecg_gait *writing);

/* A line with a slight bow, begun and ended not quite where it should. */
int ecg_scribble_line(struct ecg_moves *moves, double x0, double y0, double x1, double y1,
    struct ecg_random *random);
/* A line there with two barbs of about barb_mm at its end; with both, also at its start. */
int ecg_scribble_arrow(struct ecg_moves *moves, double x0, double y0, double x1, double y1,
    double barb_mm, int both, struct ecg_random *random);
/* Once round, and a bit more. */
int ecg_scribble_loop(struct ecg_moves *moves, double x, double y, double radius_x,
    double radius_y, struct ecg_random *random);
/* A square bracket lying over x0..x1, its arms of arm_mm pointing down; or a curly one. */
int ecg_scribble_bracket(struct ecg_moves *moves, double x0, double x1, double y, double arm_mm,
    struct ecg_random *random);
/* A tick of that height, its tip at (x, y). */
int ecg_scribble_check(
    struct ecg_moves *moves, double x, double y, double height_mm, struct ecg_random *random);
/* To and fro over x0..x1, as words are struck out. */
int ecg_scribble_strike(struct ecg_moves *moves, double x0, double x1, double y, double height_mm,
    struct ecg_random *random);
/* A signature from (x, y) on: capitals that have become loops, a running line, a flourish. */
int ecg_scribble_signature(
    struct ecg_moves *moves, double x, double y, double height_mm, struct ecg_random *random);

#endif
