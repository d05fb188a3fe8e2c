/* The files beside ECG-Image-Kit's images: JSON, and the record's WFDB with its first image. */
#ifndef JOB_KIT_FILES_H
#define JOB_KIT_FILES_H

#include "job/files.h"
#include "job/kit.h"
#include "job/work.h"
#include "truth/truth.h"

struct ecg_kit_encoding {
    const struct ecg_kit *kit;
    const struct ecg_work *work; /* its name is FOLDER/RECORD-PAGE */
    const struct ecg_truth *truth;
    const char *ending; /* of the image; NULL: none is written */
    int without_wfdb;   /* the source lies beside the images */
};

/* Adds them to *files. */
int ecg_kit_encode(
    const struct ecg_kit_encoding *encoding, struct ecg_files *files, struct ecg_error *error);

#endif
