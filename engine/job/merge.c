/* The shards of a dataset become one manifest, and what is missing or double is named. */
#include "core/alloc.h"
#include "core/file.h"
#include "job/card.h"
#include "job/collect.h"
#include "job/journal.h"
#include "job/settings.h"
#include "job/split.h"
#include "job/todo.h"
#include "output/manifest_read.h"
#include "truth/products.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_SETTINGS_BYTES = 1 << 20 };

struct shard {
    const char *folder;
    uint64_t number;
    struct ecg_todo todo;
    struct ecg_journal *journal;
};

/* An image that is there. */
struct image {
    char *name; /* of its files; where a task gave several, of the task */
    int page, pages;
    const char *line;
    const struct shard *shard;
};

struct merge {
    const char *const *folders;
    size_t n_folders;
    ecg_report_fn report;
    void *priv;
    struct ecg_settings_file settings;
    struct ecg_split split;
    uint64_t n_parts; /* that the dataset was cut into; 0: not known yet */
    struct shard *shards;
    size_t n_shards, cap_shards;
    struct image *images; /* sorted by name and page */
    size_t n_images, cap_images;
    struct ecg_merge_result *result;
};

static void report(struct merge *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void report(struct merge *m, const char *format, ...)
{
    char line[700];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    /* Names come from files of anybody's: no control characters to the terminal. */
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
    if (m->report)
        m->report(m->priv, line);
}

/* ---- Shards ---- */

static int read_shard(
    struct merge *m, const char *folder, uint64_t number, struct ecg_error *error)
{
    char suffix[ECG_SHARD_SUFFIX], manifest[100], prefix[100];
    struct ecg_buffer path = { 0 };
    struct shard shard = { .folder = folder, .number = number };
    ecg_shard_suffix(number, m->n_parts, suffix);
    ecg_buffer_format(&path, "%s/todo%s.txt", folder, suffix);
    snprintf(manifest, sizeof manifest, "manifest%s.jsonl", suffix);
    snprintf(prefix, sizeof prefix, "shard%s-", suffix);
    int code =
        path.failed || ecg_grow(&m->shards, &m->cap_shards, m->n_shards + 1, sizeof shard) < 0
            ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder)
            : ecg_todo_read(&shard.todo, (const char *)path.data, error);
    ecg_buffer_free(&path);
    if (code < 0)
        return code;
    const struct ecg_journal_params params = {
        .folder = folder,
        .file_name = manifest,
        .shard_prefix = prefix,
        .groups = m->split.names,
        .n_groups = (size_t)m->split.n,
        .either = 1,
        .only_read = 1,
    };
    code = ecg_journal_open(&shard.journal, &params, error);
    if (code < 0) {
        ecg_todo_free(&shard.todo);
        return code;
    }
    m->shards[m->n_shards++] = shard;
    return 0;
}

static int find_shards(struct merge *m, const char *folder, struct ecg_error *error)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", folder, strerror(errno));
    const char *name;
    int code = 0, more;
    while (code == 0 && (more = ecg_folder_next(dir, folder, &name, error)) != 0) {
        uint64_t number, parts;
        code = more < 0 ? more : 0;
        if (code < 0 || !ecg_todo_is(name, &number, &parts))
            continue;
        if (m->n_parts && parts != m->n_parts)
            code = ecg_fail(error, ECG_E_MISMATCH,
                "%s: holds shards of %llu and of %llu; remove the todo-*.txt of one kind", folder,
                (unsigned long long)m->n_parts, (unsigned long long)parts);
        m->n_parts = parts;
        if (code == 0)
            code = read_shard(m, folder, number, error);
    }
    closedir(dir);
    return code;
}

/* Folders that are merged hold parts of one dataset. */
static int check_settings(struct merge *m, struct ecg_error *error)
{
    struct ecg_buffer first = { 0 };
    int code = 0;
    for (size_t i = 0; code == 0 && i < m->n_folders; i++) {
        struct ecg_buffer path = { 0 }, text = { 0 };
        ecg_buffer_format(&path, "%s/ecgpress.json", m->folders[i]);
        code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", m->folders[i])
                           : ecg_file_read(i ? &text : &first, (const char *)path.data,
                                 MAX_SETTINGS_BYTES, error);
        if (code == 0 && i &&
            (text.size != first.size || memcmp(text.data, first.data, text.size) != 0))
            code = ecg_fail(error, ECG_E_MISMATCH, "%s: made with other settings than %s",
                m->folders[i], m->folders[0]);
        ecg_buffer_free(&path);
        ecg_buffer_free(&text);
    }
    ecg_buffer_free(&first);
    if (code == 0)
        code = ecg_settings_read(&m->settings, m->folders[0], error);
    return code < 0 ? code : ecg_split_parse(&m->split, m->settings.is.split, error);
}

