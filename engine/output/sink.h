/*
 * Where finished sets of files go. A set is what belongs to one image: picture, JSON, WFDB, masks.
 *
 * folder  each file by itself, written beside and renamed, in the order given: the last file
 *         exists only when the whole set does.
 * tar     WebDataset shards, PREFIX000000.tar and so on, in the order of the sets' numbers whoever
 *         finishes first, so that the bytes do not depend on the number of threads. A shard
 *         appears under its name when it is whole and on the disk.
 * hash    nothing is written; a hash of everything put, the same for any order.
 * null    nothing is written.
 *
 * Sets may be of several groups (train, val, test): then each group has a sub-folder of its name,
 * or its own series of shards, GROUP-PREFIX000000.tar.
 */
#ifndef OUTPUT_SINK_H
#define OUTPUT_SINK_H

#include "core/error.h"

struct ecg_sink_file {
    const char *ending; /* ".png"; with the set's name before it, the file's name */
    const void *data;
    size_t size;
    size_t cut; /* bytes of the set's name's end that are left out before the ending */
};

struct ecg_sink_set {
    /* 0, 1, 2... over the whole job; a number of several sets has part 0 to parts - 1 (0 parts
     * mean 1). Each part of each number comes once, or is skipped. */
    uint64_t number;
    int part, parts;
    const char *name; /* for tar without a '.', which would end WebDataset's key, or '/' */
    const char *note; /* handed to on_kept as it is; NULL: none */
    int group;        /* of the sink's groups; 0 where there are none */
    const struct ecg_sink_file *files;
    size_t n_files;
};

/* A set that cannot be lost any more. */
struct ecg_sink_kept {
    uint64_t number;
    const char *name, *note;
    const char *shard; /* name of the file that holds it; NULL outside shards */
    uint64_t offset;   /* bytes in that file before the set's first header */
    uint64_t hash;     /* of its files' endings and bytes; 0 but for the hash sink */
};

/* One call at a time. A negative result makes the putting or closing that led to it fail. */
typedef int (*ecg_sink_kept_fn)(
    void *priv, const struct ecg_sink_kept *kept, struct ecg_error *error);

struct ecg_sink_params {
    const char *kind;   /* "folder", "tar", "hash", "null" */
    const char *folder; /* exists; folder and tar */
    const char
        *scratch; /* for files that are not whole yet, on the same disk; NULL: beside them */
    ecg_sink_kept_fn on_kept; /* may be NULL */
    void *priv;
    /* Tar only. A shard ends before a set that would take it over either limit; 0: no limit. */
    const char *prefix; /* NULL: "shard-" */
    uint64_t shard_sets, shard_bytes;
    /* To go on after an interrupted run: the shards before this one are there. Their sets are
     * skipped, or numbered before first_number. */
    uint64_t first_number, first_shard;
    /* Groups: names, and of tars the first shard of each (NULL: 0). The sink keeps no copy of the
     * names: they outlive it. */
    const char *const *groups;
    size_t n_groups;
    const uint64_t *first_shards;
};

struct ecg_sink; /* any thread, several at once */

/* ECG_E_ARGUMENT, naming what there is, when the kind is none of these. */
int ecg_sink_check_kind(const char *kind, struct ecg_error *error);

/* Tar: shards of that prefix from first_shard on are removed. */
int ecg_sink_open(
    struct ecg_sink **sink, const struct ecg_sink_params *params, struct ecg_error *error);
/* Keeps the set; a tar sink keeps a copy until its turn comes. */
int ecg_sink_put(struct ecg_sink *sink, const struct ecg_sink_set *set, struct ecg_error *error);
/* That set will not come; of a number whose parts are not known, none will (part 0 of 1). */
int ecg_sink_skip(
    struct ecg_sink *sink, uint64_t number, int part, int parts, struct ecg_error *error);
/* Whether a set of that number should be made now. A tar sink keeps those that come before their
 * turn: this bounds their number and bytes. Always for the others, and for the one whose turn it
 * is. */
int ecg_sink_wants(struct ecg_sink *sink, uint64_t number);
/* Ends the last shard when `is_complete`; else what is not whole is dropped, as after a failure.
 * Frees in any case and writes NULL. */
int ecg_sink_close(struct ecg_sink **sink, int is_complete, struct ecg_error *error);

/* Whether sets are put in the order of their numbers: tar. */
int ecg_sink_keeps_order(const struct ecg_sink *sink);
/* Whether what is put can be read again: folder and tar. */
int ecg_sink_writes(const struct ecg_sink *sink);

/* Of all that was put so far. */
uint64_t ecg_sink_hash(struct ecg_sink *sink);

#endif
