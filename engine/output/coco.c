#include "output/coco.h"

#include "output/json.h"

#include <inttypes.h>
#include <string.h>

/* Each annotation is a line that begins like this, so that joining has only ids to change. */
static const char ANNOTATION[] = "{\"id\":", IMAGE_ID[] = ",\"image_id\":";
static const char BEGINNING[] = "\"annotations\":[\n", END[] = "\n]}\n";

void ecg_coco_begin(struct ecg_buffer *out)
{
    struct ecg_json json;
    ecg_json_start(&json, out, 0);
    ecg_json_open_object(&json);
    ecg_json_key(&json, "info");
    ecg_json_open_object(&json);
    ecg_json_key_string(&json, "description", "ECG pages printed by ecgpress");
    ecg_json_key_string(&json, "version", ecg_version());
    ecg_json_close_object(&json);
    ecg_json_key(&json, "licenses");
    ecg_json_open_array(&json);
    ecg_json_close_array(&json);
    ecg_json_key(&json, "categories");
    ecg_json_open_array(&json);
    for (int k = 0; k < ECG_CLASS_COUNT; k++) {
        ecg_json_open_object(&json);
        ecg_json_key_int(&json, "id", k + 1);
        ecg_json_key_string(&json, "name", ecg_class_name((enum ecg_class)k));
        ecg_json_key_string(&json, "supercategory",
            k == ECG_CLASS_PAGE   ? "page"
            : k == ECG_CLASS_LEAD ? "trace"
                                  : "print");
        ecg_json_close_object(&json);
    }
    ecg_json_close_array(&json);
    ecg_buffer_text(out, ",\"images\":[\n");
}

void ecg_coco_add_image(
    const struct ecg_coco_image *image, uint64_t id, int is_first, struct ecg_buffer *out)
{
    struct ecg_json json;
    ecg_buffer_text(out, is_first ? "" : ",\n");
    ecg_json_start(&json, out, 0);
    ecg_json_open_object(&json);
    ecg_json_key_uint(&json, "id", id);
    ecg_json_key_string(&json, "file_name", image->file_name);
    ecg_json_key_int(&json, "width", image->width_px);
    ecg_json_key_int(&json, "height", image->height_px);
    ecg_json_key_string(&json, "record", image->record);
    if (image->split)
        ecg_json_key_string(&json, "split", image->split);
    if (image->shard)
        ecg_json_key_string(&json, "shard", image->shard);
    ecg_json_close_object(&json);
}

void ecg_coco_turn(struct ecg_buffer *out)
{
    ecg_buffer_text(out, "\n],");
    ecg_buffer_text(out, BEGINNING);
}

void ecg_coco_end(struct ecg_buffer *out)
{
    ecg_buffer_text(out, END);
}

static void put_rings(
    struct ecg_json *json, const struct ecg_labels *labels, const struct ecg_label *label)
{
    ecg_json_key(json, "segmentation");
    ecg_json_open_array(json);
    for (size_t r = 0; r < label->n_rings; r++) {
        const struct ecg_label_ring *ring = &labels->rings[label->first_ring + r];
        ecg_json_open_array(json);
        for (size_t i = ring->first; i < ring->first + ring->n; i++) {
            ecg_json_fixed(json, labels->points[i][0], 2);
            ecg_json_fixed(json, labels->points[i][1], 2);
        }
        ecg_json_close_array(json);
    }
    ecg_json_close_array(json);
}

static void put_attributes(struct ecg_json *json, const struct ecg_label *label)
{
    ecg_json_key(json, "attributes");
    ecg_json_open_object(json);
    if (label->lead != SIZE_MAX) {
        ecg_json_key_string(json, "lead", label->text);
        ecg_json_key_int(json, "index", (int64_t)label->lead);
    } else if (*label->text) {
        ecg_json_key_string(json, "text", label->text);
    }
    if (label->seen < 1)
        ecg_json_key_fixed(json, "seen", label->seen, 2);
    ecg_json_close_object(json);
}

