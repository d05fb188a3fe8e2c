#include "job/about.h"

#include "core/alloc.h"
#include "core/file.h"
#include "output/json.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { MOST_LICENCE_BYTES = 1 << 20, MOST_LICENCES = 100, MOST_FOLDERS = 2000, FIRST_LINE = 120 };

/* ---- the command ---- */

/* Where things lie is nobody's business. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* As a shell takes it for one word. */
static void put_word(struct ecg_buffer *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-.,:=/+@%";
    ecg_buffer_text(out, " ");
    if (*word && strspn(word, plain) == strlen(word)) {
        ecg_buffer_text(out, word);
        return;
    }
    ecg_buffer_text(out, "'");
    for (const char *c = word; *c; c++)
        ecg_buffer_bytes(out, *c == '\'' ? "'\\''" : c, *c == '\'' ? 4 : 1);
    ecg_buffer_text(out, "'");
}

static void put_text(struct ecg_buffer *out, const char *option, const char *value)
{
    if (!value)
        return;
    ecg_buffer_format(out, " %s", option);
    put_word(out, value);
}

static void put_number(struct ecg_buffer *out, const char *option, uint64_t value)
{
    if (value)
        ecg_buffer_format(out, " %s %" PRIu64, option, value);
}

/* The last part of an input's path; of "." and such nothing is told. */
static void put_input(struct ecg_buffer *out, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    struct ecg_buffer copy = { 0 };
    ecg_buffer_bytes(&copy, path, n);
    const char *name = copy.failed ? "" : base_name((const char *)copy.data);
    put_word(out, strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ? "RECORDINGS" : name);
    out->failed |= copy.failed;
    ecg_buffer_free(&copy);
}

static void put_command(struct ecg_buffer *out, const struct ecg_job_params *p)
{
    ecg_buffer_text(out, "ecgpress generate");
    if (p->n_inputs)
        ecg_buffer_text(out, " -i");
    for (size_t k = 0; k < p->n_inputs; k++)
        put_input(out, p->inputs[k]);
    put_number(out, "--synthetic", p->synthetic);
    put_text(out, "--recipe", p->recipe ? base_name(p->recipe) : NULL);
    for (size_t k = 0; k < p->n_sets; k++)
        put_text(out, "--set", p->sets[k]);
    ecg_buffer_format(out, " --seed %" PRIu64, p->seed);
    put_number(out, "--variants", p->variants);
    put_number(out, "--limit", p->limit);
    put_text(out, "--window", p->window);
    put_text(out, "--format", p->format);
    put_text(out, "--sink", p->sink);
    put_number(out, "--tar-images", p->tar_images);
    put_number(out, "--tar-mb", p->tar_mb);
    put_text(out, "--truth", p->truth);
    put_text(out, "--split", p->split);
    if (p->fs_hz > 0)
        ecg_buffer_format(out, " --fs %.9g", p->fs_hz);
    if (p->keep_identity)
        ecg_buffer_text(out, " --anonymize off");
    if (p->verify_share > 0)
        ecg_buffer_format(out, " --verify %.9g", p->verify_share);
    put_text(out, "--licence", p->licence);
}

/* ---- licences ---- */

static const struct {
    const char *phrase, *name;
} known[] = {
    { "Creative Commons Attribution-NonCommercial-ShareAlike 4.0", "CC BY-NC-SA 4.0" },
    { "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0", "CC BY-NC-ND 4.0" },
    { "Creative Commons Attribution-NonCommercial 4.0", "CC BY-NC 4.0" },
    { "Creative Commons Attribution-ShareAlike 4.0", "CC BY-SA 4.0" },
    { "Creative Commons Attribution 4.0", "CC BY 4.0" },
    { "Attribution-ShareAlike 4.0 International", "CC BY-SA 4.0" },
    { "Attribution-NonCommercial 4.0 International", "CC BY-NC 4.0" },
    { "Attribution 4.0 International", "CC BY 4.0" },
    { "CC0 1.0 Universal", "CC0 1.0" },
    { "Open Data Commons Attribution License", "ODC-By" },
    { "ODC Attribution License", "ODC-By" },
    { "Open Database License", "ODbL" },
    { "Public Domain Dedication and License", "PDDL" },
    { "PhysioNet Credentialed Health Data License", "PhysioNet Credentialed Health Data License" },
    { "PhysioNet Restricted Health Data License", "PhysioNet Restricted Health Data License" },
    { "PhysioNet Contributor Review Health Data License",
        "PhysioNet Contributor Review Health Data License" },
    { "MIT License", "MIT" },
};

