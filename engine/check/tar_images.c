#include "check/tar_images.h"

#include "check/tar_list.h"
#include "core/alloc.h"
#include "core/buffer.h"
#include "core/file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const uint64_t MOST_JSON_BYTES = (uint64_t)1 << 30;

struct ecg_tar_images {
    char *name; /* what messages call the tar, and images their shard */
    int fd;
    uint64_t at, size;
    struct ecg_tar_member ahead; /* the next file, */
    int has_ahead;               /* if that was looked at */
};

int ecg_tar_images_open(
    struct ecg_tar_images **images, const char *folder, const char *name, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    struct ecg_tar_images *tar = *images = ecg_calloc(1, sizeof *tar);
    if (tar) {
        tar->fd = -1;
        tar->name = ecg_strdup(name);
        ecg_buffer_format(&path, "%s/%s", folder, name);
    }
    int code = tar && tar->name && !path.failed
                   ? 0
                   : ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", folder);
    if (code == 0) {
        tar->fd = ecg_file_open((const char *)path.data, &tar->size, error);
        code = tar->fd < 0 ? tar->fd : 0;
    }
    ecg_buffer_free(&path);
    if (code < 0)
        ecg_tar_images_close(images);
    return code;
}

void ecg_tar_images_close(struct ecg_tar_images **images)
{
    struct ecg_tar_images *tar = *images;
    if (!tar)
        return;
    if (tar->fd >= 0)
        close(tar->fd);
    ecg_free(tar->name);
    ecg_free(tar);
    *images = NULL;
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

/* The files of one stem that follow one another, and which of them is the image's JSON (its size
 * 0: none): 1, or 0 where the tar ends. */
static int gather(struct ecg_tar_images *tar, json_t **object, struct ecg_tar_member *json,
    struct ecg_error *error)
{
    char stem[ECG_TAR_MEMBER_NAME] = "";
    int n = 0, more = 1;
    for (;; tar->has_ahead = 0) {
        if (!tar->has_ahead)
            more = ecg_tar_next(tar->fd, tar->name, tar->size, &tar->at, &tar->ahead, error);
        tar->has_ahead = more > 0;
        if (more <= 0)
            break;
        size_t length = stem_length(tar->ahead.name);
        if (n == 0) {
            memcpy(stem, tar->ahead.name, length);
            *object = json_pack("{s:s, s:s, s:s, s:s, s:{}, s:{}}", "name", stem, "record", stem,
                "recipe", "", "shard", tar->name, "files", "at");
        } else if (strlen(stem) != length || strncmp(stem, tar->ahead.name, length) != 0) {
            break;
        }
        /* No such text in JSON, or no memory. */
        if (!*object || add_member(*object, &tar->ahead))
            return ecg_fail(error, ECG_E_FORMAT, "%s: a name that is no UTF-8", tar->name);
        if (strcmp(tar->ahead.name + length, ".json") == 0)
            *json = tar->ahead;
        n++;
    }
    return more < 0 ? more : n > 0;
}

static int read_json(const struct ecg_tar_images *tar, const struct ecg_tar_member *json,
    struct ecg_buffer *out, struct ecg_error *error)
{
    if (json->size > MOST_JSON_BYTES)
        return ecg_fail(error, ECG_E_LIMIT, "%s: larger than 1 GiB", json->name);
    unsigned char *to = ecg_buffer_reserve(out, json->size);
    if (!to)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", tar->name);
    ssize_t n = ecg_file_read_at(tar->fd, to, json->size, json->offset);
    if (n < 0 || (uint64_t)n < json->size)
        return ecg_fail(error, n < 0 ? ECG_E_IO : ECG_E_FORMAT, "%s: %s: %s", tar->name,
            json->name, n < 0 ? strerror(errno) : "it ends too early");
    out->size += json->size;
    return 0;
}

static void take_text(json_t *to, const char *key, const json_t *from)
{
    if (json_is_string(from))
        json_object_set(to, key, (json_t *)from);
}

/* What a manifest would say, from the image's own JSON. */
static int describe(const struct ecg_tar_images *tar, const struct ecg_tar_member *json,
    json_t *object, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    int code = read_json(tar, json, &text, error);
    json_t *root = code == 0 ? json_loadb((const char *)text.data, text.size, 0, NULL) : NULL;
    const json_t *own = json_object_get(root, "ecgpress"), *lead;
    take_text(object, "record", json_object_get(json_object_get(own, "record"), "id"));
    take_text(object, "recipe", json_object_get(own, "recipe"));
    take_text(object, "split", json_object_get(own, "split"));
    json_object_set(object, "variant", json_object_get(own, "variant"));
    json_object_set(object, "width", json_object_get(root, "width"));
    json_object_set(object, "height", json_object_get(root, "height"));
    json_t *names = json_array();
    size_t k;
    json_array_foreach(json_object_get(root, "leads"), k, lead)
        json_array_append(names, json_object_get(lead, "lead_name"));
    json_object_set_new(object, "leads", names);
    json_decref(root);
    ecg_buffer_free(&text);
    return code;
}

int ecg_tar_images_next(struct ecg_tar_images *images, json_t **object, struct ecg_error *error)
{
    struct ecg_tar_member json = { .size = 0 };
    *object = NULL;
    int code = gather(images, object, &json, error);
    if (code == 1 && json.size) {
        int described = describe(images, &json, *object, error);
        code = described < 0 ? described : 1;
    }
    if (code != 1) {
        json_decref(*object);
        *object = NULL;
    }
    return code;
}