static int compare_shards(const void *a, const void *b)
{
    const struct shard *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* Shards that nobody began, and such as were cut from another list of recordings. */
static int check_shards(struct merge *m, struct ecg_error *error)
{
    unsigned long long parts = m->n_parts;
    if (m->n_shards == 0)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "%s: no shards there (what is made without --shard has its manifest already)",
            m->folders[0]);
    qsort(m->shards, m->n_shards, sizeof *m->shards, compare_shards);
    uint64_t next = 0;
    for (size_t i = 0; i <= m->n_shards; i++) {
        uint64_t number = i < m->n_shards ? m->shards[i].number : m->n_parts;
        for (; next < number; next++, m->result->absent_shards++)
            report(m, "shard %llu/%llu: was not begun", (unsigned long long)next, parts);
        next = number + 1;
    }
    for (size_t i = 1; i < m->n_shards; i++)
        if (strcmp(m->shards[i].todo.list, m->shards[0].todo.list) != 0)
            return ecg_fail(error, ECG_E_MISMATCH,
                "shards %llu/%llu and %llu/%llu were cut from other recordings or variants; run "
                "them with the same -i, --synthetic, --limit and --variants",
                (unsigned long long)m->shards[0].number, parts,
                (unsigned long long)m->shards[i].number, parts);
    return 0;
}

/* ---- Images ---- */

static int add_image(
    struct merge *m, const struct shard *shard, const struct ecg_journal_image *kept)
{
    struct image image = {
        .name = ecg_strdup(kept->name),
        .page = kept->page,
        .pages = kept->pages,
        .line = kept->line,
        .shard = shard,
    };
    char *page = image.name ? strrchr(image.name, '-') : NULL;
    if (image.pages && page)
        *page = 0; /* "-p3" */
    if (!image.name || ecg_grow(&m->images, &m->cap_images, m->n_images + 1, sizeof image) < 0) {
        ecg_free(image.name);
        return ECG_E_MEMORY;
    }
    m->images[m->n_images++] = image;
    return 0;
}

static int compare_images(const void *a, const void *b)
{
    const struct image *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    if (!order)
        order = (x->page > y->page) - (x->page < y->page);
    return order ? order : (x->shard > y->shard) - (x->shard < y->shard);
}

static int collect_images(struct merge *m, struct ecg_error *error)
{
    for (size_t i = 0; i < m->n_shards; i++)
        for (size_t k = 0; k < ecg_journal_kept(m->shards[i].journal); k++)
            if (add_image(m, &m->shards[i], ecg_journal_image(m->shards[i].journal, k)) < 0)
                return ecg_fail(error, ECG_E_MEMORY, "merge: out of memory");
    if (m->n_images)
        qsort(m->images, m->n_images, sizeof *m->images, compare_images);
    return 0;
}

static void drop_doubles(struct merge *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_images; i++) {
        struct image *image = &m->images[i], *last = n ? &m->images[n - 1] : NULL;
        if (last && strcmp(last->name, image->name) == 0 && last->page == image->page) {
            report(m, "double: %s: in shard %llu of %s and in shard %llu of %s", image->name,
                (unsigned long long)last->shard->number, last->shard->folder,
                (unsigned long long)image->shard->number, image->shard->folder);
            m->result->doubles++;
            ecg_free(image->name);
        } else {
            m->images[n++] = *image;
        }
    }
    m->n_images = n;
}

static int compare_to_image(const void *name, const void *image)
{
    return strcmp(name, ((const struct image *)image)->name);
}

/* The images of one line of a shard's list. */
static void check_task(struct merge *m, const struct shard *shard, const char *name)
{
    const struct image *image =
        m->n_images ? bsearch(name, m->images, m->n_images, sizeof *image, compare_to_image)
                    : NULL;
    if (!image) {
        report(m, "missing: %s (shard %llu/%llu)", name, (unsigned long long)shard->number,
            (unsigned long long)m->n_parts);
        m->result->missing++;
        return;
    }
    const struct image *end = m->images + m->n_images;
    while (image > m->images && strcmp(image[-1].name, name) == 0)
        image--;
    for (int page = 0, pages = image->pages; page < pages; page++) {
        if (image < end && strcmp(image->name, name) == 0 && image->page == page) {
            image++;
            continue;
        }
        report(m, "missing: %s-p%d (shard %llu/%llu)", name, page,
            (unsigned long long)shard->number, (unsigned long long)m->n_parts);
        m->result->missing++;
    }
}

