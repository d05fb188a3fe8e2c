#include "session.h"

#include "core/alloc.h"
#include "core/file.h"
#include "history.h"
#include "record/find.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A recipe as loaded, shared by the states that go out from it. */
struct base {
    struct ecg_recipe *recipe;
    char *name;
    int users;
};

struct lock {
    int is_on;
    char *text; /* what the recipe said before; NULL: what the base says */
};

struct state {
    struct base *base;
    struct ecg_recipe *recipe;
    struct lock *locks; /* one a parameter */
    uint64_t seed, variant;
    size_t record;
};

struct session {
    struct history history;
    struct ecg_found_list found;
    size_t n_synthetic;
    char (*synthetic_ids)[32];
    double fs_hz;
    uint64_t generation;
    struct ecg_scene scene;
};

/* ---- States */

static void release_base(struct base *base)
{
    if (!base || --base->users > 0)
        return;
    ecg_recipe_destroy(&base->recipe);
    ecg_free(base->name);
    ecg_free(base);
}

static void destroy_state(void *pointer)
{
    struct state *state = pointer;
    if (!state)
        return;
    for (int i = 0; state->locks && i < ecg_param_count(); i++)
        ecg_free(state->locks[i].text);
    ecg_free(state->locks);
    ecg_recipe_destroy(&state->recipe);
    release_base(state->base);
    ecg_free(state);
}

/* A state of that recipe, nothing locked; takes the base over. */
static struct state *make_state(
    struct base *base, const struct ecg_recipe *recipe, struct ecg_error *error)
{
    struct state *state = ecg_calloc(1, sizeof *state);
    if (state) {
        state->base = base;
        state->locks = ecg_calloc((size_t)ecg_param_count(), sizeof *state->locks);
    } else {
        release_base(base);
    }
    if (!state || !state->locks || ecg_recipe_copy(&state->recipe, recipe, error) < 0) {
        ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
        destroy_state(state);
        return NULL;
    }
    return state;
}

static struct state *copy_state(const struct state *from, struct ecg_error *error)
{
    from->base->users++;
    struct state *state = make_state(from->base, from->recipe, error);
    if (!state)
        return NULL;
    state->seed = from->seed;
    state->variant = from->variant;
    state->record = from->record;
    for (int i = 0; i < ecg_param_count(); i++) {
        state->locks[i].is_on = from->locks[i].is_on;
        if (from->locks[i].text && !(state->locks[i].text = ecg_strdup(from->locks[i].text))) {
            ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
            destroy_state(state);
            return NULL;
        }
    }
    return state;
}

static struct base *load_base(const char *name_or_file, struct ecg_error *error)
{
    struct base *base = ecg_calloc(1, sizeof *base);
    if (base)
        base->name = ecg_strdup(name_or_file);
    if (!base || !base->name) {
        ecg_free(base);
        ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
        return NULL;
    }
    base->users = 1;
    if (ecg_recipe_load(&base->recipe, name_or_file, error) < 0) {
        release_base(base);
        return NULL;
    }
    return base;
}

static struct state *now(const struct session *session)
{
    return history_now(&session->history);
}

/* ---- Parameters of a state */

static int assign(struct ecg_recipe *recipe, int param, const char *text, struct ecg_error *error)
{
    struct ecg_buffer assignment = { 0 };
    ecg_buffer_format(&assignment, "%s=%s", ecg_params[param].name, text);
    int code = assignment.failed ? ecg_fail(error, ECG_E_MEMORY, "session: out of memory")
                                 : ecg_recipe_set(recipe, (const char *)assignment.data, error);
    ecg_buffer_free(&assignment);
    return code;
}

static int assign_dist(
    struct ecg_recipe *recipe, int param, const struct ecg_dist *dist, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    ecg_dist_print(dist, &ecg_params[param], &text);
    int code = text.failed
                   ? ecg_fail(error, ECG_E_MEMORY, "session: out of memory")
                   : assign(recipe, param, text.data ? (const char *)text.data : "", error);
    ecg_buffer_free(&text);
    return code;
}

static int differs(const struct state *state, int param)
{
    const struct ecg_dist *a = ecg_recipe_dist(state->recipe, param);
    const struct ecg_dist *b = ecg_recipe_dist(state->base->recipe, param);
    return a && b ? !ecg_dist_equal(a, b) : a != b;
}

/* Back to what the base says. A mix whose recipes differ in it can only be had by beginning again
 * with the base and changing the other parameters. */
