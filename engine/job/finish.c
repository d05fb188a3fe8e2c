#include "job/finish.h"

#include "core/alloc.h"
#include "job/extras.h"
#include "job/kit_files.h"
#include "output/coco.h"
#include "output/image_json.h"
#include "output/jpeg.h"
#include "output/json.h"
#include "output/npy.h"
#include "output/png.h"
#include "output/wfdb.h"
#include "output/yolo.h"
#include "truth/truth.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* Encoders keep working memory, so threads borrow them: there are as many as ever encoded at once.
 */
struct encoder {
    struct ecg_png *png; /* made when first needed, as is the other */
    struct ecg_jpeg *jpeg;
};

struct ecg_finisher {
    struct ecg_finisher_params params;
    pthread_mutex_t lock;
    struct encoder *idle;
    size_t n_idle, cap_idle;
};

static const struct {
    const char *name, *ending;
} formats[] = { { "png", ".png" }, { "jpeg", ".jpg" }, { "npy", ".npy" }, { "none", NULL } };

int ecg_format_parse(const char *name, enum ecg_format *format, struct ecg_error *error)
{
    *format = ECG_FORMAT_PNG;
    if (!name)
        return 0;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(name, formats[i].name) == 0) {
            *format = (enum ecg_format)i;
            return 0;
        }
    }
    return ecg_fail(
        error, ECG_E_ARGUMENT, "format: expected png, jpeg, npy or none, got \"%s\"", name);
}

const char *ecg_format_ending(enum ecg_format format)
{
    return formats[format].ending;
}

int ecg_finisher_create(struct ecg_finisher **finisher, const struct ecg_finisher_params *params,
    struct ecg_error *error)
{
    *finisher = ecg_calloc(1, sizeof **finisher);
    if (!*finisher)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    (*finisher)->params = *params;
    pthread_mutex_init(&(*finisher)->lock, NULL);
    return 0;
}

static void free_encoder(struct encoder *encoder)
{
    ecg_png_destroy(&encoder->png);
    ecg_jpeg_destroy(&encoder->jpeg);
}

void ecg_finisher_destroy(struct ecg_finisher **finisher)
{
    struct ecg_finisher *f = *finisher;
    if (!f)
        return;
    for (size_t i = 0; i < f->n_idle; i++)
        free_encoder(&f->idle[i]);
    ecg_free(f->idle);
    pthread_mutex_destroy(&f->lock);
    ecg_free(f);
    *finisher = NULL;
}

static struct encoder borrow(struct ecg_finisher *f)
{
    struct encoder encoder = { 0 };
    pthread_mutex_lock(&f->lock);
    if (f->n_idle)
        encoder = f->idle[--f->n_idle];
    pthread_mutex_unlock(&f->lock);
    return encoder;
}

static void give_back(struct ecg_finisher *f, struct encoder encoder)
{
    pthread_mutex_lock(&f->lock);
    int code = ecg_grow(&f->idle, &f->cap_idle, f->n_idle + 1, sizeof *f->idle);
    if (code == 0)
        f->idle[f->n_idle++] = encoder;
    pthread_mutex_unlock(&f->lock);
    if (code < 0)
        free_encoder(&encoder);
}

/* Scripts for the kit's pictures index their colours, grey ones' too. */
static int encode_png(const struct ecg_finisher *f, struct encoder *encoder,
    const struct ecg_work *work, struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_png_params params = {
        .effort = (enum ecg_png_effort)work->scene.output_png_effort,
        .dpi = work->scene.output_dpi,
        .keep_colour = f->params.kit != NULL,
        .software = "ecgpress",
    };
    if (!encoder->png && !(encoder->png = ecg_png_make()))
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    return ecg_png_encode(encoder->png, &work->image, &params, out, error);
}

static int encode_jpeg(struct encoder *encoder, const struct ecg_work *work,
    struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_jpeg_params params = {
        .quality = work->scene.output_jpeg_quality,
        .subsampling = (enum ecg_jpeg_subsampling)work->scene.output_jpeg_subsampling,
        .dpi = work->scene.output_dpi,
    };
    if (!encoder->jpeg && !(encoder->jpeg = ecg_jpeg_make()))
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    return ecg_jpeg_encode(encoder->jpeg, &work->image, &params, out, error);
}

/* Height x width x 3, uint8: numpy.load gives the picture. */
static int encode_npy(const struct ecg_work *work, struct ecg_buffer *out, struct ecg_error *error)
{
    const struct ecg_image *image = &work->image;
    size_t n = (size_t)image->width_px * (size_t)image->height_px;
    size_t dims[3] = { (size_t)image->height_px, (size_t)image->width_px, 3 };
    uint8_t *rgb = ecg_alloc_large(3 * n);
    if (!rgb)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    ecg_image_rgb(image, rgb);
    ecg_npy_write(ECG_NPY_U8, dims, 3, rgb, out);
    ecg_free(rgb);
    return 0;
}

