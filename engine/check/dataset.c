#include "check/dataset.h"

#include "check/tar_list.h"
#include "core/alloc.h"
#include "core/file.h"
#include "output/json_read.h"
#include "output/tar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINE_BYTES = 1 << 20 };

static const char WHOLE[] = "manifest.jsonl";
static const uint64_t MOST_FILE_BYTES = (uint64_t)1 << 30;

struct ecg_dataset {
    char *folder;
    char *only_shard; /* images of this tar only; NULL: of all */
    int is_listed;    /* by manifests, else tars are looked through */
    char **manifests; /* file names of those, or of the tars; sorted */
    size_t n_manifests, cap_manifests;
    size_t manifest; /* the one that is being read */
    FILE *file;
    int tar_fd; /* without manifests: the tar that is looked through, */
    uint64_t tar_at, tar_size;
    struct ecg_tar_member ahead; /* and the next file in it, */
    int has_ahead;               /* if that was looked at */
    size_t line_number;
    char *line; /* getline's */
    size_t cap_line;
    json_t *object; /* the image read last */
    char *open_path;
    int open_fd; /* of the file read last: mostly a tar that the next image lies in too */
};

/* ---- opened ---- */

static int out_of_memory(const struct ecg_dataset *d, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", d->folder ? d->folder : "dataset");
}

static int is_manifest_of_shard(const char *name)
{
    unsigned long long shard, shards;
    int used = 0;
    return sscanf(name, "manifest-%20llu-of-%20llu.jsonl%n", &shard, &shards, &used) == 2 &&
           used && !name[used];
}

static int add_manifest(struct ecg_dataset *d, const char *name, struct ecg_error *error)
{
    char *copy = ecg_strdup(name);
    if (!copy || ecg_grow(&d->manifests, &d->cap_manifests, d->n_manifests + 1, sizeof copy) < 0) {
        ecg_free(copy);
        return out_of_memory(d, error);
    }
    d->manifests[d->n_manifests++] = copy;
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_tar_name(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && *name != '.' && strcmp(name + n - 4, ".tar") == 0;
}

static void forget_manifests(struct ecg_dataset *d)
{
    for (size_t k = 0; k < d->n_manifests; k++)
        ecg_free(d->manifests[k]);
    d->n_manifests = 0;
}

/* Takes the folder's names of that kind, sorted. */
static int take_names(struct ecg_dataset *d,
    int (*is_wanted)(const struct ecg_dataset *d, const char *name), struct ecg_error *error)
{
    DIR *dir = opendir(d->folder);
    const char *name;
    int code = 0, more;
    if (!dir)
        return ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", d->folder, strerror(errno));
    forget_manifests(d);
    while (code == 0 && (more = ecg_folder_next(dir, d->folder, &name, error)) != 0)
        code = more < 0 ? more : is_wanted(d, name) ? add_manifest(d, name, error) : 0;
    closedir(dir);
    if (d->n_manifests)
        qsort(d->manifests, d->n_manifests, sizeof *d->manifests, compare_names);
    return code;
}

static int is_tar(const struct ecg_dataset *d, const char *name)
{
    return d->only_shard ? strcmp(name, d->only_shard) == 0 : is_tar_name(name);
}

/* All tars of the folder, or the one. */
static int find_tars(struct ecg_dataset *d, struct ecg_error *error)
{
    d->is_listed = 0;
    int code = take_names(d, is_tar, error);
    if (code == 0 && d->n_manifests == 0)
        code =
            ecg_fail(error, ECG_E_ARGUMENT, "%s: neither a manifest nor a tar there", d->folder);
    return code;
}

static int is_manifest(const struct ecg_dataset *d, const char *name)
{
    (void)d;
    return strcmp(name, WHOLE) == 0 || is_manifest_of_shard(name);
}

/* None found is no failure: there may be tars. The whole one makes those of shards superfluous. */
static int find_manifests(struct ecg_dataset *d, struct ecg_error *error)
{
    int code = take_names(d, is_manifest, error), has_whole = 0;
    for (size_t k = 0; k < d->n_manifests; k++)
        has_whole |= strcmp(d->manifests[k], WHOLE) == 0;
    if (code == 0 && has_whole) {
        forget_manifests(d);
        code = add_manifest(d, WHOLE, error);
    }
    d->is_listed = d->n_manifests > 0;
    return code;
}

/* Folder and, for a tar, its name. */
static int take_path(struct ecg_dataset *d, const char *path)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    if (stat(path, &st) < 0 || S_ISDIR(st.st_mode)) {
        d->folder = ecg_strdup(path);
        return d->folder ? 0 : ECG_E_MEMORY;
    }
    d->only_shard = ecg_strdup(slash ? slash + 1 : path);
    d->folder = ecg_strdup(slash ? path : ".");
    if (!d->only_shard || !d->folder)
        return ECG_E_MEMORY;
    if (slash)
        d->folder[slash > path ? slash - path : 1] = 0;
    return 0;
}