/* ---- The manifest ---- */

/* Lines from other folders than the first say which. */
static void put_line(const struct merge *m, const struct image *image, struct ecg_buffer *out)
{
    if (image->shard->folder == m->folders[0]) {
        ecg_buffer_format(out, "%s\n", image->line);
        return;
    }
    char *folder = realpath(image->shard->folder, NULL);
    struct ecg_manifest_line parsed = { 0 };
    int ok = folder &&
             ecg_manifest_line_parse(&parsed, image->line, strlen(image->line), NULL) == 0 &&
             json_object_set_new(parsed.object, "folder", json_string(folder)) == 0;
    char *line = ok ? json_dumps(parsed.object, JSON_COMPACT) : NULL;
    if (line)
        ecg_buffer_format(out, "%s\n", line);
    out->failed |= !line;
    free(line);
    ecg_manifest_line_free(&parsed);
    free(folder);
}

static int write_manifest(const struct merge *m, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, text = { 0 };
    ecg_buffer_format(&path, "%s/manifest.jsonl", m->folders[0]);
    for (size_t i = 0; i < m->n_images; i++)
        put_line(m, &m->images[i], &text);
    int code = path.failed || text.failed
                   ? ecg_fail(error, ECG_E_MEMORY, "merge: out of memory")
                   : ecg_file_write((const char *)path.data, text.data, text.size, error);
    ecg_buffer_free(&path);
    ecg_buffer_free(&text);
    return code;
}

static int collect(const struct merge *m, struct ecg_error *error)
{
    struct ecg_collect_params params = { .folder = m->folders[0], .split = &m->split };
    int code = ecg_products_parse(m->settings.is.truth, &params.products, error);
    if (code == 0)
        code = ecg_collect(&params, error);
    const struct ecg_card_params card = {
        .folder = m->folders[0],
        .settings = &m->settings,
        .about = m->shards[0].todo.about,
        .n_failed = m->result->missing,
    };
    return code < 0 ? code : ecg_card_write(&card, error);
}

static int run(struct merge *m, struct ecg_error *error)
{
    int code = check_settings(m, error);
    for (size_t i = 0; code == 0 && i < m->n_folders; i++)
        code = find_shards(m, m->folders[i], error);
    if (code == 0)
        code = check_shards(m, error);
    if (code == 0)
        code = collect_images(m, error);
    if (code < 0)
        return code;
    drop_doubles(m);
    for (size_t i = 0; i < m->n_shards; i++)
        for (size_t k = 0; k < m->shards[i].todo.n; k++)
            check_task(m, &m->shards[i], m->shards[i].todo.names[k]);
    m->result->images = m->n_images;
    code = write_manifest(m, error);
    if (code == 0)
        code = collect(m, error);
    const struct ecg_merge_result *r = m->result;
    if (code == 0 && (r->absent_shards || r->missing || r->doubles))
        code = ecg_fail(error, ECG_E_MISMATCH,
            "%zu images missing, %zu double, %zu shards not begun (see above)", r->missing,
            r->doubles, r->absent_shards);
    return code;
}

int ecg_merge(const char *const *folders, size_t n_folders, ecg_report_fn on_problem, void *priv,
    struct ecg_merge_result *result, struct ecg_error *error)
{
    struct ecg_merge_result unused;
    struct merge m = { .folders = folders,
        .n_folders = n_folders,
        .report = on_problem,
        .priv = priv,
        .result = result ? result : &unused };
    *m.result = (struct ecg_merge_result){ 0 };
    int code =
        n_folders ? run(&m, error) : ecg_fail(error, ECG_E_ARGUMENT, "merge: expected a folder");
    for (size_t i = 0; i < m.n_images; i++)
        ecg_free(m.images[i].name);
    for (size_t i = 0; i < m.n_shards; i++) {
        ecg_todo_free(&m.shards[i].todo);
        ecg_journal_close(&m.shards[i].journal);
    }
    ecg_settings_free(&m.settings);
    ecg_free(m.images);
    ecg_free(m.shards);
    return code;
}
