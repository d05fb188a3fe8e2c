#include "job/records.h"

#include "core/alloc.h"

#include <pthread.h>

struct ecg_shared_record {
    size_t index;
    int users; /* the list of records is one of them while it is its newest */
    int is_read;
    int code;
    struct ecg_error error;
    struct ecg_record *record;
};

struct ecg_records {
    const struct ecg_worklist *list;
    pthread_mutex_t lock; /* of all below and in the shared records */
    pthread_cond_t was_read;
    struct ecg_shared_record *newest;
};

struct ecg_records *ecg_records_make(const struct ecg_worklist *list)
{
    struct ecg_records *records = ecg_calloc(1, sizeof *records);
    if (!records)
        return NULL;
    records->list = list;
    pthread_mutex_init(&records->lock, NULL);
    pthread_cond_init(&records->was_read, NULL);
    return records;
}

/* With the lock held. */
static void release(struct ecg_shared_record *shared)
{
    if (!shared || --shared->users > 0)
        return;
    ecg_record_destroy(&shared->record);
    ecg_free(shared);
}

void ecg_records_destroy(struct ecg_records **records)
{
    struct ecg_records *r = *records;
    if (!r)
        return;
    release(r->newest);
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->was_read);
    ecg_free(r);
    *records = NULL;
}

/* With the lock held, which it lets go of meanwhile. */
static void read_now(struct ecg_records *r, struct ecg_shared_record *shared)
{
    struct ecg_record *record = NULL;
    struct ecg_error error = { 0 };
    pthread_mutex_unlock(&r->lock);
    int code = ecg_worklist_read(r->list, shared->index, &record, &error);
    pthread_mutex_lock(&r->lock);
    shared->record = record;
    shared->code = code;
    shared->error = error;
    shared->is_read = 1;
    pthread_cond_broadcast(&r->was_read);
}

int ecg_records_get(struct ecg_records *r, size_t index, struct ecg_shared_record **out,
    int *is_new, struct ecg_error *error)
{
    *out = NULL;
    pthread_mutex_lock(&r->lock);
    struct ecg_shared_record *shared = r->newest;
    *is_new = !shared || shared->index != index;
    if (!*is_new) {
        shared->users++;
        while (!shared->is_read)
            pthread_cond_wait(&r->was_read, &r->lock);
    } else if ((shared = ecg_calloc(1, sizeof *shared))) {
        *shared = (struct ecg_shared_record){ .index = index, .users = 1 };
        /* A task that comes late does not push a newer record out. */
        if (!r->newest || r->newest->index < index) {
            release(r->newest);
            r->newest = shared;
            shared->users++;
        }
        read_now(r, shared);
    }
    int code = shared ? shared->code : ecg_fail(error, ECG_E_MEMORY, "out of memory");
    if (shared && code < 0) {
        if (error)
            *error = shared->error;
        release(shared);
        shared = NULL;
    }
    pthread_mutex_unlock(&r->lock);
    *out = shared;
    return code;
}

const struct ecg_record *ecg_shared_record(const struct ecg_shared_record *shared)
{
    return shared->record;
}

void ecg_records_use(struct ecg_records *r, struct ecg_shared_record *shared)
{
    pthread_mutex_lock(&r->lock);
    shared->users++;
    pthread_mutex_unlock(&r->lock);
}

void ecg_records_release(struct ecg_records *r, struct ecg_shared_record *shared)
{
    pthread_mutex_lock(&r->lock);
    release(shared);
    pthread_mutex_unlock(&r->lock);
}