static int encode_image(struct ecg_finisher *f, const struct ecg_work *work,
    struct ecg_files *files, struct ecg_error *error)
{
    if (f->params.format == ECG_FORMAT_NONE)
        return 0;
    struct encoder encoder = borrow(f);
    struct ecg_buffer out = { 0 };
    int code;
    if (f->params.format == ECG_FORMAT_PNG)
        code = encode_png(f, &encoder, work, &out, error);
    else if (f->params.format == ECG_FORMAT_JPEG)
        code = encode_jpeg(&encoder, work, &out, error);
    else
        code = encode_npy(work, &out, error);
    give_back(f, encoder);
    if (code == 0)
        code = ecg_files_add(files, ecg_format_ending(f->params.format), &out, error);
    ecg_buffer_free(&out);
    return code;
}

static int encode_wfdb(const struct ecg_finisher *f, const struct ecg_work *work,
    const struct ecg_truth *truth, struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_wfdb_params params = {
        .name = work->name,
        .start = truth->window.start,
        .end = truth->window.end,
        .with_source_text = f->params.with_source_text,
    };
    struct ecg_span *spans = NULL;
    if (work->scene.output_mask_unplotted) {
        spans = ecg_calloc(truth->n_leads, sizeof *spans);
        if (!spans)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
        for (size_t i = 0; i < truth->n_leads; i++) {
            const struct ecg_trace *trace = truth->leads[i].trace;
            spans[i] = (struct ecg_span){ trace->lead, trace->start_sample, trace->end_sample };
        }
        params.plotted = spans;
        params.n_plotted = truth->n_leads;
    }
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    int code = ecg_wfdb_encode(work->record, &params, &hea, &dat, error);
    if (code == 0)
        code = ecg_files_add(files, ".dat", &dat, error);
    if (code == 0)
        code = ecg_files_add(files, ".hea", &hea, error);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
    ecg_free(spans);
    return code;
}

static int encode_json(const struct ecg_finisher *f, const struct ecg_work *work,
    const struct ecg_truth *truth, struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_buffer image_file = { 0 }, out = { 0 };
    const char *ending = ecg_format_ending(f->params.format);
    if (ending)
        ecg_buffer_format(&image_file, "%s%s", work->name, ending);
    struct ecg_image_json_params params = {
        .scene = &work->scene,
        .record = work->record,
        .page = work->page,
        .mesh = work->mesh,
        .truth = truth,
        .image_file = (const char *)image_file.data,
        .wfdb_name = f->params.without_wfdb ? NULL : work->name,
        .split = ecg_split_name(f->params.split, work->record->id),
    };
    int code = image_file.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name)
                                 : ecg_image_json_write(&params, &out, error);
    if (code == 0)
        code = ecg_files_add(files, ".json", &out, error);
    ecg_buffer_free(&out);
    ecg_buffer_free(&image_file);
    return code;
}

/* Takes the truth over. */
static int encode_kit(struct ecg_finisher *f, const struct ecg_work *work, struct ecg_truth *truth,
    struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_kit_encoding encoding = {
        .kit = f->params.kit,
        .work = work,
        .truth = truth,
        .ending = ecg_format_ending(f->params.format),
        .without_wfdb = f->params.without_wfdb,
    };
    int code = ecg_kit_encode(&encoding, files, error);
    ecg_truth_destroy(&truth);
    return code < 0 ? code : encode_image(f, work, files, error);
}

static int encode_coco(const struct ecg_finisher *f, const struct ecg_work *work,
    const struct ecg_labels *labels, struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_buffer name = { 0 }, out = { 0 };
    ecg_buffer_format(&name, "%s%s", work->name, ecg_format_ending(f->params.format));
    if (name.failed)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    const struct ecg_coco_image image = {
        .file_name = (const char *)name.data,
        .width_px = labels->width_px,
        .height_px = labels->height_px,
        .record = work->record->id,
        .split = ecg_split_name(f->params.split, work->record->id),
    };
    ecg_coco_write(&image, labels, &out);
    ecg_buffer_free(&name);
    return ecg_files_add(files, ".coco.json", &out, error);
}

static int encode_yolo(const struct ecg_finisher *f, const struct ecg_labels *labels,
    struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_buffer out = { 0 };
    ecg_yolo_write(labels,
        f->params.products & ECG_PRODUCT_YOLO       ? ECG_YOLO_BOX
        : f->params.products & ECG_PRODUCT_YOLO_SEG ? ECG_YOLO_RING
                                                    : ECG_YOLO_QUAD,
        &out);
    return ecg_files_add(files, ".txt", &out, error);
}