/* Whether the manifests have an image of that tar. */
static int know_shard(struct ecg_dataset *d)
{
    struct ecg_dataset_image image;
    int knows = d->is_listed && ecg_dataset_next(d, &image, NULL) == 1;
    ecg_dataset_rewind(d, NULL);
    return knows;
}

int ecg_dataset_open(struct ecg_dataset **dataset, const char *path, struct ecg_error *error)
{
    struct ecg_dataset *d = *dataset = ecg_calloc(1, sizeof **dataset);
    if (!d)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    d->open_fd = d->tar_fd = -1;
    int code = take_path(d, path) < 0 ? out_of_memory(d, error) : find_manifests(d, error);
    if (code == 0 && (!d->is_listed || (d->only_shard && !know_shard(d))))
        code = find_tars(d, error);
    if (code < 0)
        ecg_dataset_close(dataset);
    return code;
}

int ecg_dataset_is(const char *path)
{
    struct stat st;
    struct ecg_dataset *dataset = NULL;
    if (stat(path, &st) < 0 || (!S_ISDIR(st.st_mode) && !is_tar_name(path)))
        return 0;
    int is = ecg_dataset_open(&dataset, path, NULL) == 0;
    ecg_dataset_close(&dataset);
    return is;
}

static void close_open(struct ecg_dataset *d)
{
    if (d->open_fd >= 0)
        close(d->open_fd);
    d->open_fd = -1;
    ecg_free(d->open_path);
    d->open_path = NULL;
}

void ecg_dataset_close(struct ecg_dataset **dataset)
{
    struct ecg_dataset *d = *dataset;
    if (!d)
        return;
    close_open(d);
    ecg_dataset_rewind(d, NULL);
    free(d->line);
    json_decref(d->object);
    forget_manifests(d);
    ecg_free(d->manifests);
    ecg_free(d->only_shard);
    ecg_free(d->folder);
    ecg_free(d);
    *dataset = NULL;
}

/* ---- lines ---- */

int ecg_dataset_rewind(struct ecg_dataset *d, struct ecg_error *error)
{
    (void)error;
    if (d->file)
        fclose(d->file);
    if (d->tar_fd >= 0)
        close(d->tar_fd);
    d->file = NULL;
    d->tar_fd = -1;
    d->has_ahead = 0;
    d->manifest = 0;
    return 0;
}

