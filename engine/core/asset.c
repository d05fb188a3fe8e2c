#include "core/asset.h"

#include <string.h>

const struct ecg_asset *ecg_asset_find(const char *name)
{
    for (const struct ecg_asset *asset = ecg_assets; asset->name; asset++)
        if (strcmp(asset->name, name) == 0)
            return asset;
    return NULL;
}