static void put_annotation(const struct ecg_labels *labels, size_t number, struct ecg_buffer *out)
{
    const struct ecg_label *label = &labels->items[number];
    const double *box = label->box;
    struct ecg_json json;
    ecg_json_start(&json, out, 0);
    ecg_json_open_object(&json);
    ecg_json_key_int(&json, "id", (int64_t)number + 1);
    ecg_json_key_int(&json, "image_id", 1);
    ecg_json_key_int(&json, "category_id", (int)label->class_ + 1);
    ecg_json_key_int(&json, "iscrowd", 0);
    ecg_json_key(&json, "bbox");
    ecg_json_open_array(&json);
    ecg_json_fixed(&json, box[0], 2);
    ecg_json_fixed(&json, box[1], 2);
    ecg_json_fixed(&json, box[2] - box[0], 2);
    ecg_json_fixed(&json, box[3] - box[1], 2);
    ecg_json_close_array(&json);
    ecg_json_key_fixed(&json, "area", label->area, 2);
    put_rings(&json, labels, label);
    put_attributes(&json, label);
    ecg_json_close_object(&json);
}

void ecg_coco_write(
    const struct ecg_coco_image *image, const struct ecg_labels *labels, struct ecg_buffer *out)
{
    ecg_coco_begin(out);
    ecg_coco_add_image(image, 1, 1, out);
    ecg_coco_turn(out);
    for (size_t k = 0; k < labels->n; k++) {
        ecg_buffer_text(out, k ? ",\n" : "");
        put_annotation(labels, k, out);
    }
    ecg_coco_end(out);
}

/* ---- joined ---- */

/* Past the prefix and a number behind it; NULL when the line does not begin so. */
static const char *skip_id(const char *at, const char *end, const char *prefix)
{
    size_t n = strlen(prefix);
    if ((size_t)(end - at) < n || memcmp(at, prefix, n) != 0)
        return NULL;
    const char *digits = at + n;
    for (at = digits; at < end && *at >= '0' && *at <= '9'; at++)
        ;
    return at > digits ? at : NULL;
}

/* What of the line stands behind its ids; the line without a comma at its end. NULL: it is no
 * annotation of ours. */
static const char *rest_of(const char *line, const char *end)
{
    const char *at = skip_id(line, end, ANNOTATION);
    at = at ? skip_id(at, end, IMAGE_ID) : NULL;
    int is_whole =
        at && at < end && *at == ',' && end[-1] == '}' && !memchr(at, 0, (size_t)(end - at));
    return is_whole ? at : NULL;
}

int ecg_coco_add_annotations(const char *name, const char *text, size_t size, uint64_t image_id,
    uint64_t *next_id, int is_first, struct ecg_buffer *out, struct ecg_error *error)
{
    static const size_t BEGINNING_SIZE = sizeof BEGINNING - 1, END_SIZE = sizeof END - 1;
    const char *stop = size > END_SIZE ? text + size - END_SIZE : text;
    const char *line = size ? memmem(text, size, BEGINNING, BEGINNING_SIZE) : NULL;
    int is_ours = line && memcmp(stop, END, END_SIZE) == 0 && line + BEGINNING_SIZE <= stop + 1;
    for (line += is_ours ? BEGINNING_SIZE : 0; is_ours && line < stop;) {
        const char *end = memchr(line, '\n', (size_t)(stop - line));
        const char *next = end ? end + 1 : stop;
        end = end ? end - (end > line && end[-1] == ',') : stop;
        const char *rest = rest_of(line, end);
        is_ours = rest != NULL;
        if (is_ours) {
            ecg_buffer_format(out, "%s%s%" PRIu64 "%s%" PRIu64, is_first ? "" : ",\n", ANNOTATION,
                (*next_id)++, IMAGE_ID, image_id);
            ecg_buffer_bytes(out, rest, (size_t)(end - rest));
            is_first = 0;
        }
        line = next;
    }
    return is_ours
               ? 0
               : ecg_fail(error, ECG_E_FORMAT,
                     "%s: expected the COCO labels of one image, as ecgpress writes them", name);
}
