#include "job/todo.h"

#include "core/alloc.h"
#include "core/file.h"

#include <stdio.h>
#include <string.h>

enum { MAX_TODO_BYTES = 1 << 30 };

void ecg_shard_suffix(uint64_t shard, uint64_t shards, char text[ECG_SHARD_SUFFIX])
{
    char count[24];
    text[0] = 0;
    int digits = snprintf(count, sizeof count, "%llu", (unsigned long long)shards);
    if (shards > 1)
        snprintf(
            text, ECG_SHARD_SUFFIX, "-%0*llu-of-%s", digits, (unsigned long long)shard, count);
}

int ecg_todo_is(const char *file_name, uint64_t *shard, uint64_t *shards)
{
    unsigned long long i, n;
    char suffix[ECG_SHARD_SUFFIX], whole[80];
    if (sscanf(file_name, "todo-%20llu-of-%20llu.txt", &i, &n) != 2 || n < 2 || i >= n)
        return 0;
    ecg_shard_suffix(i, n, suffix);
    snprintf(whole, sizeof whole, "todo%s.txt", suffix);
    *shard = i;
    *shards = n;
    return strcmp(whole, file_name) == 0;
}

static const char ABOUT[] = "# about ";

int ecg_todo_write(const struct ecg_worklist *list, const char *about, const char *folder,
    const char *scratch, const char *suffix, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, text = { 0 };
    ecg_buffer_format(&path, "%s/todo%s.txt", folder, suffix);
    ecg_buffer_format(
        &text, "# inputs %016llx\n", (unsigned long long)ecg_worklist_fingerprint(list));
    ecg_buffer_format(&text, "%s%s\n", ABOUT, about);
    for (size_t i = 0; i < ecg_worklist_tasks(list); i++) {
        struct ecg_task task = ecg_worklist_task(list, i);
        char name[ECG_IMAGE_NAME];
        ecg_worklist_name(list, &task, name);
        ecg_buffer_text(&text, name);
        ecg_buffer_text(&text, "\n");
    }
    int code =
        path.failed || text.failed
            ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder)
            : ecg_file_write_from(scratch, (const char *)path.data, text.data, text.size, error);
    ecg_buffer_free(&path);
    ecg_buffer_free(&text);
    return code;
}

int ecg_todo_read(struct ecg_todo *todo, const char *path, struct ecg_error *error)
{
    *todo = (struct ecg_todo){ .about = "{}" };
    int code = ecg_file_read(&todo->text, path, MAX_TODO_BYTES, error);
    char *line = code == 0 && todo->text.size ? (char *)todo->text.data : NULL;
    while (line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = 0;
        if (!todo->list) {
            todo->list = line;
        } else if (todo->n == 0 && strncmp(line, ABOUT, sizeof ABOUT - 1) == 0) {
            todo->about = line + sizeof ABOUT - 1;
        } else if (*line) {
            if (ecg_grow(&todo->names, &todo->capacity, todo->n + 1, sizeof *todo->names) < 0) {
                code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
                break;
            }
            todo->names[todo->n++] = line;
        }
        line = end ? end + 1 : NULL;
    }
    if (code == 0 && (!todo->list || strncmp(todo->list, "# inputs ", 9) != 0))
        code = ecg_fail(error, ECG_E_FORMAT, "%s: expected the list of a shard", path);
    if (code < 0)
        ecg_todo_free(todo);
    return code;
}

void ecg_todo_free(struct ecg_todo *todo)
{
    ecg_buffer_free(&todo->text);
    ecg_free(todo->names);
    *todo = (struct ecg_todo){ 0 };
}
