#include "job/collect.h"

#include "check/dataset.h"
#include "core/file.h"
#include "job/finish.h"
#include "output/coco.h"
#include "output/yolo.h"
#include "truth/products.h"

#include <string.h>

enum { MOST_BUFFERED = 1 << 20 };

struct out {
    struct ecg_file_stream *stream;
    struct ecg_buffer bytes;
    int has_items;
};

/* One file for each part of the split, or one. */
struct outs {
    struct out parts[ECG_SPLIT_PARTS];
    int n;
};

static int out_of_memory(const struct ecg_collect_params *p, struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", p->folder);
}

static int open_outs(struct outs *outs, const struct ecg_collect_params *p, const char *stem,
    const char *ending, struct ecg_error *error)
{
    int n = p->split->n ? p->split->n : 1, code = 0;
    for (; outs->n < n && code == 0; outs->n++) {
        struct ecg_buffer path = { 0 };
        ecg_buffer_format(&path, "%s/%s", p->folder, stem);
        if (p->split->n)
            ecg_buffer_format(&path, "-%s", p->split->names[outs->n]);
        ecg_buffer_text(&path, ending);
        code = path.failed ? out_of_memory(p, error)
                           : ecg_file_stream_open(&outs->parts[outs->n].stream, p->scratch,
                                 (const char *)path.data, error);
        ecg_buffer_free(&path);
    }
    return code;
}

static int close_outs(struct outs *outs, int code, struct ecg_error *error)
{
    for (int k = 0; k < outs->n; k++) {
        struct out *out = &outs->parts[k];
        if (code == 0)
            code = ecg_file_stream_put(out->stream, &out->bytes, error);
        int closed = ecg_file_stream_close(&out->stream, code == 0, code == 0 ? error : NULL);
        code = code < 0 ? code : closed;
        ecg_buffer_free(&out->bytes);
    }
    return code;
}

static int spill(struct out *out, struct ecg_error *error)
{
    return out->bytes.size > MOST_BUFFERED || out->bytes.failed
               ? ecg_file_stream_put(out->stream, &out->bytes, error)
               : 0;
}

/* Where an image belongs: by its manifest line, which says what was decided when it was made. */
static struct out *out_of(struct outs *outs, const struct ecg_split *split, const char *part)
{
    for (int k = 0; k < split->n; k++)
        if (part && strcmp(split->names[k], part) == 0)
            return &outs->parts[k];
    return &outs->parts[0];
}

/* As the manifest has it: from the dataset's folder, or with the folder of another one before. */
static const char *picture_of(const struct ecg_dataset *dataset)
{
    for (int k = 0; k < ECG_FORMAT_NONE; k++) {
        const char *name = ecg_dataset_file_name(dataset, ecg_format_ending((enum ecg_format)k));
        if (name)
            return name;
    }
    return NULL;
}

typedef int (*put_fn)(struct ecg_dataset *dataset, const struct ecg_manifest_line *image,
    struct out *out, uint64_t numbers[2], struct ecg_error *error);

/* Every image goes to its part's file. numbers: the image's, and one for the function to count. */
static int put_all(struct outs *outs, struct ecg_dataset *dataset, const struct ecg_split *split,
    put_fn put, struct ecg_error *error)
{
    const struct ecg_manifest_line *image;
    uint64_t numbers[2] = { 0, 1 };
    int more, code = ecg_dataset_rewind(dataset, error);
    for (int k = 0; k < outs->n; k++)
        outs->parts[k].has_items = 0;
    while (code == 0 && (more = ecg_dataset_next(dataset, &image, error)) != 0) {
        struct out *out = out_of(outs, split, image->split);
        numbers[0]++;
        code = more < 0 ? more : put(dataset, image, out, numbers, error);
        if (code == 0)
            code = spill(out, error);
    }
    return code;
}

/* ---- COCO ---- */

