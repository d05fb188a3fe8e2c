/* Scenes with some stages left out: what a stage does, seen by itself. */
#ifndef PREVIEW_STAGES_H
#define PREVIEW_STAGES_H

#include "recipe/scene.h"

/* What can be left out; the print is always there. */
enum stages {
    STAGES_NOTES = 1,
    STAGES_SHEET = 2,
    STAGES_BEND = 4,
    STAGES_LIGHT = 8,
    STAGES_CAPTURE = 16,
    STAGES_ALL = 31,
};
enum { N_STAGES = 5 };
extern const char *const stages_names[N_STAGES]; /* of the bits, lowest first */

/* Puts the parameters of every stage that is not in `stages` back to the table's defaults. */
void stages_keep(struct ecg_scene *scene, unsigned stages);

/* "all", "print" or names of stages with blanks between; ECG_E_ARGUMENT. */
int stages_parse(const char *text, unsigned *stages, struct ecg_error *error);

#endif
