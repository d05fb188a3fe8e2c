#include "maker.h"

#include "core/alloc.h"
#include "render/sheet_visibility.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { N_KINDS = 2, N_DRAFTS = 2, MOST_RECORDS = 3 };

/* A recording in memory, as long as a picture is made of it. */
struct kept_record {
    struct record_source source;
    struct ecg_record *record;
    int users; /* works; the list of the last ones counts as another */
};

struct draft_slot {
    struct ecg_draft draft;
    struct kept_record *kept;
    int is_out; /* with the caller, or being worked on */
};

struct maker {
    const struct ecg_fonts *fonts;
    void (*wake)(void);
    pthread_t thread;
    pthread_mutex_t lock; /* for all below but the drafts' contents */
    pthread_cond_t changed;
    int is_ending, is_working;
    int is_wished[N_KINDS];
    struct maker_wish wishes[N_KINDS];
    struct made *done[N_KINDS];
    struct draft_slot drafts[N_DRAFTS];
    struct kept_record *kept[MOST_RECORDS]; /* the last ones read, newest first; thread's own */
};

struct owner {
    struct draft_slot *slot;  /* of drafts */
    struct kept_record *kept; /* of whole pictures */
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- Recordings */

/* With the lock held. */
static void let_go(struct kept_record *kept)
{
    if (!kept || --kept->users > 0)
        return;
    ecg_record_destroy(&kept->record);
    ecg_free(kept);
}

static void release_record(struct maker *maker, struct kept_record *kept)
{
    pthread_mutex_lock(&maker->lock);
    let_go(kept);
    pthread_mutex_unlock(&maker->lock);
}

static void hold(struct maker *maker, struct kept_record *kept)
{
    pthread_mutex_lock(&maker->lock);
    kept->users++;
    pthread_mutex_unlock(&maker->lock);
}

/* The recording, with a user more. */
static struct kept_record *get_record(
    struct maker *maker, const struct record_source *source, struct ecg_error *error)
{
    for (int i = 0; i < MOST_RECORDS; i++)
        if (maker->kept[i] && record_source_same(&maker->kept[i]->source, source)) {
            hold(maker, maker->kept[i]);
            return maker->kept[i];
        }
    struct kept_record *kept = ecg_calloc(1, sizeof *kept);
    if (!kept) {
        ecg_fail(error, ECG_E_MEMORY, "maker: out of memory");
        return NULL;
    }
    kept->source = *source;
    if (record_source_read(source, &kept->record, error) < 0) {
        ecg_free(kept);
        return NULL;
    }
    kept->users = 2;
    release_record(maker, maker->kept[MOST_RECORDS - 1]);
    memmove(maker->kept + 1, maker->kept, (MOST_RECORDS - 1) * sizeof maker->kept[0]);
    maker->kept[0] = kept;
    return kept;
}

/* ---- Making */

static int is_hidden(void *priv, double x_mm, double y_mm)
{
    const struct ecg_work *work = priv;
    double sheet_x_mm, sheet_y_mm;
    ecg_print_to_sheet(&work->mesh->print, x_mm, y_mm, &sheet_x_mm, &sheet_y_mm);
    if (work->on_screen)
        return !ecg_mesh_on_screen(work->mesh, sheet_x_mm, sheet_y_mm);
    return !ecg_sheet_visible(work->sheet, sheet_x_mm, sheet_y_mm);
}

static int build_masks(struct maker *maker, struct made *made)
{
    enum {
        PRINTED = 1u << ECG_KIND_PULSE | 1u << ECG_KIND_SEPARATOR | 1u << ECG_KIND_LEAD_NAME |
                  1u << ECG_KIND_HEADER | 1u << ECG_KIND_FOOTER
    };
    static const uint32_t kinds[MADE_MASKS] = { 1u << ECG_KIND_GRID, 1u << ECG_KIND_TRACE, PRINTED,
        ~(1u << ECG_KIND_GRID | 1u << ECG_KIND_TRACE | PRINTED) };
    int code = 0;
    for (int k = 0; code == 0 && k < MADE_MASKS; k++) {
        struct ecg_ink_filter filter = { kinds[k], -1 };
        struct ecg_drawing_source source = { made->work->page, made->work->mesh, maker->fonts,
            &filter };
        code = ecg_drawing_create(&made->masks[k], &made->error);
        if (code == 0)
            code = ecg_drawing_build(made->masks[k], &source, &made->error);
    }
    return code;
}

/* What overlays and the clean page need besides the work. */
static int add_extras(struct maker *maker, struct made *made, const struct maker_wish *wish)
{
    struct ecg_work *work = made->work;
    struct ecg_truth_params params = { &work->scene, is_hidden, work };
    size_t n_px = (size_t)work->mesh->width_px * (size_t)work->mesh->height_px;
    int code = 0;
    if (wish->wants_truth)
        code = ecg_truth_make(&made->truth, work->page, work->mesh, &params, &made->error);
    if (code == 0 && work->on_screen) {
        struct ecg_drawing_source source = { work->page, work->mesh, maker->fonts, NULL };
        code = ecg_drawing_create(&made->clean, &made->error);
        if (code == 0)
            code = ecg_drawing_build(made->clean, &source, &made->error);
    }
    if (code == 0 && wish->wants_masks && made->kind == MADE_DRAFT)
        code = build_masks(maker, made);
    if (code == 0 && wish->wants_places && made->kind == MADE_DRAFT) {
        made->places_mm = ecg_calloc(n_px, 2 * sizeof *made->places_mm);
        code = made->places_mm ? ecg_mesh_uv_map(work->mesh, made->places_mm, &made->error)
                               : ecg_fail(&made->error, ECG_E_MEMORY, "overlay: out of memory");
    }
    return code;
}

static int make_whole(struct maker *maker, struct made *made, const struct maker_wish *wish,
    struct kept_record *kept)
{
    struct owner *owner = made->owner;
    char name[320];
    snprintf(
        name, sizeof name, "%.256s-%llu", kept->record->id, (unsigned long long)wish->variant);
    int code =
        ecg_work_create(&made->work, name, &wish->scene, kept->record, maker->fonts, &made->error);
    owner->kept = kept;
    made->scale = 1;
    return code;
}

static int make_draft(struct maker *maker, struct made *made, const struct maker_wish *wish,
    struct kept_record *kept)
{
    struct draft_slot *slot = ((struct owner *)made->owner)->slot;
    int code = ecg_draft_make(
        &slot->draft, &wish->scene, kept->record, maker->fonts, wish->longest_px, &made->error);
    release_record(maker, slot->kept);
    slot->kept = kept;
    made->work = slot->draft.work;
    made->scale = slot->draft.scale;
    return code;
}

static void free_extras(struct made *made)
{
    ecg_truth_destroy(&made->truth);
    ecg_drawing_destroy(&made->clean);
    for (int k = 0; k < MADE_MASKS; k++)
        ecg_drawing_destroy(&made->masks[k]);
    ecg_free(made->places_mm);
    made->places_mm = NULL;
}

/* Never NULL but when out of memory. */
static struct made *make(struct maker *maker, enum made_kind kind, const struct maker_wish *wish,
    struct draft_slot *slot)
{
    double since_s = now_s();
    struct made *made = ecg_calloc(1, sizeof *made);
    struct owner *owner = ecg_calloc(1, sizeof *owner);
    if (!made || !owner) {
        ecg_free(made);
        ecg_free(owner);
        return NULL;
    }
    made->kind = kind;
    made->generation = wish->generation;
    made->owner = owner;
    owner->slot = slot;
    struct kept_record *kept = get_record(maker, &wish->source, &made->error);
    int code = kept ? 0 : made->error.code;
    if (code == 0)
        code = kind == MADE_DRAFT ? make_draft(maker, made, wish, kept)
                                  : make_whole(maker, made, wish, kept);
    if (code == 0)
        code = add_extras(maker, made, wish);
    if (code < 0) {
        free_extras(made);
        if (kind == MADE_WHOLE)
            ecg_work_destroy(&made->work);
        made->work = NULL;
    }
    made->seconds = now_s() - since_s;
    return made;
}

/* Gives back what was made; with the lock held. */
static void release_made(struct made **pointer)
{
    struct made *made = *pointer;
    *pointer = NULL;
    if (!made)
        return;
    struct owner *owner = made->owner;
    free_extras(made);
    if (owner->slot) {
        owner->slot->is_out = 0;
    } else {
        ecg_work_destroy(&made->work);
        let_go(owner->kept);
    }
    ecg_free(owner);
    ecg_free(made);
}

/* ---- The thread */

static struct draft_slot *free_slot(struct maker *maker)
{
    for (int i = 0; i < N_DRAFTS; i++)
        if (!maker->drafts[i].is_out)
            return &maker->drafts[i];
    return NULL;
}

/* What to do next: 1 and a copy of the wish, with a slot for a draft. With the lock held. */
static int next_wish(
    struct maker *maker, enum made_kind *kind, struct maker_wish *wish, struct draft_slot **slot)
{
    *slot = NULL;
    if (maker->is_wished[MADE_DRAFT] && (*slot = free_slot(maker)))
        *kind = MADE_DRAFT;
    else if (maker->is_wished[MADE_WHOLE])
        *kind = MADE_WHOLE;
    else
        return 0;
    *wish = maker->wishes[*kind];
    maker->is_wished[*kind] = 0;
    if (*slot)
        (*slot)->is_out = 1;
    return 1;
}

static void *work_on(void *priv)
{
    struct maker *maker = priv;
    enum made_kind kind;
    struct maker_wish wish;
    struct draft_slot *slot;
    pthread_mutex_lock(&maker->lock);
    while (!maker->is_ending) {
        if (!next_wish(maker, &kind, &wish, &slot)) {
            pthread_cond_wait(&maker->changed, &maker->lock);
            continue;
        }
        maker->is_working = 1;
        pthread_mutex_unlock(&maker->lock);
        struct made *made = make(maker, kind, &wish, slot);
        pthread_mutex_lock(&maker->lock);
        maker->is_working = 0;
        if (!made && slot)
            slot->is_out = 0;
        release_made(&maker->done[kind]);
        maker->done[kind] = made;
        if (maker->wake)
            maker->wake();
    }
    pthread_mutex_unlock(&maker->lock);
    return NULL;
}

int maker_create(
    struct maker **out, const struct ecg_fonts *fonts, void (*wake)(void), struct ecg_error *error)
{
    struct maker *maker = *out = ecg_calloc(1, sizeof *maker);
    if (!maker)
        return ecg_fail(error, ECG_E_MEMORY, "maker: out of memory");
    maker->fonts = fonts;
    maker->wake = wake;
    pthread_mutex_init(&maker->lock, NULL);
    pthread_cond_init(&maker->changed, NULL);
    if (pthread_create(&maker->thread, NULL, work_on, maker) == 0)
        return 0;
    pthread_cond_destroy(&maker->changed);
    pthread_mutex_destroy(&maker->lock);
    ecg_free(maker);
    *out = NULL;
    return ecg_fail(error, ECG_E_MEMORY, "maker: no thread could be started");
}

void maker_destroy(struct maker **out)
{
    struct maker *maker = *out;
    if (!maker)
        return;
    pthread_mutex_lock(&maker->lock);
    maker->is_ending = 1;
    pthread_cond_signal(&maker->changed);
    pthread_mutex_unlock(&maker->lock);
    pthread_join(maker->thread, NULL);
    for (int i = 0; i < N_KINDS; i++)
        release_made(&maker->done[i]);
    for (int i = 0; i < N_DRAFTS; i++) {
        ecg_draft_free(&maker->drafts[i].draft);
        let_go(maker->drafts[i].kept);
    }
    for (int i = 0; i < MOST_RECORDS; i++)
        let_go(maker->kept[i]);
    pthread_cond_destroy(&maker->changed);
    pthread_mutex_destroy(&maker->lock);
    ecg_free(maker);
    *out = NULL;
}

void maker_wish(struct maker *maker, enum made_kind kind, const struct maker_wish *wish)
{
    pthread_mutex_lock(&maker->lock);
    maker->wishes[kind] = *wish;
    maker->is_wished[kind] = 1;
    pthread_cond_signal(&maker->changed);
    pthread_mutex_unlock(&maker->lock);
}

void maker_forget(struct maker *maker, enum made_kind kind)
{
    pthread_mutex_lock(&maker->lock);
    maker->is_wished[kind] = 0;
    release_made(&maker->done[kind]);
    pthread_mutex_unlock(&maker->lock);
}

struct made *maker_take(struct maker *maker)
{
    pthread_mutex_lock(&maker->lock);
    int kind = maker->done[MADE_DRAFT] ? MADE_DRAFT : MADE_WHOLE;
    struct made *made = maker->done[kind];
    maker->done[kind] = NULL;
    pthread_mutex_unlock(&maker->lock);
    return made;
}

void maker_give_back(struct maker *maker, struct made **made)
{
    pthread_mutex_lock(&maker->lock);
    release_made(made);
    pthread_cond_signal(&maker->changed);
    pthread_mutex_unlock(&maker->lock);
}

int maker_is_busy(struct maker *maker)
{
    pthread_mutex_lock(&maker->lock);
    int busy = maker->is_working || maker->is_wished[MADE_DRAFT] || maker->is_wished[MADE_WHOLE] ||
               maker->done[MADE_DRAFT] || maker->done[MADE_WHOLE];
    pthread_mutex_unlock(&maker->lock);
    return busy;
}