static int open_manifest(struct ecg_dataset *d, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    const char *name = d->manifests[d->manifest];
    ecg_buffer_format(&path, "%s/%s", d->folder, name);
    if (path.failed)
        return out_of_memory(d, error);
    d->file = fopen((const char *)path.data, "rbe");
    d->line_number = 0;
    int code = d->file ? 0
                       : ecg_fail(error, ECG_E_IO, "%s/%s: cannot open: %s", d->folder, name,
                             strerror(errno));
    ecg_buffer_free(&path);
    return code;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static int whole_number(const json_t *object, const char *key)
{
    json_int_t value = json_integer_value(json_object_get(object, key));
    return value > 0 && value <= INT32_MAX ? (int)value : 0;
}

/* 0 when the object is no line of a manifest. */
static int fill(const json_t *object, struct ecg_dataset_image *image)
{
    const json_t *files = json_object_get(object, "files"), *size;
    const char *name;
    *image = (struct ecg_dataset_image){
        .name = text_of(object, "name"),
        .record = text_of(object, "record"),
        .recipe = text_of(object, "recipe"),
        .split = text_of(object, "split"),
        .shard = text_of(object, "shard"),
        .folder = text_of(object, "folder"),
        .variant = (uint64_t)json_integer_value(json_object_get(object, "variant")),
        .page = whole_number(object, "page"),
        .width_px = whole_number(object, "width"),
        .height_px = whole_number(object, "height"),
        .n_leads = json_array_size(json_object_get(object, "leads")),
        .n_files = json_object_size(files),
    };
    json_object_foreach((json_t *)files, name,
        size) if (!json_is_integer(size) || json_integer_value(size) < 0) return 0;
    return image->name && image->record && image->recipe && json_is_object(files);
}

static int next_line(
    struct ecg_dataset *d, struct ecg_dataset_image *image, struct ecg_error *error)
{
    while (d->manifest < d->n_manifests) {
        int code = d->file ? 0 : open_manifest(d, error);
        if (code < 0)
            return code;
        errno = 0;
        ssize_t length = getline(&d->line, &d->cap_line, d->file);
        if (length < 0) {
            if (errno == ENOMEM)
                return out_of_memory(d, error);
            fclose(d->file);
            d->file = NULL;
            d->manifest++;
            continue;
        }
        d->line_number++;
        d->object = length <= MOST_LINE_BYTES ? ecg_json_parse(d->line, (size_t)length) : NULL;
        int is_line = d->object && fill(d->object, image);
        if (is_line &&
            (!d->only_shard || (image->shard && strcmp(image->shard, d->only_shard) == 0)))
            return 1;
        json_decref(d->object);
        d->object = NULL;
        if (!is_line && d->line[length - 1] == '\n')
            return ecg_fail(error, ECG_E_FORMAT, "%s/%s:%zu: expected an ecgpress manifest line",
                d->folder, d->manifests[d->manifest], d->line_number);
    }
    return 0;
}

/* ---- tars without a manifest ---- */

static int open_tar(struct ecg_dataset *d, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    struct stat st;
    const char *name = d->manifests[d->manifest];
    ecg_buffer_format(&path, "%s/%s", d->folder, name);
    if (path.failed)
        return out_of_memory(d, error);
    d->tar_fd = open((const char *)path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int is_file = d->tar_fd >= 0 && fstat(d->tar_fd, &st) == 0 && S_ISREG(st.st_mode);
    d->tar_at = 0;
    d->tar_size = is_file ? (uint64_t)st.st_size : 0;
    ecg_buffer_free(&path);
    return is_file ? 0 : ecg_fail(error, ECG_E_IO, "%s/%s: cannot open", d->folder, name);
}

/* Bytes of a file's name before its ending, which begins at the first dot of the last part. */
static size_t stem_length(const char *name)
{
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    return (size_t)(base - name) + strcspn(base, ".");
}

static int add_member(json_t *object, const struct ecg_tar_member *member)
{
    json_t *files = json_object_get(object, "files"), *offsets = json_object_get(object, "at");
    return json_object_set_new(files, member->name, json_integer((json_int_t)member->size)) ||
           json_object_set_new(offsets, member->name, json_integer((json_int_t)member->offset));
}

/* The files of one stem that follow one another, as an object like a manifest's line: 1, or 0
 * where the tar ends. */
static int gather(struct ecg_dataset *d, struct ecg_error *error)
{
    const char *tar = d->manifests[d->manifest];
    char stem[ECG_TAR_MEMBER_NAME] = "";
    int n = 0, more = 1;
    for (;; d->has_ahead = 0) {
        if (!d->has_ahead)
            more = ecg_tar_next(d->tar_fd, tar, d->tar_size, &d->tar_at, &d->ahead, error);
        d->has_ahead = more > 0;
        if (more <= 0)
            break;
        size_t length = stem_length(d->ahead.name);
        if (n == 0) {
            memcpy(stem, d->ahead.name, length);
            d->object = json_pack("{s:s, s:s, s:s, s:s, s:{}, s:{}}", "name", stem, "record", stem,
                "recipe", "", "shard", tar, "files", "at");
        } else if (strlen(stem) != length || strncmp(stem, d->ahead.name, length) != 0) {
            break;
        }
        /* No such text in JSON, or no memory. */
        if (!d->object || add_member(d->object, &d->ahead))
            return ecg_fail(error, ECG_E_FORMAT, "%s: a name that is no UTF-8", tar);
        n++;
    }
    return more < 0 ? more : n > 0;
}

static void take_text(json_t *to, const char *key, const json_t *from)
{
    if (json_is_string(from))
        json_object_set(to, key, (json_t *)from);
}

/* What a manifest would say, from the image's own JSON. */
static int describe(struct ecg_dataset *d, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    if (!ecg_dataset_file_name(d, ".json"))
        return 0;
    int code = ecg_dataset_read(d, ".json", 0, &text, error);
    json_t *root =
        code == 0 && text.size ? json_loadb((const char *)text.data, text.size, 0, NULL) : NULL;
    const json_t *own = json_object_get(root, "ecgpress"), *lead;
    take_text(d->object, "record", json_object_get(json_object_get(own, "record"), "id"));
    take_text(d->object, "recipe", json_object_get(own, "recipe"));
    take_text(d->object, "split", json_object_get(own, "split"));
    json_object_set(d->object, "variant", json_object_get(own, "variant"));
    json_object_set(d->object, "width", json_object_get(root, "width"));
    json_object_set(d->object, "height", json_object_get(root, "height"));
    json_t *names = json_array();
    size_t k;
    json_array_foreach(json_object_get(root, "leads"), k, lead)
        json_array_append(names, json_object_get(lead, "lead_name"));
    json_object_set_new(d->object, "leads", names);
    json_decref(root);
    ecg_buffer_free(&text);
    return code;
}

static int next_in_tars(
    struct ecg_dataset *d, struct ecg_dataset_image *image, struct ecg_error *error)
{
    while (d->manifest < d->n_manifests) {
        int code = d->tar_fd >= 0 ? 0 : open_tar(d, error);
        if (code == 0)
            code = gather(d, error);
        if (code == 1) {
            code = describe(d, error);
            return code < 0 ? code : fill(d->object, image) ? 1 : out_of_memory(d, error);
        }
        if (code < 0)
            return code;
        close(d->tar_fd);
        d->tar_fd = -1;
        d->manifest++;
    }
    return 0;
}

int ecg_dataset_next(
    struct ecg_dataset *d, struct ecg_dataset_image *image, struct ecg_error *error)
{
    json_decref(d->object);
    d->object = NULL;
    return d->is_listed ? next_line(d, image, error) : next_in_tars(d, image, error);
}

const char *ecg_dataset_lead(const struct ecg_dataset *d, size_t i)
{
    const char *name = json_string_value(json_array_get(json_object_get(d->object, "leads"), i));
    return name ? name : "";
}

/* Behind the image's name, which may follow a folder's. */
static const char *ending_of(const char *file, const char *name)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    size_t n = strlen(name);
    const char *dot = strchr(base, '.');
    return strncmp(base, name, n) == 0 ? base + n : dot ? dot : base;
}

const char *ecg_dataset_file(const struct ecg_dataset *d, size_t i, uint64_t *size)
{
    void *at = json_object_iter(json_object_get(d->object, "files"));
    while (i-- && at)
        at = json_object_iter_next(json_object_get(d->object, "files"), at);
    *size = (uint64_t)json_integer_value(json_object_iter_value(at));
    return at ? ending_of(json_object_iter_key(at), text_of(d->object, "name")) : "";
}

const char *ecg_dataset_file_name(const struct ecg_dataset *d, const char *ending)
{
    const char *file, *name = text_of(d->object, "name");
    json_t *size;
    json_object_foreach(json_object_get(d->object, "files"), file,
        size) if (strcmp(ending_of(file, name), ending) == 0) return file;
    return NULL;
}

/* ---- files ---- */

/* Names that stay within the dataset. */
static int is_inside(const char *name)
{
    if (*name == '/' || strstr(name, "//"))
        return 0;
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        size_t n = strcspn(at, "/");
        if (n == 0 || (n == 1 && at[0] == '.') || (n == 2 && strncmp(at, "..", 2) == 0))
            return 0;
    }
    return 1;
}