static int put_coco_image(struct ecg_dataset *dataset, const struct ecg_manifest_line *image,
    struct out *out, uint64_t numbers[2], struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    const char *picture = picture_of(dataset);
    if (image->folder)
        ecg_buffer_format(&path, "%s/", image->folder);
    ecg_buffer_text(&path, picture ? picture : image->name);
    const struct ecg_coco_image coco = {
        .file_name = (const char *)path.data,
        .width_px = image->width_px,
        .height_px = image->height_px,
        .record = image->record,
        .split = image->split,
        .shard = image->shard,
    };
    int code = path.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", image->name) : 0;
    if (code == 0)
        ecg_coco_add_image(&coco, numbers[0], !out->has_items, &out->bytes);
    out->has_items = 1;
    ecg_buffer_free(&path);
    return code;
}

static int put_annotations(struct ecg_dataset *dataset, const struct ecg_manifest_line *image,
    struct out *out, uint64_t numbers[2], struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    uint64_t first = numbers[1];
    int code = ecg_dataset_read(dataset, ".coco.json", 0, &text, error);
    if (code == 0)
        code = ecg_coco_add_annotations(image->name, (const char *)text.data, text.size,
            numbers[0], &numbers[1], !out->has_items, &out->bytes, error);
    out->has_items |= numbers[1] > first;
    ecg_buffer_free(&text);
    return code;
}

static int collect_coco(
    const struct ecg_collect_params *p, struct ecg_dataset *dataset, struct ecg_error *error)
{
    struct outs outs = { 0 };
    int code = open_outs(&outs, p, "coco", ".json", error);
    for (int k = 0; k < outs.n; k++)
        ecg_coco_begin(&outs.parts[k].bytes);
    if (code == 0)
        code = put_all(&outs, dataset, p->split, put_coco_image, error);
    for (int k = 0; k < outs.n; k++)
        ecg_coco_turn(&outs.parts[k].bytes);
    if (code == 0)
        code = put_all(&outs, dataset, p->split, put_annotations, error);
    for (int k = 0; k < outs.n; k++)
        ecg_coco_end(&outs.parts[k].bytes);
    return close_outs(&outs, code, error);
}

/* ---- YOLO ---- */

static int put_path(struct ecg_dataset *dataset, const struct ecg_manifest_line *image,
    struct out *out, uint64_t numbers[2], struct ecg_error *error)
{
    (void)numbers;
    (void)error;
    const char *picture = picture_of(dataset);
    if (picture)
        ecg_buffer_format(&out->bytes, "%s/%s\n", image->folder ? image->folder : ".", picture);
    return 0;
}

static int write_yaml(const struct ecg_collect_params *p, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, text = { 0 };
    ecg_buffer_format(&path, "%s/data.yaml", p->folder);
    ecg_buffer_text(&text, "# Paths are from this file's folder; pictures that lie in tars are to "
                           "be unpacked there.\n");
    for (int k = 0; k < p->split->n; k++)
        ecg_buffer_format(&text, "%s: images-%s.txt\n", p->split->names[k], p->split->names[k]);
    if (!p->split->n)
        ecg_buffer_text(&text, "train: images.txt\n"
                               "val: images.txt # the same: made without --split\n");
    ecg_yolo_names(&text);
    int code = path.failed || text.failed
                   ? out_of_memory(p, error)
                   : ecg_file_write_from(
                         p->scratch, (const char *)path.data, text.data, text.size, error);
    ecg_buffer_free(&path);
    ecg_buffer_free(&text);
    return code;
}

static int collect_yolo(
    const struct ecg_collect_params *p, struct ecg_dataset *dataset, struct ecg_error *error)
{
    struct outs outs = { 0 };
    int code = open_outs(&outs, p, "images", ".txt", error);
    if (code == 0)
        code = put_all(&outs, dataset, p->split, put_path, error);
    code = close_outs(&outs, code, error);
    return code < 0 ? code : write_yaml(p, error);
}

int ecg_collect(const struct ecg_collect_params *params, struct ecg_error *error)
{
    struct ecg_dataset *dataset = NULL;
    if (!(params->products & ECG_PRODUCTS_LABELS))
        return 0;
    int code = ecg_dataset_open(&dataset, params->folder, error);
    if (code == 0 && params->products & ECG_PRODUCT_COCO)
        code = collect_coco(params, dataset, error);
    if (code == 0 && params->products & ECG_PRODUCTS_YOLO)
        code = collect_yolo(params, dataset, error);
    ecg_dataset_close(&dataset);
    return code;
}