static int is_licence(const char *name)
{
    return strncasecmp(name, "LICENSE", 7) == 0 || strncasecmp(name, "LICENCE", 7) == 0 ||
           strncasecmp(name, "COPYING", 7) == 0;
}

/* The first line that says something, at most so many bytes of it. */
static void put_first_line(struct ecg_json *json, const char *text)
{
    char line[FIRST_LINE + 1] = "";
    text += strspn(text, " \t\r\n#*=-\xef\xbb\xbf");
    size_t n = strcspn(text, "\r\n");
    n = n < FIRST_LINE ? n : FIRST_LINE;
    while (n == FIRST_LINE && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--; /* not within a letter */
    memcpy(line, text, n);
    ecg_json_key_string(json, "first_line", line);
}

struct licences {
    struct ecg_json *json;
    size_t n;
    char **folders; /* looked at */
    size_t n_folders, cap_folders;
};

static void put_licence(struct licences *l, const char *path, const char *shown)
{
    struct ecg_buffer text = { 0 };
    if (l->n == MOST_LICENCES || ecg_file_read(&text, path, MOST_LICENCE_BYTES, NULL) < 0) {
        ecg_buffer_free(&text);
        return;
    }
    const char *words = text.size ? (const char *)text.data : "", *name = NULL;
    for (size_t k = 0; k < sizeof known / sizeof known[0] && !name; k++)
        name = strcasestr(words, known[k].phrase) ? known[k].name : NULL;
    ecg_json_open_object(l->json);
    ecg_json_key_string(l->json, "file", shown);
    ecg_json_key_string(l->json, "name", name);
    put_first_line(l->json, words);
    ecg_json_close_object(l->json);
    l->n++;
    ecg_buffer_free(&text);
}

static int only_licences(const struct dirent *entry)
{
    return is_licence(entry->d_name);
}

/* `shown` is the folder's name from the input on. */
static int look_into(struct licences *l, const char *folder, const char *shown)
{
    struct dirent **entries = NULL;
    for (size_t k = 0; k < l->n_folders; k++)
        if (strcmp(l->folders[k], folder) == 0)
            return 0;
    if (l->n_folders == MOST_FOLDERS)
        return 0;
    if (ecg_grow(&l->folders, &l->cap_folders, l->n_folders + 1, sizeof *l->folders) < 0 ||
        !(l->folders[l->n_folders] = ecg_strdup(folder)))
        return ECG_E_MEMORY;
    l->n_folders++;
    int n = scandir(folder, &entries, only_licences, NULL), code = 0;
    /* In an order that no locale changes. */
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && strcmp(entries[k]->d_name, entries[k - 1]->d_name) < 0; k--) {
            struct dirent *swap = entries[k];
            entries[k] = entries[k - 1];
            entries[k - 1] = swap;
        }
    for (int i = 0; i < n; i++) {
        struct ecg_buffer path = { 0 }, name = { 0 };
        ecg_buffer_format(&path, "%s/%s", folder, entries[i]->d_name);
        ecg_buffer_format(&name, "%s%s%s", shown, *shown ? "/" : "", entries[i]->d_name);
        if (path.failed || name.failed)
            code = ECG_E_MEMORY;
        else
            put_licence(l, (const char *)path.data, (const char *)name.data);
        ecg_buffer_free(&path);
        ecg_buffer_free(&name);
        free(entries[i]);
    }
    free(entries);
    return code;
}

