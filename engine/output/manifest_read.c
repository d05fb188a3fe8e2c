#include "output/manifest_read.h"

#include "core/alloc.h"
#include "core/file.h"
#include "output/json_read.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- A line ---- */

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static int whole_number(const json_t *object, const char *key)
{
    json_int_t value = json_integer_value(json_object_get(object, key));
    return value > 0 && value <= INT32_MAX ? (int)value : 0;
}

/* NULL, or the first field that is not as it should be; *expected says how that is. */
static const char *wrong_field(const struct ecg_manifest_line *line, const char **expected)
{
    const char *file;
    json_t *size;
    *expected = "a text";
    if (!line->name || !line->record || !line->recipe)
        return !line->name ? "name" : !line->record ? "record" : "recipe";
    *expected = "an object of file sizes, whole numbers from 0";
    if (!json_is_object(line->files))
        return "files";
    json_object_foreach(line->files, file, size)
    {
        if (!json_is_integer(size) || json_integer_value(size) < 0)
            return "files";
    }
    return NULL;
}

int ecg_manifest_line_take(struct ecg_manifest_line *line, json_t *object, struct ecg_error *error)
{
    const char *expected;
    *line = (struct ecg_manifest_line){
        .object = object,
        .name = text_of(object, "name"),
        .record = text_of(object, "record"),
        .recipe = text_of(object, "recipe"),
        .split = text_of(object, "split"),
        .shard = text_of(object, "shard"),
        .folder = text_of(object, "folder"),
        .files = json_object_get(object, "files"),
        .leads = json_object_get(object, "leads"),
        .variant = (uint64_t)json_integer_value(json_object_get(object, "variant")),
        .page = whole_number(object, "page"),
        .pages = whole_number(object, "pages"),
        .width_px = whole_number(object, "width"),
        .height_px = whole_number(object, "height"),
    };
    line->n_leads = json_array_size(line->leads);
    line->n_files = json_object_size(line->files);
    const char *field = object ? wrong_field(line, &expected) : "";
    if (!field)
        return 0;
    ecg_manifest_line_free(line);
    return object ? ecg_fail(error, ECG_E_FORMAT, "\"%s\": expected %s", field, expected)
                  : ecg_fail(error, ECG_E_FORMAT, "expected a JSON object");
}

int ecg_manifest_line_parse(
    struct ecg_manifest_line *line, const char *text, size_t size, struct ecg_error *error)
{
    return ecg_manifest_line_take(line, ecg_json_parse(text, size), error);
}

void ecg_manifest_line_free(struct ecg_manifest_line *line)
{
    json_decref(line->object);
    *line = (struct ecg_manifest_line){ 0 };
}

/* ---- The file ---- */

struct ecg_manifest {
    char *path;
    FILE *file;
    uint64_t size; /* when it was opened; it may grow */
    size_t line_number;
    char text[ECG_MANIFEST_LINE_BYTES + 2]; /* with the newline until it is cut off */
};

static int open_file(struct ecg_manifest *m, struct ecg_error *error)
{
    int fd = ecg_file_open(m->path, &m->size, error);
    if (fd < 0)
        return fd;
    m->file = fdopen(fd, "rb");
    if (m->file)
        return 0;
    close(fd);
    return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", m->path);
}

int ecg_manifest_open(struct ecg_manifest **manifest, const char *path, struct ecg_error *error)
{
    struct ecg_manifest *m = *manifest = ecg_calloc(1, sizeof *m);
    if (m)
        m->path = ecg_strdup(path);
    int code = m && m->path ? open_file(m, error)
                            : ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    if (code < 0)
        ecg_manifest_close(manifest);
    return code;
}

void ecg_manifest_close(struct ecg_manifest **manifest)
{
    struct ecg_manifest *m = *manifest;
    if (!m)
        return;
    if (m->file)
        fclose(m->file);
    ecg_free(m->path);
    ecg_free(m);
    *manifest = NULL;
}

/* 0, or why there is no further line. */
static int check_end(struct ecg_manifest *m, struct ecg_error *error)
{
    if (ferror(m->file))
        return ecg_fail(error, ECG_E_IO, "%s: cannot read: %s", m->path, strerror(errno));
    if (ftello(m->file) < (off_t)m->size)
        return ecg_fail(error, ECG_E_IO, "%s: became shorter while it was read", m->path);
    return 0;
}

int ecg_manifest_next(
    struct ecg_manifest *m, struct ecg_manifest_line *line, struct ecg_error *error)
{
    struct ecg_error problem = { 0 };
    ecg_manifest_line_free(line);
    if (!fgets(m->text, sizeof m->text, m->file))
        return check_end(m, error);
    m->line_number++;
    size_t length = strlen(m->text);
    /* Without one it is the last line, or zero bytes follow: what power left of it. */
    int has_newline = length > 0 && m->text[length - 1] == '\n';
    if (!has_newline && length > ECG_MANIFEST_LINE_BYTES)
        return ecg_fail(error, ECG_E_FORMAT, "%s:%zu: expected a line of at most %d bytes",
            m->path, m->line_number, ECG_MANIFEST_LINE_BYTES);
    m->text[length -= (size_t)has_newline] = 0;
    if (ecg_manifest_line_parse(line, m->text, length, &problem) == 0)
        return 1;
    return has_newline ? ecg_fail(error, ECG_E_FORMAT, "%s:%zu: no manifest line: %s", m->path,
                             m->line_number, problem.message)
                       : 0;
}

const char *ecg_manifest_text(const struct ecg_manifest *manifest)
{
    return manifest->text;
}
