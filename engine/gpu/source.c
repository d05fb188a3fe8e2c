#include "gpu/source.h"

#include "core/asset.h"
#include "core/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_LIMIT = 1 << 20, DEPTH_LIMIT = 8 };

/* The file's text, appended with its final 0; from the override folder where it has the file. */
static int read_shader(
    struct ecg_buffer *text, const char *name, int *found, struct ecg_error *error)
{
    char path[4096];
    *found = 1;
    const char *folder = getenv("ECGPRESS_SHADER_DIR");
    if (folder && *folder) {
        int n = snprintf(path, sizeof path, "%s/%s", folder, name);
        if (n < (int)sizeof path && access(path, F_OK) == 0)
            return ecg_file_read(text, path, FILE_LIMIT, error);
    }
    snprintf(path, sizeof path, "shaders/%s", name);
    const struct ecg_asset *asset = ecg_asset_find(path);
    *found = asset != NULL;
    if (asset)
        ecg_buffer_bytes(text, asset->data, asset->size);
    return text->failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path) : 0;
}

/* The name between quotes of an #include line (of n bytes), or 0 when it is another line. */
static int parse_include(const char *line, size_t n, char name[ECG_SOURCE_NAME])
{
    static const char directive[] = "#include";
    size_t at = 0;
    while (at < n && (line[at] == ' ' || line[at] == '\t'))
        at++;
    if (n - at < sizeof directive - 1 || memcmp(line + at, directive, sizeof directive - 1) != 0)
        return 0;
    name[0] = 0;
    const char *open = memchr(line + at, '"', n - at);
    const char *close = open ? memchr(open + 1, '"', n - (size_t)(open + 1 - line)) : NULL;
    if (close && (size_t)(close - open) <= ECG_SOURCE_NAME) {
        memcpy(name, open + 1, (size_t)(close - open - 1));
        name[close - open - 1] = 0;
    }
    return 1;
}

static int known_file(const struct ecg_source *source, const char *name)
{
    for (int i = 0; i < source->n_files; i++)
        if (strcmp(source->files[i], name) == 0)
            return 1;
    return 0;
}

static int append_file(struct ecg_source *source, const char *name, int depth, const char *from,
    int from_line, struct ecg_error *error);

static int append_lines(struct ecg_source *source, const struct ecg_buffer *text, int file,
    int depth, struct ecg_error *error)
{
    const char *name = source->files[file];
    const char *at = (const char *)text->data, *end = at + text->size;
    ecg_buffer_format(&source->text, "#line 1 %d\n", file);
    for (int line = 1; at < end; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((newline ? newline : end) - at);
        char included[ECG_SOURCE_NAME];
        if (!parse_include(at, n, included)) {
            ecg_buffer_bytes(&source->text, at, n);
            ecg_buffer_text(&source->text, "\n");
        } else if (!known_file(source, included)) {
            int code = append_file(source, included, depth + 1, name, line, error);
            if (code < 0)
                return code;
            ecg_buffer_format(&source->text, "#line %d %d\n", line + 1, file);
        } else {
            ecg_buffer_text(&source->text, "\n");
        }
        at += n + 1;
    }
    return 0;
}

static int append_file(struct ecg_source *source, const char *name, int depth, const char *from,
    int from_line, struct ecg_error *error)
{
    if (source->n_files == ECG_SOURCE_FILES || depth > DEPTH_LIMIT)
        return ecg_fail(error, ECG_E_LIMIT,
            "shaders/%s:%d: expected at most %d files, nested at most %d deep", from, from_line,
            ECG_SOURCE_FILES, DEPTH_LIMIT);
    int file = source->n_files;
    if (strlen(name) >= ECG_SOURCE_NAME)
        return ecg_fail(error, ECG_E_LIMIT, "shaders/%s: name too long", name);
    struct ecg_buffer text = { 0 };
    int found;
    int code = read_shader(&text, name, &found, error);
    if (code == 0 && !found && from)
        code = ecg_fail(error, ECG_E_ARGUMENT, "shaders/%s:%d: #include \"%s\": no such shader",
            from, from_line, name);
    else if (code == 0 && !found)
        code = ecg_fail(error, ECG_E_ARGUMENT, "shaders/%s: no such shader", name);
    if (code == 0) {
        strcpy(source->files[source->n_files++], name);
        code = append_lines(source, &text, file, depth, error);
    }
    ecg_buffer_free(&text);
    return code;
}

int ecg_source_load(
    struct ecg_source *source, const char *name, const char *defines, struct ecg_error *error)
{
    *source = (struct ecg_source){ 0 };
    ecg_buffer_text(&source->text, "#version 450 core\n");
    for (const char *at = defines ? defines : ""; *at;) {
        size_t n = strcspn(at, ";");
        if (n > 0)
            ecg_buffer_format(&source->text, "#define %.*s\n", (int)n, at);
        at += n + (at[n] == ';');
    }
    int code = append_file(source, name, 0, NULL, 0, error);
    if (code == 0 && source->text.failed)
        code = ecg_fail(error, ECG_E_MEMORY, "shaders/%s: out of memory", name);
    return code;
}

void ecg_source_free(struct ecg_source *source)
{
    ecg_buffer_free(&source->text);
    source->n_files = 0;
}

int ecg_source_complain(const struct ecg_source *source, const char *log, struct ecg_error *error)
{
    /* Warnings may come first: the first line that speaks of an error counts. */
    const char *line = log;
    for (const char *at = log; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
        size_t n = strcspn(at, "\n");
        const char *word = strstr(at, "error");
        if (word && word < at + n) {
            line = at;
            break;
        }
    }
    if (*line == 0 || *line == '\n')
        line = "rejected without a message";
    int n = (int)strcspn(line, "\n"), file = -1, number = 0, used = 0;
    if (sscanf(line, "%d:%d%n", &file, &number, &used) < 2 &&
        sscanf(line, "%d(%d)%n", &file, &number, &used) < 2)
        file = -1;
    const char *text = line + used;
    if (file >= 0 && *text == '(') /* Mesa's column */
        text += strcspn(text, ")") + (strchr(text, ')') != NULL);
    text += strspn(text, " :");
    if (file < 0 || file >= source->n_files)
        return ecg_fail(error, ECG_E_GPU, "shaders/%s: %.*s",
            source->n_files ? source->files[0] : "?", n, line);
    return ecg_fail(error, ECG_E_GPU, "shaders/%s:%d: %.*s", source->files[file], number,
        (int)strcspn(text, "\n"), text);
}