static int encode_labels(const struct ecg_finisher *f, const struct ecg_work *work,
    const struct ecg_truth *truth, struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_labels *labels = NULL;
    int code = ecg_labels_make(&labels, truth, work->mesh, error);
    if (code == 0 && f->params.products & ECG_PRODUCT_COCO)
        code = encode_coco(f, work, labels, files, error);
    if (code == 0 && f->params.products & ECG_PRODUCTS_YOLO)
        code = encode_yolo(f, labels, files, error);
    ecg_labels_destroy(&labels);
    return code;
}

static int encode_extras(struct ecg_finisher *f, const struct ecg_work *work,
    const struct ecg_truth *truth, struct ecg_files *files, struct ecg_error *error)
{
    struct encoder encoder = borrow(f);
    int code = 0;
    if (!encoder.png && !(encoder.png = ecg_png_make()))
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    if (code == 0)
        code = ecg_extras_encode(work, truth, encoder.png, files, error);
    give_back(f, encoder);
    return code;
}

int ecg_finisher_encode(struct ecg_finisher *f, const struct ecg_work *work,
    struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_truth *truth = NULL;
    struct ecg_truth_params truth_params = { .scene = &work->scene,
        .is_hidden = ecg_work_fate,
        .priv = (void *)(uintptr_t)work,
        .with_seen_crossings = work->extras != NULL };
    int code = ecg_truth_make(&truth, work->page, work->mesh, &truth_params, error);
    if (code == 0 && f->params.kit)
        return encode_kit(f, work, truth, files, error);
    if (code == 0 && !f->params.without_wfdb)
        code = encode_wfdb(f, work, truth, files, error);
    if (code == 0)
        code = encode_json(f, work, truth, files, error);
    if (code == 0 && f->params.products & ECG_PRODUCTS_LABELS)
        code = encode_labels(f, work, truth, files, error);
    if (code == 0 && work->extras)
        code = encode_extras(f, work, truth, files, error);
    ecg_truth_destroy(&truth);
    /* The picture last: once it is on the disk, so is all that belongs to it. */
    return code < 0 ? code : encode_image(f, work, files, error);
}

/* Each trace's lead, in the order of the JSON's "leads". */
static void put_lead_names(struct ecg_json *json, const struct ecg_page *page)
{
    ecg_json_key(json, "leads");
    ecg_json_open_array(json);
    for (size_t i = 0; i < page->n_traces; i++)
        ecg_json_string(json, page->traces[i].name);
    ecg_json_close_array(json);
}

void ecg_finish_describe(const struct ecg_finisher *f, const struct ecg_work *work,
    const struct ecg_files *files, int in_folders, struct ecg_buffer *out)
{
    const char *split = f->params.kit ? NULL : ecg_split_name(f->params.split, work->record->id);
    struct ecg_json json;
    struct ecg_buffer object = { 0 };
    ecg_json_start(&json, &object, 0);
    ecg_json_open_object(&json);
    ecg_json_key_string(&json, "name", work->name);
    ecg_json_key_string(&json, "record", work->record->id);
    ecg_json_key_int(&json, "variant", (int64_t)work->scene.variant);
    if (work->pages) {
        ecg_json_key_int(&json, "page", work->page_number);
        ecg_json_key_int(&json, "pages", work->pages);
    }
    if (split)
        ecg_json_key_string(&json, "split", split);
    ecg_json_key_string(&json, "recipe", work->scene.recipe);
    ecg_json_key_int(&json, "width", work->mesh->width_px);
    ecg_json_key_int(&json, "height", work->mesh->height_px);
    put_lead_names(&json, work->page);
    ecg_json_key(&json, "files");
    ecg_json_open_object(&json);
    for (size_t i = 0; files && i < files->n; i++) {
        struct ecg_buffer name = { 0 };
        if (split && in_folders)
            ecg_buffer_format(&name, "%s/", split);
        ecg_buffer_format(&name, "%.*s%s", (int)(strlen(work->name) - files->items[i].cut),
            work->name, files->items[i].ending);
        if (!name.failed)
            ecg_json_key_int(&json, (const char *)name.data, (int64_t)files->items[i].bytes.size);
        object.failed |= name.failed;
        ecg_buffer_free(&name);
    }
    ecg_json_close_object(&json);
    ecg_json_close_object(&json);
    if (!object.failed)
        ecg_buffer_bytes(out, object.data + 1, object.size - 2);
    out->failed |= object.failed;
    ecg_buffer_free(&object);
}
