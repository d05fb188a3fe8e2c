/* Whether files of a folder have changed. */
#ifndef PREVIEW_WATCH_H
#define PREVIEW_WATCH_H

#include <stdint.h>

struct watch {
    uint64_t fingerprint; /* of names, sizes and times */
};

void watch_start(struct watch *watch, const char *folder);
/* 1 when anything below the folder was changed, added or taken away since the last call. */
int watch_has_changed(struct watch *watch, const char *folder);

#endif
