/* The files of shaders/ and assets/, embedded at build time (cmake/embed.cmake). */
#ifndef CORE_ASSET_H
#define CORE_ASSET_H

#include <stddef.h>

struct ecg_asset {
    const char *name;          /* "shaders/print/line.vert"; NULL ends the table */
    const unsigned char *data; /* followed by a 0 byte */
    size_t size;
};

extern const struct ecg_asset ecg_assets[];

/* NULL when there is none of that name. */
const struct ecg_asset *ecg_asset_find(const char *name);

#endif
