#include "record/find_unique.h"

#include "core/alloc.h"
#include "record/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct place {
    dev_t device;
    ino_t inode;
    struct ecg_found found;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->device != y->device)
        return x->device < y->device ? -1 : 1;
    if (x->inode != y->inode)
        return x->inode < y->inode ? -1 : 1;
    int c = strcmp(x->found.id, y->found.id);
    return c ? c : strcmp(x->found.path, y->found.path);
}

void ecg_found_free_item(struct ecg_found *found)
{
    ecg_free(found->path);
    ecg_free(found->name);
    ecg_free(found->id);
}

/* Of several ways to one file the one whose id comes first is kept. */
static int drop_repeats(struct ecg_found_list *list)
{
    struct place *places = ecg_calloc(list->n, sizeof *places);
    if (!places)
        return ECG_E_MEMORY;
    for (size_t i = 0; i < list->n; i++) {
        struct stat st = { 0 };
        /* A file that vanished meanwhile stays, to be reported when it is read. */
        if (stat(list->items[i].path, &st) < 0)
            st.st_ino = (ino_t)~i;
        places[i] = (struct place){ st.st_dev, st.st_ino, list->items[i] };
    }
    if (list->n)
        qsort(places, list->n, sizeof *places, compare_places);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (i && places[i].device == places[i - 1].device &&
            places[i].inode == places[i - 1].inode)
            ecg_found_free_item(&places[i].found);
        else
            list->items[n++] = places[i].found;
    }
    list->n = n;
    ecg_free(places);
    return 0;
}

static int compare_found(const void *a, const void *b)
{
    const struct ecg_found *x = a, *y = b;
    int c = strcmp(x->id, y->id);
    return c ? c : strcmp(x->path, y->path);
}

static int tell_apart(struct ecg_found *found)
{
    size_t n = strlen(found->id) + 10;
    char *id = ecg_calloc(n, 1);
    char *name = ecg_calloc(strlen(found->path) + 1, 1);
    if (!id || !name) {
        ecg_free(id);
        ecg_free(name);
        return ECG_E_MEMORY;
    }
    snprintf(id, n, "%s-%08x", found->id, (unsigned)ecg_text_hash(found->path));
    ecg_text_clean(name, strlen(found->path) + 1, found->path, strlen(found->path));
    ecg_free(found->id);
    ecg_free(found->name);
    found->id = id;
    found->name = name;
    return 0;
}

/* Records that share an id are all told apart by their paths. The list is sorted by id. */
static int add_hashes(struct ecg_found_list *list)
{
    for (size_t i = 0, end; i < list->n; i = end) {
        for (end = i + 1; end < list->n; end++)
            if (strcmp(list->items[i].id, list->items[end].id) != 0)
                break;
        for (size_t k = i; end - i > 1 && k < end; k++)
            if (tell_apart(&list->items[k]) < 0)
                return ECG_E_MEMORY;
    }
    return 0;
}

static void sort_found(struct ecg_found_list *list)
{
    if (list->n)
        qsort(list->items, list->n, sizeof *list->items, compare_found);
}

int ecg_found_make_unique(struct ecg_found_list *list)
{
    if (drop_repeats(list) < 0)
        return ECG_E_MEMORY;
    sort_found(list);
    int code = add_hashes(list);
    sort_found(list);
    return code;
}
