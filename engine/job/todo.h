/* What one shard of a dataset is to make, written beside its manifest: so that merging can tell
 * what is missing without the recordings. */
#ifndef JOB_TODO_H
#define JOB_TODO_H

#include "core/buffer.h"
#include "job/worklist.h"

enum { ECG_SHARD_SUFFIX = 64 };

/* "" for the only shard, else "-03-of-64", with the count's digits so that names sort. Files of a
 * shard are called todo-03-of-64.txt, manifest-03-of-64.jsonl, shard-03-of-64-000000.tar. */
void ecg_shard_suffix(uint64_t shard, uint64_t shards, char text[ECG_SHARD_SUFFIX]);
/* Whether the file name is that of such a list, and of which shard. */
int ecg_todo_is(const char *file_name, uint64_t *shard, uint64_t *shards);

/* Writes folder/todo<suffix>.txt: a line on the whole work list, one with `about` (see about.h),
 * then a name a line. */
int ecg_todo_write(const struct ecg_worklist *list, const char *about, const char *folder,
    const char *scratch, const char *suffix, struct ecg_error *error);

/* One, read; ecg_todo_free. */
struct ecg_todo {
    struct ecg_buffer text;
    const char *list;  /* its first line: the same for all shards of one work list */
    const char *about; /* "{}" where the file does not say */
    const char **names;
    size_t n, capacity;
};
int ecg_todo_read(struct ecg_todo *todo, const char *path, struct ecg_error *error);
void ecg_todo_free(struct ecg_todo *todo);

#endif
