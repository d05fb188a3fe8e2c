/*
 * How a hand moves: the sigma-lognormal model. A movement is a chain of strokes, each an arc
 * towards the next aim, run through with a lognormal speed in time; a stroke begins before the one
 * before it is over, and what is seen is the vector sum. Corners round off, aims are missed, speed
 * falls where the direction changes, just as in people.
 *
 * R. Plamondon, "A kinematic theory of rapid human movements", Biological Cybernetics 72 (1995);
 * C. O'Reilly and R. Plamondon, "Development of a Sigma-Lognormal representation for on-line
 * signatures", Pattern Recognition 42 (2009).
 */
#ifndef NOTES_KINEMATIC_H
#define NOTES_KINEMATIC_H

#include <stddef.h>
#include <stdint.h>

/* One stroke: to (x, y) on an arc that turns by turn_rad (positive from +x towards +y). The first
 * move of a chain only says where the pen is. */
struct ecg_move {
    double x, y;
    double turn_rad;
    float pressure; /* 0 in the air .. 1 */
    float haste;    /* divides the stroke's duration; 1 as usual */
};

struct ecg_moves {
    struct ecg_move *items;
    size_t count, capacity;
};

enum { ECG_GAIT_STEPS = 64 };

struct ecg_gait {
    double unit_mm;   /* a stroke of this length takes one unit of time */
    double overlap;   /* 0..0.85: share of a stroke during which the next is under way */
    double fidelity;  /* 0..1: how far aims are moved out so that the sum still reaches them */
    double tremor_mm; /* amplitude of a shake of about 8 Hz */
    uint64_t tremor_seed;
    double median;                      /* where in a stroke's time half of it is done */
    float progress[ECG_GAIT_STEPS + 1]; /* share done at k / ECG_GAIT_STEPS of the time */
    float speed[ECG_GAIT_STEPS + 1];    /* its derivative */
};

/* Fills in the lognormal of that sigma (0.1..0.6: the larger, the earlier the peak), cut at three
 * sigma. The other fields are the caller's. */
void ecg_gait_shape(struct ecg_gait *gait, double sigma);

/* A place of the pen's tip. */
struct ecg_nib {
    double x, y;
    float pressure; /* 0 in the air */
    float speed;    /* mm per unit of time */
};

struct ecg_trail {
    struct ecg_nib *items;
    size_t count, capacity;
};

/* Writes the moves' trajectory into *trail (emptied first), a place every step_mm or closer where
 * the pen is slow. 0 or ECG_E_MEMORY. */
int ecg_kinematic_run(struct ecg_trail *trail, const struct ecg_moves *moves,
    const struct ecg_gait *gait, double step_mm);

int ecg_moves_add(struct ecg_moves *moves, double x, double y, double turn_rad, double pressure);

#endif