static int put_back(struct state *state, int param, struct ecg_error *error)
{
    if (!differs(state, param))
        return 0;
    const struct ecg_dist *was = ecg_recipe_dist(state->base->recipe, param);
    if (was)
        return assign_dist(state->recipe, param, was, error);
    struct ecg_recipe *recipe = NULL;
    int code = ecg_recipe_copy(&recipe, state->base->recipe, error);
    for (int i = 0; code == 0 && i < ecg_param_count(); i++)
        if (i != param && differs(state, i))
            code = assign_dist(recipe, i, ecg_recipe_dist(state->recipe, i), error);
    if (code == 0) {
        ecg_recipe_destroy(&state->recipe);
        state->recipe = recipe;
    } else {
        ecg_recipe_destroy(&recipe);
    }
    return code;
}

static void forget_lock(struct state *state, int param)
{
    ecg_free(state->locks[param].text);
    state->locks[param] = (struct lock){ 0 };
}

/* The recipe says the scene's value from now on. */
static int hold(
    struct state *state, int param, const struct ecg_scene *scene, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 }, before = { 0 };
    const struct ecg_dist *dist = ecg_recipe_dist(state->recipe, param);
    const struct ecg_param *p = &ecg_params[param];
    struct ecg_dist *constant = NULL;
    if (dist)
        ecg_dist_print(dist, p, &before);
    ecg_scene_get(scene, p, &text);
    if (p->type == ECG_PARAM_TEXT) {
        struct ecg_buffer quoted = { 0 };
        ecg_buffer_quoted(&quoted, text.data ? (const char *)text.data : "");
        ecg_buffer_free(&text);
        text = quoted;
    }
    int code = text.failed || before.failed
                   ? ecg_fail(error, ECG_E_MEMORY, "session: out of memory")
                   : ecg_dist_parse(&constant, p, text.data ? (const char *)text.data : "", error);
    if (code == 0)
        code = assign_dist(state->recipe, param, constant, error);
    if (code == 0) {
        forget_lock(state, param);
        state->locks[param].is_on = 1;
        if (dist &&
            !(state->locks[param].text = ecg_strdup(before.data ? (char *)before.data : "")))
            code = ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
    }
    ecg_dist_unref(&constant);
    ecg_buffer_free(&text);
    ecg_buffer_free(&before);
    return code;
}

static int let_go(struct state *state, int param, struct ecg_error *error)
{
    char *text = state->locks[param].text;
    int code = text ? assign(state->recipe, param, text, error) : put_back(state, param, error);
    if (code == 0)
        forget_lock(state, param);
    return code;
}

/* ---- The session */

static int draw(struct session *session, struct ecg_error *error)
{
    const struct state *state = now(session);
    session->generation++;
    return ecg_recipe_draw(state->recipe, state->seed, session_record_id(session, state->record),
        state->variant, &session->scene, error);
}

/* A changed state, taken over, becomes the present one when `code` is 0. */
static int commit(struct session *session, struct state *state, int code, unsigned gesture,
    struct ecg_error *error)
{
    if (code < 0) {
        destroy_state(state);
        return code;
    }
    history_push(&session->history, state, gesture);
    return draw(session, error);
}

static int find_records(
    struct session *session, const struct session_params *params, struct ecg_error *error)
{
    int code = ecg_find_records(&session->found, params->inputs, params->n_inputs, error);
    if (code < 0)
        return code;
    if (session->found.n == 0 && session->found.n_problems)
        return ecg_fail(error, ECG_E_ARGUMENT, "%s", session->found.problems[0]);
    session->n_synthetic = params->synthetic;
    if (session->found.n == 0 && params->synthetic == 0)
        session->n_synthetic = 1;
    session->fs_hz = params->fs_hz;
    session->synthetic_ids =
        ecg_calloc(session->n_synthetic + 1, sizeof session->synthetic_ids[0]);
    if (!session->synthetic_ids)
        return ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
    for (size_t i = 0; i < session->n_synthetic; i++)
        ecg_synthetic_id(session->synthetic_ids[i], i);
    return 0;
}

static struct state *first_state(const struct session_params *params, struct ecg_error *error)
{
    struct base *base = load_base(params->recipe ? params->recipe : "clean", error);
    struct state *state = base ? make_state(base, base->recipe, error) : NULL;
    if (!state)
        return NULL;
    state->seed = params->seed;
    state->variant = params->variant;
    for (size_t i = 0; i < params->n_sets; i++)
        if (ecg_recipe_set(state->recipe, params->sets[i], error) < 0) {
            destroy_state(state);
            return NULL;
        }
    return state;
}

