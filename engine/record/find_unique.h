/* Each file once, each id once. */
#ifndef RECORD_FIND_UNIQUE_H
#define RECORD_FIND_UNIQUE_H

#include "record/find.h"

/* Drops repeated files, makes the ids differ, sorts by id. 0 or ECG_E_MEMORY. */
int ecg_found_make_unique(struct ecg_found_list *list);

void ecg_found_free_item(struct ecg_found *found);

#endif
