#include "watch.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_DEEP = 8, MOST_PATH = 4096 };

static uint64_t mixed(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ b[i]) * 0x100000001b3u;
    return hash;
}

/* The sum over files, so that the order in which a folder lists them does not matter. */
static uint64_t fingerprint(const char *folder, int deep)
{
    uint64_t sum = 0;
    DIR *dir = deep < MOST_DEEP ? opendir(folder) : NULL;
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        char path[MOST_PATH];
        struct stat info;
        if (entry->d_name[0] == '.' ||
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) >= (int)sizeof path ||
            stat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode)) {
            sum += fingerprint(path, deep + 1);
            continue;
        }
        uint64_t hash = mixed(0xcbf29ce484222325u, path, strlen(path));
        hash = mixed(hash, &info.st_size, sizeof info.st_size);
        hash = mixed(hash, &info.st_mtim.tv_sec, sizeof info.st_mtim.tv_sec);
        sum += mixed(hash, &info.st_mtim.tv_nsec, sizeof info.st_mtim.tv_nsec);
    }
    if (dir)
        closedir(dir);
    return sum;
}

void watch_start(struct watch *watch, const char *folder)
{
    watch->fingerprint = fingerprint(folder, 0);
}

int watch_has_changed(struct watch *watch, const char *folder)
{
    uint64_t before = watch->fingerprint;
    watch_start(watch, folder);
    return watch->fingerprint != before;
}