int session_create(
    struct session **out, const struct session_params *params, struct ecg_error *error)
{
    struct session *session = *out = ecg_calloc(1, sizeof *session);
    if (!session)
        return ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
    struct ecg_error why = { 0 };
    int code = find_records(session, params, &why);
    struct state *state = code == 0 ? first_state(params, &why) : NULL;
    if (state) {
        history_start(&session->history, state, destroy_state);
        code = draw(session, &why);
    } else if (code == 0) {
        code = why.code;
    }
    if (code < 0) {
        session_destroy(out);
        return ecg_fail(error, code, "%s", why.message);
    }
    return 0;
}

void session_destroy(struct session **out)
{
    struct session *session = *out;
    if (!session)
        return;
    history_end(&session->history);
    ecg_found_free(&session->found);
    ecg_free(session->synthetic_ids);
    ecg_free(session);
    *out = NULL;
}

uint64_t session_generation(const struct session *session)
{
    return session->generation;
}

const struct ecg_recipe *session_recipe(const struct session *session)
{
    return now(session)->recipe;
}

const char *session_base_name(const struct session *session)
{
    return now(session)->base->name;
}

uint64_t session_seed(const struct session *session)
{
    return now(session)->seed;
}

uint64_t session_variant(const struct session *session)
{
    return now(session)->variant;
}

const struct ecg_scene *session_scene(const struct session *session)
{
    return &session->scene;
}

size_t session_records(const struct session *session)
{
    return session->found.n + session->n_synthetic;
}

size_t session_record(const struct session *session)
{
    return now(session)->record;
}

/* Built-in recordings come first, so that a record keeps its number when others are added. */
const char *session_record_id(const struct session *session, size_t index)
{
    if (index < session->n_synthetic)
        return session->synthetic_ids[index];
    return session->found.items[index - session->n_synthetic].id;
}

void session_source(const struct session *session, struct record_source *source)
{
    size_t index = session_record(session);
    *source = (struct record_source){ .is_synthetic = index < session->n_synthetic,
        .index = index,
        .seed = session_seed(session),
        .fs_hz = session->fs_hz };
    if (source->is_synthetic)
        return;
    const struct ecg_found *found = &session->found.items[index - session->n_synthetic];
    snprintf(source->path, sizeof source->path, "%s", found->path);
    snprintf(source->id, sizeof source->id, "%s", found->id);
}

int session_set(struct session *session, int param, const char *text, unsigned gesture,
    struct ecg_error *error)
{
    struct state *state = copy_state(now(session), error);
    if (!state)
        return ECG_E_MEMORY;
    forget_lock(state, param);
    int code = assign(state->recipe, param, text, error);
    return commit(session, state, code, gesture, error);
}

int session_reset(struct session *session, int param, struct ecg_error *error)
{
    struct state *state = copy_state(now(session), error);
    if (!state)
        return ECG_E_MEMORY;
    int code = 0;
    for (int i = 0; code == 0 && i < ecg_param_count(); i++) {
        if (param >= 0 && i != param)
            continue;
        forget_lock(state, i);
        code = put_back(state, i, error);
    }
    return commit(session, state, code, 0, error);
}

int session_set_default(struct session *session, int param, struct ecg_error *error)
{
    struct state *state = copy_state(now(session), error);
    if (!state)
        return ECG_E_MEMORY;
    forget_lock(state, param);
    int code = assign(state->recipe, param, ecg_params[param].dflt, error);
    return commit(session, state, code, 0, error);
}

int session_lock(struct session *session, int param, int on, struct ecg_error *error)
{
    if (session_is_locked(session, param) == !!on)
        return 0;
    struct state *state = copy_state(now(session), error);
    if (!state)
        return ECG_E_MEMORY;
    int code = on ? hold(state, param, &session->scene, error) : let_go(state, param, error);
    return commit(session, state, code, 0, error);
}

int session_set_seed(struct session *session, uint64_t seed, struct ecg_error *error)
{
    struct state *state = copy_state(now(session), error);
    if (!state)
        return ECG_E_MEMORY;
    state->seed = seed;
    return commit(session, state, 0, 0, error);
}

int session_reroll(struct session *session, struct ecg_error *error)
{
    return session_set_seed(session, session_seed(session) + 1, error);
}

