#include "maker.h"

#include "core/alloc.h"
#include "core/clock.h"
#include "press_room.h"
#include "stages.h"
#include "truth/maps.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

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

/* A thread and what is its own. */
struct line {
    struct maker *maker;
    enum made_kind kind;
    pthread_t thread;
    int has_thread;
    struct kept_record *kept[MOST_RECORDS]; /* the last ones read, newest first */
    struct press_room *room;                /* of whole pictures */
    /* With the maker's lock held: */
    int is_wished, is_working, is_given_up, must_compile;
    struct maker_wish wish;
    struct made *done;
};

struct maker {
    const struct ecg_fonts *fonts;
    const char *device;
    void (*wake)(void);
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int is_ending;
    int n_opened; /* lines whose context is there, or could not be had */
    struct ecg_error open_error;
    struct line lines[N_KINDS];
    struct draft_slot drafts[N_DRAFTS];
};

struct owner {
    struct draft_slot *slot;  /* of drafts */
    struct kept_record *kept; /* of whole pictures */
};

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
    struct line *line, const struct record_source *source, struct ecg_error *error)
{
    struct maker *maker = line->maker;
    for (int i = 0; i < MOST_RECORDS; i++)
        if (line->kept[i] && record_source_same(&line->kept[i]->source, source)) {
            hold(maker, line->kept[i]);
            return line->kept[i];
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
    release_record(maker, line->kept[MOST_RECORDS - 1]);
    memmove(line->kept + 1, line->kept, (MOST_RECORDS - 1) * sizeof line->kept[0]);
    line->kept[0] = kept;
    return kept;
}

/* ---- Making */

/* What each pixel shows of the sheet, whatever became of it there. */
static int add_places(struct made *made)
{
    struct ecg_work *work = made->work;
    struct ecg_fate fate = { ecg_work_fate, work };
    return ecg_uv_make(&made->places_mm, &made->covered, &made->gone, work->mesh,
        ecg_work_has_fate(work) ? &fate : NULL, &made->error);
}

/* What overlays and the clean page need besides the work. */
static int add_extras(struct maker *maker, struct made *made, const struct maker_wish *wish)
{
    struct ecg_work *work = made->work;
    struct ecg_truth_params params = {
        .scene = &work->scene, .is_hidden = ecg_work_fate, .priv = work
    };
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
        code =
            ecg_masks_create(&made->masks, work->page, work->mesh, maker->fonts, 0, &made->error);
    if (code == 0 && (wish->wants_masks || wish->wants_places) && made->kind == MADE_DRAFT)
        code = add_places(made);
    return code;
}

struct ecg_render_job maker_clean_job(const struct made *made, struct ecg_scene *scene)
{
    *scene = made->work->scene;
    stages_keep(scene, STAGES_NOTES);
    return (struct ecg_render_job){
        .scene = scene,
        .page = made->work->page,
        .mesh = made->work->mesh,
        .drawing = made->clean ? made->clean : made->work->drawing,
    };
}

static int make_whole(struct maker *maker, struct made *made, const struct maker_wish *wish,
    struct kept_record *kept)
{
    struct owner *owner = made->owner;
    char name[320];
    snprintf(
        name, sizeof name, "%.256s-%llu", kept->record->id, (unsigned long long)wish->variant);
    owner->kept = kept;
    made->scale = 1;
    return ecg_work_create(
        &made->work, name, &wish->scene, kept->record, maker->fonts, &made->error);
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
    ecg_masks_destroy(&made->masks);
    ecg_free(made->places_mm);
    ecg_free(made->covered);
    ecg_free(made->gone);
    made->places_mm = NULL;
    made->covered = made->gone = NULL;
    ecg_image_free(&made->clean_image);
}

static int is_wanted(void *priv)
{
    struct line *line = priv;
    pthread_mutex_lock(&line->maker->lock);
    int wanted = !line->is_given_up && !line->maker->is_ending;
    pthread_mutex_unlock(&line->maker->lock);
    return wanted;
}

static int fill(struct line *line, struct made *made, const struct maker_wish *wish)
{
    struct maker *maker = line->maker;
    double since_s = ecg_now_s();
    struct kept_record *kept = get_record(line, &wish->source, &made->error);
    int code = kept ? 0 : made->error.code;
    if (code == 0)
        code = line->kind == MADE_DRAFT ? make_draft(maker, made, wish, kept)
                                        : make_whole(maker, made, wish, kept);
    if (code == 0)
        code = add_extras(maker, made, wish);
    made->prepare_s = ecg_now_s() - since_s;
    since_s = ecg_now_s();
    if (code == 0 && line->kind == MADE_WHOLE)
        code =
            press_room_print(line->room, made, wish->wants_clean, is_wanted, line, &made->error);
    made->draw_s = ecg_now_s() - since_s;
    return code;
}

/* Never NULL but when out of memory. */
static struct made *make(struct line *line, const struct maker_wish *wish, struct draft_slot *slot)
{
    struct made *made = ecg_calloc(1, sizeof *made);
    struct owner *owner = ecg_calloc(1, sizeof *owner);
    if (!made || !owner) {
        ecg_free(made);
        ecg_free(owner);
        return NULL;
    }
    made->kind = line->kind;
    made->generation = wish->generation;
    made->owner = owner;
    owner->slot = slot;
    if (fill(line, made, wish) < 0) {
        free_extras(made);
        if (line->kind == MADE_WHOLE)
            ecg_work_destroy(&made->work);
        made->work = NULL;
    }
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

/* With the lock held: whether to begin; a draft needs a slot. */
static int may_begin(struct line *line, struct draft_slot **slot)
{
    *slot = NULL;
    if (!line->is_wished || (line->kind == MADE_DRAFT && !(*slot = free_slot(line->maker))))
        return 0;
    if (*slot)
        (*slot)->is_out = 1;
    return 1;
}

/* With the lock held, which is let go meanwhile. */
static void work_once(struct line *line, struct draft_slot *slot)
{
    struct maker *maker = line->maker;
    struct maker_wish wish = line->wish;
    int must_compile = line->must_compile;
    line->is_wished = line->is_given_up = line->must_compile = 0;
    line->is_working = 1;
    pthread_mutex_unlock(&maker->lock);
    if (must_compile && line->room)
        press_room_forget_programs(line->room);
    struct made *made = make(line, &wish, slot);
    pthread_mutex_lock(&maker->lock);
    line->is_working = 0;
    if (!made && slot)
        slot->is_out = 0;
    if (line->is_given_up)
        release_made(&made);
    release_made(&line->done);
    line->done = made;
    if (maker->wake)
        maker->wake();
}

/* Whole pictures are drawn on this thread's own context. */
static int open_line(struct line *line)
{
    struct ecg_error error = { 0 };
    int code =
        line->kind == MADE_WHOLE ? press_room_open(&line->room, line->maker->device, &error) : 0;
    pthread_mutex_lock(&line->maker->lock);
    if (code < 0)
        line->maker->open_error = error;
    line->maker->n_opened++;
    pthread_cond_broadcast(&line->maker->changed);
    pthread_mutex_unlock(&line->maker->lock);
    return code;
}

static void *run_line(void *priv)
{
    struct line *line = priv;
    struct maker *maker = line->maker;
    struct draft_slot *slot;
    int code = open_line(line);
    pthread_mutex_lock(&maker->lock);
    while (code == 0 && !maker->is_ending) {
        if (may_begin(line, &slot))
            work_once(line, slot);
        else
            pthread_cond_wait(&maker->changed, &maker->lock);
    }
    pthread_mutex_unlock(&maker->lock);
    press_room_close(&line->room);
    return NULL;
}

/* Waits until every line has its context. */
static int wait_opened(struct maker *maker, struct ecg_error *error)
{
    pthread_mutex_lock(&maker->lock);
    while (maker->n_opened < N_KINDS)
        pthread_cond_wait(&maker->changed, &maker->lock);
    pthread_mutex_unlock(&maker->lock);
    const struct ecg_error *why = &maker->open_error;
    return why->code < 0 ? ecg_fail(error, why->code, "%s", why->message) : 0;
}

int maker_create(struct maker **out, const struct maker_params *params, struct ecg_error *error)
{
    struct maker *maker = *out = ecg_calloc(1, sizeof *maker);
    if (!maker)
        return ecg_fail(error, ECG_E_MEMORY, "maker: out of memory");
    maker->fonts = params->fonts;
    maker->device = params->device;
    maker->wake = params->wake;
    pthread_mutex_init(&maker->lock, NULL);
    pthread_cond_init(&maker->changed, NULL);
    int code = 0;
    for (int i = 0; code == 0 && i < N_KINDS; i++) {
        struct line *line = &maker->lines[i];
        line->maker = maker;
        line->kind = (enum made_kind)i;
        line->has_thread = pthread_create(&line->thread, NULL, run_line, line) == 0;
        if (!line->has_thread)
            code = ecg_fail(error, ECG_E_MEMORY, "maker: no thread could be started");
    }
    if (code == 0)
        code = wait_opened(maker, error);
    if (code < 0)
        maker_destroy(out);
    return code;
}

static void end_threads(struct maker *maker)
{
    pthread_mutex_lock(&maker->lock);
    maker->is_ending = 1;
    pthread_cond_broadcast(&maker->changed);
    pthread_mutex_unlock(&maker->lock);
    for (int i = 0; i < N_KINDS; i++)
        if (maker->lines[i].has_thread)
            pthread_join(maker->lines[i].thread, NULL);
}

void maker_destroy(struct maker **out)
{
    struct maker *maker = *out;
    if (!maker)
        return;
    end_threads(maker);
    for (int i = 0; i < N_KINDS; i++) {
        release_made(&maker->lines[i].done);
        for (int k = 0; k < MOST_RECORDS; k++)
            let_go(maker->lines[i].kept[k]);
    }
    for (int i = 0; i < N_DRAFTS; i++) {
        ecg_draft_free(&maker->drafts[i].draft);
        let_go(maker->drafts[i].kept);
    }
    pthread_cond_destroy(&maker->changed);
    pthread_mutex_destroy(&maker->lock);
    ecg_free(maker);
    *out = NULL;
}

void maker_wish(struct maker *maker, enum made_kind kind, const struct maker_wish *wish)
{
    struct line *line = &maker->lines[kind];
    pthread_mutex_lock(&maker->lock);
    line->wish = *wish;
    line->is_wished = 1;
    line->is_given_up = kind == MADE_WHOLE;
    pthread_cond_broadcast(&maker->changed);
    pthread_mutex_unlock(&maker->lock);
}

void maker_forget(struct maker *maker, enum made_kind kind)
{
    struct line *line = &maker->lines[kind];
    pthread_mutex_lock(&maker->lock);
    line->is_wished = 0;
    line->is_given_up = line->is_working;
    release_made(&line->done);
    pthread_mutex_unlock(&maker->lock);
}

void maker_forget_programs(struct maker *maker)
{
    pthread_mutex_lock(&maker->lock);
    maker->lines[MADE_WHOLE].must_compile = 1;
    pthread_mutex_unlock(&maker->lock);
}

struct made *maker_take(struct maker *maker)
{
    pthread_mutex_lock(&maker->lock);
    struct line *line = &maker->lines[maker->lines[MADE_DRAFT].done ? MADE_DRAFT : MADE_WHOLE];
    struct made *made = line->done;
    line->done = NULL;
    pthread_mutex_unlock(&maker->lock);
    return made;
}

void maker_give_back(struct maker *maker, struct made **made)
{
    pthread_mutex_lock(&maker->lock);
    release_made(made);
    pthread_cond_broadcast(&maker->changed);
    pthread_mutex_unlock(&maker->lock);
}

int maker_is_busy(struct maker *maker)
{
    int busy = 0;
    pthread_mutex_lock(&maker->lock);
    for (int i = 0; i < N_KINDS; i++) {
        const struct line *line = &maker->lines[i];
        busy |= line->is_wished || line->is_working || line->done;
    }
    pthread_mutex_unlock(&maker->lock);
    return busy;
}
