/*
 * What lies beside a finished dataset's images, of all of them: joint COCO files, YOLO's lists.
 * Made at the end of a job, and of merging, from the manifest alone: the same whoever made which
 * image when.
 */
#ifndef JOB_COLLECT_H
#define JOB_COLLECT_H

#include "job/split.h"

struct ecg_collect_params {
    const char *folder, *scratch; /* scratch: NULL for none */
    uint32_t products;            /* enum ecg_product */
    const struct ecg_split *split;
};

/* COCO: coco.json, or coco-PART.json for each part of a split. YOLO: data.yaml, and images.txt or
 * images-PART.txt. Image ids count from 1 in the order of names, over all parts. */
int ecg_collect(const struct ecg_collect_params *params, struct ecg_error *error);

#endif
