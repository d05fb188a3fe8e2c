#include "record_source.h"

#include "record/find.h"

#include <string.h>

int record_source_same(const struct record_source *a, const struct record_source *b)
{
    if (a->is_synthetic != b->is_synthetic)
        return 0;
    return a->is_synthetic ? a->index == b->index && a->seed == b->seed
                           : strcmp(a->path, b->path) == 0 && strcmp(a->id, b->id) == 0;
}

int record_source_read(
    const struct record_source *source, struct ecg_record **record, struct ecg_error *error)
{
    *record = NULL;
    struct record_source copy = *source;
    struct ecg_found found = { .path = copy.path, .name = copy.path, .id = copy.id };
    return source->is_synthetic
               ? ecg_record_synthesize(record, source->seed, source->index, 0, error)
               : ecg_found_read(record, &found, source->fs_hz, error);
}