int session_go(struct session *session, size_t record, uint64_t variant, struct ecg_error *error)
{
    if (record >= session_records(session))
        return ecg_fail(error, ECG_E_ARGUMENT, "record: expected 0 to %zu, got %zu",
            session_records(session) - 1, record);
    struct state *state = copy_state(now(session), error);
    if (!state)
        return ECG_E_MEMORY;
    state->record = record;
    state->variant = variant;
    return commit(session, state, 0, 0, error);
}

int session_load_recipe(struct session *session, const char *name_or_file, struct ecg_error *error)
{
    const struct state *old = now(session);
    struct base *base = load_base(name_or_file, error);
    struct state *state = base ? make_state(base, base->recipe, error) : NULL;
    if (!state)
        return error && error->code < 0 ? error->code : ECG_E_ARGUMENT;
    state->seed = old->seed;
    state->variant = old->variant;
    state->record = old->record;
    int code = 0;
    for (int i = 0; code == 0 && i < ecg_param_count(); i++)
        if (old->locks[i].is_on)
            code = hold(state, i, &session->scene, error);
    return commit(session, state, code, 0, error);
}

static int is_recipe_file(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

/* Moves what was found into the session's own list. */
static int add_found(struct session *session, struct ecg_found_list *more, struct ecg_error *error)
{
    struct ecg_found_list *list = &session->found;
    if (ecg_grow(&list->items, &list->capacity, list->n + more->n, sizeof *list->items) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "session: out of memory");
    memcpy(list->items + list->n, more->items, more->n * sizeof *more->items);
    list->n += more->n;
    more->n = 0;
    return 0;
}

int session_open(struct session *session, const char *path, struct ecg_error *error)
{
    if (is_recipe_file(path))
        return session_load_recipe(session, path, error);
    struct ecg_found_list found = { 0 };
    size_t first = session_records(session);
    int code = ecg_find_records(&found, &path, 1, error);
    if (code == 0 && found.n == 0)
        code = ecg_fail(error, ECG_E_ARGUMENT, "%s",
            found.n_problems ? found.problems[0] : "no recordings there");
    if (code == 0)
        code = add_found(session, &found, error);
    ecg_found_free(&found);
    return code < 0 ? code : session_go(session, first, session_variant(session), error);
}

int session_is_changed(const struct session *session, int param)
{
    return differs(now(session), param);
}

int session_is_locked(const struct session *session, int param)
{
    return now(session)->locks[param].is_on;
}

int session_changes(const struct session *session)
{
    int count = 0;
    for (int i = 0; i < ecg_param_count(); i++)
        count += session_is_changed(session, i);
    return count;
}

int session_can_undo(const struct session *session)
{
    return session->history.at > 0;
}

int session_can_redo(const struct session *session)
{
    return session->history.at + 1 < session->history.count;
}

void session_undo(struct session *session)
{
    if (history_undo(&session->history))
        draw(session, NULL);
}

void session_redo(struct session *session)
{
    if (history_redo(&session->history))
        draw(session, NULL);
}

/* ---- Saving */

static int same_file(const char *a, const char *b)
{
    char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
    int same = real_a && real_b && strcmp(real_a, real_b) == 0;
    free(real_a);
    free(real_b);
    return same;
}

/* A recipe file is found again from any folder by its whole path. */
static int print_over_file(
    const struct state *state, struct ecg_buffer *out, struct ecg_error *error)
{
    char *whole = realpath(state->base->name, NULL);
    int code = ecg_recipe_print_over(
        state->recipe, state->base->recipe, whole ? whole : state->base->name, out, error);
    free(whole);
    return code;
}

int session_save_recipe(struct session *session, const char *path, struct ecg_error *error)
{
    struct state *state = now(session);
    const char *from = state->base->name;
    int is_file = is_recipe_file(from) || strchr(from, '/');
    struct ecg_buffer text = { 0 };
    if (!is_recipe_file(path))
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected a name ending in .yaml", path);
    int is_same = is_file && same_file(path, from);
    int code = is_same ? ecg_recipe_print_into(state->recipe, path, &text, error)
               : is_file
                   ? print_over_file(state, &text, error)
                   : ecg_recipe_print_over(state->recipe, state->base->recipe, from, &text, error);
    if (code == 0)
        code = ecg_file_write(path, text.data, text.size, error);
    ecg_buffer_free(&text);
    if (code < 0 || !is_same)
        return code;
    struct base *base = load_base(path, error);
    if (!base)
        return ECG_E_FORMAT;
    release_base(state->base);
    state->base = base;
    return 0;
}
