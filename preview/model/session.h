/*
 * What a preview is about: a recipe being changed, the recordings it is tried on, a seed and a
 * variant; and everything that can be undone. No window, no picture.
 *
 * A locked parameter keeps the value it had: the recipe says that constant until it is unlocked,
 * so that what is saved makes what is seen. Belongs to one thread.
 */
#ifndef PREVIEW_SESSION_H
#define PREVIEW_SESSION_H

#include "recipe/recipe.h"
#include "record_source.h"

struct session;

struct session_params {
    const char *const *inputs; /* as ecgpress generate -i */
    size_t n_inputs;
    size_t synthetic; /* built-in recordings to add; one when there are no inputs */
    double fs_hz;     /* of CSV files without a time column */
    const char *recipe;
    const char *const *sets;
    size_t n_sets;
    uint64_t seed, variant;
};

/* ECG_E_ARGUMENT when no recording is there, and as ecg_recipe_load, ecg_recipe_set. */
int session_create(
    struct session **session, const struct session_params *params, struct ecg_error *error);
void session_destroy(struct session **session);

/* Grows with every change of what is shown. */
uint64_t session_generation(const struct session *session);
const struct ecg_recipe *session_recipe(const struct session *session);
/* The name or path that the recipe was loaded by; what differs from that one is "changed". */
const char *session_base_name(const struct session *session);
uint64_t session_seed(const struct session *session);
uint64_t session_variant(const struct session *session);
/* What the recipe draws for this seed, record and variant: as `ecgpress generate` does. */
const struct ecg_scene *session_scene(const struct session *session);

/* ---- Recordings */
size_t session_records(const struct session *session);
size_t session_record(const struct session *session);
const char *session_record_id(const struct session *session, size_t index);
/* Where the present one comes from. */
void session_source(const struct session *session, struct record_source *source);

/* ---- Changes; each can be undone. Changes of the same `gesture` (a slider being dragged; 0:
 * none) that follow one another count as one. */
/* A value or a distribution; of a locked parameter it ends the lock. */
int session_set(struct session *session, int param, const char *text, unsigned gesture,
    struct ecg_error *error);
/* To what the base says; param -1: all. */
int session_reset(struct session *session, int param, struct ecg_error *error);
/* To the table's default. */
int session_set_default(struct session *session, int param, struct ecg_error *error);
int session_lock(struct session *session, int param, int on, struct ecg_error *error);
/* Another seed: everything that is drawn and not locked changes. */
int session_reroll(struct session *session, struct ecg_error *error);
int session_set_seed(struct session *session, uint64_t seed, struct ecg_error *error);
int session_go(struct session *session, size_t record, uint64_t variant, struct ecg_error *error);
/* Locks stay, and hold their values in the new recipe. */
int session_load_recipe(
    struct session *session, const char *name_or_file, struct ecg_error *error);
/* A file dropped: a recipe (.yaml, .yml), or recordings, added to those there. */
int session_open(struct session *session, const char *path, struct ecg_error *error);

int session_is_changed(const struct session *session, int param);
int session_is_locked(const struct session *session, int param);
int session_changes(const struct session *session); /* how many are changed */

int session_can_undo(const struct session *session);
int session_can_redo(const struct session *session);
void session_undo(struct session *session);
void session_redo(struct session *session);

/* The recipe as YAML with only what differs from its base. Saved over the file it was loaded from,
 * that file's comments and order stay, and it is the new base. */
int session_save_recipe(struct session *session, const char *path, struct ecg_error *error);

#endif
