/* Folders that a job has written: what is in them, whether they are sound. */
#ifndef TESTS_SUPPORT_DATASET_H
#define TESTS_SUPPORT_DATASET_H

#include <stdbool.h>

/* Removes a folder with all that is in it; nothing when there is none. */
void dataset_remove(const char *folder);

/* Whether both hold the same files with the same bytes, at least one. */
bool dataset_same(const char *folder, const char *other);

/* Whether there is no temporary file, every JSON file parses, and every line of every manifest
 * names files that are there with the sizes it says, or a shard that is there. Says what is wrong.
 * A missing folder is sound. */
bool dataset_is_sound(const char *folder);

#endif