/* The input itself when it is a folder, else the one that it lies in. */
static int look_at_input(struct licences *l, const char *input)
{
    struct stat st;
    char *folder = ecg_strdup(input);
    if (!folder)
        return ECG_E_MEMORY;
    size_t n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/')
        folder[--n] = 0;
    if (stat(folder, &st) == 0 && !S_ISDIR(st.st_mode)) {
        char *slash = strrchr(folder, '/');
        if (slash)
            *slash = 0;
        else
            memcpy(folder, ".", n > 1 ? 2 : n + 1);
    }
    int code = look_into(l, *folder ? folder : "/", "");
    ecg_free(folder);
    return code;
}

/* Where in its path the record's name, which is the path's end but for the file's ending, begins;
 * NULL: nowhere. */
static const char *name_in_path(const struct ecg_found *found)
{
    size_t path = strlen(found->path), name = strlen(found->name);
    for (size_t at = path >= name ? path - name + 1 : 0; at-- > 0;)
        if (strncmp(found->path + at, found->name, name) == 0 &&
            (found->path[at + name] == 0 || found->path[at + name] == '.'))
            return found->path + at;
    return NULL;
}

/* The uppermost folders between the input and the recording: databases often lie in one folder.
 * Those that the recording before it lies in, too, were looked into. */
static int look_at_record(
    struct licences *l, const struct ecg_found *found, const char *name_before)
{
    enum { DEEPEST = 3 };
    const char *at = found->name, *inner = name_in_path(found);
    int code = 0;
    for (int depth = 0; inner && code == 0 && depth < DEEPEST && (at = strchr(at, '/')); depth++) {
        size_t n = (size_t)(at++ - found->name);
        struct ecg_buffer folder = { 0 }, shown = { 0 };
        if (n == 0 || strncmp(name_before, found->name, n + 1) == 0)
            continue;
        ecg_buffer_bytes(&folder, found->path, (size_t)(inner - found->path) + n);
        ecg_buffer_bytes(&shown, found->name, n);
        code = folder.failed || shown.failed
                   ? ECG_E_MEMORY
                   : look_into(l, (const char *)folder.data, (const char *)shown.data);
        ecg_buffer_free(&folder);
        ecg_buffer_free(&shown);
    }
    return code;
}

static int put_licences(
    struct ecg_json *json, const struct ecg_job_params *params, const struct ecg_worklist *list)
{
    struct licences l = { .json = json };
    int code = 0;
    ecg_json_key(json, "licence");
    ecg_json_open_object(json);
    ecg_json_key_string(json, "given", params->licence);
    ecg_json_key(json, "found");
    ecg_json_open_array(json);
    for (size_t k = 0; code == 0 && k < params->n_inputs; k++)
        code = look_at_input(&l, params->inputs[k]);
    const char *before = "";
    for (size_t k = 0; code == 0 && k < ecg_worklist_found_count(list); k++) {
        code = look_at_record(&l, ecg_worklist_found(list, k), before);
        before = ecg_worklist_found(list, k)->name;
    }
    ecg_json_close_array(json);
    ecg_json_close_object(json);
    for (size_t k = 0; k < l.n_folders; k++)
        ecg_free(l.folders[k]);
    ecg_free(l.folders);
    return code;
}

int ecg_about_write(const struct ecg_job_params *params, const struct ecg_worklist *list,
    struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_json json;
    struct ecg_buffer command = { 0 };
    put_command(&command, params);
    ecg_json_start(&json, out, 0);
    ecg_json_open_object(&json);
    ecg_json_key_string(&json, "command", command.failed ? "" : (const char *)command.data);
    int code = put_licences(&json, params, list);
    ecg_json_key_int(&json, "unreadable_inputs", (int64_t)ecg_worklist_problems(list));
    ecg_json_close_object(&json);
    if (code < 0 || command.failed || out->failed)
        code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    ecg_buffer_free(&command);
    return code;
}