/* The file, open; that of the last call where it is the same. */
static int open_file(struct ecg_dataset *d, const char *name, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    struct stat st;
    const char *folder = text_of(d->object, "folder");
    ecg_buffer_format(&path, "%s/%s", folder ? folder : d->folder, name);
    if (path.failed)
        return out_of_memory(d, error);
    if (d->open_path && strcmp(d->open_path, (const char *)path.data) == 0) {
        ecg_buffer_free(&path);
        return 0;
    }
    close_open(d);
    d->open_path = (char *)path.data;
    /* Non-blocking, so that a FIFO cannot hang. */
    d->open_fd = open(d->open_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int is_file = d->open_fd >= 0 && fstat(d->open_fd, &st) == 0 && S_ISREG(st.st_mode);
    if (is_file)
        return 0;
    int code = ecg_fail(error, ECG_E_IO, "%s: cannot open: %s", d->open_path,
        d->open_fd < 0 ? strerror(errno) : "not a regular file");
    close_open(d);
    return code;
}

/* Where in its tar the bytes of the file begin: behind those listed before it. 0: nowhere. */
static uint64_t offset_in_tar(const struct ecg_dataset *d, const char *wanted)
{
    json_t *start = json_object_get(d->object, "offset"), *size;
    const char *file;
    if (!d->is_listed)
        return (uint64_t)json_integer_value(
            json_object_get(json_object_get(d->object, "at"), wanted));
    if (!json_is_integer(start) || json_integer_value(start) < 0)
        return 0;
    uint64_t at = (uint64_t)json_integer_value(start);
    json_object_foreach(json_object_get(d->object, "files"), file, size)
    {
        if (file == wanted)
            return at + ecg_tar_space(strlen(file), 0);
        at += ecg_tar_space(strlen(file), (uint64_t)json_integer_value(size));
    }
    return 0;
}

static int read_at(struct ecg_dataset *d, uint64_t offset, size_t size, struct ecg_buffer *out,
    struct ecg_error *error)
{
    unsigned char *to = ecg_buffer_reserve(out, size + 1);
    if (!to)
        return out_of_memory(d, error);
    ssize_t n = ecg_file_read_at(d->open_fd, to, size, offset);
    if (n < 0 || (size_t)n < size)
        return ecg_fail(error, n < 0 ? ECG_E_IO : ECG_E_FORMAT, "%s: %s", d->open_path,
            n < 0 ? strerror(errno) : "shorter than the manifest says");
    to[size] = 0;
    out->size += size;
    return 0;
}

/* Whether the block before the bytes is that file's header. Long names stand in a block of their
 * own; their first part is in the header all the same. */
static int is_header_of(struct ecg_dataset *d, uint64_t offset, const char *name)
{
    char block[ECG_TAR_BLOCK];
    size_t n = strlen(name) < 100 ? strlen(name) + 1 : 100;
    return !d->is_listed || (pread(d->open_fd, block, sizeof block,
                                 (off_t)(offset - ECG_TAR_BLOCK)) == (ssize_t)sizeof block &&
                                strncmp(block, name, n) == 0);
}

int ecg_dataset_is_whole(struct ecg_dataset *d)
{
    const char *shard = text_of(d->object, "shard"), *name;
    const char *folder = text_of(d->object, "folder");
    json_t *files = json_object_get(d->object, "files"), *size;
    int is_whole = 1;
    json_object_foreach(files, name, size)
    {
        struct ecg_buffer path = { 0 };
        struct stat st;
        uint64_t offset = shard ? offset_in_tar(d, name) : 0;
        uint64_t bytes = (uint64_t)json_integer_value(size);
        ecg_buffer_format(&path, "%s/%s", folder ? folder : d->folder, shard ? shard : name);
        int is_there = !path.failed && is_inside(shard ? shard : name) &&
                       stat((const char *)path.data, &st) == 0 && S_ISREG(st.st_mode);
        is_whole &= is_there && (shard ? offset && offset + bytes <= (uint64_t)st.st_size
                                       : (uint64_t)st.st_size == bytes);
        ecg_buffer_free(&path);
    }
    return is_whole;
}

int ecg_dataset_read(struct ecg_dataset *d, const char *ending, size_t most,
    struct ecg_buffer *out, struct ecg_error *error)
{
    const char *name = ecg_dataset_file_name(d, ending), *shard = text_of(d->object, "shard");
    const char *path = shard ? shard : name;
    if (!name)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "%s: has no %s", text_of(d->object, "name"), ending);
    uint64_t size =
        (uint64_t)json_integer_value(json_object_get(json_object_get(d->object, "files"), name));
    uint64_t offset = shard ? offset_in_tar(d, name) : 0;
    if (!is_inside(path) || (shard && (!offset || offset >> 60)))
        return ecg_fail(error, ECG_E_FORMAT, "%s: expected a file of the dataset in its manifest",
            text_of(d->object, "name"));
    if (size > MOST_FILE_BYTES)
        return ecg_fail(error, ECG_E_LIMIT, "%s: larger than 1 GiB", name);
    int code = open_file(d, path, error);
    if (code == 0 && shard && !is_header_of(d, offset, name))
        code = ecg_fail(error, ECG_E_FORMAT, "%s: does not hold %s where the manifest says",
            d->open_path, name);
    size_t part = most && most < size ? most : (size_t)size;
    if (code == 0)
        code = read_at(d, offset + size - part, part, out, error);
    return code;
}
