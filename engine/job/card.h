/*
 * dataset.json, the card of a dataset: what is in it, how it was made, from what, under which
 * terms. It holds nothing of when, where or by how many it was made: whoever makes the same
 * dataset gets the same card.
 */
#ifndef JOB_CARD_H
#define JOB_CARD_H

#include "job/settings.h"

struct ecg_card_params {
    const char *folder, *scratch; /* scratch: NULL for none */
    const struct ecg_settings_file *settings;
    const char *about; /* an object: see about.h */
    size_t n_failed;   /* images that were asked for and are not there */
};

/* Errors: as of reading the dataset and writing a file. */
int ecg_card_write(const struct ecg_card_params *params, struct ecg_error *error);

#endif
